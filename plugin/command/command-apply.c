/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pastiche apply: photos in, paintings out. */

#include "command/command-line.h"

#include <stdio.h>
#include <sys/stat.h>

#include "command/apply-jobs.h"
#include "command/apply-photo.h"
#include "host/output-file.h"

#define NOT_GIVEN     G_MINDOUBLE
#define PAINTING_SIDE 2048 /* short side of a painting that is painted after    */

typedef struct
{
  gchar *style;
  gchar *painting;
  gchar *mix_style;
  gchar *folder;
  gchar *format;
  gchar *frames;
  gchar *likeness_map;
  gdouble strength;
  gdouble brush_size;
  gdouble keep_colours;
  gdouble mix; /* or NOT_GIVEN */
  gdouble refine;
  gdouble finish;
  gdouble likeness;
  gint64 seed;
  gint threads;
  gint memory; /* megabytes; 0: as the engine sees fit */
  gint quality;
  gboolean recursive, skip, force, strip, damaged;
  gchar **files;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->style);
  g_free (options->painting);
  g_free (options->mix_style);
  g_free (options->folder);
  g_free (options->format);
  g_free (options->frames);
  g_free (options->likeness_map);
  g_strfreev (options->files);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (gint argc, gchar **argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "style", 's', 0, G_OPTION_ARG_FILENAME, &options->style,
      "Style to paint in: an id or title of `pastiche styles`, or a .safetensors file",
      "ID|TITLE|FILE" },
    { "painting", 'p', 0, G_OPTION_ARG_FILENAME, &options->painting,
      "Picture to paint after, instead of a style; nothing needs to be learnt from it", "FILE" },
    { "refine", 0, 0, G_OPTION_ARG_DOUBLE, &options->refine,
      "How long strokes are worked at until they are the master's: 0 is fast (default 50);\n"
      "without effect on a style that was not shown its painting",
      "0..100" },
    { "likeness", 0, 0, G_OPTION_ARG_DOUBLE, &options->likeness,
      "How near to the photo: 0 is all paint, 100 is safe for portraits (default 50)", "0..100" },
    { "likeness-map", 0, 0, G_OPTION_ARG_FILENAME, &options->likeness_map,
      "Picture that says it place by place, over each photo: black is 0, white is 100", "FILE" },
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
    { "finish", 0, 0, G_OPTION_ARG_DOUBLE, &options->finish,
      "How much of bristles, paint and paper is added to large photos (default: what\n"
      "the style says, mostly 60); without effect on a style that has not learnt it",
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
    { "recursive", 'r', 0, G_OPTION_ARG_NONE, &options->recursive,
      "Paint all pictures in folders IN and in those inside, into the same tree", NULL },
    { "skip-existing", 0, 0, G_OPTION_ARG_NONE, &options->skip,
      "Leave paintings that are newer than their photo, and replace those that are older", NULL },
    { "force", 0, 0, G_OPTION_ARG_NONE, &options->force, "Replace files that are there", NULL },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options->format,
      "Write this format, as png, whatever the ending; of standard output (default png)",
      "ENDING" },
    { "quality", 0, 0, G_OPTION_ARG_INT, &options->quality,
      "Of JPEG, WebP, AVIF, HEIC, JPEG XL and JPEG 2000; 100 is lossless but in JPEG\n"
      "(default 95, of AVIF and HEIC 80, of JPEG 2000 100)",
      "1..100" },
    { "strip", 0, 0, G_OPTION_ARG_NONE, &options->strip,
      "Write nothing but the picture and its profile: no date, place or camera", NULL },
    { "frames", 0, 0, G_OPTION_ARG_STRING, &options->frames,
      "Which frames of an animated GIF or WebP are painted (default first)", "first|all" },
    { "damaged", 0, 0, G_OPTION_ARG_NONE, &options->damaged,
      "Paint what there is of damaged files, and say so", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->files, NULL, NULL },
    { NULL }
  };

  return pst_command_parse (
      &argc, &argv, entries, "IN OUT  |  -o DIR IN...", "Paints photos in a style.",
      "The format of OUT is that of its ending; it gets the bit depth, colour space, alpha and\n"
      "notes (EXIF, XMP, IPTC) of IN as far as the format has them.  IN may be - for standard\n"
      "input, OUT for standard output.  With -o a file that fails does not stop the others, and\n"
      "the exit code is 1.",
      error);
}

