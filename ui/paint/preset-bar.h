/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row for saved settings: choose, save under a name, delete.
 *
 * Its parts have widget names: "pst-presets" (GtkComboBox with an entry, which is
 * "pst-preset-name"), "pst-preset-save" and "pst-preset-delete".  Signals: "chosen",
 * when a preset is to be put to use, "save", when its owner is to say what the settings
 * are by pst_preset_bar_save (), and "failed", with a message. */

#ifndef PST_PRESET_BAR_H
#define PST_PRESET_BAR_H

#include "paint/presets.h"
#include "shared/gtk-types.h"

G_BEGIN_DECLS

#define PST_TYPE_PRESET_BAR (pst_preset_bar_get_type ())
G_DECLARE_FINAL_TYPE (PstPresetBar, pst_preset_bar, PST, PRESET_BAR, GtkHBox)

/* @path: of the file; NULL: nothing is kept.  @entries: PstStyleEntry, for the presets that
 * come with us. */
GtkWidget *pst_preset_bar_new (const gchar *path, const GPtrArray *entries, const gchar *help_id);

/* The preset that is chosen, or NULL; the bar's. */
const PstPreset *pst_preset_bar_get_chosen (const PstPresetBar *bar);

/* Under the name that was typed. */
void pst_preset_bar_save (PstPresetBar *bar, const PstSettings *settings);

G_END_DECLS

#endif /* PST_PRESET_BAR_H */
