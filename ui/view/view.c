/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "view/view.h"

#include "view/surface.h"

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

cairo_surface_t *
pst_view_get_after (PstView *view, const PstLook *look, GimpColorTransform *transform)
{
  const PstImage *photo = view->photo->image;
  g_autoptr (PstImage) blend = NULL;

  if (! view->painting)
    return pst_view_get_before (view, transform);
  if (view->after)
    return view->after;

  blend = pst_image_new (photo->width, photo->height, NULL);
  if (! blend)
    return pst_view_get_before (view, transform);
  pst_blend (photo, view->painting->image, view->second ? view->second->image : NULL, &look->params,
             blend);
  if (look->gray)
    pst_image_make_gray (blend);
  if (view->mask)
    pst_image_mask (blend, photo, view->mask);
  view->after = surface_new (view, blend, transform);
  return view->after;
}

void
pst_view_draw (PstView *view, cairo_t *cr, gboolean after, const PstFraming *framing,
               const PstLook *look, GimpColorTransform *transform)
{
  cairo_surface_t *surface =
      after ? pst_view_get_after (view, look, transform) : pst_view_get_before (view, transform);
  gdouble sx = (gdouble) framing->width / view->framing.width;
  gdouble sy = (gdouble) framing->height / view->framing.height;

  cairo_save (cr);
  cairo_translate (cr, -framing->part.x, -framing->part.y);
  cairo_scale (cr, sx, sy);
  cairo_set_source_surface (cr, surface, view->framing.part.x, view->framing.part.y);
  if (sx == 1 && sy == 1)
    cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_rectangle (cr, view->framing.part.x, view->framing.part.y, view->framing.part.width,
                   view->framing.part.height);
  cairo_fill (cr);
  cairo_restore (cr);
}
