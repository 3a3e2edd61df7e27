/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the engine itself knows of a style, beside what others may see. */

#ifndef PST_STYLE_H
#define PST_STYLE_H

#include "networks/generator.h"
#include "pastiche/pastiche.h"

G_BEGIN_DECLS

struct _PstStyle
{
  gint ref_count;
  gchar *path; /* "" if it was never in a file */
  GHashTable *metadata;
  PstGeneratorShape shape;
  PstTensorSet *weights;  /* as declared by pst_generator_declare (); NULL: no generator */
  gdouble *reference;     /* see contrast.c; NULL until it is asked for */
  PstTensorSet *traits;   /* of the manner, as in the file; NULL: none   */
  PstManner *manner;      /* made of them                               */
  PstTensorSet *finisher; /* as declared by pst_finisher_declare (); NULL: none */
};

/* The key of metadata that describes the manner, see pst_manner_to_text (). */
#define PST_MANNER_KEY "manner"

/* The key of metadata that says what the generator sees, and its value where that is a
 * photo laid in strokes; a photo where there is no such key. */
#define PST_SEES_KEY     "sees"
#define PST_SEES_STROKES "strokes"

/* Whether the generator is to be shown strokes: it was taught on them, and there is a manner to
 * lay them in. */
gboolean pst_style_sees_strokes (const PstStyle *style);

/* The key of metadata that says, by this value, that the generator was asked for the painter's strokes
 * themselves (training/losses/oriented.c): what it adds to those that it sees is fine. */
#define PST_ORIENTED_KEY "oriented"
#define PST_ORIENTED_YES "yes"

gboolean pst_style_is_oriented (const PstStyle *style);

/* The key of metadata that says which finisher the file has: PST_FINISHER_ARCH. */
#define PST_FINISHER_KEY "finisher"

/* A copy of @style that has @finisher, rounded as a file would have it.  TOO_LARGE. */
PstStyle *
pst_style_new_with_finisher (const PstStyle *style, const PstTensorSet *finisher, GError **error);

/* The architecture of a style without a generator. */
#define PST_MANNER_ARCH "pst-manner-1"

/* Takes @metadata (gchar* -> gchar*, both owned by the table) and @weights; @shape and @weights
 * may both be NULL. */
PstStyle *
pst_style_new (GHashTable *metadata, const PstGeneratorShape *shape, PstTensorSet *weights);

/* Gives a style that nobody else has seen its manner, as metadata and @traits describe it; takes
 * @traits.  FALSE and *@wrong if they make no sense. */
gboolean pst_style_take_traits (PstStyle *style, PstTensorSet *traits, const gchar **wrong);

/* TRUE if both are of one title and nothing but one manner. */
gboolean pst_style_is_same_picture (const PstStyle *a, const PstStyle *b);

/* FALSE and BAD_INPUT, with the cure, for a style without a generator. */
gboolean pst_style_check_generator (const PstStyle *style, GError **error);

/* TRUE for a base generator, which styles are learnt from: "role" is "base". */
gboolean pst_style_is_base (const PstStyle *style);

/* NULL if there is no memory. */
PstStyle *pst_style_copy (const PstStyle *style);

/* F16 if the style's numbers are such, as those that were read from such a file are. */
PstDtype pst_style_get_dtype (const PstStyle *style);

G_END_DECLS

#endif /* PST_STYLE_H */
