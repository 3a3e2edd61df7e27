/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/dialog.h"

#include <math.h>

#include "learn/learn.h"
#include "paint/controls.h"
#include "paint/curator.h"
#include "paint/gallery.h"
#include "paint/grower.h"
#include "paint/hints.h"
#include "paint/preset-bar.h"
#include "paint/shelf.h"
#include "shared/intl.h"
#include "shared/status-bar.h"
#include "shared/style-title.h"
#include "shared/widget.h"
#include "shared/window-state.h"
#include "view/easel.h"
#include "view/preview.h"

#define SPACING       6
#define BORDER        12
#define WIDTH         1120 /* at first, or three fourths of the screen, if it has room */
#define HEIGHT        660
#define SCREEN_MARGIN 80
#define ROLE          "pastiche"
#define FIRST_SIDE    128 /* of the copies that thumbnails are painted from */
#define SECOND_SIDE   320

struct _PstDialog
{
  GimpDialog parent_instance;

  PstUiHost *host;
  PstShelf *shelf;
  PstSettings settings;
  PstEasel *easel;

  GtkWidget *hints;
  GtkWidget *settings_scroll;
  GtkWidget *settings_box;
  GtkWidget *preview;
  GtkWidget *gallery;
  GtkWidget *curator; /* NULL: the host has no library */
  GtkWidget *controls;
  GtkWidget *presets;
  GtkWidget *status;

  guint read_source;  /* idle source: the picture is yet to be read */
  PstImage *painting; /* the answer                                 */
  gboolean answered;  /* with OK                                    */
  gboolean gone;      /* the picture, so that nothing can be painted */
  gboolean stays;     /* although somebody wanted to close it       */
  gchar *complaint;   /* shown until something changes              */
  gchar *longer;      /* id of the style to be learnt for longer; NULL: a new one */
};

G_DEFINE_TYPE (PstDialog, pst_dialog, GIMP_TYPE_DIALOG)

static gchar *
own_file (PstDialog *self, const gchar *name)
{
  return self->host->folder ? g_build_filename (self->host->folder, name, NULL) : NULL;
}

static void
complain (PstDialog *self, const gchar *text)
{
  g_free (self->complaint);
  self->complaint = g_strdup (text);
}

static gboolean
any_usable (GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    if (((PstStyleEntry *) g_ptr_array_index (entries, i))->style)
      return TRUE;
  return FALSE;
}

/* ---- what is being done ----------------------------------------------- */

static gboolean
get_order (PstDialog *self, PstOrder *order)
{
  *order = (PstOrder){ pst_dialog_get_style (self), pst_dialog_get_second (self),
                       self->settings.params.brush_size, self->settings.params.refine,
                       self->settings.params.seed };
  return order->style != NULL;
}

static gchar *
say_status (PstDialog *self)
{
  const GError *error = pst_easel_get_error (self->easel);
  const PstPaintings *paintings = pst_easel_get_paintings (self->easel);
  gdouble seconds;
  PstOrder order;

  if (self->complaint)
    return g_strdup (self->complaint);
  if (pst_easel_is_finishing (self->easel))
    return g_strdup (_ ("Painting the full picture..."));
  if (error)
    return g_strdup (error->message);
  if (pst_easel_is_busy (self->easel))
    return g_strdup (pst_easel_is_refining (self->easel) || (paintings && paintings->coarse)
                         ? _ ("Refining the preview...")
                         : _ ("Painting the preview..."));
  seconds = get_order (self, &order) ? pst_easel_estimate (self->easel, &order) : 0;
  if (seconds > 0)
    {
      g_autofree gchar *time = pst_say_seconds (seconds);

      /* TRANSLATORS: "12 s" or "3 min". */
      return g_strdup_printf (_ ("The full picture will take about %s."), time);
    }
  return g_strdup ("");
}

static gdouble
get_progress (gpointer owner)
{
  return pst_easel_get_progress (((PstDialog *) owner)->easel);
}

