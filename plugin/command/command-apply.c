/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pastiche apply: photos in, paintings out. */

#include "command/command-line.h"

#include <stdio.h>

#include <gegl.h>

#include "pictures/fast-file.h"
#include "pictures/image-file.h"
#include "pictures/pixels.h"

#define NOT_GIVEN     G_MINDOUBLE
#define PAINTING_SIDE 2048 /* short side of a painting that is painted after    */

typedef struct
{
  gchar *style;
  gchar *painting;
  gchar *mix_style;
  gchar *folder;
  gdouble strength;
  gdouble brush_size;
  gdouble keep_colours;
  gdouble mix; /* or NOT_GIVEN */
  gdouble refine;
  gint64 seed;
  gint threads;
  gint memory; /* megabytes; 0: as the engine sees fit */
  gchar **files;
} Options;

typedef struct
{
  gchar *in;
  gchar *out;
} Job;

static void
job_free (Job *job)
{
  g_free (job->in);
  g_free (job->out);
  g_free (job);
}

static void
options_clear (Options *options)
{
  g_free (options->style);
  g_free (options->painting);
  g_free (options->mix_style);
  g_free (options->folder);
  g_strfreev (options->files);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (gint argc, gchar **argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "style", 's', 0, G_OPTION_ARG_FILENAME, &options->style,
      "Style to paint in: an id of `pastiche styles`, or a .safetensors file", "ID|FILE" },
    { "painting", 'p', 0, G_OPTION_ARG_FILENAME, &options->painting,
      "Picture to paint after, instead of a style; nothing needs to be learnt from it", "FILE" },
    { "refine", 0, 0, G_OPTION_ARG_DOUBLE, &options->refine,
      "How long strokes are worked at until they are the master's: 0 is fast (default 50);\n"
      "without effect on a style that was not shown its painting",
      "0..100" },
    { "strength", 0, 0, G_OPTION_ARG_DOUBLE, &options->strength,
      "How much of the painting: 0 is the photo, 100 the painting (default 100)", "0..100" },
    { "brush-size", 0, 0, G_OPTION_ARG_DOUBLE, &options->brush_size,
      "Size of strokes in percent; 100 suits the whole picture (default 100)", "25..400" },
    { "keep-colours", 0, 0, G_OPTION_ARG_DOUBLE, &options->keep_colours,
      "How much of the photo's colours (default 0)", "0..100" },
    { "mix-style", 0, 0, G_OPTION_ARG_FILENAME, &options->mix_style,
      "Second style to mix with the first", "ID|FILE" },
    { "mix", 0, 0, G_OPTION_ARG_DOUBLE, &options->mix, "How much of the second style (default 50)",
      "0..100" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed,
      "Which strokes: another number, other strokes (default 0)", "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options->threads,
      "Threads (default: one per processor); the result does not depend on it", "N" },
    { "memory", 0, 0, G_OPTION_ARG_INT, &options->memory,
      "Memory for the network (default: a quarter of the machine's, at most 2000);\n"
      "what needs more is painted in parts",
      "MB" },
    { "output-folder", 'o', 0, G_OPTION_ARG_FILENAME, &options->folder,
      "Paint every IN into this folder under its own name", "DIR" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->files, NULL, NULL },
    { NULL }
  };

  return pst_command_parse (
      &argc, &argv, entries, "IN OUT  |  -o DIR IN...", "Paints photos in a style.",
      "The format of OUT is that of its ending; it gets the bit depth, colour space and\n"
      "alpha of IN as far as the format has them.  With -o a file that fails does not\n"
      "stop the others, and the exit code is 1.",
      error);
}

