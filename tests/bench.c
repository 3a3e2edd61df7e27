/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The engine's side of `./dev bench`; tests/bench-torch.py is the other side and
 * asks for one thing at a time.  No test.
 *
 *   bench                       reads requests, a line each, answers each with the
 *                               seconds that it took, on the clock and of
 *                               processor time:
 *       gemm SIZE THREADS
 *       paint WIDTH HEIGHT THREADS
 *       layer C K WIDTH HEIGHT STRIDE UPSAMPLE THREADS
 *       step THREADS
 *       strokes THREADS                 a step of a lesson on clear strokes
 *       thumbnails SIDE THREADS         of a dozen styles, one after the other
 *       refine WIDTH HEIGHT AMOUNT THREADS
 *   bench stylise WIDTH HEIGHT BRUSH THREADS
 *                               seconds, then the process's largest memory beside
 *                               photo and result, and the network's, in bytes
 *   bench learn STEPS THREADS   seconds of a training step, then the process's
 *                               largest memory and the network's, in bytes
 *   bench lesson STEPS THREADS  the same of a whole lesson with all the photos there can
 *                               be, but the network's */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cblas.h>
#include <glib/gstdio.h>

#include "ground/engine-private.h"
#include "kernels/conv.h"
#include "made-up.h"
#include "peak-memory.h"
#include "strokes/manner.h"
#include "training/recipe.h"

#define MOST_THREADS 64
#define DOZEN        12

static PstEngine *engines[MOST_THREADS + 1];
static PstTrainer *trainers[2][MOST_THREADS + 1];
static PstStyle *dozen[DOZEN];

/* Of a painting of the size that PyTorch has as well. */
static PstManner *manner;

static PstEngine *
engine_for (gint threads)
{
  if (threads < 1 || threads > MOST_THREADS)
    g_error ("threads: %d", threads);
  if (! engines[threads])
    engines[threads] = pst_engine_new (threads);
  return engines[threads];
}

/* On the clock, and of all processors' work. */
typedef struct
{
  gdouble clock, work;
} Seconds;

static Seconds
now (void)
{
  return (Seconds){ (gdouble) g_get_monotonic_time () / G_USEC_PER_SEC,
                    (gdouble) clock () / CLOCKS_PER_SEC };
}

static Seconds
since (Seconds start)
{
  Seconds end = now ();

  return (Seconds){ end.clock - start.clock, end.work - start.work };
}

/* Of the default shape: speed does not depend on what was learnt. */
static PstStyle *
default_style (void)
{
  g_autoptr (PstRecipe) recipe = pst_recipe_new ();

  return style_shaped (&(PstGeneratorShape){
      { recipe->widths[0], recipe->widths[1], recipe->widths[2] }, recipe->blocks });
}

static Seconds
time_gemm (gint size, gint threads)
{
  gsize n = (gsize) size * (gsize) size;
  g_autofree gfloat *a = g_new0 (gfloat, n);
  g_autofree gfloat *b = g_new0 (gfloat, n);
  g_autofree gfloat *c = g_new0 (gfloat, n);
  Seconds seconds = { 0 };

  openblas_set_num_threads (threads);
  for (gint warm = 0; warm < 2; warm++)
    {
      Seconds start = now ();

      cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, size, size, size, 1, a, size, b, size,
                   0, c, size);
      seconds = since (start);
    }
  openblas_set_num_threads (1);
  return seconds;
}

static Seconds
time_paint (gint width, gint height, gint threads)
{
  g_autoptr (PstStyle) style = default_style ();
  g_autoptr (PstImage) photo = photo_new (width, height), painting = NULL;
  g_autoptr (GError) error = NULL;
  PstEngine *engine = engine_for (threads);
  Seconds start = now ();

  painting = pst_engine_paint (engine, style, photo, 0, NULL, &error);
  if (! painting)
    g_error ("%s", error->message);
  return since (start);
}

static Seconds
time_refine (gint width, gint height, gint amount, gint threads)
{
  g_autoptr (PstImage) photo = photo_new (width, height), painting = photo_new (576, 448);
  g_autoptr (PstImage) out = NULL;
  g_autoptr (GError) error = NULL;
  PstEngine *engine = engine_for (threads);
  PstRefineParams params = PST_REFINE_PARAMS_INIT;
  Seconds start;

  if (! manner)
    manner = pst_manner_new (engine, painting, &(PstMannerParams){ 448, 5, 3, 1 }, NULL, &error);
  params.amount = amount;
  start = now ();
  if (manner)
    out = pst_refine (engine, manner, photo, NULL, &params, NULL, NULL, NULL, &error);
  if (! out)
    g_error ("%s", error->message);
  return since (start);
}

