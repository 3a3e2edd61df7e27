/* Pastiche: a photo becomes a painting.
 * Copyright (C) 2026 The Pastiche authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The engine's only public header.  The engine knows floats and files of
 * weights, never GIMP, GTK or GEGL.  It never prints, never exits and keeps
 * no state outside the objects below.
 *
 * Pixels are perceptual (gamma-encoded) sRGB, nominal range [0,1].
 * Errors are GErrors in PST_ERROR, or G_IO_ERROR_CANCELLED, or G_FILE_ERROR
 * for what the system says of a file.  A message names the file and the cure.
 */

#ifndef PST_ENGINE_H
#define PST_ENGINE_H

#include <gio/gio.h>

G_BEGIN_DECLS

/* ---- errors ----------------------------------------------------------- */

#define PST_ERROR (pst_error_quark ())

typedef enum
{
  PST_ERROR_BAD_FILE,     /* not a weights file, or a damaged one             */
  PST_ERROR_BAD_VERSION,  /* made for another format or architecture          */
  PST_ERROR_BAD_CHECKSUM, /* the payload is not what its checksum says        */
  PST_ERROR_WRONG_SHAPE,  /* a tensor is missing, unknown or of another shape */
  PST_ERROR_TOO_LARGE,    /* needs more memory than there is                  */
  PST_ERROR_DIVERGED,     /* training produced numbers that are not finite    */
  PST_ERROR_BAD_INPUT,    /* a picture or parameter that cannot be used       */
  PST_ERROR_NOT_FOUND     /* no style of that id                              */
} PstError;

GQuark pst_error_quark (void);

/* ---- images ----------------------------------------------------------- */

/* Three planes R, G, B: data [3][height][width].  Created and freed by the
 * functions below only; not thread-safe while written to. */
typedef struct
{
  gint width;
  gint height;
  gfloat *data;
} PstImage;

/* A new black image, 1x1 or larger.  Fails with TOO_LARGE, saying how much
 * memory was needed. */
PstImage *pst_image_new (gint width, gint height, GError **error);
void pst_image_free (PstImage *image);

/* A copy of the part of @width x @height at (@x, @y), which must lie inside.  TOO_LARGE. */
PstImage *
pst_image_crop (const PstImage *image, gint x, gint y, gint width, gint height, GError **error);

/* A resampled copy: Lanczos with three lobes, widened when it shrinks, so that
 * nothing aliases; separable; edges are repeated.  Any size from 1x1. */
PstImage *pst_image_resize (const PstImage *image, gint width, gint height, GError **error);

/* As above; the short side becomes @short_side and the ratio is kept. */
PstImage *pst_image_resize_short (const PstImage *image, gint short_side, GError **error);

/* Takes @image (NULL gives NULL) and returns it, or such a copy in its place if its short
 * side is longer than @short_side. */
PstImage *pst_image_limit_short (PstImage *image, gint short_side, GError **error);

/* Puts values that are not finite, or outside [-64,64], into range, in place:
 * NaN becomes 0.  Values in range are left alone, also those outside [0,1]. */
void pst_image_sanitise (PstImage *image);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstImage, pst_image_free)

/* ---- engine ----------------------------------------------------------- */

/* Threads and reusable memory.  One engine serves one call at a time; several
 * engines may work at once.  Results are the same bits for any number of
 * threads. */
typedef struct _PstEngine PstEngine;

/* Called on the thread that called the engine, with 0 <= @done <= 1. */
typedef void (*PstProgressFunc) (gdouble done, gpointer user_data);

/* @n_threads: 1 or more, or 0 for one per processor. */
PstEngine *pst_engine_new (gint n_threads);
void pst_engine_free (PstEngine *engine);

/* Not while a call is served. */
void pst_engine_set_threads (PstEngine *engine, gint n_threads);

/* How much memory a painting may take beside its photo and itself: what needs more
 * is done in parts.  0, as at first: a quarter of the machine's, at most 2 GB.
 * Training does as it needs. */
void pst_engine_set_memory_budget (PstEngine *engine, gsize bytes);
gsize pst_engine_get_memory_budget (const PstEngine *engine);

/* Highest number of bytes that the engine held at once since it was made. */
gsize pst_engine_get_peak_bytes (const PstEngine *engine);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstEngine, pst_engine_free)

