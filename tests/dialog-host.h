/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog's world without GIMP: a host of a few structs, three styles of random weights
 * and one broken file; and what tests press and see. */

#ifndef PST_DIALOG_HOST_H
#define PST_DIALOG_HOST_H

#include <string.h>

#include "hands.h"
#include "made-up.h"
#include "paint/gallery.h"
#include "view/preview.h"

typedef struct
{
  PstUiHost base;
  gchar *folder;
  gchar *own_folder; /* of styles that people learnt */
  gchar *keep;       /* base.folder                  */
  gint width;        /* of the picture               */
  gint height;
  gboolean unreadable;
  gboolean repaint;
  gint n_read;
  PstSettings kept;
  gint n_kept;     /* how often settings were given to us */
  gint n_answered; /* and with OK                         */
  PstSourceState state;
  gint n_helped;
  gboolean covered; /* the left half is see-through, the upper half selected */
} TestHost;

static TestHost *current;

/* ---- the host ---- */

static inline void
host_help (const gchar *help_id, gpointer help_data)
{
  current->n_helped++;
}

static inline GPtrArray *
host_list_styles (PstUiHost *base)
{
  TestHost *host = (TestHost *) base;
  const gchar *const folders[] = { host->own_folder, host->folder, NULL };

  return pst_style_list (folders);
}

static inline PstImage *
host_get_source (PstUiHost *base, GError **error)
{
  TestHost *host = (TestHost *) base;

  host->n_read++;
  if (host->unreadable)
    {
      g_set_error_literal (error, PST_ERROR, PST_ERROR_BAD_INPUT, "The layer has gone");
      return NULL;
    }
  return photo_new (host->repaint ? host->width / 2 : host->width, host->height);
}

/* A picture that has changed is another one from then on. */
static inline PstSourceState
host_check_source (PstUiHost *base, GError **error)
{
  TestHost *host = (TestHost *) base;
  PstSourceState state = host->state;

  if (state == PST_SOURCE_GONE)
    g_set_error_literal (error, PST_ERROR, PST_ERROR_NOT_FOUND, "It was closed.");
  if (state == PST_SOURCE_CHANGED)
    {
      host->state = PST_SOURCE_SAME;
      host->width += 8;
    }
  return state;
}

static inline PstCover *
host_get_cover (PstUiHost *base, gboolean keep_selected)
{
  const TestHost *host = (TestHost *) base;
  gsize n = (gsize) host->width * (gsize) host->height;
  guint8 *alpha, *mask;

  if (! host->covered)
    return NULL;
  alpha = g_malloc (n);
  mask = keep_selected ? NULL : g_malloc (n);
  for (gsize i = 0; i < n; i++)
    {
      alpha[i] = i % (gsize) host->width < (gsize) host->width / 2 ? 0 : 255;
      if (mask)
        mask[i] = i < n / 2 ? 255 : 0;
    }
  return pst_cover_new (host->width, host->height, alpha, mask);
}

static inline PstCover *
host_get_selection (PstUiHost *base)
{
  const TestHost *host = (TestHost *) base;
  gsize n = (gsize) host->width * (gsize) host->height;
  guint8 *mask = host->covered ? g_malloc0 (n) : NULL;

  if (! mask)
    return NULL;
  memset (mask, 255, n / 2);
  return pst_cover_new (host->width, host->height, NULL, mask);
}

static inline void
host_get_settings (PstUiHost *base, PstSettings *settings)
{
  if (((TestHost *) base)->n_kept)
    *settings = ((TestHost *) base)->kept;
}

static inline void
host_set_settings (PstUiHost *base, const PstSettings *settings, gboolean answered)
{
  TestHost *host = (TestHost *) base;

  host->kept = *settings;
  host->n_kept++;
  host->n_answered += answered;
}

static inline void
host_set_repaint (PstUiHost *base, gboolean repaint)
{
  ((TestHost *) base)->repaint = repaint;
}

static const PstGeneratorShape *style_shape = &(const PstGeneratorShape){ { 8, 8, 8 }, 0 };

