/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "reference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ground/random.h"

/* ---- tensors ---------------------------------------------------------- */

PstRef *
pst_ref_new (gint n, gint c, gint h, gint w)
{
  PstRef *ref = g_new (PstRef, 1);

  *ref = (PstRef){ n, c, h, w, g_new0 (gdouble, (gsize) n * c * h * w) };
  return ref;
}

PstRef *
pst_ref_copy (const PstRef *ref)
{
  PstRef *copy = pst_ref_new (ref->n, ref->c, ref->h, ref->w);

  memcpy (copy->v, ref->v, pst_ref_size (ref) * sizeof (gdouble));
  return copy;
}

void
pst_ref_free (PstRef *ref)
{
  if (! ref)
    return;
  g_free (ref->v);
  g_free (ref);
}

gsize
pst_ref_size (const PstRef *ref)
{
  return (gsize) ref->n * ref->c * ref->h * ref->w;
}

PstRef *
pst_ref_random (gint n, gint c, gint h, gint w, gdouble scale, gdouble shift, guint64 seed)
{
  PstRef *ref = pst_ref_new (n, c, h, w);

  for (gsize i = 0; i < pst_ref_size (ref); i++)
    ref->v[i] = (gfloat) (scale * pst_random_normal (pst_random_key (seed, 1000, 0), i) + shift);
  return ref;
}

gfloat *
pst_ref_floats (const PstRef *ref)
{
  gfloat *values = g_new (gfloat, pst_ref_size (ref));

  for (gsize i = 0; i < pst_ref_size (ref); i++)
    values[i] = (gfloat) ref->v[i];
  return values;
}

PstNode *
pst_ref_node (PstTape *tape, const PstRef *ref, gboolean needs_grad)
{
  PstNode *node = pst_tape_node (tape, ref->n, ref->c, ref->h, ref->w);

  for (gsize i = 0; i < pst_ref_size (ref); i++)
    node->data[i] = (gfloat) ref->v[i];
  node->needs_grad = needs_grad;
  return node;
}

gdouble
pst_ref_error (const gfloat *got, const PstRef *want)
{
  gdouble squares = 0, norm = 0;

  for (gsize i = 0; i < pst_ref_size (want); i++)
    {
      if (! isfinite (got[i]))
        return INFINITY;
      squares += (got[i] - want->v[i]) * (got[i] - want->v[i]);
      norm += want->v[i] * want->v[i];
    }
  return norm > 0 ? sqrt (squares / norm) : sqrt (squares);
}

gdouble
pst_ref_error_of (gdouble got, gdouble want)
{
  return isfinite (got) ? fabs (got - want) / MAX (fabs (want), 1e-30) : INFINITY;
}

/* ---- convolution ------------------------------------------------------ */

/* The row or column of the input that padded row or column @i of @spec's view
 * of @n shows. */
static gint
source (const PstConvSpec *spec, gint i, gint n)
{
  gint last = n * spec->upsample - 1;

  i -= spec->pad;
  while (last > 0 && (i < 0 || i > last))
    i = i < 0 ? -i : 2 * last - i;
  return last > 0 ? i / spec->upsample : 0;
}

static gint
conv_side (const PstConvSpec *spec, gint n)
{
  return (n * spec->upsample + 2 * spec->pad - spec->kernel) / spec->stride + 1;
}

