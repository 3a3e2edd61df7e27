/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pastiche train: a painting and photos in, a style out. */

#include "command/command-line.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <glib/gstdio.h>

#include "command/preview-sheet.h"
#include "host/photo-folder.h"
#include "pictures/image-file.h"

#define WARM_UP_STEPS      3 /* not timed: memory is still being touched */
#define TIMED_STEPS        10
#define PROGRESS_SECONDS   5
#define STYLE_SECONDS      60
#define CHECKPOINT_SECONDS 120
#define N_SAMPLES          3

typedef struct
{
  gchar *painting;
  gchar *photos;
  gchar *output;
  gchar *recipe;
  gchar *preview;
  gchar *title;
  gchar *artist;
  gchar *from;
  gdouble stroke_size; /* 0: as the recipe says */
  gint steps;
  gdouble minutes;
  gboolean resume;
  gint64 seed; /* -1: as the recipe says */
  gint threads;
} Options;

/* A run: what it is made from and where it is kept. */
typedef struct
{
  gchar *output;
  gchar *checkpoint;
  gchar *recipe_path;
  gchar *preview; /* or NULL */
  PstRecipe *recipe;
  GPtrArray *paintings; /* of PstImage */
  GPtrArray *files;     /* paths of photos, and of what else is there */
  gboolean *known;      /* of each file: it was looked at */
  gsize n_photos;       /* that could be read */
  GPtrArray *samples;   /* of PstImage: some of the photos, to look at */
  PstEngine *engine;
  PstTrainer *trainer;
} Run;

static void
options_clear (Options *options)
{
  g_free (options->painting);
  g_free (options->photos);
  g_free (options->output);
  g_free (options->recipe);
  g_free (options->preview);
  g_free (options->title);
  g_free (options->artist);
  g_free (options->from);
}

static void
run_clear (Run *run)
{
  g_free (run->output);
  g_free (run->checkpoint);
  g_free (run->recipe_path);
  g_free (run->preview);
  g_clear_pointer (&run->trainer, pst_trainer_free);
  g_clear_pointer (&run->engine, pst_engine_free);
  g_clear_pointer (&run->recipe, pst_recipe_free);
  g_clear_pointer (&run->paintings, g_ptr_array_unref);
  g_clear_pointer (&run->files, g_ptr_array_unref);
  g_clear_pointer (&run->known, g_free);
  g_clear_pointer (&run->samples, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* ---- options ---------------------------------------------------------- */

static gboolean
parse (gint argc, gchar **argv, Options *options, GError **error)
{
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "painting", 'p', 0, G_OPTION_ARG_FILENAME, &options->painting,
      "The painting (default: the one that the recipe names, in the folder $PASTICHE_PAINTINGS)",
      "FILE" },
    { "photos", 0, 0, G_OPTION_ARG_FILENAME, &options->photos,
      "Folder of photos to learn on (default: $PASTICHE_PHOTOS)", "DIR" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
      "The style to write, NAME.safetensors", "FILE" },
    { "recipe", 'r', 0, G_OPTION_ARG_FILENAME, &options->recipe,
      "Settings of the run; options override them", "FILE" },
    { "title", 0, 0, G_OPTION_ARG_STRING, &options->title,
      "What people read of the style (default: the name of its file)", "TEXT" },
    { "artist", 0, 0, G_OPTION_ARG_STRING, &options->artist, "Who painted the painting", "TEXT" },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &options->from,
      "What to start from: a style's id or file, base (the base generator), similar (the style "
      "that paints most like the painting), or nothing (default)",
      "STYLE" },
    { "stroke-size", 0, 0, G_OPTION_ARG_DOUBLE, &options->stroke_size,
      "Size of the strokes, 50 to 200; 100 suits most paintings", "PERCENT" },
    { "steps", 0, 0, G_OPTION_ARG_INT, &options->steps, "Length of the run in steps", "N" },
    { "minutes", 0, 0, G_OPTION_ARG_DOUBLE, &options->minutes,
      "Length of the run in minutes: this machine is timed, then the steps are fixed", "N" },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &options->resume, "Go on with a run that was interrupted",
      NULL },
    { "preview", 0, 0, G_OPTION_ARG_FILENAME, &options->preview,
      "Every minute, write a picture of what three of the photos look like", "PNG" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed,
      "Seed of everything random: same seed, same style", "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options->threads,
      "Threads (default: one per processor); the result does not depend on it", "N" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rest, NULL, NULL },
    { NULL }
  };

  if (! pst_command_parse (
          &argc, &argv, entries, NULL, "Learns a style from one painting.",
          "The run is kept in OUTPUT.checkpoint every two minutes, at the end, and at Ctrl+C;\n"
          "its settings in OUTPUT.recipe.  The same command with --resume goes on from there,\n"
          "to the same result as if it had not stopped; with more --steps it becomes longer.",
          error))
    return FALSE;
  if (rest)
    return pst_usage_error (error, "train: %s: there is no place for this argument", rest[0]);
  return TRUE;
}