/* ---- styles ----------------------------------------------------------- */

/* A generator that was taught one painting: weights and what is known of them.
 * Immutable, reference counted, may be shared between threads. */
typedef struct _PstStyle PstStyle;

/* How numbers are stored in a file. */
typedef enum
{
  PST_DTYPE_F32,
  PST_DTYPE_F16
} PstDtype;

/* Reads and checks a .safetensors file; see weights/README.md for the format.
 * Errors: G_FILE_ERROR, BAD_FILE, BAD_VERSION, BAD_CHECKSUM, WRONG_SHAPE,
 * TOO_LARGE. */
PstStyle *pst_style_load (const gchar *path, GError **error);

/* Writes to a temporary file beside @path and renames it, so that @path holds
 * either the old file or the whole new one. */
gboolean pst_style_save (const PstStyle *style, const gchar *path, PstDtype dtype, GError **error);

PstStyle *pst_style_ref (PstStyle *style);
void pst_style_unref (PstStyle *style);

/* Metadata; @key is one of "id", "title", "artist", "year", "licence", or any
 * other key of the file.  Returns "" where the file says nothing.  The string
 * belongs to the style. */
const gchar *pst_style_get (const PstStyle *style, const gchar *key);
const gchar *pst_style_get_id (const PstStyle *style);
const gchar *pst_style_get_path (const PstStyle *style);

/* The painting's short side in pixels while the style was learnt. */
gint pst_style_get_style_size (const PstStyle *style);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstStyle, pst_style_unref)

/* One file in a folder of styles.  @id is the file's name without its ending,
 * and is known even if the file is broken: then @style is NULL and @error says
 * why. */
typedef struct
{
  gchar *id;
  gchar *path;
  PstStyle *style;
  GError *error;
} PstStyleEntry;

/* All *.safetensors in @folders (NULL-terminated; a missing folder is empty),
 * sorted by id; where two folders have the same id the earlier folder wins.  A base
 * generator ("role" is "base") is left out: it paints what it sees.
 * Returns an array of PstStyleEntry that frees its elements. */
GPtrArray *pst_style_list (const gchar *const *folders);

/* A base generator from @n styles, two or more, that were learnt from one start: the mean
 * of their weights, which is near to what each has learnt, so that another style is
 * learnt from there in fewer steps.  (Nichol, Achiam and Schulman 2018, "On First-Order
 * Meta-Learning Algorithms": Reptile, one outer step of length 1.)
 * Its id and role are "base"; "styles" names what it is made of.
 * Errors: BAD_INPUT for fewer than two, WRONG_SHAPE for generators of different shapes,
 * TOO_LARGE. */
PstStyle *pst_style_new_base (const PstStyle *const *styles, gsize n, GError **error);

/* The path of the base generator, base.safetensors, in the first of @folders that has
 * one, or NULL.  Free with g_free (). */
gchar *pst_style_find_base (const gchar *const *folders);

/* Loads one style by id from @folders, or from a path if @id_or_path contains a
 * directory separator or ends in ".safetensors".  NOT_FOUND lists the ids that
 * there are. */
PstStyle *pst_style_find (const gchar *const *folders, const gchar *id_or_path, GError **error);

/* ---- stylising -------------------------------------------------------- */

typedef struct
{
  gdouble strength;     /* 0..100: how much of the painting; 0 is the photo, exactly   */
  gdouble brush_size;   /* 25..400: size of strokes; 100 suits the whole picture       */
  gdouble keep_colours; /* 0..100: how much of the photo's chroma                      */
  gdouble mix;          /* 0..100: how much of a second style; 0 where there is none   */
  guint32 seed;         /* which strokes: same seed, same strokes                      */
} PstParams;

/* Strength 100, brush size 100, keep-colours 0, mix 0, seed 0. */
#define PST_PARAMS_INIT                                                                            \
  {                                                                                                \
    100.0, 100.0, 0.0, 0.0, 0                                                                      \
  }

/* BAD_INPUT if a number is not finite or out of range; names it. */
gboolean pst_params_check (const PstParams *params, GError **error);

/* The size at which the generator sees a picture of @width x @height, so that a
 * large picture gets the strokes that its reduced copy would get: long side
 * min (1024, long side) * 100 / brush_size, at least 16 pixels a side where the
 * picture has them, at most 4096, ratio kept. */
