/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a trainer leaves: styles and checkpoints. */

#include <string.h>

#include "styles/style.h"
#include "styles/weights.h"
#include "training/recipe.h"
#include "training/trainer.h"

PstStyle *
pst_trainer_get_style (const PstTrainer *t)
{
  const PstRecipe *r = t->recipe;
  GHashTable *metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  PstTensorSet *weights = pst_tensor_set_new_like (t->average);
  PstStyle *style, *refined;
  const struct
  {
    const gchar *key;
    const gchar *value;
  } strings[] = { { "id", r->id },         { "title", r->title },     { "artist", r->artist },
                  { "year", r->year },     { "licence", r->licence }, { "order", r->order },
                  { "finish", r->finish }, { "role", r->role },       { "painting", r->painting } };

  memcpy (weights->data, t->average->data, weights->size * sizeof (gfloat));
  if (t->gray)
    pst_generator_make_gray (weights);
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    if (strings[i].value && *strings[i].value)
      g_hash_table_insert (metadata, g_strdup (strings[i].key), g_strdup (strings[i].value));
  g_hash_table_insert (metadata, g_strdup ("style_size"), g_strdup_printf ("%d", r->style_size));
  if (pst_recipe_sees_strokes (r))
    g_hash_table_insert (metadata, g_strdup (PST_SEES_KEY), g_strdup (PST_SEES_STROKES));
  if (r->losses[PST_LOSS_ORIENTED] > 0)
    g_hash_table_insert (metadata, g_strdup (PST_ORIENTED_KEY), g_strdup (PST_ORIENTED_YES));
  g_hash_table_insert (metadata, g_strdup ("steps"), g_strdup_printf ("%d", t->step));
  g_hash_table_insert (metadata, g_strdup ("seed"), g_strdup_printf ("%u", r->seed));
  style = pst_style_new (metadata, &t->shape, weights);
  if (t->manner && (refined = pst_style_new_with_manner (style, t->manner, NULL)))
    {
      pst_style_unref (style);
      style = refined;
    }
  return style;
}

void
pst_trainer_get_sets (const PstTrainer *t, PstTensorSet **sets, const gchar **prefixes)
{
  static const gchar *const names[PST_TRAINER_SETS] = { "g.",  "g.average.",  "g.v.",
                                                        "d0.", "d0.vectors.", "d0.v.",
                                                        "d1.", "d1.vectors.", "d1.v." };
  gint n = 0;

  sets[n++] = t->weights;
  sets[n++] = t->average;
  sets[n++] = t->v;
  for (gint i = 0; i < PST_CRITICS; i++)
    {
      sets[n++] = t->critics.d[i]->weights;
      sets[n++] = t->critics.d[i]->vectors;
      sets[n++] = t->critics.v[i];
    }
  memcpy (prefixes, names, sizeof names);
}

gboolean
pst_trainer_save (const PstTrainer *t, const gchar *path, GError **error)
{
  g_autoptr (GHashTable) metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  PstTensorSet *sets[PST_TRAINER_SETS];
  const gchar *prefixes[PST_TRAINER_SETS];

  pst_trainer_get_sets (t, sets, prefixes);
  g_hash_table_insert (metadata, g_strdup ("arch"), g_strdup (PST_CHECKPOINT_ARCH));
  g_hash_table_insert (metadata, g_strdup ("recipe"), pst_recipe_checksum (t->recipe));
  g_hash_table_insert (metadata, g_strdup ("features"), g_strdup (t->recipe->features));
  g_hash_table_insert (metadata, g_strdup ("steps"), g_strdup_printf ("%d", t->recipe->steps));
  g_hash_table_insert (metadata, g_strdup ("step"), g_strdup_printf ("%d", t->step));
  return pst_weights_save (path, metadata, (const PstTensorSet *const *) sets, prefixes,
                           PST_TRAINER_SETS, PST_DTYPE_F32, error);
}

/* Whether @recipe made it, but for the number of steps: how long a run is may change.
 * Those of earlier versions do not say theirs. */
static gboolean
is_made_with (const PstWeights *weights, const PstRecipe *recipe)
{
  g_autoptr (PstRecipe) made = pst_recipe_copy (recipe);
  const gchar *steps = pst_weights_get (weights, "steps");
  g_autofree gchar *checksum = NULL;
  guint64 value;

  if (steps && g_ascii_string_to_unsigned (steps, 10, 0, G_MAXINT, &value, NULL))
    made->steps = (gint) value;
  checksum = pst_recipe_checksum (made);
  return g_strcmp0 (pst_weights_get (weights, "recipe"), checksum) == 0;
}

gboolean
pst_trainer_load (PstTrainer *t, const gchar *path, GError **error)
{
  g_autoptr (PstWeights) weights = pst_weights_load (path, PST_WEIGHTS_CHECKPOINT_MEMBERS, error);
  PstTensorSet *sets[PST_TRAINER_SETS];
  const gchar *prefixes[PST_TRAINER_SETS];
  guint64 step;

  if (! weights)
    return FALSE;
  if (g_strcmp0 (pst_weights_get (weights, "arch"), PST_CHECKPOINT_ARCH) != 0
      || ! is_made_with (weights, t->recipe) || ! pst_weights_get (weights, "step")
      || ! g_ascii_string_to_unsigned (pst_weights_get (weights, "step"), 10, 0,
                                       (guint64) t->recipe->steps, &step, NULL))
    {
      g_set_error (error, PST_ERROR, PST_ERROR_WRONG_SHAPE,
                   "%s: this checkpoint was made with another recipe; continue with the same "
                   "options, or start anew",
                   path);
      return FALSE;
    }
  pst_trainer_get_sets (t, sets, prefixes);
  for (gint i = 0; i < PST_TRAINER_SETS; i++)
    if (! pst_weights_copy_to (weights, prefixes[i], sets[i], error))
      return FALSE;
  t->step = (gint) step;
  return TRUE;
}