static gboolean
check (const Options *options, GError **error)
{
  if (! options->output)
    return pst_usage_error (error, "train: --output is missing: the style to write");
  if (! options->painting && ! g_getenv ("PASTICHE_PAINTINGS"))
    return pst_usage_error (error, "train: --painting is missing");
  if (! options->photos && ! g_getenv ("PASTICHE_PHOTOS"))
    return pst_usage_error (error, "train: --photos is missing: a folder of photos");
  if (! g_str_has_suffix (options->output, ".safetensors"))
    return pst_usage_error (error, "--output %s: give a name that ends in .safetensors",
                            options->output);
  if (options->preview && ! pst_image_file_can_save (options->preview))
    return pst_usage_error (error, "--preview %s: give a name that ends in .png", options->preview);
  if (options->steps < 0)
    return pst_usage_error (error, "--steps %d: give 1 or more", options->steps);
  if (! isfinite (options->minutes) || options->minutes < 0 || options->minutes > 1e5)
    return pst_usage_error (error, "--minutes %g: give more than 0, at most 100000",
                            options->minutes);
  if (options->steps > 0 && options->minutes > 0)
    return pst_usage_error (error, "train: give --steps or --minutes, not both");
  if (options->stroke_size != 0 && ! (options->stroke_size >= 50 && options->stroke_size <= 200))
    return pst_usage_error (error, "--stroke-size %g: give 50 to 200", options->stroke_size);
  if (options->seed != -1 && ! pst_check_seed (options->seed, error))
    return FALSE;
  return pst_check_threads (options->threads, error);
}

/* ---- the recipe ------------------------------------------------------- */

static gboolean
write_key_file (GKeyFile *file, const gchar *path, GError **error)
{
  if (g_key_file_save_to_file (file, path, error))
    return TRUE;
  g_prefix_error (error, "the settings cannot be written; check the folder: ");
  return FALSE;
}

/* What the options say, over what the recipe file says.  The file is written
 * beside the style, and that file is what the run goes by, also after --resume. */
static gboolean
begin_recipe (Run *run, const Options *options, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree gchar *base = g_path_get_basename (run->output);
  g_autofree gchar *title = NULL, *id = NULL;

  *strrchr (base, '.') = '\0';
  title = pst_display_name (base);
  id = pst_style_make_id (title);
  if (options->recipe)
    {
      g_autoptr (PstRecipe) good = pst_recipe_load (options->recipe, error);

      if (! good
          || ! g_key_file_load_from_file (file, options->recipe, G_KEY_FILE_KEEP_COMMENTS, error))
        return FALSE;
    }

  if (! g_key_file_has_key (file, "style", "id", NULL))
    g_key_file_set_string (file, "style", "id", id);
  if (! g_key_file_has_key (file, "style", "title", NULL))
    g_key_file_set_string (file, "style", "title", title);
  if (options->painting)
    {
      g_autofree gchar *painting = g_path_get_basename (options->painting);
      g_autofree gchar *name = pst_display_name (painting);

      g_key_file_set_string (file, "style", "painting", name);
    }
  if (options->title)
    g_key_file_set_string (file, "style", "title", options->title);
  if (options->artist)
    g_key_file_set_string (file, "style", "artist", options->artist);
  if (options->from)
    g_key_file_set_string (file, "training", "from",
                           g_str_equal (options->from, "nothing") ? "" : options->from);
  if (options->stroke_size > 0)
    g_key_file_set_integer (file, "training", "style_size",
                            pst_style_size_for_strokes (options->stroke_size));
  if (options->steps > 0 || options->minutes > 0)
    {
      g_key_file_set_integer (file, "training", "steps", options->steps);
      g_key_file_set_double (file, "training", "minutes", options->minutes);
    }
  if (options->seed != -1)
    g_key_file_set_int64 (file, "training", "seed", options->seed);

  if (! write_key_file (file, run->recipe_path, error))
    return FALSE;
  run->recipe = pst_recipe_load (run->recipe_path, error);
  return run->recipe != NULL;
}

