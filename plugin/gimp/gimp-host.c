/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "gimp/gimp-host.h"

#include "gimp/gimp-colour.h"
#include "gimp/gimp-note.h"
#include "gimp/gimp-source.h"
#include "host/style-choice.h"
#include "host/style-folders.h"
#include "pictures/pixels.h"
#include "shared/intl.h"

/* What GIMP keeps for us until it quits.  Read only if size and version fit. */
typedef struct
{
  guint32 version;
  PstSettings settings;
} LastValues;

static gchar *
settings_path (void)
{
  g_autofree gchar *gimp = pst_gimp_folder ();

  return g_build_filename (gimp, "pastiche", "settings", NULL);
}

/* @key: of GIMP's data. */
static void
load_settings (const gchar *key, PstSettings *settings)
{
  g_autofree gchar *path = NULL;
  LastValues last;

  if (gimp_get_data_size (key) == sizeof last && gimp_get_data (key, &last)
      && last.version == PST_SETTINGS_VERSION)
    {
      *settings = last.settings;
      settings->style[PST_SETTINGS_STYLE_MAX - 1] = '\0';
      settings->mix_style[PST_SETTINGS_STYLE_MAX - 1] = '\0';
      settings->params.likeness_map = NULL;
      return;
    }

  /* The first time there is no file, and a bad one is as good as none. */
  path = settings_path ();
  pst_settings_load (settings, path, NULL);
}

/* What the dialog was left with, which need not have been painted. */
static gchar *
dialog_key (const PstGimpHost *host)
{
  return g_strconcat (host->base.help_id, "-dialog", NULL);
}

void
pst_gimp_host_get_last_values (PstGimpHost *host, PstSettings *settings)
{
  load_settings (host->base.help_id, settings);
  if (host->indexed)
    settings->output = PST_OUTPUT_IMAGE;
}

static void
get_settings (PstUiHost *base, PstSettings *settings)
{
  PstGimpHost *host = (PstGimpHost *) base;
  g_autofree gchar *key = dialog_key (host);

  load_settings (key, settings);
  if (host->replaces != -1)
    *settings = host->old_settings;

  /* Few palettes can hold a painting. */
  if (host->indexed)
    settings->output = PST_OUTPUT_IMAGE;
}

static void
set_settings (PstUiHost *base, const PstSettings *settings, gboolean answered)
{
  PstGimpHost *host = (PstGimpHost *) base;
  g_autofree gchar *path = settings_path ();
  g_autofree gchar *key = dialog_key (host);
  g_autoptr (GError) error = NULL;
  PstSettings before = PST_SETTINGS_INIT;
  LastValues last = { PST_SETTINGS_VERSION, *settings };

  /* What suits an indexed image, or an old painting, says nothing of others. */
  if (host->indexed || host->replaces != -1)
    {
      load_settings (key, &before);
      last.settings.output = before.output;
    }

  gimp_set_data (key, &last, sizeof last);
  if (answered)
    gimp_set_data (base->help_id, &last, sizeof last);
  if (! pst_settings_save (&last.settings, path, &error))
    g_message ("%s", error->message);
}

GPtrArray *
pst_gimp_host_list_styles (PstUiHost *base)
{
  PstGimpHost *host = (PstGimpHost *) base;

  return pst_style_list ((const gchar *const *) host->style_folders);
}

static PstImage *
get_source (PstUiHost *base, GError **error)
{
  PstGimpHost *host = (PstGimpHost *) base;

  g_clear_pointer (&host->alpha, g_free);
  g_free (host->stamp);
  host->stamp = pst_gimp_source_stamp (host->layer);
  return pst_gimp_host_read (host, &host->alpha, error);
}

static PstSourceState
check_source (PstUiHost *base, GError **error)
{
  PstGimpHost *host = (PstGimpHost *) base;
  g_autofree gchar *stamp = NULL;
  const gchar *gone = NULL;

  if (! gimp_image_is_valid (host->image))
    gone = _ ("The image was closed, so there is nothing left to paint.");
  else if (! gimp_item_is_valid (host->layer))
    gone = _ ("The layer was deleted, so there is nothing left to paint.");
  if (gone)
    {
      g_set_error_literal (error, PST_ERROR, PST_ERROR_NOT_FOUND, gone);
      return PST_SOURCE_GONE;
    }

  /* A painting that has gone leaves its place to a new one. */
  if (host->replaces != -1 && ! gimp_item_is_valid (host->replaces))
    host->replaces = -1;
  stamp = pst_gimp_source_stamp (host->layer);
  return g_strcmp0 (stamp, host->stamp) == 0 ? PST_SOURCE_SAME : PST_SOURCE_CHANGED;
}

