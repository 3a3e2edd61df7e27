/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "command/score.h"

#include <math.h>
#include <string.h>

static const struct
{
  const gchar *name, *heading;
} figures[PST_N_FIGURES] = {
  [PST_FIGURE_GRADIENT] = { "gradient_correlation", "gc" },
  [PST_FIGURE_EDGES] = { "edge_f", "ef" },
  [PST_FIGURE_EDGES_DARK] = { "edge_f_dark", "ef dk" },
  [PST_FIGURE_EDGES_BRIGHT] = { "edge_f_bright", "ef br" },
  [PST_FIGURE_LUMA] = { "luma", "luma" },
  [PST_FIGURE_TEXTURE] = { "texture", "tex" },
  [PST_FIGURE_PALETTE] = { "palette", "pal" },
  [PST_FIGURE_TOUCH] = { "touch", "touch" },
  [PST_FIGURE_COHERENCE] = { "coherence", "coher" },
  [PST_FIGURE_S] = { "s", "S" },
  [PST_FIGURE_HALO] = { "halo", "halo" },
  [PST_FIGURE_GLOW] = { "glow", "glow" },
  [PST_FIGURE_LATTICE] = { "lattice", "latt" },
  [PST_FIGURE_CLIPPED] = { "clipped", "clip" },
  [PST_FIGURE_LOST] = { "lost", "lost" },
  [PST_FIGURE_FLAT] = { "flat", "flat" },
  [PST_FIGURE_SKY] = { "sky", "sky" },
  [PST_FIGURE_SEEDS] = { "seeds", "seeds" },
  [PST_FIGURE_DIFFER] = { "differ", "diff" },
  [PST_FIGURE_CHROMA] = { "chroma", "chroma" },
  [PST_FIGURE_STROKES] = { "strokes", "stroke" },
  [PST_FIGURE_COLOURS] = { "colours", "colour" },
  [PST_FIGURE_DARK] = { "dark", "dark" },
};

/* ---- limits ----------------------------------------------------------- */

typedef enum
{
  AT_LEAST,
  AT_MOST
} Bound;

typedef struct
{
  PstScoreKind kind;
  PstFigure figure;
  Bound bound;
  gdouble value;
  gboolean monochrome; /* only where the painting is */
  const gchar *id;     /* an exception for one style, before the rule */
} Limit;

/* All that is asked. */
static const Limit limits[] = {
  { PST_SCORE_STYLE, PST_FIGURE_GRADIENT, AT_LEAST, 0.50 },
  { PST_SCORE_STYLE, PST_FIGURE_EDGES, AT_LEAST, 0.65 },
  { PST_SCORE_STYLE, PST_FIGURE_TEXTURE, AT_MOST, 0.40 },
  { PST_SCORE_STYLE, PST_FIGURE_PALETTE, AT_MOST, 0.25 },
  { PST_SCORE_STYLE, PST_FIGURE_S, AT_LEAST, 0.32, .id = "great-wave" },
  { PST_SCORE_STYLE, PST_FIGURE_S, AT_LEAST, 0.35 },
  { PST_SCORE_STYLE, PST_FIGURE_HALO, AT_MOST, 0.10 },
  { PST_SCORE_STYLE, PST_FIGURE_GLOW, AT_MOST, 0.10 },
  { PST_SCORE_STYLE, PST_FIGURE_LATTICE, AT_MOST, 1.5 },
  { PST_SCORE_STYLE, PST_FIGURE_LOST, AT_MOST, 0.02 },
  { PST_SCORE_STYLE, PST_FIGURE_FLAT, AT_MOST, 6.0 },
  { PST_SCORE_STYLE, PST_FIGURE_SKY, AT_MOST, 6.0 },
  { PST_SCORE_STYLE, PST_FIGURE_SEEDS, AT_LEAST, 0.98 },
  { PST_SCORE_STYLE, PST_FIGURE_DIFFER, AT_LEAST, 2.0 },
  { PST_SCORE_STYLE, PST_FIGURE_CHROMA, AT_MOST, PST_MONOCHROME, .monochrome = TRUE },
  { PST_SCORE_STYLE, PST_FIGURE_STROKES, AT_LEAST, 0.5 },
  { PST_SCORE_STYLE, PST_FIGURE_COLOURS, AT_LEAST, 0.5 },
  { PST_SCORE_STYLE, PST_FIGURE_DARK, AT_LEAST, 0.3 },
  { PST_SCORE_GALLERY, PST_FIGURE_S, AT_LEAST, 0.48 },
  { PST_SCORE_CONTROL, PST_FIGURE_S, AT_MOST, 0.10 },
};

static gboolean
is_exception (gsize i, const gchar *id)
{
  return limits[i].id && g_strcmp0 (limits[i].id, id) == 0;
}