/* What is decided only now, in the file too. */
static gboolean
reload_recipe (Run *run, GKeyFile *file, GError **error)
{
  if (! write_key_file (file, run->recipe_path, error))
    return FALSE;
  pst_recipe_free (run->recipe);
  run->recipe = pst_recipe_load (run->recipe_path, error);
  return run->recipe != NULL;
}

static gboolean
fix_steps (Run *run, gint steps, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (! g_key_file_load_from_file (file, run->recipe_path, G_KEY_FILE_KEEP_COMMENTS, error))
    return FALSE;
  g_key_file_set_integer (file, "training", "steps", steps);
  g_key_file_set_double (file, "training", "minutes", 0);
  return reload_recipe (run, file, error);
}

static gboolean
fix_from (Run *run, const gchar *id, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (! g_key_file_load_from_file (file, run->recipe_path, G_KEY_FILE_KEEP_COMMENTS, error))
    return FALSE;
  g_key_file_set_string (file, "training", "from", id);
  return reload_recipe (run, file, error);
}

static gboolean
resume_recipe (Run *run, const Options *options, GError **error)
{
  g_autofree gchar *name = pst_display_name (run->checkpoint);

  if (! g_file_test (run->checkpoint, G_FILE_TEST_EXISTS)
      || ! g_file_test (run->recipe_path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                   "%s: there is no run to go on with; leave out --resume to begin one", name);
      return FALSE;
    }
  run->recipe = pst_recipe_load (run->recipe_path, error);
  if (! run->recipe)
    return FALSE;
  if (options->seed != -1 && options->seed != run->recipe->seed)
    return pst_usage_error (
        error, "--seed %" G_GINT64_FORMAT ": the run was begun with seed %u; leave the option out",
        options->seed, run->recipe->seed);
  return TRUE;
}

/* Where the checkpoint is, and if it is to be so, on to another number of steps. */
static gboolean
resume (Run *run, gint steps, GError **error)
{
  gint step;

  if (! pst_trainer_load (run->trainer, run->checkpoint, error))
    return FALSE;
  step = pst_trainer_get_step (run->trainer);
  if (steps > 0 && steps != run->recipe->steps)
    {
      if (steps <= step)
        return pst_usage_error (error, "--steps %d: %d are done already; give more", steps, step);
      if (! fix_steps (run, steps, error))
        return FALSE;
      pst_trainer_set_steps (run->trainer, steps);
    }
  g_print ("going on after step %d of %d\n", step, pst_trainer_get_steps (run->trainer));
  return TRUE;
}

static gboolean
interrupted_error (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                       "stopped before the first step; nothing was kept");
  return FALSE;
}

/* ---- pictures --------------------------------------------------------- */

static gboolean
load_painting (Run *run, const gchar *path, GError **error)
{
  PstImage *painting = pst_image_file_load_planes (path, error);

  if (painting)
    g_ptr_array_add (run->paintings, painting);
  return painting != NULL;
}

static gboolean
load_paintings (Run *run, const gchar *path, GError **error)
{
  g_auto (GStrv) names = g_strsplit (run->recipe->painting, ";", -1);

  run->paintings = g_ptr_array_new_with_free_func ((GDestroyNotify) pst_image_free);
  if (path)
    return load_painting (run, path, error);
  for (gchar **name = names; *name; name++)
    {
      g_autofree gchar *found = g_build_filename (g_getenv ("PASTICHE_PAINTINGS"), *name, NULL);

      if (! load_painting (run, found, error))
        return FALSE;
    }
  if (run->paintings->len == 0)
    return pst_usage_error (error, "train: the recipe names no painting; give --painting FILE");
  return TRUE;
}

