/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "command/contact-sheet.h"

#include <math.h>
#include <string.h>

#include <vips/vips.h>

#include "pictures/decoder.h"

static const gfloat paper[3] = { 0xf6 / 255.0f, 0xf4 / 255.0f, 0xef / 255.0f };
static const gfloat ink = 0x22 / 255.0f;

/* Shares of a cell's width. */
#define GAP      (1.0 / 40)
#define CAPTION  (1.0 / 7)
#define LETTERS  (1.0 / 13)
#define TEXT_MAX 0.96

typedef struct
{
  const PstContactSheet *sheet;
  gint gap, caption;
  gint columns; /* styles in a row that is full */
  gint groups;
  gint group_height;
} Layout;

typedef struct
{
  gint x, y, width;
} Place;

static gint
photo_height (const PstContactSheet *sheet, gint i)
{
  const PstImage *photo = sheet->photos[i];

  return MAX (1, (gint) lround ((gdouble) photo->height * sheet->cell / photo->width));
}

static void
plan (Layout *layout, const PstContactSheet *sheet)
{
  layout->sheet = sheet;
  layout->gap = MAX (1, (gint) lround (GAP * sheet->cell));
  layout->caption = (gint) lround (CAPTION * sheet->cell);
  layout->columns = CLAMP (sheet->columns, 1, sheet->n_styles);
  layout->groups = (sheet->n_styles + layout->columns - 1) / layout->columns;
  layout->group_height = layout->caption;
  for (gint i = 0; i < sheet->n_photos; i++)
    layout->group_height += photo_height (sheet, i) + layout->gap;
}

/* Where @photo goes in @style; in -1, itself beside the styles of @group. */
static Place
place (const Layout *layout, gint group, gint style, gint photo)
{
  gint column = style < 0 ? 0 : 1 + style % layout->columns;
  Place at = { layout->gap + column * (layout->sheet->cell + layout->gap),
               layout->gap + group * (layout->group_height + layout->gap) + layout->caption,
               layout->sheet->cell };

  for (gint i = 0; i < photo; i++)
    at.y += photo_height (layout->sheet, i) + layout->gap;
  return at;
}

/* How much of each pixel is covered by the letters of @text, of a @size in pixels; NULL if there
 * are none. */
static VipsImage *
set_letters (const gchar *text, gdouble size)
{
  g_autofree gchar *valid = g_utf8_make_valid (text, -1);
  g_autofree gchar *escaped = g_markup_escape_text (valid, -1);
  g_autofree gchar *font = g_strdup_printf ("Sans %d", MAX (1, (gint) lround (size)));
  VipsImage *lazy = NULL, *letters;

  if (vips_text (&lazy, escaped, "font", font, "dpi", 72, NULL) != 0)
    return NULL;
  letters = vips_image_copy_memory (lazy);
  g_object_unref (lazy);
  return letters;
}

/* Writes @text in the middle of the caption above @top. */
static void
write_caption (PstImage *image, const Layout *layout, const Place *top, const gchar *text)
{
  gdouble size = LETTERS * top->width;
  VipsImage *letters = set_letters (text, size);
  gsize plane = (gsize) image->width * (gsize) image->height;
  gint left, above;

  if (letters && letters->Xsize > TEXT_MAX * top->width)
    {
      size *= TEXT_MAX * top->width / letters->Xsize;
      g_object_unref (letters);
      letters = set_letters (text, size);
    }
  if (! letters)
    return;
  left = top->x + (top->width - letters->Xsize) / 2;
  above = top->y - (layout->caption + letters->Ysize) / 2;
  for (gint y = MAX (0, -above); y < letters->Ysize; y++)
    for (gint x = MAX (0, -left); x < letters->Xsize && left + x < image->width; x++)
      for (gsize c = 0; c < 3; c++)
        {
          gfloat *to = image->data + c * plane + (gsize) (above + y) * image->width + left + x;
          gfloat cover = *VIPS_IMAGE_ADDR (letters, x, y) / 255.0f;

          *to += cover * (ink - *to);
        }
  g_object_unref (letters);
}

static PstImage *
new_paper (const Layout *layout, GError **error)
{
  const PstContactSheet *sheet = layout->sheet;
  PstImage *image =
      pst_image_new (layout->gap + (1 + layout->columns) * (sheet->cell + layout->gap),
                     layout->gap + layout->groups * (layout->group_height + layout->gap), error);
  gsize plane = image ? (gsize) image->width * (gsize) image->height : 0;

  for (gsize i = 0; i < 3 * plane; i++)
    image->data[i] = paper[i / plane];
  return image;
}

static void
paste (PstImage *to, const Place *at, const PstImage *image)
{
  gsize plane = (gsize) to->width * (gsize) to->height;

  for (gsize c = 0; c < 3; c++)
    for (gint y = 0; y < image->height; y++)
      memcpy (to->data + c * plane + (gsize) (at->y + y) * to->width + at->x,
              image->data + (c * image->height + y) * image->width,
              (gsize) image->width * sizeof (gfloat));
}

/* The photos at the cells' size, in an array that frees them. */
static GPtrArray *
shrink_photos (const PstContactSheet *sheet, GError **error)
{
  g_autoptr (GPtrArray) small = g_ptr_array_new_with_free_func ((GDestroyNotify) pst_image_free);

  for (gint i = 0; i < sheet->n_photos; i++)
    {
      PstImage *image =
          pst_image_resize (sheet->photos[i], sheet->cell, photo_height (sheet, i), error);

      if (! image)
        return NULL;
      g_ptr_array_add (small, image);
    }
  return g_steal_pointer (&small);
}

static void
paste_photos (PstImage *image, const Layout *layout, GPtrArray *photos)
{
  for (gint group = 0; group < layout->groups; group++)
    for (gint i = 0; i < layout->sheet->n_photos; i++)
      {
        Place at = place (layout, group, -1, i);

        paste (image, &at, g_ptr_array_index (photos, i));
      }
}

PstImage *
pst_contact_sheet_new (const PstContactSheet *sheet, PstEngine *engine, const PstRun *run,
                       GError **error)
{
  g_autoptr (GPtrArray) photos = shrink_photos (sheet, error);
  g_autoptr (PstImage) image = NULL;
  PstParams params = PST_PARAMS_INIT;
  Layout layout;

  if (! photos)
    return NULL;
  pst_decoder_need ();
  params.refine = sheet->refine;
  plan (&layout, sheet);
  image = new_paper (&layout, error);
  if (! image)
    return NULL;
  paste_photos (image, &layout, photos);
  for (gint style = 0; style < sheet->n_styles; style++)
    {
      gint group = style / layout.columns;
      Place top = place (&layout, group, style, 0);

      write_caption (image, &layout, &top, pst_style_get (sheet->styles[style], "title"));
      for (gint i = 0; i < sheet->n_photos; i++)
        {
          Place at = place (&layout, group, style, i);
          g_autoptr (PstImage) painting = pst_engine_paint_refined (
              engine, sheet->styles[style], g_ptr_array_index (photos, i), &params, NULL, NULL,
              run ? &(PstRun){ .cancellable = run->cancellable } : NULL, error);

          if (! painting)
            return NULL;
          paste (image, &at, painting);
          if (run && run->progress)
            run->progress ((gdouble) (style * sheet->n_photos + i + 1)
                               / (sheet->n_styles * sheet->n_photos),
                           run->user_data);
        }
    }
  return g_steal_pointer (&image);
}
