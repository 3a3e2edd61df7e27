/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "view/view.h"

#include <string.h>

#include "view/surface.h"

#define BAND 32 /* rows */

/* The part of @painting that belongs to @photo. */
static PstPicture *
part_of (PstPicture *painting, const PstPaintings *paintings, const PstFraming *framing,
         const PstImage *photo, GError **error)
{
  const GdkRectangle *part = &framing->part;
  const PstImage *whole = painting->image;
  g_autoptr (PstImage) smaller = NULL;
  PstImage *image;

  if (framing->width <= whole->width && framing->height <= whole->height)
    {
      if (framing->width != whole->width || framing->height != whole->height)
        {
          whole = smaller = pst_image_resize (whole, framing->width, framing->height, error);
          if (! smaller)
            return NULL;
        }
      image = pst_image_crop (whole, part->x, part->y, part->width, part->height, error);
    }
  else
    image = pst_enlarge (whole, paintings->photo->image, photo, part->x, part->y, framing->width,
                         framing->height, error);
  return image ? pst_picture_new (image) : NULL;
}

PstView *
pst_view_new (const PstFraming *framing, PstPicture *zoomed, const PstPaintings *paintings,
              const PstCover *cover, GError **error)
{
  const GdkRectangle *part = &framing->part;
  g_autoptr (PstView) view = g_new0 (PstView, 1);
  PstImage *photo =
      pst_image_crop (zoomed->image, part->x, part->y, part->width, part->height, error);

  if (! photo)
    return NULL;
  view->framing = *framing;
  view->photo = pst_picture_new (photo);
  if (cover)
    {
      view->alpha = pst_cover_sample (cover, cover->alpha, framing->width, framing->height, part);
      view->mask = pst_cover_sample (cover, cover->mask, framing->width, framing->height, part);
    }
  if (paintings->painting)
    {
      view->from = pst_picture_ref (paintings->painting);
      view->painting = part_of (paintings->painting, paintings, framing, photo, error);
      if (! view->painting)
        return NULL;
    }
  if (paintings->second)
    {
      view->from_second = pst_picture_ref (paintings->second);
      view->second = part_of (paintings->second, paintings, framing, photo, error);
      if (! view->second)
        return NULL;
    }
  return g_steal_pointer (&view);
}

void
pst_view_finish (PstView *view, PstFinished *const finished[2])
{
  PstPicture *const soft[2] = { view->painting, view->second };

  for (gint i = 0; i < 2; i++)
    if (finished[i] && soft[i])
      {
        gboolean whole;

        view->finished[i] = pst_finished_get (finished[i], &view->framing, soft[i], &whole);
        view->styles[i] = pst_style_ref (pst_finished_get_style (finished[i]));
        view->unfinished |= ! whole;
      }
}

void
pst_view_forget_after (PstView *view)
{
  g_clear_pointer (&view->after, cairo_surface_destroy);
}

void
pst_view_free (PstView *view)
{
  if (! view)
    return;
  pst_picture_unref (view->photo);
  pst_picture_unref (view->painting);
  pst_picture_unref (view->second);
  pst_picture_unref (view->from);
  pst_picture_unref (view->from_second);
  for (gint i = 0; i < 2; i++)
    {
      pst_picture_unref (view->finished[i]);
      g_clear_pointer (&view->styles[i], pst_style_unref);
    }
  g_free (view->alpha);
  g_free (view->mask);
  g_clear_pointer (&view->before, cairo_surface_destroy);
  g_clear_pointer (&view->after, cairo_surface_destroy);
  g_free (view);
}

static cairo_surface_t *
surface_new (const PstView *view, const PstImage *image, GimpColorTransform *transform)
{
  return pst_surface_new (image, transform, view->alpha, view->framing.part.x,
                          view->framing.part.y);
}

cairo_surface_t *
pst_view_get_before (PstView *view, GimpColorTransform *transform)
{
  if (! view->before)
    view->before = surface_new (view, view->photo->image, transform);
  return view->before;
}

/* Of a value for each pixel of the view, as far as they are in @part; NULL of NULL. */
static guint8 *
cover_in (const PstView *view, const guint8 *cover, const GdkRectangle *part)
{
  const GdkRectangle *all = &view->framing.part;
  guint8 *cut = cover ? g_malloc ((gsize) part->width * (gsize) part->height) : NULL;

  for (gint y = 0; cut && y < part->height; y++)
    memcpy (cut + (gsize) y * (gsize) part->width,
            cover + (gsize) (part->y - all->y + y) * (gsize) all->width + part->x - all->x,
            (gsize) part->width);
  return cut;
}

static PstImage *
image_in (const PstView *view, const PstPicture *picture, const GdkRectangle *part)
{
  return picture ? pst_image_crop (picture->image, part->x - view->framing.part.x,
                                   part->y - view->framing.part.y, part->width, part->height, NULL)
                 : NULL;
}

