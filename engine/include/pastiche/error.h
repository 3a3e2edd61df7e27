/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Errors are GErrors in PST_ERROR, or G_IO_ERROR_CANCELLED, or G_FILE_ERROR for what
 * the system says of a file.  A message names the file and the cure. */

#ifndef PASTICHE_ERROR_H
#define PASTICHE_ERROR_H

#include <gio/gio.h>

#include "pastiche/public.h"

PST_BEGIN_DECLS

#define PST_ERROR (pst_error_quark ())

typedef enum
{
  PST_ERROR_BAD_FILE,     /* not a weights file, or a damaged one             */
  PST_ERROR_BAD_VERSION,  /* made for another format or architecture          */
  PST_ERROR_BAD_CHECKSUM, /* the payload is not what its checksum says        */
  PST_ERROR_WRONG_SHAPE,  /* a tensor is missing, unknown or of another shape */
  PST_ERROR_TOO_LARGE,    /* needs more memory than there is                  */
  PST_ERROR_DIVERGED,     /* training produced numbers that are not finite    */
  PST_ERROR_BAD_INPUT,    /* a picture or parameter that cannot be used       */
  PST_ERROR_NOT_FOUND     /* no style of that id                              */
} PstError;

GQuark pst_error_quark (void);

/* Adds to a G_FILE_ERROR what people can do about it; leaves others, and none, alone. */
void pst_error_add_cure (GError **error);

PST_END_DECLS

#endif /* PASTICHE_ERROR_H */