static gboolean
check (const Options *options, PstParams *params, GError **error)
{
  guint n_files = options->files ? g_strv_length (options->files) : 0;
  g_autoptr (GError) local = NULL;

  if (! options->style && ! options->painting)
    return pst_usage_error (error, "apply: --style is missing; `pastiche styles` lists them");
  if (options->style && options->painting)
    return pst_usage_error (error, "apply: --style and --painting are two styles; give one of "
                                   "them, or make a style of the picture with `pastiche manner` "
                                   "and name it in --mix-style");
  if (options->folder && n_files == 0)
    return pst_usage_error (error, "apply: name the photos to paint");
  if (! options->folder && n_files != 2)
    return pst_usage_error (error, "apply: give IN and OUT, or -o DIR and any number of IN");
  if (options->mix != NOT_GIVEN && ! options->mix_style)
    return pst_usage_error (error, "apply: --mix needs a second style: give --mix-style too");
  if (! pst_check_threads (options->threads, error) || ! pst_check_seed (options->seed, error))
    return FALSE;

  if (options->memory < 0 || options->memory > 1000000)
    return pst_usage_error (error, "apply: --memory %d: give megabytes from 1 to 1000000",
                            options->memory);
  params->strength = options->strength;
  params->brush_size = options->brush_size;
  params->keep_colours = options->keep_colours;
  params->refine = options->refine;
  params->mix = options->mix != NOT_GIVEN ? options->mix : options->mix_style ? 50 : 0;
  params->seed = (guint32) options->seed;
  if (! pst_params_check (params, &local))
    return pst_usage_error (error, "apply: %s", local->message);
  return TRUE;
}

/* Adds @in -> @out; both are taken over even on failure. */
static gboolean
add_job (GPtrArray *jobs, gchar *in, gchar *out, GError **error)
{
  g_autofree gchar *in_name = pst_display_name (in);
  g_autofree gchar *out_name = pst_display_name (out);
  Job *job = g_new (Job, 1);

  job->in = in;
  job->out = out;
  g_ptr_array_add (jobs, job);

  if (pst_image_file_is_same (in, out))
    return pst_usage_error (error,
                            "%s: this photo would be overwritten by its painting; "
                            "give another name or folder",
                            in_name);
  for (guint i = 0; i + 1 < jobs->len; i++)
    {
      const Job *other = g_ptr_array_index (jobs, i);

      if (pst_image_file_is_same (other->out, out))
        return pst_usage_error (error,
                                "%s: two photos would be painted into this file; "
                                "give those of one name one at a time",
                                out_name);
      if (pst_image_file_is_same (other->in, out) || pst_image_file_is_same (in, other->out))
        return pst_usage_error (error, "%s: this is one of the photos as well; give another folder",
                                out_name);
    }
  return TRUE;
}

/* DIR/photo.jpg for x/photo.jpg; formats that can be read but not written become
 * PNG. */
static gchar *
name_in_folder (const gchar *folder, const gchar *in)
{
  g_autofree gchar *base = g_path_get_basename (in);
  g_autofree gchar *name =
      pst_image_file_can_save (base) ? g_strdup (base) : g_strconcat (base, ".png", NULL);

  return g_build_filename (folder, name, NULL);
}

static GPtrArray *
list_jobs (const Options *options, GError **error)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) job_free);

  if (! options->folder)
    {
      if (! add_job (jobs, g_strdup (options->files[0]), g_strdup (options->files[1]), error))
        return NULL;
      if (! pst_image_file_can_save (options->files[1]))
        {
          g_autofree gchar *name = pst_display_name (options->files[1]);

          pst_usage_error (error,
                           "%s: no picture format has this ending; "
                           "use .png, .tif, .jpg, .webp or .exr",
                           name);
          return NULL;
        }
      return g_steal_pointer (&jobs);
    }

  for (gchar **file = options->files; *file; file++)
    if (! add_job (jobs, g_strdup (*file), name_in_folder (options->folder, *file), error))
      return NULL;
  return g_steal_pointer (&jobs);
}

/* What all photos have in common. */
typedef struct
{
  PstEngine *engine;
  const PstStyle *style, *second;
  const PstParams *params;
} Painter;

static PstImage *
stylise (const Painter *painter, const PstImage *photo, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  return pst_engine_stylise (painter->engine, painter->style, painter->second, painter->params,
                             photo, &(PstRun){ pst_command_progress, cancellable, cancellable },
                             error);
}