PstRef *
pst_ref_conv (const PstRef *x, const PstConvSpec *spec, const PstRef *w, const PstRef *b)
{
  PstRef *y = pst_ref_new (x->n, w->n, conv_side (spec, x->h), conv_side (spec, x->w));

  for (gint n = 0; n < y->n; n++)
    for (gint k = 0; k < y->c; k++)
      for (gint i = 0; i < y->h; i++)
        for (gint j = 0; j < y->w; j++)
          {
            gdouble sum = b ? b->v[k] : 0;

            for (gint c = 0; c < x->c; c++)
              for (gint p = 0; p < spec->kernel; p++)
                for (gint q = 0; q < spec->kernel; q++)
                  sum += *pst_ref_at (w, k, c, p, q)
                         * *pst_ref_at (x, n, c, source (spec, i * spec->stride + p, x->h),
                                        source (spec, j * spec->stride + q, x->w));
            if (spec->act == PST_ACT_RELU)
              sum = sum > 0 ? sum : 0;
            else if (spec->act == PST_ACT_LEAKY)
              sum = sum > 0 ? sum : 0.2 * sum;
            else if (spec->act == PST_ACT_TANH)
              sum = tanh (sum);
            *pst_ref_at (y, n, k, i, j) = sum;
          }
  return y;
}

void
pst_ref_conv_back (const PstRef *x, const PstConvSpec *spec, const PstRef *w, const PstRef *y,
                   const PstRef *dy, PstRef **dx, PstRef **dw, PstRef **db)
{
  *dx = pst_ref_new (x->n, x->c, x->h, x->w);
  *dw = pst_ref_new (w->n, w->c, w->h, w->w);
  *db = pst_ref_new (1, w->n, 1, 1);
  for (gint n = 0; n < y->n; n++)
    for (gint k = 0; k < y->c; k++)
      for (gint i = 0; i < y->h; i++)
        for (gint j = 0; j < y->w; j++)
          {
            gdouble d = *pst_ref_at (dy, n, k, i, j), v = *pst_ref_at (y, n, k, i, j);

            if (spec->act == PST_ACT_RELU)
              d = v > 0 ? d : 0;
            else if (spec->act == PST_ACT_LEAKY)
              d = v > 0 ? d : 0.2 * d;
            else if (spec->act == PST_ACT_TANH)
              d *= 1 - v * v;
            (*db)->v[k] += d;
            for (gint c = 0; c < x->c; c++)
              for (gint p = 0; p < spec->kernel; p++)
                for (gint q = 0; q < spec->kernel; q++)
                  {
                    gint row = source (spec, i * spec->stride + p, x->h);
                    gint col = source (spec, j * spec->stride + q, x->w);

                    *pst_ref_at (*dw, k, c, p, q) += d * *pst_ref_at (x, n, c, row, col);
                    *pst_ref_at (*dx, n, c, row, col) += d * *pst_ref_at (w, k, c, p, q);
                  }
          }
}

/* ---- instance norm ---------------------------------------------------- */

/* Mean and 1 / deviation of a plane. */
static void
plane_moments (const gdouble *x, gint size, gdouble epsilon, gdouble *mean, gdouble *rstd)
{
  gdouble var = 0;

  *mean = 0;
  for (gint i = 0; i < size; i++)
    *mean += x[i] / size;
  for (gint i = 0; i < size; i++)
    var += (x[i] - *mean) * (x[i] - *mean) / size;
  *rstd = 1 / sqrt (var + epsilon);
}

PstRef *
pst_ref_norm (const PstRef *x, const PstRefNorm *norm)
{
  PstRef *y = pst_ref_new (x->n, x->c, x->h, x->w);
  gint size = x->h * x->w;

  for (gint n = 0; n < x->n; n++)
    for (gint c = 0; c < x->c; c++)
      {
        gdouble mean, rstd;

        plane_moments (pst_ref_at (x, n, c, 0, 0), size, 1e-5, &mean, &rstd);
        for (gint i = 0; i < size; i++)
          {
            gdouble v = norm->gamma->v[c] * (pst_ref_at (x, n, c, 0, 0)[i] - mean) * rstd
                        + norm->beta->v[c];

            if (norm->relu && v < 0)
              v = 0;
            if (norm->skip)
              v += norm->skip_gain * pst_ref_at (norm->skip, n, c, 0, 0)[i];
            if (norm->noise)
              v += norm->noise_gain->v[c] * pst_ref_at (norm->noise, n, 0, 0, 0)[i];
            pst_ref_at (y, n, c, 0, 0)[i] = v;
          }
      }
  return y;
}

