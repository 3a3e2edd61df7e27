/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/finishing-pictures.h"

#include <math.h>
#include <string.h>

#include "ground/engine-private.h"
#include "ground/random.h"
#include "kernels/pooling.h"
#include "kernels/twice.h"
#include "networks/finisher.h"
#include "strokes/flow.h"
#include "strokes/manner.h"
#include "training/gray.h"

#define SIZES      4
#define OWN_SIZES  2
#define OCTAVES    2
#define WAVELENGTH 3.5
#define SIDE       PST_FINISHING_CROP
#define POINTS                                                                                     \
  0.6f             /* how much of a pair's pixels are taken without a mean: saw-teeth, as hard
                           edges of strokes have them */
#define CALM 0.25f /* colours nearer than that, of 2, are one to the guide */

/* A picture and the luma that guides who enlarges to its size. */
typedef struct
{
  PstImage *image; /* in [-1,1] */
  gfloat *guide;   /* of the same size or, of the style's results, twice that  */
  gfloat *along;   /* [2] planes of image's size: see pst_bristles ()          */
  PstImage *real;  /* of the style's results: the painting, twice as large     */
  PstMannerScale scale;
} Picture;

struct _PstFinishingPictures
{
  Picture painting[SIZES], own[OWN_SIZES];
  gint n_own;
  gboolean gray;
  PstOriented *oriented;
  PstPyramid *x, *dx;
  gdouble *gram[2 * OCTAVES], *dgram[2 * OCTAVES];
  PstPool *pool;
};

/* ---- making ----------------------------------------------------------- */

/* One pixel of the mean of 5x5 weighted by how near their colours are (Tomasi and Manduchi 1998). */
static void
calm_pixel (const PstImage *image, gint x, gint y, gfloat *colour)
{
  const gsize n = (gsize) image->width * (gsize) image->height;
  const gsize at = (gsize) y * (gsize) image->width + (gsize) x;
  gfloat sum[3] = { 0 }, weights = 0;

  for (gint r = MAX (y - 2, 0); r <= MIN (y + 2, image->height - 1); r++)
    for (gint c = MAX (x - 2, 0); c <= MIN (x + 2, image->width - 1); c++)
      {
        const gsize from = (gsize) r * (gsize) image->width + (gsize) c;
        gfloat squares = 0, weight;

        for (gsize i = 0; i < 3; i++)
          squares += (image->data[i * n + from] - image->data[i * n + at])
                     * (image->data[i * n + from] - image->data[i * n + at]);
        weight = expf (-squares / (2 * CALM * CALM));
        weights += weight;
        for (gsize i = 0; i < 3; i++)
          sum[i] += weight * image->data[i * n + from];
      }
  for (gint i = 0; i < 3; i++)
    colour[i] = sum[i] / weights;
}

typedef struct
{
  const PstImage *from;
  PstImage *to;
} Calm;

static void
calm_line (gint y, gint worker, gpointer data)
{
  const Calm *c = data;
  const gsize n = (gsize) c->from->width * (gsize) c->from->height;
  gfloat colour[3];

  for (gint x = 0; x < c->from->width; x++)
    {
      calm_pixel (c->from, x, y, colour);
      for (gsize i = 0; i < 3; i++)
        c->to->data[i * n + (gsize) y * (gsize) c->from->width + (gsize) x] = colour[i];
    }
}

PstImage *
pst_finishing_calm (PstPool *pool, const PstImage *image, GError **error)
{
  g_autoptr (PstImage) once = pst_image_new (image->width, image->height, error);
  g_autoptr (PstImage) twice = once ? pst_image_new (image->width, image->height, error) : NULL;

  if (! twice)
    return NULL;
  pst_pool_run (pool, image->height, calm_line, &(Calm){ image, once });
  pst_pool_run (pool, image->height, calm_line, &(Calm){ once, twice });
  return g_steal_pointer (&twice);
}

static gfloat *
make_guide (PstPool *pool, const PstImage *image, GError **error)
{
  const gsize n = (gsize) image->width * (gsize) image->height;
  g_autoptr (PstImage) calm = pst_finishing_calm (pool, image, error);
  gfloat *guide;

  if (! calm)
    return NULL;
  guide = g_new (gfloat, n);
  for (gsize i = 0; i < n; i++)
    guide[i] = 0.299f * calm->data[i] + 0.587f * calm->data[n + i] + 0.114f * calm->data[2 * n + i];
  return guide;
}

gboolean
pst_finishing_pictures_are_gray (const PstFinishingPictures *p)
{
  return p->gray;
}

