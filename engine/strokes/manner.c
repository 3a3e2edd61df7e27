/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/manner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ground/engine-private.h"
#include "strokes/brushwork.h"
#include "strokes/recolour.h"
#include "strokes/smoothstep.h"

#define TONES         .4  /* how far a photo's become the painting's                */
#define TONES_PRINTED .65 /* most of a print is paper                               */
#define LEAST_SIDE    24  /* pixels of a painting's short side              */
#define LEAST_COUNT   64  /* pixels that a matrix must be the mean of        */
#define FLOOR                                                                                      \
  .15 /* least deviation, as a part of their median: or a gray painting's
                           chroma would count more than all else */

#define CLEAR            .65 /* strokes, from there on                               */
#define BROADEST         1.2 /* of them, in waves of the filters that are to see them */
#define COLOURS_SIZE     224
#define USUAL_SIZE       448
#define USUAL_WAVELENGTH 5.
#define USUAL_OCTAVES    3
#define LONGEST          8.  /* wavelength that the filters have room for       */
#define STROKE           .65 /* width of a stroke by the spacing of marks        */
#define NARROWEST        4.  /* pixels                                           */
#define SCALED_FROM      400 /* pixels of a photo's short side that has scale 1 */

gboolean
pst_manner_params_check (const PstMannerParams *p, GError **error)
{
  if ((p->size == 0 || (p->size >= 64 && p->size <= 2048))
      && (p->wavelength == 0 || (p->wavelength >= 3 && p->wavelength <= 8))
      && (p->octaves == 0 || (p->octaves >= 2 && p->octaves <= PST_ORIENTED_OCTAVES))
      && p->content >= 0 && p->content <= 10)
    return TRUE;
  g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
               "A manner's size is 64 to 2048, its wavelength 3 to 8, its octaves 2 to 4, its "
               "content 0 to 10");
  return FALSE;
}

static gint
compare_doubles (gconstpointer a, gconstpointer b)
{
  const gdouble *x = a, *y = b;

  return *x < *y ? -1 : *x > *y;
}

void
pst_manner_map_finish (PstMannerMap *map, gint c)
{
  map->squares = map->squares_of_means = 0;
  for (gint i = 0; i < c - 1; i++)
    for (gint j = 0; j < c; j++)
      *(j < c - 1 ? &map->squares : &map->squares_of_means) +=
          map->gram[i * c + j] * map->gram[i * c + j];
}

/* Adds the mirror image's matrix and divides by what the channels' deviations are. */
static void
finish_map (PstMannerMap *m, gint map)
{
  const gint c = pst_oriented_channels (map), last = c - 1;
  g_autofree gdouble *sorted = g_new (gdouble, c), *plain = m->gram;
  gdouble least;

  m->gram = g_new (gdouble, c * c);
  for (gint i = 0; i < c; i++)
    for (gint j = 0; j < c; j++)
      m->gram[i * c + j] =
          .5
          * (plain[i * c + j]
             + plain[pst_oriented_mirrored (map, i) * c + pst_oriented_mirrored (map, j)]);
  for (gint i = 0; i < last; i++)
    sorted[i] = m->deviation[i] =
        sqrt (MAX (m->gram[i * c + i] - m->gram[i * c + last] * m->gram[i * c + last], 0));
  qsort (sorted, (gsize) last, sizeof (gdouble), compare_doubles);
  least = MAX (FLOOR * sorted[(last - 1) / 2], 1e-4);
  for (gint i = 0; i < last; i++)
    m->deviation[i] = MAX (m->deviation[i], least);
  m->deviation[last] = 1;
  for (gint i = 0; i < c; i++)
    for (gint j = 0; j < c; j++)
      m->gram[i * c + j] /= m->deviation[i] * m->deviation[j];
  pst_manner_map_finish (m, c);
}

/* From -1 to 1, as all that is refined. */
static void
put_image (PstPyramid *pyramid, const PstImage *image, PstPool *pool)
{
  gsize n = 3 * (gsize) image->width * (gsize) image->height;
  g_autofree gfloat *rgb = g_new (gfloat, n);

  for (gsize i = 0; i < n; i++)
    rgb[i] = 2 * CLAMP (image->data[i], 0, 1) - 1;
  pst_pyramid_put_rgb (pyramid, rgb, pool);
  pst_pyramid_shrink (pyramid, pool);
}