static void
show_status (PstDialog *self)
{
  g_autofree gchar *status = say_status (self);
  gboolean busy = pst_easel_is_busy (self->easel) || pst_easel_is_finishing (self->easel);

  pst_status_bar_show (PST_STATUS_BAR (self->status), status, busy,
                       pst_easel_is_finishing (self->easel) ? pst_easel_get_began (self->easel)
                                                            : 0);
}

/* ---- from settings to pictures ---------------------------------------- */

static gboolean
is_refinable (const PstStyle *style)
{
  return style && pst_style_get_manner (style);
}

static void
show_look (PstDialog *self)
{
  const PstLook look = { self->settings.params,
                         self->host->gray && self->settings.output != PST_OUTPUT_IMAGE };

  pst_preview_set_look (PST_PREVIEW (self->preview), &look);
}

static void
update (PstDialog *self)
{
  PstPreview *preview = PST_PREVIEW (self->preview);
  PstStyleEntry *entry = pst_gallery_get_selected (PST_GALLERY (self->gallery));
  gboolean finishing = pst_easel_is_finishing (self->easel);
  PstOrder order;

  complain (self, NULL);
  if (self->curator)
    pst_curator_set_entry (PST_CURATOR (self->curator), entry);
  pst_controls_get (PST_CONTROLS (self->controls), &self->settings);
  show_look (self);
  gtk_dialog_set_response_sensitive (GTK_DIALOG (self), GTK_RESPONSE_OK,
                                     entry && entry->style && ! finishing && ! self->gone);

  if (self->gone)
    pst_preview_set_message (preview, _ ("The picture has gone."));
  else if (entry && ! entry->style)
    {
      g_autofree gchar *text =
          g_strdup_printf (_ ("This style cannot be used.\n%s"), entry->error->message);

      pst_preview_set_message (preview, text);
    }
  else
    pst_preview_set_message (preview, NULL);

  pst_gallery_set_mixed (
      PST_GALLERY (self->gallery),
      pst_dialog_get_second (self) ? pst_style_title (pst_dialog_get_second (self)) : NULL);
  pst_controls_set_refinable (PST_CONTROLS (self->controls),
                              is_refinable (pst_dialog_get_style (self))
                                  || is_refinable (pst_dialog_get_second (self)));
  if (get_order (self, &order) && pst_preview_get_active (preview))
    pst_easel_set_order (self->easel, &order);
  else
    pst_easel_clear_order (self->easel);
  show_status (self);
}

static void
style_changed (PstGallery *gallery, PstDialog *self)
{
  PstStyleEntry *entry = pst_gallery_get_selected (gallery);

  if (entry && entry->style)
    pst_settings_set_style (&self->settings, entry->id);
  update (self);
}

static void
style_activated (PstGallery *gallery, PstDialog *self)
{
  if (! pst_easel_is_finishing (self->easel))
    gtk_dialog_response (GTK_DIALOG (self), GTK_RESPONSE_OK);
}

/* ---- the picture ------------------------------------------------------ */

static void
queue_thumbnails (PstDialog *self)
{
  static const gint sides[] = { FIRST_SIDE, SECOND_SIDE };
  PstGallery *gallery = PST_GALLERY (self->gallery);
  PstStyle *style;

  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
    for (guint n = 0; (style = pst_gallery_get_style (gallery, n)); n++)
      if (pst_gallery_needs_thumbnail (gallery, style))
        pst_easel_queue_thumbnail (self->easel, style, sides[i], PST_GALLERY_MAX_SIDE);
}

