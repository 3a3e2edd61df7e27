/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn/live-view.h"

#include "learn/live-painter.h"
#include "learn/photo-strip.h"
#include "shared/intl.h"
#include "shared/painting-file.h"
#include "shared/pixbuf.h"
#include "shared/widget.h"
#include "view/preview.h"

#define SPACING       6
#define LIVE_SECONDS  3 /* at least, between two paintings */
#define LIVE_SHARE    4 /* parts of the time that are not spent on painting, for one that is */
#define PAINTING_SIDE 224
#define N_PHOTOS      6 /* to choose from at first */

struct _PstLiveView
{
  GtkVBox parent_instance;

  PstUiHost *host;
  PstPicture *painting; /* what is learnt */
  PstLivePainter *painter;
  PstStyle *style; /* that was painted with last */
  gint64 painted_at;
  gdouble paint_seconds;
  gboolean photo_changed;
  guint n_painted;
  PstPreview *preview;
  PstPhotoStrip *strip;
};

G_DEFINE_TYPE (PstLiveView, pst_live_view, GTK_TYPE_VBOX)

static guint measured_signal;
static guint changed_signal;
static guint failed_signal;

static void
painted (gpointer owner, const PstLivePainting *painting, const GError *error)
{
  PstLiveView *self = owner;
  PstPaintings paintings = { 0 };

  self->painted_at = g_get_monotonic_time ();
  if (! painting)
    {
      g_signal_emit (self, failed_signal, 0, error->message);
      return;
    }
  self->n_painted++;
  self->paint_seconds = painting->seconds;
  if (painting->photo != pst_photo_strip_get (self->strip))
    return;
  paintings = (PstPaintings){ painting->photo, painting->result, NULL, FALSE };
  pst_preview_set_paintings (self->preview, &paintings);
  if (painting->measured)
    g_signal_emit (self, measured_signal, 0, painting->step, &painting->metrics);
}

static void
photo_chosen (PstLiveView *self)
{
  pst_preview_set_source (self->preview, pst_photo_strip_get (self->strip), NULL);
  self->photo_changed = TRUE;
  g_signal_emit (self, changed_signal, 0);
}

static void
photo_failed (PstPhotoStrip *strip, const gchar *message, PstLiveView *self)
{
  g_signal_emit (self, failed_signal, 0, message);
}

gboolean
pst_live_view_is_time (const PstLiveView *self)
{
  gdouble rest = MAX (LIVE_SECONDS, self->paint_seconds * LIVE_SHARE);

  if (self->photo_changed)
    return TRUE;
  return ! pst_live_painter_is_busy (self->painter)
         && g_get_monotonic_time () - self->painted_at > (gint64) (rest * G_USEC_PER_SEC);
}

void
pst_live_view_show (PstLiveView *self, PstStyle *style, gint step)
{
  PstPicture *photo = pst_photo_strip_get (self->strip);

  if (! style)
    style = self->style;
  if (! photo || ! style || ! pst_live_view_is_time (self)
      || (style == self->style && ! self->photo_changed))
    return;
  pst_live_painter_paint (self->painter, style, photo, step);
  self->photo_changed = FALSE;
  if (style == self->style)
    return;
  pst_style_unref (self->style);
  self->style = pst_style_ref (style);
}

guint
pst_live_view_get_n_painted (const PstLiveView *self)
{
  return self->n_painted;
}

/* The worker goes first: nothing comes back to widgets that are no more. */
static void
pst_live_view_dispose (GObject *object)
{
  PstLiveView *self = PST_LIVE_VIEW (object);

  g_clear_pointer (&self->painter, pst_live_painter_free);
  if (self->strip)
    g_signal_handlers_disconnect_by_data (self->strip, self);
  self->strip = NULL;
  G_OBJECT_CLASS (pst_live_view_parent_class)->dispose (object);
}

static void
pst_live_view_finalize (GObject *object)
{
  pst_style_unref (PST_LIVE_VIEW (object)->style);
  pst_picture_unref (PST_LIVE_VIEW (object)->painting);
  G_OBJECT_CLASS (pst_live_view_parent_class)->finalize (object);
}

static void
pst_live_view_class_init (PstLiveViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pst_live_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = pst_live_view_finalize;
  measured_signal = g_signal_new ("measured", PST_TYPE_LIVE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_POINTER);
  changed_signal = g_signal_new ("changed", PST_TYPE_LIVE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  failed_signal = g_signal_new ("failed", PST_TYPE_LIVE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
pst_live_view_init (PstLiveView *self)
{
  gtk_box_set_spacing (GTK_BOX (self), SPACING);
}

void
pst_live_view_keep_painting (PstLiveView *self, const gchar *id)
{
  pst_painting_file_keep (self->host->folder, id, self->painting->image);
}

/* What is learnt, beside photo and result. */
static GtkWidget *
painting_new (PstLiveView *self)
{
  g_autoptr (GdkPixbuf) small = pst_pixbuf_new_small (self->painting->image, PAINTING_SIDE);
  GtkWidget *image = gtk_image_new_from_pixbuf (small);

  pst_widget_describe (image, "pst-live-painting", _ ("Painting"), NULL, NULL);
  return pst_framed_new (_ ("Painting"), image);
}

static void
build (PstLiveView *self, PstUiHost *host)
{
  GtkWidget *pictures = gtk_hbox_new (FALSE, SPACING);
  GtkWidget *preview = pst_preview_new (host->color_config);
  GtkWidget *strip = pst_photo_strip_new (host);

  self->preview = PST_PREVIEW (preview);
  gtk_widget_set_name (preview, "pst-preview");
  pst_preview_set_compare (self->preview, PST_COMPARE_SPLIT);
  gtk_box_pack_start (GTK_BOX (pictures), preview, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (pictures), painting_new (self), FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), pictures, TRUE, TRUE, 0);
  self->strip = PST_PHOTO_STRIP (strip);
  g_signal_connect_swapped (strip, "changed", G_CALLBACK (photo_chosen), self);
  g_signal_connect (strip, "failed", G_CALLBACK (photo_failed), self);
  gtk_box_pack_start (GTK_BOX (self), strip, FALSE, FALSE, 0);
}

/* Some of the photos, evenly taken. */
static gboolean
load_photos (PstLiveView *self, const PstLesson *lesson, GError **error)
{
  gint all = pst_lesson_get_n_photos (lesson), n = MIN (N_PHOTOS, all);

  for (gint i = 0; i < n; i++)
    {
      PstImage *image = pst_lesson_load_photo (lesson, i * all / n, error);
      g_autoptr (PstPicture) photo = image ? pst_picture_new (image) : NULL;

      if (! photo)
        return FALSE;
      pst_photo_strip_add (self->strip, photo);
    }
  return TRUE;
}

GtkWidget *
pst_live_view_new (PstUiHost *host, const PstLesson *lesson, GError **error)
{
  PstImage *image = pst_lesson_load_painting (lesson, 0, error);
  g_autoptr (PstPicture) painting = image ? pst_picture_new (image) : NULL;
  PstLiveView *self;

  if (! painting)
    return NULL;
  self = g_object_ref_sink (g_object_new (PST_TYPE_LIVE_VIEW, NULL));
  self->host = host;
  self->painting = pst_picture_ref (painting);
  self->painter =
      pst_live_painter_new (painting, pst_lesson_get_recipe (lesson)->style_size, painted, self);
  build (self, host);
  if (! load_photos (self, lesson, error))
    {
      g_object_unref (self);
      return NULL;
    }
  g_object_force_floating (G_OBJECT (self));
  return GTK_WIDGET (self);
}
