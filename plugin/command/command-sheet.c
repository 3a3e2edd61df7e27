/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pastiche sheet: what styles make of photos, in one picture. */

#include "command/command-line.h"

#include "command/contact-sheet.h"
#include "pictures/picture-file.h"

typedef struct
{
  gchar **styles;
  gchar *output;
  gint cell;
  gint columns;
  gdouble refine;
  gint threads;
  gboolean force;
  gchar **photos;
} Options;

static void
options_clear (Options *options)
{
  g_strfreev (options->styles);
  g_free (options->output);
  g_strfreev (options->photos);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (gint argc, gchar **argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "style", 's', 0, G_OPTION_ARG_FILENAME_ARRAY, &options->styles,
      "Style to show: an id of `pastiche styles`, or a .safetensors file; may be given several "
      "times (default: all there are)",
      "ID|FILE" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output, "The picture to write", "FILE" },
    { "force", 0, 0, G_OPTION_ARG_NONE, &options->force, "Replace a file that is there", NULL },
    { "cell", 0, 0, G_OPTION_ARG_INT, &options->cell,
      "Paint photos at this width in pixels (default 384)", "N" },
    { "columns", 0, 0, G_OPTION_ARG_INT, &options->columns,
      "So many styles beside each other (default 6)", "N" },
    { "refine", 0, 0, G_OPTION_ARG_DOUBLE, &options->refine,
      "How long strokes are worked at (default 50; 0 is fast)", "0..100" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options->threads, "Threads (default: one per processor)",
      "N" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->photos, NULL, NULL },
    { NULL }
  };

  return pst_command_parse (&argc, &argv, entries, "PHOTO...",
                            "Makes a contact sheet: a row for each photo, a column for each style.",
                            NULL, error);
}

static gboolean
check (const Options *options, GError **error)
{
  if (! options->photos)
    return pst_usage_error (error, "sheet: name the photos to paint");
  if (! options->output)
    return pst_usage_error (error, "sheet: --output is missing; name the picture to write");
  if (! pst_format_for_saving (options->output))
    return pst_usage_error (error, "--output %s: give a name that ends in .png or .jpg",
                            options->output);
  if (options->cell < 16 || options->cell > 4096)
    return pst_usage_error (error, "--cell %d: give 16 to 4096", options->cell);
  if (options->columns < 1 || options->columns > 100)
    return pst_usage_error (error, "--columns %d: give 1 to 100", options->columns);
  return pst_check_percent ("refine", options->refine, error)
         && pst_check_threads (options->threads, error)
         && pst_command_check_output (options->output, options->force,
                                      (const gchar *const *) options->photos, error);
}

/* Those that are named, or all but what is no style to paint with. */
static GPtrArray *
find_styles (const Options *options, GError **error)
{
  g_autoptr (GPtrArray) styles = g_ptr_array_new_with_free_func ((GDestroyNotify) pst_style_unref);
  g_auto (GStrv) folders = pst_command_style_folders ();
  g_autoptr (GPtrArray) entries = NULL;

  if (options->styles)
    return pst_command_find_styles (options->styles, error);

  entries = pst_style_list ((const gchar *const *) folders);
  for (guint i = 0; i < entries->len; i++)
    {
      const PstStyleEntry *entry = g_ptr_array_index (entries, i);

      if (! entry->style)
        pst_complain (entry->error);
      else if (! g_str_equal (pst_style_get (entry->style, "role"), "base"))
        g_ptr_array_add (styles, pst_style_ref (entry->style));
    }
  if (styles->len > 0)
    return g_steal_pointer (&styles);
  g_set_error_literal (error, PST_ERROR, PST_ERROR_NOT_FOUND,
                       "There is no style to show. Install one, or name a file.");
  return NULL;
}

static GPtrArray *
load_photos (const Options *options, GError **error)
{
  g_autoptr (GPtrArray) photos = g_ptr_array_new_with_free_func ((GDestroyNotify) pst_image_free);

  for (gchar **path = options->photos; *path; path++)
    {
      PstImage *photo = pst_picture_file_load_planes (*path, error);

      if (! photo)
        return NULL;
      g_ptr_array_add (photos, photo);
    }
  return g_steal_pointer (&photos);
}

PstExit
pst_command_sheet (gint argc, gchar **argv)
{
  g_auto (Options) options = { .cell = 384, .columns = 6, .refine = PST_COMMAND_REFINE };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) styles = NULL, photos = NULL;
  g_autoptr (PstEngine) engine = NULL;
  g_autoptr (PstImage) image = NULL;
  PstContactSheet sheet;
  GError *error = NULL;

  if (! parse (argc, argv, &options, &error) || ! check (&options, &error)
      || ! (styles = find_styles (&options, &error)) || ! (photos = load_photos (&options, &error)))
    return pst_command_fail (error);

  pst_interrupt_listen ();
  engine = pst_engine_new (options.threads);
  sheet = (PstContactSheet){ .styles = (PstStyle *const *) styles->pdata,
                             .n_styles = (gint) styles->len,
                             .photos = (PstImage *const *) photos->pdata,
                             .n_photos = (gint) photos->len,
                             .cell = options.cell,
                             .columns = options.columns,
                             .refine = options.refine };
  image = pst_contact_sheet_new (
      &sheet, engine, &(PstRun){ pst_command_progress, cancellable, cancellable }, &error);
  if (! image || ! pst_picture_file_save_planes (image, options.output, options.force, &error))
    return pst_command_fail (error);
  return PST_EXIT_DONE;
}
