/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GIMP as the dialog's host: one layer of one image. */

#ifndef PST_GIMP_HOST_H
#define PST_GIMP_HOST_H

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include "host.h"

G_BEGIN_DECLS

typedef struct
{
  PstUiHost base;
  gint32 image;
  gint32 layer; /* where the photo is */
  gchar **style_folders;
  gchar *user_style_folder;
} PstGimpHost;

/* @drawable may be a layer, a group, or a layer's mask, which stands for its
 * layer.  Fails with BAD_INPUT and a sentence in the user's language if it is
 * nothing that can be painted.  @procedure names the remembered settings and
 * must outlive the host. */
gboolean pst_gimp_host_init (PstGimpHost *host, const gchar *procedure, gint32 image,
                             gint32 drawable, GError **error);
void pst_gimp_host_clear (PstGimpHost *host);

/* The layer's pixels in their own size; see pst_pixels_read (). */
PstImage *pst_gimp_host_read (PstGimpHost *host, gfloat **alpha, GError **error);

/* By id or path; "" is the first style that can be used. */
PstStyle *pst_gimp_host_find_style (PstGimpHost *host, const gchar *id, GError **error);

G_END_DECLS

#endif /* PST_GIMP_HOST_H */