/* NULL, having said so, if it cannot be read. */
static PstImage *
load_photo (const gchar *path, gboolean quiet)
{
  g_autoptr (GError) error = NULL;
  PstImage *photo =
      pst_image_limit_short (pst_image_file_load_planes (path, &error), PST_PHOTO_SIDE, &error);

  if (! photo && ! quiet)
    g_printerr ("pastiche: skipped: %s\n", error->message);
  return photo;
}

/* For the trainer, which asks for all, one at a time. */
static PstImage *
next_photo (gsize index, gpointer data, GError **error)
{
  Run *run = data;
  PstImage *photo;

  if (pst_interrupted ())
    {
      interrupted_error (error);
      return NULL;
    }
  photo = load_photo (g_ptr_array_index (run->files, index), run->known[index]);
  if (photo)
    run->n_photos++;
  return photo;
}

/* The first photo from @from on that nobody has looked at, or else the last before. */
static PstImage *
find_sample (Run *run, gsize from)
{
  gsize n = run->files->len;
  PstImage *photo = NULL;

  for (gsize i = 0; i < n && ! photo && ! pst_interrupted (); i++)
    {
      gsize index = from + i < n ? from + i : n - 1 - i;

      if (run->known[index])
        continue;
      run->known[index] = TRUE;
      photo = load_photo (g_ptr_array_index (run->files, index), FALSE);
    }
  return photo;
}

/* The first photo, one in the middle and the last: enough to look at and to be timed with. */
static gboolean
load_samples (Run *run, const gchar *folder, GError **error)
{
  g_autofree gchar *name = pst_display_name (folder);

  run->files = pst_photo_folder_list (folder, 0, NULL, error);
  if (! run->files)
    return FALSE;
  run->known = g_new0 (gboolean, run->files->len);
  run->samples = g_ptr_array_new_with_free_func ((GDestroyNotify) pst_image_free);
  for (gsize i = 0; i < N_SAMPLES; i++)
    {
      PstImage *photo = find_sample (run, i * (MAX (run->files->len, 1) - 1) / (N_SAMPLES - 1));

      if (photo)
        g_ptr_array_add (run->samples, photo);
    }
  if (run->samples->len > 0 || pst_interrupted ())
    return TRUE;
  g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
               "%s: there is no photo that can be read; name a folder of photos", name);
  return FALSE;
}

/* ---- the run ---------------------------------------------------------- */