void pst_working_size (gint width, gint height, gdouble brush_size, gint *working_width,
                       gint *working_height);

/* The generator's own output for @photo at @photo's size: no brush size, strength
 * or colours.  Any size from 1x1 up; the photo is reflected to the generator's
 * grid and the result cropped.  @style's noise planes are drawn from @seed and
 * absolute pixel positions, but the one at 1/8 size, which plans the picture, from
 * these alone.  Values of the result are in [0,1].  Beyond the memory budget it is
 * painted in parts without seams, whose contrast is taken from a reduced copy of the
 * photo.
 * Errors: TOO_LARGE, CANCELLED.  @progress, @cancellable may be NULL. */
PstImage *pst_engine_paint (PstEngine *engine, const PstStyle *style, const PstImage *photo,
                            guint32 seed, PstProgressFunc progress, gpointer user_data,
                            GCancellable *cancellable, GError **error);

/* A part of a painting at full size.  @painting and @small, the photo that it
 * was painted from, are of working size; @photo is the part of the full-size
 * photo at (@x, @y) of @width x @height.  Result, of @photo's size: @painting
 * resampled (cubic), plus 0.6 of the luma that @small lost of @photo.  Where the
 * two sizes are equal it is @painting itself.  Parts fit together without a
 * seam. */
PstImage *pst_enlarge (const PstImage *painting, const PstImage *small, const PstImage *photo,
                       gint x, gint y, gint width, gint height, GError **error);

/* out = photo + strength (recolour (mixed painting) - photo), per pixel, where
 * mixed = painting + mix (second - painting), and recolour () mixes the
 * painting's chroma with the photo's at equal luma (Rec. 601 Y'CbCr).  Strength
 * 0 gives the photo to the last bit, keep-colours 100 the photo's Cb and Cr up
 * to rounding.  Highlights of the photo above 1 carry over in proportion.
 * @second may be NULL.  All of one size; @out may be any of the others.
 * Instant: no network runs. */
void pst_blend (const PstImage *photo, const PstImage *painting, const PstImage *second,
                const PstParams *params, PstImage *out);

/* All of the above: working size, paint (), enlarge (), blend ().  @second may
 * be NULL. */
PstImage *
pst_engine_stylise (PstEngine *engine, const PstStyle *style, const PstStyle *second,
                    const PstParams *params, const PstImage *photo, PstProgressFunc progress,
                    gpointer user_data, GCancellable *cancellable, GError **error);

/* ---- recipes and training --------------------------------------------- */

/* Everything that decides what a trainer makes of a painting.  Made by
 * pst_recipe_new () with the defaults of engine/recipe.c, each of which can be
 * set from a recipe file (GKeyFile) by the same name. */
typedef struct
{
  /* [style] */
  gchar *id;    /* short kebab-case                       */
  gchar *title; /* what people read                       */
  gchar *artist;
  gchar *year;
  gchar *licence;  /* why it may be used                     */
  gchar *role;     /* "base": a generator to start others from, not a style to paint with */
  gchar *painting; /* file name; several are parted by ";"   */
  /* [generator] */
  gint widths[3]; /* channels at 1/2, 1/4 and 1/8 size      */
  gint blocks;    /* residual blocks at 1/8                 */
  gdouble noise;  /* initial gain of the noise planes       */
  /* [training] */
  gchar *from;     /* id of the style that the generator starts as; "": from nothing */
  gint style_size; /* painting's short side in pixels */
  gint crop;       /* training crops, pixels; a multiple of 8, at least 112 */
  gint batch;      /* photo crops in a step           */
  gint late_crop;  /* after 60 % of the steps: larger crops, nearer to whole pictures, of
                      style_size at most; not where that is no more than crop */
  gint late_batch; /* photo crops in a step then */
  gint steps;      /* 0: decided by minutes           */
  gdouble minutes; /* 0: decided by steps             */
  gdouble learning_rate;
  guint32 seed;
  gchar *content_layer; /* "3_1" or "4_1" of the random features, or "both" */
  /* [losses]: weights */
  gdouble adversarial;
  gdouble swd;
  gdouble matching;
  gdouble gram;
  gdouble palette;
  gdouble content;
  gdouble luma;
  gdouble gradient;
  gdouble relief;
  gdouble even;
  gdouble lattice;
  gdouble seeds;
  gdouble identity;
} PstRecipe;

