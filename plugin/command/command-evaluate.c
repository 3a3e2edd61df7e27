/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pastiche evaluate: figures for styles. */

#include "command/command-line.h"

#include <math.h>
#include <stdio.h>

#include <json-glib/json-glib.h>

#include "command/evaluation.h"
#include "host/output-file.h"
#include "pictures/picture-file.h"

#define SMALLEST_SIDE 32 /* of a picture that can be measured */

typedef struct
{
  gchar **styles;
  gchar *painting;
  gchar *save;
  gchar *json;
  gint long_side;
  gint64 seed;
  gdouble refine, likeness, strength;
  gint threads;
  gboolean force;
  gboolean csv;
  gboolean controls;
  gboolean must_pass;
  gchar **photos;
} Options;

static void
options_clear (Options *options)
{
  g_strfreev (options->styles);
  g_free (options->painting);
  g_free (options->save);
  g_free (options->json);
  g_strfreev (options->photos);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* What was found of one style. */
typedef struct
{
  PstStyle *style;
  PstMannerKind kind; /* which limits are asked of it */
  gsize n;            /* photos that were measured */
  PstScore mean;
  PstScore controls[PST_N_CONTROLS];
  GPtrArray *trials;
  GPtrArray *missed; /* limits, its controls' too */
} Result;

static void
result_free (Result *result)
{
  g_clear_pointer (&result->style, pst_style_unref);
  g_clear_pointer (&result->trials, g_ptr_array_unref);
  g_clear_pointer (&result->missed, g_ptr_array_unref);
  g_free (result);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Result, result_free)

/* ---- options ---------------------------------------------------------- */

static gboolean
parse (gint argc, gchar **argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "style", 's', 0, G_OPTION_ARG_FILENAME_ARRAY, &options->styles,
      "Style to measure: an id of `pastiche styles`, or a .safetensors file; may be given "
      "several times",
      "ID|FILE" },
    { "painting", 'p', 0, G_OPTION_ARG_FILENAME, &options->painting,
      "The painting it was learnt from (default: the one that the style names, in the folder "
      "$PASTICHE_PAINTINGS)",
      "FILE" },
    { "long-side", 0, 0, G_OPTION_ARG_INT, &options->long_side,
      "Shrink photos to this long side in pixels, never enlarge (default 640)", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed, "Which strokes (default 0)", "N" },
    { "refine", 0, 0, G_OPTION_ARG_DOUBLE, &options->refine,
      "How long strokes are worked at (default 0: what was learnt is measured)", "0..100" },
    { "likeness", 0, 0, G_OPTION_ARG_DOUBLE, &options->likeness,
      "How near to the photo it is painted (default 50)", "0..100" },
    { "strength", 0, 0, G_OPTION_ARG_DOUBLE, &options->strength,
      "Measure so much of the painting over the photo (default 100)", "0..100" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options->threads, "Threads (default: one per processor)",
      "N" },
    { "controls", 0, 0, G_OPTION_ARG_NONE, &options->controls,
      "Measure the photos themselves, and the filter gegl:oilify, as if they were paintings",
      NULL },
    { "check", 0, 0, G_OPTION_ARG_NONE, &options->must_pass, "Fail if a limit is missed", NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &options->csv, "Print comma-separated values", NULL },
    { "json", 0, 0, G_OPTION_ARG_FILENAME, &options->json, "Write all figures to this file",
      "FILE" },
    { "save", 0, 0, G_OPTION_ARG_FILENAME, &options->save,
      "Keep the paintings as PNG files in this folder; of several styles, in a folder each",
      "DIR" },
    { "force", 0, 0, G_OPTION_ARG_NONE, &options->force, "Replace files that are there", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->photos, NULL, NULL },
    { NULL }
  };
  g_autofree gchar *limits = pst_score_describe_limits ();
  g_autofree gchar *description = g_strdup_printf (
      "gc      content: correlation of brightness gradients with the photo's; 1 is the photo\n"
      "ef      content: F1 score of the strongest edges; 1 is the photo\n"
      "ef dk   the same in the photo's darkest fifth, and\n"
      "ef br   in its brightest, where it shows anything there\n"
      "luma    content: correlation of light and dark at 1/8 size\n"
      "tex     style: distance to the painting's patches; 1 is the photo, 0 the painting\n"
      "pal     style: the same of colours\n"
      "touch   style: distance of how strokes run, photo 1, painting 0\n"
      "coher   how far one direction holds, the painting 1\n"
      "S       sqrt (gc ef) (1 - tex) (1 - pal); more is better\n"
      "halo    overshoot of brightness within 5 pixels of edges, 1 is the whole step, beyond\n"
      "        what the photo and the painting have\n"
      "glow    the same within 20 pixels\n"
      "latt    energy of patterns of 2, 4 or 8 pixels, 1 is that of their neighbours\n"
      "clip    share of pixels with a channel at 0 or 255\n"
      "lost    the same without those that are so in the photo, beyond the painting's share\n"
      "flat    unevenness, in levels of 1/255, of what becomes of a plain gray picture\n"
      "sky     the same of a gradient\n"
      "seeds   correlation at 1/8 size of paintings of two seeds\n"
      "diff    and their difference at full size, in levels\n"
      "chroma  levels of colour that is not that of one ink on one paper\n"
      "stroke  depth of brightness where the photo is calm; 1 is the calmer half of the painting\n"
      "colour  how many colours there are; 1 is as many as in the painting\n"
      "dark    gc where the photo is dark\n"
      "\n"
      "Limits of a style's means; each control has to miss one:\n%s",
      limits);

  return pst_command_parse (&argc, &argv, entries, "PHOTO...",
                            "Paints photos at strength 100 and measures the results.  Of one "
                            "style each photo is listed.",
                            description, error);
}

