/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "view/viewport.h"

#include <math.h>

#define MARGIN_PIXELS 1000000 /* of what is made around what is seen, for panning */

/* Between the whole picture and the largest. */
static const gdouble zooms[] = { 1.0 / 64,
                                 1.0 / 48,
                                 1.0 / 32,
                                 1.0 / 24,
                                 1.0 / 16,
                                 1.0 / 12,
                                 1.0 / 8,
                                 1.0 / 6,
                                 1.0 / 4,
                                 1.0 / 3,
                                 1.0 / 2,
                                 2.0 / 3,
                                 1.0,
                                 1.5,
                                 2.0,
                                 3.0,
                                 PST_VIEWPORT_MAX_ZOOM };

gdouble
pst_viewport_get_fit (const PstViewport *self)
{
  gdouble x = (gdouble) self->area_width / self->width;
  gdouble y = (gdouble) self->area_height / self->height;

  return CLAMP (MIN (x, y), 1e-6, 1.0);
}

gdouble
pst_viewport_get_zoom (const PstViewport *self)
{
  if (! self->width)
    return 1;
  return self->zoom > 0 ? self->zoom : pst_viewport_get_fit (self);
}

void
pst_viewport_get_framing (const PstViewport *self, PstFraming *framing, gint *left, gint *top)
{
  gdouble zoom = pst_viewport_get_zoom (self);
  gint x, y;

  framing->width = MAX (1, (gint) (self->width * zoom + .5));
  framing->height = MAX (1, (gint) (self->height * zoom + .5));
  framing->part.width = CLAMP (self->area_width, 1, framing->width);
  framing->part.height = CLAMP (self->area_height, 1, framing->height);
  x = (gint) floor (self->centre_x * framing->width - framing->part.width / 2.0 + .5);
  y = (gint) floor (self->centre_y * framing->height - framing->part.height / 2.0 + .5);
  framing->part.x = CLAMP (x, 0, framing->width - framing->part.width);
  framing->part.y = CLAMP (y, 0, framing->height - framing->part.height);
  *left = MAX (0, (self->area_width - framing->part.width) / 2);
  *top = MAX (0, (self->area_height - framing->part.height) / 2);
}

void
pst_viewport_zoom_at (PstViewport *self, gdouble zoom, gdouble x, gdouble y)
{
  PstFraming framing;
  gint left, top;
  gdouble u, v;

  if (! self->width)
    {
      self->zoom = zoom;
      return;
    }
  pst_viewport_get_framing (self, &framing, &left, &top);
  u = (framing.part.x + x - left) / framing.width;
  v = (framing.part.y + y - top) / framing.height;
  self->zoom = zoom > pst_viewport_get_fit (self) ? MIN (zoom, PST_VIEWPORT_MAX_ZOOM) : 0;

  pst_viewport_get_framing (self, &framing, &left, &top);
  self->centre_x = u - (x - self->area_width / 2.0) / framing.width;
  self->centre_y = v - (y - self->area_height / 2.0) / framing.height;
  pst_viewport_pan (self, 0, 0);
}

gdouble
pst_viewport_next_zoom (const PstViewport *self, gboolean in)
{
  gdouble zoom = pst_viewport_get_zoom (self);
  gdouble next = in ? PST_VIEWPORT_MAX_ZOOM : 0;

  for (gsize i = 0; i < G_N_ELEMENTS (zooms); i++)
    if (in ? zooms[i] > zoom * 1.01 && zooms[i] < next : zooms[i] < zoom * .99 && zooms[i] > next)
      next = zooms[i];
  return next;
}

void
pst_viewport_pan (PstViewport *self, gint x, gint y)
{
  PstFraming framing;
  gint left, top;

  if (! self->width)
    return;
  pst_viewport_get_framing (self, &framing, &left, &top);
  self->centre_x += (gdouble) x / framing.width;
  self->centre_y += (gdouble) y / framing.height;
  self->centre_x = CLAMP (self->centre_x, framing.part.width / 2.0 / framing.width,
                          1 - framing.part.width / 2.0 / framing.width);
  self->centre_y = CLAMP (self->centre_y, framing.part.height / 2.0 / framing.height,
                          1 - framing.part.height / 2.0 / framing.height);
}

void
pst_framing_of_pixels (const PstFraming *framing, gint width, gint height, PstFraming *pixels)
{
  const GdkRectangle *part = &framing->part;
  gint right =
      (gint) (((gint64) (part->x + part->width) * width + framing->width - 1) / framing->width);
  gint bottom =
      (gint) (((gint64) (part->y + part->height) * height + framing->height - 1) / framing->height);

  pixels->width = width;
  pixels->height = height;
  pixels->part.x = (gint) ((gint64) part->x * width / framing->width);
  pixels->part.y = (gint) ((gint64) part->y * height / framing->height);
  pixels->part.width = MIN (right, width) - pixels->part.x;
  pixels->part.height = MIN (bottom, height) - pixels->part.y;
}

void
pst_framing_widen (PstFraming *framing)
{
  GdkRectangle *part = &framing->part;
  gint64 pixels = (gint64) part->width * part->height;
  gint right, bottom, mx, my;

  if (2 * pixels > MARGIN_PIXELS)
    return;
  mx = part->width / 8;
  my = part->height / 8;
  right = MIN (framing->width, part->x + part->width + mx);
  bottom = MIN (framing->height, part->y + part->height + my);
  part->x = MAX (0, part->x - mx);
  part->y = MAX (0, part->y - my);
  part->width = right - part->x;
  part->height = bottom - part->y;
}

static gboolean
contains (const GdkRectangle *outer, const GdkRectangle *inner)
{
  return inner->x >= outer->x && inner->y >= outer->y
         && inner->x + inner->width <= outer->x + outer->width
         && inner->y + inner->height <= outer->y + outer->height;
}

gboolean
pst_framing_is_whole (const PstFraming *framing)
{
  return framing->part.width == framing->width && framing->part.height == framing->height;
}

gboolean
pst_framing_is_of_size (const PstFraming *framing, gint width, gint height)
{
  return framing->width == width && framing->height == height;
}

gboolean
pst_framing_is_within (const PstFraming *framing, const PstFraming *other)
{
  return pst_framing_is_of_size (framing, other->width, other->height)
         && contains (&other->part, &framing->part);
}