PstRecipe *pst_recipe_new (void);
PstRecipe *pst_recipe_copy (const PstRecipe *recipe);
void pst_recipe_free (PstRecipe *recipe);

/* Reads a GKeyFile with the groups [style], [generator], [training] and
 * [losses]; missing keys keep their defaults, an unknown key is an error. */
PstRecipe *pst_recipe_load (const gchar *path, GError **error);
gboolean pst_recipe_check (const PstRecipe *recipe, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstRecipe, pst_recipe_free)

/* What one step measured.  Losses are unweighted. */
typedef struct
{
  gint step; /* steps done so far */
  gint steps;
  gdouble learning_rate;
  gdouble adversarial, swd, matching, gram, palette, content, luma, gradient, relief, even, lattice;
  gdouble identity, seeds; /* on every other step, by turns; else 0 */
  gdouble discriminator;   /* hinge loss of both discriminators               */
  gdouble accuracy;        /* share of patches that they judge right, [0,1]   */
} PstTrainReport;

/* Photos to practise on, which are asked for one at a time: of many photos no more than
 * one need be in memory. */
typedef struct
{
  gsize n;
  /* A new image of photo @index, the asker's.  NULL without an error: it is left out,
   * as what cannot be read; with one: all is given up.  Asked for with rising indices,
   * not always all of them, during the call that the photos are given to and on its
   * thread. */
  PstImage *(*load) (gsize index, gpointer user_data, GError **error);
  gpointer user_data;
} PstPhotos;

/* Photos that are in memory anyway; @images must be there as long as it is used. */
PstPhotos pst_photos_in_memory (const PstImage *const *images, gsize n);

/* A generator and two discriminators that learn from each other. */
typedef struct _PstTrainer PstTrainer;

/* Learns from all @n_paintings paintings alike; neither they nor @photos are needed
 * afterwards: small copies of a byte a value are kept.  recipe->steps must be decided (> 0).  The
 * engine is borrowed and must outlive the trainer.
 * Errors: BAD_INPUT for a picture too small or too plain, or if there are no photos,
 * TOO_LARGE, and those of @photos. */
PstTrainer *
pst_trainer_new (PstEngine *engine, const PstRecipe *recipe, const PstImage *const *paintings,
                 gsize n_paintings, const PstPhotos *photos, GError **error);
void pst_trainer_free (PstTrainer *trainer);

/* Before the first step: the generator starts as @style instead of as random
 * numbers.  What it learnt there, above all to keep what a photo shows, need not be
 * learnt again.  WRONG_SHAPE if @style is a generator of other widths or blocks. */
gboolean pst_trainer_start_from (PstTrainer *trainer, const PstStyle *style, GError **error);

/* One step of both players.  Same recipe, pictures and step: same bits.
 * DIVERGED leaves the networks as they were before the step. */
gboolean pst_trainer_step (PstTrainer *trainer, PstTrainReport *report, GError **error);
gint pst_trainer_get_step (const PstTrainer *trainer);

/* Changes the number of steps, to fit a time, between any two: the learning rate and
 * what else changes on the way go by the part that is done.  At least those that
 * are. */
void pst_trainer_set_steps (PstTrainer *trainer, gint steps);
gint pst_trainer_get_steps (const PstTrainer *trainer);

/* A checkpoint holds the networks, their average, the moments of Adam, the step
 * and the recipe's checksum; randomness is a function of seed and step.
 * Loading one made with another recipe fails with WRONG_SHAPE; the number of steps
 * alone may be another, not below those that are done. */
gboolean pst_trainer_save (const PstTrainer *trainer, const gchar *path, GError **error);
gboolean pst_trainer_load (PstTrainer *trainer, const gchar *path, GError **error);

/* The moving average of the generator as a style, a copy.  Of paintings without
 * colour it paints in gray. */
PstStyle *pst_trainer_get_style (const PstTrainer *trainer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstTrainer, pst_trainer_free)

/* ---- measuring -------------------------------------------------------- */