static gdouble
seconds_since (gint64 start)
{
  return (gdouble) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static PstTrainer *
new_trainer (Run *run, const PstRecipe *recipe, const PstPhotos *photos, GError **error)
{
  g_autoptr (PstTrainer) trainer = NULL;

  trainer = pst_trainer_new (run->engine, recipe, (const PstImage *const *) run->paintings->pdata,
                             run->paintings->len, photos, error);
  if (trainer && *recipe->from)
    {
      g_autoptr (PstStyle) from = pst_command_find_style (recipe->from, error);

      if (! from || ! pst_trainer_start_from (trainer, from, error))
        return NULL;
    }
  return g_steal_pointer (&trainer);
}

/* "similar" becomes the id of a style. */
static gboolean
choose_start (Run *run, GError **error)
{
  g_auto (GStrv) folders = pst_command_style_folders ();
  g_autoptr (GPtrArray) entries = pst_style_list ((const gchar *const *) folders);
  g_autoptr (GPtrArray) fitting = g_ptr_array_new ();
  PstStyleEntry *chosen;
  gint found;

  for (guint i = entries->len; i-- > 0;)
    {
      PstStyleEntry *entry = g_ptr_array_index (entries, i);

      if (! entry->style || ! pst_recipe_fits (run->recipe, entry->style))
        g_ptr_array_remove_index (entries, i);
    }
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (fitting, ((PstStyleEntry *) g_ptr_array_index (entries, i))->style);
  found =
      pst_propose_style (run->engine, g_ptr_array_index (run->paintings, 0),
                         run->recipe->style_size, g_ptr_array_index (run->samples, 0),
                         (const PstStyle *const *) fitting->pdata, fitting->len, NULL, NULL, error);
  if (found < 0)
    return FALSE;
  chosen = g_ptr_array_index (entries, found);
  g_print ("starting from %s\n", chosen->id);
  return fix_from (run, chosen->id, error);
}

/* Times a trainer that is thrown away, and fixes the number of steps. */
static gboolean
minutes_to_steps (Run *run, GError **error)
{
  g_autoptr (PstRecipe) recipe = pst_recipe_copy (run->recipe);
  const PstPhotos photos =
      pst_photos_in_memory ((const PstImage *const *) run->samples->pdata, run->samples->len);
  g_autoptr (PstTrainer) trainer = NULL;
  PstTrainReport report;
  gdouble minutes = run->recipe->minutes, seconds;
  gint64 start = 0;
  gint steps;

  recipe->steps = WARM_UP_STEPS + TIMED_STEPS;
  recipe->minutes = 0;
  trainer = new_trainer (run, recipe, &photos, error);
  if (! trainer)
    return FALSE;
  for (gint i = 0; i < recipe->steps; i++)
    {
      if (pst_interrupted ())
        return interrupted_error (error);
      if (i == WARM_UP_STEPS)
        start = g_get_monotonic_time ();
      if (! pst_trainer_step (trainer, &report, error))
        return FALSE;
    }
  seconds = MAX (seconds_since (start) / TIMED_STEPS, 1e-6);
  steps = (gint) CLAMP (minutes * 60 / seconds, 1, 1e8);
  g_print ("%.3f s a step: %g minutes are %d steps\n", seconds, minutes, steps);
  return fix_steps (run, steps, error);
}

static gchar *
format_seconds (gdouble seconds)
{
  gint64 s = (gint64) CLAMP (seconds, 0, 1e9);

  return g_strdup_printf ("%d:%02d:%02d", (gint) (s / 3600), (gint) (s / 60 % 60), (gint) (s % 60));
}

static void
print_report (const PstTrainReport *r, gdouble seconds_per_step)
{
  g_autofree gchar *left = format_seconds ((r->steps - r->step) * seconds_per_step);

  g_print ("step %d/%d  left %s  rate %.2e  ", r->step, r->steps, left, r->learning_rate);
  for (gint i = 0; i < PST_N_LOSSES; i++)
    g_print ("%s %.4f  ", pst_loss_get_name (i), r->losses[i]);
  g_print ("disc %.3f  accuracy %.2f\n", r->discriminator, r->accuracy);
  fflush (stdout);
}

/* The style so far, and a picture of what it does. */
static gboolean
save_style (Run *run, GError **error)
{
  g_autoptr (PstStyle) style = pst_trainer_get_style (run->trainer);
  g_autoptr (PstImage) sheet = NULL;

  if (! pst_style_save (style, run->output, PST_DTYPE_F16, error))
    return FALSE;
  if (! run->preview)
    return TRUE;
  sheet = pst_preview_sheet_new (run->engine, style, (const PstImage *const *) run->samples->pdata,
                                 run->samples->len, error);
  return sheet && pst_image_file_save_planes (sheet, run->preview, error);
}

/* The loop itself.  CANCELLED if the user interrupted and the run was saved. */
static gboolean
learn (Run *run, GError **error)
{
  gint first = pst_trainer_get_step (run->trainer), steps = pst_trainer_get_steps (run->trainer);
  gint64 start = g_get_monotonic_time (), shown = 0, styled = start, saved = start;
  PstTrainReport report = { 0 };

  for (gint step = first; step < steps; step++)
    {
      if (pst_interrupted ())
        {
          if (! pst_trainer_save (run->trainer, run->checkpoint, error))
            return FALSE;
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                       "stopped after step %d of %d; to go on, give the same command and --resume",
                       step, steps);
          return FALSE;
        }
      if (! pst_trainer_step (run->trainer, &report, error))
        return FALSE;
      if (shown == 0 || step + 1 == steps || seconds_since (shown) >= PROGRESS_SECONDS)
        {
          print_report (&report, seconds_since (start) / (step + 1 - first));
          shown = g_get_monotonic_time ();
        }
      if (seconds_since (saved) >= CHECKPOINT_SECONDS)
        {
          if (! pst_trainer_save (run->trainer, run->checkpoint, error))
            return FALSE;
          saved = g_get_monotonic_time ();
        }
      if (step + 1 < steps && seconds_since (styled) >= STYLE_SECONDS)
        {
          if (! save_style (run, error))
            return FALSE;
          styled = g_get_monotonic_time ();
        }
    }
  return pst_trainer_save (run->trainer, run->checkpoint, error) && save_style (run, error);
}

