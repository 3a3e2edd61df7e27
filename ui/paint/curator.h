/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows below the gallery: to make a style of any picture, to learn one, and to rename, export, import and delete
 * one.  What was deleted can be had back until the window closes.
 *
 * Its parts have widget names: "pst-learn" and "pst-manage" (GtkButton), "pst-undo"
 * (GtkButton), "pst-curator-note" (GtkLabel) and "pst-styles-menu" (GtkMenu).  Signals:
 * "learn", with the id of the style to be learnt for longer, or NULL for a new one;
 * "changed", when there are other styles, with the id of the one to be chosen, or NULL;
 * "resized", when a row comes or goes. */

#ifndef PST_CURATOR_H
#define PST_CURATOR_H

#include "shared/gtk-types.h"
#include "shared/host.h"

G_BEGIN_DECLS

typedef enum
{
  PST_CURATOR_LEARN,
  PST_CURATOR_LONGER,
  PST_CURATOR_RENAME,
  PST_CURATOR_EXPORT,
  PST_CURATOR_IMPORT,
  PST_CURATOR_DELETE,
  PST_CURATOR_UNDO,
  PST_CURATOR_N_ACTIONS
} PstCuratorAction;

#define PST_TYPE_CURATOR (pst_curator_get_type ())
G_DECLARE_FINAL_TYPE (PstCurator, pst_curator, PST, CURATOR, GtkVBox)

/* @host, which must have a library, is borrowed.  @width: pixels that there are. */
GtkWidget *pst_curator_new (PstUiHost *host, gint width);

/* What is chosen in the gallery, or NULL: what it looks at is copied. */
void pst_curator_set_entry (PstCurator *curator, const PstStyleEntry *entry);

/* What can be done with what is chosen. */
gboolean pst_curator_can (const PstCurator *curator, PstCuratorAction action);

/* Does it, asking for names and files; nothing if it cannot be done. */
void pst_curator_do (PstCurator *curator, PstCuratorAction action);

/* @button: of the mouse; 0: by the keyboard. */
void pst_curator_popup (PstCurator *curator, guint button, guint32 time);

/* Makes a style of the picture that was copied, if it is one. */
void pst_curator_paste (PstCurator *curator);

/* While a picture is looked at. */
gboolean pst_curator_is_busy (const PstCurator *curator);

/* Without asking.  What goes wrong is said below the gallery.  Of files that are no styles
 * styles are made, see picture-box.h. */
void pst_curator_import (PstCurator *curator, const gchar *const *paths);
void pst_curator_export (PstCurator *curator, const gchar *path);
void pst_curator_rename (PstCurator *curator, const gchar *title);

G_END_DECLS

#endif /* PST_CURATOR_H */