void
pst_ref_norm_back (const PstRef *x, const PstRefNorm *norm, const PstRef *dy, PstRefNormGrads *d)
{
  gint size = x->h * x->w;

  *d = (PstRefNormGrads){ .x = pst_ref_new (x->n, x->c, x->h, x->w),
                          .gamma = pst_ref_new (1, x->c, 1, 1),
                          .beta = pst_ref_new (1, x->c, 1, 1),
                          .skip = pst_ref_new (x->n, x->c, x->h, x->w),
                          .noise_gain = pst_ref_new (1, x->c, 1, 1) };
  for (gint n = 0; n < x->n; n++)
    for (gint c = 0; c < x->c; c++)
      {
        const gdouble *in = pst_ref_at (x, n, c, 0, 0), *g = pst_ref_at (dy, n, c, 0, 0);
        gdouble gamma = norm->gamma->v[c], mean, rstd, mean_d = 0, mean_dz = 0;

        plane_moments (in, size, 1e-5, &mean, &rstd);
        for (gint pass = 0; pass < 2; pass++)
          for (gint i = 0; i < size; i++)
            {
              gdouble z = (in[i] - mean) * rstd;
              gdouble open = ! norm->relu || gamma * z + norm->beta->v[c] > 0 ? g[i] : 0;

              if (pass == 1)
                {
                  pst_ref_at (d->x, n, c, 0, 0)[i] = gamma * rstd * (open - mean_d - z * mean_dz);
                  continue;
                }
              mean_d += open / size;
              mean_dz += open * z / size;
              d->beta->v[c] += open;
              d->gamma->v[c] += open * z;
              if (norm->skip)
                {
                  d->skip_gain += g[i] * pst_ref_at (norm->skip, n, c, 0, 0)[i];
                  pst_ref_at (d->skip, n, c, 0, 0)[i] = g[i] * norm->skip_gain;
                }
              if (norm->noise)
                d->noise_gain->v[c] += g[i] * pst_ref_at (norm->noise, n, 0, 0, 0)[i];
            }
      }
}

void
pst_ref_norm_grads_clear (PstRefNormGrads *d)
{
  pst_ref_free (d->x);
  pst_ref_free (d->gamma);
  pst_ref_free (d->beta);
  pst_ref_free (d->skip);
  pst_ref_free (d->noise_gain);
}

/* ---- moving and pooling ----------------------------------------------- */

PstRef *
pst_ref_space_to_depth (const PstRef *x)
{
  PstRef *y = pst_ref_new (x->n, 4 * x->c, x->h / 2, x->w / 2);

  for (gint n = 0; n < x->n; n++)
    for (gint c = 0; c < x->c; c++)
      for (gint i = 0; i < x->h; i++)
        for (gint j = 0; j < x->w; j++)
          *pst_ref_at (y, n, 4 * c + 2 * (i % 2) + j % 2, i / 2, j / 2) =
              *pst_ref_at (x, n, c, i, j);
  return y;
}

/* Means over @k x @k pixels; what is left over at the end is left out. */
static PstRef *
shrink (const PstRef *x, gint k)
{
  PstRef *y = pst_ref_new (x->n, x->c, x->h / k, x->w / k);

  for (gint n = 0; n < x->n; n++)
    for (gint c = 0; c < x->c; c++)
      for (gint i = 0; i < y->h * k; i++)
        for (gint j = 0; j < y->w * k; j++)
          *pst_ref_at (y, n, c, i / k, j / k) += *pst_ref_at (x, n, c, i, j) / (k * k);
  return y;
}

PstRef *
pst_ref_halve (const PstRef *x)
{
  return shrink (x, 2);
}

