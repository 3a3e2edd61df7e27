/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Styles that know their painting's strokes. */

#include "styles/style.h"

#include <string.h>

#include "strokes/manner-tensors.h"
#include "styles/half.h"

PstManner *
pst_style_get_manner (const PstStyle *style)
{
  return style->manner;
}

gboolean
pst_style_sees_strokes (const PstStyle *style)
{
  return style->weights && style->manner
         && strcmp (pst_style_get (style, PST_SEES_KEY), PST_SEES_STROKES) == 0;
}

gboolean
pst_style_is_oriented (const PstStyle *style)
{
  return strcmp (pst_style_get (style, PST_ORIENTED_KEY), PST_ORIENTED_YES) == 0;
}

gboolean
pst_style_take_traits (PstStyle *style, PstTensorSet *traits, const gchar **wrong)
{
  g_autoptr (PstTensorSet) taken = traits;
  PstManner *manner = NULL;

  if (! taken)
    *wrong = "it knows nothing of a manner";
  else
    manner = pst_manner_from_tensors (taken, pst_style_get (style, PST_MANNER_KEY), wrong);
  if (! manner)
    return FALSE;
  pst_manner_unref (style->manner);
  pst_tensor_set_free (style->traits);
  style->manner = manner;
  style->traits = g_steal_pointer (&taken);
  return TRUE;
}

/* Rounded as a file would have it, so that what is painted before it is saved is the same to
 * the bit. */
static gboolean
set_manner (PstStyle *style, const PstManner *manner, GError **error)
{
  PstTensorSet *traits = pst_manner_to_tensors (manner);
  const gchar *wrong = NULL;

  for (gsize i = 0; traits && i < traits->size; i++)
    traits->data[i] = pst_half_to_float (pst_half_from_float (traits->data[i]));
  g_hash_table_insert (style->metadata, g_strdup (PST_MANNER_KEY), pst_manner_to_text (manner));
  if (traits && pst_style_take_traits (style, traits, &wrong))
    return TRUE;
  if (wrong)
    g_set_error_literal (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                         "This picture has no strokes: it is of one colour. Take another one.");
  else
    g_set_error_literal (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                         "There is no memory for the manner of a painting; close other programs");
  return FALSE;
}

gboolean
pst_style_is_same_picture (const PstStyle *a, const PstStyle *b)
{
  return ! a->weights && ! b->weights && a->traits->size == b->traits->size
         && memcmp (a->traits->data, b->traits->data, a->traits->size * sizeof (gfloat)) == 0
         && strcmp (pst_style_get (a, "title"), pst_style_get (b, "title")) == 0
         && strcmp (pst_style_get (a, PST_MANNER_KEY), pst_style_get (b, PST_MANNER_KEY)) == 0;
}

static PstStyle *
copy_of (const PstStyle *style, GError **error)
{
  PstStyle *copy = pst_style_copy (style);

  if (! copy)
    g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                 "There is no memory for another copy of the style \"%s\"; close other programs",
                 pst_style_get_id (style));
  return copy;
}

PstStyle *
pst_style_new_with (const PstStyle *style, const gchar *key, const gchar *value, GError **error)
{
  PstStyle *copy = copy_of (style, error);

  if (copy)
    g_hash_table_insert (copy->metadata, g_strdup (key), g_strdup (value));
  return copy;
}

PstStyle *
pst_style_new_with_manner (const PstStyle *style, PstManner *manner, GError **error)
{
  g_autoptr (PstStyle) copy = copy_of (style, error);

  if (! copy)
    return NULL;
  return set_manner (copy, manner, error) ? g_steal_pointer (&copy) : NULL;
}

PstStyle *
pst_style_new_from_manner (PstManner *manner, const gchar *title, GError **error)
{
  GHashTable *metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (PstStyle) style = NULL;

  g_hash_table_insert (metadata, g_strdup ("id"), pst_style_make_id (title));
  g_hash_table_insert (metadata, g_strdup ("title"), g_strdup (title));
  style = pst_style_new (metadata, NULL, NULL);
  return set_manner (style, manner, error) ? g_steal_pointer (&style) : NULL;
}

PstStyle *
pst_style_new_from_painting (PstEngine *engine, const PstImage *painting, const gchar *title,
                             const PstRun *run, GError **error)
{
  g_autoptr (PstManner) manner =
      pst_manner_new (engine, painting, NULL, run ? run->cancellable : NULL, error);

  if (! manner)
    return NULL;
  if (run && run->progress)
    run->progress (1, run->user_data);
  return pst_style_new_from_manner (manner, title, error);
}
