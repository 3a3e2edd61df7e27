/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/likeness.h"

#include <math.h>
#include <string.h>

#include "ground/resample.h"

#define LONGEST    256  /* pixels of a mask's long side: more says nothing of strokes */
#define SOFT       .012 /* of the short side: deviation of a mask's bound         */
#define SOFT_REACH 3    /* deviations                                             */
#define PLANES     5 /* of a picture, with margins and without, and one before its colours are drawn */

struct _PstLikenessMap
{
  gint width, height;
  gfloat *value;  /* [height][width], 0..1 */
  gint ref_count; /* atomic */
};

static gboolean
too_large (gint width, gint height, GError **error)
{
  g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
               "Not enough memory for the likeness of %d x %d places", width, height);
  return FALSE;
}

static PstLikenessMap *
map_new (gint width, gint height, GError **error)
{
  PstLikenessMap *map;
  gfloat *value;

  if (width < 1 || height < 1)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "A map of likeness of %d x %d places cannot be used: it must be 1 x 1 or larger",
                   width, height);
      return NULL;
    }
  value = g_try_new (gfloat, (gsize) width * (gsize) height);
  if (! value)
    {
      too_large (width, height, error);
      return NULL;
    }
  map = g_new (PstLikenessMap, 1);
  *map = (PstLikenessMap){ width, height, value, 1 };
  return map;
}

PstLikenessMap *
pst_likeness_map_new (const gfloat *values, gint width, gint height, GError **error)
{
  PstLikenessMap *map = map_new (width, height, error);

  for (gsize i = 0; map && i < (gsize) width * (gsize) height; i++)
    map->value[i] = values[i] > 0 ? MIN (values[i], 1) : 0; /* also for NaN */
  return map;
}

/* In place, with edges repeated.  Along lines if @next is 1 and @lines is how far it is from one to
 * the next. */
static void
blur (gfloat *x, gsize n, gsize next, gsize n_lines, gsize lines, gdouble deviation)
{
  const gint reach = (gint) ceil (SOFT_REACH * deviation);
  g_autofree gdouble *line = g_new (gdouble, n), *weight = g_new (gdouble, reach + 1);
  gdouble sum = 0;

  for (gint k = 0; k <= reach; k++)
    {
      weight[k] = exp (-.5 * k * k / (deviation * deviation));
      sum += k ? 2 * weight[k] : weight[k];
    }
  for (gsize l = 0; l < n_lines; l++)
    {
      gfloat *at = x + l * lines;

      for (gsize i = 0; i < n; i++)
        line[i] = at[i * next];
      for (gsize i = 0; i < n; i++)
        {
          gdouble value = 0;

          for (gint k = -reach; k <= reach; k++)
            value += weight[ABS (k)] * line[CLAMP ((gint64) i + k, 0, (gint64) n - 1)];
          at[i * next] = (gfloat) (value / sum);
        }
    }
}

PstLikenessMap *
pst_likeness_map_new_masked (const gfloat *mask, gint width, gint height, gdouble likeness,
                             gdouble kept, GError **error)
{
  const gdouble scale = MIN (1, (gdouble) LONGEST / MAX (MAX (width, height), 1));
  const gint w = MAX (MIN (width, 1), (gint) lround (width * scale));
  const gint h = MAX (MIN (height, 1), (gint) lround (height * scale));
  g_autoptr (PstLikenessMap) map = map_new (w, h, error);
  const gdouble deviation = SOFT * MIN (w, h);

  if (! map)
    return NULL;
  if (! pst_resample (&pst_kernel_cubic, mask, width, height, map->value, w, h))
    {
      too_large (width, height, error);
      return NULL;
    }
  if (deviation > 0)
    {
      blur (map->value, (gsize) w, 1, (gsize) h, (gsize) w, deviation);
      blur (map->value, (gsize) h, (gsize) w, (gsize) w, 1, deviation);
    }
  for (gsize i = 0; i < (gsize) w * (gsize) h; i++)
    {
      gdouble part = CLAMP (map->value[i], 0, 1);

      map->value[i] = (gfloat) CLAMP ((likeness + part * (kept - likeness)) / 100, 0, 1);
    }
  return g_steal_pointer (&map);
}

PstLikenessMap *
pst_likeness_map_ref (PstLikenessMap *map)
{
  g_atomic_int_inc (&map->ref_count);
  return map;
}

void
pst_likeness_map_unref (PstLikenessMap *map)
{
  if (! map || ! g_atomic_int_dec_and_test (&map->ref_count))
    return;
  g_free (map->value);
  g_free (map);
}

static gboolean
is_usual (const PstLikeness *likeness)
{
  return ! likeness || (! likeness->map && likeness->likeness == PST_LIKENESS);
}

gsize
pst_likeness_bytes (const PstLikeness *likeness, gint width, gint height)
{
  return is_usual (likeness) ? 0 : PLANES * sizeof (gfloat) * (gsize) width * (gsize) height;
}

gboolean
pst_likeness_plane (const PstLikeness *likeness, gint width, gint height, gfloat **plane,
                    GError **error)
{
  const gsize n = (gsize) width * (gsize) height;
  const PstLikenessMap *map = likeness ? likeness->map : NULL;
  g_autofree gfloat *to = NULL;

  *plane = NULL;
  if (is_usual (likeness))
    return TRUE;
  to = g_try_new (gfloat, n);
  if (! to
      || (map
          && ! pst_resample (&pst_kernel_cubic, map->value, map->width, map->height, to, width,
                             height)))
    return too_large (width, height, error);
  for (gsize i = 0; i < n; i++)
    {
      gfloat value = map ? to[i] : (gfloat) (likeness->likeness / 100);

      to[i] = CLAMP (2 * value - 1, -1, 1);
    }
  *plane = g_steal_pointer (&to);
  return TRUE;
}

void
pst_likeness_move (const gfloat *plane, gfloat none, gfloat full, const PstImage *from,
                   PstImage *image)
{
  const gsize n = (gsize) image->width * (gsize) image->height;

  for (gsize i = 0; plane && i < 3 * n; i++)
    {
      gfloat base = CLAMP (from->data[i], 0, 1);
      gfloat to = base + pst_likeness_at (plane[i % n], none, full) * (image->data[i] - base);

      image->data[i] = CLAMP (to, 0, 1);
    }
}
