/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "networks/perceptual.h"

#include <string.h>

#include "networks/random-features.h"

static const PstPerceptualKind *const kinds[] = { &pst_random_features };

const PstPerceptualKind *
pst_perceptual_find (const gchar *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i]->name, name) == 0)
      return kinds[i];
  return NULL;
}

PstPerceptual *
pst_perceptual_new (const PstPerceptualKind *kind, PstTape *tape, PstNode *sample)
{
  gpointer features = kind->make (tape, sample);
  PstPerceptual *p;

  g_return_val_if_fail (kind->n_maps <= PST_PERCEPTUAL_MAX, NULL);

  if (! features)
    return NULL;
  p = g_new (PstPerceptual, 1);
  p->kind = kind;
  p->features = features;
  return p;
}

void
pst_perceptual_free (PstPerceptual *p)
{
  if (! p)
    return;
  p->kind->free (p->features);
  g_free (p);
}

void
pst_perceptual_forward (PstTape *tape, const PstPerceptual *p, PstNode *x, guint use, PstNode **out)
{
  const PstPerceptualMap *maps = p->kind->maps;
  gint last = -1;

  for (gint i = 0; i < p->kind->n_maps; i++)
    if ((use & PST_PERCEPTUAL_GRAM && maps[i].gram > 0)
        || (use & PST_PERCEPTUAL_CONTENT && maps[i].content > 0))
      last = i;
  p->kind->forward (tape, p->features, x, last, out);
}
