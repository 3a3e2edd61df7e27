/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "gimp-paint.h"

#include "intl.h"
#include "pixels.h"
#include "style-title.h"

static void
progress (gdouble done, gpointer user_data)
{
  gimp_progress_update (done);
}

/* As many threads as people allow GIMP in its preferences. */
static gint
n_threads (void)
{
  gint n = 0;

  g_object_get (gegl_config (), "threads", &n, NULL);
  return MAX (n, 0);
}

static gboolean
gimp_refused (GError **error)
{
  g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT, _ ("GIMP could not make the new layer: %s"),
               gimp_get_pdb_error ());
  return FALSE;
}

/* A layer that belongs to the image but is not in its stack yet. */
static gint32
layer_new (PstGimpHost *host, const PstStyle *style, const PstImage *image, const gfloat *alpha,
           GError **error)
{
  g_autofree gchar *source = gimp_item_get_name (host->layer);
  g_autofree gchar *name = NULL;
  g_autoptr (GeglBuffer) buffer = NULL;
  gint x, y;
  gint32 layer;

  /* TRANSLATORS: a layer's name: that of the layer it was made from, and the
   * style's title. */
  name = g_strdup_printf (_ ("%s (%s)"), source, pst_style_title (style));
  layer = gimp_layer_new (host->image, name, image->width, image->height,
                          gimp_drawable_type (host->layer), 100.0, GIMP_LAYER_MODE_NORMAL);
  if (layer == -1)
    {
      gimp_refused (error);
      return -1;
    }

  buffer = gimp_drawable_get_buffer (layer);
  if (! buffer || ! gimp_drawable_offsets (host->layer, &x, &y)
      || ! gimp_layer_set_offsets (layer, x, y))
    {
      gimp_refused (error);
      gimp_item_delete (layer);
      return -1;
    }
  if (! pst_pixels_write (buffer, NULL, image, alpha, error))
    {
      gimp_item_delete (layer);
      return -1;
    }
  gegl_buffer_flush (buffer);
  gimp_drawable_update (layer, 0, 0, image->width, image->height);
  return layer;
}

/* A soft selection stays soft and editable. */
static gboolean
add_selection_mask (gint32 image, gint32 layer)
{
  gint32 mask;

  if (gimp_selection_is_empty (image))
    return TRUE;
  mask = gimp_layer_create_mask (layer, GIMP_ADD_MASK_SELECTION);
  /* GIMP would go on to edit the mask; people want to see the painting. */
  return mask != -1 && gimp_layer_add_mask (layer, mask) && gimp_layer_set_edit_mask (layer, FALSE);
}

static gboolean
insert (PstGimpHost *host, gint32 layer, GError **error)
{
  gint32 parent = gimp_item_get_parent (host->layer);
  gint position = gimp_image_get_item_position (host->image, host->layer);
  gboolean inserted;

  gimp_image_undo_group_start (host->image);
  inserted = gimp_image_insert_layer (host->image, layer, parent, position);
  if (inserted && ! add_selection_mask (host->image, layer))
    {
      gimp_refused (error);
      gimp_image_remove_layer (host->image, layer);
      gimp_image_undo_group_end (host->image);
      return FALSE;
    }
  if (! inserted)
    {
      gimp_refused (error);
      gimp_item_delete (layer);
    }
  gimp_image_undo_group_end (host->image);
  return inserted;
}

gint32
pst_gimp_paint (PstGimpHost *host, const PstStyle *style, const PstParams *params, GError **error)
{
  g_autoptr (PstEngine) engine = NULL;
  g_autoptr (PstImage) photo = NULL;
  g_autoptr (PstImage) painted = NULL;
  g_autofree gfloat *alpha = NULL;
  gint32 layer;

  gimp_progress_init_printf (_ ("Painting in the style of \"%s\""), pst_style_title (style));

  photo = pst_gimp_host_read (host, &alpha, error);
  if (! photo)
    return -1;

  engine = pst_engine_new (n_threads ());
  painted = pst_engine_stylise (engine, style, NULL, params, photo, progress, NULL, NULL, error);
  if (! painted)
    return -1;

  layer = layer_new (host, style, painted, alpha, error);
  if (layer == -1 || ! insert (host, layer, error))
    return -1;

  gimp_progress_end ();
  return layer;
}
