/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "gimp/gimp-source.h"

#include <string.h>

#include "gimp/gimp-colour.h"
#include "host/memory.h"
#include "pictures/pixels.h"
#include "shared/intl.h"

#define STAMP_ROWS 64 /* a row of tiles */

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

  if (! pst_memory_check ((guint64) (pixels * PST_PIXELS_PAINT_BYTES), error))
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

/* The part of a mask, or of a selection, that lies on a layer at (@x, @y). */
static guint8 *
read_mask (gint32 mask, gint x, gint y, gint width, gint height)
{
  g_autoptr (GeglBuffer) buffer = gimp_drawable_get_buffer (mask);
  guint8 *plane = buffer ? g_try_malloc ((gsize) width * (gsize) height) : NULL;

  if (plane)
    gegl_buffer_get (buffer, GEGL_RECTANGLE (x, y, width, height), 1.0, babl_format ("Y u8"), plane,
                     GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  return plane;
}

/* NULL: there is none, or it does not count. */
static guint8 *
read_layer_mask (gint32 layer, gint width, gint height)
{
  gint32 mask = gimp_layer_get_mask (layer);

  return mask != -1 && gimp_layer_get_apply_mask (layer) ? read_mask (mask, 0, 0, width, height)
                                                         : NULL;
}

/* Takes @plane, which may be NULL. */
static guint8 *
multiply_alpha (guint8 *plane, const gfloat *alpha, gsize n)
{
  if (! alpha)
    return plane;
  if (! plane && (plane = g_try_malloc (n)))
    memset (plane, 255, n);
  for (gsize i = 0; plane && i < n; i++)
    plane[i] = (guint8) (plane[i] * CLAMP (alpha[i], 0.0f, 1.0f) + .5f);
  return plane;
}

PstCover *
pst_gimp_source_cover (gint32 layer, gint32 replaces, gboolean keep_selected, const gfloat *alpha)
{
  gint32 image = gimp_item_get_image (layer);
  gint width = gimp_drawable_width (layer), height = gimp_drawable_height (layer), x, y;
  guint8 *seen, *mask = NULL;

  seen = multiply_alpha (read_layer_mask (layer, width, height), alpha,
                         (gsize) width * (gsize) height);
  if (replaces != -1)
    mask = read_layer_mask (replaces, width, height);
  else if (! keep_selected && ! gimp_selection_is_empty (image)
           && gimp_drawable_offsets (layer, &x, &y))
    mask = read_mask (gimp_image_get_selection (image), x, y, width, height);
  return seen || mask ? pst_cover_new (width, height, seen, mask) : NULL;
}

PstCover *
pst_gimp_source_selection (gint32 layer)
{
  gint32 image = gimp_item_get_image (layer);
  gint width = gimp_drawable_width (layer), height = gimp_drawable_height (layer), x, y;
  guint8 *mask;

  if (gimp_selection_is_empty (image) || ! gimp_drawable_offsets (layer, &x, &y))
    return NULL;
  mask = read_mask (gimp_image_get_selection (image), x, y, width, height);
  return mask ? pst_cover_new (width, height, NULL, mask) : NULL;
}

gchar *
pst_gimp_source_stamp (gint32 layer)
{
  g_autoptr (GeglBuffer) buffer = gimp_drawable_get_buffer (layer);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_MD5);
  gint width, height;
  gsize bytes;
  g_autofree guchar *rows = NULL;

  if (! buffer)
    return g_strdup ("");
  width = gegl_buffer_get_width (buffer);
  height = gegl_buffer_get_height (buffer);
  bytes = (gsize) width * (gsize) babl_format_get_bytes_per_pixel (gegl_buffer_get_format (buffer));
  rows = g_malloc (STAMP_ROWS * bytes);
  for (gint y = 0; y < height; y += STAMP_ROWS)
    {
      const GeglRectangle part = { 0, y, width, MIN (STAMP_ROWS, height - y) };

      gegl_buffer_get (buffer, &part, 1.0, NULL, rows, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
      g_checksum_update (sum, rows, (gssize) (bytes * (gsize) part.height));
    }
  return g_strdup_printf ("%dx%d %s", width, height, g_checksum_get_string (sum));
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
