/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "conv.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

#include "vector.h"

/* Floats of unrolled input per strip: 512 KiB, about half a core's level-2 cache. */
#define STRIP_FLOATS (128 * 1024)

/* Weight gradients are summed in this many parts, whatever the threads. */
#define GROUPS 4

typedef struct
{
  PstConvSpec spec;
  gint n, c, h, w; /* input                    */
  gint k, oh, ow;  /* output                   */
  gint vh, vw;     /* input after upsampling   */
  gint ph, pw;     /* and after padding        */
  gint strip;      /* output pixels in a strip */
  gint n_strips;   /* per image                */
} Plan;

typedef struct
{
  Plan plan;
  PstWeight weight;
  PstWeight bias;
} ConvOp;

static void
plan_strips (Plan *p, gsize depth)
{
  gint pixels = p->oh * p->ow;

  p->strip = (gint)CLAMP (STRIP_FLOATS / (gint)depth / 16 * 16, 64, 4096);
  p->n_strips = (pixels + p->strip - 1) / p->strip;
  p->strip = (pixels + p->n_strips - 1) / p->n_strips;
}

static Plan
plan_new (const PstConvSpec *spec, const PstNode *x, gint k)
{
  Plan p = { .spec = *spec, .n = x->n, .c = x->c, .h = x->h, .w = x->w, .k = k };

  p.vh = x->h * spec->upsample;
  p.vw = x->w * spec->upsample;
  p.ph = p.vh + 2 * spec->pad;
  p.pw = p.vw + 2 * spec->pad;
  p.oh = (p.ph - spec->kernel) / spec->stride + 1;
  p.ow = (p.pw - spec->kernel) / spec->stride + 1;
  plan_strips (&p, (gsize)x->c * (gsize)(spec->kernel * spec->kernel));
  return p;
}

gdouble
pst_conv_work (const PstConvSpec *spec, gint c, gint k, gint h, gint w)
{
  gint oh = (h * spec->upsample + 2 * spec->pad - spec->kernel) / spec->stride + 1;
  gint ow = (w * spec->upsample + 2 * spec->pad - spec->kernel) / spec->stride + 1;

  return (gdouble)oh * ow * c * k * spec->kernel * spec->kernel;
}

/* Padded and upsampled rows [row0, row0 + rows) of one channel, width p->pw. */
static void
gather_rows (const Plan *p, const gfloat *plane, gint row0, gint rows, gfloat *dst)
{
  gint pad = p->spec.pad;

  for (gint r = 0; r < rows; r++, dst += p->pw)
    {
      const gfloat *src =
          plane + (gsize)(pst_reflect (row0 + r - pad, p->vh) / p->spec.upsample) * p->w;

      if (p->spec.upsample == 1)
        memcpy (dst + pad, src, (gsize)p->w * sizeof (gfloat));
      else
        for (gint x = 0; x < p->w; x++)
          dst[pad + 2 * x] = dst[pad + 2 * x + 1] = src[x];
      for (gint i = 0; i < pad; i++)
        {
          dst[i] = dst[pad + pst_reflect (i - pad, p->vw)];
          dst[pad + p->vw + i] = dst[pad + pst_reflect (p->vw + i, p->vw)];
        }
    }
}

/* One channel's part of the unrolled input: [kernel_h * kernel_w][pixels] for
 * output pixels [first, first + pixels) of a map @ow wide.  @rows holds the
 * padded rows from the first one needed on, @pw wide. */