gboolean
pst_manner_scale_measure (PstMannerScale *scale, PstEngine *engine, const PstImage *image,
                          gint octaves, GError **error)
{
  g_autoptr (PstPyramid) x = pst_pyramid_new (engine->arena, image->width, image->height, octaves);
  g_autoptr (PstOriented) o = pst_oriented_new (engine->pool, engine->arena, image->width,
                                                image->height, octaves, scale->wavelength);
  gdouble *grams[PST_ORIENTED_MAPS];

  if (! x || ! o)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                   "Not enough memory to look at a painting of %d x %d pixels", image->width,
                   image->height);
      return FALSE;
    }
  put_image (x, image, engine->pool);
  for (gint i = 0; i < 2 * octaves; i++)
    {
      gsize c = (gsize) pst_oriented_channels (i);

      grams[i] = scale->map[i].gram = g_new0 (gdouble, c * c);
      scale->map[i].deviation = g_new0 (gdouble, c);
    }
  pst_oriented_forward (o, x, 0, grams);
  for (gint i = 0; i < 2 * octaves; i++)
    if (pst_oriented_count (o, i, 0) >= LEAST_COUNT)
      finish_map (&scale->map[i], i);
    else
      g_clear_pointer (&scale->map[i].gram, g_free);
  return TRUE;
}

/* What the painting is made of: @b at its size. */
static PstMannerKind
kind_of (const PstManner *manner, const PstBrushwork *b)
{
  if (manner->colours.deviation < .02 && b->energy >= 1.2 && b->peak < 1.9)
    return PST_MANNER_ENGRAVED;
  /* Hardly anything in most of it, and clear bounds. */
  return b->peak >= 3.8 && b->coherence >= .56 ? PST_MANNER_PRINTED : PST_MANNER_PAINTED;
}

/* The smoother its lines run the longer its strokes are, and the weaker they stand out the softer. */
static void
choose_brush (PstBrush *brush, const PstBrushwork *b, gdouble spacing)
{
  *brush = (PstBrush){ .width = MAX (STROKE * spacing, NARROWEST),
                       .length = 1.3 + 9 * pst_smoothstep (.35, .75, b->coherence),
                       .bristle = MIN (.24 * b->typical, .09),
                       .opacity = .6 + .35 * pst_smoothstep (.6, 1.05, b->energy),
                       .plane = CLAMP (4 * b->peak, 8, 40),
                       .jitter = .3 * (1 - pst_smoothstep (.3, .6, b->coherence)),
                       .lean = { b->lean[0], b->lean[1] } };
}

/* What params leave open. */
static gboolean
choose (PstManner *manner, PstEngine *engine, const PstImage *painting, GError **error)
{
  PstMannerParams *p = &manner->params;
  const gint own = MIN (painting->width, painting->height);
  g_autoptr (PstImage) small = NULL;
  PstBrushworkSize found;
  PstBrushwork b;

  if (! pst_brushwork_find_size (&found, engine, painting, error))
    return FALSE;
  if (! p->size)
    p->size = found.size >= 700 ? found.size : MAX (USUAL_SIZE, found.size * 11 / 10);
  p->size = MIN (p->size, own);
  p->wavelength = p->wavelength > 0 ? p->wavelength : USUAL_WAVELENGTH;
  p->octaves = p->octaves ? p->octaves : USUAL_OCTAVES;
  small = pst_image_resize_short (painting, p->size, error);
  if (! small || ! pst_brushwork_take (&b, engine, small, p->wavelength, error))
    return FALSE;
  if (p->kind == PST_MANNER_MEASURED)
    p->kind = kind_of (manner, &b);
  if (! (p->content > 0))
    p->content = p->kind == PST_MANNER_ENGRAVED ? .3 : 1;
  choose_brush (&manner->brush, &b, found.spacing * p->size);
  if (pst_broken_take (&manner->broken, small, manner->brush.width, engine->pool))
    return TRUE;
  g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
               "Not enough memory to look at a painting of %d x %d pixels", small->width,
               small->height);
  return FALSE;
}

/* At @factor times the manner's size, or the painting's own. */
static gboolean
take_scale (PstManner *manner, PstEngine *engine, const PstImage *painting, gdouble factor,
            PstMannerScale *scale, GError **error)
{
  const PstMannerParams *p = &manner->params;
  gint size = MIN ((gint) (p->size * factor + .5), MIN (painting->width, painting->height));
  g_autoptr (PstImage) image = pst_image_resize_short (painting, size, error);

  scale->scale = (gdouble) size / p->size;
  scale->wavelength = MIN (p->wavelength * scale->scale, LONGEST);
  return image && pst_manner_scale_measure (scale, engine, image, p->octaves, error);
}

/* Of a small copy: neither grain nor what a compressed file has of it is a colour. */
static gboolean
take_colours (PstManner *manner, PstEngine *engine, const PstImage *painting, GError **error)
{
  gint size = MIN (COLOURS_SIZE, MIN (painting->width, painting->height));
  g_autoptr (PstImage) small = pst_image_resize_short (painting, size, error);

  if (! small)
    return FALSE;
  pst_colours_take (&manner->colours, small);
  return TRUE;
}

