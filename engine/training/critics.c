/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/critics.h"

#include <string.h>

#include "ground/random.h"
#include "kernels/pooling.h"
#include "training/losses/adversarial.h"
#include "training/optimiser.h"

gboolean
pst_critics_init (PstCritics *critics, gint width, guint32 seed)
{
  for (gint i = 0; i < PST_CRITICS; i++)
    {
      critics->d[i] = pst_discriminator_new (width, pst_random_key (seed, 6, (guint64) i));
      if (! critics->d[i] || ! (critics->v[i] = pst_tensor_set_new_like (critics->d[i]->weights)))
        return FALSE;
    }
  return TRUE;
}

void
pst_critics_clear (PstCritics *critics)
{
  for (gint i = 0; i < PST_CRITICS; i++)
    {
      g_clear_pointer (&critics->d[i], pst_discriminator_free);
      g_clear_pointer (&critics->v[i], pst_tensor_set_free);
    }
}

/* What they judge on one tape: the master's, fakes, and perhaps weak fakes. */
static gdouble
judge (const PstCritics *critics, PstTape *tape, PstNode *all, gint batch, gboolean with_weak,
       gdouble *right)
{
  gdouble loss = 0;

  for (gint i = 0; i < PST_CRITICS && ! pst_tape_failed (tape); i++)
    {
      PstJudgement j;
      PstNode *heads[2];

      pst_discriminator_normalise (critics->d[i], TRUE);
      memset (critics->d[i]->grads->data, 0, critics->d[i]->grads->size * sizeof (gfloat));
      j = pst_discriminator_forward (tape, critics->d[i], all, TRUE);
      heads[0] = j.coarse;
      heads[1] = j.fine;
      for (gint h = 0; h < 2; h++)
        {
          gdouble ignored = 0;

          loss += pst_loss_hinge (tape, heads[h], 0, batch, 1, 1, right)
                  + pst_loss_hinge (tape, heads[h], batch, batch, -1, 1, right);
          if (with_weak)
            loss += 0.5 * pst_loss_hinge (tape, heads[h], 2 * batch, batch, -1, 0.5, &ignored);
        }
      all = pst_halve (tape, all);
    }
  return loss;
}

gboolean
pst_critics_teach (PstCritics *critics, PstEngine *engine, const PstNode *real, const PstNode *fake,
                   const PstNode *weak, PstCriticsStep *step, GError **error)
{
  const gint batch = real->n;
  gdouble right = 0;
  PstTape tape;
  PstNode *all;

  pst_tape_init (&tape, engine->pool, engine->arena, TRUE);
  all = pst_tape_node (&tape, (weak ? 3 : 2) * batch, 3, real->h, real->w);
  if (! pst_tape_failed (&tape))
    {
      const gsize size = pst_node_size (real);

      memcpy (all->data, real->data, size * sizeof (gfloat));
      memcpy (all->data + size, fake->data, size * sizeof (gfloat));
      if (weak)
        memcpy (all->data + 2 * size, weak->data, size * sizeof (gfloat));
    }
  step->loss += judge (critics, &tape, all, batch, weak != NULL, &right);
  step->accuracy = right / (4 * PST_CRITICS);
  pst_tape_backward (&tape);
  if (pst_tape_failed (&tape))
    {
      g_propagate_error (error, g_steal_pointer (&tape.error));
      pst_tape_clear (&tape);
      return FALSE;
    }
  pst_tape_clear (&tape);
  for (gint i = 0; i < PST_CRITICS; i++)
    {
      pst_discriminator_finish_grads (critics->d[i]);
      pst_adam_step (critics->d[i]->weights, critics->d[i]->grads, critics->v[i],
                     step->learning_rate, step->step);
    }
  return TRUE;
}
