/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "gimp/gimp-paint.h"

#include "gimp/gimp-colour.h"
#include "gimp/gimp-note.h"
#include "gimp/gimp-source.h"
#include "pictures/pixels.h"
#include "shared/intl.h"
#include "shared/style-title.h"

/* Where the painting goes. */
typedef struct
{
  gint32 image;
  gint32 source;   /* the layer that the new one is made after */
  gint32 replaces; /* or -1 */
  gboolean is_copy;
  gboolean whole; /* whatever is selected */
} Target;

static void
progress (gdouble done, gpointer user_data)
{
  gimp_progress_update (done);
}

static gboolean
gimp_refused (GError **error)
{
  g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT, _ ("GIMP could not make the new layer: %s"),
               gimp_get_pdb_error ());
  return FALSE;
}

/* An RGB copy of the image.  Making it is no step of undo. */
static gboolean
copy_image (PstGimpHost *host, Target *target, GError **error)
{
  gint32 copy = gimp_image_duplicate (host->image);

  if (copy == -1)
    return gimp_refused (error);

  *target = (Target){ copy, -1, -1, TRUE, target->whole };
  gimp_image_undo_disable (copy);
  target->source = pst_gimp_source_twin (host->image, host->layer, copy);
  if (target->source == -1
      || (gimp_image_base_type (copy) != GIMP_RGB && ! gimp_image_convert_rgb (copy)))
    {
      gimp_refused (error);
      gimp_image_delete (copy);
      return FALSE;
    }
  gimp_image_undo_enable (copy);
  gimp_image_clean_all (copy);
  return TRUE;
}

static gboolean
write_pixels (const Target *target, GeglBuffer *to, PstImage *painted, const gfloat *alpha,
              GError **error)
{
  g_autoptr (GeglBuffer) from = gimp_drawable_get_buffer (target->source);
  PstGimpColour colour;

  if (! from || ! to)
    return gimp_refused (error);

  if (! painted)
    {
      if (! pst_pixels_copy (from, to, error))
        return FALSE;
    }
  else
    {
      pst_gimp_colour_init (&colour, target->image);
      pst_gimp_colour_export (&colour, painted);
      pst_gimp_colour_clear (&colour);
      if (! pst_pixels_write (to, NULL, painted, alpha, error)
          || ! pst_pixels_copy_alpha (from, to, error))
        return FALSE;
    }
  gegl_buffer_flush (to);
  return TRUE;
}