PstManner *
pst_manner_new (PstEngine *engine, const PstImage *painting, const PstMannerParams *params,
                GCancellable *cancellable, GError **error)
{
  static const gdouble factors[PST_MANNER_SCALES] = { 1, 1.4, 2 };
  g_autoptr (PstManner) manner = g_new0 (PstManner, 1);
  gboolean done;

  manner->ref_count = 1;
  if (params)
    manner->params = *params;
  if (! pst_manner_params_check (&manner->params, error))
    return NULL;
  if (MIN (painting->width, painting->height) < LEAST_SIDE)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "A painting of %d x %d pixels is too small to have strokes; give a larger one",
                   painting->width, painting->height);
      return NULL;
    }
  pst_pool_set_cancellable (engine->pool, cancellable);
  done = take_colours (manner, engine, painting, error) && choose (manner, engine, painting, error);
  for (gint i = 0; i < PST_MANNER_SCALES && done; i++)
    done = take_scale (manner, engine, painting, factors[i], &manner->scale[i], error);
  pst_pool_set_cancellable (engine->pool, NULL);
  pst_arena_trim (engine->arena);
  if (! done || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&manner);
}

gdouble
pst_manner_get_clearness (const PstManner *manner)
{
  return manner->params.kind == PST_MANNER_PAINTED ? CLAMP (2.3 * manner->brush.opacity - 1.2, 0, 1)
                                                   : 0;
}

gboolean
pst_manner_is_clear (const PstManner *manner)
{
  return pst_manner_get_clearness (manner) >= CLEAR
         && manner->brush.width <= BROADEST * manner->params.wavelength;
}

const PstMannerScale *
pst_manner_choose (const PstManner *manner, gint short_side)
{
  const PstMannerScale *best = &manner->scale[0];
  const gdouble wanted = log (MAX ((gdouble) short_side / SCALED_FROM, 1));

  for (gint i = 1; i < PST_MANNER_SCALES; i++)
    if (fabs (log (manner->scale[i].scale) - wanted) < fabs (log (best->scale) - wanted))
      best = &manner->scale[i];
  return best;
}

const PstColourTable *
pst_manner_get_draw (const PstManner *manner, PstPool *pool)
{
  PstManner *mutable = (PstManner *) manner;
  PstColourTable *table = g_atomic_pointer_get (&mutable->draw);

  if (table)
    return table;
  table = pst_colours_draw_new (&manner->colours, pool);
  if (g_atomic_pointer_compare_and_exchange (&mutable->draw, NULL, table))
    return table;
  pst_colour_table_free (table);
  return g_atomic_pointer_get (&mutable->draw);
}

PstManner *
pst_manner_ref (PstManner *manner)
{
  g_atomic_int_inc (&manner->ref_count);
  return manner;
}

void
pst_manner_unref (PstManner *manner)
{
  if (! manner || ! g_atomic_int_dec_and_test (&manner->ref_count))
    return;
  for (gint i = 0; i < PST_MANNER_SCALES * PST_ORIENTED_MAPS; i++)
    {
      PstMannerMap *m = &manner->scale[i / PST_ORIENTED_MAPS].map[i % PST_ORIENTED_MAPS];

      g_free (m->gram);
      g_free (m->deviation);
    }
  pst_colour_table_free (manner->draw);
  g_free (manner);
}

const PstMannerParams *
pst_manner_get_params (const PstManner *manner)
{
  return &manner->params;
}

PstImage *
pst_manner_recolour (PstEngine *engine, const PstManner *manner, const PstImage *photo,
                     GError **error)
{
  const gdouble share = manner->params.kind == PST_MANNER_PRINTED ? TONES_PRINTED : TONES;

  return pst_recolour (photo, &manner->colours, share, engine->pool, error);
}

gdouble
pst_manner_compare (const PstMannerMap *m, gint map, const gdouble *gram, gdouble weight,
                    gdouble weight_of_means, gdouble *dgram)
{
  const gint c = pst_oriented_channels (map), last = c - 1;
  const gdouble step = 2 * weight / m->squares,
                step_of_means = weight_of_means / m->squares_of_means;
  gdouble sum = 0;

  for (gint i = 0; i < c; i++)
    for (gint j = 0; j < c; j++)
      {
        gdouble scale = 1 / (m->deviation[i] * m->deviation[j]);
        gdouble d = gram[i * c + j] * scale - m->gram[i * c + j];

        if (i < last && j < last)
          sum += d * d;
        /* A mean stands in the last line and in the last column, with half its gradient each. */
        dgram[i * c + j] = d * scale * (i < last && j < last ? step : step_of_means);
      }
  return sum / m->squares;
}
