/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the engine itself knows of a style, beside engine.h. */

#ifndef PST_STYLE_H
#define PST_STYLE_H

#include "engine.h"
#include "generator.h"

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

G_END_DECLS

#endif /* PST_STYLE_H */