static gboolean
has_exception (const Limit *rule, const gchar *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    if (is_exception (i, id) && limits[i].kind == rule->kind && limits[i].figure == rule->figure)
      return TRUE;
  return FALSE;
}

static gboolean
is_missed (const Limit *limit, gdouble value)
{
  return limit->bound == AT_LEAST ? value < limit->value : value > limit->value;
}

GPtrArray *
pst_score_check (const PstScore *score, PstScoreKind kind, const gchar *id, gboolean monochrome)
{
  GPtrArray *missed = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      const Limit *limit = &limits[i];
      gdouble value = score->values[limit->figure];

      if (limit->kind != kind || (limit->monochrome && ! monochrome)
          || (limit->id ? ! is_exception (i, id) : has_exception (limit, id)) || isnan (value))
        continue;
      if (is_missed (limit, value))
        g_ptr_array_add (missed,
                         g_strdup_printf ("%s %.4g, %s %g", figures[limit->figure].name, value,
                                          limit->bound == AT_LEAST ? "at least" : "at most",
                                          limit->value));
    }
  return missed;
}

gchar *
pst_score_describe_limits (void)
{
  static const gchar *const whose[] = { "each style", "mean over styles", "controls" };
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    g_string_append_printf (text, "  %-20s %s %g (%s%s)\n", figures[limits[i].figure].name,
                            limits[i].bound == AT_LEAST ? "at least" : "at most ", limits[i].value,
                            limits[i].id ? limits[i].id : whose[limits[i].kind],
                            limits[i].monochrome ? " of a monochrome painting" : "");
  return g_string_free (text, FALSE);
}

/* ---- scores ----------------------------------------------------------- */

const gchar *
pst_figure_name (PstFigure figure)
{
  return figures[figure].name;
}

const gchar *
pst_figure_heading (PstFigure figure)
{
  return figures[figure].heading;
}

void
pst_score_clear (PstScore *score)
{
  for (gint i = 0; i < PST_N_FIGURES; i++)
    score->values[i] = NAN;
  for (gint i = 0; i < PST_LATTICES; i++)
    score->lattice[i] = NAN;
}

static void
find_highest_lattice (PstScore *score)
{
  gdouble *highest = &score->values[PST_FIGURE_LATTICE];

  *highest = NAN;
  for (gint i = 0; i < PST_LATTICES; i++)
    *highest = fmax (*highest, score->lattice[i]);
}

void
pst_score_set (PstScore *score, const PstMetrics *metrics, const PstFaults *faults)
{
  gdouble *values = score->values;

  values[PST_FIGURE_GRADIENT] = metrics->gradient_correlation;
  values[PST_FIGURE_EDGES] = metrics->edge_f;
  values[PST_FIGURE_EDGES_DARK] = metrics->edge_f_dark;
  values[PST_FIGURE_EDGES_BRIGHT] = metrics->edge_f_bright;
  values[PST_FIGURE_LUMA] = metrics->luma;
  values[PST_FIGURE_TEXTURE] = metrics->texture;
  values[PST_FIGURE_PALETTE] = metrics->palette;
  values[PST_FIGURE_TOUCH] = metrics->touch;
  values[PST_FIGURE_COHERENCE] = metrics->coherence;
  values[PST_FIGURE_S] = metrics->s;
  values[PST_FIGURE_HALO] = faults->halo;
  values[PST_FIGURE_GLOW] = faults->glow;
  values[PST_FIGURE_CLIPPED] = faults->clipped;
  values[PST_FIGURE_LOST] = faults->lost;
  values[PST_FIGURE_CHROMA] = faults->chroma;
  values[PST_FIGURE_STROKES] = faults->strokes;
  values[PST_FIGURE_COLOURS] = faults->colours;
  values[PST_FIGURE_DARK] = faults->dark;
  memcpy (score->lattice, faults->lattice, sizeof score->lattice);
  find_highest_lattice (score);
}

void
pst_score_mean (PstScore *mean, const PstScore *scores, gsize n)
{
  pst_score_clear (mean);
  for (gint i = 0; i < PST_N_FIGURES; i++)
    {
      gdouble sum = 0;
      gsize count = 0;

      for (gsize k = 0; k < n; k++)
        if (! isnan (scores[k].values[i]))
          {
            sum += scores[k].values[i];
            count++;
          }
      if (count > 0)
        mean->values[i] = sum / (gdouble) count;
    }
  for (gint i = 0; i < PST_LATTICES; i++)
    {
      gdouble sum = 0;
      gsize count = 0;

      for (gsize k = 0; k < n; k++)
        if (! isnan (scores[k].lattice[i]))
          {
            sum += log (scores[k].lattice[i]);
            count++;
          }
      if (count > 0)
        mean->lattice[i] = exp (sum / (gdouble) count);
    }
  find_highest_lattice (mean);
}
