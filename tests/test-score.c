/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What `pastiche evaluate --check` asks of a style: each limit by itself, and means over four
 * photos (at 448 pixels, at once) of what has to keep them and of what has not. */

#include <math.h>
#include <string.h>

#include "command/score.h"

/* Keeps every limit of every kind. */
static PstScore
make_good (void)
{
  PstScore score;

  pst_score_clear (&score);
  score.values[PST_FIGURE_GRADIENT] = .7;
  score.values[PST_FIGURE_EDGES] = .8;
  score.values[PST_FIGURE_LUMA] = .98;
  score.values[PST_FIGURE_DARK] = .6;
  score.values[PST_FIGURE_TEXTURE] = .5;
  score.values[PST_FIGURE_PALETTE] = .4;
  score.values[PST_FIGURE_CHROMA] = 1;
  score.values[PST_FIGURE_STROKES] = .9;
  score.values[PST_FIGURE_COLOURS] = .9;
  score.values[PST_FIGURE_HALO] = 0;
  score.values[PST_FIGURE_GLOW] = 0;
  score.values[PST_FIGURE_LATTICE] = 1.1;
  score.values[PST_FIGURE_LOST] = 0;
  score.values[PST_FIGURE_FLAT] = 2;
  score.values[PST_FIGURE_SKY] = 2;
  score.values[PST_FIGURE_SEEDS] = .99;
  score.values[PST_FIGURE_DIFFER] = 15;
  return score;
}

/* The lines of what @score misses, behind one another. */
static gchar *
missed_of (const PstScore *score, PstMannerKind kind)
{
  g_autoptr (GPtrArray) missed = pst_score_check (score, kind);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < missed->len; i++)
    g_string_append_printf (text, "%s\n", (const gchar *) missed->pdata[i]);
  return g_string_free (text, FALSE);
}

#define PAINTED  1
#define ENGRAVED 2
#define PRINTED  4

/* That a value just beyond each limit is told, where the limit is asked, by that line alone. */
static void
test_each (void)
{
  static const struct
  {
    PstFigure figure;
    gdouble value; /* that is too much or too little */
    gint asked;    /* of which kinds                 */
  } cases[] = {
    { PST_FIGURE_GRADIENT, .39, PAINTED | ENGRAVED | PRINTED },
    { PST_FIGURE_EDGES, .54, PAINTED | ENGRAVED | PRINTED },
    { PST_FIGURE_LUMA, .945, PAINTED | PRINTED },
    { PST_FIGURE_LUMA, .895, PAINTED | ENGRAVED | PRINTED },
    { PST_FIGURE_DARK, .19, PAINTED | ENGRAVED | PRINTED },
    { PST_FIGURE_TEXTURE, 1.12, PAINTED | ENGRAVED },
    { PST_FIGURE_PALETTE, .85, PAINTED | PRINTED },
    { PST_FIGURE_CHROMA, 4.1, ENGRAVED },
    { PST_FIGURE_STROKES, .4, PAINTED },
    { PST_FIGURE_STROKES, .2, PAINTED | ENGRAVED },
    { PST_FIGURE_COLOURS, .39, PAINTED | PRINTED },
    { PST_FIGURE_HALO, .2, PAINTED | PRINTED },
    { PST_FIGURE_HALO, .26, PAINTED | ENGRAVED | PRINTED },
    { PST_FIGURE_GLOW, .2, PAINTED | PRINTED },
    { PST_FIGURE_GLOW, .26, PAINTED | ENGRAVED | PRINTED },
    { PST_FIGURE_LATTICE, 1.6, PAINTED | PRINTED },
    { PST_FIGURE_LATTICE, 3.1, PAINTED | ENGRAVED | PRINTED },
    { PST_FIGURE_LOST, .09, PAINTED | ENGRAVED | PRINTED },
    { PST_FIGURE_FLAT, 6.1, PAINTED | ENGRAVED | PRINTED },
    { PST_FIGURE_SKY, 8.1, PAINTED | ENGRAVED },
    { PST_FIGURE_SKY, 13.1, PAINTED | ENGRAVED | PRINTED },
    { PST_FIGURE_SEEDS, .94, PAINTED | ENGRAVED | PRINTED },
    { PST_FIGURE_DIFFER, 1.9, PAINTED | ENGRAVED },
  };
  static const PstMannerKind kinds[] = { PST_MANNER_PAINTED, PST_MANNER_ENGRAVED,
                                         PST_MANNER_PRINTED };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
      {
        PstScore score = make_good ();
        g_autofree gchar *good = missed_of (&score, kinds[k]);
        g_autofree gchar *missed = NULL;
        const gchar *name = pst_figure_name (cases[i].figure);

        g_assert_cmpstr (good, ==, "");
        score.values[cases[i].figure] = cases[i].value;
        missed = missed_of (&score, kinds[k]);
        g_test_message ("%s %g, kind %d: %s", name, cases[i].value, kinds[k], missed);
        if (cases[i].asked >> k & 1)
          {
            g_assert_true (g_str_has_prefix (missed, name));
            g_assert_true (strchr (missed, '\n') == missed + strlen (missed) - 1);
          }
        else
          g_assert_cmpstr (missed, ==, "");
      }
}