static gboolean
check_json (const Options *options, GError **error)
{
  const gchar *const rest[] = { options->painting, NULL };
  const gchar *const *inputs[] = { (const gchar *const *) options->photos,
                                   (const gchar *const *) options->styles, rest };

  for (gsize i = 0; options->json && i < G_N_ELEMENTS (inputs); i++)
    if (! pst_command_check_output (options->json, options->force, inputs[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
check (const Options *options, GError **error)
{
  if (! options->styles)
    return pst_usage_error (error, "evaluate: --style is missing; `pastiche styles` lists them");
  if (options->painting && options->styles[1])
    return pst_usage_error (error, "--painting: give one --style with it, or set "
                                   "PASTICHE_PAINTINGS to the folder of paintings");
  if (! options->photos)
    return pst_usage_error (error, "evaluate: name the photos to measure on");
  if (options->long_side < SMALLEST_SIDE || options->long_side > 16384)
    return pst_usage_error (error, "--long-side %d: give %d to 16384", options->long_side,
                            SMALLEST_SIDE);
  return pst_check_threads (options->threads, error) && pst_check_seed (options->seed, error)
         && pst_check_percent ("refine", options->refine, error)
         && pst_check_percent ("likeness", options->likeness, error)
         && pst_check_percent ("strength", options->strength, error) && check_json (options, error);
}

/* The painting at the scale at which @style was learnt. */
static PstImage *
load_painting (const PstStyle *style, const gchar *path, GError **error)
{
  const gchar *folder = g_getenv ("PASTICHE_PAINTINGS");
  const gchar *known = pst_style_get (style, "painting");
  g_autofree gchar *found = NULL;
  g_autoptr (PstImage) full = NULL;

  if (! path && (! folder || ! *folder || ! *known))
    {
      pst_usage_error (error,
                       "%s: its painting is needed; give --painting FILE, or set "
                       "PASTICHE_PAINTINGS to the folder that holds %s",
                       pst_style_get_id (style), *known ? known : "it");
      return NULL;
    }
  if (! path)
    {
      g_autofree gchar *base = g_path_get_basename (known);

      path = found = g_build_filename (folder, base, NULL);
    }
  full = pst_picture_file_load_planes (path, error);
  return full ? pst_image_resize_short (full, pst_style_get_style_size (style), error) : NULL;
}

/* ---- what is printed -------------------------------------------------- */

static gint
figure_decimals (PstFigure figure)
{
  switch (figure)
    {
    case PST_FIGURE_FLAT:
    case PST_FIGURE_SKY:
    case PST_FIGURE_DIFFER:
    case PST_FIGURE_CHROMA:
      return 1;
    case PST_FIGURE_LATTICE:
    case PST_FIGURE_STROKES:
    case PST_FIGURE_COLOURS:
      return 2;
    default:
      return 3;
    }
}

static void
print_heading (const Options *options, const gchar *what)
{
  if (options->csv)
    g_print ("photo");
  for (PstFigure figure = 0; figure < PST_N_FIGURES; figure++)
    {
      if (options->csv)
        g_print (",%s", pst_figure_name (figure));
      else
        g_print ("%6s ", pst_figure_heading (figure));
    }
  g_print (options->csv ? ",style\n" : " %s\n", what);
}

/* @name in double quotes, to be freed. */
static gchar *
quote (const gchar *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "\"", -1);
  g_autofree gchar *doubled = g_strjoinv ("\"\"", parts);

  return g_strdup_printf ("\"%s\"", doubled);
}

static void
print_score (const Options *options, const gchar *style, const gchar *name, const PstScore *score)
{
  g_autofree gchar *quoted = quote (name);
  g_autofree gchar *quoted_style = quote (style);

  if (options->csv)
    g_print ("%s", quoted);
  for (PstFigure figure = 0; figure < PST_N_FIGURES; figure++)
    {
      gdouble value = score->values[figure];

      if (options->csv)
        g_print (isnan (value) ? "," : ",%.6f", value);
      else if (isnan (value))
        g_print ("%6s ", "-");
      else
        g_print ("%6.*f ", figure_decimals (figure), value);
    }
  if (options->csv)
    g_print (",%s\n", quoted_style);
  else
    g_print (" %s\n", name);
  fflush (stdout);
}

/* One line for each style, for its controls, and for all of them. */
static void
print_table (const Options *options, GPtrArray *results, const PstScore *gallery)
{
  print_heading (options, "STYLE");
  for (guint i = 0; i < results->len; i++)
    {
      const Result *result = g_ptr_array_index (results, i);

      print_score (options, "", pst_style_get_id (result->style), &result->mean);
      for (gint k = 0; k < PST_N_CONTROLS && options->controls; k++)
        {
          g_autofree gchar *name = g_strdup_printf ("  %s", pst_control_name (k));

          print_score (options, "", name, &result->controls[k]);
        }
    }
  if (results->len > 1)
    print_score (options, "", "mean", gallery);
}

static void
print_missed (const gchar *who, GPtrArray *missed)
{
  for (guint i = 0; i < missed->len; i++)
    g_print ("FAIL  %-16s %s\n", who, (const gchar *) g_ptr_array_index (missed, i));
  if (missed->len == 0)
    g_print ("PASS  %s\n", who);
}

/* ---- the file --------------------------------------------------------- */

static void
json_number (JsonBuilder *builder, const gchar *name, gdouble value)
{
  json_builder_set_member_name (builder, name);
  if (isfinite (value))
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
json_text (JsonBuilder *builder, const gchar *name, const gchar *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
json_score (JsonBuilder *builder, const gchar *name, const PstScore *score)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  for (PstFigure figure = 0; figure < PST_N_FIGURES; figure++)
    json_number (builder, pst_figure_name (figure), score->values[figure]);
  json_builder_set_member_name (builder, "lattices");
  json_builder_begin_object (builder);
  for (gint i = 0; i < PST_LATTICES; i++)
    {
      static const gchar *const ways[] = { "x", "y", "diagonal", "other_diagonal" };
      g_autofree gchar *lattice = g_strdup_printf ("%d_%s", 2 << (i / 4), ways[i % 4]);

      json_number (builder, lattice, score->lattice[i]);
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static void
json_missed (JsonBuilder *builder, GPtrArray *missed)
{
  json_builder_set_member_name (builder, "missed");
  json_builder_begin_array (builder);
  for (guint i = 0; i < missed->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (missed, i));
  json_builder_end_array (builder);
}

/* Which file was measured: figures outlive it. */
static void
json_checksum (JsonBuilder *builder, const gchar *path)
{
  g_autofree gchar *data = NULL, *checksum = NULL;
  gsize size;

  if (! g_file_get_contents (path, &data, &size, NULL))
    return;
  checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) data, size);
  json_text (builder, "sha256", checksum);
}

static void
json_result (JsonBuilder *builder, const Options *options, const Result *result)
{
  json_builder_begin_object (builder);
  json_text (builder, "id", pst_style_get_id (result->style));
  json_checksum (builder, pst_style_get_path (result->style));
  json_builder_set_member_name (builder, "photos");
  json_builder_add_int_value (builder, (gint64) result->n);
  json_score (builder, "mean", &result->mean);
  for (gint k = 0; k < PST_N_CONTROLS && options->controls; k++)
    json_score (builder, pst_control_name (k), &result->controls[k]);
  json_missed (builder, result->missed);
  json_builder_set_member_name (builder, "each");
  json_builder_begin_object (builder);
  for (guint i = 0; i < result->trials->len; i++)
    {
      const PstTrial *trial = g_ptr_array_index (result->trials, i);
      g_autofree gchar *base = g_path_get_basename (trial->name);

      if (! trial->is_made && ! trial->error)
        json_score (builder, base, &trial->score);
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static gboolean
write_json (const Options *options, GPtrArray *results, const PstScore *gallery, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree gchar *text = NULL;
  gsize size;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "long_side");
  json_builder_add_int_value (builder, options->long_side);
  json_builder_set_member_name (builder, "seed");
  json_builder_add_int_value (builder, options->seed);
  if (options->refine > 0)
    {
      json_builder_set_member_name (builder, "refine");
      json_builder_add_double_value (builder, options->refine);
    }
  if (options->likeness != PST_LIKENESS)
    {
      json_builder_set_member_name (builder, "likeness");
      json_builder_add_double_value (builder, options->likeness);
    }
  if (options->strength < 100)
    {
      json_builder_set_member_name (builder, "strength");
      json_builder_add_double_value (builder, options->strength);
    }
  json_builder_set_member_name (builder, "styles");
  json_builder_begin_array (builder);
  for (guint i = 0; i < results->len; i++)
    json_result (builder, options, g_ptr_array_index (results, i));
  json_builder_end_array (builder);
  json_score (builder, "mean", gallery);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, &size);
  return pst_output_write (options->json, text, size, options->force, error);
}

/* ---- one style -------------------------------------------------------- */

/* What the callback needs. */
typedef struct
{
  const Options *options;
  const gchar *id;
  gchar *folder;   /* for paintings, or NULL     */
  gboolean listed; /* a line for each photo      */
  gboolean failed; /* some photo did             */
} Report;

/* Where the painting of @photo is kept. */
static gchar *
kept_path (const gchar *folder, const gchar *photo)
{
  g_autofree gchar *base = g_path_get_basename (photo);

  return g_strdup_printf ("%s/%s.png", folder, base);
}

static void
on_trial (PstTrial *trial, gpointer user_data)
{
  Report *report = user_data;

  if (! trial->error && report->folder)
    {
      g_autofree gchar *out = kept_path (report->folder, trial->name);

      pst_picture_file_save_planes (trial->result, out, report->options->force, &trial->error);
    }
  if (trial->error)
    {
      pst_complain (trial->error);
      report->failed = TRUE;
    }
  else if (report->listed && ! trial->is_made)
    print_score (report->options, report->id, trial->name, &trial->score);
}

/* Files of earlier versions know nothing of a manner: painted. */
static PstMannerKind
kind_of (const PstStyle *style)
{
  const PstManner *manner = pst_style_get_manner (style);

  return manner ? pst_manner_get_params (manner)->kind : PST_MANNER_PAINTED;
}

/* Sets *@failed if some photo could not be measured. */
static Result *
evaluate (const Options *options, const gchar *id_or_path, gboolean *failed, GError **error)
{
  g_autoptr (Result) result = g_new0 (Result, 1);
  g_autoptr (PstImage) painting = NULL;
  g_autoptr (PstGauge) gauge = NULL;
  g_autofree gchar *folder = NULL;
  PstEvaluation evaluation = { .long_side = options->long_side,
                               .seed = (guint32) options->seed,
                               .refine = options->refine,
                               .likeness = options->likeness,
                               .strength = options->strength,
                               .threads = options->threads,
                               .controls = options->controls,
                               .report = on_trial };
  Report report = { .options = options, .listed = options->csv || ! options->styles[1] };

  result->style = pst_command_find_style (id_or_path, error);
  if (! result->style)
    return NULL;
  painting = load_painting (result->style, options->painting, error);
  if (! painting)
    return NULL;
  gauge = pst_gauge_new (painting, error);
  if (! gauge)
    return NULL;
  result->kind = kind_of (result->style);

  report.id = pst_style_get_id (result->style);
  if (options->save)
    {
      folder = options->styles[1] ? g_build_filename (options->save, report.id, NULL)
                                  : g_strdup (options->save);
      if (! pst_command_make_folder (folder, error))
        return NULL;
      report.folder = folder;
    }
  if (report.listed && id_or_path == options->styles[0])
    print_heading (options, "PHOTO");
  evaluation.style = result->style;
  evaluation.gauge = gauge;
  evaluation.user_data = &report;
  result->trials = pst_evaluation_run (&evaluation, options->photos, error);
  if (! result->trials)
    return NULL;
  *failed |= report.failed;

  result->n = pst_evaluation_mean (result->trials, &result->mean, result->controls);
  result->missed = pst_score_check (&result->mean, result->kind);
  for (gint k = 0; k < PST_N_CONTROLS && options->controls && result->n > 0; k++)
    {
      g_autoptr (GPtrArray) missed = pst_score_check (&result->controls[k], result->kind);

      if (missed->len == 0)
        g_ptr_array_add (result->missed,
                         g_strdup_printf ("%s: misses no limit", pst_control_name (k)));
    }
  if (result->n > 0 && report.listed)
    print_score (options, report.id, "mean", &result->mean);
  return g_steal_pointer (&result);
}

/* ---- all of them ------------------------------------------------------ */

static PstExit
conclude (const Options *options, GPtrArray *results, GError **error)
{
  g_autofree PstScore *means = g_new (PstScore, results->len);
  PstScore gallery;
  gboolean passed = TRUE;

  for (guint i = 0; i < results->len; i++)
    means[i] = ((const Result *) g_ptr_array_index (results, i))->mean;
  pst_score_mean (&gallery, means, results->len);

  if (! options->csv && results->len > 0)
    {
      g_print ("\n");
      print_table (options, results, &gallery);
      g_print ("\n");
    }
  for (guint i = 0; i < results->len; i++)
    {
      const Result *result = g_ptr_array_index (results, i);

      passed &= result->missed->len == 0;
      if (! options->csv)
        print_missed (pst_style_get_id (result->style), result->missed);
    }
  if (options->json && ! write_json (options, results, &gallery, error))
    return PST_EXIT_FAILED;
  return passed || ! options->must_pass ? PST_EXIT_DONE : PST_EXIT_FAILED;
}

PstExit
pst_command_evaluate (gint argc, gchar **argv)
{
  g_auto (Options) options = { .long_side = 640, .likeness = PST_LIKENESS, .strength = 100 };
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func ((GDestroyNotify) result_free);
  gboolean failed = FALSE;
  PstExit code;
  GError *error = NULL;

  if (! parse (argc, argv, &options, &error) || ! check (&options, &error))
    return pst_command_fail (error);

  pst_interrupt_listen ();
  for (gchar **style = options.styles; *style; style++)
    {
      Result *result;

      result = evaluate (&options, *style, &failed, &error);
      if (! result)
        return pst_command_fail (error);
      g_ptr_array_add (results, result);
    }
  code = conclude (&options, results, &error);
  if (error)
    return pst_command_fail (error);
  return failed ? PST_EXIT_FAILED : code;
}