static gboolean
read_source (gpointer user_data)
{
  PstDialog *self = user_data;
  PstImage *image;
  GError *error = NULL;

  self->read_source = 0;
  image = self->host->get_source (self->host, &error);
  if (image)
    {
      g_autoptr (PstPicture) source = pst_picture_new (image);
      g_autoptr (PstImage) small = pst_image_sample (image, PST_GALLERY_MAX_SIDE);

      g_autoptr (PstCover) cover =
          self->host->get_cover ? self->host->get_cover (self->host) : NULL;

      if (small)
        pst_gallery_set_photo (PST_GALLERY (self->gallery), small);
      pst_preview_set_source (PST_PREVIEW (self->preview), source, cover);
      pst_easel_set_source (self->easel, source);
      queue_thumbnails (self);
    }
  else
    {
      pst_preview_set_message (PST_PREVIEW (self->preview), error->message);
      complain (self, error->message);
      show_status (self);
      g_error_free (error);
    }
  return G_SOURCE_REMOVE;
}

/* Once the window has been drawn, for a large picture takes a moment. */
static gboolean
mapped (GtkWidget *widget, GdkEvent *event, PstDialog *self)
{
  if (! pst_easel_get_source (self->easel) && ! self->read_source)
    self->read_source = g_idle_add (read_source, self);
  return FALSE;
}

static void
repaint_chosen (PstHints *hints, gboolean repaint, PstDialog *self)
{
  self->host->set_repaint (self->host, repaint);
  if (pst_easel_get_source (self->easel) && ! self->read_source)
    self->read_source = g_idle_add (read_source, self);
}

/* ---- what the easel says ---------------------------------------------- */

static void
easel_changed (gpointer owner)
{
  PstDialog *self = owner;

  pst_preview_set_paintings (PST_PREVIEW (self->preview), pst_easel_get_paintings (self->easel));
  show_status (self);
}

static void
easel_thumbnail (gpointer owner, PstStyle *style, const PstImage *image)
{
  PstDialog *self = owner;

  if (image)
    pst_gallery_set_thumbnail (PST_GALLERY (self->gallery), style, image);
}

static void
set_finishing (PstDialog *self, gboolean finishing)
{
  gtk_widget_set_sensitive (self->hints, ! finishing);
  gtk_widget_set_sensitive (self->settings_box, ! finishing);
  pst_gallery_set_locked (PST_GALLERY (self->gallery), finishing);
  if (self->curator)
    gtk_widget_set_sensitive (self->curator, ! finishing);
  gtk_dialog_set_response_sensitive (GTK_DIALOG (self), GTK_RESPONSE_OK, ! finishing);
  gtk_dialog_set_response_sensitive (GTK_DIALOG (self), PST_DIALOG_RESPONSE_RESET, ! finishing);
  show_status (self);
}

static void
finish (PstDialog *self)
{
  PstOrder order;

  if (! get_order (self, &order))
    return;
  pst_easel_finish (self->easel, order.style, order.second, &self->settings.params);
  set_finishing (self, TRUE);
}

/* The picture may be edited, turned or closed while the dialog is open.  TRUE if it is there
 * still; what it is now is read then. */
static gboolean
look_again (PstDialog *self, gboolean *changed)
{
  g_autoptr (GError) error = NULL;
  PstSourceState state =
      self->host->check_source ? self->host->check_source (self->host, &error) : PST_SOURCE_SAME;

  *changed = state == PST_SOURCE_CHANGED;
  if (*changed)
    read_source (self);
  if (state == PST_SOURCE_GONE)
    {
      self->gone = TRUE;
      update (self);
      complain (self, error->message);
      show_status (self);
    }
  else if (*changed)
    complain (self, _ ("The layer was changed meanwhile. It is painted as it is now."));
  return ! self->gone;
}

static void
easel_finished (gpointer owner, PstImage *image, const GError *error)
{
  PstDialog *self = owner;
  gboolean changed;

  if (image && ! look_again (self, &changed))
    {
      pst_image_free (image);
      set_finishing (self, FALSE);
      return;
    }
  if (image && changed)
    {
      pst_image_free (image);
      finish (self);
      return;
    }
  if (image)
    {
      self->painting = image;
      self->answered = TRUE;
      gtk_dialog_response (GTK_DIALOG (self), GTK_RESPONSE_OK);
      return;
    }
  complain (self, error->message);
  set_finishing (self, FALSE);
}

