/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "view/order.h"

void
pst_paintings_clear (PstPaintings *paintings)
{
  g_clear_pointer (&paintings->photo, pst_picture_unref);
  g_clear_pointer (&paintings->painting, pst_picture_unref);
  g_clear_pointer (&paintings->second, pst_picture_unref);
  g_clear_pointer (&paintings->style, pst_style_unref);
  g_clear_pointer (&paintings->second_style, pst_style_unref);
}

PstPaintings
pst_paintings_ref (const PstPaintings *paintings)
{
  PstPaintings copy = { 0 };

  if (! paintings)
    return copy;
  copy = *paintings;
  pst_picture_ref (copy.photo);
  pst_picture_ref (copy.painting);
  pst_picture_ref (copy.second);
  pst_order_style_ref (copy.style);
  pst_order_style_ref (copy.second_style);
  return copy;
}

void
pst_paintings_sign (PstPaintings *paintings, const PstOrder *order)
{
  paintings->style = pst_order_style_ref (order->style);
  paintings->second_style = pst_order_style_ref (order->second);
  paintings->seed = order->seed;
}

void
pst_order_clear (PstOrder *order)
{
  g_clear_pointer (&order->style, pst_style_unref);
  g_clear_pointer (&order->second, pst_style_unref);
  g_clear_pointer (&order->map, pst_likeness_map_unref);
}

void
pst_order_ref (PstOrder *order)
{
  pst_order_style_ref (order->style);
  pst_order_style_ref (order->second);
  if (order->map)
    pst_likeness_map_ref (order->map);
}

PstParams
pst_order_params (const PstOrder *order)
{
  PstParams params = PST_PARAMS_INIT;

  params.brush_size = order->brush_size;
  params.refine = order->refine;
  params.seed = order->seed;
  params.likeness = order->likeness;
  params.likeness_map = order->map;
  return params;
}

PstStyle *
pst_order_style_ref (PstStyle *style)
{
  return style ? pst_style_ref (style) : NULL;
}

void
pst_order_size (const PstImage *source, gdouble brush_size, gint max_side, gint *width,
                gint *height)
{
  gint side;

  pst_working_size (source->width, source->height, brush_size, width, height);
  side = MAX (*width, *height);
  if (max_side > 0 && side > max_side)
    {
      *width = MAX (1, (gint) ((gdouble) *width * max_side / side + .5));
      *height = MAX (1, (gint) ((gdouble) *height * max_side / side + .5));
    }
}