PstRef *
pst_ref_max_pool (const PstRef *x)
{
  PstRef *y = pst_ref_new (x->n, x->c, x->h / 2, x->w / 2);

  for (gsize i = 0; i < pst_ref_size (y); i++)
    y->v[i] = -INFINITY;
  for (gint n = 0; n < x->n; n++)
    for (gint c = 0; c < x->c; c++)
      for (gint i = 0; i < y->h * 2; i++)
        for (gint j = 0; j < y->w * 2; j++)
          {
            gdouble *v = pst_ref_at (y, n, c, i / 2, j / 2);

            *v = MAX (*v, *pst_ref_at (x, n, c, i, j));
          }
  return y;
}

PstRef *
pst_ref_blur (const PstRef *x)
{
  const PstConvSpec spec = { .kernel = 3, .stride = 1, .pad = 1, .upsample = 1 };
  PstRef *y = pst_ref_new (x->n, x->c, x->h, x->w);

  for (gint n = 0; n < x->n; n++)
    for (gint c = 0; c < x->c; c++)
      for (gint i = 0; i < x->h; i++)
        for (gint j = 0; j < x->w; j++)
          for (gint p = 0; p < 9; p++)
            *pst_ref_at (y, n, c, i, j) += *pst_ref_at (x, n, c, source (&spec, i + p / 3, x->h),
                                                        source (&spec, j + p % 3, x->w))
                                           / 9;
  return y;
}

PstRef *
pst_ref_slice (const PstRef *x, gint first, gint n)
{
  PstRef *y = pst_ref_new (n, x->c, x->h, x->w);

  memcpy (y->v, pst_ref_at (x, first, 0, 0, 0), pst_ref_size (y) * sizeof (gdouble));
  return y;
}

/* ---- losses ----------------------------------------------------------- */

gdouble
pst_ref_hinge (const PstRef *r, gint first, gint n, gint side, gdouble *right)
{
  gdouble sum = 0, hits = 0;
  gsize size = (gsize) n * r->c * r->h * r->w;

  for (gsize i = 0; i < size; i++)
    {
      gdouble v = side * pst_ref_at (r, first, 0, 0, 0)[i];

      sum += MAX (0, 1 - v);
      hits += v > 0;
    }
  *right = hits / (gdouble) size;
  return sum / (gdouble) size;
}

gdouble
pst_ref_adversarial (const PstRef *r)
{
  gdouble sum = 0;

  for (gsize i = 0; i < pst_ref_size (r); i++)
    sum -= r->v[i];
  return sum / (gdouble) pst_ref_size (r);
}

gdouble
pst_ref_l1 (const PstRef *y, const PstRef *x)
{
  gdouble sum = 0;

  for (gsize i = 0; i < pst_ref_size (y); i++)
    sum += fabs (y->v[i] - x->v[i]);
  return sum / (gdouble) pst_ref_size (y);
}

PstRef *
pst_ref_gram_matrix (const PstRef *f)
{
  PstRef *gram = pst_ref_new (1, 1, f->c, f->c);
  gint size = f->h * f->w;

  for (gint n = 0; n < f->n; n++)
    for (gint a = 0; a < f->c; a++)
      for (gint b = 0; b < f->c; b++)
        for (gint i = 0; i < size; i++)
          *pst_ref_at (gram, 0, 0, a, b) += pst_ref_at (f, n, a, 0, 0)[i]
                                            * pst_ref_at (f, n, b, 0, 0)[i]
                                            / ((gdouble) f->n * size);
  return gram;
}

gdouble
pst_ref_gram (const PstRef *f, const PstRef *target)
{
  g_autoptr (PstRef) gram = pst_ref_gram_matrix (f);
  gdouble squares = 0, norm = 0;

  for (gsize i = 0; i < pst_ref_size (gram); i++)
    {
      squares += (gram->v[i] - target->v[i]) * (gram->v[i] - target->v[i]);
      norm += target->v[i] * target->v[i];
    }
  return squares / norm;
}