static void
make_gray (PstImage *image)
{
  const gsize n = (gsize) image->width * (gsize) image->height;

  for (gsize i = 0; i < n; i++)
    image->data[i] = image->data[n + i] = image->data[2 * n + i] =
        0.299f * image->data[i] + 0.587f * image->data[n + i] + 0.114f * image->data[2 * n + i];
}

/* To [-1,1]; NULL stays NULL. */
static PstImage *
stretch (PstImage *image)
{
  gsize n = image ? 3 * (gsize) image->width * (gsize) image->height : 0;

  for (gsize i = 0; i < n; i++)
    image->data[i] = 2 * CLAMP (image->data[i], 0, 1) - 1;
  return image;
}

/* How wide the neighbourhoods are that decide where strokes go. */
static gboolean
find_along (Picture *p, PstEngine *engine, gdouble wide, GError **error)
{
  p->along = pst_flow_along (engine, p->image, wide, error);
  return p->along != NULL;
}

static gboolean
add_painting (Picture *p, PstEngine *engine, const PstImage *painting, gint size, GError **error)
{
  p->image = pst_image_resize_short (painting, size, error);
  p->scale.scale = 1;
  p->scale.wavelength = WAVELENGTH;
  if (! p->image || ! pst_manner_scale_measure (&p->scale, engine, p->image, OCTAVES, error))
    return FALSE;
  stretch (p->image);
  p->guide = make_guide (engine->pool, p->image, error);
  return p->guide && find_along (p, engine, 2, error);
}

/* What the style makes of its painting at that size. */
static gboolean
add_own (Picture *p, PstEngine *engine, const PstImage *painting, const PstStyle *style, gint size,
         GError **error)
{
  const PstParams params = PST_PARAMS_INIT;
  g_autoptr (PstImage) small = pst_image_resize_short (painting, size, error);

  if (! small)
    return FALSE;
  p->real = pst_image_resize (painting, 2 * small->width, 2 * small->height, error);
  p->scale.wavelength = WAVELENGTH;
  if (! p->real || ! pst_manner_scale_measure (&p->scale, engine, p->real, OCTAVES, error))
    return FALSE;
  stretch (p->real);
  pst_image_sanitise (small);
  p->image =
      stretch (pst_engine_paint_refined (engine, style, small, &params, NULL, NULL, NULL, error));
  p->guide = p->image ? make_guide (engine->pool, p->real, error) : NULL;
  return p->guide && find_along (p, engine, 1, error);
}

static gboolean
make_gauge (PstFinishingPictures *p, PstEngine *engine, GError **error)
{
  p->pool = engine->pool;
  p->x = pst_pyramid_new (engine->arena, SIDE, SIDE, OCTAVES);
  p->dx = pst_pyramid_new (engine->arena, SIDE, SIDE, OCTAVES);
  p->oriented = pst_oriented_new (engine->pool, engine->arena, SIDE, SIDE, OCTAVES, WAVELENGTH);
  for (gint i = 0; i < 2 * OCTAVES; i++)
    {
      gsize c = (gsize) pst_oriented_channels (i);

      p->gram[i] = g_new0 (gdouble, c * c);
      p->dgram[i] = g_new0 (gdouble, c * c);
    }
  if (p->x && p->dx && p->oriented)
    return TRUE;
  g_set_error_literal (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                       "Not enough memory to learn a painting's finish; close other programs");
  return FALSE;
}

PstFinishingPictures *
pst_finishing_pictures_new (PstEngine *engine, const PstImage *painting, const PstStyle *style,
                            gint style_size, GError **error)
{
  const gint side = MIN (painting->width, painting->height);
  const gdouble least = MAX (SIDE + 32, MIN (style_size, side / 2.0));
  g_autoptr (PstFinishingPictures) p = g_new0 (PstFinishingPictures, 1);
  g_autoptr (PstImage) gray = NULL;

  if (side < SIDE + 32)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "A painting of %d x %d pixels is too small to learn its finish; its short side "
                   "must be %d or more",
                   painting->width, painting->height, SIDE + 32);
      return NULL;
    }
  p->gray = pst_painting_is_gray (painting);
  if (p->gray)
    {
      gray = pst_image_crop (painting, 0, 0, painting->width, painting->height, error);
      if (! gray)
        return NULL;
      make_gray (gray);
      painting = gray;
    }
  for (gint i = 0; i < SIZES; i++)
    if (! add_painting (&p->painting[i], engine, painting,
                        (gint) lrint (side * pow (MIN (1, least / side), i / (SIZES - 1.0))),
                        error))
      return NULL;
  for (gint i = 0; style && i < OWN_SIZES; i++, p->n_own++)
    if (! add_own (&p->own[i], engine, painting, style,
                   (gint) CLAMP (style_size * (i ? 1.25 : 0.75), SIDE / 2 + 16,
                                 MAX (side / (i ? 2 : 2.6), SIDE / 2 + 16)),
                   error))
      return NULL;
  return make_gauge (p, engine, error) ? g_steal_pointer (&p) : NULL;
}

