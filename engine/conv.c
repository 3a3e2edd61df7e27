/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "conv.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

#include "direct.h"
#include "sums.h"
#include "vector.h"
#include "winograd.h"

/* Floats of unrolled input per strip: 512 KiB, about half a core's level-2 cache. */
#define STRIP_FLOATS (128 * 1024)

/* Weight gradients are summed in this many parts, whatever the threads. */
#define GROUPS 4

/* Below this many tiles of 4x4 most of Winograd's lanes would be empty. */
#define MIN_TILES 16

/* With fewer channels the gradient of the weights is all transforms. */
#define MIN_CHANNELS_WEIGHTS 48

typedef struct
{
  PstConvSpec spec;
  PstWeight weight, bias;
  gint n, c, h, w; /* input  */
  gint k, oh, ow;  /* output */
  gint ph, pw;     /* input after upsampling and padding */
  PstGather gather;
} Conv;

static Conv
conv_new (const PstConvSpec *spec, const PstNode *x, gint k, PstWeight w, PstWeight b)
{
  Conv v = { *spec, w, b, x->n, x->c, x->h, x->w, k };

  v.ph = x->h * spec->upsample + 2 * spec->pad;
  v.pw = x->w * spec->upsample + 2 * spec->pad;
  v.oh = (v.ph - spec->kernel) / spec->stride + 1;
  v.ow = (v.pw - spec->kernel) / spec->stride + 1;
  v.gather = (PstGather){
    .h = x->h, .w = x->w, .upsample = spec->upsample, .pad_y = spec->pad, .pad_x = spec->pad
  };
  return v;
}

gdouble
pst_conv_work (const PstConvSpec *spec, gint c, gint k, gint h, gint w)
{
  gint oh = (h * spec->upsample + 2 * spec->pad - spec->kernel) / spec->stride + 1;
  gint ow = (w * spec->upsample + 2 * spec->pad - spec->kernel) / spec->stride + 1;

  return (gdouble) oh * ow * c * k * spec->kernel * spec->kernel;
}

/* Whether Winograd's way is the faster one for results @oh x @ow. */
static gboolean
suits_winograd (const Conv *v, gint oh, gint ow)
{
  return v->spec.kernel == 3 && v->spec.stride == 1
         && v->n * ((oh + 3) / 4) * ((ow + 3) / 4) >= MIN_TILES;
}

static gboolean
no_memory (PstTape *tape)
{
  if (! tape->error)
    g_set_error (&tape->error, PST_ERROR, PST_ERROR_TOO_LARGE,
                 "Not enough memory for a convolution; use a smaller picture");
  return FALSE;
}

/* ---- activation ------------------------------------------------------- */

/* tanh to 4e-7 by a quotient of polynomials that the compiler can vectorise; the
 * coefficients are those of Eigen's generic_fast_tanh_float. */
PST_INLINE static gfloat
fast_tanh (gfloat x)
{
#ifdef PST_EXACT
  return tanhf (x);
#else
  gfloat v = CLAMP (x, -7.9053111f, 7.9053111f), q = v * v;
  gfloat p = -2.76076847742355e-16f, d = 1.19825839466702e-06f;

  p = p * q + 2.00018790482477e-13f;
  p = p * q - 8.60467152213735e-11f;
  p = p * q + 5.12229709037114e-08f;
  p = p * q + 1.48572235717979e-05f;
  p = p * q + 6.37261928875436e-04f;
  p = p * q + 4.89352455891786e-03f;
  d = d * q + 1.18534705686654e-04f;
  d = d * q + 2.26843463243900e-03f;
  d = d * q + 4.89352518554385e-03f;
  return v * p / d;
#endif
}

PST_VECTOR void
pst_activate (gfloat *y, gint n, gfloat bias, PstAct act)
{
  switch (act)
    {
    case PST_ACT_NONE:
      for (gint i = 0; i < n; i++)
        y[i] += bias;
      break;
    case PST_ACT_RELU:
      for (gint i = 0; i < n; i++)
        y[i] = MAX (y[i] + bias, 0);
      break;
    case PST_ACT_LEAKY:
      for (gint i = 0; i < n; i++)
        y[i] = MAX (y[i] + bias, 0.2f * (y[i] + bias));
      break;
    case PST_ACT_TANH:
      for (gint i = 0; i < n; i++)
        y[i] = fast_tanh (y[i] + bias);
      break;
    }
}

static void
finish_line (gfloat *line, gint n, gint k, gpointer data)
{
  const Conv *v = data;

  pst_activate (line, n, v->bias.value ? v->bias.value[k] : 0, v->spec.act);
}