static void
unroll (const gfloat *rows, gint pw, gint kernel_h, gint kernel_w, gint stride, gint ow, gint first,
        gint pixels, gfloat *col)
{
  gint first_row = first / ow;

  for (gint ry = 0; ry < kernel_h; ry++)
    for (gint rx = 0; rx < kernel_w; rx++)
      {
        gint done = 0;
        gint oy = first_row, ox = first % ow;

        while (done < pixels)
          {
            gint run = MIN (ow - ox, pixels - done);
            const gfloat *src =
                rows + (gsize)((oy - first_row) * stride + ry) * pw + ox * stride + rx;

            if (stride == 1)
              memcpy (col + done, src, (gsize)run * sizeof (gfloat));
            else
              for (gint i = 0; i < run; i++)
                col[done + i] = src[i * stride];
            done += run;
            ox = 0;
            oy++;
          }
        col += pixels;
      }
}

/* The strip of output pixels that an item is about, and the input rows for it. */
typedef struct
{
  gint image, first, pixels, row0, rows;
} Strip;

static Strip
strip_of (const Plan *p, gint item)
{
  Strip s;

  s.image = item / p->n_strips;
  s.first = item % p->n_strips * p->strip;
  s.pixels = MIN (p->strip, p->oh * p->ow - s.first);
  s.row0 = s.first / p->ow * p->spec.stride;
  s.rows = ((s.first + s.pixels - 1) / p->ow - s.first / p->ow) * p->spec.stride + p->spec.kernel;
  return s;
}

/* Unrolled input [C R R][pixels] of strip @s, in @worker's scratch. */
static gfloat *
unroll_strip (const Plan *p, const gfloat *x, const Strip *s, PstPool *pool, gint worker)
{
  gint taps = p->spec.kernel * p->spec.kernel;
  gsize depth = (gsize)p->c * taps;
  gfloat *col = pst_pool_scratch (pool, worker,
                                  (depth * s->pixels + (gsize)s->rows * p->pw) * sizeof (gfloat));
  gfloat *rows = col + depth * s->pixels;

  for (gint c = 0; c < p->c; c++)
    {
      gather_rows (p, x + ((gsize)s->image * p->c + c) * p->h * p->w, s->row0, s->rows, rows);
      unroll (rows, p->pw, p->spec.kernel, p->spec.kernel, p->spec.stride, p->ow, s->first,
              s->pixels, col + (gsize)c * taps * s->pixels);
    }
  return col;
}

/* ---- forward ---------------------------------------------------------- */

typedef struct
{
  const ConvOp *op;
  PstPool *pool;
  const gfloat *x;
  gfloat *y;
} Forward;

PST_VECTOR static void
finish (gfloat *y, gint n, gfloat bias, PstAct act)
{
  switch (act)
    {
    case PST_ACT_NONE:
      if (bias != 0)
        for (gint i = 0; i < n; i++)
          y[i] += bias;
      break;
    case PST_ACT_RELU:
      for (gint i = 0; i < n; i++)
        y[i] = MAX (y[i] + bias, 0);
      break;
    case PST_ACT_LEAKY:
      for (gint i = 0; i < n; i++)
        {
          gfloat v = y[i] + bias;

          y[i] = MAX (v, 0.2f * v);
        }
      break;
    case PST_ACT_TANH:
      for (gint i = 0; i < n; i++)
        y[i] = tanhf (y[i] + bias);
      break;
    }
}

static void
forward_item (gint item, gint worker, gpointer data)
{
  const Forward *f = data;
  const Plan *p = &f->op->plan;
  Strip s = strip_of (p, item);
  gint depth = p->c * p->spec.kernel * p->spec.kernel;
  gint pixels = p->oh * p->ow;
  const gfloat *col = unroll_strip (p, f->x, &s, f->pool, worker);
  gfloat *y = f->y + (gsize)s.image * p->k * pixels + s.first;

  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, p->k, s.pixels, depth, 1,
               f->op->weight.value, depth, col, s.pixels, 0, y, pixels);
  for (gint k = 0; k < p->k; k++)
    finish (y + (gsize)k * pixels, s.pixels, f->op->bias.value ? f->op->bias.value[k] : 0,
            p->spec.act);
}

/* ---- backward: activation --------------------------------------------- */

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

