/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which pixels are the painting: those of the image, or of a picture file.
 *
 * Its parts have widget names: "pst-learn-source" (GtkComboBox) and "pst-learn-file"
 * (GtkButton), which is there while it is a file.  Signal: "changed". */

#ifndef PST_PAINTING_CHOICE_H
#define PST_PAINTING_CHOICE_H

#include "shared/gtk-types.h"
#include "shared/host.h"

G_BEGIN_DECLS

#define PST_TYPE_PAINTING_CHOICE (pst_painting_choice_get_type ())
G_DECLARE_FINAL_TYPE (PstPaintingChoice, pst_painting_choice, PST, PAINTING_CHOICE, GtkVBox)

/* @host is borrowed.  Of @settings source and file are shown, if they are still there. */
GtkWidget *pst_painting_choice_new (PstUiHost *host, const PstLearnSettings *settings);

/* As if @path was chosen. */
void pst_painting_choice_set_file (PstPaintingChoice *choice, const gchar *path);

PstPaintingSource pst_painting_choice_get (const PstPaintingChoice *choice);

/* For PST_PAINTING_FILE: which of host->list_open_images () it is instead, or -1, and its
 * title. */
gint pst_painting_choice_get_image (const PstPaintingChoice *choice);
const gchar *pst_painting_choice_get_image_title (const PstPaintingChoice *choice);

/* The file that is chosen, or was before; "" if there is none.  The choice's. */
const gchar *pst_painting_choice_get_file (const PstPaintingChoice *choice);

/* The list, for a mnemonic. */
GtkWidget *pst_painting_choice_get_list (const PstPaintingChoice *choice);

G_END_DECLS

#endif /* PST_PAINTING_CHOICE_H */
