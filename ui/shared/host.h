/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the dialog needs of the world: GIMP in real life, a few structs in tests.
 * Everything is called on the main thread, except what says so. */

#ifndef PST_UI_HOST_H
#define PST_UI_HOST_H

#include <gegl.h>
#include <gtk/gtk.h>
#include <libgimpwidgets/gimpwidgets.h>

#include "pastiche/pastiche.h"
#include "shared/cover.h"
#include "shared/learn-settings.h"
#include "shared/settings.h"

G_BEGIN_DECLS

/* What became of the picture since it was asked for. */
typedef enum
{
  PST_SOURCE_SAME,
  PST_SOURCE_CHANGED, /* it is another now */
  PST_SOURCE_GONE     /* there is none     */
} PstSourceState;

/* A host embeds this as its first member.  It must outlive its dialog. */
typedef struct _PstUiHost PstUiHost;

struct _PstUiHost
{
  GimpHelpFunc help_func; /* NULL: there is no help */
  const gchar *help_id;

  /* One sentence about the picture that people should know before they press
   * OK, in their language; NULL if there is nothing to say. */
  const gchar *notice;

  /* Where people put styles of their own; shown if there are none. */
  const gchar *style_folder;

  /* If the picture is a painting of ours whose photo is still there: a sentence
   * for a check button that offers to paint the photo again, in the old one's
   * place.  NULL otherwise.  It is on at first; get_settings () gives the old
   * settings then, and get_source () the photo.  After set_repaint () with FALSE
   * the painting itself is the picture, and with TRUE the photo again. */
  const gchar *repaint;
  void (*set_repaint) (PstUiHost *host, gboolean repaint);

  /* Where the dialog keeps presets and its looks; need not exist.  NULL: nowhere. */
  const gchar *folder;

  /* Threads that it may use; 0: one per processor. */
  gint n_threads;

  /* How the monitor shows colours; NULL: as they are. */
  GimpColorConfig *color_config;

  /* All styles, broken ones too, as from pst_style_list (); the caller's. */
  GPtrArray *(*list_styles) (PstUiHost *host);

  /* What is to be painted.  The caller's.  NULL and an error if there is nothing
   * to be read.  The dialog asks for it once, when it is on the screen, and again
   * after set_repaint (). */
  PstImage *(*get_source) (PstUiHost *host, GError **error);

  /* What of it is seen through, and where its painting will be, with @keep_selected or without; asked
   * for after get_source ().  The caller's; NULL: all is opaque, and painted everywhere.  NULL as a
   * function: always so. */
  PstCover *(*get_cover) (PstUiHost *host, gboolean keep_selected);

  /* The mask of what is selected, which can keep its likeness; asked for after get_source ().  The
   * caller's; NULL: nothing is.  NULL as a function: always so. */
  PstCover *(*get_selection) (PstUiHost *host);

  /* The picture has no colours, nor has its painting but in a new image. */
  gboolean gray;

  /* Looked at before and after painting.  If the picture has gone, an error says so in the
   * user's language.  NULL: it always stays as it is. */
  PstSourceState (*check_source) (PstUiHost *host, GError **error);

  /* What was set last time, with OK or without.  @settings holds the defaults and is left
   * alone where nothing is known. */
  void (*get_settings) (PstUiHost *host, PstSettings *settings);

  /* @answered: with OK, so that they are what is painted with, and what Repeat paints with. */
  void (*set_settings) (PstUiHost *host, const PstSettings *settings, gboolean answered);

  /* ---- learning a style, and keeping one's own ---- */

  /* The user's own styles and lessons; the host's.  NULL: there is nothing to be learnt
   * here, and nothing of what follows is there. */
  PstLibrary *library;

  /* The file of the base generator to start from, or NULL if there is none. */
  const gchar *base_path;

  /* What can be learnt from at the moment beside files, and its pixels in their own
   * size; a selection's are those of the visible image within its bounds.  The caller's. */
  gboolean (*has_painting) (PstUiHost *host, PstPaintingSource source);
  PstImage *(*get_painting) (PstUiHost *host, PstPaintingSource source, GError **error);

  /* The painting that a picture file shows, upright, its short side reduced to
   * @short_side; PST_PAINTING_FILE is always there.  May be called on any thread.  The
   * error names the file and what to do. */
  PstImage *(*load_painting) (PstUiHost *host, const gchar *path, gint short_side, GError **error);

  /* A title for the style, such as the image's name; the caller's. */
  gchar *(*get_painting_name) (PstUiHost *host);

  /* The pictures in @folder and the folders in it, sorted; paths, the caller's.  May
   * be called on any thread.  An empty array if there are none. */
  GPtrArray *(*find_photos) (PstUiHost *host, const gchar *folder, GCancellable *cancellable,
                             GError **error);

  /* One of them, its short side reduced to PST_PHOTO_SIDE.  May be called on
   * any thread. */
  PstImage *(*load_photo) (PstUiHost *host, const gchar *path, GError **error);

  /* The other images that are open, reduced as well: of PstImage, the caller's.  May
   * be empty. */
  GPtrArray *(*get_open_photos) (PstUiHost *host);

  /* The other images that are open: their titles, the caller's, and the pixels of the @n-th,
   * reduced to a short side of 2048 at most.  Both NULL: there are none. */
  gchar **(*list_open_images) (PstUiHost *host);
  PstImage *(*get_open_image) (PstUiHost *host, guint n, GError **error);

  /* As get_settings () and set_settings (). */
  void (*get_learn_settings) (PstUiHost *host, PstLearnSettings *settings);
  void (*set_learn_settings) (PstUiHost *host, const PstLearnSettings *settings);
};

G_END_DECLS

#endif /* PST_UI_HOST_H */