/* By way of GEGL, which knows all formats, depths and colour spaces. */
static PstImage *
paint_buffer (const Painter *painter, const gchar *path, GeglBuffer **to, gfloat **alpha,
              GError **error)
{
  g_autoptr (GeglBuffer) from = pst_image_file_load (path, error);
  g_autoptr (PstImage) photo = NULL;
  g_autofree gchar *name = pst_display_name (path);
  PstImage *painting = NULL;

  if (! from)
    return NULL;
  photo = pst_pixels_read (from, NULL, alpha, error);
  if (photo)
    painting = stylise (painter, photo, error);
  if (! painting)
    g_prefix_error (error, "%s: ", name);
  else
    *to = pst_image_file_buffer_like (from);
  return painting;
}

/* A style that is made of a picture, for this once. */
static PstStyle *
look_at_painting (PstEngine *engine, const gchar *path, GError **error)
{
  g_autofree gchar *name = pst_display_name (path);
  g_autoptr (PstImage) full = pst_image_file_load_planes (path, error);
  g_autoptr (PstImage) painting = NULL;
  g_autofree gchar *title = NULL;
  PstStyle *style;

  if (! full)
    return NULL;
  painting = pst_image_limit_short (g_steal_pointer (&full), PAINTING_SIDE, error);
  title = pst_style_make_title (path);
  style = painting ? pst_style_new_from_painting (engine, painting, title, NULL, error) : NULL;
  if (! style)
    g_prefix_error (error, "%s: ", name);
  return style;
}

static gboolean
paint (const Painter *painter, const Job *job, GError **error)
{
  g_autoptr (GeglBuffer) to = NULL;
  g_autoptr (PstImage) photo = NULL;
  g_autoptr (PstImage) painting = NULL;
  g_autofree gfloat *alpha = NULL;
  g_autofree gchar *name = pst_display_name (job->in);

  if (pst_fast_file_can_save (job->out))
    photo = pst_fast_file_load (job->in);
  if (photo)
    {
      painting = stylise (painter, photo, error);
      if (painting)
        return pst_image_file_save_plain (painting, job->out, error);
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }
  painting = paint_buffer (painter, job->in, &to, &alpha, error);
  return painting && pst_pixels_write (to, NULL, painting, alpha, error)
         && pst_image_file_save (to, job->out, error);
}

PstExit
pst_command_apply (gint argc, gchar **argv)
{
  g_auto (Options) options = {
    .strength = 100, .brush_size = 100, .mix = NOT_GIVEN, .refine = PST_COMMAND_REFINE
  };
  g_autoptr (GPtrArray) jobs = NULL;
  g_autoptr (PstStyle) style = NULL;
  g_autoptr (PstStyle) second = NULL;
  g_autoptr (PstEngine) engine = NULL;
  PstParams params = PST_PARAMS_INIT;
  PstExit code = PST_EXIT_DONE;
  GError *error = NULL;

  if (! parse (argc, argv, &options, &error) || ! check (&options, &params, &error))
    return pst_command_fail (error);
  jobs = list_jobs (&options, &error);
  if (! jobs)
    return pst_command_fail (error);
  engine = pst_engine_new (options.threads);
  pst_engine_set_memory_budget (engine, (gsize) options.memory * 1000 * 1000);
  style = options.style ? pst_command_find_style (options.style, &error)
                        : look_at_painting (engine, options.painting, &error);
  if (! style)
    return pst_command_fail (error);
  if (options.mix_style)
    second = pst_command_find_style (options.mix_style, &error);
  if (options.mix_style && ! second)
    return pst_command_fail (error);
  if (options.folder && g_mkdir_with_parents (options.folder, 0777) < 0)
    {
      g_autofree gchar *name = pst_display_name (options.folder);

      g_printerr ("pastiche: %s: the folder cannot be made; give another one\n", name);
      return PST_EXIT_FAILED;
    }

  pst_interrupt_listen ();
  for (guint i = 0; i < jobs->len; i++)
    {
      const Job *job = g_ptr_array_index (jobs, i);
      g_autofree gchar *name = pst_display_name (job->out);

      if (! paint (&(Painter){ engine, style, second, &params }, job, &error))
        {
          code = pst_command_fail (g_steal_pointer (&error));
          if (code == PST_EXIT_CANCELLED)
            return code;
          code = PST_EXIT_FAILED;
        }
      else if (options.folder)
        {
          g_print ("%s (%u of %u)\n", name, i + 1, jobs->len);
          fflush (stdout);
        }
    }
  return code;
}
