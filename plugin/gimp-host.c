/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "gimp-host.h"

#include "intl.h"
#include "pixels.h"
#include "style-folders.h"

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

static void
get_settings (PstUiHost *base, PstSettings *settings)
{
  g_autofree gchar *path = NULL;
  LastValues last;

  if (gimp_get_data_size (base->help_id) == sizeof last && gimp_get_data (base->help_id, &last)
      && last.version == PST_SETTINGS_VERSION)
    {
      *settings = last.settings;
      settings->style[PST_SETTINGS_STYLE_MAX - 1] = '\0';
      return;
    }

  /* The first time there is no file, and a bad one is as good as none. */
  path = settings_path ();
  pst_settings_load (settings, path, NULL);
}

static void
set_settings (PstUiHost *base, const PstSettings *settings)
{
  g_autofree gchar *path = settings_path ();
  g_autoptr (GError) error = NULL;
  LastValues last = { PST_SETTINGS_VERSION, *settings };

  gimp_set_data (base->help_id, &last, sizeof last);
  if (! pst_settings_save (settings, path, &error))
    g_message ("%s", error->message);
}

static GPtrArray *
list_styles (PstUiHost *base)
{
  PstGimpHost *host = (PstGimpHost *) base;

  return pst_style_list ((const gchar *const *) host->style_folders);
}

static PstImage *
get_source (PstUiHost *base, gint max_side, GError **error)
{
  g_autoptr (PstImage) image = pst_gimp_host_read ((PstGimpHost *) base, NULL, error);
  gdouble scale;

  if (! image || max_side <= 0 || MAX (image->width, image->height) <= max_side)
    return g_steal_pointer (&image);

  scale = (gdouble) max_side / MAX (image->width, image->height);
  return pst_image_resize (image, MAX (1, (gint) (image->width * scale + .5)),
                           MAX (1, (gint) (image->height * scale + .5)), error);
}

/* The layer that @drawable stands for, or -1 and the reason why not. */
static gint32
resolve_layer (gint32 image, gint32 drawable, GError **error)
{
  const gchar *reason = NULL;
  gint x, y, width, height;

  if (gimp_item_is_layer_mask (drawable))
    drawable = gimp_layer_from_mask (drawable);

  if (! gimp_item_is_layer (drawable))
    reason = _ ("A channel cannot be painted. Choose a layer in the Layers dialog and try again.");
  else if (gimp_image_get_floating_sel (image) != -1)
    reason = _ ("There is a floating selection. Anchor it or make it a layer first "
                "(Layer > Anchor Layer or Layer > To New Layer).");
  else if (gimp_drawable_is_indexed (drawable))
    reason = _ ("This image is indexed and has too few colours for a painting. "
                "Convert it first: Image > Mode > RGB.");
  else if (! gimp_drawable_mask_intersect (drawable, &x, &y, &width, &height))
    reason = _ ("The selection does not touch this layer. Choose another layer or "
                "Select > None.");

  if (! reason)
    return drawable;
  g_set_error_literal (error, PST_ERROR, PST_ERROR_BAD_INPUT, reason);
  return -1;
}

gboolean
pst_gimp_host_init (PstGimpHost *host, const gchar *procedure, gint32 image, gint32 drawable,
                    GError **error)
{
  *host = (PstGimpHost){
    .base = {
      .help_id = procedure,
      .list_styles = list_styles,
      .get_source = get_source,
      .get_settings = get_settings,
      .set_settings = set_settings,
    },
    .image = image,
    .layer = resolve_layer (image, drawable, error),
  };
  if (host->layer == -1)
    return FALSE;

  if (gimp_drawable_is_gray (host->layer))
    host->base.notice = _ ("This image is grayscale, so the painting will be gray as well. "
                           "For colours, first choose Image > Mode > RGB.");
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
}

PstImage *
pst_gimp_host_read (PstGimpHost *host, gfloat **alpha, GError **error)
{
  g_autoptr (GeglBuffer) buffer = gimp_drawable_get_buffer (host->layer);

  if (! buffer)
    {
      g_set_error_literal (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                           _ ("GIMP does not give out this layer's pixels."));
      return NULL;
    }
  return pst_pixels_read (buffer, NULL, alpha, error);
}

PstStyle *
pst_gimp_host_find_style (PstGimpHost *host, const gchar *id, GError **error)
{
  const gchar *const *folders = (const gchar *const *) host->style_folders;

  if (! *id)
    {
      g_autoptr (GPtrArray) entries = pst_style_list (folders);

      for (guint i = 0; i < entries->len; i++)
        {
          PstStyleEntry *entry = g_ptr_array_index (entries, i);

          if (entry->style)
            return pst_style_ref (entry->style);
        }
    }
  return pst_style_find (folders, id, error);
}
