/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pastiche manner: shows a style its painting, or makes a style of a picture. */

#include "command/command-line.h"

#include "pictures/picture-file.h"

typedef struct
{
  gchar *style;
  gchar *painting;
  gchar *title;
  gint size;
  gint octaves;
  gdouble wavelength;
  gdouble content;
  gboolean force;
  gchar **files;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->style);
  g_free (options->painting);
  g_free (options->title);
  g_strfreev (options->files);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (gint argc, gchar **argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "painting", 'p', 0, G_OPTION_ARG_FILENAME, &options->painting, "The picture to look at",
      "FILE" },
    { "style", 's', 0, G_OPTION_ARG_FILENAME, &options->style,
      "Style that learnt from it: an id of `pastiche styles`, or a .safetensors file; without it "
      "the picture alone becomes a style",
      "ID|FILE" },
    { "title", 0, 0, G_OPTION_ARG_STRING, &options->title,
      "Title of a style without --style (default: the picture's name)", "TEXT" },
    { "size", 0, 0, G_OPTION_ARG_INT, &options->size,
      "Short side in pixels at which strokes are looked at", "64..2048" },
    { "wavelength", 0, 0, G_OPTION_ARG_DOUBLE, &options->wavelength,
      "Wavelength of the finest of them in pixels", "3..8" },
    { "octaves", 0, 0, G_OPTION_ARG_INT, &options->octaves,
      "How many sizes of strokes there are, each twice the one before", "2..4" },
    { "content", 0, 0, G_OPTION_ARG_DOUBLE, &options->content,
      "How much the photo's contours count", "0..10" },
    { "force", 0, 0, G_OPTION_ARG_NONE, &options->force, "Replace a file that is there", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->files, NULL, NULL },
    { NULL }
  };

  return pst_command_parse (
      &argc, &argv, entries, "OUT",
      "Shows a style its painting, so that what it paints can be refined.",
      "OUT is a .safetensors file: the style with the manner of its painting beside what it\n"
      "learnt, or a style that paints refined only and was never learnt.  What is not given is\n"
      "measured in the picture.",
      error);
}

static gboolean
check (const Options *options, GError **error)
{
  if (! options->painting)
    return pst_usage_error (error, "manner: --painting is missing; name the picture to look at");
  if (! pst_command_check_style_file ("manner", options->files, error))
    return FALSE;
  if (options->style && options->title)
    return pst_usage_error (error, "manner: --title is for a style of its own; leave out --style");
  return pst_command_check_output (options->files[0], options->force,
                                   (const gchar *[]){ options->painting, NULL }, error);
}

static PstStyle *
make_style (const Options *options, PstManner *manner, GError **error)
{
  g_autofree gchar *title =
      options->title ? g_strdup (options->title) : pst_style_make_title (options->painting);
  g_autoptr (PstStyle) style = NULL;

  if (! options->style)
    return pst_style_new_from_manner (manner, title, error);
  style = pst_command_find_style (options->style, error);
  if (style
      && ! pst_command_check_output (options->files[0], options->force,
                                     (const gchar *[]){ pst_style_get_path (style), NULL }, error))
    return NULL;
  return style ? pst_style_new_with_manner (style, manner, error) : NULL;
}

PstExit
pst_command_manner (gint argc, gchar **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (PstEngine) engine = NULL;
  g_autoptr (PstImage) painting = NULL;
  g_autoptr (PstManner) manner = NULL;
  g_autoptr (PstStyle) style = NULL;
  PstMannerParams params;
  GError *error = NULL;

  if (! parse (argc, argv, &options, &error) || ! check (&options, &error)
      || ! (painting = pst_picture_file_load_planes (options.painting, &error)))
    return pst_command_fail (error);
  params = (PstMannerParams){ .size = options.size,
                              .wavelength = options.wavelength,
                              .octaves = options.octaves,
                              .content = options.content };
  engine = pst_engine_new (0);
  manner = pst_manner_new (engine, painting, &params, NULL, &error);
  if (! manner)
    {
      g_autofree gchar *name = pst_display_name (options.painting);

      g_prefix_error (&error, "%s: ", name);
      return pst_command_fail (error);
    }
  style = make_style (&options, manner, &error);
  if (! style || ! pst_style_save (style, options.files[0], PST_DTYPE_F16, &error))
    return pst_command_fail (error);
  return PST_EXIT_DONE;
}