static void
picture_clear (Picture *p)
{
  pst_image_free (p->image);
  pst_image_free (p->real);
  g_free (p->guide);
  g_free (p->along);
  for (gint i = 0; i < PST_ORIENTED_MAPS; i++)
    {
      g_free (p->scale.map[i].gram);
      g_free (p->scale.map[i].deviation);
    }
}

void
pst_finishing_pictures_free (PstFinishingPictures *p)
{
  if (! p)
    return;
  for (gint i = 0; i < SIZES; i++)
    picture_clear (&p->painting[i]);
  for (gint i = 0; i < OWN_SIZES; i++)
    picture_clear (&p->own[i]);
  pst_oriented_free (p->oriented);
  pst_pyramid_free (p->x);
  pst_pyramid_free (p->dx);
  for (gint i = 0; i < 2 * OCTAVES; i++)
    {
      g_free (p->gram[i]);
      g_free (p->dgram[i]);
    }
  g_free (p);
}

/* ---- drawing ---------------------------------------------------------- */

/* to [side][side] = @plane, lines @stride apart, from (x, y) on. */
static void
cut (const gfloat *plane, gint stride, gint x, gint y, gint side, gboolean mirrored, gfloat *to)
{
  for (gint r = 0; r < side; r++)
    {
      const gfloat *from = plane + (gsize) (y + r) * (gsize) stride + x;

      for (gint i = 0; i < side; i++)
        *to++ = from[mirrored ? side - 1 - i : i];
    }
}

static gfloat *
image_of (const PstNode *node, gint n)
{
  return node->data + pst_node_plane (node, n, 0);
}

/* along [2][side][side] of @n: every step'th of @from's planes. */
static void
cut_along (const Picture *from, gint x, gint y, gint step, gboolean mirrored, PstNode *along,
           gint n)
{
  const gsize size = (gsize) from->image->width * (gsize) from->image->height;
  const gint side = along->w;

  for (gint c = 0; c < 2; c++)
    for (gint r = 0; r < side; r++)
      for (gint i = 0; i < side; i++)
        {
          const gint column = x + step * (mirrored ? side - 1 - i : i);

          along->data[pst_node_plane (along, n, c) + (gsize) (r * side + i)] =
              (c && mirrored ? -1 : 1)
              * from->along[(gsize) c * size + (gsize) (y + step * r) * (gsize) from->image->width
                            + (gsize) column];
        }
}

/* A crop of the painting, at the file's own size twice as often as at others. */
static void
draw_real (const PstFinishingPictures *p, guint64 key, PstFinishingDrawn *d, gint n)
{
  const gint which = MAX (pst_random_int (key, 0, SIZES + 1) - 1, 0);
  const Picture *from = &p->painting[which];
  const gint w = from->image->width, h = from->image->height;
  const gint x = pst_random_int (key, 1, w - SIDE + 1), y = pst_random_int (key, 2, h - SIDE + 1);
  const gboolean mirrored = pst_random_int (key, 3, 2) == 1;

  for (gint c = 0; c < 3; c++)
    cut (from->image->data + (gsize) c * (gsize) w * (gsize) h, w, x, y, SIDE, mirrored,
         image_of (d->real, n) + c * SIDE * SIDE);
  cut (from->guide, w, x, y, SIDE, mirrored, image_of (d->guide, n));
  cut_along (from, x, y, 2, mirrored, d->along, n);
  d->scale[n] = &from->scale;
}

/* Every side'th pixel and the mean around it, mixed. */
static PstImage *
reduce (const gfloat *planes, gint side, gint to, gfloat points)
{
  g_autoptr (PstImage) whole = pst_image_new (side, side, NULL);
  PstImage *small;

  if (! whole)
    return NULL;
  memcpy (whole->data, planes, 3 * (gsize) side * (gsize) side * sizeof (gfloat));
  small = pst_image_resize (whole, to, to, NULL);
  for (gint i = 0; small && i < 3 * to * to; i++)
    {
      gint c = i / (to * to), y = i / to % to * side / to, x = i % to * side / to;

      small->data[i] += points * (whole->data[(c * side + y) * side + x] - small->data[i]);
    }
  return small;
}