/* Part of what finishing adds comes to what is soft, as pst_engine_finish_in () has it. */
static gboolean
finish_in (const PstView *view, gint which, const GdkRectangle *part, const PstParams *params,
           PstImage *soft)
{
  gfloat amount = (gfloat) (pst_params_get_finish (params, view->styles[which]) / 100);
  g_autoptr (PstImage) finished = NULL;
  gsize n;

  if (! view->finished[which] || amount == 0)
    return TRUE;
  finished = image_in (view, view->finished[which], part);
  if (! finished)
    return FALSE;
  n = 3 * (gsize) part->width * (gsize) part->height;
  for (gsize i = 0; i < n; i++)
    soft->data[i] = CLAMP (soft->data[i] + amount * finished->data[i], 0, 1);
  return TRUE;
}

/* What is in @part, blended; NULL if there is no memory for it. */
static cairo_surface_t *
blend_band (const PstView *view, const GdkRectangle *part, const PstLook *look,
            GimpColorTransform *transform)
{
  g_autoptr (PstImage) photo = image_in (view, view->photo, part);
  g_autoptr (PstImage) painting = image_in (view, view->painting, part);
  g_autoptr (PstImage) second = image_in (view, view->second, part);
  g_autofree guint8 *alpha = cover_in (view, view->alpha, part);
  g_autofree guint8 *mask = cover_in (view, view->mask, part);
  g_autoptr (PstImage) blend = pst_image_new (part->width, part->height, NULL);

  if (! photo || ! painting || ! blend || (view->second && ! second)
      || ! finish_in (view, 0, part, &look->params, painting)
      || (second && ! finish_in (view, 1, part, &look->params, second)))
    return NULL;
  pst_blend (photo, painting, second, &look->params, blend);
  if (look->gray)
    pst_image_make_gray (blend);
  if (mask)
    pst_image_mask (blend, photo, mask);
  return pst_surface_new (blend, transform, alpha, part->x, part->y);
}

/* Few rows at a time stay in the cache, and are no new memory each time. */
static cairo_surface_t *
blend_in (const PstView *view, const GdkRectangle *part, const PstLook *look,
          GimpColorTransform *transform)
{
  cairo_surface_t *all = cairo_image_surface_create (CAIRO_FORMAT_RGB24, part->width, part->height);
  guchar *to = cairo_image_surface_get_data (all);
  gint stride = cairo_image_surface_get_stride (all);

  cairo_surface_flush (all);
  for (gint y = 0; y < part->height; y += BAND)
    {
      const GdkRectangle rows = { part->x, part->y + y, part->width, MIN (BAND, part->height - y) };
      cairo_surface_t *band = to ? blend_band (view, &rows, look, transform) : NULL;

      if (! band)
        {
          cairo_surface_destroy (all);
          return NULL;
        }
      memcpy (to + (gsize) y * (gsize) stride, cairo_image_surface_get_data (band),
              (gsize) rows.height * (gsize) stride);
      cairo_surface_destroy (band);
    }
  cairo_surface_mark_dirty (all);
  return all;
}

static gboolean
is_in (const GdkRectangle *part, const GdkRectangle *all)
{
  return part->x >= all->x && part->y >= all->y && part->x + part->width <= all->x + all->width
         && part->y + part->height <= all->y + all->height;
}

/* @part of what is to be seen, which is all that is blended for it. */
static cairo_surface_t *
after_in (PstView *view, const GdkRectangle *part, const PstLook *look,
          GimpColorTransform *transform)
{
  if (view->after && is_in (part, &view->after_part))
    return view->after;
  pst_view_forget_after (view);
  view->after = view->painting ? blend_in (view, part, look, transform) : NULL;
  view->after_part = *part;
  return view->after;
}

cairo_surface_t *
pst_view_get_after (PstView *view, const PstLook *look, GimpColorTransform *transform)
{
  cairo_surface_t *after = after_in (view, &view->framing.part, look, transform);

  return after ? after : pst_view_get_before (view, transform);
}

void
pst_view_draw (PstView *view, cairo_t *cr, gboolean after, const PstFraming *framing,
               const PstLook *look, GimpColorTransform *transform)
{
  gdouble sx = (gdouble) framing->width / view->framing.width;
  gdouble sy = (gdouble) framing->height / view->framing.height;
  GdkRectangle seen = view->framing.part;
  const GdkRectangle *part = &seen;
  cairo_surface_t *surface;

  if (sx == 1 && sy == 1 && ! gdk_rectangle_intersect (&framing->part, &seen, &seen))
    return;
  surface = after ? after_in (view, part, look, transform) : NULL;
  part = surface ? &view->after_part : &view->framing.part;
  if (! surface)
    surface = pst_view_get_before (view, transform);
  cairo_save (cr);
  cairo_translate (cr, -framing->part.x, -framing->part.y);
  cairo_scale (cr, sx, sy);
  cairo_set_source_surface (cr, surface, part->x, part->y);
  if (sx == 1 && sy == 1)
    cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_rectangle (cr, part->x, part->y, part->width, part->height);
  cairo_fill (cr);
  cairo_restore (cr);
}