typedef struct
{
  gfloat *dy;
  const gfloat *y;
  gsize plane;
  PstAct act;
} ActBackward;

static void
act_item (gint item, gint worker, gpointer data)
{
  const ActBackward *a = data;

  act_backward (a->dy + (gsize)item * a->plane, a->y + (gsize)item * a->plane, a->plane, a->act);
}

/* ---- backward: weights ------------------------------------------------ */

typedef struct
{
  const ConvOp *op;
  PstPool *pool;
  const gfloat *x;
  const gfloat *dy;
  gfloat *parts; /* [GROUPS][K (depth + 1)] */
  gint n_items;
} Weights;

static void
weights_group (gint group, gint worker, gpointer data)
{
  const Weights *b = data;
  const Plan *p = &b->op->plan;
  gint depth = p->c * p->spec.kernel * p->spec.kernel;
  gint pixels = p->oh * p->ow;
  gfloat *dw = b->parts + (gsize)group * p->k * (depth + 1);
  gfloat *db = dw + (gsize)p->k * depth;
  gint first = b->n_items * group / GROUPS, last = b->n_items * (group + 1) / GROUPS;

  memset (dw, 0, (gsize)p->k * (depth + 1) * sizeof (gfloat));
  for (gint item = first; item < last; item++)
    {
      Strip s = strip_of (p, item);
      const gfloat *dy = b->dy + (gsize)s.image * p->k * pixels + s.first;
      const gfloat *col = unroll_strip (p, b->x, &s, b->pool, worker);

      cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, p->k, depth, s.pixels, 1, dy, pixels,
                   col, s.pixels, 1, dw, depth);
      if (b->op->bias.grad)
        for (gint k = 0; k < p->k; k++)
          {
            gdouble sum = 0;

            for (gint i = 0; i < s.pixels; i++)
              sum += dy[(gsize)k * pixels + i];
            db[k] += (gfloat)sum;
          }
    }
}

static void
backward_weights (PstTape *tape, PstNode *node)
{
  ConvOp *op = node->op;
  Plan *p = &op->plan;
  gsize size = (gsize)p->k * p->c * p->spec.kernel * p->spec.kernel;
  Weights b = { op, tape->pool, node->in[0]->data, node->grad, NULL, p->n * p->n_strips };

  b.parts = pst_tape_save (tape, node, 1, GROUPS * (size + (gsize)p->k));
  if (! b.parts)
    return;
  pst_pool_run (tape->pool, GROUPS, weights_group, &b);
  for (gint group = 0; group < GROUPS; group++)
    {
      const gfloat *part = b.parts + (gsize)group * (size + p->k);

      for (gsize i = 0; i < size; i++)
        op->weight.grad[i] += part[i];
      if (op->bias.grad)
        for (gint k = 0; k < p->k; k++)
          op->bias.grad[k] += part[size + k];
    }
}

/* ---- backward: input -------------------------------------------------- */

/* The gradient of the padded input is itself a convolution of dy, padded with
 * zeros: row s t + phase gets sum over j of w[phase + s j] dy[t - j].  So there
 * is one stride-1 convolution per phase, s x s of them, and no two items write
 * to one place. */

typedef struct
{
  gint phase_y, phase_x;
  gint taps_y, taps_x;
  gint rows, cols; /* of the padded input that have this phase */
  gfloat *weights; /* [C][K][taps_y][taps_x], reversed taps    */
} Phase;

typedef struct
{
  const Plan *plan;
  PstPool *pool;
  const Phase *phase;
  const gfloat *dy;
  gfloat *dpad; /* [N][C][PH][PW] */
  gint strip;   /* pixels in a strip */
  gint n_strips;
} Data;