typedef struct
{
  gdouble gradient_correlation; /* content: Pearson of |grad luma|, 1 = the photo       */
  gdouble edge_f;               /* content: F1 of the strongest edges, 1 = the photo    */
  gdouble texture;              /* style: sliced Wasserstein of patches, 1 = the photo,
                                   0 = the painting                                     */
  gdouble palette;              /* style: the same of colours                           */
  gdouble s;                    /* sqrt (gc ef) (1 - min (1, tex)) (1 - min (1, pal))   */
} PstMetrics;

/* How well @result keeps @photo and how near it is to @painting (which is to be
 * given at its training scale).  @photo and @result of one size, 32x32 or more.
 * Projections are drawn from a fixed seed. */
gboolean pst_evaluate (const PstImage *painting, const PstImage *photo, const PstImage *result,
                       PstMetrics *metrics, GError **error);

/* ---- learning a style over hours --------------------------------------- */

/* A recipe's style_size for strokes of @stroke_size per cent, 100 being that of a new
 * recipe; never smaller than the recipe's crop (late ones shrink to it). */
gint pst_style_size_for_strokes (gdouble stroke_size);

/* What a picture is worth as a painting to learn from. */
typedef enum
{
  PST_PAINTING_GOOD,
  PST_PAINTING_SMALL,      /* can be learnt, but loses its finest strokes          */
  PST_PAINTING_TOO_SMALL,  /* its short side is below PST_PAINTING_MIN_SIDE        */
  PST_PAINTING_ONE_COLOUR, /* there is nothing to learn                            */
  PST_PAINTING_TOO_PLAIN   /* colours but hardly a stroke: a gradient, a few lines */
} PstPaintingVerdict;

#define PST_PAINTING_MIN_SIDE  128
#define PST_PAINTING_FAIR_SIDE 256 /* below: PST_PAINTING_SMALL */

/* Judges @painting, of any size, as it will be seen with its short side at
 * @style_size.  Fast (a tenth of a second); no memory counts as GOOD. */
PstPaintingVerdict pst_painting_judge (const PstImage *painting, gint style_size);

/* The same as an error BAD_INPUT in English that says why; TRUE for GOOD and
 * SMALL. */
gboolean pst_painting_check (const PstImage *painting, gint style_size, GError **error);

/* Which of @styles paints most like @painting, by palette and texture: every one
 * paints @photo (reduced to 192 pixels), and the painting's distances from the
 * results are added.  Returns its index, -1 with an error.  @distances, NULL or
 * [n_styles], become 0 (as the painting) to 2 and more (no nearer than the photo).
 * Takes about a third of a second for each style.  Errors: TOO_LARGE, BAD_INPUT
 * for no style, CANCELLED. */
gint pst_propose_style (PstEngine *engine, const PstImage *painting, gint style_size,
                        const PstImage *photo, const PstStyle *const *styles, gsize n_styles,
                        gdouble *distances, GCancellable *cancellable, GError **error);

/* TRUE if a trainer of @recipe can start from @style: the same generator. */
gboolean pst_style_fits (const PstStyle *style, const PstRecipe *recipe);

/* A folder with everything that learning one style needs, so that it can be gone
 * on with after a kill, a crash or years, without the files it was made from:
 *
 *   lesson                    GKeyFile: a recipe, and [lesson] with the progress;
 *                             names the checkpoint that belongs to it
 *   painting.ppm, photo-N.ppm what to learn from, and to practise on
 *   base.safetensors          what to start from, if anything
 *   checkpoint-{a,b}.safetensors, style.safetensors  what was learnt so far
 *   lock                      held while the lesson is open
 *
 * Every file is written under a new name, synced and renamed.  A lesson is open
 * once only, among all processes.  Not thread-safe; while a learner has it, the
 * functions that say so may be called. */
typedef struct _PstLesson PstLesson;

/* Photos are kept with their short side at this, at most: the trainer wants no more. */
#define PST_LESSON_PHOTO_SIDE 384

/* More photos than this bring nothing but memory. */
#define PST_LESSON_MAX_PHOTOS 96

/* Makes @folder, whose parent is made if need be, and which must not exist or the
 * error is G_FILE_ERROR_EXIST.  Minutes rule if recipe->minutes > 0, and then steps are
 * estimated while learning; else recipe->steps do.  @base may be NULL: from
 * nothing.  Of too many photos some are asked for, evenly.
 * Errors: G_FILE_ERROR, BAD_INPUT, WRONG_SHAPE if @base does not fit, TOO_LARGE, and
 * those of @photos; then there is no folder. */