static Seconds
time_layer (gint c, gint k, gint width, gint height, gint stride, gint upsample, gint threads)
{
  const PstConvSpec spec = { .kernel = 3, .stride = stride, .pad = 1, .upsample = upsample };
  PstEngine *engine = engine_for (threads);
  g_autofree gfloat *weights = g_new (gfloat, 9 * c * k);
  PstTape tape;
  PstNode *x;
  Seconds start, seconds;

  for (gint i = 0; i < 9 * c * k; i++)
    weights[i] = (gfloat) pst_random_uniform (1, (guint64) i) - 0.5f;
  pst_tape_init (&tape, engine->pool, engine->arena, FALSE);
  x = pst_tape_node (&tape, 1, c, height, width);
  for (gsize i = 0; i < pst_node_size (x); i++)
    x->data[i] = (gfloat) (i % 251) / 251;
  start = now ();
  pst_conv (&tape, x, &spec, k, (PstWeight){ weights, NULL }, (PstWeight){ NULL, NULL });
  seconds = since (start);
  if (pst_tape_failed (&tape))
    g_error ("%s", tape.error->message);
  pst_tape_clear (&tape);
  return seconds;
}

static PstTrainer *
trainer_new (gint threads, gboolean strokes)
{
  g_autoptr (PstRecipe) recipe = pst_recipe_new ();
  g_autoptr (PstImage) painting = photo_new (640, 480), photo = photo_new (500, 400);
  g_autoptr (GError) error = NULL;
  const PstImage *photos[] = { photo }, *paintings[] = { painting };
  const PstPhotos in_memory = pst_photos_in_memory (photos, 1);
  PstTrainer *trainer;

  recipe->steps = 100000;
  if (strokes)
    pst_recipe_decide (recipe, &(PstManner){ .params.kind = PST_MANNER_PAINTED,
                                             .params.wavelength = 5,
                                             .brush.opacity = 1 });
  /* What the peer has not. */
  recipe->losses[PST_LOSS_PALETTE] = recipe->losses[PST_LOSS_RELIEF] =
      recipe->losses[PST_LOSS_EVEN] = recipe->losses[PST_LOSS_LATTICE] =
          recipe->losses[PST_LOSS_SEEDS] = 0;
  trainer = pst_trainer_new (engine_for (threads), recipe, paintings, 1, &in_memory, &error);
  if (! trainer)
    g_error ("%s", error->message);
  return trainer;
}

/* Two steps, for every other one has more to do; half of their time. */
static Seconds
time_step (gint threads, gboolean strokes)
{
  PstTrainer **trainer = &trainers[strokes][threads];
  g_autoptr (GError) error = NULL;
  PstTrainReport report;
  Seconds start, taken;

  engine_for (threads);
  if (! *trainer)
    *trainer = trainer_new (threads, strokes);
  start = now ();
  for (gint i = 0; i < 2; i++)
    if (! pst_trainer_step (*trainer, &report, &error))
      g_error ("%s", error->message);
  taken = since (start);
  return (Seconds){ taken.clock / 2, taken.work / 2 };
}

static Seconds
time_thumbnails (gint side, gint threads)
{
  g_autoptr (PstImage) photo = photo_new (side, side);
  g_autoptr (GError) error = NULL;
  PstEngine *engine = engine_for (threads);
  Seconds start;

  for (gint i = 0; i < DOZEN; i++)
    if (! dozen[i])
      dozen[i] = default_style ();
  start = now ();
  for (gint i = 0; i < DOZEN; i++)
    {
      g_autoptr (PstImage) painting = pst_engine_paint (engine, dozen[i], photo, 0, NULL, &error);

      if (! painting)
        g_error ("%s", error->message);
    }
  return since (start);
}

static void
serve (void)
{
  gchar line[200];

  while (fgets (line, sizeof line, stdin))
    {
      gchar what[20];
      gint n[7] = { 0 };
      Seconds seconds;

      if (sscanf (line, "%19s %d %d %d %d %d %d %d", what, &n[0], &n[1], &n[2], &n[3], &n[4], &n[5],
                  &n[6])
          < 1)
        continue;
      if (! strcmp (what, "gemm"))
        seconds = time_gemm (n[0], n[1]);
      else if (! strcmp (what, "paint"))
        seconds = time_paint (n[0], n[1], n[2]);
      else if (! strcmp (what, "refine"))
        seconds = time_refine (n[0], n[1], n[2], n[3]);
      else if (! strcmp (what, "layer"))
        seconds = time_layer (n[0], n[1], n[2], n[3], n[4], n[5], n[6]);
      else if (! strcmp (what, "step"))
        seconds = time_step (n[0], FALSE);
      else if (! strcmp (what, "strokes"))
        seconds = time_step (n[0], TRUE);
      else if (! strcmp (what, "thumbnails"))
        seconds = time_thumbnails (n[0], n[1]);
      else
        g_error ("%s: no such request", what);
      printf ("%.6f %.6f\n", seconds.clock, seconds.work);
      fflush (stdout);
    }
}

