/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the options of `pastiche train` to a lesson. */

#ifndef PST_TRAIN_LESSON_H
#define PST_TRAIN_LESSON_H

#include "command/train-options.h"

G_BEGIN_DECLS

/* The folder of the lesson that makes the style file @output. */
gchar *pst_train_lesson_folder (const gchar *output);

/* A new lesson, after a look at everything it is made from: if anything is wrong, what was
 * there before is as it was.  Prints what is worth knowing.
 * Errors: G_OPTION_ERROR, CANCELLED, and those of reading and of lessons. */
PstLesson *pst_train_begin (const PstTrainOptions *options, PstLibrary *library, PstEngine *engine,
                            GError **error);

/* The lesson that was begun before, for as long as the options now say.  Errors: as above. */
PstLesson *pst_train_resume (const PstTrainOptions *options, PstLibrary *library, GError **error);

G_END_DECLS

#endif /* PST_TRAIN_LESSON_H */