static const PstEaselFuncs easel_funcs = { easel_changed, easel_thumbnail, easel_finished };

/* ---- answers ---------------------------------------------------------- */

/* FALSE if the dialog can close at once. */
static gboolean
begin_finish (PstDialog *self)
{
  gboolean changed = FALSE;

  if (self->answered || ! pst_dialog_get_style (self))
    return FALSE;
  complain (self, NULL);
  if (pst_easel_get_source (self->easel) && ! look_again (self, &changed))
    return TRUE;
  if (self->settings.params.strength == 0)
    return FALSE;
  if (! pst_easel_get_source (self->easel))
    {
      if (self->read_source)
        g_source_remove (self->read_source);
      read_source (self);
      if (! pst_easel_get_source (self->easel))
        return TRUE;
    }

  finish (self);
  gtk_widget_grab_focus (
      gtk_dialog_get_widget_for_response (GTK_DIALOG (self), GTK_RESPONSE_CANCEL));
  return TRUE;
}

/* All but the style goes back. */
static void
reset (PstDialog *self)
{
  const PstSettings first = PST_SETTINGS_INIT;

  pst_controls_set (PST_CONTROLS (self->controls), &first);
}

static void
response (GtkDialog *dialog, gint id, gpointer user_data)
{
  PstDialog *self = PST_DIALOG (dialog);

  switch (id)
    {
    case PST_DIALOG_RESPONSE_RESET:
      reset (self);
      break;

    case GTK_RESPONSE_OK:
      if (! begin_finish (self))
        return;
      break;

    case GTK_RESPONSE_CANCEL:
    case GTK_RESPONSE_DELETE_EVENT:
      if (! pst_easel_is_finishing (self->easel))
        return;
      self->stays = id == GTK_RESPONSE_DELETE_EVENT;
      pst_easel_cancel_finish (self->easel);
      complain (self, _ ("Stopped. The image is as it was."));
      set_finishing (self, FALSE);
      gtk_widget_grab_focus (gtk_dialog_get_widget_for_response (dialog, GTK_RESPONSE_OK));
      break;

    default:
      return;
    }

  /* Not an answer: the dialog goes on. */
  g_signal_stop_emission_by_name (dialog, "response");
}

/* Escape closes a window, unless it has just been told to do something else. */
static gboolean
closing (GtkWidget *widget, GdkEvent *event, gpointer user_data)
{
  PstDialog *self = PST_DIALOG (widget);
  gboolean stays = self->stays;

  self->stays = FALSE;
  return stays;
}

/* ---- other styles ----------------------------------------------------- */

/* There are others: @id is to be chosen, if it is not NULL. */
static void
reload (PstDialog *self, const gchar *id)
{
  g_autoptr (GPtrArray) old = g_ptr_array_ref (pst_shelf_get_entries (self->shelf));
  GPtrArray *entries;

  pst_shelf_reload (self->shelf);
  entries = pst_shelf_get_entries (self->shelf);
  pst_controls_set_entries (PST_CONTROLS (self->controls), entries);
  pst_gallery_set_entries (PST_GALLERY (self->gallery), entries,
                           pst_shelf_get_n_favourites (self->shelf));
  if (id)
    pst_gallery_select (PST_GALLERY (self->gallery), id);
  pst_hints_set_no_styles (PST_HINTS (self->hints), ! any_usable (entries));
  update (self);
  if (pst_easel_get_source (self->easel))
    queue_thumbnails (self);
}

static void
favourite_chosen (PstGallery *gallery, const gchar *id, gboolean favourite, PstDialog *self)
{
  pst_shelf_set_favourite (self->shelf, id, favourite);
  pst_controls_set_entries (PST_CONTROLS (self->controls), pst_shelf_get_entries (self->shelf));
  pst_gallery_set_entries (gallery, pst_shelf_get_entries (self->shelf),
                           pst_shelf_get_n_favourites (self->shelf));
}