PstLesson *pst_lesson_new (const gchar *folder, const PstRecipe *recipe, const PstStyle *base,
                           const PstImage *painting, const PstPhotos *photos, GError **error);

/* Errors: G_FILE_ERROR (G_FILE_ERROR_AGAIN: it is open elsewhere), BAD_FILE, and
 * those of a recipe. */
PstLesson *pst_lesson_open (const gchar *folder, GError **error);

/* Gives up the lock; the folder stays. */
void pst_lesson_close (PstLesson *lesson);

/* Closes it and removes the folder with all that was learnt. */
gboolean pst_lesson_discard (PstLesson *lesson, GError **error);

/* The next two and get_style_path () may be called while a learner has it, and
 * belong to the lesson.  The recipe's number of steps is that of the beginning. */
const gchar *pst_lesson_get_folder (const PstLesson *lesson);
const PstRecipe *pst_lesson_get_recipe (const PstLesson *lesson);

/* How long learning was to take and has taken.  0 steps: not known yet. */
gint pst_lesson_get_step (const PstLesson *lesson);
gint pst_lesson_get_steps (const PstLesson *lesson);
gdouble pst_lesson_get_seconds (const PstLesson *lesson);

/* TRUE once it was learnt to the end. */
gboolean pst_lesson_is_done (const PstLesson *lesson);

/* To learn for longer, or shorter: minutes in all, and of a lesson that was learnt to
 * the end more than it took.  The learning rate follows.  Errors: G_FILE_ERROR. */
gboolean pst_lesson_set_minutes (PstLesson *lesson, gdouble minutes, GError **error);

/* What is learnt from and practised on, as kept: of 8 bits. */
gint pst_lesson_get_n_photos (const PstLesson *lesson);
PstImage *pst_lesson_load_painting (const PstLesson *lesson, GError **error);
PstImage *pst_lesson_load_photo (const PstLesson *lesson, gint index, GError **error);

/* Where the style so far is; there is no such file before the first checkpoint. */
const gchar *pst_lesson_get_style_path (const PstLesson *lesson);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstLesson, pst_lesson_close)

/* What pst_lesson_list () knows of a lesson, without opening it. */
typedef struct
{
  gchar *folder;
  gchar *id;    /* of the style */
  gchar *title; /* of the style */
  gint step, steps;
  gdouble seconds, minutes; /* learnt so far; planned (0: steps rule) */
  gint64 changed;           /* Unix time of the last checkpoint */
  gboolean done;
  gboolean busy; /* open, here or elsewhere */
} PstLessonEntry;

/* The lessons in the folder @parent, the one that was learnt last first; what is no
 * lesson is left out.  A missing folder is empty.  The array frees its elements. */
GPtrArray *pst_lesson_list (const gchar *parent);

/* ---- learning in the background ---------------------------------------- */

/* A thread that learns one lesson, with an engine of its own.  All functions are
 * for one thread, say the main thread, and return at once unless they say
 * otherwise. */
typedef struct _PstLearner PstLearner;

typedef enum
{
  PST_LEARNER_PREPARING, /* loads what there is                                  */
  PST_LEARNER_LEARNING,
  PST_LEARNER_PAUSED,
  PST_LEARNER_SAVING,  /* all is learnt, or it was told to stop, but not yet kept;
                          after an error it is tried again every few seconds     */
  PST_LEARNER_STOPPED, /* as it was told to; kept                                */
  PST_LEARNER_DONE,    /* learnt to the end; kept                                */
  PST_LEARNER_FAILED   /* see error; what was kept last is still there           */
} PstLearnerState;

typedef struct
{
  PstLearnerState state;
  gint step;
  gint steps;            /* 0: not known yet; may change while minutes rule */
  gdouble seconds;       /* of learning, pauses left out, of all sessions   */
  gdouble seconds_left;  /* -1: not known yet                               */
  gdouble seconds_saved; /* as seconds was when it was kept last            */
  GError *error;         /* FAILED: why.  Otherwise why it could not be kept the last
                            time (a full disk), NULL after it could */
} PstLearnerStatus;

