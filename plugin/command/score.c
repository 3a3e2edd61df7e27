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

/* A limit that is not asked of a kind. */
#define NONE NAN

typedef struct
{
  PstFigure figure;
  Bound bound;
  gdouble painted, engraved, printed;
} Limit;

/* All that is asked; score.h says why. */
static const Limit limits[] = {
  { PST_FIGURE_GRADIENT, AT_LEAST, 0.40, 0.40, 0.40 },
  { PST_FIGURE_EDGES, AT_LEAST, 0.55, 0.55, 0.55 },
  { PST_FIGURE_LUMA, AT_LEAST, 0.95, 0.90, 0.95 },
  { PST_FIGURE_DARK, AT_LEAST, 0.20, 0.20, 0.20 },
  { PST_FIGURE_TEXTURE, AT_MOST, 1.10, 1.10, NONE },
  { PST_FIGURE_PALETTE, AT_MOST, 0.80, NONE, 0.80 },
  { PST_FIGURE_CHROMA, AT_MOST, NONE, 4.0, NONE },
  { PST_FIGURE_STROKES, AT_LEAST, 0.50, 0.25, NONE },
  { PST_FIGURE_COLOURS, AT_LEAST, 0.40, NONE, 0.40 },
  { PST_FIGURE_HALO, AT_MOST, 0.10, 0.25, 0.10 },
  { PST_FIGURE_GLOW, AT_MOST, 0.15, 0.25, 0.15 },
  { PST_FIGURE_LATTICE, AT_MOST, 1.5, 3.0, 1.5 },
  { PST_FIGURE_LOST, AT_MOST, 0.08, 0.08, 0.08 },
  { PST_FIGURE_FLAT, AT_MOST, 6.0, 6.0, 6.0 },
  { PST_FIGURE_SKY, AT_MOST, 8.0, 8.0, 13.0 },
  { PST_FIGURE_SEEDS, AT_LEAST, 0.95, 0.95, 0.95 },
  { PST_FIGURE_DIFFER, AT_LEAST, 2.0, 2.0, NONE },
};

static gdouble
limit_of (const Limit *limit, PstMannerKind kind)
{
  switch (kind)
    {
    case PST_MANNER_ENGRAVED:
      return limit->engraved;
    case PST_MANNER_PRINTED:
      return limit->printed;
    default:
      return limit->painted;
    }
}

GPtrArray *
pst_score_check (const PstScore *score, PstMannerKind kind)
{
  GPtrArray *missed = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      gdouble value = score->values[limits[i].figure], limit = limit_of (&limits[i], kind);
      gboolean at_least = limits[i].bound == AT_LEAST;

      /* False where either is not a number. */
      if (at_least ? value < limit : value > limit)
        g_ptr_array_add (missed, g_strdup_printf ("%s %.4g, %s %g", figures[limits[i].figure].name,
                                                  value, at_least ? "at least" : "at most", limit));
    }
  return missed;
}

gchar *
pst_score_describe_limits (void)
{
  static const PstMannerKind kinds[] = { PST_MANNER_PAINTED, PST_MANNER_ENGRAVED,
                                         PST_MANNER_PRINTED };
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "  %-29s %8s %8s %8s\n", "", "painted", "engraved", "printed");
  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_string_append_printf (text, "  %-20s %s", figures[limits[i].figure].name,
                              limits[i].bound == AT_LEAST ? "at least" : "at most ");
      for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
        {
          gdouble limit = limit_of (&limits[i], kinds[k]);

          if (isnan (limit))
            g_string_append_printf (text, " %8s", "-");
          else
            g_string_append_printf (text, " %8g", limit);
        }
      g_string_append_c (text, '\n');
    }
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