static void
data_item (gint item, gint worker, gpointer data)
{
  const Data *d = data;
  const Plan *p = d->plan;
  const Phase *f = d->phase;
  gint image = item / d->n_strips;
  gint first = item % d->n_strips * d->strip;
  gint pixels = MIN (d->strip, f->rows * f->cols - first);
  gint row0 = first / f->cols;
  gint rows = (first + pixels - 1) / f->cols - row0 + f->taps_y;
  gint width = f->cols + f->taps_x - 1;
  gint taps = f->taps_y * f->taps_x;
  gint depth = p->k * taps;
  gint stride = p->spec.stride;
  gsize plane = (gsize)p->ph * p->pw;
  gfloat *col = pst_pool_scratch (
      d->pool, worker,
      ((gsize)depth * pixels + (gsize)p->c * pixels + (gsize)rows * width) * sizeof (gfloat));
  gfloat *out = col + (gsize)depth * pixels;
  gfloat *lines = out + (gsize)p->c * pixels;
  gfloat *dpad = d->dpad + (gsize)image * p->c * plane;

  for (gint k = 0; k < p->k; k++)
    {
      const gfloat *dy = d->dy + ((gsize)image * p->k + k) * p->oh * p->ow;

      for (gint r = 0; r < rows; r++)
        {
          gint y = row0 + r - (f->taps_y - 1);
          gint n = MIN (p->ow, f->cols);
          gfloat *line = lines + (gsize)r * width;

          memset (line, 0, (gsize)width * sizeof (gfloat));
          if (y >= 0 && y < p->oh)
            memcpy (line + f->taps_x - 1, dy + (gsize)y * p->ow, (gsize)n * sizeof (gfloat));
        }
      unroll (lines, width, f->taps_y, f->taps_x, 1, f->cols, first, pixels,
              col + (gsize)k * taps * pixels);
    }

  if (stride == 1)
    {
      cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, p->c, pixels, depth, 1, f->weights,
                   depth, col, pixels, 0, dpad + first, (gint)plane);
      return;
    }
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, p->c, pixels, depth, 1, f->weights, depth,
               col, pixels, 0, out, pixels);
  for (gint c = 0; c < p->c; c++)
    for (gint i = 0; i < pixels; i++)
      {
        gint y = (first + i) / f->cols, x = (first + i) % f->cols;

        dpad[(gsize)c * plane + (gsize)(y * stride + f->phase_y) * p->pw + x * stride
             + f->phase_x] = out[(gsize)c * pixels + i];
      }
}

/* One plane's pixels of a phase that no tap of the kernel meets. */
static void
clear_item (gint item, gint worker, gpointer data)
{
  const Data *d = data;
  const Plan *p = d->plan;
  const Phase *f = d->phase;
  gfloat *dpad = d->dpad + (gsize)item * p->ph * p->pw;

  for (gint y = f->phase_y; y < p->ph; y += p->spec.stride)
    for (gint x = f->phase_x; x < p->pw; x += p->spec.stride)
      dpad[(gsize)y * p->pw + x] = 0;
}

