/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/manner-tensors.h"

#include <math.h>
#include <string.h>

#define TONES     PST_MANNER_PREFIX "tones"
#define BINS      PST_MANNER_PREFIX "bins"
#define SCALES    PST_MANNER_PREFIX "scales" /* scale and wavelength */
#define CHROMA    PST_MANNER_PREFIX "chroma" /* means of Cb and Cr, and their deviation */
#define BROKEN    PST_MANNER_PREFIX "broken"
#define BRUSH     PST_MANNER_PREFIX "brush" /* width, length, bristle, jitter, lean, opacity, plane */
#define N_BRUSH   8
#define VERSION   3    /* of the features and the brush */
#define N_NUMBERS 6    /* of the text */
#define LEAST     1e-5 /* of a deviation */
#define MOST      1e3  /* of a matrix's elements */

static void
map_name (gchar *name, const gchar *what, gint scale, gint map)
{
  g_snprintf (name, PST_TENSOR_NAME_MAX, PST_MANNER_PREFIX "%s%d.%d", what, scale, map);
}

/* As two dimensions, for one alone would be too long: c / 2 by c + 1, or c by (c + 1) / 2. */
static void
triangle (gint c, gint dims[2])
{
  dims[0] = c % 2 ? c : c / 2;
  dims[1] = c % 2 ? (c + 1) / 2 : c + 1;
}

gboolean
pst_manner_owns_tensor (const gchar *name)
{
  return g_str_has_prefix (name, PST_MANNER_PREFIX);
}

/* ---- out -------------------------------------------------------------- */

static void
declare_scale (PstTensorSet *set, const PstMannerScale *scale, gint index)
{
  gchar name[PST_TENSOR_NAME_MAX];

  for (gint i = 0; i < PST_ORIENTED_MAPS; i++)
    if (scale->map[i].gram)
      {
        gint c = pst_oriented_channels (i), dims[2];

        triangle (c, dims);
        map_name (name, "gram", index, i);
        pst_tensor_set_declare (set, name, 2, dims[0], dims[1], 1, 1);
        map_name (name, "deviation", index, i);
        pst_tensor_set_declare (set, name, 1, c, 1, 1, 1);
      }
}

static PstTensorSet *
declare (const PstManner *manner)
{
  PstTensorSet *set = pst_tensor_set_new ();

  for (gint k = 0; k < PST_MANNER_SCALES; k++)
    declare_scale (set, &manner->scale[k], k);
  pst_tensor_set_declare (set, SCALES, 2, PST_MANNER_SCALES, 2, 1, 1);
  pst_tensor_set_declare (set, TONES, 1, PST_COLOURS_TONES, 1, 1, 1);
  pst_tensor_set_declare (set, BINS, 2, manner->colours.n_bins, 4, 1, 1);
  pst_tensor_set_declare (set, CHROMA, 1, 3, 1, 1, 1);
  pst_tensor_set_declare (set, BRUSH, 1, N_BRUSH, 1, 1, 1);
  pst_tensor_set_declare (set, BROKEN, 2, PST_BROKEN_COLOURS, 6, 1, 1);
  if (! pst_tensor_set_allocate (set))
    g_clear_pointer (&set, pst_tensor_set_free);
  return set;
}

/* From tensor @n on; returns the next. */
static gint
write_scale (PstTensorSet *set, const PstMannerScale *scale, gint n)
{
  for (gint i = 0; i < PST_ORIENTED_MAPS; i++)
    if (scale->map[i].gram)
      {
        const gint c = pst_oriented_channels (i);
        gfloat *to = pst_tensor_set_get (set, n++);

        for (gint j = 0; j < c; j++)
          for (gint k = j; k < c; k++)
            *to++ = (gfloat) scale->map[i].gram[j * c + k];
        to = pst_tensor_set_get (set, n++);
        for (gint j = 0; j < c; j++)
          *to++ = (gfloat) scale->map[i].deviation[j];
      }
  return n;
}

PstTensorSet *
pst_manner_to_tensors (const PstManner *manner)
{
  const PstColours *colours = &manner->colours;
  PstTensorSet *set = declare (manner);
  gint n = 0;
  gfloat *to;

  if (! set)
    return NULL;
  for (gint k = 0; k < PST_MANNER_SCALES; k++)
    n = write_scale (set, &manner->scale[k], n);
  to = pst_tensor_set_get (set, n++);
  for (gint k = 0; k < PST_MANNER_SCALES; k++)
    {
      *to++ = (gfloat) manner->scale[k].scale;
      *to++ = (gfloat) manner->scale[k].wavelength;
    }
  to = pst_tensor_set_get (set, n++);
  for (gint i = 0; i < PST_COLOURS_TONES; i++)
    *to++ = (gfloat) colours->tones[i];
  memcpy (pst_tensor_set_get (set, n++), colours->bin,
          (gsize) colours->n_bins * sizeof colours->bin[0]);
  to = pst_tensor_set_get (set, n++);
  to[0] = (gfloat) colours->mean[0];
  to[1] = (gfloat) colours->mean[1];
  to[2] = (gfloat) colours->deviation;
  to = pst_tensor_set_get (set, n++);
  to[0] = (gfloat) manner->brush.width;
  to[1] = (gfloat) manner->brush.length;
  to[2] = (gfloat) manner->brush.bristle;
  to[3] = (gfloat) manner->brush.jitter;
  to[4] = (gfloat) manner->brush.lean[0];
  to[5] = (gfloat) manner->brush.lean[1];
  to[6] = (gfloat) manner->brush.opacity;
  to[7] = (gfloat) manner->brush.plane;
  memcpy (pst_tensor_set_get (set, n), manner->broken.colour, sizeof manner->broken.colour);
  return set;
}

