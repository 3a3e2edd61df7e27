/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "command/contact-sheet.h"

#include <math.h>

#include "pictures/pixels.h"

#define PAPER "#f6f4ef"
#define INK   "#222222"

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
static GeglRectangle
place (const Layout *layout, gint group, gint style, gint photo)
{
  gint column = style < 0 ? 0 : 1 + style % layout->columns;
  GeglRectangle rect = { layout->gap + column * (layout->sheet->cell + layout->gap),
                         layout->gap + group * (layout->group_height + layout->gap)
                             + layout->caption,
                         layout->sheet->cell, photo_height (layout->sheet, photo) };

  for (gint i = 0; i < photo; i++)
    rect.y += photo_height (layout->sheet, i) + layout->gap;
  return rect;
}

/* Writes @text in the middle of the caption above @top. */
static void
write_caption (GeglBuffer *buffer, const Layout *layout, const GeglRectangle *top,
               const gchar *text)
{
  g_autoptr (GeglNode) graph = gegl_node_new ();
  GeglColor *ink = gegl_color_new (INK);
  gdouble size = LETTERS * top->width;
  GeglNode *source, *letters, *move, *over, *sink;
  GeglRectangle box, line;

  source = gegl_node_new_child (graph, "operation", "gegl:buffer-source", "buffer", buffer, NULL);
  letters = gegl_node_new_child (graph, "operation", "gegl:text", "string", "Hg", "font", "Sans",
                                 "size", size, "color", ink, NULL);
  line = gegl_node_get_bounding_box (letters); /* the same for all, whatever their letters */
  gegl_node_set (letters, "string", text, NULL);
  box = gegl_node_get_bounding_box (letters);
  if (box.width > TEXT_MAX * top->width)
    {
      gegl_node_set (letters, "size", size * TEXT_MAX * top->width / box.width, NULL);
      box = gegl_node_get_bounding_box (letters);
    }
  move =
      gegl_node_new_child (graph, "operation", "gegl:translate", "x",
                           (gdouble) (top->x + (top->width - box.width) / 2 - box.x), "y",
                           (gdouble) (top->y - (layout->caption + line.height) / 2 - line.y), NULL);
  over = gegl_node_new_child (graph, "operation", "gegl:over", NULL);
  sink = gegl_node_new_child (graph, "operation", "gegl:write-buffer", "buffer", buffer, NULL);
  gegl_node_link_many (source, over, sink, NULL);
  gegl_node_link (letters, move);
  gegl_node_connect_to (move, "output", over, "aux");
  gegl_node_process (sink);
  g_object_unref (ink);
}

static GeglBuffer *
new_paper (const Layout *layout)
{
  const PstContactSheet *sheet = layout->sheet;
  GeglRectangle extent = { 0, 0, layout->gap + (1 + layout->columns) * (sheet->cell + layout->gap),
                           layout->gap + layout->groups * (layout->group_height + layout->gap) };
  GeglBuffer *buffer = gegl_buffer_new (&extent, babl_format ("R'G'B' u8"));
  GeglColor *paper = gegl_color_new (PAPER);

  gegl_buffer_set_color (buffer, &extent, paper);
  g_object_unref (paper);
  return buffer;
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

static gboolean
paste_photos (GeglBuffer *buffer, const Layout *layout, GPtrArray *photos, GError **error)
{
  for (gint group = 0; group < layout->groups; group++)
    for (gint i = 0; i < layout->sheet->n_photos; i++)
      {
        GeglRectangle rect = place (layout, group, -1, i);

        if (! pst_pixels_write (buffer, &rect, g_ptr_array_index (photos, i), NULL, error))
          return FALSE;
      }
  return TRUE;
}

GeglBuffer *
pst_contact_sheet_new (const PstContactSheet *sheet, PstEngine *engine, const PstRun *run,
                       GError **error)
{
  g_autoptr (GPtrArray) photos = shrink_photos (sheet, error);
  g_autoptr (GeglBuffer) buffer = NULL;
  PstParams params = PST_PARAMS_INIT;
  Layout layout;

  if (! photos)
    return NULL;
  params.refine = sheet->refine;
  plan (&layout, sheet);
  buffer = new_paper (&layout);
  if (! paste_photos (buffer, &layout, photos, error))
    return NULL;
  for (gint style = 0; style < sheet->n_styles; style++)
    {
      gint group = style / layout.columns;
      GeglRectangle top = place (&layout, group, style, 0);

      write_caption (buffer, &layout, &top, pst_style_get (sheet->styles[style], "title"));
      for (gint i = 0; i < sheet->n_photos; i++)
        {
          GeglRectangle rect = place (&layout, group, style, i);
          g_autoptr (PstImage) painting = pst_engine_paint_refined (
              engine, sheet->styles[style], g_ptr_array_index (photos, i), &params, NULL, NULL,
              run ? &(PstRun){ .cancellable = run->cancellable } : NULL, error);

          if (! painting || ! pst_pixels_write (buffer, &rect, painting, NULL, error))
            return NULL;
          if (run && run->progress)
            run->progress ((gdouble) (style * sheet->n_photos + i + 1)
                               / (sheet->n_styles * sheet->n_photos),
                           run->user_data);
        }
    }
  return g_steal_pointer (&buffer);
}