PST_VECTOR static void
act_backward (gfloat *dy, const gfloat *y, gsize n, PstAct act)
{
  switch (act)
    {
    case PST_ACT_NONE:
      break;
    case PST_ACT_RELU:
      for (gsize i = 0; i < n; i++)
        dy[i] = y[i] > 0 ? dy[i] : 0;
      break;
    case PST_ACT_LEAKY:
      for (gsize i = 0; i < n; i++)
        dy[i] = y[i] > 0 ? dy[i] : 0.2f * dy[i];
      break;
    case PST_ACT_TANH:
      for (gsize i = 0; i < n; i++)
        dy[i] *= 1 - y[i] * y[i];
      break;
    }
}

static void
act_item (gint item, gint worker, gpointer data)
{
  const PstNode *y = data;
  const Conv *v = y->op;
  gsize plane = (gsize) y->h * y->w, at = (gsize) item * plane;

  act_backward (y->grad + at, y->data + at, plane, v->spec.act);
}

/* ---- backward: weights ------------------------------------------------ */

typedef struct
{
  const Conv *conv;
  PstPool *pool;
  const gfloat *x;
  const gfloat *dy;
  gfloat *parts; /* [GROUPS][K (depth + 1)] */
  gint depth;    /* C R R */
  gint strip;    /* results in a strip */
  gint n_strips; /* per image */
} Weights;

/* One channel's part of the unrolled input: [R R][pixels] for results [first,
 * first + pixels).  @rows holds the padded rows from the first one needed on. */
static void
unroll (const Conv *v, const gfloat *rows, gint first, gint pixels, gfloat *col)
{
  gint stride = v->spec.stride, first_row = first / v->ow;

  for (gint ry = 0; ry < v->spec.kernel; ry++)
    for (gint rx = 0; rx < v->spec.kernel; rx++, col += pixels)
      {
        gint oy = first_row, ox = first % v->ow;

        for (gint done = 0; done < pixels; ox = 0, oy++)
          {
            gint run = MIN (v->ow - ox, pixels - done);
            const gfloat *src =
                rows + (gsize) ((oy - first_row) * stride + ry) * v->pw + ox * stride + rx;

            if (stride == 1)
              memcpy (col + done, src, (gsize) run * sizeof (gfloat));
            else
              for (gint i = 0; i < run; i++)
                col[done + i] = src[2 * i];
            done += run;
          }
      }
}

/* Strips of unrolled input times those of dy, for a fixed share of all strips. */
static void
weights_group (gint group, gint worker, gpointer data)
{
  const Weights *b = data;
  const Conv *v = b->conv;
  gint pixels = v->oh * v->ow, n_items = v->n * b->n_strips;
  gint rows = (b->strip / v->ow + 2) * v->spec.stride + v->spec.kernel;
  gfloat *dw = b->parts + (gsize) group * v->k * (b->depth + 1);
  gfloat *db = dw + (gsize) v->k * b->depth;
  gfloat *col = pst_pool_scratch (
      b->pool, worker, ((gsize) b->depth * b->strip + (gsize) rows * v->pw) * sizeof (gfloat));
  gfloat *lines = col + (gsize) b->depth * b->strip;

  memset (dw, 0, (gsize) v->k * (b->depth + 1) * sizeof (gfloat));
  for (gint item = n_items * group / GROUPS; item < n_items * (group + 1) / GROUPS; item++)
    {
      gint image = item / b->n_strips, first = item % b->n_strips * b->strip;
      gint n = MIN (b->strip, pixels - first);
      gint row0 = first / v->ow, row1 = (first + n - 1) / v->ow;
      const gfloat *dy = b->dy + (gsize) image * v->k * pixels + first;

      for (gint c = 0; c < v->c; c++)
        {
          for (gint r = 0; r < (row1 - row0) * v->spec.stride + v->spec.kernel; r++)
            pst_gather_line (&v->gather, b->x + ((gsize) image * v->c + c) * v->h * v->w,
                             row0 * v->spec.stride + r, 0, v->pw, lines + (gsize) r * v->pw);
          unroll (v, lines, first, n, col + (gsize) c * (b->depth / v->c) * n);
        }
      cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, v->k, b->depth, n, 1, dy, pixels, col,
                   n, 1, dw, b->depth);
      if (v->bias.grad)
        for (gint k = 0; k < v->k; k++)
          db[k] += (gfloat) pst_sum (dy + (gsize) k * pixels, (gsize) n);
    }
}