gchar *
pst_manner_to_text (const PstManner *manner)
{
  const PstMannerParams *p = &manner->params;
  gchar wavelength[G_ASCII_DTOSTR_BUF_SIZE], content[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (wavelength, sizeof wavelength, "%.9g", p->wavelength);
  g_ascii_formatd (content, sizeof content, "%.9g", p->content);
  return g_strdup_printf ("%d,%d,%d,%s,%d,%s", VERSION, (gint) p->kind, p->size, wavelength,
                          p->octaves, content);
}

/* ---- in --------------------------------------------------------------- */

static gboolean
read_text (const gchar *text, gint *version, PstMannerParams *params)
{
  g_auto (GStrv) words = g_strsplit (text, ",", N_NUMBERS + 1);
  gdouble numbers[N_NUMBERS] = { 0 };

  if (g_strv_length (words) != N_NUMBERS)
    return FALSE;
  for (gint i = 0; i < N_NUMBERS; i++)
    {
      gchar *end;

      numbers[i] = g_ascii_strtod (words[i], &end);
      if (end == words[i] || *end || ! (fabs (numbers[i]) < 1e6))
        return FALSE;
    }
  *version = (gint) numbers[0];
  *params = (PstMannerParams){ .kind = (PstMannerKind) numbers[1],
                               .size = (gint) numbers[2],
                               .wavelength = numbers[3],
                               .octaves = (gint) numbers[4],
                               .content = numbers[5] };
  return numbers[1] >= PST_MANNER_PAINTED && numbers[1] <= PST_MANNER_PRINTED && params->size > 0
         && params->wavelength > 0 && params->octaves > 0 && params->content > 0
         && pst_manner_params_check (params, NULL);
}

/* A tensor of that name and shape; NULL if there is none. */
static const gfloat *
get (const PstTensorSet *set, const gchar *name, gint d0, gint d1)
{
  gint found = pst_tensor_set_find (set, name);
  const PstTensorInfo *info = found < 0 ? NULL : pst_tensor_set_info (set, found);

  if (! info || info->dims[0] != d0 || info->dims[1] != d1 || info->size != (gsize) d0 * (gsize) d1)
    return NULL;
  return pst_tensor_set_get (set, found);
}

/* FALSE if it is there, but not as it should be. */
static gboolean
read_map (PstMannerMap *m, const PstTensorSet *set, gint scale, gint map)
{
  const gint c = pst_oriented_channels (map);
  const gfloat *gram, *deviation;
  gchar name[PST_TENSOR_NAME_MAX];
  gint dims[2];

  triangle (c, dims);
  map_name (name, "gram", scale, map);
  if (pst_tensor_set_find (set, name) < 0)
    return TRUE;
  gram = get (set, name, dims[0], dims[1]);
  map_name (name, "deviation", scale, map);
  deviation = get (set, name, c, 1);
  if (! gram || ! deviation)
    return FALSE;

  m->gram = g_new (gdouble, c * c);
  m->deviation = g_new (gdouble, c);
  for (gint i = 0; i < c; i++)
    {
      m->deviation[i] = deviation[i];
      if (! (m->deviation[i] >= LEAST && m->deviation[i] <= MOST))
        return FALSE;
      for (gint j = i; j < c; j++)
        {
          if (! (fabsf (*gram) <= MOST) || (i == j && *gram < 0))
            return FALSE;
          m->gram[i * c + j] = m->gram[j * c + i] = *gram++;
        }
    }
  pst_manner_map_finish (m, c);
  return m->squares > 0 && m->squares_of_means > 0;
}

static gboolean
read_scale (PstMannerScale *scale, const PstTensorSet *set, gint index, gint octaves)
{
  const gfloat *numbers = get (set, SCALES, PST_MANNER_SCALES, 2);
  gboolean any = FALSE;

  if (! numbers)
    return FALSE;
  numbers += 2 * index;
  if (! (numbers[0] > 0 && numbers[0] <= MOST) || ! (numbers[1] > 0 && numbers[1] <= 8))
    return FALSE;
  scale->scale = numbers[0];
  scale->wavelength = numbers[1];
  for (gint i = 0; i < 2 * octaves; i++)
    {
      if (! read_map (&scale->map[i], set, index, i))
        return FALSE;
      any = any || scale->map[i].gram;
    }
  return any;
}

/* Shares become such again: they were rounded. */
static gboolean
read_colours (PstColours *colours, const PstTensorSet *set)
{
  const gfloat *tones = get (set, TONES, PST_COLOURS_TONES, 1), *chroma = get (set, CHROMA, 3, 1);
  gint found = pst_tensor_set_find (set, BINS);
  gint n = found < 0 ? 0 : pst_tensor_set_info (set, found)->dims[0];
  const gfloat *bins = n < 1 || n > PST_COLOURS_BINS ? NULL : get (set, BINS, n, 4);
  gdouble sum = 0, shares = 0;

  if (! tones || ! chroma || ! bins)
    return FALSE;
  for (gint i = 0; i < PST_COLOURS_TONES; i++)
    {
      if (! (tones[i] >= 0 && tones[i] <= 1))
        return FALSE;
      sum += tones[i];
    }
  for (gint i = 0; i < n; i++)
    {
      for (gint c = 0; c < 3; c++)
        if (! (fabsf (bins[4 * i + c]) <= 1))
          return FALSE;
      if (! (bins[4 * i + 3] > 0 && bins[4 * i + 3] <= 1))
        return FALSE;
      shares += bins[4 * i + 3];
    }
  if (! (sum > .5 && sum < 2 && shares > .5 && shares < 2) || ! (chroma[2] >= 0 && chroma[2] <= 1)
      || ! (fabsf (chroma[0]) <= 1 && fabsf (chroma[1]) <= 1))
    return FALSE;

  for (gint i = 0; i < PST_COLOURS_TONES; i++)
    colours->tones[i] = tones[i] / sum;
  colours->n_bins = n;
  memcpy (colours->bin, bins, (gsize) n * sizeof colours->bin[0]);
  for (gint i = 0; i < n; i++)
    colours->bin[i][3] = (gfloat) (bins[4 * i + 3] / shares);
  colours->mean[0] = chroma[0];
  colours->mean[1] = chroma[1];
  colours->deviation = chroma[2];
  return TRUE;
}

gboolean
pst_manner_text_is_old (const gchar *text)
{
  gchar *end;
  gint64 version = g_ascii_strtoll (text, &end, 10);

  return *end == ',' && version > 0 && version < VERSION;
}

static gboolean
read_brush (PstManner *manner, const PstTensorSet *set)
{
  const gfloat *brush = get (set, BRUSH, N_BRUSH, 1);
  const gfloat *broken = get (set, BROKEN, PST_BROKEN_COLOURS, 6);

  if (! brush || ! broken)
    return FALSE;
  if (! (brush[0] >= 1 && brush[0] <= MOST) || ! (brush[1] >= 1 && brush[1] <= 64)
      || ! (brush[2] >= 0 && brush[2] <= 1) || ! (brush[3] >= 0 && brush[3] <= 4)
      || ! (fabsf (brush[4]) <= 1 && fabsf (brush[5]) <= 1) || ! (brush[6] > 0 && brush[6] <= 1)
      || ! (brush[7] >= 1 && brush[7] <= MOST))
    return FALSE;
  for (gint i = 0; i < PST_BROKEN_COLOURS * 6; i++)
    if (! (fabsf (broken[i]) <= 1))
      return FALSE;
  manner->brush = (PstBrush){
    .width = brush[0],
    .length = brush[1],
    .bristle = brush[2],
    .jitter = brush[3],
    .opacity = brush[6],
    .plane = brush[7],
    .lean = { brush[4], brush[5] },
  };
  memcpy (manner->broken.colour, broken, sizeof manner->broken.colour);
  return TRUE;
}

PstManner *
pst_manner_from_tensors (const PstTensorSet *set, const gchar *text, const gchar **wrong)
{
  g_autoptr (PstManner) manner = g_new0 (PstManner, 1);
  gint version = 0;

  manner->ref_count = 1;
  if (! read_text (text, &version, &manner->params))
    {
      *wrong = "its \"manner\" is not a version, a size, a wavelength, octaves and content";
      return NULL;
    }
  if (version != VERSION)
    {
      *wrong = "its \"manner\" is of another version; make it anew from its painting";
      return NULL;
    }
  for (gint k = 0; k < PST_MANNER_SCALES; k++)
    if (! read_scale (&manner->scale[k], set, k, manner->params.octaves))
      {
        *wrong = "the strokes of its manner make no sense";
        return NULL;
      }
  if (! read_colours (&manner->colours, set))
    {
      *wrong = "the colours of its manner make no sense";
      return NULL;
    }
  if (! read_brush (manner, set))
    {
      *wrong = "the brush of its manner makes no sense";
      return NULL;
    }
  return g_steal_pointer (&manner);
}
