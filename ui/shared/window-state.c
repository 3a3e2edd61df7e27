/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "shared/window-state.h"

#include "shared/settings.h"

#define GROUP    "window"
#define MAX_SIDE 32767 /* of a window */

static void
load_side (GKeyFile *file, const gchar *key, gint *side)
{
  gint value = g_key_file_get_integer (file, GROUP, key, NULL);

  if (value > 0 && value <= MAX_SIDE)
    *side = value;
}

static void
load_switch (GKeyFile *file, const gchar *key, gboolean *on)
{
  g_autoptr (GError) error = NULL;
  gboolean value = g_key_file_get_boolean (file, GROUP, key, &error);

  if (! error)
    *on = value;
}

void
pst_window_state_load (PstWindowState *state, const gchar *path)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (! g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return;
  load_side (file, "width", &state->width);
  load_side (file, "height", &state->height);
  load_side (file, "thumbnail", &state->thumbnail);
  load_switch (file, "expanded", &state->expanded);
  load_switch (file, "preview", &state->preview);
  load_side (file, "compare", &state->compare);
}

gboolean
pst_window_state_save (const PstWindowState *state, const gchar *path)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_integer (file, GROUP, "width", state->width);
  g_key_file_set_integer (file, GROUP, "height", state->height);
  if (state->thumbnail)
    g_key_file_set_integer (file, GROUP, "thumbnail", state->thumbnail);
  g_key_file_set_boolean (file, GROUP, "expanded", state->expanded);
  g_key_file_set_boolean (file, GROUP, "preview", state->preview);
  g_key_file_set_integer (file, GROUP, "compare", state->compare);
  return pst_key_file_save (file, path, NULL);
}
