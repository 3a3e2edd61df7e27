/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The picture in the dialog: what of it is shown, and how.  Runs under Xvfb. */

#include <gegl.h>
#include <gio/gio.h>
#include <libgimpbase/gimpbase.h>

#include "dialog-host.h"
#include "paint/dialog.h"
#include "view/easel.h"

/* What is seen at a fraction of the picture, before or after. */
static guint32
seen (GtkWidget *dialog, gboolean after, gdouble x, gdouble y)
{
  GdkRectangle part;
  cairo_surface_t *surface = pst_preview_get_surface (preview_of (dialog), after, &part);

  return pixel_in (surface, (gint) (x * part.width), (gint) (y * part.height));
}

static gboolean
is_gray (guint32 pixel)
{
  return (pixel >> 16) == (pixel & 255) && (pixel >> 8 & 255) == (pixel & 255);
}

/* Of a gray image the preview is as gray as the result: but in a new image. */
static void
test_gray (void)
{
  TestHost host;
  GtkWidget *dialog;
  guint32 gray;

  host_init (&host, TRUE);
  host.base.gray = TRUE;
  host.width = host.height = 200;
  dialog = open_dialog (&host);
  gray = seen (dialog, TRUE, .3, .6);
  g_assert_true (is_gray (gray));
  gtk_combo_box_set_active (GTK_COMBO_BOX (find (dialog, "pst-output")), PST_OUTPUT_IMAGE);
  g_assert_false (is_gray (seen (dialog, TRUE, .3, .6)));
  gtk_combo_box_set_active (GTK_COMBO_BOX (find (dialog, "pst-output")), PST_OUTPUT_REPLACE);
  g_assert_cmphex (seen (dialog, TRUE, .3, .6), ==, gray);
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

static void
press_button (GtkWidget *widget, GdkEventType type)
{
  GdkEvent *event = gdk_event_new (type);

  event->button.window = g_object_ref (gtk_widget_get_window (widget));
  event->button.button = 1;
  event->button.x = event->button.y = 50;
  gtk_widget_event (widget, event);
  gdk_event_free (event);
}

/* Nothing covers a picture that is being moved. */
static void
test_tooltip (void)
{
  TestHost host;
  GtkWidget *dialog, *area;

  host_init (&host, TRUE);
  dialog = open_dialog (&host);
  area = find (dialog, "pst-preview-area");
  g_assert_true (gtk_widget_get_has_tooltip (area));
  press_button (area, GDK_BUTTON_PRESS);
  press_button (area, GDK_BUTTON_RELEASE);
  g_assert_false (gtk_widget_get_has_tooltip (area));
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* At 400 % every pixel of the painting is a square of sixteen, and the one below the pointer
 * stays there. */
static void
test_large_zoom (void)
{
  TestHost host;
  GtkWidget *dialog, *area;
  GdkEvent *event;
  guint32 below;
  gint x, y, same = 0;

  host_init (&host, TRUE);
  host.width = 1500;
  host.height = 1000;
  dialog = open_dialog (&host);
  gtk_window_present (GTK_WINDOW (dialog));
  area = find (dialog, "pst-preview-area");
  click (dialog, "pst-zoom-100");
  wait_until_idle (dialog);
  x = area->allocation.width / 3;
  y = area->allocation.height / 3;
  below = pixel_of (dialog, x, y);
  for (gint i = 0; i < 4; i++)
    {
      event = gdk_event_new (GDK_SCROLL);
      event->scroll.window = g_object_ref (gtk_widget_get_window (area));
      event->scroll.direction = GDK_SCROLL_UP;
      event->scroll.x = x + .5;
      event->scroll.y = y + .5;
      gtk_widget_event (area, event);
      gdk_event_free (event);
      wait_until_idle (dialog);
    }
  g_assert_cmpfloat (pst_preview_get_zoom (preview_of (dialog)), ==, 4);
  for (gint i = -4; i <= 4; i++)
    same += pixel_of (dialog, x + i, y) == below;
  g_assert_cmpint (same, >=, 3);
  g_assert_cmpint (same, <=, 6);
  g_assert_false (gtk_widget_get_sensitive (find (dialog, "pst-zoom-in")));
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* After a slider only what is seen is blended, and it is the same as if all were, also where one
 * goes from there. */
static void
test_part (void)
{
  TestHost host;
  GtkWidget *dialog;

  host_init (&host, TRUE);
  host.covered = TRUE;
  host.width = 2400;
  host.height = 1600;
  dialog = open_dialog (&host);
  gtk_window_resize (GTK_WINDOW (dialog), 900, 640); /* small: more than is seen is made */
  gtk_window_present (GTK_WINDOW (dialog));
  click (dialog, "pst-zoom-100");
  wait_until_idle (dialog);
  slide (dialog, "pst-strength", 60);
  for (gint step = 0; step < 3; step++)
    {
      guint32 shown[16];

      for (gint i = 0; i < 16; i++)
        shown[i] = pixel_of (dialog, 20 + 17 * i, 15 + 13 * i);

      /* Has all of it blended, which is drawn then. */
      pst_preview_get_surface (preview_of (dialog), TRUE, NULL);
      for (gint i = 0; i < 16; i++)
        g_assert_cmphex (pixel_of (dialog, 20 + 17 * i, 15 + 13 * i), ==, shown[i]);
      slide (dialog, "pst-strength", 50 - step);
      pst_preview_pan (preview_of (dialog), 40, 25);
      wait_until_idle (dialog);
    }
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* Photo and painting, or one of them. */
static void
test_compare (void)
{
  TestHost host;
  GtkWidget *dialog, *area;
  GtkComboBox *view;
  gint width, height;
  guint32 shown[PST_N_COMPARE][2];

  host_init (&host, TRUE);
  host.width = 300;
  host.height = 300;
  dialog = open_dialog (&host);
  gtk_window_present (GTK_WINDOW (dialog));
  area = find (dialog, "pst-preview-area");
  view = GTK_COMBO_BOX (find (dialog, "pst-view"));
  width = area->allocation.width;
  height = area->allocation.height;
  for (gint i = 0; i < PST_N_COMPARE; i++)
    {
      gtk_combo_box_set_active (view, i);
      wait_until_idle (dialog);
      for (gint k = 0; k < 2; k++)
        {
          gint room = i == PST_COMPARE_SIDES ? (width - 6) / 2 : width;
          gint left = (room - host.width) / 2 + (i == PST_COMPARE_SIDES && k ? room + 6 : 0);

          shown[i][k] = pixel_of (dialog, left + (k ? 210 : 90), height / 2);
        }
    }
  for (gint k = 0; k < 2; k++)
    {
      g_assert_cmphex (shown[PST_COMPARE_PAINTING][k], !=, shown[PST_COMPARE_PHOTO][k]);
      for (gint i = PST_COMPARE_SPLIT; i <= PST_COMPARE_SIDES; i++)
        g_assert_cmphex (shown[i][k], ==, shown[k ? PST_COMPARE_PAINTING : PST_COMPARE_PHOTO][k]);
    }
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* What is not selected is the photo, and what is see-through is a checkerboard. */
static void
test_cover (void)
{
  TestHost host;
  GtkWidget *dialog;

  host_init (&host, TRUE);
  host.covered = TRUE;
  host.width = host.height = 1600;
  dialog = open_dialog (&host);
  for (gint zoomed = 0; zoomed < 2; zoomed++)
    {
      g_assert_cmphex (seen (dialog, TRUE, .9, .1), !=, seen (dialog, FALSE, .9, .1));
      if (! zoomed)
        {
          g_assert_cmphex (seen (dialog, TRUE, .9, .9), ==, seen (dialog, FALSE, .9, .9));
          g_assert_false (is_gray (seen (dialog, TRUE, .9, .9)));
          for (gint after = 0; after < 2; after++)
            {
              g_assert_true (is_gray (seen (dialog, after, .1, .2)));
              g_assert_true (is_gray (seen (dialog, after, .4, .9)));
            }
        }
      click (dialog, "pst-zoom-100");
      pst_preview_pan (preview_of (dialog), 2000, -2000);
      wait_until_idle (dialog);
    }
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

static gboolean
press_ok (gpointer dialog)
{
  gtk_dialog_response (dialog, GTK_RESPONSE_OK);
  return G_SOURCE_REMOVE;
}

/* Likeness 90 in the upper half, and @likeness in the lower. */
static PstImage *
painted_by_hand (GtkWidget *dialog, const PstImage *photo, gdouble likeness)
{
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autofree gfloat *mask = g_new0 (gfloat, photo->width * photo->height);
  g_autoptr (PstLikenessMap) map = NULL;
  PstParams params = PST_PARAMS_INIT;
  PstImage *painting;

  for (gint i = 0; i < photo->width * photo->height / 2; i++)
    mask[i] = 1;
  map = pst_likeness_map_new_masked (mask, photo->width, photo->height, likeness, 90, NULL);
  params.likeness_map = map;
  painting = pst_engine_stylise (engine, pst_dialog_get_style (PST_DIALOG (dialog)), NULL, &params,
                                 photo, NULL, NULL);
  g_assert_nonnull (painting);
  return painting;
}

/* What is selected keeps its likeness, and all is painted: in the preview, and in what OK makes. */
static void
test_kept (void)
{
  TestHost host;
  GtkWidget *dialog;
  g_autoptr (PstImage) photo = photo_new (200, 160), expected = NULL, painting = NULL;
  PstSettings answer = PST_SETTINGS_INIT;
  guint32 usual, near;

  host_init (&host, TRUE);
  host.width = photo->width;
  host.height = photo->height;
  dialog = open_dialog (&host);
  g_assert_false (gtk_widget_get_sensitive (find (dialog, "pst-keep-selected")));
  gtk_widget_destroy (dialog);

  host.covered = TRUE;
  dialog = open_dialog (&host);
  g_assert_true (gtk_widget_get_sensitive (find (dialog, "pst-keep-selected")));
  usual = seen (dialog, TRUE, .8, .2);
  g_assert_cmphex (seen (dialog, TRUE, .8, .8), ==, seen (dialog, FALSE, .8, .8));
  slide (dialog, "pst-likeness", 100);
  wait_until_idle (dialog);
  near = seen (dialog, TRUE, .8, .2);
  g_assert_cmphex (near, !=, usual);
  slide (dialog, "pst-likeness", 50);
  click (dialog, "pst-keep-selected");
  wait_until_idle (dialog);
  g_assert_cmphex (seen (dialog, TRUE, .8, .2), !=, usual);
  g_assert_cmphex (seen (dialog, TRUE, .8, .8), !=, seen (dialog, FALSE, .8, .8));
  slide (dialog, "pst-likeness", 55);
  wait_until_idle (dialog);

  expected = painted_by_hand (dialog, photo, 55);
  g_idle_add (press_ok, dialog);
  g_assert_true (pst_dialog_run (PST_DIALOG (dialog), &answer));
  painting = pst_dialog_steal_painting (PST_DIALOG (dialog));
  g_assert_cmpmem (painting->data, bytes_of (painting), expected->data, bytes_of (expected));
  g_assert_cmpfloat (answer.params.likeness, ==, 55);
  g_assert_null (answer.params.likeness_map);
  g_assert_true (answer.keep_selected);
  g_assert_true (host.kept.keep_selected);
  gtk_widget_destroy (dialog);

  /* As it was left. */
  dialog = open_dialog (&host);
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (find (dialog, "pst-likeness"))), ==, 55);
  g_assert_true (
      gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find (dialog, "pst-keep-selected"))));
  g_assert_cmphex (seen (dialog, TRUE, .8, .8), !=, seen (dialog, FALSE, .8, .8));
  click (dialog, "pst-keep-selected");
  wait_until_idle (dialog);
  g_assert_cmphex (seen (dialog, TRUE, .8, .8), ==, seen (dialog, FALSE, .8, .8));
  gtk_dialog_response (GTK_DIALOG (dialog), PST_DIALOG_RESPONSE_RESET);
  g_assert_cmpfloat (settings_of (dialog).params.likeness, ==, 50);
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

typedef struct
{
  PstImage *first, *last; /* paintings, without their photos */
} Shown;

/* @painting without @photo, as long as a coarse one is. */
static PstImage *
without_photo (const PstPaintings *paintings)
{
  const PstImage *photo = paintings->photo->image, *painting = paintings->painting->image;
  g_autoptr (PstImage) rest = pst_image_crop (painting, 0, 0, photo->width, photo->height, NULL);

  for (gsize i = 0; i < bytes_of (rest) / sizeof (gfloat); i++)
    rest->data[i] -= photo->data[i];
  return pst_image_resize (rest, 256, 192, NULL);
}

static PstEasel *shown_easel;

static void
keep_shown (gpointer owner)
{
  Shown *shown = owner;
  const PstPaintings *paintings = shown_easel ? pst_easel_get_paintings (shown_easel) : NULL;
  PstImage **place = paintings && paintings->coarse ? &shown->first : &shown->last;

  if (! paintings || *place)
    return;
  *place = without_photo (paintings);
}

static const PstEaselFuncs shown_funcs = { keep_shown, NULL, NULL };

/* Mean squares of what is finer than @size pixels. */
static gdouble
strokes_in (const PstImage *image, gint size)
{
  g_autoptr (PstImage) small =
      pst_image_resize (image, image->width / size, image->height / size, NULL);
  g_autoptr (PstImage) soft = pst_image_resize (small, image->width, image->height, NULL);
  gdouble sum = 0;
  gsize n = bytes_of (image) / sizeof (gfloat);

  for (gsize i = 0; i < n; i++)
    sum += (image->data[i] - soft->data[i]) * (image->data[i] - soft->data[i]);
  return sum / (gdouble) n;
}

static gdouble
mean_of (const PstImage *image)
{
  gdouble sum = 0;
  gsize n = bytes_of (image) / sizeof (gfloat);

  for (gsize i = 0; i < n; i++)
    sum += image->data[i];
  return sum / (gdouble) n;
}

/* With a small brush, what is shown first has the colours of what comes, and no strokes that
 * are larger. */
static void
test_small_brush (void)
{
  TestHost host;
  Shown shown = { NULL };
  g_autoptr (PstEasel) easel = pst_easel_new (1, &shown_funcs, &shown);
  g_autoptr (PstPicture) photo = pst_picture_new (photo_new (400, 300));
  g_autoptr (PstStyle) style = NULL;
  g_autofree gchar *path = NULL;

  host_init (&host, TRUE);
  path = g_build_filename (host.folder, "great-wave.safetensors", NULL);
  style = pst_style_load (path, NULL);
  shown_easel = easel;
  pst_easel_set_source (easel, photo);
  pst_easel_set_order (easel, &(PstOrder){ .style = style, .brush_size = 25 });
  while (pst_easel_is_busy (easel))
    g_main_context_iteration (NULL, TRUE);
  shown_easel = NULL;
  g_assert_nonnull (shown.first);
  g_assert_nonnull (shown.last);
  g_assert_cmpfloat (strokes_in (shown.first, 8), <, 1.5 * strokes_in (shown.last, 8));
  g_assert_cmpfloat (fabs (mean_of (shown.first) - mean_of (shown.last)), <, .05);
  pst_image_free (shown.first);
  pst_image_free (shown.last);
  host_clear (&host);
}
int
main (int argc, char **argv)
{
  gtk_init (&argc, &argv);
  gegl_init (NULL, NULL);
  gimp_dialogs_show_help_button (TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preview/gray", test_gray);
  g_test_add_func ("/preview/tooltip", test_tooltip);
  g_test_add_func ("/preview/large-zoom", test_large_zoom);
  g_test_add_func ("/preview/part", test_part);
  g_test_add_func ("/preview/compare", test_compare);
  g_test_add_func ("/preview/cover", test_cover);
  g_test_add_func ("/preview/kept", test_kept);
  g_test_add_func ("/preview/small-brush", test_small_brush);
  return g_test_run ();
}
