/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which photos `pastiche apply` paints into which files. */

#ifndef PST_APPLY_JOBS_H
#define PST_APPLY_JOBS_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

typedef struct
{
  gchar *in, *out;
} PstJob;

typedef struct
{
  gchar **files;
  const gchar *folder; /* NULL: files are IN and OUT               */
  const gchar *ending; /* of all that is written, ".png", or NULL  */
  gboolean recursive;  /* folders in files stand for what is in them */
} PstJobOptions;

/* Jobs, in an array that frees them.  In @folder a photo's painting has its name, and with
 * @recursive its place in the tree; what cannot be written in the photo's format becomes PNG.  With
 * @ending only endings are replaced, but not where two would get one name.
 * Errors: G_OPTION_ERROR, where a photo would be written over or two into one file; G_FILE_ERROR,
 * of folders. */
GPtrArray *pst_apply_jobs (const PstJobOptions *options, GError **error);

G_END_DECLS

#endif /* PST_APPLY_JOBS_H */
