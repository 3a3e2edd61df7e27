/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/dialog.h"

#include <math.h>

#include "learn/learn.h"
#include "paint/frame.h"
#include "paint/hints.h"
#include "paint/kept.h"
#include "paint/side.h"
#include "paint/thumbnails.h"
#include "shared/intl.h"
#include "shared/status-bar.h"
#include "shared/widget.h"
#include "view/easel-words.h"
#include "view/preview.h"

#define ROLE "pastiche"

struct _PstDialog
{
  GimpDialog parent_instance;

  PstUiHost *host;
  PstSettings settings;
  PstEasel *easel;

  GtkWidget *hints;
  GtkWidget *preview;
  GtkWidget *side;
  GtkWidget *status;

  PstKept kept;
  gboolean covers_kept; /* what the preview shows is for keep_selected     */

  guint read_source;  /* idle source: the picture is yet to be read */
  PstImage *painting; /* the answer                                 */
  gboolean answered;  /* with OK                                    */
  gboolean gone;      /* the picture, so that nothing can be painted */
  gboolean stays;     /* although somebody wanted to close it       */
  gchar *complaint;   /* shown until something changes              */
  gchar *longer;      /* id of the style to be learnt for longer; NULL: a new one */
};

G_DEFINE_TYPE (PstDialog, pst_dialog, GIMP_TYPE_DIALOG)

static void
complain (PstDialog *self, const gchar *text)
{
  g_free (self->complaint);
  self->complaint = g_strdup (text);
}

static PstGallery *
gallery_of (PstDialog *self)
{
  return pst_side_get_gallery (PST_SIDE (self->side));
}

static PstControls *
controls_of (PstDialog *self)
{
  return pst_side_get_controls (PST_SIDE (self->side));
}

/* ---- what is being done ----------------------------------------------- */

/* All in it is borrowed. */
static gboolean
get_order (PstDialog *self, PstOrder *order)
{
  const PstParams *params = &self->settings.params;

  *order =
      (PstOrder){ pst_dialog_get_style (self),
                  pst_dialog_get_second (self),
                  params->brush_size,
                  params->refine,
                  params->seed,
                  params->likeness,
                  self->settings.keep_selected ? pst_kept_get_map (&self->kept, params->likeness)
                                               : NULL };
  return order->style != NULL;
}

static gchar *
say_status (PstDialog *self)
{
  PstOrder order;

  if (self->complaint)
    return g_strdup (self->complaint);
  return pst_easel_say (self->easel, get_order (self, &order) ? &order : NULL,
                        &self->settings.params);
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

static void
show_look (PstDialog *self)
{
  const PstLook look = { self->settings.params,
                         self->host->gray && self->settings.output != PST_OUTPUT_IMAGE };

  pst_preview_set_look (PST_PREVIEW (self->preview), &look);
}

/* The photo, and where its painting will be. */
static void
show_source (PstDialog *self, PstPicture *source)
{
  gboolean kept = self->settings.keep_selected;
  g_autoptr (PstCover) cover =
      self->host->get_cover ? self->host->get_cover (self->host, kept) : NULL;

  self->covers_kept = kept;
  pst_preview_set_source (PST_PREVIEW (self->preview), source, cover);
}

static void
update (PstDialog *self)
{
  PstPreview *preview = PST_PREVIEW (self->preview);
  PstStyleEntry *entry = pst_gallery_get_selected (gallery_of (self));
  gboolean finishing = pst_easel_is_finishing (self->easel);
  PstOrder order;

  complain (self, NULL);
  pst_side_get (PST_SIDE (self->side), &self->settings);
  if (self->kept.selection && self->covers_kept != self->settings.keep_selected)
    {
      show_source (self, pst_easel_get_source (self->easel));
      pst_preview_set_paintings (preview, pst_easel_get_paintings (self->easel));
    }
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

  if (get_order (self, &order) && pst_preview_get_active (preview))
    pst_easel_set_order (self->easel, &order);
  else
    pst_easel_clear_order (self->easel);
  show_status (self);
}

static void
style_activated (PstSide *side, PstDialog *self)
{
  if (! pst_easel_is_finishing (self->easel))
    gtk_dialog_response (GTK_DIALOG (self), GTK_RESPONSE_OK);
}

/* ---- the picture ------------------------------------------------------ */

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

      if (small)
        pst_gallery_set_photo (gallery_of (self), small);
      pst_kept_look (&self->kept, self->host);
      pst_controls_set_selection (controls_of (self), self->kept.selection != NULL);
      show_source (self, source);
      pst_easel_set_source (self->easel, source);
      update (self); /* what is to be painted may be another thing now */
      pst_thumbnails_queue (gallery_of (self), self->easel);
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
    pst_gallery_set_thumbnail (gallery_of (self), style, image);
}