static void
backward_weights (PstTape *tape, PstNode *node)
{
  Conv *v = node->op;
  gint depth = v->c * v->spec.kernel * v->spec.kernel, pixels = v->oh * v->ow;
  gsize size = (gsize) v->k * depth;
  Weights b = { v, tape->pool, node->in[0]->data, node->grad, NULL, depth, 0, 0 };

  if (MIN (v->c, v->k) >= MIN_CHANNELS_WEIGHTS && ! v->bias.grad
      && suits_winograd (v, v->oh, v->ow))
    {
      const PstWinograd g = {
        .n = v->n, .c = v->c, .k = v->k, .gather = v->gather, .oh = v->oh, .ow = v->ow
      };

      if (! pst_winograd_backward_weights (&g, v->weight.grad, b.x, b.dy, tape->pool, tape->arena))
        no_memory (tape);
      return;
    }
  b.strip = CLAMP (STRIP_FLOATS / depth / 16 * 16, 64, 4096);
  b.n_strips = (pixels + b.strip - 1) / b.strip;
  b.strip = (pixels + b.n_strips - 1) / b.n_strips;
  b.parts = pst_arena_take (tape->arena, GROUPS * (size + v->k) * sizeof (gfloat));
  if (! b.parts)
    {
      no_memory (tape);
      return;
    }
  pst_pool_run (tape->pool, GROUPS, weights_group, &b);
  for (gint group = 0; group < GROUPS; group++)
    {
      const gfloat *part = b.parts + (gsize) group * (size + v->k);

      pst_add_scaled (v->weight.grad, part, 1, size);
      if (v->bias.grad)
        pst_add_scaled (v->bias.grad, part + size, 1, (gsize) v->k);
    }
  pst_arena_give (tape->arena, b.parts);
}

/* ---- backward: input -------------------------------------------------- */

/* The gradient of the padded input is itself a convolution of dy, padded with
 * zeros: row s t + phase gets the sum over j of w[phase + s j] dy[t - j].  So
 * there is one stride-1 convolution per phase, s x s of them, and no two items
 * write to one place. */
static gboolean
backward_phases (PstTape *tape, const Conv *v, const gfloat *dy, gfloat *dpad)
{
  gint r = v->spec.kernel, s = v->spec.stride;
  gfloat *weights = pst_arena_take (tape->arena, (gsize) v->k * v->c * r * r * sizeof (gfloat));
  gboolean done = weights != NULL;

  if (r < s)
    memset (dpad, 0, (gsize) v->n * v->c * v->ph * v->pw * sizeof (gfloat));
  for (gint phase = 0; phase < s * s && done; phase++)
    {
      gint py = phase / s, px = phase % s;
      gint taps_y = (r - py + s - 1) / s, taps_x = (r - px + s - 1) / s;
      const PstDirect d = { .n = v->n,
                            .c = v->k,
                            .k = v->c,
                            .gather = { .h = v->oh,
                                        .w = v->ow,
                                        .upsample = 1,
                                        .pad_y = taps_y - 1,
                                        .pad_x = taps_x - 1,
                                        .zeros = TRUE },
                            .taps_y = taps_y,
                            .taps_x = taps_x,
                            .stride = 1,
                            .rows = (v->ph - py + s - 1) / s,
                            .cols = (v->pw - px + s - 1) / s,
                            .oh = v->ph,
                            .ow = v->pw,
                            .step = s,
                            .first_y = py,
                            .first_x = px };
      gfloat *to = weights;

      if (taps_y < 1 || taps_x < 1)
        continue; /* a kernel narrower than its stride does not see these pixels */
      for (gint c = 0; c < v->c; c++)
        for (gint k = 0; k < v->k; k++)
          for (gint jy = taps_y; jy-- > 0;)
            for (gint jx = taps_x; jx-- > 0;)
              *to++ = v->weight.value[(((gsize) k * v->c + c) * r + py + s * jy) * r + px + s * jx];
      done = pst_direct_forward (&d, dpad, dy, weights, NULL, NULL, tape->pool, tape->arena);
    }
  pst_arena_give (tape->arena, weights);
  return done || no_memory (tape);
}

static gboolean
backward_padded (PstTape *tape, const Conv *v, const gfloat *dy, gfloat *dpad)
{
  const PstWinograd g = {
    .n = v->n,
    .c = v->k,
    .k = v->c,
    .gather = { .h = v->oh, .w = v->ow, .upsample = 1, .pad_y = 2, .pad_x = 2, .zeros = TRUE },
    .oh = v->ph,
    .ow = v->pw
  };

  if (! suits_winograd (v, v->ph, v->pw))
    return backward_phases (tape, v, dy, dpad);
  return pst_winograd_forward (&g, dpad, dy, v->weight.value, TRUE, NULL, PST_ACT_NONE, tape->pool,
                               tape->arena)
         || no_memory (tape);
}

