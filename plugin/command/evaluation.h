/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Measuring one style on many photos, with all threads.  Main thread only. */

#ifndef PST_EVALUATION_H
#define PST_EVALUATION_H

#include "command/score.h"

G_BEGIN_DECLS

/* What is no painting, measured as if it were. */
typedef enum
{
  PST_CONTROL_PHOTO,  /* the photo itself                    */
  PST_CONTROL_OILIFY, /* gegl:oilify with its own defaults   */
  PST_N_CONTROLS
} PstControl;

const gchar *pst_control_name (PstControl control);

/* One photo, painted and measured, or one of the two pictures that are made here:
 * all gray, and a sky that is a gradient. */
typedef struct
{
  gchar *name;      /* for people                          */
  gboolean is_made; /* here                                */
  PstScore score;
  PstScore controls[PST_N_CONTROLS];
  PstImage *result; /* NULL after it was reported          */
  GError *error;    /* then nothing else is known          */
} PstTrial;

/* Called for every trial once, in order. */
typedef void (*PstTrialFunc) (PstTrial *trial, gpointer user_data);

typedef struct
{
  PstStyle *style;
  PstGauge *gauge;
  gint long_side;                     /* photos are shrunk to this, in pixels */
  guint32 seed;                       /* and the next one, to compare         */
  gdouble refine, likeness, strength; /* as in PstParams */
  gint threads;                       /* 0: one per processor                 */
  gboolean controls;
  PstTrialFunc report; /* or NULL */
  gpointer user_data;
} PstEvaluation;

/* Trials of the two made pictures and then of @paths (NULL-terminated), in an array
 * that frees them.  A photo that fails has its error in its trial.  NULL with
 * CANCELLED if the user interrupts. */
GPtrArray *pst_evaluation_run (const PstEvaluation *evaluation, gchar **paths, GError **error);

/* Means over the photos that did not fail, and the figures of the made pictures;
 * @controls [PST_N_CONTROLS].  Returns over how many photos. */
gsize pst_evaluation_mean (GPtrArray *trials, PstScore *mean, PstScore *controls);

G_END_DECLS

#endif /* PST_EVALUATION_H */
