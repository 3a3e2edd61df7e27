/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A manner as tensors:
 *   manner.params [5]                 of PstMannerParams, in order
 *   manner.tones [256]                what PstColours holds
 *   manner.bins [n][4]
 *   manner.chroma [3]                 means and deviation
 *   manner.S.measures [4]             scale, wavelength, noise and flow of scale S
 *   manner.S.M.gram [rows][columns]   upper triangle of map M, line after line
 *   manner.S.M.deviation [c]
 * where the last two are missing if the painting was too small for a map. */

#include "painting/manner.h"

#include <math.h>
#include <string.h>

#include "ground/engine-private.h"
#include "ground/error.h"
#include "styles/weights.h"

#define ROLE      "manner"
#define PARAMS    5
#define MEASURES  4
#define MOST_FLOW 40

/* A triangle of c (c + 1) / 2 numbers as a rectangle. */
static gint
rows_of (gint c)
{
  return c % 2 ? (c + 1) / 2 : c / 2;
}

static gint
columns_of (gint c)
{
  return c % 2 ? c : c + 1;
}

static gchar *
map_name (gint scale, gint map, const gchar *what)
{
  return g_strdup_printf ("manner.%d.%d.%s", scale, map, what);
}

static gfloat *
get (const PstTensorSet *set, const gchar *name)
{
  gint index = pst_tensor_set_find (set, name);

  return index < 0 ? NULL : pst_tensor_set_get (set, index);
}

/* ---- packing ---------------------------------------------------------- */

static PstTensorSet *
declare (const PstManner *manner)
{
  PstTensorSet *set = pst_tensor_set_new ();

  pst_tensor_set_declare (set, "manner.params", 1, PARAMS, 1, 1, 1);
  pst_tensor_set_declare (set, "manner.tones", 1, PST_COLOURS_TONES, 1, 1, 1);
  pst_tensor_set_declare (set, "manner.bins", 2, manner->colours.n_bins, 4, 1, 1);
  pst_tensor_set_declare (set, "manner.chroma", 1, 3, 1, 1, 1);
  for (gint s = 0; s < PST_MANNER_SCALES; s++)
    {
      g_autofree gchar *measures = g_strdup_printf ("manner.%d.measures", s);

      pst_tensor_set_declare (set, measures, 1, MEASURES, 1, 1, 1);
      for (gint i = 0; i < 2 * manner->params.octaves; i++)
        {
          gint c = pst_oriented_channels (i);
          g_autofree gchar *gram = map_name (s, i, "gram"),
                           *deviation = map_name (s, i, "deviation");

          if (! manner->scale[s].map[i].gram)
            continue;
          pst_tensor_set_declare (set, gram, 2, rows_of (c), columns_of (c), 1, 1);
          pst_tensor_set_declare (set, deviation, 1, c, 1, 1, 1);
        }
    }
  if (! pst_tensor_set_allocate (set))
    g_clear_pointer (&set, pst_tensor_set_free);
  return set;
}

static void
pack_scale (const PstManner *manner, gint s, PstTensorSet *set)
{
  const PstMannerScale *scale = &manner->scale[s];
  g_autofree gchar *name = g_strdup_printf ("manner.%d.measures", s);
  gfloat *measures = get (set, name);

  measures[0] = (gfloat) scale->scale;
  measures[1] = (gfloat) scale->wavelength;
  measures[2] = (gfloat) scale->noise;
  measures[3] = (gfloat) scale->flow;
  for (gint i = 0; i < 2 * manner->params.octaves; i++)
    {
      gint c = pst_oriented_channels (i);
      g_autofree gchar *gram = map_name (s, i, "gram"), *deviation = map_name (s, i, "deviation");
      gfloat *to = get (set, gram), *d = get (set, deviation);

      for (gint j = 0; j < c && to; j++)
        {
          d[j] = (gfloat) scale->map[i].deviation[j];
          for (gint k = j; k < c; k++)
            *to++ = (gfloat) scale->map[i].gram[j * c + k];
        }
    }
}

PstTensorSet *
pst_manner_pack (const PstManner *manner)
{
  const PstMannerParams *p = &manner->params;
  PstTensorSet *set = declare (manner);
  gfloat *params, *tones, *chroma;

  if (! set)
    return NULL;
  params = get (set, "manner.params");
  params[0] = (gfloat) p->size;
  params[1] = (gfloat) p->wavelength;
  params[2] = (gfloat) p->octaves;
  params[3] = (gfloat) p->content;
  params[4] = (gfloat) p->kind;
  tones = get (set, "manner.tones");
  for (gint i = 0; i < PST_COLOURS_TONES; i++)
    tones[i] = (gfloat) manner->colours.tones[i];
  memcpy (get (set, "manner.bins"), manner->colours.bin,
          (gsize) manner->colours.n_bins * sizeof manner->colours.bin[0]);
  chroma = get (set, "manner.chroma");
  chroma[0] = (gfloat) manner->colours.mean[0];
  chroma[1] = (gfloat) manner->colours.mean[1];
  chroma[2] = (gfloat) manner->colours.deviation;
  for (gint s = 0; s < PST_MANNER_SCALES; s++)
    pack_scale (manner, s, set);
  return set;
}

gboolean
pst_manner_save (const PstManner *manner, const gchar *path, GError **error)
{
  g_autoptr (PstTensorSet) set = pst_manner_pack (manner);
  g_autoptr (GHashTable) metadata = g_hash_table_new (g_str_hash, g_str_equal);
  const PstTensorSet *sets[] = { set };
  const gchar *prefixes[] = { "" };

  if (! set)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE, "Not enough memory to save a manner");
      return FALSE;
    }
  g_hash_table_insert (metadata, (gpointer) "role", (gpointer) ROLE);
  return pst_weights_save (path, metadata, sets, prefixes, 1, PST_DTYPE_F16, error);
}