static PstCover *
get_cover (PstUiHost *base, gboolean keep_selected)
{
  PstGimpHost *host = (PstGimpHost *) base;

  return pst_gimp_source_cover (host->layer, host->replaces, keep_selected, host->alpha);
}

static PstCover *
get_selection (PstUiHost *base)
{
  return pst_gimp_source_selection (((PstGimpHost *) base)->layer);
}

static void
set_repaint (PstUiHost *base, gboolean repaint)
{
  PstGimpHost *host = (PstGimpHost *) base;

  if (host->old_photo == -1)
    return;
  host->layer = repaint ? host->old_photo : host->drawable;
  host->replaces = repaint ? host->drawable : -1;
}

/* What people should know of this picture before they press OK. */
static const gchar *
notice (PstGimpHost *host)
{
  PstGimpColour colour;
  gboolean broken;

  if (host->indexed)
    return _ ("This image is indexed and has few colours. The painting goes into a new RGB image, "
              "unless you choose a new layer; there it gets the nearest colours of the palette.");
  if (gimp_drawable_is_gray (host->layer))
    return _ ("This image is grayscale, so the painting will be gray as well, unless you choose a "
              "new image, which is RGB.");

  pst_gimp_colour_init (&colour, host->image);
  broken = colour.broken;
  pst_gimp_colour_clear (&colour);
  return broken ? _ ("This image's colour profile cannot be used. Its colours are taken for sRGB.")
                : NULL;
}

gboolean
pst_gimp_host_init (PstGimpHost *host, const gchar *procedure, gint32 image, gint32 drawable,
                    GError **error)
{
  *host = (PstGimpHost){
    .base = {
      .help_id = procedure,
      .list_styles = pst_gimp_host_list_styles,
      .get_source = get_source,
      .get_cover = get_cover,
      .get_selection = get_selection,
      .check_source = check_source,
      .get_settings = get_settings,
      .set_settings = set_settings,
      .set_repaint = set_repaint,
    },
    .image = image,
    .layer = pst_gimp_source_find (image, drawable, error),
    .replaces = -1,
    .old_photo = -1,
  };
  host->drawable = host->layer;
  if (host->layer == -1)
    return FALSE;

  host->indexed = gimp_drawable_is_indexed (host->layer);
  host->base.gray = gimp_drawable_is_gray (host->layer);
  host->base.notice = notice (host);
  host->style_folders = pst_style_folders (gimp_get_progname ());
  host->user_style_folder = pst_user_style_folder ();
  host->base.style_folder = host->user_style_folder;
  return TRUE;
}

void
pst_gimp_host_clear (PstGimpHost *host)
{
  g_clear_pointer (&host->style_folders, g_strfreev);
  g_clear_pointer (&host->user_style_folder, g_free);
  g_clear_pointer (&host->repaint_text, g_free);
  g_clear_pointer (&host->folder, g_free);
  g_clear_pointer (&host->base_path, g_free);
  g_clear_pointer (&host->base.library, pst_library_free);
  g_clear_pointer (&host->alpha, g_free);
  g_clear_pointer (&host->stamp, g_free);
  g_clear_pointer (&host->painted, pst_image_free);
  g_clear_object (&host->base.color_config);
}

void
pst_gimp_host_prepare_dialog (PstGimpHost *host)
{
  g_autofree gchar *gimp = pst_gimp_folder ();

  host->folder = g_build_filename (gimp, "pastiche", NULL);
  host->base.folder = host->folder;
  host->base.help_func = gimp_standard_help_func;
  host->base.n_threads = pst_pixels_get_n_threads ();
  host->base.color_config = gimp_get_color_configuration ();
}

void
pst_gimp_host_offer_repaint (PstGimpHost *host)
{
  g_autofree gchar *name = NULL;

  if (! pst_gimp_note_read (host->drawable, &host->old_settings, &host->old_photo)
      || host->old_photo == -1)
    return;

  name = gimp_item_get_name (host->old_photo);
  /* TRANSLATORS: a check button; the layer's name. */
  host->repaint_text = g_strdup_printf (_ ("Paint \"%s\" again, in this layer's place"), name);
  host->base.repaint = host->repaint_text;
  set_repaint (&host->base, TRUE);
}

PstImage *
pst_gimp_host_read (PstGimpHost *host, gfloat **alpha, GError **error)
{
  return pst_gimp_source_read (host->layer, alpha, error);
}

PstStyle *
pst_gimp_host_find_style (PstGimpHost *host, const gchar *id, GError **error)
{
  return pst_style_choose ((const gchar *const *) host->style_folders, id, error);
}
