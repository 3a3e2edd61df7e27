/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "kernels/conv.h"

#include <string.h>

#include "ground/sums.h"
#include "ground/vector.h"
#include "kernels/direct.h"
#include "kernels/doubled.h"
#include "kernels/outer.h"
#include "kernels/winograd.h"

/* Gradients of weights: floats of input that are interleaved at once, a megabyte; and
 * pixels that are summed at once, whose input for 32 weights fits the first cache. */
#define STRIP_FLOATS (256 * 1024)
#define STRIP_PIXELS 256

/* Below this many tiles of 4x4 most of Winograd's lanes would be empty. */
#define MIN_TILES 16

/* With fewer channels, or more than fits the cache, Winograd's adjoint is all
 * transforms. */
#define MIN_CHANNELS_ADJOINT 48
#define MOST_FLOATS_ADJOINT  (1024 * 1024)

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

static PstWinograd
winograd (const Conv *v)
{
  return (PstWinograd){
    .n = v->n, .c = v->c, .k = v->k, .gather = v->gather, .oh = v->oh, .ow = v->ow
  };
}

/* Whether its adjoint is the faster way back. */
static gboolean
suits_adjoint (const Conv *v)
{
  const PstWinograd g = winograd (v);

  return suits_winograd (v, v->oh, v->ow) && v->spec.upsample == 1 && v->spec.pad <= 1
         && MIN (v->c, v->k) >= MIN_CHANNELS_ADJOINT
         && pst_winograd_backward_floats (&g) <= MOST_FLOATS_ADJOINT;
}

static gboolean
suits_doubled (const Conv *v)
{
  return v->spec.upsample == 2 && v->spec.kernel == 3 && v->spec.stride == 1 && v->spec.pad == 1;
}

static PstDoubled
doubled (const Conv *v)
{
  return (PstDoubled){ .n = v->n, .c = v->c, .k = v->k, .h = v->h, .w = v->w };
}

static PstDirect
direct (const Conv *v)
{
  return (PstDirect){ .n = v->n,
                      .c = v->c,
                      .k = v->k,
                      .gather = v->gather,
                      .kernel = v->spec.kernel,
                      .stride = v->spec.stride,
                      .ph = v->ph,
                      .pw = v->pw,
                      .oh = v->oh,
                      .ow = v->ow };
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
  gfloat *parts;      /* [groups][K (depth + 1)]: [K][R][R][C], then of the bias */
  gint depth;         /* R R C */
  gint strips, strip; /* of an image; rows in one */
  gint groups;        /* parts that are summed by themselves */
} Weights;

/* Padded rows of the input, from @row on, pixel by pixel: [rows][pw][C]. */
static void
interleave_rows (const Conv *v, const gfloat *x, gint row, gint rows, gfloat *lines, gfloat *out)
{
  for (gint r = 0; r < rows; r++, out += (gsize) v->pw * v->c)
    {
      for (gint c = 0; c < v->c; c++)
        pst_gather_line (&v->gather, x + (gsize) c * v->h * v->w, row + r, 0, v->pw,
                         lines + (gsize) c * v->pw);
      pst_transpose (lines, (gsize) v->pw, v->c, v->pw, out, (gsize) v->c);
    }
}

/* A fixed share of all strips.  R neighbouring pixels of all channels are one
 * stretch of interleaved input, and so nothing is unrolled. */
static void
weights_group (gint group, gint worker, gpointer data)
{
  const Weights *b = data;
  const Conv *v = b->conv;
  gint items = v->n * b->strips, pixels = v->oh * v->ow, stride = v->spec.stride;
  gint r = v->spec.kernel, rows = (b->strip - 1) * stride + r;
  gsize line = (gsize) v->pw * v->c;
  gfloat *dw = b->parts + (gsize) group * v->k * (b->depth + 1);
  gfloat *db = dw + (gsize) v->k * b->depth;
  gfloat *lines =
      pst_pool_scratch (b->pool, worker, ((rows + 1) * line + PST_OUTER_LANES) * sizeof (gfloat));
  gfloat *in = lines + line;

  memset (dw, 0, (gsize) v->k * (b->depth + 1) * sizeof (gfloat));
  memset (in + rows * line, 0, PST_OUTER_LANES * sizeof (gfloat));
  for (gint item = items * group / b->groups; item < items * (group + 1) / b->groups; item++)
    {
      gint image = item / b->strips, first = item % b->strips * b->strip;
      gint height = MIN (b->strip, v->oh - first), part = MAX (1, STRIP_PIXELS / v->ow);
      const gfloat *dy = b->dy + (gsize) image * v->k * pixels + (gsize) first * v->ow;

      if (height <= 0)
        continue;
      interleave_rows (v, b->x + (gsize) image * v->c * v->h * v->w, first * stride,
                       (height - 1) * stride + r, lines, in);
      for (gint y = 0; y < height; y += part)
        {
          const PstOuter o = { .height = MIN (part, height - y),
                               .width = v->ow,
                               .a_row = (gsize) pixels,
                               .a_line = (gsize) v->ow,
                               .b_line = stride * line,
                               .b_step = (gsize) stride * v->c };

          for (gint ry = 0; ry < r; ry++)
            pst_outer (&o, v->k, dy + (gsize) y * v->ow, r * v->c, in + (y * stride + ry) * line,
                       dw + ry * r * v->c, (gsize) b->depth);
        }
      if (v->bias.grad)
        for (gint k = 0; k < v->k; k++)
          db[k] += (gfloat) pst_sum (dy + (gsize) k * pixels, (gsize) height * v->ow);
    }
}