static gboolean
check_files (const Options *options, GError **error)
{
  guint n_files = options->files ? g_strv_length (options->files) : 0;

  if (options->folder && n_files == 0)
    return pst_usage_error (error, "apply: name the photos to paint");
  if (! options->folder && n_files != 2)
    return pst_usage_error (error, "apply: give IN and OUT, or -o DIR and any number of IN");
  if (! options->folder && (options->recursive || options->skip))
    return pst_usage_error (error, "apply: %s needs -o DIR",
                            options->recursive ? "--recursive" : "--skip-existing");
  for (gchar **file = options->folder ? options->files : NULL; file && *file; file++)
    if (g_str_equal (*file, PST_PICTURE_STREAM))
      return pst_usage_error (error, "apply: - does not go with -o; give - and OUT");
  return TRUE;
}

/* ".png" of "png", or NULL. */
static gchar *
ending_of (const Options *options)
{
  if (options->format)
    return g_strconcat (".", options->format + (options->format[0] == '.'), NULL);
  return ! options->folder && g_str_equal (options->files[1], PST_PICTURE_STREAM)
             ? g_strdup (".png")
             : NULL;
}

static gboolean
check_writing (const Options *options, GError **error)
{
  g_autofree gchar *ending = ending_of (options);
  const gchar *name = ending ? ending : options->folder ? ".png" : options->files[1];
  const PstFormat *format = pst_format_for_saving (name);
  gboolean all = g_strcmp0 (options->frames, "all") == 0;
  g_autoptr (GError) local = NULL;

  if (! format)
    {
      pst_format_refuse_ending (name, &local);
      return pst_usage_error (error, "%s", local->message);
    }
  if (options->frames && ! all && ! g_str_equal (options->frames, "first"))
    return pst_usage_error (error, "apply: --frames %s: give first or all", options->frames);
  if (all && (ending || ! options->folder) && ! (format->flags & PST_FORMAT_FRAMES))
    return pst_usage_error (error, "apply: --frames all: %s holds one frame; write .gif or .webp",
                            format->name);
  if (options->quality < 0 || options->quality > 100)
    return pst_usage_error (error, "apply: --quality %d: give 1 to 100", options->quality);
  return TRUE;
}

static gboolean
check (const Options *options, PstParams *params, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (! options->style && ! options->painting)
    return pst_usage_error (error, "apply: --style is missing; `pastiche styles` lists them");
  if (options->style && options->painting)
    return pst_usage_error (error, "apply: --style and --painting are two styles; give one of "
                                   "them, or make a style of the picture with `pastiche manner` "
                                   "and name it in --mix-style");
  if (! check_files (options, error) || ! check_writing (options, error))
    return FALSE;
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
  params->finish = options->finish;
  params->likeness = options->likeness;
  params->mix = options->mix != NOT_GIVEN ? options->mix : options->mix_style ? 50 : 0;
  params->seed = (guint32) options->seed;
  if (! pst_params_check (params, &local))
    return pst_usage_error (error, "apply: %s", local->message);
  return TRUE;
}