/* @mask becomes @mask times @other, both masks of equal size. */
static gboolean
multiply_mask (gint32 mask, gint32 other)
{
  g_autoptr (GeglBuffer) a = gimp_drawable_get_buffer (mask);
  g_autoptr (GeglBuffer) b = gimp_drawable_get_buffer (other);
  const Babl *format = babl_format ("Y float");
  gint width, height;
  g_autofree gfloat *row_a = NULL;
  g_autofree gfloat *row_b = NULL;

  if (! a || ! b)
    return FALSE;
  width = gegl_buffer_get_width (a);
  height = gegl_buffer_get_height (a);
  row_a = g_new (gfloat, width);
  row_b = g_new (gfloat, width);

  for (gint y = 0; y < height; y++)
    {
      const GeglRectangle row = { 0, y, width, 1 };

      gegl_buffer_get (a, &row, 1.0, format, row_a, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
      gegl_buffer_get (b, &row, 1.0, format, row_b, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
      for (gint x = 0; x < width; x++)
        row_a[x] *= row_b[x];
      gegl_buffer_set (a, &row, 0, format, row_a, GEGL_AUTO_ROWSTRIDE);
    }
  gegl_buffer_flush (a);
  return TRUE;
}

static gboolean
copy_mask (gint32 mask, gint32 other)
{
  g_autoptr (GeglBuffer) to = gimp_drawable_get_buffer (mask);
  g_autoptr (GeglBuffer) from = gimp_drawable_get_buffer (other);

  if (! to || ! from)
    return FALSE;
  gegl_buffer_copy (from, NULL, GEGL_ABYSS_NONE, to, NULL);
  gegl_buffer_flush (to);
  return TRUE;
}

/* What is masked away on the source is masked away on its painting, as on a
 * duplicate; what is not selected is as well.  A soft selection stays soft.  A
 * painting that is painted again keeps its own mask. */
static gboolean
add_mask (const Target *target, gint32 layer)
{
  gint32 like = target->replaces == -1 ? target->source : target->replaces;
  gint32 old = gimp_layer_get_mask (like), mask;
  gboolean selected =
      target->replaces == -1 && ! target->whole && ! gimp_selection_is_empty (target->image);
  gboolean apply = old != -1 && gimp_layer_get_apply_mask (like);

  if (! selected && old == -1)
    return TRUE;
  mask = gimp_layer_create_mask (layer, selected ? GIMP_ADD_MASK_SELECTION : GIMP_ADD_MASK_WHITE);
  if (mask == -1)
    return FALSE;
  if ((! selected && ! copy_mask (mask, old)) || (selected && apply && ! multiply_mask (mask, old))
      || ! gimp_layer_add_mask (layer, mask))
    {
      gimp_item_delete (mask);
      return FALSE;
    }

  /* GIMP would go on to edit the mask; people want to see the painting. */
  return gimp_layer_set_edit_mask (layer, FALSE)
         && (selected || gimp_layer_set_apply_mask (layer, apply));
}

/* A finished layer that belongs to the image but is not in its stack yet. */
static gint32
layer_new (const Target *target, const PstStyle *style, const PstStyle *second,
           const PstSettings *settings, PstImage *painted, const gfloat *alpha, GError **error)
{
  gint32 like = target->replaces == -1 ? target->source : target->replaces;
  g_autofree gchar *source = gimp_item_get_name (target->source);
  g_autofree gchar *name = NULL;
  gboolean again = target->replaces != -1;
  gint width = gimp_drawable_width (target->source), height = gimp_drawable_height (target->source);
  g_autoptr (GeglBuffer) buffer = NULL;
  gint x, y;
  gint32 layer;

  /* TRANSLATORS: a layer's name: the style's title, and the name of the layer it was made
   * from.  What is first is what is seen where there is little room. */
  name = g_strdup_printf (_ ("%s (%s)"), pst_style_title (style), source);
  layer = gimp_layer_new (target->image, name, width, height, gimp_drawable_type (target->source),
                          again ? gimp_layer_get_opacity (like) : 100.0,
                          again ? gimp_layer_get_mode (like) : GIMP_LAYER_MODE_NORMAL);
  if (layer == -1)
    {
      gimp_refused (error);
      return -1;
    }

  buffer = gimp_drawable_get_buffer (layer);
  if (! write_pixels (target, buffer, painted, alpha, error))
    {
      gimp_item_delete (layer);
      return -1;
    }
  if (! gimp_drawable_offsets (target->source, &x, &y) || ! gimp_layer_set_offsets (layer, x, y)
      || ! add_mask (target, layer) || ! gimp_item_set_linked (layer, gimp_item_get_linked (like))
      || ! gimp_item_set_visible (layer, again ? gimp_item_get_visible (like) : TRUE)
      || ! pst_gimp_note_write (layer, target->source, second ? settings->mix_style : "", settings))
    {
      gimp_refused (error);
      gimp_item_delete (layer);
      return -1;
    }
  gimp_drawable_update (layer, 0, 0, width, height);
  return layer;
}

static gboolean
insert (const Target *target, gint32 layer, GError **error)
{
  gint32 place = target->replaces == -1 ? target->source : target->replaces;
  gboolean inserted;

  gimp_image_undo_group_start (target->image);
  inserted = gimp_image_insert_layer (target->image, layer, gimp_item_get_parent (place),
                                      gimp_image_get_item_position (target->image, place));
  if (inserted && target->replaces != -1)
    gimp_image_remove_layer (target->image, target->replaces);
  if (! inserted)
    gimp_refused (error);
  gimp_image_undo_group_end (target->image);
  return inserted;
}

/* GIMP does it where something is selected, and nowhere else. */
static gboolean
merge_shadow (const Target *target)
{
  gboolean aside = target->whole && ! gimp_selection_is_empty (target->image), merged;
  gint32 kept = -1;

  if (! aside)
    return gimp_drawable_merge_shadow (target->source, TRUE);
  gimp_image_undo_group_start (target->image);
  kept = gimp_selection_save (target->image);
  merged = kept != -1 && gimp_selection_none (target->image)
           && gimp_drawable_merge_shadow (target->source, TRUE);
  if (kept != -1)
    {
      gimp_image_select_item (target->image, GIMP_CHANNEL_OP_REPLACE, kept);
      gimp_image_remove_channel (target->image, kept);
    }
  gimp_image_set_active_layer (target->image, target->source);
  gimp_image_undo_group_end (target->image);
  return merged;
}

/* Paints over the source, where it is selected, in one step of undo. */
static gint32
replace (const Target *target, PstImage *painted, const gfloat *alpha, GError **error)
{
  gint32 layer = target->source;
  GeglBuffer *shadow;
  gboolean written;

  if (gimp_item_is_group (layer) || gimp_item_get_lock_content (layer))
    {
      g_set_error_literal (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                           _ ("A group, or a layer whose pixels are locked, cannot be replaced. "
                              "Choose a new layer instead."));
      return -1;
    }

  shadow = gimp_drawable_get_shadow_buffer (layer);
  written = write_pixels (target, shadow, painted, alpha, error);
  g_clear_object (&shadow);
  if (! written)
    return -1;
  if (! merge_shadow (target)
      || ! gimp_drawable_update (layer, 0, 0, gimp_drawable_width (layer),
                                 gimp_drawable_height (layer)))
    {
      gimp_refused (error);
      return -1;
    }
  return layer;
}

gint32
pst_gimp_paint (PstGimpHost *host, const PstStyle *style, const PstStyle *second,
                const PstSettings *settings, GError **error)
{
  g_autoptr (PstImage) painted = NULL;
  g_autoptr (PstLikenessMap) map = NULL;
  g_autofree gfloat *alpha = NULL;
  Target target = { host->image, host->layer, host->replaces, FALSE, settings->keep_selected };
  gint32 layer;

  if (! pst_params_check (&settings->params, error))
    return -1;
  if (! gimp_image_is_valid (host->image) || ! gimp_item_is_valid (host->layer))
    {
      g_set_error_literal (error, PST_ERROR, PST_ERROR_NOT_FOUND,
                           _ ("The image was closed, so there is nothing left to paint."));
      return -1;
    }
  gimp_progress_init_printf (_ ("Painting in the style of \"%s\""), pst_style_title (style));

  /* At strength 0 the photo's own numbers are better than what came through sRGB. */
  if (host->painted && settings->params.strength > 0)
    {
      painted = g_steal_pointer (&host->painted);
      alpha = g_steal_pointer (&host->alpha);
    }
  else if (settings->params.strength > 0)
    {
      g_autoptr (PstEngine) engine = pst_engine_new (pst_pixels_get_n_threads ());
      g_autoptr (PstImage) photo = NULL;
      g_autoptr (PstCover) selection =
          settings->keep_selected ? pst_gimp_source_selection (host->layer) : NULL;
      PstParams params = settings->params;

      if (selection && ! (map = pst_cover_likeness (selection, params.likeness, error)))
        return -1;
      params.likeness_map = map;
      photo = pst_gimp_host_read (host, &alpha, error);
      if (photo)
        painted = pst_engine_stylise (engine, style, second, &params, photo,
                                      &(PstRun){ .progress = progress }, error);
      if (! painted)
        return -1;
    }

  if (settings->output == PST_OUTPUT_IMAGE && host->replaces == -1
      && ! copy_image (host, &target, error))
    return -1;

  if (settings->output == PST_OUTPUT_REPLACE && host->replaces == -1)
    {
      layer = replace (&target, painted, alpha, error);
      gimp_progress_end ();
      return layer;
    }

  layer = layer_new (&target, style, second, settings, painted, alpha, error);
  if (layer != -1 && ! insert (&target, layer, error))
    {
      gimp_item_delete (layer);
      layer = -1;
    }
  if (layer == -1 && target.is_copy)
    gimp_image_delete (target.image);

  gimp_progress_end ();
  return layer;
}