/* in = what @real comes of: its means, or those with saw-teeth, and perhaps of still fewer pixels. */
static void
spoil (const PstNode *real, gint n, guint64 key, PstNode *in)
{
  const gint half = SIDE / 2;
  const gboolean soft = pst_random_int (key, 4, 2) == 1;
  const gint side = soft ? (gint) (half / (1 + 0.7 * pst_random_uniform (key, 5))) : half;
  const gfloat points = pst_random_int (key, 6, 2) ? POINTS : 0;
  g_autoptr (PstImage) small = reduce (image_of (real, n), SIDE, side, points);
  g_autoptr (PstImage) large = small ? pst_image_resize (small, half, half, NULL) : NULL;

  if (large)
    memcpy (image_of (in, n), large->data, 3 * (gsize) half * (gsize) half * sizeof (gfloat));
}

static void
halve (const gfloat *x, gint planes, gint side, gfloat *y)
{
  for (gint r = 0; r < planes * side / 2; r++)
    for (gint i = 0; i < side / 2; i++)
      {
        const gfloat *a = x + 2 * r * side + 2 * i;

        *y++ = 0.25f * (a[0] + a[1] + a[side] + a[side + 1]);
      }
}

static void
enlarge (const PstNode *in, gint n, PstNode *base)
{
  g_autofree gfloat *scratch = g_new (gfloat, pst_twice_scratch (in->h, in->w));

  for (gint c = 0; c < 3; c++)
    pst_twice_plane (in->data + pst_node_plane (in, n, c), in->h, in->w,
                     base->data + pst_node_plane (base, n, c), scratch);
}

static void
draw_own (const PstFinishingPictures *p, guint64 key, PstFinishingDrawn *d, gint n)
{
  const gint half = SIDE / 2;
  const Picture *from = &p->own[pst_random_int (key, 0, p->n_own)];
  const gint w = from->image->width, h = from->image->height;
  const gint x = pst_random_int (key, 1, w - half + 1), y = pst_random_int (key, 2, h - half + 1);
  const gboolean mirrored = pst_random_int (key, 3, 2) == 1;

  for (gint c = 0; c < 3; c++)
    cut (from->image->data + (gsize) c * (gsize) w * (gsize) h, w, x, y, half, mirrored,
         d->in->data + pst_node_plane (d->in, n, c));
  for (gint c = 0; c < 3; c++)
    cut (from->real->data + (gsize) 4 * (gsize) c * (gsize) w * (gsize) h, 2 * w, 2 * x, 2 * y,
         SIDE, mirrored, image_of (d->real, n) + c * SIDE * SIDE);
  cut (from->guide, 2 * w, 2 * x, 2 * y, SIDE, mirrored, image_of (d->guide, n));
  cut_along (from, x, y, 1, mirrored, d->along, n);
  d->scale[n] = &from->scale;
  halve (image_of (d->in, n), 3, half, image_of (d->lower, n - d->n_pairs));
}

void
pst_finishing_draw (const PstFinishingPictures *p, guint64 key, PstTape *tape, PstFinishingDrawn *d)
{
  const gint n = PST_FINISHING_PAIRS + (p->n_own ? PST_FINISHING_OWN : 0), half = SIDE / 2;

  *d = (PstFinishingDrawn){ .n_pairs = PST_FINISHING_PAIRS };
  d->in = pst_tape_node (tape, n, PST_FINISHER_INPUT, half, half);
  d->guide = pst_tape_node (tape, n, 1, SIDE, SIDE);
  d->along = pst_tape_node (tape, n, 2, half, half);
  d->base = pst_tape_node (tape, n, 3, SIDE, SIDE);
  d->real = pst_tape_node (tape, n, 3, SIDE, SIDE);
  d->low = pst_tape_node (tape, n, 3, half, half);
  d->lower = pst_tape_node (tape, MAX (n - d->n_pairs, 1), 3, half / 2, half / 2);
  for (gint i = 0; i < n && ! pst_tape_failed (tape); i++)
    {
      const guint64 own_key = pst_random_key (key, 0, (guint64) i);

      if (i < d->n_pairs)
        {
          draw_real (p, own_key, d, i);
          spoil (d->real, i, own_key, d->in);
        }
      else
        {
          draw_own (p, own_key, d, i);
        }
      halve (image_of (d->real, i), 3, SIDE, image_of (d->low, i));
      enlarge (d->in, i, d->base);
      d->gain[i] = 1.2f * (gfloat) pst_random_uniform (own_key, 7);
      pst_finisher_see (d->in, i,
                        &(PstFinisherSight){ .guide = image_of (d->guide, i),
                                             .gain = d->gain[i],
                                             .along = { image_of (d->along, i),
                                                        image_of (d->along, i) + half * half },
                                             .key = pst_random_bits (own_key, 8) });
    }
}