/* A style that is made of a picture, for this once. */
static PstStyle *
look_at_painting (PstEngine *engine, const gchar *path, GError **error)
{
  g_autofree gchar *name = pst_display_name (path);
  g_autoptr (PstImage) full = pst_picture_file_load_planes (path, error);
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

/* Of a file's luma. */
static PstLikenessMap *
load_map (const gchar *path, GError **error)
{
  g_autofree gchar *name = pst_display_name (path);
  g_autoptr (PstImage) picture = pst_picture_file_load_planes (path, error);
  PstLikenessMap *map;
  gsize n;

  if (! picture)
    return NULL;
  n = (gsize) picture->width * (gsize) picture->height;
  for (gsize i = 0; i < n; i++)
    picture->data[i] =
        .299f * picture->data[i] + .587f * picture->data[n + i] + .114f * picture->data[2 * n + i];
  map = pst_likeness_map_new (picture->data, picture->width, picture->height, error);
  if (! map)
    g_prefix_error (error, "%s: ", name);
  return map;
}

/* ---- many photos ------------------------------------------------------ */

/* How it went. */
typedef struct
{
  guint painted, skipped;
  GPtrArray *failed; /* messages */
} Tally;

/* TRUE if the painting is there and its photo has not changed since. */
static gboolean
is_newer (const PstJob *job)
{
  struct stat in, out;

  if (stat (job->in, &in) != 0 || stat (job->out, &out) != 0)
    return FALSE;
  return out.st_mtim.tv_sec > in.st_mtim.tv_sec
         || (out.st_mtim.tv_sec == in.st_mtim.tv_sec && out.st_mtim.tv_nsec >= in.st_mtim.tv_nsec);
}

static gboolean
make_folder_of (const gchar *path, GError **error)
{
  g_autofree gchar *folder = g_path_get_dirname (path);

  return pst_command_make_folder (folder, error);
}

static void
print_tally (const Tally *tally, gboolean looked)
{
  g_print ("painted %u", tally->painted);
  if (looked)
    g_print (", skipped %u that are newer than their photo", tally->skipped);
  g_print (", failed %u\n", tally->failed->len);
  for (guint i = 0; i < tally->failed->len; i++)
    g_print ("  %s\n", (const gchar *) g_ptr_array_index (tally->failed, i));
  fflush (stdout);
}

/* Takes @error. */
static void
note_failure (Tally *tally, GError *error)
{
  pst_complain (error);
  g_ptr_array_add (tally->failed, g_strdup (error->message));
  g_error_free (error);
}

static PstExit
paint_folder (const Options *options, const PstPainter *painter, GPtrArray *jobs)
{
  g_autoptr (GPtrArray) failed = g_ptr_array_new_with_free_func (g_free);
  Tally tally = { .failed = failed };
  GError *error = NULL;

  for (guint i = 0; i < jobs->len; i++)
    {
      const PstJob *job = g_ptr_array_index (jobs, i);
      g_autofree gchar *name = pst_display_name (job->out);

      pst_command_progress_picture (i, jobs->len);
      if (options->skip && is_newer (job))
        tally.skipped++;
      else if (make_folder_of (job->out, &error)
               && pst_output_check (job->out, painter->saving.force, &error)
               && pst_apply_photo (painter, job->in, job->out, &error))
        {
          tally.painted++;
          pst_command_progress_clear ();
          g_print ("%s (%u of %u)\n", name, i + 1, jobs->len);
          fflush (stdout);
        }
      else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return pst_command_fail (error);
      else
        {
          pst_command_progress_clear ();
          note_failure (&tally, g_steal_pointer (&error));
        }
    }
  print_tally (&tally, options->skip);
  return failed->len > 0 ? PST_EXIT_FAILED : PST_EXIT_DONE;
}

static PstExit
paint_one (const PstPainter *painter, const PstJob *job)
{
  GError *error = NULL;

  if (pst_output_check (job->out, painter->saving.force, &error)
      && pst_apply_photo (painter, job->in, job->out, &error))
    return PST_EXIT_DONE;
  return pst_command_fail (error);
}

/* ---- the command ------------------------------------------------------ */

static gboolean
find_styles (const Options *options, PstPainter *painter, PstStyle **style, PstStyle **second,
             GError **error)
{
  *style = options->style ? pst_command_find_style (options->style, error)
                          : look_at_painting (painter->engine, options->painting, error);
  if (*style && options->mix_style)
    *second = pst_command_find_style (options->mix_style, error);
  painter->style = *style;
  painter->second = *second;
  return *style && (*second || ! options->mix_style);
}

PstExit
pst_command_apply (gint argc, gchar **argv)
{
  g_auto (Options) options = { .strength = 100,
                               .brush_size = 100,
                               .mix = NOT_GIVEN,
                               .refine = PST_COMMAND_REFINE,
                               .finish = PST_FINISH_OWN,
                               .likeness = PST_LIKENESS };
  g_autoptr (GPtrArray) jobs = NULL;
  g_autoptr (PstStyle) style = NULL;
  g_autoptr (PstStyle) second = NULL;
  g_autoptr (PstEngine) engine = NULL;
  g_autoptr (PstLikenessMap) map = NULL;
  g_autofree gchar *ending = NULL;
  PstParams params = PST_PARAMS_INIT;
  PstPainter painter = { .params = &params };
  GError *error = NULL;

  if (! parse (argc, argv, &options, &error) || ! check (&options, &params, &error))
    return pst_command_fail (error);
  ending = ending_of (&options);
  jobs = pst_apply_jobs (
      &(PstJobOptions){ options.files, options.folder, ending, options.recursive }, &error);
  if (! jobs)
    return pst_command_fail (error);
  pst_picture_file_start ();
  engine = pst_engine_new (options.threads);
  painter.engine = engine;
  painter.memory = (gsize) options.memory * 1000 * 1000;
  painter.damaged = options.damaged;
  painter.frames = g_strcmp0 (options.frames, "all") == 0;
  painter.saving = (PstPictureSave){ .format = ending,
                                     .quality = options.quality,
                                     .strip = options.strip,
                                     .force = options.force || options.skip };
  pst_interrupt_listen ();
  if (options.likeness_map && ! (map = load_map (options.likeness_map, &error)))
    return pst_command_fail (error);
  params.likeness_map = map;
  if (! find_styles (&options, &painter, &style, &second, &error))
    return pst_command_fail (error);
  return options.folder ? paint_folder (&options, &painter, jobs)
                        : paint_one (&painter, g_ptr_array_index (jobs, 0));
}
