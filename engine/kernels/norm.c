/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "kernels/norm.h"

#include <math.h>

#include "ground/random.h"
#include "ground/sums.h"
#include "ground/vector.h"

#define EPSILON 1e-5

/* Of one pass over all planes, forward or back. */
typedef struct
{
  const PstNormSpec *spec;
  PstNode *x, *y;
  gfloat *mean, *rstd; /* [N C]; forward: NULL unless recorded */
  gfloat *dx, *dskip;
  gboolean first_dx, first_dskip; /* to be written, not added to */
  gdouble *dgain;                 /* [C] */
} Pass;

typedef struct
{
  gfloat scale, shift, skip_gain, noise_gain;
} Affine;

PST_VECTOR static void
apply (gfloat *y, const gfloat *x, const gfloat *skip, const gfloat *noise, gsize n, Affine a,
       gboolean relu)
{
  gfloat floor = relu ? 0 : -G_MAXFLOAT;

  if (skip && noise)
    for (gsize i = 0; i < n; i++)
      y[i] =
          MAX (a.scale * x[i] + a.shift, floor) + a.skip_gain * skip[i] + a.noise_gain * noise[i];
  else if (skip)
    for (gsize i = 0; i < n; i++)
      y[i] = MAX (a.scale * x[i] + a.shift, floor) + a.skip_gain * skip[i];
  else if (noise)
    for (gsize i = 0; i < n; i++)
      y[i] = MAX (a.scale * x[i] + a.shift, floor) + a.noise_gain * noise[i];
  else
    for (gsize i = 0; i < n; i++)
      y[i] = MAX (a.scale * x[i] + a.shift, floor);
}

static gfloat
skip_gain (const PstNormSpec *spec)
{
  return spec->skip_gain.value ? spec->skip_gain.value[0] : 1;
}

static void
forward_plane (gint item, gint worker, gpointer data)
{
  const Pass *p = data;
  const PstNormSpec *s = p->spec;
  gint c = item % p->y->c, image = item / p->y->c;
  gsize n = (gsize) p->y->h * p->y->w, at = (gsize) item * n;
  gdouble *stats = s->stats ? s->stats + 2 * c : NULL;
  gdouble mean, var, rstd;
  Affine a;

  if (s->frozen)
    {
      mean = stats[0];
      rstd = stats[1];
    }
  else
    {
      pst_moments (p->x->data + at, n, &mean, &var);
      /* A plane of one value has no contrast to bring out but that of rounding. */
      rstd = var > 1e-12 * mean * mean ? 1 / sqrt (var + EPSILON) : 0;
      if (s->limits)
        rstd = MIN (rstd, s->limits[2 * c + 1]);
    }
  if (stats && ! s->frozen)
    {
      stats[0] = mean;
      stats[1] = rstd;
    }
  a.scale = (gfloat) (s->gamma.value[c] * rstd);
  a.shift = (gfloat) (s->beta.value[c] - mean * s->gamma.value[c] * rstd);
  a.skip_gain = skip_gain (s);
  a.noise_gain = s->noise ? s->noise_gain.value[c] : 0;
  if (p->mean)
    {
      p->mean[item] = (gfloat) mean;
      p->rstd[item] = (gfloat) rstd;
    }
  apply (p->y->data + at, p->x->data + at, s->skip ? s->skip->data + at : NULL,
         s->noise ? s->noise->data + (gsize) image * n : NULL, n, a, s->relu);
}

#define CHUNK 512

/* dy becomes the gradient before the ReLU, whose input was scale x + shift.  Says its sum and its product with x (sums.h). */
PST_VECTOR static void
mask_and_sum (gfloat *restrict dy, const gfloat *restrict x, gsize n, gfloat scale, gfloat shift,
              gdouble *sum, gdouble *dot)
{
  *sum = *dot = 0;
  for (gsize i = 0; i < n; i += CHUNK)
    {
      gfloat s[16] = { 0 }, d[16] = { 0 }, total_s = 0, total_d = 0;
      gsize end = MIN (i + CHUNK, n), whole = i + (end - i) / 16 * 16;

      for (gsize at = i; at < whole; at += 16)
        for (gsize j = 0; j < 16; j++)
          {
            gfloat v = scale * x[at + j] + shift > 0 ? dy[at + j] : 0;

            dy[at + j] = v;
            s[j] += v;
            d[j] += v * x[at + j];
          }
      for (gsize at = whole; at < end; at++)
        {
          dy[at] = scale * x[at] + shift > 0 ? dy[at] : 0;
          total_s += dy[at];
          total_d += dy[at] * x[at];
        }
      for (gsize j = 0; j < 16; j++)
        {
          total_s += s[j];
          total_d += d[j];
        }
      *sum += total_s;
      *dot += total_d;
    }
}

/* dx += or = a dy + b x + c */
PST_VECTOR static void
combine (gfloat *restrict dx, const gfloat *restrict dy, const gfloat *restrict x, gsize n,
         gfloat a, gfloat b, gfloat c, gboolean add)
{
  if (add)
    for (gsize i = 0; i < n; i++)
      dx[i] += a * dy[i] + b * x[i] + c;
  else
    for (gsize i = 0; i < n; i++)
      dx[i] = a * dy[i] + b * x[i] + c;
}

