/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pastiche manual: the tables that --help is printed from, as JSON.  Manual pages and what shells
 * complete are made of them when Pastiche is built; people need not know of it. */

#include "command/command-manual.h"

#include <json-glib/json-glib.h>

/* What pst_command_parse () writes to; NULL: it parses. */
static JsonBuilder *table;

gboolean
pst_manual_is_asked (void)
{
  return table != NULL;
}

/* NULL is left out. */
static void
add (const gchar *name, const gchar *text)
{
  if (! text)
    return;
  json_builder_set_member_name (table, name);
  json_builder_add_string_value (table, text);
}

static void
add_option (const GOptionEntry *entry)
{
  const gchar short_name[] = { entry->short_name, '\0' };

  json_builder_begin_object (table);
  add ("long", entry->long_name);
  add ("short", entry->short_name ? short_name : NULL);
  add ("argument", entry->arg_description);
  add ("description", entry->description);
  json_builder_end_object (table);
}

void
pst_manual_add (const GOptionEntry *entries, const gchar *arguments, const gchar *summary,
                const gchar *description)
{
  add ("arguments", arguments);
  add ("about", summary);
  add ("description", description);
  json_builder_set_member_name (table, "options");
  json_builder_begin_array (table);
  for (; entries->long_name; entries++)
    if (*entries->long_name) /* else it is what remains */
      add_option (entries);
  json_builder_end_array (table);
}

/* Each command says what it parses, and nothing more. */
static void
add_commands (void)
{
  json_builder_set_member_name (table, "commands");
  json_builder_begin_array (table);
  for (const PstCommand *command = pst_commands (); command->name; command++)
    {
      gchar *words[] = { (gchar *) command->name, NULL };

      json_builder_begin_object (table);
      add ("name", command->name);
      add ("summary", command->summary);
      command->run (1, words);
      json_builder_end_object (table);
    }
  json_builder_end_array (table);
}

PstExit
pst_command_manual (gint argc, gchar **argv)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree gchar *text = NULL;

  table = json_builder_new ();
  json_builder_begin_object (table);
  add ("version", PST_VERSION);
  add ("purpose", PST_COMMAND_PURPOSE);
  add ("environment", PST_COMMAND_ENVIRONMENT);
  add ("exit", PST_COMMAND_EXIT_CODES);
  add_commands ();
  json_builder_end_object (table);
  root = json_builder_get_root (table);
  g_clear_object (&table);
  text = json_to_string (root, TRUE);
  g_print ("%s\n", text);
  return PST_EXIT_DONE;
}