gdouble
pst_ref_content (const PstRef *f, const PstRef *g)
{
  gint size = f->h * f->w;
  gdouble sum = 0;

  for (gint n = 0; n < f->n; n++)
    for (gint c = 0; c < f->c; c++)
      {
        const gdouble *a = pst_ref_at (f, n, c, 0, 0), *b = pst_ref_at (g, n, c, 0, 0);
        gdouble ma, ra, mb, rb;

        plane_moments (a, size, 1e-5, &ma, &ra);
        plane_moments (b, size, 1e-5, &mb, &rb);
        for (gint i = 0; i < size; i++)
          sum += pow ((a[i] - ma) * ra - (b[i] - mb) * rb, 2);
      }
  return sum / (gdouble) pst_ref_size (f);
}

static void
channel_moments (const PstRef *f, gint c, gdouble *mean, gdouble *deviation)
{
  gint size = f->h * f->w;
  gdouble count = (gdouble) f->n * size, var = 0;

  *mean = 0;
  for (gint n = 0; n < f->n; n++)
    for (gint i = 0; i < size; i++)
      *mean += pst_ref_at (f, n, c, 0, 0)[i] / count;
  for (gint n = 0; n < f->n; n++)
    for (gint i = 0; i < size; i++)
      var += pow (pst_ref_at (f, n, c, 0, 0)[i] - *mean, 2) / count;
  *deviation = sqrt (var + 1e-8);
}

gdouble
pst_ref_matching (const PstRef *f, const PstRef *g)
{
  gdouble sum = 0, scale = 0;

  for (gint c = 0; c < f->c; c++)
    {
      gdouble mf, df, mg, dg;

      channel_moments (f, c, &mf, &df);
      channel_moments (g, c, &mg, &dg);
      sum += (fabs (mf - mg) + fabs (df - dg)) / f->c;
      scale += dg / f->c;
    }
  return sum / (scale + 1e-4);
}

static PstRef *
luma_of (const PstRef *x)
{
  PstRef *y = pst_ref_new (x->n, 1, x->h, x->w);

  for (gint n = 0; n < x->n; n++)
    for (gint i = 0; i < x->h * x->w; i++)
      pst_ref_at (y, n, 0, 0, 0)[i] = 0.299 * pst_ref_at (x, n, 0, 0, 0)[i]
                                      + 0.587 * pst_ref_at (x, n, 1, 0, 0)[i]
                                      + 0.114 * pst_ref_at (x, n, 2, 0, 0)[i];
  return y;
}

/* Mean over images of 1 - correlation. */
static gdouble
correlation_loss (const PstRef *x, const PstRef *y)
{
  gint size = x->h * x->w;
  gdouble loss = 0;

  for (gint n = 0; n < x->n; n++)
    {
      const gdouble *a = pst_ref_at (x, n, 0, 0, 0), *b = pst_ref_at (y, n, 0, 0, 0);
      gdouble ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;

      for (gint i = 0; i < size; i++)
        {
          ma += a[i] / size;
          mb += b[i] / size;
        }
      for (gint i = 0; i < size; i++)
        {
          aa += (a[i] - ma) * (a[i] - ma) / size;
          bb += (b[i] - mb) * (b[i] - mb) / size;
          ab += (a[i] - ma) * (b[i] - mb) / size;
        }
      loss += (1 - ab / sqrt (aa * bb + 1e-8)) / x->n;
    }
  return loss;
}

gdouble
pst_ref_luma (const PstRef *y, const PstRef *x)
{
  g_autoptr (PstRef) ly = luma_of (y), lx = luma_of (x);
  gdouble loss = 0;

  for (gint k = 2; k <= 8; k *= 2)
    {
      g_autoptr (PstRef) sy = shrink (ly, k), sx = shrink (lx, k);

      loss += k / 8.0 * correlation_loss (sx, sy);
    }
  return loss;
}