/* dskip += or = gain dy */
PST_VECTOR static void
give_skip (gfloat *restrict dskip, const gfloat *restrict dy, gsize n, gfloat gain, gboolean add)
{
  if (add)
    for (gsize i = 0; i < n; i++)
      dskip[i] += gain * dy[i];
  else
    for (gsize i = 0; i < n; i++)
      dskip[i] = gain * dy[i];
}

/* One channel of all images, so that sums over images have one order. */
static void
backward_channel (gint c, gint worker, gpointer data)
{
  const Pass *p = data;
  const PstNormSpec *s = p->spec;
  const PstNode *y = p->y;
  gsize n = (gsize) y->h * y->w;

  for (gint image = 0; image < y->n; image++)
    {
      gint plane = image * y->c + c;
      gsize at = (gsize) plane * n;
      gfloat *dy = y->grad + at;
      const gfloat *x = p->x->data + at;
      gdouble gamma = s->gamma.value[c], mean = p->mean[plane], rstd = p->rstd[plane];
      gdouble sum, dot;

      if (s->skip && s->skip_gain.grad)
        p->dgain[c] += pst_dot (dy, s->skip->data + at, n);
      if (p->dskip)
        give_skip (p->dskip + at, dy, n, skip_gain (s), ! p->first_dskip);
      if (s->noise && s->noise_gain.grad)
        s->noise_gain.grad[c] += (gfloat) pst_dot (dy, s->noise->data + (gsize) image * n, n);

      if (s->relu)
        mask_and_sum (dy, x, n, (gfloat) (gamma * rstd),
                      (gfloat) (s->beta.value[c] - mean * gamma * rstd), &sum, &dot);
      else
        {
          sum = pst_sum (dy, n);
          dot = pst_dot (dy, x, n);
        }
      dot = (dot - mean * sum) * rstd; /* with the normalised x */
      if (s->beta.grad)
        s->beta.grad[c] += (gfloat) sum;
      if (s->gamma.grad)
        s->gamma.grad[c] += (gfloat) dot;
      if (p->dx)
        {
          gdouble a = gamma * rstd, b = -a * rstd * dot / (gdouble) n;

          combine (p->dx + at, dy, x, n, (gfloat) a, (gfloat) b,
                   (gfloat) (-a * sum / (gdouble) n - b * mean), ! p->first_dx);
        }
    }
}

static void
norm_backward (PstTape *tape, PstNode *y)
{
  PstNormSpec *spec = y->op;
  Pass p = { .spec = spec, .x = y->in[0], .y = y };

  p.mean = y->saved[0];
  p.rstd = p.mean + y->n * y->c;
  p.dgain = g_new0 (gdouble, y->c);
  p.dx = pst_node_grad_first (tape, y->in[0], &p.first_dx);
  if (y->in[1])
    p.dskip = pst_node_grad_first (tape, y->in[1], &p.first_dskip);
  if (! tape->error)
    pst_pool_run (tape->pool, y->c, backward_channel, &p);
  if (spec->skip && spec->skip_gain.grad)
    {
      gdouble sum = 0;

      for (gint c = 0; c < y->c; c++)
        sum += p.dgain[c];
      spec->skip_gain.grad[0] += (gfloat) sum;
    }
  g_free (p.dgain);
}

PstNode *
pst_norm (PstTape *tape, PstNode *x, const PstNormSpec *spec)
{
  PstNode *y;
  Pass p = { .spec = spec, .x = x };

  if (tape->record)
    y = pst_tape_node (tape, x->n, x->c, x->h, x->w);
  else
    {
      y = g_new (PstNode, 1);
      *y = *x;
      g_ptr_array_add (tape->nodes, y);
    }
  p.y = y;
  if (tape->record && (p.mean = pst_tape_save (tape, y, 0, 2 * (gsize) (x->n * x->c))))
    p.rstd = p.mean + x->n * x->c;
  if (! tape->error)
    {
      pst_pool_run (tape->pool, x->n * x->c, forward_plane, &p);
      pst_tape_tick (tape, (gdouble) pst_node_size (x));
    }
  if (tape->record)
    {
      y->in[0] = x;
      y->in[1] = spec->skip;
      y->needs_grad = x->needs_grad || spec->gamma.grad || (spec->skip && spec->skip->needs_grad);
      y->op = g_memdup2 (spec, sizeof *spec);
      y->backward = norm_backward;
    }
  else
    x->data = NULL;
  return y;
}

/* ---- noise ------------------------------------------------------------ */

typedef struct
{
  PstNode *node;
  const guint64 *keys;
  gint x, y;
} Noise;

static void
noise_row (gint item, gint worker, gpointer data)
{
  const Noise *noise = data;
  gint w = noise->node->w;
  gint image = item / noise->node->h, y = item % noise->node->h;
  gfloat *row = noise->node->data + (gsize) item * w;

  for (gint x = 0; x < w; x++)
    row[x] = pst_random_normal (noise->keys[image],
                                (guint64) (noise->y + y) << 32 | (guint64) (noise->x + x));
}

PstNode *
pst_noise (PstTape *tape, gint n, gint h, gint w, const guint64 *keys)
{
  return pst_noise_part (tape, n, h, w, 0, 0, keys);
}

PstNode *
pst_noise_part (PstTape *tape, gint n, gint h, gint w, gint x, gint y, const guint64 *keys)
{
  PstNode *node = pst_tape_node (tape, n, 1, h, w);

  if (! tape->error)
    pst_pool_run (tape->pool, n * h, noise_row, &(Noise){ node, keys, x, y });
  return node;
}
