/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Styles: generators that were taught one painting each, and their files. */

#ifndef PASTICHE_STYLE_H
#define PASTICHE_STYLE_H

#include "pastiche/engine.h"
#include "pastiche/image.h"
#include "pastiche/refine.h"

PST_BEGIN_DECLS

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

/* Metadata; @key is one of "id", "title", "artist", "year", "licence", "order", or any
 * other key of the file.  Returns "" where the file says nothing.  The string
 * belongs to the style. */
const gchar *pst_style_get (const PstStyle *style, const gchar *key);
const gchar *pst_style_get_id (const PstStyle *style);
const gchar *pst_style_get_path (const PstStyle *style);

/* Whether it can paint at once, which needs a lesson. */
gboolean pst_style_has_generator (const PstStyle *style);

/* Its painting's manner, so that what it paints can be refined; NULL where it knows none.  The
 * style's. */
PstManner *pst_style_get_manner (const PstStyle *style);

/* Whether it can finish what it paints: see PstParams. */
gboolean pst_style_has_finisher (const PstStyle *style);

#define PST_FINISH 60 /* what looks well in most styles */

/* 0..100: how much of its finish looks best, as its file says under "finish"; PST_FINISH where it
 * says nothing. */
gdouble pst_style_get_finish (const PstStyle *style);

/* A style that was shown a painting and has not learnt it: all but its generator.  It paints
 * photos in the painting's colours, and refined in its strokes.  Its id is made from @title.
 * TOO_LARGE without memory. */
PstStyle *pst_style_new_from_manner (PstManner *manner, const gchar *title, GError **error);

/* The same of a picture.  Errors: those of pst_manner_new (). */
PstStyle *pst_style_new_from_painting (PstEngine *engine, const PstImage *painting,
                                       const gchar *title, const PstRun *run, GError **error);

/* A copy of @style that has @manner, instead of its own if it had one.  TOO_LARGE without
 * memory. */
PstStyle *pst_style_new_with_manner (const PstStyle *style, PstManner *manner, GError **error);

/* A copy of @style that says @value for @key; see pst_style_get ().  TOO_LARGE without memory. */
PstStyle *
pst_style_new_with (const PstStyle *style, const gchar *key, const gchar *value, GError **error);

#define PST_STYLE_MAX_ORDER 9999

/* The place that was chosen for it among others, from 1 to PST_STYLE_MAX_ORDER, the first
 * first; beyond that where none was. */
gint pst_style_get_order (const PstStyle *style);

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

/* The ids of those files, sorted, at once: no file is opened, so that they may be broken, and a
 * base generator is left out by its name.  Free with g_strfreev (). */
gchar **pst_style_list_ids (const gchar *const *folders);

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

/* Words of a-z and 0-9 with single hyphens between them, never "", after a title in any
 * script: "Été 2" becomes ete-2; what has no Latin letters, style.  May be taken. */
gchar *pst_style_make_id (const gchar *title);

/* What a style may be called after the file of its painting: the name without its ending,
 * _ as a space. */
gchar *pst_style_make_title (const gchar *path);

PST_END_DECLS

#endif /* PASTICHE_STYLE_H */
