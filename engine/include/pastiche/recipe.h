/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What decides what is learnt of a painting. */

#ifndef PASTICHE_RECIPE_H
#define PASTICHE_RECIPE_H

#include "pastiche/losses.h"
#include "pastiche/style.h"

PST_BEGIN_DECLS

/* Everything that decides what a trainer makes of a painting.  Made by
 * pst_recipe_new () with the defaults of engine/training/recipe.c, each of which can be
 * set from a recipe file (GKeyFile) by the same name. */
typedef struct
{
  /* [style] */
  gchar *id;    /* short kebab-case                       */
  gchar *title; /* what people read                       */
  gchar *artist;
  gchar *year;
  gchar *licence;  /* why it may be used                     */
  gchar *order;    /* a number: its place in the gallery; "": none */
  gchar *finish;   /* 0..100: see pst_style_get_finish (); "": PST_FINISH */
  gchar *role;     /* "base": a generator to start others from, not a style to paint with */
  gchar *painting; /* file name; several are parted by ";"   */
  /* [generator] */
  gint widths[3]; /* channels at 1/2, 1/4 and 1/8 size      */
  gint blocks;    /* residual blocks at 1/8                 */
  gdouble noise;  /* initial gain of the noise planes       */
  gchar *sees;    /* "photo"; "strokes": a photo laid in the painter's kind of marks; "best":
                     these, if there is one painting that has them, when a lesson is made (in a
                     trainer without a lesson: photo)                     */
  /* [training] */
  gchar *from;     /* id of the style that the generator starts as; "": from nothing */
  gchar *trunk;    /* "learnt"; "kept": the residual blocks stay as they are in that style, and
                      what the generator adds to strokes is learnt anew around them */
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
  gchar *features;              /* kind of what Gram matrices and content are of: "random" */
  gdouble losses[PST_N_LOSSES]; /* [losses]: weights */
} PstRecipe;

PstRecipe *pst_recipe_new (void);
PstRecipe *pst_recipe_copy (const PstRecipe *recipe);
void pst_recipe_free (PstRecipe *recipe);

/* Reads a GKeyFile with the groups [style], [generator], [training] and
 * [losses]; missing keys keep their defaults, an unknown key is an error. */
PstRecipe *pst_recipe_load (const gchar *path, GError **error);
gboolean pst_recipe_check (const PstRecipe *recipe, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstRecipe, pst_recipe_free)

/* TRUE if a trainer of @recipe can start from @style: the same generator. */
gboolean pst_recipe_fits (const PstRecipe *recipe, const PstStyle *style);

PST_END_DECLS

#endif /* PASTICHE_RECIPE_H */