/* The groups' sums for one channel out, each weight where it belongs. */
static void
weights_sum (gint k, gint worker, gpointer data)
{
  const Weights *b = data;
  const Conv *v = b->conv;
  gsize size = (gsize) v->k * (b->depth + 1);
  gint taps = v->spec.kernel * v->spec.kernel;
  gfloat *sum = b->parts + (gsize) k * b->depth;
  gfloat *dw = v->weight.grad + (gsize) k * b->depth;

  for (gint group = 1; group < b->groups; group++)
    pst_add_scaled (sum, sum + group * size, 1, (gsize) b->depth);
  for (gint c = 0; c < v->c; c++)
    for (gint tap = 0; tap < taps; tap++)
      dw[c * taps + tap] += sum[tap * v->c + c];
  if (v->bias.grad)
    for (gint group = 0; group < b->groups; group++)
      v->bias.grad[k] += b->parts[group * size + (gsize) v->k * b->depth + k];
}

static void
backward_weights (PstTape *tape, PstNode *node)
{
  Conv *v = node->op;
  gint depth = v->c * v->spec.kernel * v->spec.kernel;
  gsize size = (gsize) v->k * depth;
  Weights b = {
    .conv = v, .pool = tape->pool, .x = node->in[0]->data, .dy = node->grad, .depth = depth
  };

  b.strips = CLAMP (4 / v->n, 1, v->oh);
  b.strips = MAX (b.strips, (gint) ((gsize) v->ph * v->pw * v->c / STRIP_FLOATS) + 1);
  b.strip = (v->oh + b.strips - 1) / b.strips;
  b.groups = pst_outer_parts (v->n * b.strips);
  b.parts = pst_arena_take (tape->arena, b.groups * (size + v->k) * sizeof (gfloat));
  if (! b.parts)
    {
      no_memory (tape);
      return;
    }
  pst_pool_run (tape->pool, b.groups, weights_group, &b);
  pst_pool_run (tape->pool, v->k, weights_sum, &b);
  pst_arena_give (tape->arena, b.parts);
}

/* ---- backward: input -------------------------------------------------- */

static gboolean
backward_padded (PstTape *tape, const Conv *v, const gfloat *dy, gfloat *dpad)
{
  const PstWinograd g = {
    .n = v->n,
    .c = v->k,
    .k = v->c,
    .gather = { .h = v->oh, .w = v->ow, .upsample = 1, .pad_y = 2, .pad_x = 2, .zeros = TRUE },
    .oh = v->ph,
    .ow = v->pw,
    .transposed = TRUE
  };

  if (! suits_winograd (v, v->ph, v->pw))
    {
      const PstDirect d = direct (v);

      return pst_direct_backward (&d, dpad, dy, v->weight.value, tape->pool, tape->arena)
             || no_memory (tape);
    }
  return pst_winograd_forward (&g, dpad, dy, v->weight.value, NULL, PST_ACT_NONE, tape->pool,
                               tape->arena)
         || no_memory (tape);
}

typedef struct
{
  const Conv *conv;
  gfloat *dpad;
  gfloat *dx;
  gboolean first; /* dx is to be written, not added to */
} Fold;