static void
styles_changed (PstCurator *curator, const gchar *id, PstDialog *self)
{
  reload (self, id);
}

static void
learn_asked (PstCurator *curator, const gchar *id, PstDialog *self)
{
  g_free (self->longer);
  self->longer = g_strdup (id);
  gtk_dialog_response (GTK_DIALOG (self), PST_DIALOG_RESPONSE_LEARN);
}

/* The window waits meanwhile: what is learnt has one of its own above it. */
static void
learn (PstDialog *self)
{
  GtkWindow *window = GTK_WINDOW (self);
  g_autofree gchar *longer = g_steal_pointer (&self->longer);
  g_autofree gchar *id = NULL;

  pst_easel_clear_order (self->easel);
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  id = longer ? pst_learn_run_longer (self->host, window, longer)
              : pst_learn_run (self->host, window);
  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  reload (self, id);
}

static void
menu_asked (PstGallery *gallery, guint button, guint time, PstDialog *self)
{
  pst_curator_popup (PST_CURATOR (self->curator), button, time);
}

static void
edit_asked (PstGallery *gallery, gint edit, PstDialog *self)
{
  if (edit == PST_GALLERY_PASTE)
    pst_curator_paste (PST_CURATOR (self->curator));
  else
    pst_curator_do (PST_CURATOR (self->curator), edit == PST_GALLERY_RENAME   ? PST_CURATOR_RENAME
                                                 : edit == PST_GALLERY_DELETE ? PST_CURATOR_DELETE
                                                                              : PST_CURATOR_UNDO);
}

static void
files_dropped (PstGallery *gallery, const gchar *const *paths, PstDialog *self)
{
  pst_curator_import (PST_CURATOR (self->curator), paths);
}

/* ---- presets ---------------------------------------------------------- */

static void
preset_chosen (PstPresetBar *bar, PstDialog *self)
{
  const PstSettings settings = pst_preset_bar_get_chosen (bar)->settings;

  pst_gallery_select (PST_GALLERY (self->gallery), settings.style);
  pst_controls_set (PST_CONTROLS (self->controls), &settings);
}

static void
preset_save (PstPresetBar *bar, PstDialog *self)
{
  pst_preset_bar_save (bar, &self->settings);
}

static void
preset_failed (PstPresetBar *bar, const gchar *message, PstDialog *self)
{
  complain (self, message);
  show_status (self);
}

static GtkWidget *
presets_new (PstDialog *self)
{
  g_autofree gchar *path = own_file (self, "presets");
  GtkWidget *bar =
      pst_preset_bar_new (path, pst_shelf_get_entries (self->shelf), self->host->help_id);

  g_signal_connect (bar, "chosen", G_CALLBACK (preset_chosen), self);
  g_signal_connect (bar, "save", G_CALLBACK (preset_save), self);
  g_signal_connect (bar, "failed", G_CALLBACK (preset_failed), self);
  return bar;
}

/* ---- building --------------------------------------------------------- */