/* ---- enlarged twice --------------------------------------------------- */

void
pst_finishing_shrink (const PstFinishingDrawn *d, guint64 key, PstNode *small, PstNode *base)
{
  const gint half = SIDE / 2;
  g_autofree gfloat *guide = g_new (gfloat, half * half), *along = g_new (gfloat, half * half / 2);

  for (gint i = 0; i < d->n_pairs; i++)
    {
      halve (image_of (d->in, i), 3, half, image_of (small, i));
      halve (image_of (d->guide, i), 1, SIDE, guide);
      halve (image_of (d->along, i), 2, half, along);
      enlarge (small, i, base);
      pst_finisher_see (small, i,
                        &(PstFinisherSight){ .guide = guide,
                                             .gain = d->gain[i],
                                             .along = { along, along + half / 2 * half / 2 },
                                             .key = pst_random_bits (key, (guint64) i) });
    }
}

void
pst_finishing_replace (const PstFinishingDrawn *d, const PstNode *y)
{
  for (gint i = 0; i < d->n_pairs; i++)
    {
      memcpy (image_of (d->in, i), image_of (y, i), pst_node_plane (y, 1, 0) * sizeof (gfloat));
      enlarge (d->in, i, d->base);
    }
}

/* ---- oriented features ------------------------------------------------ */

static void
take_grams (PstFinishingPictures *p, const gfloat *rgb)
{
  pst_pyramid_put_rgb (p->x, rgb, p->pool);
  pst_pyramid_shrink (p->x, p->pool);
  for (gint i = 0; i < 2 * OCTAVES; i++)
    memset (p->gram[i], 0,
            (gsize) pst_oriented_channels (i) * (gsize) pst_oriented_channels (i)
                * sizeof (gdouble));
  pst_oriented_forward (p->oriented, p->x, 0, p->gram);
}

/* Of one image; the targets' matrices are in @real. */
static gdouble
compare_image (PstFinishingPictures *p, const PstMannerMap *real, gdouble weight, gfloat *grad)
{
  const gdouble *dgrams[PST_ORIENTED_MAPS] = { NULL };
  gdouble sum = 0;

  for (gint i = 0; i < 2 * OCTAVES; i++)
    if (real[i].gram)
      {
        sum += pst_manner_compare (&real[i], i, p->gram[i], weight, weight, p->dgram[i]);
        dgrams[i] = p->dgram[i];
      }
  pst_pyramid_clear (p->dx);
  pst_oriented_backward (p->oriented, p->x, 0, dgrams, p->dx);
  pst_pyramid_shrink_back (p->dx, p->pool);
  pst_pyramid_rgb_back (p->dx, grad, p->pool);
  return sum;
}

/* Its matrices, divided by the deviations that the whole painting has. */
static void
take_target (PstFinishingPictures *p, const PstMannerScale *scale, PstMannerMap *to)
{
  for (gint i = 0; i < 2 * OCTAVES; i++)
    {
      const PstMannerMap *m = &scale->map[i];
      const gint c = pst_oriented_channels (i);

      to[i] = (PstMannerMap){ .deviation = m->deviation };
      if (! m->gram || pst_oriented_count (p->oriented, i, 0) == 0)
        continue;
      to[i].gram = g_new (gdouble, (gsize) c * (gsize) c);
      for (gint k = 0; k < c * c; k++)
        to[i].gram[k] = p->gram[i][k] / (m->deviation[k / c] * m->deviation[k % c]);
      pst_manner_map_finish (&to[i], c);
    }
}

gdouble
pst_finishing_compare (PstFinishingPictures *p, const PstFinishingDrawn *d, PstTape *tape,
                       PstNode *y, gdouble weight)
{
  gfloat *grad = pst_node_grad (tape, y);
  gdouble sum = 0;

  for (gint n = 0; n < y->n && grad && ! pst_tape_failed (tape); n++)
    {
      PstMannerMap real[2 * OCTAVES];

      take_grams (p, image_of (d->real, n));
      take_target (p, d->scale[n], real);
      take_grams (p, image_of (y, n));
      sum += compare_image (p, real, weight / y->n, grad + pst_node_plane (y, n, 0)) / y->n;
      for (gint i = 0; i < 2 * OCTAVES; i++)
        g_free (real[i].gram);
    }
  return sum;
}
