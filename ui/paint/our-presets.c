/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/our-presets.h"

#include "shared/intl.h"

typedef struct
{
  const gchar *name;
  const gchar *style;
  const gchar *mix_style;
  PstParams params; /* strength, brush size, keep-colours, mix, refine, likeness, seed */
} Ours;

static const Ours ours[] = {
  /* TRANSLATORS: these are names of presets. */
  { N_ ("Portrait: features kept"), "water-lilies", "", { 100, 80, 30, 0, 50, 85, 0 } },
  { N_ ("Broad brush"), "starry-night", "", { 100, 200, 0, 0, 80, PST_LIKENESS, 0 } },
  { N_ ("Fine brush"), "great-wave", "", { 100, 60, 0, 0, 60, PST_LIKENESS, 0 } },
  { N_ ("Strokes in the photo's colours"),
    "composition-vii",
    "",
    { 100, 120, 100, 0, 60, PST_LIKENESS, 0 } },
  { N_ ("Wood engraving"), "rob-roy", "", { 100, 90, 0, 0, 70, PST_LIKENESS, 0 } },
  { N_ ("Pale watercolour"), "botanical-register", "", { 85, 140, 40, 0, 40, PST_LIKENESS, 0 } },
  { N_ ("Two masters"), "starry-night", "the-scream", { 100, 110, 0, 50, 60, PST_LIKENESS, 0 } },
  { N_ ("Quick sketch"), "the-scream", "", { 80, 150, 20, 0, 0, PST_LIKENESS, 0 } },
};

static gboolean
is_there (const GPtrArray *entries, const gchar *id)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const PstStyleEntry *entry = g_ptr_array_index (entries, i);

      if (entry->style && g_str_equal (entry->id, id))
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
pst_our_presets (const GPtrArray *entries)
{
  GPtrArray *presets = g_ptr_array_new_with_free_func (pst_preset_free);

  for (gsize i = 0; i < G_N_ELEMENTS (ours); i++)
    {
      PstPreset preset = { (gchar *) _ (ours[i].name), PST_SETTINGS_INIT };

      if (! is_there (entries, ours[i].style)
          || (*ours[i].mix_style && ! is_there (entries, ours[i].mix_style)))
        continue;
      pst_settings_set_style (&preset.settings, ours[i].style);
      pst_settings_set_mix_style (&preset.settings, ours[i].mix_style);
      preset.settings.params = ours[i].params;
      g_ptr_array_add (presets, pst_preset_copy (&preset));
    }
  return presets;
}
