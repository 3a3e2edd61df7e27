/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Settings that people gave a name, in one key file. */

#ifndef PST_PRESETS_H
#define PST_PRESETS_H

#include "shared/settings.h"

G_BEGIN_DECLS

typedef struct
{
  gchar *name; /* any text but "" */
  PstSettings settings;
} PstPreset;

PstPreset *pst_preset_copy (const PstPreset *preset);
void pst_preset_free (gpointer preset);

/* A list, sorted by name, of PstPreset, which frees its elements.  A file that is
 * missing or damaged is an empty list, or as much of it as makes sense. */
GPtrArray *pst_presets_load (const gchar *path);
gboolean pst_presets_save (const GPtrArray *presets, const gchar *path, GError **error);

/* NULL if there is none of that name. */
const PstPreset *pst_presets_find (const GPtrArray *presets, const gchar *name);

/* Takes the place of one of the same name. */
void pst_presets_set (GPtrArray *presets, const gchar *name, const PstSettings *settings);
gboolean pst_presets_remove (GPtrArray *presets, const gchar *name);

G_END_DECLS

#endif /* PST_PRESETS_H */
