/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What learning starts from: a general painter, a style, of which it proposes the most
 * similar, or nothing.
 *
 * Its parts have widget names: "pst-start-base", "pst-start-style" and
 * "pst-start-nothing" (GtkRadioButton), and "pst-start-styles" (GtkComboBox).  Signal:
 * "changed". */

#ifndef PST_START_CHOICE_H
#define PST_START_CHOICE_H

#include "shared/gtk-types.h"
#include "shared/host.h"
#include "shared/picture.h"

G_BEGIN_DECLS

#define PST_TYPE_START_CHOICE (pst_start_choice_get_type ())
G_DECLARE_FINAL_TYPE (PstStartChoice, pst_start_choice, PST, START_CHOICE, GtkVBox)

/* @host is borrowed. */
GtkWidget *pst_start_choice_new (PstUiHost *host);

/* What cannot be had becomes what can. */
void pst_start_choice_set (PstStartChoice *choice, PstLearnStart start);
PstLearnStart pst_start_choice_get (const PstStartChoice *choice);

/* The style that is chosen, if PST_START_STYLE is; the choice's.  Else NULL. */
PstStyle *pst_start_choice_get_style (const PstStartChoice *choice);

/* Looks for the style that paints most like @painting, and chooses it unless a person
 * chose another: by what the styles make of @photo, or of the file @path if that is
 * NULL.  Nothing happens if both are. */
void pst_start_choice_propose (PstStartChoice *choice, PstPicture *painting, gint style_size,
                               PstPicture *photo, const gchar *path);

/* For tests: TRUE while it looks. */
gboolean pst_start_choice_is_busy (const PstStartChoice *choice);

G_END_DECLS

#endif /* PST_START_CHOICE_H */