typedef struct
{
  const Conv *conv;
  gfloat *dpad;
  gfloat *dx;
} Fold;

PST_VECTOR static void
add_row (gfloat *dst, const gfloat *src, gint n, gint upsample)
{
  if (upsample == 1)
    for (gint x = 0; x < n; x++)
      dst[x] += src[x];
  else
    for (gint x = 0; x < n; x++)
      dst[x] += src[2 * x] + src[2 * x + 1];
}

/* The adjoint of gathering, for one plane: padding goes back where it came from,
 * both copies of an upsampled pixel to the one. */
static void
fold_plane (gint item, gint worker, gpointer data)
{
  const Fold *f = data;
  const Conv *v = f->conv;
  gint pad = v->spec.pad, up = v->spec.upsample, vh = v->h * up, vw = v->w * up;
  gfloat *dx = f->dx + (gsize) item * v->h * v->w;
  gfloat *src = f->dpad + (gsize) item * v->ph * v->pw;

  for (gint y = 0; y < v->ph; y++, src += v->pw)
    {
      for (gint i = 0; i < pad; i++)
        {
          src[pad + pst_reflect (i - pad, vw)] += src[i];
          src[pad + pst_reflect (vw + i, vw)] += src[pad + vw + i];
        }
      add_row (dx + (gsize) (pst_reflect (y - pad, vh) / up) * v->w, src + pad, v->w, up);
    }
}

static void
backward_data (PstTape *tape, PstNode *node)
{
  Conv *v = node->op;
  gfloat *dx = pst_node_grad (tape, node->in[0]);
  gfloat *dpad =
      pst_arena_take (tape->arena, (gsize) v->n * v->c * v->ph * v->pw * sizeof (gfloat));

  if (! dx || ! dpad)
    no_memory (tape);
  else if (backward_padded (tape, v, node->grad, dpad))
    pst_pool_run (tape->pool, v->n * v->c, fold_plane, &(Fold){ v, dpad, dx });
  pst_arena_give (tape->arena, dpad);
}

static void
conv_backward (PstTape *tape, PstNode *node)
{
  Conv *v = node->op;

  if (v->spec.act != PST_ACT_NONE)
    pst_pool_run (tape->pool, node->n * node->c, act_item, node);
  if (v->weight.grad)
    backward_weights (tape, node);
  if (node->in[0]->needs_grad)
    backward_data (tape, node);
}

/* ---- the operation ---------------------------------------------------- */

static gboolean
forward (PstTape *tape, Conv *v, const gfloat *x, gfloat *y)
{
  const PstWinograd g = {
    .n = v->n, .c = v->c, .k = v->k, .gather = v->gather, .oh = v->oh, .ow = v->ow
  };
  const PstDirect d = { .n = v->n,
                        .c = v->c,
                        .k = v->k,
                        .gather = v->gather,
                        .taps_y = v->spec.kernel,
                        .taps_x = v->spec.kernel,
                        .stride = v->spec.stride,
                        .rows = v->oh,
                        .cols = v->ow,
                        .oh = v->oh,
                        .ow = v->ow,
                        .step = 1 };

  if (suits_winograd (v, v->oh, v->ow))
    return pst_winograd_forward (&g, y, x, v->weight.value, FALSE, v->bias.value, v->spec.act,
                                 tape->pool, tape->arena);
  return pst_direct_forward (&d, y, x, v->weight.value, finish_line, v, tape->pool, tape->arena);
}

PstNode *
pst_conv (PstTape *tape, PstNode *x, const PstConvSpec *spec, gint k, PstWeight w, PstWeight b)
{
  Conv v = conv_new (spec, x, k, w, b);
  PstNode *y = pst_tape_node (tape, x->n, k, v.oh, v.ow);

  g_assert (v.ph >= spec->kernel && v.pw >= spec->kernel);
  if (tape->error)
    return y;
  if (! forward (tape, &v, x->data, y->data))
    no_memory (tape);
  pst_tape_tick (tape, pst_conv_work (spec, x->c, k, x->h, x->w) * x->n);
  if (tape->record)
    {
      y->in[0] = x;
      y->needs_grad = x->needs_grad || w.grad;
      y->op = g_memdup2 (&v, sizeof v);
      y->backward = conv_backward;
    }
  return y;
}