/* Something changed: a step is done, the state is another, a style is ready.
 * Called on the learner's thread, which waits meanwhile. */
typedef void (*PstLearnerFunc) (gpointer user_data);

/* Takes @lesson and begins.  @n_threads: 0 for one per processor but one;
 * @niceness, 0 to 19, is the threads' (where the system has that).  @changed may
 * be NULL. */
PstLearner *pst_learner_new (PstLesson *lesson, gint n_threads, gint niceness,
                             PstLearnerFunc changed, gpointer user_data);

/* Stops, as below, waits for the thread (a step takes up to a second or two, saving a little
 * more; nothing is tried again) and closes the lesson. */
void pst_learner_free (PstLearner *learner);

/* As free (), but the lesson comes back instead of being closed. */
PstLesson *pst_learner_finish (PstLearner *learner);

/* The learner's, for what may be called while it is learnt. */
const PstLesson *pst_learner_get_lesson (const PstLearner *learner);

/* Pausing keeps what was learnt, as of then. */
void pst_learner_pause (PstLearner *learner);
void pst_learner_resume (PstLearner *learner);

/* Keeps what was learnt and ends; the lesson can be gone on with. */
void pst_learner_stop (PstLearner *learner);

/* From the next step on.  0: one per processor but one. */
void pst_learner_set_threads (PstLearner *learner, gint n_threads);

/* How often it is kept; 90 seconds at first. */
void pst_learner_set_keep_seconds (PstLearner *learner, gdouble seconds);

/* A copy, to be cleared. */
void pst_learner_get_status (PstLearner *learner, PstLearnerStatus *status);
void pst_learner_status_clear (PstLearnerStatus *status);

/* What the steps measured since the learner was made, at most a thousand of them,
 * evenly thinned out.  An array of PstTrainReport, the caller's. */
GArray *pst_learner_get_reports (PstLearner *learner);

/* The average as of a few seconds ago at most, or NULL if none is ready; asks for
 * a newer one, which changed () tells of.  The caller's reference. */
PstStyle *pst_learner_get_style (PstLearner *learner);

/* Waits for the thread to end, at most so long; TRUE if it did.  For hosts without a
 * main loop. */
gboolean pst_learner_wait (PstLearner *learner, gdouble seconds);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PstLearnerStatus, pst_learner_status_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstLearner, pst_learner_free)

/* ---- the user's own styles --------------------------------------------- */

/* The folder of styles that belongs to the user, and beside it the lessons that made
 * them: a lesson's folder has the id of its style.  An id is free if neither has
 * it, nor any other folder of styles.  Not thread-safe. */
typedef struct _PstLibrary PstLibrary;

/* @styles and @lessons are made when they are needed.  @others: further folders that
 * are searched for styles, NULL-terminated, or NULL. */
PstLibrary *pst_library_new (const gchar *styles, const gchar *lessons, const gchar *const *others);

/* What was removed and not restored is gone then. */
void pst_library_free (PstLibrary *library);

/* Words of a-z and 0-9 with single hyphens between them, never "", after a title in any
 * script: "Été 2" becomes ete-2; what has no Latin letters, style.  May be taken. */
gchar *pst_style_make_id (const gchar *title);

/* The same, but free now: ete-2-2 if there is an ete-2. */
gchar *pst_library_new_id (PstLibrary *library, const gchar *title);

/* TRUE if @id is the user's, to be renamed and removed. */
gboolean pst_library_owns (PstLibrary *library, const gchar *id);

/* Checks @path as pst_style_load () does and copies it.  Its id becomes a free one, -2 and so
 * on after the old; a style without a title gets the file's name.  Returns the id.
 * Errors: those of pst_style_load (), G_FILE_ERROR, BAD_INPUT for a base generator. */
gchar *pst_library_import (PstLibrary *library, const gchar *path, GError **error);

/* Copies any style, also one that is not the user's, to @path, which is replaced.
 * Errors: NOT_FOUND, G_FILE_ERROR. */
gboolean
pst_library_export (PstLibrary *library, const gchar *id, const gchar *path, GError **error);

/* Puts a style aside.  Its lesson stays until the library is freed. */
gboolean pst_library_remove (PstLibrary *library, const gchar *id, GError **error);

/* Undoes the last remove of @id. */
gboolean pst_library_restore (PstLibrary *library, const gchar *id, GError **error);

