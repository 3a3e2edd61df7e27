/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "measures/content.h"

#include <math.h>
#include <string.h>

#include "measures/luma.h"

#define EDGE_SHARE 0.12
#define EDGE_REACH 2
#define FIFTH      0.2
#define FAINT      6.0 /* levels: gradient that the strongest edges of what shows anything have */

typedef struct
{
  gint width, height;
  gdouble *of_photo, *of_result; /* magnitudes of gradients            */
  gdouble *sorted;               /* scratch                            */
  guint8 *edges[2];              /* the photo's and the result's       */
} Edges;

/* Magnitude of the luma's gradient by central differences, after two 3x3 box
 * blurs; @gradient and @scratch [height][width]. */
static void
measure_gradient (gdouble *gradient, gdouble *scratch, const PstImage *image)
{
  gint width = image->width, height = image->height;
  gsize n = (gsize) width * (gsize) height;

  pst_luma_take (gradient, image);
  pst_luma_smooth (gradient, scratch, width, height);
  memcpy (scratch, gradient, n * sizeof *scratch);
  for (gint y = 0; y < height; y++)
    for (gint x = 0; x < width; x++)
      {
        const gdouble *row = scratch + (gsize) y * (gsize) width;
        const gdouble *above = scratch + (gsize) MAX (y - 1, 0) * (gsize) width;
        const gdouble *below = scratch + (gsize) MIN (y + 1, height - 1) * (gsize) width;

        gradient[(gsize) y * (gsize) width + x] =
            hypot (row[MIN (x + 1, width - 1)] - row[MAX (x - 1, 0)], below[x] - above[x]);
      }
}

/* Marks with 1 the pixels that are strongest of those that @part marks, or of all; returns how many.
 * @least: the least gradient that they have. */
static gsize
mark_edges (guint8 *edges, gdouble *sorted, const gdouble *gradient, const guint8 *part, gsize n,
            gdouble *least)
{
  gsize some = 0, count = 0;

  for (gsize i = 0; i < n; i++)
    if (! part || part[i])
      sorted[some++] = gradient[i];
  *least = some > 0 ? pst_luma_threshold (sorted, sorted, some, EDGE_SHARE) : 0;
  for (gsize i = 0; i < n; i++)
    count += edges[i] = (! part || part[i]) && gradient[i] > *least;
  return count;
}

/* How many of @edges have one of @others within EDGE_REACH pixels. */
static gsize
count_near (const guint8 *edges, const guint8 *others, gint width, gint height)
{
  gsize count = 0;

  for (gint y = 0; y < height; y++)
    for (gint x = 0; x < width; x++)
      {
        gboolean near = FALSE;

        if (! edges[(gsize) y * (gsize) width + x])
          continue;
        for (gint i = MAX (y - EDGE_REACH, 0); i <= MIN (y + EDGE_REACH, height - 1); i++)
          for (gint j = MAX (x - EDGE_REACH, 0); j <= MIN (x + EDGE_REACH, width - 1); j++)
            near |= others[(gsize) i * (gsize) width + j];
        count += near;
      }
  return count;
}

/* F1 of edges in what @part marks; NAN if the photo shows nothing there. */
static gdouble
edge_f (const Edges *e, const guint8 *part)
{
  const gsize n = (gsize) e->width * (gsize) e->height;
  gdouble least, unused, recall, precision;
  gsize n_photo = mark_edges (e->edges[0], e->sorted, e->of_photo, part, n, &least);
  gsize n_result = mark_edges (e->edges[1], e->sorted, e->of_result, part, n, &unused);

  if (part && least < FAINT)
    return NAN;
  if (! n_photo || ! n_result)
    return n_photo == n_result ? 1.0 : 0.0;
  recall = (gdouble) count_near (e->edges[0], e->edges[1], e->width, e->height) / (gdouble) n_photo;
  precision =
      (gdouble) count_near (e->edges[1], e->edges[0], e->width, e->height) / (gdouble) n_result;
  return precision + recall > 0.0 ? 2.0 * precision * recall / (precision + recall) : 0.0;
}

/* @part = the darkest or the brightest fifth of @luma. */
static void
mark_fifth (guint8 *part, gdouble *sorted, const gdouble *luma, gsize n, gboolean bright)
{
  gdouble bound = pst_luma_threshold (luma, sorted, n, bright ? FIFTH : 1 - FIFTH);

  for (gsize i = 0; i < n; i++)
    part[i] = bright ? luma[i] >= bound : luma[i] <= bound;
}

/* Correlation at an eighth of the size. */
static gdouble
correlate_small (const PstImage *photo, const PstImage *result, gdouble *a, gdouble *b,
                 gdouble *full)
{
  gsize n;

  pst_luma_take (full, photo);
  n = pst_luma_shrink (a, full, photo->width, photo->height);
  pst_luma_take (full, result);
  pst_luma_shrink (b, full, photo->width, photo->height);
  return pst_luma_correlate (a, b, n);
}

gboolean
pst_content_measure (const PstImage *photo, const PstImage *result, PstMetrics *metrics,
                     GError **error)
{
  const gint width = photo->width, height = photo->height;
  const gsize n = (gsize) width * (gsize) height;
  g_autofree gdouble *planes = g_try_new (gdouble, 4 * n);
  g_autofree guint8 *marks = g_try_new (guint8, 3 * n);
  Edges e = { .width = width, .height = height };
  gdouble *luma = planes + 3 * n;
  guint8 *part = marks + 2 * n;

  if (! planes || ! marks)
    return pst_measure_no_memory (error);
  e.of_photo = planes;
  e.of_result = planes + n;
  e.sorted = planes + 2 * n;
  e.edges[0] = marks;
  e.edges[1] = marks + n;
  metrics->luma = correlate_small (photo, result, e.of_photo, e.of_result, luma);
  measure_gradient (e.of_photo, e.sorted, photo);
  measure_gradient (e.of_result, e.sorted, result);
  metrics->gradient_correlation = pst_luma_correlate (e.of_photo, e.of_result, n);
  metrics->edge_f = edge_f (&e, NULL);
  pst_luma_take (luma, photo);
  pst_luma_smooth (luma, e.sorted, width, height);
  mark_fifth (part, e.sorted, luma, n, FALSE);
  metrics->edge_f_dark = edge_f (&e, part);
  mark_fifth (part, e.sorted, luma, n, TRUE);
  metrics->edge_f_bright = edge_f (&e, part);
  return TRUE;
}