static int
stylise (gint width, gint height, gdouble brush_size, gint threads)
{
  PstParams params = PST_PARAMS_INIT;
  g_autoptr (PstStyle) style = default_style ();
  g_autoptr (PstImage) photo = photo_new (width, height), out = NULL;
  g_autoptr (PstEngine) engine = pst_engine_new (threads);
  g_autoptr (GError) error = NULL;
  Seconds seconds, start = now ();

  params.brush_size = brush_size;
  out = pst_engine_stylise (engine, style, NULL, &params, photo, NULL, &error);
  seconds = since (start);
  if (! out)
    g_error ("%s", error->message);
  printf ("%.6f %.0f %.0f\n", seconds.clock, peak_memory () - 2.0 * (gdouble) bytes_of (photo),
          (gdouble) pst_engine_get_peak_bytes (engine));
  return 0;
}

static int
learn (gint steps, gint threads)
{
  g_autoptr (GError) error = NULL;
  PstTrainer *trainer = trainer_new (threads, FALSE);
  PstTrainReport report;
  Seconds start = now ();

  for (gint i = 0; i < steps; i++)
    if (! pst_trainer_step (trainer, &report, &error))
      g_error ("%s", error->message);
  printf ("%.6f %.0f %.0f\n", since (start).clock / steps, peak_memory (),
          (gdouble) pst_engine_get_peak_bytes (engines[threads]));
  pst_trainer_free (trainer);
  pst_engine_free (engines[threads]);
  return 0;
}

static PstImage *
make_photo (gsize index, gpointer data, GError **error)
{
  return photo_new (576 - (gint) index, PST_PHOTO_SIDE);
}

static void
remove_lesson (PstLesson *lesson, const gchar *folder)
{
  g_autoptr (GError) error = NULL;

  if (! pst_lesson_discard (lesson, &error) || g_rmdir (folder) != 0)
    g_error ("%s: %s", folder, error ? error->message : "it is not empty");
}

/* As people learn: as many photos as are of use, and the larger crops too. */
static int
learn_lesson (gint steps, gint threads)
{
  g_autofree gchar *folder = g_dir_make_tmp ("pastiche-bench-XXXXXX", NULL);
  g_autofree gchar *inner = g_build_filename (folder, "lesson", NULL);
  g_autoptr (PstImage) painting = photo_new (1152, 768);
  g_autoptr (PstRecipe) recipe = pst_recipe_new ();
  g_autoptr (GError) error = NULL;
  g_auto (PstLearnerStatus) status = { 0 };
  PstLesson *lesson;
  PstLearner *learner;

  recipe->steps = steps;
  recipe->minutes = 0;
  lesson =
      pst_lesson_new (inner,
                      &(PstMaterial){ .recipe = recipe,
                                      .paintings = (const PstImage *const[]){ painting },
                                      .n_paintings = 1,
                                      .photos = &(PstPhotos){ PST_PHOTOS_MAX, make_photo, NULL } },
                      &error);
  if (! lesson)
    g_error ("%s", error->message);
  g_clear_pointer (&painting, pst_image_free);
  learner = pst_learner_new (lesson, threads, 0, NULL, NULL);
  while (! pst_learner_wait (learner, 60))
    ;
  pst_learner_get_status (learner, &status);
  if (status.error)
    g_error ("%s", status.error->message);
  remove_lesson (pst_learner_finish (learner), folder);
  printf ("%.6f %.0f\n", status.seconds / steps, peak_memory ());
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc == 6 && ! strcmp (argv[1], "stylise"))
    return stylise (atoi (argv[2]), atoi (argv[3]), atof (argv[4]), atoi (argv[5]));
  if (argc == 4 && ! strcmp (argv[1], "learn"))
    return learn (atoi (argv[2]), atoi (argv[3]));
  if (argc == 4 && ! strcmp (argv[1], "lesson"))
    return learn_lesson (atoi (argv[2]), atoi (argv[3]));
  if (argc > 1)
    {
      fputs (
          "Usage: bench [stylise WIDTH HEIGHT BRUSH THREADS | learn STEPS THREADS | lesson STEPS "
          "THREADS]\n",
          stderr);
      return 2;
    }
  serve ();
  g_clear_pointer (&manner, pst_manner_unref);
  for (gint i = 0; i < DOZEN; i++)
    g_clear_pointer (&dozen[i], pst_style_unref);
  for (gint i = 0; i <= MOST_THREADS; i++)
    {
      pst_trainer_free (trainers[0][i]);
      pst_trainer_free (trainers[1][i]);
      pst_engine_free (engines[i]);
    }
  return 0;
}