static GtkWidget *
side_new (PstDialog *self)
{
  GtkWidget *side = gtk_vbox_new (FALSE, BORDER);
  GtkWidget *painting = gtk_vbox_new (FALSE, SPACING);
  GtkWidget *styles = gtk_vbox_new (FALSE, SPACING);

  self->gallery = pst_gallery_new (pst_shelf_get_entries (self->shelf),
                                   pst_shelf_get_n_favourites (self->shelf));
  gtk_widget_set_name (self->gallery, "pst-gallery");
  gtk_box_pack_start (GTK_BOX (styles), self->gallery, TRUE, TRUE, 0);
  if (self->host->library)
    {
      GtkRequisition gallery;

      gtk_widget_show_all (self->gallery);
      gtk_widget_size_request (self->gallery, &gallery);
      self->curator = pst_curator_new (self->host, gallery.width);
      gtk_widget_set_name (self->curator, "pst-curator");
      gtk_box_pack_start (GTK_BOX (styles), self->curator, FALSE, FALSE, 0);
    }
  gtk_box_pack_start (GTK_BOX (side), pst_framed_new (_ ("Style"), styles), TRUE, TRUE, 0);

  self->controls = pst_controls_new (pst_shelf_get_entries (self->shelf), self->host->help_id);
  gtk_widget_set_name (self->controls, "pst-controls");
  gtk_box_pack_start (GTK_BOX (painting), self->controls, FALSE, FALSE, 0);
  self->presets = presets_new (self);
  gtk_box_pack_start (GTK_BOX (painting), self->presets, FALSE, FALSE, 0);
  self->settings_scroll = pst_grower_new (painting);
  pst_widget_describe (self->settings_scroll, "pst-settings", _ ("Painting"), NULL, NULL);
  gtk_box_pack_start (GTK_BOX (side), pst_framed_new (_ ("Painting"), self->settings_scroll), FALSE,
                      FALSE, 0);
  self->settings_box = painting;
  return side;
}

static void
build (PstDialog *self)
{
  GtkWidget *box = gtk_vbox_new (FALSE, BORDER);
  GtkWidget *panes = gtk_hpaned_new ();
  GtkWidget *left = gtk_vbox_new (FALSE, SPACING);
  GtkWidget *right = gtk_alignment_new (0, 0, 1, 1);

  gtk_container_set_border_width (GTK_CONTAINER (box), BORDER);
  gtk_box_pack_start (GTK_BOX (gtk_dialog_get_content_area (GTK_DIALOG (self))), box, TRUE, TRUE,
                      0);
  self->hints = pst_hints_new (self->host);
  g_signal_connect (self->hints, "repaint", G_CALLBACK (repaint_chosen), self);
  gtk_box_pack_start (GTK_BOX (box), self->hints, FALSE, FALSE, 0);

  self->preview = pst_preview_new (self->host->color_config);
  gtk_widget_set_name (self->preview, "pst-preview");
  gtk_box_pack_start (GTK_BOX (left), self->preview, TRUE, TRUE, 0);
  self->status = pst_status_bar_new (get_progress, self);
  gtk_box_pack_start (GTK_BOX (left), self->status, FALSE, FALSE, 0);
  gtk_paned_pack1 (GTK_PANED (panes), left, TRUE, FALSE);
  pst_widget_describe (panes, "pst-panes", _ ("Divider"), NULL, NULL);

  gtk_alignment_set_padding (GTK_ALIGNMENT (right), 0, 0, SPACING, 0);
  gtk_container_add (GTK_CONTAINER (right), side_new (self));
  gtk_paned_pack2 (GTK_PANED (panes), right, FALSE, FALSE);
  gtk_box_pack_start (GTK_BOX (box), panes, TRUE, TRUE, 0);
  gtk_widget_show_all (box);
  pst_hints_set_no_styles (PST_HINTS (self->hints),
                           ! any_usable (pst_shelf_get_entries (self->shelf)));
}

static void
restore_window (PstDialog *self)
{
  PstWindowState state = PST_WINDOW_STATE_INIT;
  GdkScreen *screen = gtk_widget_get_screen (GTK_WIDGET (self));
  gint width = gdk_screen_get_width (screen) - SCREEN_MARGIN;
  gint height = gdk_screen_get_height (screen) - SCREEN_MARGIN;
  g_autofree gchar *path = own_file (self, "window");

  if (path)
    pst_window_state_load (&state, path);
  if (! state.width)
    state.width = MAX (WIDTH, gdk_screen_get_width (screen) * 3 / 4);
  if (! state.height)
    state.height = MAX (HEIGHT, gdk_screen_get_height (screen) * 3 / 4);
  gtk_window_set_default_size (GTK_WINDOW (self), MIN (state.width, width),
                               MIN (state.height, height));
  pst_controls_set_expanded (PST_CONTROLS (self->controls), state.expanded);
  pst_preview_set_compare (PST_PREVIEW (self->preview),
                           (PstCompare) MIN (state.compare, PST_N_COMPARE - 1));
  pst_preview_set_active (PST_PREVIEW (self->preview), state.preview);
  if (state.thumbnail)
    pst_gallery_set_thumbnail_side (PST_GALLERY (self->gallery), state.thumbnail);
}

