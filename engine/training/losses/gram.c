/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/losses/gram.h"

#include <cblas.h>

#include "ground/engine-private.h"
#include "ground/sums.h"
#include "training/losses/loss.h"

typedef struct
{
  const PstNode *f;
  gfloat *parts; /* [N][C][C] */
  const gfloat *matrix;
  gfloat *grad;
  gboolean first; /* grad is to be written, not added to */
} Gram;

static void
gram_image (gint n, gint worker, gpointer data)
{
  const Gram *g = data;
  gint c = g->f->c, size = g->f->h * g->f->w;
  const gfloat *f = g->f->data + pst_node_plane (g->f, n, 0);

  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, c, c, size, 1, f, size, f, size, 0,
               g->parts + (gsize) n * c * c, c);
}

void
pst_gram (PstTape *tape, const PstNode *f, gfloat *gram)
{
  gsize size = (gsize) f->c * f->c;
  gdouble count = (gdouble) f->n * f->h * f->w;
  Gram g = { .f = f };

  if (tape->error)
    return;
  g.parts = g_new (gfloat, (gsize) f->n * size);
  pst_pool_run (tape->pool, f->n, gram_image, &g);
  for (gsize i = 0; i < size; i++)
    {
      gdouble sum = 0;

      for (gint n = 0; n < f->n; n++)
        sum += g.parts[(gsize) n * size + i];
      gram[i] = (gfloat) (sum / count);
    }
  g_free (g.parts);
}

static void
gram_image_back (gint n, gint worker, gpointer data)
{
  const Gram *g = data;
  gint c = g->f->c, size = g->f->h * g->f->w;
  gsize at = pst_node_plane (g->f, n, 0);

  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, c, size, c, 1, g->matrix, c,
               g->f->data + at, size, g->first ? 0 : 1, g->grad + at, size);
}

gdouble
pst_loss_gram (PstTape *tape, PstNode *f, const gfloat *target, gdouble weight)
{
  gsize size = (gsize) f->c * f->c;
  gdouble count = (gdouble) f->n * f->h * f->w;
  gfloat *gram = g_new (gfloat, size);
  gboolean first;
  gfloat *grad = pst_node_grad_first (tape, f, &first);
  gdouble squares = 0, norm = 0;

  pst_gram (tape, f, gram);
  for (gsize i = 0; i < size && ! tape->error; i++)
    {
      gram[i] -= target[i];
      squares += (gdouble) gram[i] * gram[i];
      norm += (gdouble) target[i] * target[i];
    }
  if (grad && ! tape->error)
    {
      for (gsize i = 0; i < size; i++)
        gram[i] = (gfloat) (4 * weight / norm / count * gram[i]);
      pst_pool_run (tape->pool, f->n, gram_image_back,
                    &(Gram){ .f = f, .matrix = gram, .grad = grad, .first = first });
    }
  g_free (gram);
  return tape->error ? 0 : squares / norm;
}

/* ---- of the paintings ------------------------------------------------- */

/* gfloat *[PST_PERCEPTUAL_MAX]: mean over the paintings, NULL where a map has no share. */
static void
free_target (gpointer target)
{
  gfloat **grams = target;

  for (gint i = 0; grams && i < PST_PERCEPTUAL_MAX; i++)
    g_free (grams[i]);
  g_free (grams);
}

/* Adds the Gram matrices of painting @index, each divided by the number of paintings. */
static gboolean
measure_painting (const PstTargetSource *m, guint index, gfloat **grams, GError **error)
{
  const PstPerceptualKind *kind = m->perceptual->kind;
  PstNode *f[PST_PERCEPTUAL_MAX];
  gboolean good;
  PstTape tape;

  pst_tape_init (&tape, m->engine->pool, m->engine->arena, FALSE);
  pst_perceptual_forward (&tape, m->perceptual,
                          pst_crops_whole (m->crops, index * m->n_sizes, &tape),
                          PST_PERCEPTUAL_GRAM, f);
  for (gint i = 0; i < kind->n_maps && ! pst_tape_failed (&tape); i++)
    if (kind->maps[i].gram > 0)
      {
        gsize size = (gsize) f[i]->c * f[i]->c;
        g_autofree gfloat *gram = g_new0 (gfloat, size);

        pst_gram (&tape, f[i], gram);
        if (! grams[i])
          grams[i] = g_new0 (gfloat, size);
        pst_add_scaled (grams[i], gram, 1 / (gfloat) m->n_paintings, size);
      }
  good = ! pst_tape_failed (&tape);
  if (! good)
    g_propagate_error (error, g_steal_pointer (&tape.error));
  pst_tape_clear (&tape);
  return good;
}

static gpointer
make_target (const PstTargetSource *m, GError **error)
{
  gfloat **grams = g_new0 (gfloat *, PST_PERCEPTUAL_MAX);

  for (guint i = 0; i < m->n_paintings; i++)
    if (! measure_painting (m, i, grams, error))
      {
        free_target (grams);
        return NULL;
      }
  return grams;
}

const PstTarget pst_target_gram = { make_target, free_target };

gdouble
pst_judge_gram (const PstJudged *j, gdouble weight)
{
  gfloat **grams = j->targets[PST_LOSS_GRAM];
  gdouble sum = 0;

  for (gint i = 0; i < j->kind->n_maps; i++)
    if (j->kind->maps[i].gram > 0)
      sum += pst_loss_gram (j->tape, j->features[i], grams[i], j->kind->maps[i].gram * weight);
  return sum;
}