/* An earlier run's checkpoint is hours of work: it is put aside, not lost. */
static gboolean
put_aside (const gchar *path, GError **error)
{
  g_autofree gchar *aside = g_strconcat (path, "~", NULL);
  g_autofree gchar *name = pst_display_name (path);
  g_autofree gchar *aside_name = pst_display_name (aside);

  if (! g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (g_rename (path, aside) < 0)
    {
      gint code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
                   "%s: this earlier run cannot be renamed (%s); remove it or resume it", name,
                   g_strerror (code));
      return FALSE;
    }
  g_print ("the earlier %s is now %s\n", name, aside_name);
  return TRUE;
}

static gboolean
train (Run *run, const Options *options, GError **error)
{
  const gchar *folder = options->photos ? options->photos : g_getenv ("PASTICHE_PHOTOS");
  g_autofree gchar *folder_name = pst_display_name (folder);
  gint64 start = g_get_monotonic_time ();
  g_autofree gchar *name = pst_display_name (run->output);
  g_autofree gchar *took = NULL;

  if (! (options->resume ? resume_recipe (run, options, error)
                         : put_aside (run->checkpoint, error) && put_aside (run->recipe_path, error)
                               && begin_recipe (run, options, error))
      || ! load_paintings (run, options->painting, error) || ! load_samples (run, folder, error))
    return FALSE;
  if (pst_interrupted ())
    return interrupted_error (error);

  run->engine = pst_engine_new (options->threads);
  if (g_str_equal (run->recipe->from, "similar") && ! choose_start (run, error))
    return FALSE;
  if (run->recipe->steps == 0 && ! minutes_to_steps (run, error))
    return FALSE;
  run->trainer =
      new_trainer (run, run->recipe, &(PstPhotos){ run->files->len, next_photo, run }, error);
  if (! run->trainer)
    return FALSE;
  g_print ("%" G_GSIZE_FORMAT " photos from %s\n", run->n_photos, folder_name);
  if (options->resume && ! resume (run, options->steps, error))
    return FALSE;

  if (! learn (run, error))
    return FALSE;
  took = format_seconds (seconds_since (start));
  g_print ("%s: learnt in %d steps; this took %s\n", name, pst_trainer_get_steps (run->trainer),
           took);
  return TRUE;
}

PstExit
pst_command_train (gint argc, gchar **argv)
{
  g_auto (Options) options = { .seed = -1 };
  g_auto (Run) run = { 0 };
  GError *error = NULL;

  if (! parse (argc, argv, &options, &error) || ! check (&options, &error))
    return pst_command_fail (error);

  pst_interrupt_listen ();
  run.output = g_strdup (options.output);
  run.checkpoint = g_strconcat (options.output, ".checkpoint", NULL);
  run.recipe_path = g_strconcat (options.output, ".recipe", NULL);
  run.preview = g_strdup (options.preview);
  if (! train (&run, &options, &error))
    {
      if (g_error_matches (error, PST_ERROR, PST_ERROR_DIVERGED)
          && g_file_test (run.checkpoint, G_FILE_TEST_EXISTS))
        {
          g_autofree gchar *name = pst_display_name (run.checkpoint);
          gchar *message =
              g_strdup_printf ("%s; the last good state is in %s", error->message, name);

          g_free (error->message);
          error->message = message;
        }
      return pst_command_fail (error);
    }
  return PST_EXIT_DONE;
}
