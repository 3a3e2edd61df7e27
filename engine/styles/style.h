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
  PstTensorSet *weights; /* as declared by pst_generator_declare () */
  gdouble *reference;    /* see contrast.c; NULL until it is asked for */
};

/* Takes @metadata (gchar* -> gchar*, both owned by the table) and @weights. */
PstStyle *
pst_style_new (GHashTable *metadata, const PstGeneratorShape *shape, PstTensorSet *weights);

/* TRUE for a base generator, which styles are learnt from: "role" is "base". */
gboolean pst_style_is_base (const PstStyle *style);

/* A copy that says @value for @key.  NULL if there is no memory. */
PstStyle *pst_style_new_with (const PstStyle *style, const gchar *key, const gchar *value);

/* F16 if the style's numbers are such, as those that were read from such a file are. */
PstDtype pst_style_get_dtype (const PstStyle *style);

G_END_DECLS

#endif /* PST_STYLE_H */
