/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pastiche evaluate: figures for a style. */

#include "command-line.h"

#include <math.h>
#include <stdio.h>

#include "image-file.h"

#define SMALLEST_SIDE 32 /* of a picture that can be measured */

typedef struct
{
  gchar *style;
  gchar *painting;
  gchar *save;
  gint long_side;
  gint64 seed;
  gint threads;
  gboolean csv;
  gchar **photos;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->style);
  g_free (options->painting);
  g_free (options->save);
  g_strfreev (options->photos);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (gint argc, gchar **argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "style", 's', 0, G_OPTION_ARG_FILENAME, &options->style,
      "Style to measure: an id of `pastiche styles`, or a .safetensors file", "ID|FILE" },
    { "painting", 'p', 0, G_OPTION_ARG_FILENAME, &options->painting,
      "The painting it was learnt from (default: the one that the style names, in the folder "
      "$PASTICHE_PAINTINGS)",
      "FILE" },
    { "long-side", 0, 0, G_OPTION_ARG_INT, &options->long_side,
      "Shrink photos to this long side in pixels, never enlarge (default 640)", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed, "Which strokes (default 0)", "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options->threads, "Threads (default: one per processor)",
      "N" },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &options->csv, "Print comma-separated values", NULL },
    { "save", 0, 0, G_OPTION_ARG_FILENAME, &options->save,
      "Keep the paintings as PNG files in this folder", "DIR" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->photos, NULL, NULL },
    { NULL }
  };

  return pst_command_parse (
      &argc, &argv, entries, "PHOTO...", "Paints photos at strength 100 and measures the results.",
      "GRAD    content: correlation of brightness gradients with the photo's; 1 is the photo\n"
      "EDGE    content: F1 score of the strongest edges; 1 is the photo\n"
      "TEXTURE style: distance to the painting's patches; 1 is the photo, 0 the painting\n"
      "PALETTE style: the same of colours\n"
      "S       sqrt (GRAD EDGE) (1 - TEXTURE) (1 - PALETTE); more is better",
      error);
}

static gboolean
check (const Options *options, GError **error)
{
  if (! options->style)
    return pst_usage_error (error, "evaluate: --style is missing; `pastiche styles` lists them");
  if (! options->photos)
    return pst_usage_error (error, "evaluate: name the photos to measure on");
  if (options->long_side < SMALLEST_SIDE || options->long_side > 16384)
    return pst_usage_error (error, "--long-side %d: give %d to 16384", options->long_side,
                            SMALLEST_SIDE);
  return pst_check_threads (options->threads, error) && pst_check_seed (options->seed, error);
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
  full = pst_image_file_load_planes (path, error);
  return full ? pst_image_resize_short (full, pst_style_get_style_size (style), error) : NULL;
}

static PstImage *
load_photo (const gchar *path, gint long_side, GError **error)
{
  g_autoptr (PstImage) full = pst_image_file_load_planes (path, error);
  gdouble scale;

  if (! full)
    return NULL;
  scale = (gdouble) long_side / MAX (full->width, full->height);
  if (scale >= 1)
    return g_steal_pointer (&full);
  return pst_image_resize (full, MAX (1, (gint) lround (full->width * scale)),
                           MAX (1, (gint) lround (full->height * scale)), error);
}

static gboolean
save_result (const Options *options, const gchar *path, const PstImage *result, GError **error)
{
  g_autofree gchar *base = g_path_get_basename (path);
  g_autofree gchar *name = g_strconcat (base, ".png", NULL);
  g_autofree gchar *out = g_build_filename (options->save, name, NULL);

  return pst_image_file_save_planes (result, out, error);
}

static gboolean
measure (const Options *options, PstEngine *engine, const PstStyle *style, const PstImage *painting,
         const gchar *path, PstMetrics *metrics, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  PstParams params = PST_PARAMS_INIT;
  g_autoptr (PstImage) photo = NULL;
  g_autoptr (PstImage) result = NULL;
  g_autofree gchar *name = pst_display_name (path);

  photo = load_photo (path, options->long_side, error);
  if (! photo)
    return FALSE;
  params.seed = (guint32) options->seed;
  result = pst_engine_stylise (engine, style, NULL, &params, photo, pst_command_progress,
                               cancellable, cancellable, error);
  if (! result || ! pst_evaluate (painting, photo, result, metrics, error))
    {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }
  return ! options->save || save_result (options, path, result, error);
}

static void
print_metrics (const Options *options, const gchar *name, const PstMetrics *m)
{
  g_auto (GStrv) quoted = NULL;
  g_autofree gchar *doubled = NULL;

  if (! options->csv)
    g_print ("%6.3f %6.3f %8.3f %8.3f %6.3f  %s\n", m->gradient_correlation, m->edge_f, m->texture,
             m->palette, m->s, name);
  else
    {
      quoted = g_strsplit (name, "\"", -1);
      doubled = g_strjoinv ("\"\"", quoted);
      g_print ("\"%s\",%.6f,%.6f,%.6f,%.6f,%.6f\n", doubled, m->gradient_correlation, m->edge_f,
               m->texture, m->palette, m->s);
    }
  fflush (stdout);
}

static void
add_metrics (PstMetrics *sum, const PstMetrics *m, gdouble factor)
{
  sum->gradient_correlation += factor * m->gradient_correlation;
  sum->edge_f += factor * m->edge_f;
  sum->texture += factor * m->texture;
  sum->palette += factor * m->palette;
  sum->s += factor * m->s;
}

PstExit
pst_command_evaluate (gint argc, gchar **argv)
{
  g_auto (Options) options = { .long_side = 640 };
  g_autoptr (PstStyle) style = NULL;
  g_autoptr (PstImage) painting = NULL;
  g_autoptr (PstEngine) engine = NULL;
  PstMetrics sum = { 0 }, mean = { 0 };
  guint n = 0;
  PstExit code = PST_EXIT_DONE;
  GError *error = NULL;

  if (! parse (argc, argv, &options, &error) || ! check (&options, &error))
    return pst_command_fail (error);
  style = pst_command_find_style (options.style, &error);
  if (! style)
    return pst_command_fail (error);
  painting = load_painting (style, options.painting, &error);
  if (! painting)
    return pst_command_fail (error);
  if (options.save && g_mkdir_with_parents (options.save, 0777) < 0)
    {
      g_autofree gchar *name = pst_display_name (options.save);

      g_printerr ("pastiche: %s: the folder cannot be made; give another one\n", name);
      return PST_EXIT_FAILED;
    }

  pst_interrupt_listen ();
  engine = pst_engine_new (options.threads);
  g_print (options.csv ? "photo,gradient_correlation,edge_f,texture,palette,s\n"
                       : "  GRAD   EDGE  TEXTURE  PALETTE      S  PHOTO\n");
  for (gchar **photo = options.photos; *photo; photo++)
    {
      g_autofree gchar *name = pst_display_name (*photo);
      PstMetrics metrics;

      if (! measure (&options, engine, style, painting, *photo, &metrics, &error))
        {
          if (pst_command_fail (g_steal_pointer (&error)) == PST_EXIT_CANCELLED)
            return PST_EXIT_CANCELLED;
          code = PST_EXIT_FAILED;
          continue;
        }
      print_metrics (&options, name, &metrics);
      add_metrics (&sum, &metrics, 1);
      n++;
    }
  if (n > 0)
    {
      add_metrics (&mean, &sum, 1.0 / n);
      print_metrics (&options, "mean", &mean);
    }
  return code;
}