/* ---- unpacking -------------------------------------------------------- */

/* The tensor of that name and of @d0 x @d1 numbers; NULL. */
static const gfloat *
find (const PstTensorSet *set, const gchar *name, gint rank, gint d0, gint d1)
{
  gint index = pst_tensor_set_find (set, name);
  const PstTensorInfo *info = index < 0 ? NULL : pst_tensor_set_info (set, index);

  if (! info || info->rank != rank || info->dims[0] != d0 || info->dims[1] != d1)
    return NULL;
  return pst_tensor_set_get (set, index);
}

static gboolean
unpack_params (PstMannerParams *p, const PstTensorSet *set)
{
  const gfloat *v = find (set, "manner.params", 1, PARAMS, 1);

  if (! v)
    return FALSE;
  for (gint i = 0; i < PARAMS; i++)
    if (! (v[i] > 0 && v[i] <= 2048))
      return FALSE;
  p->size = (gint) v[0];
  p->wavelength = v[1];
  p->octaves = (gint) v[2];
  p->content = v[3];
  p->kind = (PstMannerKind) v[4];
  return p->kind <= PST_MANNER_ENGRAVED && p->octaves > 0 && pst_manner_params_check (p, NULL);
}

static gboolean
unpack_colours (PstColours *colours, const PstTensorSet *set)
{
  gint index = pst_tensor_set_find (set, "manner.bins");
  gint n = index < 0 ? 0 : pst_tensor_set_info (set, index)->dims[0];
  const gfloat *bins = find (set, "manner.bins", 2, n, 4);
  const gfloat *tones = find (set, "manner.tones", 1, PST_COLOURS_TONES, 1);
  const gfloat *chroma = find (set, "manner.chroma", 1, 3, 1);
  gdouble sum = 0;

  if (! bins || ! tones || ! chroma || n > PST_COLOURS_BINS || ! (chroma[2] >= 0))
    return FALSE;
  colours->n_bins = n;
  memcpy (colours->bin, bins, (gsize) n * sizeof colours->bin[0]);
  for (gint i = 0; i < n; i++)
    if (! (colours->bin[i][3] > 0))
      return FALSE;
  for (gint i = 0; i < PST_COLOURS_TONES; i++)
    {
      colours->tones[i] = tones[i];
      sum += tones[i];
      if (! (tones[i] >= 0))
        return FALSE;
    }
  colours->mean[0] = chroma[0];
  colours->mean[1] = chroma[1];
  colours->deviation = chroma[2];
  return sum > 0;
}

static gboolean
unpack_scale (PstManner *manner, gint s, const PstTensorSet *set)
{
  PstMannerScale *scale = &manner->scale[s];
  g_autofree gchar *name = g_strdup_printf ("manner.%d.measures", s);
  const gfloat *v = find (set, name, 1, MEASURES, 1);

  if (! v || ! (v[0] > 0 && v[0] <= 2) || ! (v[1] >= 3 && v[1] <= 8) || ! (v[2] >= 0 && v[2] <= 10)
      || ! (v[3] >= 0 && v[3] <= MOST_FLOW))
    return FALSE;
  scale->scale = v[0];
  scale->wavelength = v[1];
  scale->noise = v[2];
  scale->flow = (gint) v[3];
  for (gint i = 0; i < 2 * manner->params.octaves; i++)
    {
      gint c = pst_oriented_channels (i);
      PstMannerMap *m = &scale->map[i];
      g_autofree gchar *gram = map_name (s, i, "gram"), *deviation = map_name (s, i, "deviation");
      const gfloat *from = find (set, gram, 2, rows_of (c), columns_of (c));
      const gfloat *d = find (set, deviation, 1, c, 1);

      if (! from && pst_tensor_set_find (set, gram) < 0)
        continue;
      if (! from || ! d)
        return FALSE;
      m->gram = g_new (gdouble, c * c);
      m->deviation = g_new (gdouble, c);
      for (gint j = 0; j < c; j++)
        {
          m->deviation[j] = d[j];
          if (! (d[j] > 0))
            return FALSE;
          for (gint k = j; k < c; k++)
            m->gram[j * c + k] = m->gram[k * c + j] = *from++;
        }
      pst_manner_map_finish (m, c);
      if (! (m->squares > 0 && m->squares_of_means > 0))
        return FALSE;
    }
  return TRUE;
}

PstManner *
pst_manner_unpack (PstEngine *engine, const PstTensorSet *set, const gchar *path, GError **error)
{
  g_autoptr (PstManner) manner = g_new0 (PstManner, 1);
  gboolean good;

  manner->ref_count = 1;
  good = unpack_params (&manner->params, set) && unpack_colours (&manner->colours, set);
  for (gint s = 0; s < PST_MANNER_SCALES && good; s++)
    good = unpack_scale (manner, s, set);
  if (! good)
    {
      pst_error_set_file (error, PST_ERROR_WRONG_SHAPE, path, "what it says of strokes is damaged");
      return NULL;
    }
  manner->draw = pst_colours_draw_new (&manner->colours, engine->pool);
  return g_steal_pointer (&manner);
}

PstManner *
pst_manner_load (PstEngine *engine, const gchar *path, GError **error)
{
  g_autoptr (PstWeights) weights = pst_weights_load (path, PST_WEIGHTS_STYLE_MEMBERS, error);

  return weights ? pst_manner_unpack (engine, weights->tensors, path, error) : NULL;
}