gdouble
pst_ref_tone (const PstRef *y, const PstRef *x)
{
  g_autoptr (PstRef) sy = shrink (y, 4), sx = shrink (x, 4);
  gdouble sum = 0;

  for (gsize i = 0; i < pst_ref_size (sy); i++)
    sum += pow (sy->v[i] - sx->v[i], 2);
  return sum / (gdouble) pst_ref_size (sy);
}

gdouble
pst_ref_near (const PstRef *y, const PstRef *x)
{
  gdouble sum = 0;

  for (gsize i = 0; i < pst_ref_size (y); i++)
    sum += pow (y->v[i] - x->v[i], 2);
  return sum / (gdouble) pst_ref_size (y);
}

gdouble
pst_ref_relief (const PstRef *y, const PstRef *x)
{
  g_autoptr (PstRef) ly = luma_of (y), lx = luma_of (x);
  gdouble loss = 0;

  for (gint k = 1; k <= 4; k *= 2)
    for (gint way = 0; way < 2; way++)
      {
        g_autoptr (PstRef) sy = shrink (ly, k), sx = shrink (lx, k);
        g_autoptr (PstRef) slope = pst_ref_new (sx->n, 1, sx->h, sx->w);

        for (gint n = 0; n < sx->n; n++)
          for (gint i = 0; i < sx->h; i++)
            for (gint j = 0; j < sx->w; j++)
              *pst_ref_at (slope, n, 0, i, j) =
                  *pst_ref_at (sx, n, 0, MIN (i + way, sx->h - 1), MIN (j + 1 - way, sx->w - 1))
                  - *pst_ref_at (sx, n, 0, MAX (i - way, 0), MAX (j - 1 + way, 0));
        for (gint n = 0; n < sx->n; n++)
          {
            PstRef a = { 1, 1, sx->h, sx->w, pst_ref_at (slope, n, 0, 0, 0) };
            PstRef b = { 1, 1, sx->h, sx->w, pst_ref_at (sy, n, 0, 0, 0) };

            loss += pow (1 - correlation_loss (&a, &b), 2) / sx->n;
          }
      }
  return loss;
}

gdouble
pst_ref_even (const PstRef *y, const PstRef *x)
{
  gdouble loss = 0;

  for (gint k = 16; k <= 64; k *= 2)
    {
      g_autoptr (PstRef) a = shrink (y, k), b = shrink (x, k);
      gdouble sum = 0;
      gint n_pairs = 0;

      for (gint n = 0; n < a->n; n++)
        for (gint i = 0; i < a->h; i++)
          for (gint j = 0; j < a->w; j++)
            for (gint way = 0; way < 2; way++)
              {
                gint i2 = i + way, j2 = j + 1 - way;
                gdouble allowed = 0;

                if (i2 >= a->h || j2 >= a->w)
                  continue;
                n_pairs++;
                for (gint c = 0; c < 3; c++)
                  allowed = MAX (
                      allowed, fabs (*pst_ref_at (b, n, c, i2, j2) - *pst_ref_at (b, n, c, i, j)));
                for (gint c = 0; c < 3; c++)
                  sum += MAX (0, fabs (*pst_ref_at (a, n, c, i2, j2) - *pst_ref_at (a, n, c, i, j))
                                     - 1.25 * allowed - 0.64 / k);
              }
      loss += n_pairs ? sum / (3 * n_pairs) / 3 : 0;
    }
  return loss;
}

gdouble
pst_ref_seeds (const PstRef *y, const PstRef *twin, const PstRef *x)
{
  g_autoptr (PstRef) ly = luma_of (y), lt = luma_of (twin), lx = luma_of (x);
  g_autoptr (PstRef) a = shrink (ly, 8), b = shrink (lt, 8), c = shrink (lx, 8);
  gint size = a->h * a->w;
  gdouble loss = 0;

  for (gint n = 0; n < a->n; n++)
    {
      gdouble squares = 0, mean = 0, variance = 0;

      for (gint i = 0; i < size; i++)
        {
          squares += pow (pst_ref_at (a, n, 0, 0, 0)[i] - pst_ref_at (b, n, 0, 0, 0)[i], 2) / size;
          mean += pst_ref_at (c, n, 0, 0, 0)[i] / size;
        }
      for (gint i = 0; i < size; i++)
        variance += pow (pst_ref_at (c, n, 0, 0, 0)[i] - mean, 2) / size;
      loss += squares / (variance + 0.02) / a->n;
    }
  return loss;
}

