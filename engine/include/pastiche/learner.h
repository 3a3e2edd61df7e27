/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Learning a lesson in the background. */

#ifndef PASTICHE_LEARNER_H
#define PASTICHE_LEARNER_H

#include "pastiche/lesson.h"
#include "pastiche/train.h"

PST_BEGIN_DECLS

/* A thread that learns one lesson, with an engine of its own.  All functions are
 * for one thread, say the main thread, and return at once unless they say
 * otherwise. */
typedef struct _PstLearner PstLearner;

typedef enum
{
  PST_LEARNER_PREPARING, /* loads what there is                                  */
  PST_LEARNER_LEARNING,
  PST_LEARNER_PAUSED,
  PST_LEARNER_FINISHING, /* all steps are done; how the painting is finished is learnt   */
  PST_LEARNER_SAVING,    /* all is learnt, or it was told to stop, but not yet kept;
                          after an error it is tried again every few seconds     */
  PST_LEARNER_STOPPED,   /* as it was told to; kept                                */
  PST_LEARNER_DONE,      /* learnt to the end; kept                                */
  PST_LEARNER_FAILED     /* see error; what was kept last is still there           */
} PstLearnerState;

typedef struct
{
  PstLearnerState state;
  gint step;
  gint steps;            /* 0: not known yet; may change while minutes rule */
  gdouble seconds;       /* of learning, pauses left out, of all sessions   */
  gdouble seconds_left;  /* -1: not known yet                               */
  gdouble seconds_saved; /* as seconds was when it was kept last            */
  PstTrainReport report; /* of the last step; its step is 0 before the first of this learner */
  GError *error;         /* FAILED: why.  Otherwise why it could not be kept the last
                            time (a full disk), NULL after it could */
  GError *unfinished;    /* why it did not learn how its painting is finished, though there was
                            time: a painting that is too small; or NULL */
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

/* Keeps what was learnt and ends; the lesson can be gone on with.  A style that is stopped has what
 * was learnt of finishing before, if anything. */
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

PST_END_DECLS

#endif /* PASTICHE_LEARNER_H */