/* MEASURED is judged as PAINTED, and what was not measured is not missed. */
static void
test_unknown (void)
{
  PstScore score;
  g_autofree gchar *nothing = NULL, *missed = NULL;

  pst_score_clear (&score);
  nothing = missed_of (&score, PST_MANNER_PAINTED);
  g_assert_cmpstr (nothing, ==, "");
  score.values[PST_FIGURE_STROKES] = .1;
  missed = missed_of (&score, PST_MANNER_MEASURED);
  g_assert_cmpstr (missed, ==, "strokes 0.1, at least 0.5\n");
}

/* In the order of the columns below. */
static const PstFigure columns[] = {
  PST_FIGURE_GRADIENT, PST_FIGURE_EDGES, PST_FIGURE_LUMA,    PST_FIGURE_TEXTURE, PST_FIGURE_PALETTE,
  PST_FIGURE_HALO,     PST_FIGURE_GLOW,  PST_FIGURE_LATTICE, PST_FIGURE_LOST,    PST_FIGURE_FLAT,
  PST_FIGURE_SKY,      PST_FIGURE_SEEDS, PST_FIGURE_DIFFER,  PST_FIGURE_CHROMA,  PST_FIGURE_STROKES,
  PST_FIGURE_COLOURS,  PST_FIGURE_DARK,
};

/* What was measured of what has to miss a limit, judged as @kinds. */
static void
test_no_painting (void)
{
  static const struct
  {
    const gchar *what;
    gint kinds;
    gdouble values[G_N_ELEMENTS (columns)];
  } cases[] = {
    { "starry-night of a generator that saw photos",
      PAINTED,
      { .715, .85, .939, .173, .0869, .125, -.129, 1.23, 0, 1.82, 8.8, .989, 24, 18.3, .994, .825,
        .667 } },
    { "photos, beside starry-night",
      PAINTED,
      { 1, 1, 1, 1, 1, -.0206, -.0199, 1.05, 0, NAN, NAN, NAN, NAN, 18.2, .13, .955, 1 } },
    { "gegl:oilify, beside starry-night",
      PAINTED,
      { .744, .898, .973, 1.3, .981, -.202, -.221, 1, .00811, NAN, NAN, NAN, NAN, 17.7, .107, .898,
        .519 } },
    { "great-wave of a generator that saw photos",
      PAINTED | PRINTED,
      { .621, .727, .861, .224, .0572, -.0595, .093, 1.21, 7.01e-05, .646, 13.5, .991, 26.4, 11.5,
        1.08, .809, .437 } },
    { "photos, beside great-wave",
      PRINTED,
      { 1, 1, 1, 1, 1, -.041, -.0317, 1.05, 0, NAN, NAN, NAN, NAN, 18.2, .195, 1.18, 1 } },
    { "gegl:oilify, beside great-wave",
      PRINTED,
      { .744, .898, .973, 1.4, 1.06, -.223, -.233, 1, .00814, NAN, NAN, NAN, NAN, 17.7, .162, 1.11,
        .519 } },
    { "carceri of a generator that saw photos",
      PAINTED | ENGRAVED,
      { .642, .782, .894, .134, .0666, -.0392, .215, 1.19, 0, .312, 9.05, .978, 41.2, 9.51e-07,
        .959, .997, .53 } },
    { "photos, beside carceri",
      ENGRAVED,
      { 1, 1, 1, 1, 1, -.0508, -.0268, 1.05, 0, NAN, NAN, NAN, NAN, 18.2, .0711, 9.4, 1 } },
    { "gegl:oilify, beside carceri",
      ENGRAVED,
      { .744, .898, .973, 1.16, 1.02, -.233, -.228, 1, .00454, NAN, NAN, NAN, NAN, 17.7, .0589,
        8.84, .519 } },
  };
  static const PstMannerKind kinds[] = { PST_MANNER_PAINTED, PST_MANNER_ENGRAVED,
                                         PST_MANNER_PRINTED };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
      {
        PstScore score;
        g_autofree gchar *missed = NULL;

        if (! (cases[i].kinds >> k & 1))
          continue;
        pst_score_clear (&score);
        for (gsize c = 0; c < G_N_ELEMENTS (columns); c++)
          score.values[columns[c]] = cases[i].values[c];
        missed = missed_of (&score, kinds[k]);
        g_test_message ("%s, kind %d: %s", cases[i].what, kinds[k], missed);
        g_assert_cmpstr (missed, !=, "");
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/score/each-limit", test_each);
  g_test_add_func ("/score/unknown", test_unknown);
  g_test_add_func ("/score/no-painting", test_no_painting);
  return g_test_run ();
}