gdouble
pst_ref_lattice (const PstRef *y)
{
  const gint waves[7][2] = {
    { 0, 2 }, { 2, 0 }, { 2, 2 }, { 0, 1 }, { 1, 0 }, { 1, 1 }, { 1, -1 }
  };
  g_autoptr (PstRef) l = luma_of (y);
  gdouble loss = 0;
  gint fields = (y->h / 32) * (y->w / 32);

  for (gint n = 0; n < y->n; n++)
    for (gint top = 0; top + 32 <= y->h; top += 32)
      for (gint left = 0; left + 32 <= y->w; left += 32)
        for (gint k = 0; k < 7; k++)
          {
            gdouble re = 0, im = 0, squares = 0;

            for (gint r = 0; r < 32; r++)
              for (gint c = 0; c < 32; c++)
                {
                  gdouble window =
                      pow (sin (G_PI * (r + 0.5) / 32), 2) * pow (sin (G_PI * (c + 0.5) / 32), 2);
                  gdouble angle = 2 * G_PI * (waves[k][0] * r + waves[k][1] * c) / 4;

                  re += window * cos (angle) * *pst_ref_at (l, n, 0, top + r, left + c);
                  im += window * sin (angle) * *pst_ref_at (l, n, 0, top + r, left + c);
                  squares += window * window;
                }
            loss += (re * re + im * im) / squares / 7 / fields / y->n;
          }
  return loss;
}

static PstRef *
slope (const PstRef *luma, gint k)
{
  g_autoptr (PstRef) small = shrink (luma, k);
  g_autoptr (PstRef) b = pst_ref_blur (small);
  PstRef *y = pst_ref_new (b->n, 1, b->h - 2, b->w - 2);

  for (gint n = 0; n < y->n; n++)
    for (gint i = 0; i < y->h; i++)
      for (gint j = 0; j < y->w; j++)
        {
          gdouble gx = *pst_ref_at (b, n, 0, i + 1, j + 2) - *pst_ref_at (b, n, 0, i + 1, j);
          gdouble gy = *pst_ref_at (b, n, 0, i + 2, j + 1) - *pst_ref_at (b, n, 0, i, j + 1);

          *pst_ref_at (y, n, 0, i, j) = sqrt (gx * gx + gy * gy + 1e-5);
        }
  return y;
}

gdouble
pst_ref_gradient (const PstRef *y, const PstRef *x)
{
  g_autoptr (PstRef) ly = luma_of (y), lx = luma_of (x);
  gdouble loss = 0;

  for (gint k = 2; k <= 4; k *= 2)
    {
      g_autoptr (PstRef) sy = slope (ly, k), sx = slope (lx, k);

      loss += correlation_loss (sx, sy);
    }
  return loss;
}

/* ---- sliced Wasserstein ----------------------------------------------- */

/* Twice the size: bilinear between the centres of pixels, edges repeated. */
static PstRef *
enlarge (const PstRef *x)
{
  PstRef *y = pst_ref_new (x->n, x->c, 2 * x->h, 2 * x->w);

  for (gint n = 0; n < y->n; n++)
    for (gint c = 0; c < y->c; c++)
      for (gint i = 0; i < y->h; i++)
        for (gint j = 0; j < y->w; j++)
          {
            gdouble r = CLAMP ((i + 0.5) / 2 - 0.5, 0, x->h - 1);
            gdouble s = CLAMP ((j + 0.5) / 2 - 0.5, 0, x->w - 1);
            gint r0 = (gint) r, s0 = (gint) s, r1 = MIN (r0 + 1, x->h - 1),
                 s1 = MIN (s0 + 1, x->w - 1);
            gdouble a = r - r0, b = s - s0;

            *pst_ref_at (y, n, c, i, j) =
                (1 - a)
                    * ((1 - b) * *pst_ref_at (x, n, c, r0, s0) + b * *pst_ref_at (x, n, c, r0, s1))
                + a * ((1 - b) * *pst_ref_at (x, n, c, r1, s0) + b * *pst_ref_at (x, n, c, r1, s1));
          }
  return y;
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  gdouble x = *(const gdouble *) a, y = *(const gdouble *) b;

  return (x > y) - (x < y);
}

