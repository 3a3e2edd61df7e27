/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pastiche label: what a style's file says of the style, without learning it anew. */

#include "command/command-line.h"

/* In the order of the options below. */
static const gchar *const keys[] = { "title", "artist", "year", "licence", "order", "finish" };

typedef struct
{
  gchar *style;
  gchar *values[G_N_ELEMENTS (keys)]; /* NULL: left alone */
  gchar **files;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->style);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_free (options->values[i]);
  g_strfreev (options->files);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (gint argc, gchar **argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "style", 's', 0, G_OPTION_ARG_FILENAME, &options->style,
      "An id of `pastiche styles`, or a .safetensors file", "ID|FILE" },
    { "title", 0, 0, G_OPTION_ARG_STRING, &options->values[0], "What people read", "TEXT" },
    { "artist", 0, 0, G_OPTION_ARG_STRING, &options->values[1], "Who painted it", "TEXT" },
    { "year", 0, 0, G_OPTION_ARG_STRING, &options->values[2], "And when", "TEXT" },
    { "licence", 0, 0, G_OPTION_ARG_STRING, &options->values[3], "Why it may be used", "TEXT" },
    { "order", 0, 0, G_OPTION_ARG_STRING, &options->values[4],
      "Its place in the gallery; those without one come after those that have one", "1..9999" },
    { "finish", 0, 0, G_OPTION_ARG_STRING, &options->values[5],
      "How much of its finish is added unless it is said otherwise", "0..100" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->files, NULL, NULL },
    { NULL }
  };

  return pst_command_parse (&argc, &argv, entries, "OUT",
                            "Changes what a style's file says of the style.",
                            "OUT is a .safetensors file, which may be the style's own.  What is "
                            "not given stays as it is.",
                            error);
}

static gboolean
check (const Options *options, GError **error)
{
  const gchar *order = options->values[4], *finish = options->values[5];

  if (! options->style)
    return pst_usage_error (error, "label: --style is missing; name a style");
  if (! pst_command_check_style_file ("label", options->files, error))
    return FALSE;
  if (order && ! g_ascii_string_to_unsigned (order, 10, 1, PST_STYLE_MAX_ORDER, NULL, NULL))
    return pst_usage_error (error, "label: --order %s: give a whole number from 1 to %d", order,
                            PST_STYLE_MAX_ORDER);
  if (finish && ! g_ascii_string_to_unsigned (finish, 10, 0, 100, NULL, NULL))
    return pst_usage_error (error, "label: --finish %s: give a whole number from 0 to 100", finish);
  return TRUE;
}

PstExit
pst_command_label (gint argc, gchar **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (PstStyle) style = NULL;
  GError *error = NULL;

  if (! parse (argc, argv, &options, &error) || ! check (&options, &error)
      || ! (style = pst_command_find_style (options.style, &error)))
    return pst_command_fail (error);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (PstStyle) before = style;

      style = options.values[i] ? pst_style_new_with (before, keys[i], options.values[i], &error)
                                : pst_style_ref (before);
      if (! style)
        return pst_command_fail (error);
    }
  if (! pst_style_save (style, options.files[0], PST_DTYPE_F16, &error))
    return pst_command_fail (error);
  return PST_EXIT_DONE;
}
