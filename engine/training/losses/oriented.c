/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "ground/error.h"
#include "strokes/manner.h"
#include "training/losses/loss.h"

/* ---- of the painting -------------------------------------------------- */

static void
free_target (gpointer target)
{
  pst_manner_unref (target);
}

static gpointer
make_target (const PstTargetSource *m, GError **error)
{
  if (m->manner)
    return pst_manner_ref ((PstManner *) m->manner);
  g_set_error_literal (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                       "Strokes are compared with those of one painting of 64 pixels and more; let "
                       "\"oriented\" in [losses] be 0");
  return NULL;
}

const PstTarget pst_target_oriented = { make_target, free_target };

/* ---- a batch ---------------------------------------------------------- */

/* What is seen of each picture, and in the mean. */
typedef struct
{
  const PstManner *manner;
  const PstMannerScale *scale;
  PstNode *y;
  PstPyramid **pyramids, *gradient;
  PstOriented **oriented;
  gdouble *own[PST_ORIENTED_MAPS], *mean[PST_ORIENTED_MAPS];
} Batch;

static void
batch_clear (Batch *b)
{
  for (gint i = 0; i < b->y->n; i++)
    {
      pst_oriented_free (b->oriented[i]);
      pst_pyramid_free (b->pyramids[i]);
    }
  pst_pyramid_free (b->gradient);
  g_free (b->pyramids);
  g_free (b->oriented);
  for (gint i = 0; i < PST_ORIENTED_MAPS; i++)
    {
      g_free (b->own[i]);
      g_free (b->mean[i]);
    }
}

/* FALSE: not enough memory. */
static gboolean
batch_init (Batch *b, const PstManner *manner, PstNode *y, PstTape *tape)
{
  const gint octaves = manner->params.octaves;

  b->manner = manner;
  b->scale = &manner->scale[0];
  b->y = y;
  b->pyramids = g_new0 (PstPyramid *, y->n);
  b->oriented = g_new0 (PstOriented *, y->n);
  for (gint i = 0; i < 2 * octaves; i++)
    {
      const gsize c = (gsize) pst_oriented_channels (i);

      b->own[i] = g_new0 (gdouble, c * c);
      b->mean[i] = g_new0 (gdouble, c * c);
    }
  b->gradient = pst_pyramid_new (tape->arena, y->w, y->h, octaves);
  for (gint i = 0; i < y->n; i++)
    {
      b->pyramids[i] = pst_pyramid_new (tape->arena, y->w, y->h, octaves);
      b->oriented[i] =
          pst_oriented_new (tape->pool, tape->arena, y->w, y->h, octaves, b->scale->wavelength);
      if (! b->pyramids[i] || ! b->oriented[i])
        return FALSE;
    }
  return b->gradient != NULL;
}

/* Pictures are too small for a map, or the painting was. */
static gboolean
has_map (const Batch *b, gint map)
{
  return b->scale->map[map].gram && pst_oriented_count (b->oriented[0], map, 0) > 0;
}

static void
look (Batch *b, PstTape *tape)
{
  for (gint i = 0; i < b->y->n; i++)
    {
      pst_pyramid_put_rgb (b->pyramids[i], b->y->data + pst_node_plane (b->y, i, 0), tape->pool);
      pst_pyramid_shrink (b->pyramids[i], tape->pool);
      pst_oriented_forward (b->oriented[i], b->pyramids[i], 0, b->own);
      for (gint m = 0; m < 2 * b->manner->params.octaves; m++)
        {
          const gint c = pst_oriented_channels (m);

          for (gint k = 0; k < c * c; k++)
            b->mean[m][k] += b->own[m][k] / b->y->n;
        }
    }
}

/* From the gradients of the means, b->own, to @grad. */
static void
carry_back (Batch *b, PstTape *tape, gfloat *grad)
{
  const gdouble *dgrams[PST_ORIENTED_MAPS] = { NULL };

  for (gint m = 0; m < 2 * b->manner->params.octaves; m++)
    if (has_map (b, m))
      dgrams[m] = b->own[m];
  for (gint i = 0; i < b->y->n; i++)
    {
      pst_pyramid_clear (b->gradient);
      pst_oriented_backward (b->oriented[i], b->pyramids[i], 0, dgrams, b->gradient);
      pst_pyramid_shrink_back (b->gradient, tape->pool);
      pst_pyramid_rgb_back (b->gradient, grad + pst_node_plane (b->y, i, 0), tape->pool);
    }
}

/* What refining asks of one picture's strokes, asked of a batch (a network that does in one go what moving
 * pixels does in many steps: Johnson, Alahi and Fei-Fei 2016; Ulyanov et al. 2016): relative squared
 * distance to the painting's of the Gram matrices of oriented features (networks/oriented.h), each a mean
 * over the batch, summed over the maps that both have. */
gdouble
pst_judge_oriented (const PstJudged *j, gdouble weight)
{
  gfloat *grad = pst_node_grad (j->tape, j->y);
  Batch b = { 0 };
  gdouble sum = 0;

  if (j->tape->error)
    return 0;
  if (batch_init (&b, j->targets[PST_LOSS_ORIENTED], j->y, j->tape))
    {
      look (&b, j->tape);
      for (gint m = 0; m < 2 * b.manner->params.octaves; m++)
        if (has_map (&b, m))
          {
            const gint c = pst_oriented_channels (m);

            sum += pst_manner_compare (&b.scale->map[m], m, b.mean[m], weight, 0, b.own[m]);
            for (gint k = 0; k < c * c; k++)
              b.own[m][k] /= j->y->n;
          }
      if (grad)
        carry_back (&b, j->tape, grad);
    }
  else
    g_set_error_literal (&j->tape->error, PST_ERROR, PST_ERROR_TOO_LARGE,
                         "Not enough memory to train; use smaller crops or fewer in a batch");
  batch_clear (&b);
  return sum;
}