static void
keep_window (PstDialog *self)
{
  PstWindowState state = PST_WINDOW_STATE_INIT;
  g_autofree gchar *path = own_file (self, "window");

  if (! path)
    return;
  gtk_window_get_size (GTK_WINDOW (self), &state.width, &state.height);
  state.expanded = pst_controls_get_expanded (PST_CONTROLS (self->controls));
  state.preview = pst_preview_get_active (PST_PREVIEW (self->preview));
  state.thumbnail = pst_gallery_get_thumbnail_side (PST_GALLERY (self->gallery));
  state.compare = (gint) pst_preview_get_compare (PST_PREVIEW (self->preview));
  pst_window_state_save (&state, path);
}

static void
connect_parts (PstDialog *self)
{
  g_signal_connect (self->gallery, "changed", G_CALLBACK (style_changed), self);
  g_signal_connect (self->gallery, "activated", G_CALLBACK (style_activated), self);
  g_signal_connect_swapped (self->gallery, "mix", G_CALLBACK (pst_controls_toggle_mix),
                            self->controls);
  g_signal_connect (self->gallery, "favourite", G_CALLBACK (favourite_chosen), self);
  if (self->curator)
    {
      g_signal_connect (self->gallery, "menu", G_CALLBACK (menu_asked), self);
      g_signal_connect (self->gallery, "edit", G_CALLBACK (edit_asked), self);
      g_signal_connect (self->gallery, "dropped", G_CALLBACK (files_dropped), self);
      g_signal_connect (self->curator, "learn", G_CALLBACK (learn_asked), self);
      g_signal_connect (self->curator, "changed", G_CALLBACK (styles_changed), self);
      g_signal_connect_swapped (self->curator, "resized", G_CALLBACK (pst_grower_fit),
                                self->settings_scroll);
    }
  g_signal_connect_swapped (self->controls, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->preview, "toggled", G_CALLBACK (update), self);
  g_signal_connect (self, "response", G_CALLBACK (response), NULL);
  g_signal_connect (self, "delete-event", G_CALLBACK (closing), NULL);
  g_signal_connect_after (self, "map-event", G_CALLBACK (mapped), self);
}

/* The workers go first: nothing comes back to widgets that are no more. */
static void
pst_dialog_dispose (GObject *object)
{
  PstDialog *self = PST_DIALOG (object);

  if (self->read_source)
    g_source_remove (self->read_source);
  self->read_source = 0;
  if (self->gallery)
    {
      g_signal_handlers_disconnect_by_data (self->gallery, self);
      g_signal_handlers_disconnect_by_data (self->controls, self);
      g_signal_handlers_disconnect_by_data (self->preview, self);
      g_signal_handlers_disconnect_by_data (self->presets, self);
      pst_status_bar_show (PST_STATUS_BAR (self->status), "", FALSE, 0);
      self->gallery = NULL;
    }
  g_clear_pointer (&self->easel, pst_easel_free);
  G_OBJECT_CLASS (pst_dialog_parent_class)->dispose (object);
}

static void
pst_dialog_finalize (GObject *object)
{
  PstDialog *self = PST_DIALOG (object);

  pst_shelf_free (self->shelf);
  g_free (self->longer);
  g_clear_pointer (&self->painting, pst_image_free);
  g_free (self->complaint);
  G_OBJECT_CLASS (pst_dialog_parent_class)->finalize (object);
}