static inline void
add_style (const gchar *folder, const gchar *id, const gchar *title, const gchar *artist,
           const gchar *year)
{
  const PstGeneratorShape shape = *style_shape;
  const gchar *strings[] = { "id",   id,     "title", title,     "artist",
                             artist, "year", year,    "licence", "CC0-1.0" };
  GHashTable *metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  PstTensorSet *weights = pst_generator_declare (&shape);
  g_autofree gchar *name = g_strconcat (id, ".safetensors", NULL);
  g_autofree gchar *path = g_build_filename (folder, name, NULL);
  g_autoptr (PstStyle) style = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (strings); i += 2)
    g_hash_table_insert (metadata, g_strdup (strings[i]), g_strdup (strings[i + 1]));
  pst_generator_init (weights, 1.0, g_str_hash (id));
  style = pst_style_new (metadata, &shape, weights);
  pst_style_save (style, path, PST_DTYPE_F16, &error);
  g_assert_no_error (error);
}

static inline void
host_init (TestHost *host, gboolean with_styles)
{
  *host = (TestHost){ .base = {
                          .help_func = host_help,
                          .help_id = "plug-in-pastiche",
                          .list_styles = host_list_styles,
                          .get_source = host_get_source,
                          .get_cover = host_get_cover,
                          .get_selection = host_get_selection,
                          .check_source = host_check_source,
                          .get_settings = host_get_settings,
                          .set_settings = host_set_settings,
                          .set_repaint = host_set_repaint,
                          .n_threads = 1,
                      },
                      .width = 64,
                      .height = 48 };
  host->folder = g_dir_make_tmp ("pastiche-dialog-XXXXXX", NULL);
  host->own_folder = g_build_filename (host->folder, "own", NULL);
  host->keep = g_build_filename (host->folder, "keep", NULL);
  host->base.folder = host->keep;
  host->base.style_folder = host->own_folder;
  current = host;
  g_assert_cmpint (g_mkdir (host->own_folder, 0700), ==, 0);
  if (with_styles)
    {
      g_autofree gchar *broken = g_build_filename (host->folder, "blue.safetensors", NULL);

      g_assert_true (g_file_set_contents (broken, "broken", -1, NULL));
      add_style (host->folder, "great-wave", "Great Wave", "Katsushika Hokusai", "1831");
      add_style (host->folder, "red-fuji", "Red Fuji <&>", "Katsushika Hokusai", "");
      add_style (host->folder, "untitled", "", "", "");
    }
}

static inline void
host_clear (TestHost *host)
{
  remove_folder (host->folder);
  g_free (host->folder);
  g_free (host->own_folder);
  g_free (host->keep);
}

/* ---- fingers and eyes ---- */

/* Until nothing is computed any more.  A quarter of an hour is only for a test that hangs,
 * under sanitizers. */
static inline GtkWidget *
open_dialog (TestHost *host)
{
  GtkWidget *dialog = pst_dialog_new (&host->base);

  gtk_widget_show (dialog);
  wait_until_idle (dialog);
  return dialog;
}

static inline PstPreview *
preview_of (GtkWidget *dialog)
{
  return PST_PREVIEW (find (dialog, "pst-preview"));
}

static inline PstGallery *
gallery_of (GtkWidget *dialog)
{
  return PST_GALLERY (find (dialog, "pst-gallery"));
}

static inline void
add_text (GtkWidget *widget, gpointer all)
{
  if (GTK_IS_LABEL (widget))
    g_string_append (all, gtk_label_get_text (GTK_LABEL (widget)));
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_foreach (GTK_CONTAINER (widget), add_text, all);
}

/* What is said of a style where the pointer rests on it. */
static inline gchar *
tip_text (GtkWidget *dialog, const gchar *id)
{
  GtkWidget *tip = g_object_ref_sink (pst_gallery_tip_new (gallery_of (dialog), id));
  GString *all = g_string_new (NULL);

  add_text (tip, all);
  gtk_widget_destroy (tip);
  g_object_unref (tip);
  return g_string_free (all, FALSE);
}

/* The row of that title; FALSE if it is not to be seen. */
static inline gboolean
find_item (GtkWidget *dialog, const gchar *title, GtkTreeIter *iter)
{
  GtkIconView *view = GTK_ICON_VIEW (find (dialog, "pst-styles"));
  GtkTreeModel *model = gtk_icon_view_get_model (view);
  g_autofree gchar *escaped = g_markup_escape_text (title, -1);

  for (gboolean more = gtk_tree_model_get_iter_first (model, iter); more;
       more = gtk_tree_model_iter_next (model, iter))
    {
      g_autofree gchar *markup = NULL;

      gtk_tree_model_get (model, iter, PST_GALLERY_MARKUP, &markup, -1);
      if (strstr (markup, escaped))
        return TRUE;
    }
  return FALSE;
}

