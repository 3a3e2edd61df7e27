/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Presets that come with us: they show what the sliders can do. */

#ifndef PST_OUR_PRESETS_H
#define PST_OUR_PRESETS_H

#include "paint/presets.h"

G_BEGIN_DECLS

/* A list of PstPreset, which frees its elements: those whose styles are among @entries
 * (PstStyleEntry) and can be used.  Names are translated. */
GPtrArray *pst_our_presets (const GPtrArray *entries);

G_END_DECLS

#endif /* PST_OUR_PRESETS_H */