static void
set_finishing (PstDialog *self, gboolean finishing)
{
  gtk_widget_set_sensitive (self->hints, ! finishing);
  pst_side_set_locked (PST_SIDE (self->side), finishing);
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
  pst_easel_finish (self->easel, &order, &self->settings.params);
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

  pst_controls_set (controls_of (self), &first);
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

static void
styles_changed (PstSide *side, PstDialog *self)
{
  pst_hints_set_no_styles (PST_HINTS (self->hints), ! pst_side_has_usable (side));
  update (self);
  if (pst_easel_get_source (self->easel))
    pst_thumbnails_queue (gallery_of (self), self->easel);
}

static void
failed (PstSide *side, const gchar *message, PstDialog *self)
{
  complain (self, message);
  show_status (self);
}

static void
learn_asked (PstSide *side, const gchar *id, PstDialog *self)
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
  pst_side_reload (PST_SIDE (self->side), id);
}

/* ---- building --------------------------------------------------------- */

static PstFrame
frame_of (PstDialog *self)
{
  return (PstFrame){ GTK_WINDOW (self), PST_SIDE (self->side), PST_PREVIEW (self->preview),
                     self->host->folder };
}

static void
build (PstDialog *self)
{
  PstFrame frame;

  self->hints = pst_hints_new (self->host);
  self->preview = pst_preview_new (self->host->color_config);
  self->side = pst_side_new (self->host);
  self->status = pst_status_bar_new (get_progress, self);
  frame = frame_of (self);
  gtk_widget_set_name (self->side, "pst-side");
  gtk_widget_set_name (self->preview, "pst-preview");
  g_signal_connect (self->hints, "repaint", G_CALLBACK (repaint_chosen), self);
  pst_frame_pack (&frame, self->hints, self->status);
  pst_frame_restore (&frame);
  pst_hints_set_no_styles (PST_HINTS (self->hints), ! pst_side_has_usable (PST_SIDE (self->side)));
}

static void
connect_parts (PstDialog *self)
{
  g_signal_connect_swapped (self->side, "changed", G_CALLBACK (update), self);
  g_signal_connect (self->side, "activated", G_CALLBACK (style_activated), self);
  g_signal_connect (self->side, "styles-changed", G_CALLBACK (styles_changed), self);
  g_signal_connect (self->side, "learn", G_CALLBACK (learn_asked), self);
  g_signal_connect (self->side, "failed", G_CALLBACK (failed), self);
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
  if (self->side)
    {
      g_signal_handlers_disconnect_by_data (self->side, self);
      g_signal_handlers_disconnect_by_data (self->preview, self);
      pst_status_bar_show (PST_STATUS_BAR (self->status), "", FALSE, 0);
      self->side = NULL;
    }
  g_clear_pointer (&self->easel, pst_easel_free);
  G_OBJECT_CLASS (pst_dialog_parent_class)->dispose (object);
}

static void
pst_dialog_finalize (GObject *object)
{
  PstDialog *self = PST_DIALOG (object);

  g_free (self->longer);
  pst_kept_clear (&self->kept);
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

  self->host = host;
  self->easel = pst_easel_new (host->n_threads, &easel_funcs, self);
  host->get_settings (host, &self->settings);

  build (self);
  connect_parts (self);
  pst_side_set (PST_SIDE (self->side), &self->settings);
  update (self);
  pst_side_fit (PST_SIDE (self->side));
  gtk_widget_grab_focus (GTK_WIDGET (gallery_of (self)));
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
  PstStyleEntry *entry = pst_gallery_get_selected (gallery_of (self));

  return entry ? entry->style : NULL;
}

PstStyle *
pst_dialog_get_second (PstDialog *self)
{
  return pst_side_get_second (PST_SIDE (self->side));
}

gboolean
pst_dialog_run (PstDialog *self, PstSettings *settings)
{
  const PstFrame frame = frame_of (self);
  gint answer = gimp_dialog_run (GIMP_DIALOG (self));
  gboolean ok;

  while (answer == PST_DIALOG_RESPONSE_LEARN)
    {
      learn (self);
      answer = gimp_dialog_run (GIMP_DIALOG (self));
    }
  ok = answer == GTK_RESPONSE_OK;
  pst_frame_keep (&frame);
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
         || pst_side_is_busy (PST_SIDE (self->side)) || pst_easel_is_busy (self->easel)
         || pst_easel_is_finishing (self->easel)
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
