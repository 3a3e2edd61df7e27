/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "view/view.h"

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
              GError **error)
{
  const GdkRectangle *part = &framing->part;
  g_autoptr (PstView) view = g_new0 (PstView, 1);
  PstImage *photo =
      pst_image_crop (zoomed->image, part->x, part->y, part->width, part->height, error);

  if (! photo)
    return NULL;
  view->framing = *framing;
  view->photo = pst_picture_new (photo);
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
  g_clear_pointer (&view->before, cairo_surface_destroy);
  g_clear_pointer (&view->after, cairo_surface_destroy);
  g_free (view);
}

static guint32
byte (gfloat value)
{
  return (guint32) (CLAMP (value, 0.0f, 1.0f) * 255 + .5f);
}

static void
pack_row (const gfloat *red, const gfloat *green, const gfloat *blue, guint32 *out, gint width)
{
  for (gint x = 0; x < width; x++)
    out[x] = byte (red[x]) << 16 | byte (green[x]) << 8 | byte (blue[x]);
}

/* @row: room for interleaved pixels. */
static void
pack_managed_row (GimpColorTransform *transform, const gfloat *const planes[3], gfloat *row,
                  guint32 *out, gint width)
{
  const Babl *format = babl_format ("R'G'B' float");

  for (gint x = 0; x < width; x++)
    for (gint c = 0; c < 3; c++)
      row[3 * x + c] = planes[c][x];
  gimp_color_transform_process_pixels (transform, format, row, format, row, (gsize) width);
  for (gint x = 0; x < width; x++)
    out[x] = byte (row[3 * x]) << 16 | byte (row[3 * x + 1]) << 8 | byte (row[3 * x + 2]);
}

static cairo_surface_t *
surface_new (const PstImage *image, GimpColorTransform *transform)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, image->width, image->height);
  gsize size = (gsize) image->width * image->height;
  g_autofree gfloat *row = transform ? g_new (gfloat, (gsize) image->width * 3) : NULL;
  guchar *pixels;

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return surface; /* draws nothing */

  pixels = cairo_image_surface_get_data (surface);
  for (gint y = 0; y < image->height; y++)
    {
      const gfloat *red = image->data + (gsize) y * image->width;
      const gfloat *const planes[] = { red, red + size, red + 2 * size };
      guint32 *out = (guint32 *) (pixels + (gsize) y * cairo_image_surface_get_stride (surface));

      if (transform)
        pack_managed_row (transform, planes, row, out, image->width);
      else
        pack_row (planes[0], planes[1], planes[2], out, image->width);
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

cairo_surface_t *
pst_view_get_before (PstView *view, GimpColorTransform *transform)
{
  if (! view->before)
    view->before = surface_new (view->photo->image, transform);
  return view->before;
}

cairo_surface_t *
pst_view_get_after (PstView *view, const PstParams *params, GimpColorTransform *transform)
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
  pst_blend (photo, view->painting->image, view->second ? view->second->image : NULL, params,
             blend);
  view->after = surface_new (blend, transform);
  return view->after;
}

void
pst_view_draw (PstView *view, cairo_t *cr, gboolean after, const PstFraming *framing,
               const PstParams *params, GimpColorTransform *transform)
{
  cairo_surface_t *surface =
      after ? pst_view_get_after (view, params, transform) : pst_view_get_before (view, transform);
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