static inline gint
position_of (GtkWidget *dialog, const gchar *title)
{
  GtkTreeModel *model = gtk_icon_view_get_model (GTK_ICON_VIEW (find (dialog, "pst-styles")));
  GtkTreePath *path;
  GtkTreeIter iter;
  gint position;

  if (! find_item (dialog, title, &iter))
    return -1;
  path = gtk_tree_model_get_path (model, &iter);
  position = gtk_tree_path_get_indices (path)[0];
  gtk_tree_path_free (path);
  return position;
}

/* As a click on the item does. */
static inline void
click_item (GtkWidget *dialog, const gchar *title)
{
  GtkTreePath *path = gtk_tree_path_new_from_indices (position_of (dialog, title), -1);

  gtk_icon_view_select_path (GTK_ICON_VIEW (find (dialog, "pst-styles")), path);
  gtk_tree_path_free (path);
}

static inline const gchar *
chosen (GtkWidget *dialog)
{
  PstStyle *style = pst_dialog_get_style (PST_DIALOG (dialog));

  return style ? pst_style_get_id (style) : NULL;
}

static inline PstSettings
settings_of (GtkWidget *dialog)
{
  PstSettings settings;

  pst_dialog_get_settings (PST_DIALOG (dialog), &settings);
  return settings;
}

static inline gboolean
ok_sensitive (GtkWidget *dialog)
{
  return gtk_widget_get_sensitive (
      gtk_dialog_get_widget_for_response (GTK_DIALOG (dialog), GTK_RESPONSE_OK));
}

/* What is pressed while the dialog runs, one per turn of the main loop. */
typedef struct
{
  GtkDialog *dialog;
  gint responses[4];
  gint next;
} Presses;

static inline gboolean
press (gpointer user_data)
{
  Presses *presses = user_data;
  gint response = presses->responses[presses->next++];

  if (! response)
    return G_SOURCE_REMOVE;
  gtk_dialog_response (presses->dialog, response);
  return G_SOURCE_CONTINUE;
}

/* The scrolled window that @widget is in. */
static inline GtkAdjustment *
scroll_of (GtkWidget *widget)
{
  return gtk_scrolled_window_get_vadjustment (
      GTK_SCROLLED_WINDOW (gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW)));
}

/* What is on the screen at a point of the preview. */
static inline guint32
pixel_of (GtkWidget *dialog, gint x, gint y)
{
  GtkWidget *area = find (dialog, "pst-preview-area");
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  const guchar *p;

  gtk_widget_queue_draw (area);
  gdk_window_process_updates (gtk_widget_get_window (area), TRUE);
  pixbuf =
      gdk_pixbuf_get_from_drawable (NULL, gtk_widget_get_window (area), NULL, x, y, 0, 0, 1, 1);
  p = gdk_pixbuf_get_pixels (pixbuf);
  return (guint32) p[0] << 16 | (guint32) p[1] << 8 | p[2];
}

static inline guint32
pixel_in (cairo_surface_t *surface, gint x, gint y)
{
  return ((const guint32 *) (cairo_image_surface_get_data (surface)
                             + y * cairo_image_surface_get_stride (surface)))[x]
         & 0xffffff;
}

/* Decibels between what the preview shows and the same part of @expected, which is of
 * the size of all that could be shown. */
static inline gdouble
likeness (GtkWidget *dialog, const PstImage *expected, gboolean after)
{
  GdkRectangle part;
  cairo_surface_t *surface = pst_preview_get_surface (preview_of (dialog), after, &part);
  gdouble sum = 0;

  g_assert_nonnull (surface);
  for (gint y = 0; y < part.height; y++)
    for (gint x = 0; x < part.width; x++)
      {
        const guint32 *row = (const guint32 *) (cairo_image_surface_get_data (surface)
                                                + y * cairo_image_surface_get_stride (surface));

        for (gint c = 0; c < 3; c++)
          {
            gfloat value =
                expected->data[((gsize) c * expected->height + part.y + y) * expected->width
                               + part.x + x];
            gdouble shown = (row[x] >> (16 - 8 * c) & 255) / 255.0;

            sum += (CLAMP (value, 0, 1) - shown) * (CLAMP (value, 0, 1) - shown);
          }
      }
  return -10 * log10 (sum / (3.0 * part.width * part.height) + 1e-12);
}

#endif /* PST_DIALOG_HOST_H */