typedef struct
{
  const Plan *plan;
  const gfloat *dpad;
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

/* The adjoint of gather_rows () for one plane: padding goes back where it came
 * from, both copies of an upsampled pixel to the one. */
static void
fold_plane (gint item, gint worker, gpointer data)
{
  const Fold *f = data;
  const Plan *p = f->plan;
  gint pad = p->spec.pad;
  gfloat *dx = f->dx + (gsize)item * p->h * p->w;
  gfloat *src = (gfloat *)f->dpad + (gsize)item * p->ph * p->pw;

  for (gint y = 0; y < p->ph; y++, src += p->pw)
    {
      for (gint i = 0; i < pad; i++)
        {
          src[pad + pst_reflect (i - pad, p->vw)] += src[i];
          src[pad + pst_reflect (p->vw + i, p->vw)] += src[pad + p->vw + i];
        }
      add_row (dx + (gsize)(pst_reflect (y - pad, p->vh) / p->spec.upsample) * p->w, src + pad,
               p->w, p->spec.upsample);
    }
}

static void
backward_data (PstTape *tape, PstNode *node)
{
  ConvOp *op = node->op;
  Plan *p = &op->plan;
  gint r = p->spec.kernel, s = p->spec.stride;
  gfloat *dx = pst_node_grad (tape, node->in[0]);
  gfloat *dpad = pst_arena_take (tape->arena, (gsize)p->n * p->c * p->ph * p->pw * sizeof (gfloat));
  gfloat *weights = pst_arena_take (tape->arena, (gsize)p->k * p->c * r * r * sizeof (gfloat));

  if (dx && dpad && weights)
    {
      for (gint py = 0; py < s; py++)
        for (gint px = 0; px < s; px++)
          {
            Phase f = { py,
                        px,
                        (r - py + s - 1) / s,
                        (r - px + s - 1) / s,
                        (p->ph - py + s - 1) / s,
                        (p->pw - px + s - 1) / s,
                        weights };
            Data d = { p, tape->pool, &f, node->grad, dpad, 0, 0 };
            Plan strips = { .oh = f.rows, .ow = f.cols };
            gfloat *w = weights;

            if (f.rows < 1 || f.cols < 1)
              continue;
            if (f.taps_y < 1 || f.taps_x < 1) /* the stride steps over these pixels */
              {
                pst_pool_run (tape->pool, p->n * p->c, clear_item, &d);
                continue;
              }
            for (gint c = 0; c < p->c; c++)
              for (gint k = 0; k < p->k; k++)
                for (gint jy = f.taps_y; jy-- > 0;)
                  for (gint jx = f.taps_x; jx-- > 0;)
                    *w++ = op->weight
                               .value[(((gsize)k * p->c + c) * r + py + s * jy) * r + px + s * jx];
            plan_strips (&strips, (gsize)p->k * (gsize)(f.taps_y * f.taps_x));
            d.strip = strips.strip;
            d.n_strips = strips.n_strips;
            pst_pool_run (tape->pool, p->n * d.n_strips, data_item, &d);
          }
      pst_pool_run (tape->pool, p->n * p->c, fold_plane, &(Fold){ p, dpad, dx });
    }
  else if (dx)
    g_set_error (&tape->error, PST_ERROR, PST_ERROR_TOO_LARGE, "Not enough memory for a gradient");
  pst_arena_give (tape->arena, dpad);
  pst_arena_give (tape->arena, weights);
}

static void
conv_backward (PstTape *tape, PstNode *node)
{
  ConvOp *op = node->op;

  if (op->plan.spec.act != PST_ACT_NONE)
    {
      ActBackward a = { node->grad, node->data, (gsize)node->h * node->w, op->plan.spec.act };

      pst_pool_run (tape->pool, node->n * node->c, act_item, &a);
    }
  if (op->weight.grad)
    backward_weights (tape, node);
  if (node->in[0]->needs_grad)
    backward_data (tape, node);
}

/* ---- the operation ---------------------------------------------------- */

PstNode *
pst_conv (PstTape *tape, PstNode *x, const PstConvSpec *spec, gint k, PstWeight w, PstWeight b)
{
  ConvOp op = { plan_new (spec, x, k), w, b };
  PstNode *y = pst_tape_node (tape, x->n, k, op.plan.oh, op.plan.ow);

  g_assert (op.plan.ph >= spec->kernel && op.plan.pw >= spec->kernel);
  if (tape->error)
    return y;
  pst_pool_run (tape->pool, x->n * op.plan.n_strips, forward_item,
                &(Forward){ &op, tape->pool, x->data, y->data });
  pst_tape_tick (tape, pst_conv_work (spec, x->c, k, x->h, x->w) * x->n);
  if (tape->record)
    {
      y->in[0] = x;
      y->needs_grad = x->needs_grad || w.grad;
      y->op = g_memdup2 (&op, sizeof op);
      y->backward = conv_backward;
    }
  return y;
}