PST_VECTOR static void
put_row (gfloat *restrict dst, const gfloat *restrict src, gint n, gint upsample, gboolean add)
{
  if (upsample == 1 && add)
    for (gint x = 0; x < n; x++)
      dst[x] += src[x];
  else if (upsample == 1)
    for (gint x = 0; x < n; x++)
      dst[x] = src[x];
  else if (add)
    for (gint x = 0; x < n; x++)
      dst[x] += src[2 * x] + src[2 * x + 1];
  else
    for (gint x = 0; x < n; x++)
      dst[x] = src[2 * x] + src[2 * x + 1];
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
  gfloat *dpad = f->dpad + (gsize) item * v->ph * v->pw;

  /* From the first row that is no padding, all around. */
  for (gint i = 0; i < v->ph; i++)
    {
      gint y = (i + pad) % v->ph;
      gfloat *src = dpad + (gsize) y * v->pw;

      for (gint j = 0; j < pad; j++)
        {
          src[pad + pst_reflect (j - pad, vw)] += src[j];
          src[pad + pst_reflect (vw + j, vw)] += src[pad + vw + j];
        }
      put_row (dx + (gsize) (pst_reflect (y - pad, vh) / up) * v->w, src + pad, v->w, up,
               ! f->first || i >= vh || i % up != 0);
    }
}

static void
backward_data (PstTape *tape, PstNode *node)
{
  Conv *v = node->op;
  gboolean first;
  gfloat *dx = pst_node_grad_first (tape, node->in[0], &first), *dpad;

  if (dx && first && v->spec.pad == 0 && v->spec.upsample == 1)
    {
      backward_padded (tape, v, node->grad, dx); /* nothing to fold */
      return;
    }
  dpad = pst_arena_take (tape->arena, (gsize) v->n * v->c * v->ph * v->pw * sizeof (gfloat));
  if (! dx || ! dpad)
    no_memory (tape);
  else if (backward_padded (tape, v, node->grad, dpad))
    pst_pool_run (tape->pool, v->n * v->c, fold_plane, &(Fold){ v, dpad, dx, first });
  pst_arena_give (tape->arena, dpad);
}

static void
bias_item (gint k, gint worker, gpointer data)
{
  const PstNode *y = data;
  const Conv *v = y->op;
  gdouble sum = 0;

  for (gint n = 0; n < y->n; n++)
    sum += pst_sum (y->grad + pst_node_plane (y, n, k), (gsize) y->h * y->w);
  v->bias.grad[k] += (gfloat) sum;
}

/* FALSE if the tape has failed. */
static gboolean
prepare_back (PstTape *tape, PstNode *node, PstConvBack *back)
{
  const Conv *v = node->op;

  *back = (PstConvBack){
    .x = node->in[0]->data, .w = v->weight.value, .dy = node->grad, .dw = v->weight.grad
  };
  back->dx = pst_node_grad_first (tape, node->in[0], &back->first);
  return ! tape->error;
}

static void
backward_doubled (PstTape *tape, PstNode *node)
{
  Conv *v = node->op;
  const PstDoubled d = doubled (v);
  PstConvBack back;

  if (! prepare_back (tape, node, &back))
    return;
  if (! pst_doubled_backward (&d, &back, tape->pool, tape->arena))
    no_memory (tape);
  if (v->bias.grad)
    pst_pool_run (tape->pool, v->k, bias_item, node);
}

static void
backward_adjoint (PstTape *tape, PstNode *node)
{
  Conv *v = node->op;
  const PstWinograd g = winograd (v);
  PstConvBack back;

  if (! prepare_back (tape, node, &back))
    return;
  if (! pst_winograd_backward (&g, &back, tape->pool, tape->arena))
    no_memory (tape);
  if (v->bias.grad)
    pst_pool_run (tape->pool, v->k, bias_item, node);
}

static void
conv_backward (PstTape *tape, PstNode *node)
{
  Conv *v = node->op;

  if (v->spec.act != PST_ACT_NONE)
    pst_pool_run (tape->pool, node->n * node->c, act_item, node);
  if (suits_doubled (v))
    {
      backward_doubled (tape, node);
      return;
    }
  if (suits_adjoint (v))
    {
      backward_adjoint (tape, node);
      return;
    }
  if (v->weight.grad)
    backward_weights (tape, node);
  if (node->in[0]->needs_grad)
    backward_data (tape, node);
}

/* ---- the operation ---------------------------------------------------- */

static gboolean
forward (PstTape *tape, Conv *v, const gfloat *x, gfloat *y)
{
  const PstWinograd g = winograd (v);
  const PstDirect d = direct (v);

  if (suits_doubled (v))
    {
      const PstDoubled twice = doubled (v);

      return pst_doubled_forward (&twice, y, x, v->weight.value, v->bias.value, v->spec.act,
                                  tape->pool, tape->arena);
    }
  if (suits_winograd (v, v->oh, v->ow))
    return pst_winograd_forward (&g, y, x, v->weight.value, v->bias.value, v->spec.act, tape->pool,
                                 tape->arena);
  return pst_direct_forward (&d, y, x, v->weight.value, v->bias.value, v->spec.act, tape->pool,
                             tape->arena);
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
