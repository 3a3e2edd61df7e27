/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a lesson can start from. */

#include "training/photos.h"

GPtrArray *
pst_list_starts (const PstRecipe *recipe, GPtrArray *entries)
{
  GPtrArray *starts = g_ptr_array_new_with_free_func ((GDestroyNotify) pst_style_unref);

  for (guint i = 0; i < entries->len; i++)
    {
      const PstStyleEntry *entry = g_ptr_array_index (entries, i);

      if (entry->style && pst_recipe_fits (recipe, entry->style))
        g_ptr_array_add (starts, pst_style_ref (entry->style));
    }
  return starts;
}

/* The first that can be read. */
static PstImage *
first_photo (const PstPhotos *photos, GError **error)
{
  PstImage *photo = NULL;
  GError *local = NULL;

  for (gsize i = 0; i < photos->n && ! photo && ! local; i++)
    photo = photos->load (i, photos->user_data, &local);
  if (local)
    g_propagate_error (error, local);
  else if (! photo)
    pst_photos_refuse_none (error);
  return photo;
}

PstStyle *
pst_propose_start (PstEngine *engine, const PstMaterial *material, GPtrArray *entries,
                   GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) starts = pst_list_starts (material->recipe, entries);
  g_autoptr (PstImage) photo = first_photo (material->photos, error);
  gint found;

  if (! photo)
    return NULL;
  found = pst_propose_style (engine, material->paintings[0], material->recipe->style_size, photo,
                             (const PstStyle *const *) starts->pdata, starts->len, NULL,
                             cancellable, error);
  return found < 0 ? NULL : pst_style_ref (g_ptr_array_index (starts, found));
}
