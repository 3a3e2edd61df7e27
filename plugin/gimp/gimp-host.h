/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GIMP as the dialog's host: one layer of one image. */

#ifndef PST_GIMP_HOST_H
#define PST_GIMP_HOST_H

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include "shared/host.h"

G_BEGIN_DECLS

typedef struct
{
  PstUiHost base;
  gint32 image;
  gint32 layer;      /* where the photo is */
  gint32 replaces;   /* the painting that is to be painted again, or -1 */
  gint32 drawable;   /* the layer that was asked for */
  gboolean indexed;  /* so is the image                                          */
  gboolean is_photo; /* the image is to be painted: nothing is learnt from it */
  gchar **style_folders;
  gchar *user_style_folder;

  /* For the dialog. */
  gchar *folder;
  gchar *base_path; /* as base.base_path */

  /* What the dialog read and painted, if it did; see pst_gimp_paint (). */
  gfloat *alpha; /* of the source that get_source () gave last; NULL: none */
  gchar *stamp;  /* of the source then, see pst_gimp_source_stamp () */
  PstImage *painted;

  /* base.repaint: what is known of the old painting. */
  gint32 old_photo; /* -1: no offer */
  PstSettings old_settings;
  gchar *repaint_text;
} PstGimpHost;

/* @drawable may be whatever pst_gimp_source_find () knows to map to a layer.
 * Fails with BAD_INPUT and a sentence in the user's language if it is nothing
 * that can be painted.  @procedure names the remembered settings and must outlive
 * the host. */
gboolean pst_gimp_host_init (PstGimpHost *host, const gchar *procedure, gint32 image,
                             gint32 drawable, GError **error);
void pst_gimp_host_clear (PstGimpHost *host);

/* For a run with a dialog, before it is made: help, where the dialog keeps its things,
 * how many threads it may use, and the monitor's colours. */
void pst_gimp_host_prepare_dialog (PstGimpHost *host);

/* For a run with a dialog, before it is made: if the layer carries a note of how
 * it was painted and its photo is still in the image, base.repaint is set, and
 * layer, replaces and get_settings () are as if the offer was taken. */
void pst_gimp_host_offer_repaint (PstGimpHost *host);

/* What was painted with last time, which is what Repeat paints with. */
void pst_gimp_host_get_last_values (PstGimpHost *host, PstSettings *settings);

/* The layer's pixels in their own size; see pst_gimp_source_read (). */
PstImage *pst_gimp_host_read (PstGimpHost *host, gfloat **alpha, GError **error);

/* As base.list_styles (). */
GPtrArray *pst_gimp_host_list_styles (PstUiHost *base);

/* As pst_style_choose (). */
PstStyle *pst_gimp_host_find_style (PstGimpHost *host, const gchar *id, GError **error);

G_END_DECLS

#endif /* PST_GIMP_HOST_H */