static void
pst_dialog_class_init (PstDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pst_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = pst_dialog_finalize;
}

static void
pst_dialog_init (PstDialog *self)
{
  self->settings = (PstSettings) PST_SETTINGS_INIT;
}

GtkWidget *
pst_dialog_new (PstUiHost *host)
{
  PstDialog *self =
      g_object_new (PST_TYPE_DIALOG, "title", _ ("Pastiche Style Transfer"), "role", ROLE,
                    "help-func", host->help_func, "help-id", host->help_id, NULL);
  GtkDialog *dialog = GTK_DIALOG (self);

  self->host = host;
  self->shelf = pst_shelf_new (host);
  self->easel = pst_easel_new (host->n_threads, &easel_funcs, self);
  host->get_settings (host, &self->settings);

  gimp_dialog_add_buttons (GIMP_DIALOG (self), _ ("R_eset"), PST_DIALOG_RESPONSE_RESET,
                           _ ("_Cancel"), GTK_RESPONSE_CANCEL, _ ("_OK"), GTK_RESPONSE_OK, NULL);
  gtk_dialog_set_default_response (dialog, GTK_RESPONSE_OK);
  gtk_dialog_set_alternative_button_order (dialog, GTK_RESPONSE_OK, PST_DIALOG_RESPONSE_RESET,
                                           GTK_RESPONSE_CANCEL, -1);
  gtk_widget_set_tooltip_text (
      gtk_dialog_get_widget_for_response (dialog, PST_DIALOG_RESPONSE_RESET),
      _ ("Put everything but the style back to its first value"));

  build (self);
  restore_window (self);
  connect_parts (self);
  {
    const PstSettings last = self->settings;

    pst_gallery_select (PST_GALLERY (self->gallery), last.style);
    pst_controls_set (PST_CONTROLS (self->controls), &last);
  }
  update (self);
  pst_grower_fit (self->settings_scroll);
  gtk_widget_grab_focus (self->gallery);
  return GTK_WIDGET (self);
}

/* ---- from outside ----------------------------------------------------- */

void
pst_dialog_get_settings (PstDialog *self, PstSettings *settings)
{
  *settings = self->settings;
}

PstStyle *
pst_dialog_get_style (PstDialog *self)
{
  PstStyleEntry *entry = pst_gallery_get_selected (PST_GALLERY (self->gallery));

  return entry ? entry->style : NULL;
}

PstStyle *
pst_dialog_get_second (PstDialog *self)
{
  return pst_controls_get_second (PST_CONTROLS (self->controls));
}

gboolean
pst_dialog_run (PstDialog *self, PstSettings *settings)
{
  gint answer = gimp_dialog_run (GIMP_DIALOG (self));
  gboolean ok;

  while (answer == PST_DIALOG_RESPONSE_LEARN)
    {
      learn (self);
      answer = gimp_dialog_run (GIMP_DIALOG (self));
    }
  ok = answer == GTK_RESPONSE_OK;
  keep_window (self);
  gtk_widget_hide (GTK_WIDGET (self));
  self->host->set_settings (self->host, &self->settings, ok);
  if (ok)
    *settings = self->settings;
  return ok;
}

PstImage *
pst_dialog_steal_painting (PstDialog *self)
{
  return g_steal_pointer (&self->painting);
}

gboolean
pst_dialog_is_busy (PstDialog *self)
{
  return self->read_source || ! pst_easel_get_source (self->easel)
         || (self->curator && pst_curator_is_busy (PST_CURATOR (self->curator)))
         || pst_easel_is_busy (self->easel) || pst_easel_is_finishing (self->easel)
         || pst_preview_is_busy (PST_PREVIEW (self->preview));
}

gdouble
pst_dialog_get_progress (PstDialog *self)
{
  return get_progress (self);
}

guint
pst_dialog_get_n_cancelled (PstDialog *self)
{
  return pst_easel_get_n_cancelled (self->easel);
}
