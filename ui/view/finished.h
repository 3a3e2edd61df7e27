/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a style's finisher makes of a painting, as far as anybody looked at it: tiles of full size,
 * each made once.  What is not there yet is shown as it was enlarged. */

#ifndef PST_FINISHED_H
#define PST_FINISHED_H

#include "shared/picture.h"
#include "view/viewport.h"

G_BEGIN_DECLS

typedef struct _PstFinished PstFinished;

/* Any thread; takes references.  @source: the photo in its own size. */
PstFinished *
pst_finished_new (PstStyle *style, PstPicture *painting, PstPicture *source, guint32 seed);

/* Any thread.  NULL is let through. */
PstFinished *pst_finished_ref (PstFinished *finished);
void pst_finished_unref (PstFinished *finished);

/* Any thread: whether it is of these. */
gboolean pst_finished_is_of (const PstFinished *finished, const PstStyle *style,
                             const PstPicture *painting, guint32 seed);
PstStyle *pst_finished_get_style (const PstFinished *finished);

/* The rest on one thread, always the same, the one that has @engine. */

/* Makes what is missing of what @framing shows, where that is of full size.  FALSE if it was
 * cancelled; what was made by then is kept.  Where there is no memory it stays as it is. */
gboolean pst_finished_make (PstFinished *finished, PstEngine *engine, const PstFraming *framing,
                            GCancellable *cancellable, GError **error);

/* @soft, the part that @framing shows, with all in it that is finished; *@whole: nothing is
 * missing.  NULL where nothing is finished. */
PstPicture *pst_finished_get (PstFinished *finished, const PstFraming *framing, PstPicture *soft,
                              gboolean *whole);

G_END_DECLS

#endif /* PST_FINISHED_H */