/* A new title, in the style and in its lesson; the id stays. */
gboolean
pst_library_rename (PstLibrary *library, const gchar *id, const gchar *title, GError **error);

/* Writes a style that was learnt here under its own id, in place of an earlier one
 * of that id. */
gboolean pst_library_keep (PstLibrary *library, const PstStyle *style, GError **error);

/* A new lesson, see pst_lesson_new ().  The id of @recipe may be "": then it is made
 * from the title, which may be "" as well.  Should another process take that id first,
 * photos are asked for anew. */
PstLesson *
pst_library_new_lesson (PstLibrary *library, const PstRecipe *recipe, const PstStyle *base,
                        const PstImage *painting, const PstPhotos *photos, GError **error);

/* Of style @id, to learn it for longer; NOT_FOUND for a style that has none. */
PstLesson *pst_library_open_lesson (PstLibrary *library, const gchar *id, GError **error);

/* As pst_lesson_list (): all that can be gone on with. */
GPtrArray *pst_library_list_lessons (PstLibrary *library);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstLibrary, pst_library_free)

/* Of lattices, stripes and checkerboards: periods of 2, 4 and 8 px, each along x, y
 * and the two diagonals. */
#define PST_LATTICES 12

/* What may be wrong with a result; the formulas are in engine/faults.c.  A level is
 * 1/255.  NAN where the pictures do not tell. */
typedef struct
{
  gdouble halo;    /* overshoot of luma within 5 px of the photo's strong edges, in units of
                      the step, beyond the photo's own and the painting's at its edges; NAN
                      where the photo has too few edges between plain areas               */
  gdouble glow;    /* the same within 20 px                                               */
  gdouble clipped; /* share of pixels with a channel at its end; in `lost` only those that
                      were not so in the photo, beyond the painting's own share           */
  gdouble lost;
  gdouble chroma;  /* levels of chroma that do not follow from the luma: 0 for a drawing in
                     one ink on any paper                                                 */
  gdouble strokes; /* depth of luma where the photo is calm, 1 = the painting's where that
                      is; NAN for a painting of nothing                                   */
  gdouble colours; /* how many kinds of chroma there are, 1 = as many as in the painting  */
  gdouble dark;    /* correlation of gradients with the photo's where that is dark; NAN
                      where less than a tenth is                                          */
  gdouble lattice[PST_LATTICES]; /* spectrum's energy there, 1 = its neighbours'; NAN in a
                                    picture below 64x64                                   */
} PstFaults;

/* A painting made ready to measure many results by.  Immutable, threads may share it. */
typedef struct _PstGauge PstGauge;

/* @painting is not needed afterwards.  Errors: BAD_INPUT below 32x32, TOO_LARGE. */
PstGauge *pst_gauge_new (const PstImage *painting, GError **error);
void pst_gauge_free (PstGauge *gauge);

/* As pst_evaluate (), and the faults.  @metrics and @faults may be NULL. */
gboolean pst_gauge_measure (const PstGauge *gauge, const PstImage *photo, const PstImage *result,
                            PstMetrics *metrics, PstFaults *faults, GError **error);

/* The painting's own PstFaults.chroma. */
gdouble pst_gauge_get_chroma (const PstGauge *gauge);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstGauge, pst_gauge_free)

/* What became of a photo that has nothing but one colour, or a gradient from top to
 * bottom: unevenness that is wider than strokes, in levels of luma and chroma together. */
typedef struct
{
  gdouble blotches; /* from left to right, after a blur with sigma 24 px                     */
  gdouble bands;    /* from top to bottom, beside a polynomial of the degree that was allowed */
} PstPlain;

/* @degree: 0 where the photo was of one colour, up to 5; 3 suits a gradient. */
gboolean pst_measure_plain (const PstImage *result, gint degree, PstPlain *plain, GError **error);

/* Two paintings of one photo by different seeds, of one size, 16x16 or more:
 * @same, Pearson's correlation of luma at 1/8 size, and @differ, the root of the mean
 * square of the difference in luma at full size, in levels. */
gboolean pst_compare_seeds (const PstImage *first, const PstImage *second, gdouble *same,
                            gdouble *differ, GError **error);

G_END_DECLS

#endif /* PST_ENGINE_H */
