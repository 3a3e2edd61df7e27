/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "networks/tensor-set.h"

#include <string.h>

PstTensorSet *
pst_tensor_set_new (void)
{
  PstTensorSet *set = g_new0 (PstTensorSet, 1);

  set->infos = g_array_new (FALSE, TRUE, sizeof (PstTensorInfo));
  return set;
}

void
pst_tensor_set_free (PstTensorSet *set)
{
  if (! set)
    return;
  g_array_unref (set->infos);
  g_free (set->data);
  g_free (set);
}

gint
pst_tensor_set_declare (PstTensorSet *set, const gchar *name, gint rank, gint d0, gint d1, gint d2,
                        gint d3)
{
  PstTensorInfo info = { .rank = rank, .dims = { d0, d1, d2, d3 }, .offset = set->size };

  g_return_val_if_fail (set->data == NULL && strlen (name) < PST_TENSOR_NAME_MAX, -1);

  g_strlcpy (info.name, name, sizeof info.name);
  info.size = (gsize) d0 * (gsize) d1 * (gsize) d2 * (gsize) d3;
  set->size += info.size;
  g_array_append_val (set->infos, info);
  return (gint) set->infos->len - 1;
}

gboolean
pst_tensor_set_allocate (PstTensorSet *set)
{
  g_return_val_if_fail (set->data == NULL, FALSE);

  set->data = g_try_new0 (gfloat, MAX (set->size, 1));
  return set->data != NULL;
}

PstTensorSet *
pst_tensor_set_new_like (const PstTensorSet *set)
{
  PstTensorSet *copy = pst_tensor_set_new ();

  g_array_append_vals (copy->infos, set->infos->data, set->infos->len);
  copy->size = set->size;
  if (! pst_tensor_set_allocate (copy))
    g_clear_pointer (&copy, pst_tensor_set_free);
  return copy;
}

const PstTensorInfo *
pst_tensor_set_info (const PstTensorSet *set, gint index)
{
  return &g_array_index (set->infos, PstTensorInfo, index);
}

gint
pst_tensor_set_find (const PstTensorSet *set, const gchar *name)
{
  for (guint i = 0; i < set->infos->len; i++)
    if (strcmp (pst_tensor_set_info (set, (gint) i)->name, name) == 0)
      return (gint) i;
  return -1;
}

gfloat *
pst_tensor_set_get (const PstTensorSet *set, gint index)
{
  return set->data + pst_tensor_set_info (set, index)->offset;
}