/* Sorted projections on @direction of @n patches of @x, an @n-th of all places apart;
 * the first is by so much behind the first place as one of all numbers below their
 * count says. */
static gdouble *
projections (const PstRef *x, const gdouble *direction, gint kernel, gint n, guint64 key,
             gint level)
{
  gdouble *shadow = g_new0 (gdouble, n);
  gint rows = x->h - kernel + 1, cols = x->w - kernel + 1, places = x->n * rows * cols;
  gint from = pst_random_int (pst_random_key (key, 1, 0), (guint64) level, places);

  for (gint i = 0; i < n; i++)
    {
      gint place = (gint) (((gint64) i * places + from) / n), image = place / (rows * cols);
      gint row = place % (rows * cols) / cols, col = place % cols;
      const gdouble *d = direction;

      for (gint c = 0; c < 3; c++)
        for (gint p = 0; p < kernel; p++)
          for (gint q = 0; q < kernel; q++)
            shadow[i] += *d++ * *pst_ref_at (x, image, c, row + p, col + q);
    }
  qsort (shadow, (gsize) n, sizeof (gdouble), compare);
  return shadow;
}

static gdouble
swd_level (const PstRef *y, const PstRef *s, gint level, gint n_projections, guint64 key)
{
  gint kernel = y->w >= 24 ? 7 : 3, depth = 3 * kernel * kernel;
  gint places = y->n * (y->h - kernel + 1) * (y->w - kernel + 1);
  gint n = MIN (3072, places);
  guint64 key_directions = pst_random_key (key, 2, (guint64) level);
  g_autofree gdouble *direction = g_new (gdouble, depth);
  gdouble loss = 0;

  for (gint p = 0; p < n_projections; p++)
    {
      g_autofree gdouble *a = NULL, *b = NULL;
      gdouble norm = 0;

      for (gint i = 0; i < depth; i++)
        {
          direction[i] = pst_random_normal (key_directions, (guint64) (p * depth + i));
          norm += direction[i] * direction[i];
        }
      for (gint i = 0; i < depth; i++)
        direction[i] /= sqrt (norm);
      a = projections (y, direction, kernel, n, key, level);
      b = projections (s, direction, kernel, n, key, level);
      for (gint i = 0; i < n; i++)
        loss += fabs (a[i] - b[i]) / n / n_projections;
    }
  return loss;
}

gdouble
pst_ref_swd (const PstRef *y, const PstRef *s, gint n_projections, guint64 key)
{
  g_autoptr (PstRef) a = pst_ref_copy (y), b = pst_ref_copy (s);
  gdouble loss = 0;

  for (gint level = 0; level < 3; level++)
    {
      PstRef *picture[2] = { a, b }, *small[2];

      for (gint i = 0; i < 2; i++)
        {
          g_autoptr (PstRef) large = NULL;

          small[i] = pst_ref_halve (picture[i]);
          large = enlarge (small[i]);
          for (gsize j = 0; j < pst_ref_size (large); j++)
            picture[i]->v[j] -= large->v[j];
        }
      loss += swd_level (a, b, level, n_projections, key);
      pst_ref_free (a);
      pst_ref_free (b);
      a = small[0];
      b = small[1];
    }
  return loss + swd_level (a, b, 3, n_projections, key);
}
