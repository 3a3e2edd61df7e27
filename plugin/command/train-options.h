/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The options of `pastiche train`. */

#ifndef PST_TRAIN_OPTIONS_H
#define PST_TRAIN_OPTIONS_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* As given; NULL, 0 or -1 where they were not. */
typedef struct
{
  gchar *painting;
  gchar *photos;
  gchar *output; /* NULL: into the user's library */
  gchar *recipe; /* a file, or a lesson's folder  */
  gchar *preview;
  gchar *title;
  gchar *artist;
  gchar *from;
  gdouble stroke_size;
  gint steps;
  gdouble minutes;
  gboolean resume, force;
  gchar *id; /* of the library's lesson to go on with */
  gint64 seed;
  gint threads;
} PstTrainOptions;

/* Reads and checks them as far as that goes without the files.  @library: to say what there
 * is to go on with.  Errors: G_OPTION_ERROR, G_FILE_ERROR for a folder that is not there. */
gboolean pst_train_options_parse (PstTrainOptions *options, PstLibrary *library, gint argc,
                                  gchar **argv, GError **error);
void pst_train_options_clear (PstTrainOptions *options);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PstTrainOptions, pst_train_options_clear)

G_END_DECLS

#endif /* PST_TRAIN_OPTIONS_H */
