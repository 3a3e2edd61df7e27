/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "gimp/gimp-source.h"

#include "gimp/gimp-colour.h"
#include "host/memory.h"
#include "pictures/pixels.h"
#include "shared/intl.h"

/* Photo and painting as planes of floats, alpha, and the pyramid that fills what it
 * hides. */
#define BYTES_PER_PIXEL ((2 * 3 + 1 + 4 / 3.0) * sizeof (gfloat))

gint32
pst_gimp_source_find (gint32 image, gint32 drawable, GError **error)
{
  const gchar *reason = NULL;
  gint x, y, width, height;

  if (gimp_item_is_layer_mask (drawable))
    drawable = gimp_layer_from_mask (drawable);

  if (! gimp_item_is_layer (drawable))
    reason = _ ("A channel cannot be painted. Choose a layer in the Layers dialog and try again.");
  else if (gimp_image_get_floating_sel (image) != -1)
    reason = _ ("There is a floating selection. Anchor it or make it a layer first "
                "(Layer > Anchor Layer or Layer > To New Layer).");
  else if (! gimp_drawable_mask_intersect (drawable, &x, &y, &width, &height))
    reason = _ ("The selection does not touch this layer. Choose another layer or "
                "Select > None.");

  if (! reason)
    return drawable;
  g_set_error_literal (error, PST_ERROR, PST_ERROR_BAD_INPUT, reason);
  return -1;
}

PstImage *
pst_gimp_source_read (gint32 layer, gfloat **alpha, GError **error)
{
  gdouble pixels = (gdouble) gimp_drawable_width (layer) * gimp_drawable_height (layer);
  g_autoptr (GeglBuffer) buffer = NULL;
  g_autoptr (PstImage) picture = NULL;
  PstGimpColour colour;

  if (! pst_memory_check ((guint64) (pixels * BYTES_PER_PIXEL), error))
    return NULL;

  buffer = gimp_drawable_get_buffer (layer);
  if (! buffer)
    {
      g_set_error_literal (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                           _ ("GIMP does not give out this layer's pixels."));
      return NULL;
    }
  picture = pst_pixels_read (buffer, NULL, alpha, error);
  if (! picture)
    return NULL;

  pst_gimp_colour_init (&colour, gimp_item_get_image (layer));
  pst_gimp_colour_import (&colour, picture);
  pst_gimp_colour_clear (&colour);
  return g_steal_pointer (&picture);
}

gint32
pst_gimp_source_twin (gint32 from, gint32 layer, gint32 to)
{
  gint32 parent = gimp_item_get_parent (layer);
  gint position = gimp_image_get_item_position (from, layer);
  g_autofree gint *siblings = NULL;
  gint n = 0;

  if (parent == -1)
    siblings = gimp_image_get_layers (to, &n);
  else
    {
      gint32 twin = pst_gimp_source_twin (from, parent, to);

      siblings = twin == -1 ? NULL : gimp_item_get_children (twin, &n);
    }
  return siblings && position >= 0 && position < n ? siblings[position] : -1;
}
