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

/* A resampled copy: Lanczos with three lobes, widened when it shrinks, so that
 * nothing aliases; separable; edges are repeated.  Any size from 1x1. */
PstImage *pst_image_resize (const PstImage *image, gint width, gint height, GError **error);

/* As above; the short side becomes @short_side and the ratio is kept. */
PstImage *pst_image_resize_short (const PstImage *image, gint short_side, GError **error);

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
 * sorted by id; where two folders have the same id the earlier folder wins.
 * Returns an array of PstStyleEntry that frees its elements. */
GPtrArray *pst_style_list (const gchar *const *folders);

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
 * absolute pixel positions.  Values of the result are in [0,1].  Beyond the
 * memory budget it is painted in parts without seams, whose contrast is taken from
 * a reduced copy of the photo.
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
  gint late_crop;  /* after 60 % of the steps: larger crops, nearer to whole pictures; 0: no */
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
  gdouble adversarial, swd, matching, gram, palette, content, luma, gradient, relief, even,
      identity;
  gdouble discriminator; /* hinge loss of both discriminators               */
  gdouble accuracy;      /* share of patches that they judge right, [0,1]   */
} PstTrainReport;

/* A generator and two discriminators that learn from each other. */
typedef struct _PstTrainer PstTrainer;

/* Learns from all @n_paintings paintings alike; neither they nor @photos are needed
 * afterwards.  recipe->steps must be decided (> 0).  The engine is borrowed and must outlive the trainer.
 * Errors: BAD_INPUT for a picture too small or too plain, TOO_LARGE. */
PstTrainer *
pst_trainer_new (PstEngine *engine, const PstRecipe *recipe, const PstImage *const *paintings,
                 gsize n_paintings, const PstImage *const *photos, gsize n_photos, GError **error);
void pst_trainer_free (PstTrainer *trainer);

/* Before the first step: the generator starts as @style instead of as random
 * numbers.  What it learnt there, above all to keep what a photo shows, need not be
 * learnt again.  WRONG_SHAPE if @style is a generator of other widths or blocks. */
gboolean pst_trainer_start_from (PstTrainer *trainer, const PstStyle *style, GError **error);

/* One step of both players.  Same recipe, pictures and step: same bits.
 * DIVERGED leaves the networks as they were before the step. */
gboolean pst_trainer_step (PstTrainer *trainer, PstTrainReport *report, GError **error);
gint pst_trainer_get_step (const PstTrainer *trainer);

/* Changes the number of steps before the first one (to fit a time). */
void pst_trainer_set_steps (PstTrainer *trainer, gint steps);
gint pst_trainer_get_steps (const PstTrainer *trainer);

/* A checkpoint holds the networks, their average, the moments of Adam, the step
 * and the recipe's checksum; randomness is a function of seed and step.
 * Loading one made with another recipe fails with WRONG_SHAPE. */
gboolean pst_trainer_save (const PstTrainer *trainer, const gchar *path, GError **error);
gboolean pst_trainer_load (PstTrainer *trainer, const gchar *path, GError **error);

/* The moving average of the generator as a style, a copy. */
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
