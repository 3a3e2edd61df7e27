/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One photo of `pastiche apply`, from file to file. */

#ifndef PST_APPLY_PHOTO_H
#define PST_APPLY_PHOTO_H

#include "pictures/picture-file.h"

G_BEGIN_DECLS

/* What all photos have in common. */
typedef struct
{
  PstEngine *engine;
  const PstStyle *style, *second; /* second: or NULL */
  const PstParams *params;
  gsize memory;          /* bytes for the network at most; 0: as the engine sees fit */
  gboolean damaged;      /* what there is of a damaged photo is painted              */
  gboolean frames;       /* all frames of an animation                               */
  PstPictureSave saving; /* creator and said are set here                            */
} PstPainter;

/* Paints @in into @out.  What there is to say of it goes to stderr.  Errors: those of
 * pst_picture_file_load (), pst_engine_stylise () and pst_picture_file_save (); the message names a file. */
gboolean
pst_apply_photo (const PstPainter *painter, const gchar *in, const gchar *out, GError **error);

G_END_DECLS

#endif /* PST_APPLY_PHOTO_H */
