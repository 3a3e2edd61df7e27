/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What pictures are compared by where pixels say too little: maps of features, of one of
 * several kinds.  A kind says what its maps are good for; a recipe names the kind. */

#ifndef PST_PERCEPTUAL_H
#define PST_PERCEPTUAL_H

#include "kernels/tape.h"

G_BEGIN_DECLS

#define PST_PERCEPTUAL_MAX 16 /* maps of a kind */

/* The share that a map has; 0: none. */
typedef struct
{
  gdouble gram;    /* in the style, by its Gram matrix */
  gdouble content; /* in what stays of the photo       */
} PstPerceptualMap;

typedef struct
{
  const gchar *name; /* as in recipes */
  gint n_maps;
  const PstPerceptualMap *maps;

  /* As pst_perceptual_new () and its free (). */
  gpointer (*make) (PstTape *tape, PstNode *sample);
  void (*free) (gpointer features);

  /* Fills out[0 .. last] for x [N][3][H][W] in [-1,1], recorded if the tape does. */
  void (*forward) (PstTape *tape, gconstpointer features, PstNode *x, gint last, PstNode **out);
} PstPerceptualKind;

typedef struct
{
  const PstPerceptualKind *kind;
  gpointer features; /* the kind's */
} PstPerceptual;

typedef enum
{
  PST_PERCEPTUAL_GRAM = 1 << 0,
  PST_PERCEPTUAL_CONTENT = 1 << 1
} PstPerceptualUse;

/* NULL if there is none of that name. */
const PstPerceptualKind *pst_perceptual_find (const gchar *name);

/* What can be learnt is learnt from @sample [N][3][H][W] in [-1,1], sides >= 8.  The tape
 * must not record.  NULL if it fails. */
PstPerceptual *pst_perceptual_new (const PstPerceptualKind *kind, PstTape *tape, PstNode *sample);
void pst_perceptual_free (PstPerceptual *perceptual);

/* The maps of x [N][3][H][W] that are good for @use, an or of PstPerceptualUse; in @out,
 * of PST_PERCEPTUAL_MAX, others may be left alone. */
void pst_perceptual_forward (PstTape *tape, const PstPerceptual *perceptual, PstNode *x, guint use,
                             PstNode **out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstPerceptual, pst_perceptual_free)

G_END_DECLS

#endif /* PST_PERCEPTUAL_H */
