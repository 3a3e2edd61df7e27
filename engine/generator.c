/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "generator.h"

/* A convolution without bias (instance norm takes any bias away) and the norm
 * after it. */
static void
declare_block (PstTensorSet *set, const gchar *name, gint in, gint out)
{
  gchar full[PST_TENSOR_NAME_MAX];

  g_snprintf (full, sizeof full, "%s.weight", name);
  pst_tensor_set_declare (set, full, 4, out, in, 3, 3);
  g_snprintf (full, sizeof full, "%s.gamma", name);
  pst_tensor_set_declare (set, full, 1, out, 1, 1, 1);
  g_snprintf (full, sizeof full, "%s.beta", name);
  pst_tensor_set_declare (set, full, 1, out, 1, 1, 1);
}

PstTensorSet *
pst_generator_declare (const PstGeneratorShape *shape)
{
  gint c1 = shape->widths[0], c2 = shape->widths[1], c3 = shape->widths[2];
  PstTensorSet *set;

  for (gint i = 0; i < 3; i++)
    if (shape->widths[i] < 4 || shape->widths[i] > 256 || shape->widths[i] % 2)
      return NULL;
  if (shape->blocks < 0 || shape->blocks > 16)
    return NULL;

  set = pst_tensor_set_new ();
  declare_block (set, "c1", 12, c1);
  declare_block (set, "c2", c1, c2);
  declare_block (set, "c3", c2, c3);
  for (gint i = 0; i < shape->blocks; i++)
    {
      gchar name[16];

      g_snprintf (name, sizeof name, "res%d.a", i);
      declare_block (set, name, c3, c3);
      g_snprintf (name, sizeof name, "res%d.b", i);
      declare_block (set, name, c3, c3);
    }
  declare_block (set, "u1", c3, c2);
  declare_block (set, "u1b", c2, c2);
  declare_block (set, "u2", c2, c1);
  declare_block (set, "u2b", c1, c1);
  declare_block (set, "u3", c1, c1 / 2);
  pst_tensor_set_declare (set, "out.weight", 4, 3, c1 / 2, 3, 3);
  pst_tensor_set_declare (set, "out.bias", 1, 3, 1, 1, 1);
  pst_tensor_set_declare (set, "skip1", 1, 1, 1, 1, 1);
  pst_tensor_set_declare (set, "skip2", 1, 1, 1, 1, 1);
  pst_tensor_set_declare (set, "noise0", 1, c3, 1, 1, 1);
  pst_tensor_set_declare (set, "noise1", 1, c2, 1, 1, 1);
  pst_tensor_set_declare (set, "noise2", 1, c1, 1, 1, 1);
  pst_tensor_set_declare (set, "noise3", 1, c1 / 2, 1, 1, 1);
  if (! pst_tensor_set_allocate (set))
    g_clear_pointer (&set, pst_tensor_set_free);
  return set;
}
