/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Only shows the windows of learning, for people to look at them.
 * Usage: show-learn main|dialog|window SECONDS [PAINTING PHOTOS [STYLES]]; the environment's
 * PASTICHE_SHOW_LOCALE is a folder of translations. */

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "learn-host.h"
#include "learn/learn-dialog.h"
#include "learn/learn-window.h"
#include "learn/photo-reader.h"
#include "paint/dialog.h"

static gboolean
quit (gpointer data)
{
  exit (0);
  return G_SOURCE_REMOVE;
}

/* As if all that is asked were answered. */
static PstLesson *
lesson_new (LearnHost *host)
{
  g_autoptr (PstImage) painting = host->base.get_painting (&host->base, PST_PAINTING_VISIBLE, NULL);
  g_autoptr (GPtrArray) paths = host->base.find_photos (&host->base, host->photos, NULL, NULL);
  g_auto (PstPhotoReader) reader = { .host = &host->base, .paths = paths };
  const PstPhotos photos = pst_photo_reader_begin (&reader);
  g_autoptr (PstRecipe) recipe = NULL;
  g_autoptr (PstStyle) base = NULL;

  pst_learn_settings_set_title (&host->kept, host->name);
  recipe = pst_learn_settings_to_recipe (&host->kept);
  if (host->base.base_path)
    base = pst_style_load (host->base.base_path, NULL);
  return pst_library_new_lesson (host->base.library,
                                 &(PstMaterial){ .recipe = recipe,
                                                 .base = base,
                                                 .paintings = (const PstImage *const[]){ painting },
                                                 .n_paintings = 1,
                                                 .photos = &photos },
                                 NULL);
}

int
main (int argc, char **argv)
{
  LearnHost host;
  GtkWidget *window;

  gtk_init (&argc, &argv);
  gegl_init (NULL, NULL);
  gimp_dialogs_show_help_button (TRUE);
  if (argc < 3)
    return 2;
  if (g_getenv ("PASTICHE_SHOW_LOCALE"))
    {
      bindtextdomain ("pastiche", g_getenv ("PASTICHE_SHOW_LOCALE"));
      bind_textdomain_codeset ("pastiche", "UTF-8");
    }
  learn_host_init (&host, NULL);
  if (argc > 4)
    {
      host.picture = argv[3];
      pst_learn_settings_set_photos (&host.kept, argv[4]);
      host.photos = argv[4];
      host.name = "Water Lilies";
    }
  if (argc > 5)
    {
      remove_folder (host.styles);
      host.styles = argv[5];
      host.base.style_folder = host.styles;
      pst_library_free (host.base.library);
      host.base.library = pst_library_new (host.styles, host.lessons, NULL);
    }
  if (argc > 6)
    host.base.base_path = argv[6];
  if (g_getenv ("PASTICHE_SHOW_SMALL"))
    host.painting_width = 60;
  if (g_getenv ("PASTICHE_SHOW_UNFINISHED"))
    pst_lesson_close (lesson_new (&host));
  g_timeout_add_seconds (atoi (argv[2]), quit, NULL);
  if (g_str_equal (argv[1], "window"))
    window = pst_learn_window_new (&host.base, lesson_new (&host), NULL);
  else if (g_str_equal (argv[1], "main"))
    window = pst_dialog_new (&host.base);
  else
    window = pst_learn_dialog_new (&host.base);
  gtk_widget_show (window);
  gtk_main ();
  return 0;
}
