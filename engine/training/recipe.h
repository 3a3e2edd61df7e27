/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the engine itself knows of a recipe, beside what others may see. */

#ifndef PST_RECIPE_H
#define PST_RECIPE_H

#include "styles/style.h"

G_BEGIN_DECLS

/* What "trunk" may be. */
#define PST_TRUNK_LEARNT "learnt"
#define PST_TRUNK_KEPT   "kept"

gboolean pst_recipe_keeps_trunk (const PstRecipe *recipe);

/* What "sees" in a recipe may be beside PST_SEES_STROKES; the second is decided when a lesson is
 * made. */
#define PST_SEES_PHOTO "photo"
#define PST_SEES_BEST  "best"

/* Decides what the generator is to see, if that is "best": photos laid in the marks of the one
 * painting's @manner, and then weights and rate that nobody changed become those that suit
 * marks of that kind; or photos, if it is NULL. */
void pst_recipe_decide (PstRecipe *recipe, const PstManner *manner);

/* Whether that is strokes. */
gboolean pst_recipe_sees_strokes (const PstRecipe *recipe);

/* SHA-256, in hex, of every field that has a say in the weights that come out:
 * the shape, the training with its number of steps, and the losses; not the
 * names, nor the minutes, which decide nothing once there are steps.  A key that an
 * earlier version did not have does not count where it changes nothing. */
gchar *pst_recipe_checksum (const PstRecipe *recipe);

/* The text of a recipe file that pst_recipe_load () reads back to the last bit. */
gchar *pst_recipe_to_data (const PstRecipe *recipe);

/* As pst_recipe_load () of @path, which was read into @file.  The group @other, or
 * none, is somebody else's; where there is one the file was written by us, with every key
 * that there was then: later keys that are missing change nothing. */
PstRecipe *
pst_recipe_from_key_file (GKeyFile *file, const gchar *path, const gchar *other, GError **error);

G_END_DECLS

#endif /* PST_RECIPE_H */
