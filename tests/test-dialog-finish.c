/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog finishes: the slider, and what is seen at 100 %.  Runs under Xvfb. */

#include "dialog-host.h"
#include "paint/dialog.h"
#include "view/easel.h"

#define OWN 35 /* what the style's file says */

/* Has one of the host's styles learnt to finish, whatever that is. */
static void
teach (const TestHost *host, const gchar *id, gboolean says_how_much)
{
  g_autofree gchar *name = g_strconcat (id, ".safetensors", NULL);
  g_autofree gchar *path = g_build_filename (host->folder, name, NULL);
  g_autoptr (PstStyle) plain = pst_style_load (path, NULL), style = NULL;
  g_autoptr (PstTensorSet) weights = finisher_new (0.2);
  g_autoptr (GError) error = NULL;

  style = pst_style_new_with_finisher (plain, weights, &error);
  g_assert_no_error (error);
  if (says_how_much)
    {
      g_autoptr (PstStyle) silent = style;
      g_autofree gchar *text = g_strdup_printf ("%d", OWN);

      style = pst_style_new_with (silent, "finish", text, &error);
    }
  g_assert_true (pst_style_save (style, path, PST_DTYPE_F16, &error));
}

static gboolean
press_ok (gpointer dialog)
{
  gtk_dialog_response (dialog, GTK_RESPONSE_OK);
  return G_SOURCE_REMOVE;
}

static gboolean
press_ok_and_wait (GtkWidget *dialog)
{
  PstSettings answer = PST_SETTINGS_INIT;

  g_idle_add (press_ok, dialog);
  return pst_dialog_run (PST_DIALOG (dialog), &answer);
}

static gdouble
shown (GtkWidget *dialog)
{
  return gtk_range_get_value (GTK_RANGE (find (dialog, "pst-finish")));
}

/* Whether it can be moved, and says why if not. */
static gboolean
can_finish (GtkWidget *dialog)
{
  GtkWidget *const parts[] = { find (dialog, "pst-finish"), find (dialog, "pst-finish-number") };
  gboolean sensitive = gtk_widget_get_sensitive (parts[0]);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree gchar *tooltip = gtk_widget_get_tooltip_text (parts[i]);

      g_assert_cmpint (gtk_widget_get_sensitive (parts[i]), ==, sensitive);
      g_assert_nonnull (tooltip);
      g_assert_cmpint (strstr (tooltip, "has not learnt") != NULL, ==, ! sensitive);
    }
  return sensitive;
}

static void
mix_with (GtkWidget *dialog, gint row)
{
  gtk_combo_box_set_active (GTK_COMBO_BOX (find (dialog, "pst-mix-style")), row);
  wait_until_idle (dialog);
}

/* As much as the style says, until somebody says otherwise; and that is remembered. */
static void
test_slider (void)
{
  TestHost host;
  GtkWidget *dialog;

  host_init (&host, TRUE);
  teach (&host, "great-wave", TRUE);
  teach (&host, "untitled", FALSE);
  dialog = open_dialog (&host);
  click_item (dialog, "Great Wave");
  wait_until_idle (dialog);
  g_assert_true (can_finish (dialog));
  g_assert_cmpfloat (shown (dialog), ==, OWN);
  g_assert_cmpfloat (settings_of (dialog).params.finish, ==, PST_FINISH_OWN);

  click_item (dialog, "Red Fuji <&>");
  wait_until_idle (dialog);
  g_assert_false (can_finish (dialog));
  mix_with (dialog, 1);
  g_assert_true (can_finish (dialog));
  g_assert_cmpfloat (shown (dialog), ==, OWN);
  mix_with (dialog, 3);
  g_assert_cmpfloat (shown (dialog), ==, PST_FINISH);
  mix_with (dialog, 0);
  g_assert_false (can_finish (dialog));
  g_assert_cmpfloat (settings_of (dialog).params.finish, ==, PST_FINISH_OWN);

  click_item (dialog, "Great Wave");
  slide (dialog, "pst-finish", 80);
  g_assert_cmpfloat (settings_of (dialog).params.finish, ==, 80);
  g_assert_true (press_ok_and_wait (dialog));
  gtk_widget_destroy (dialog);

  dialog = open_dialog (&host);
  g_assert_cmpfloat (shown (dialog), ==, 80);
  gtk_dialog_response (GTK_DIALOG (dialog), PST_DIALOG_RESPONSE_RESET);
  g_assert_cmpfloat (shown (dialog), ==, OWN);
  g_assert_cmpfloat (settings_of (dialog).params.finish, ==, PST_FINISH_OWN);
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* What @dialog's settings make of the photo. */
static PstImage *
made_by_hand (GtkWidget *dialog, const PstImage *photo, gdouble finish)
{
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  PstParams params = settings_of (dialog).params;
  PstImage *painting;

  params.finish = finish;
  painting =
      pst_engine_stylise (engine, pst_dialog_get_style (PST_DIALOG (dialog)),
                          pst_dialog_get_second (PST_DIALOG (dialog)), &params, photo, NULL, NULL);
  g_assert_nonnull (painting);
  return painting;
}

/* At 100 % one sees what OK makes, finished, at any place and for any slider; and OK makes it. */
static void
test_seen (void)
{
  TestHost host;
  GtkWidget *dialog;
  g_autoptr (PstImage) photo = photo_new (2500, 1700), own = NULL, soft = NULL, mixed = NULL,
                       painting = NULL;

  host_init (&host, TRUE);
  teach (&host, "great-wave", TRUE);
  teach (&host, "untitled", FALSE);
  host.width = photo->width;
  host.height = photo->height;
  dialog = open_dialog (&host);
  slide (dialog, "pst-refine", 0);
  click_item (dialog, "Great Wave");
  wait_until_idle (dialog);
  own = made_by_hand (dialog, photo, OWN);
  soft = made_by_hand (dialog, photo, 0);
  click (dialog, "pst-zoom-100");
  wait_until_idle (dialog);
  g_assert_cmpfloat (likeness (dialog, own, TRUE), >=, 40);
  g_assert_cmpfloat (likeness (dialog, soft, TRUE), <, 35);
  pst_preview_pan (preview_of (dialog), 5000, 5000);
  wait_until_idle (dialog);
  g_assert_cmpfloat (likeness (dialog, own, TRUE), >=, 40);

  /* At once: it is known. */
  slide (dialog, "pst-finish", 0);
  g_assert_cmpfloat (likeness (dialog, soft, TRUE), >=, 40);
  slide (dialog, "pst-finish", OWN);
  wait_until_idle (dialog);
  g_assert_cmpfloat (likeness (dialog, own, TRUE), >=, 40);

  mix_with (dialog, 3);
  mixed = made_by_hand (dialog, photo, OWN);
  g_assert_cmpfloat (likeness (dialog, mixed, TRUE), >=, 40);
  g_assert_cmpfloat (likeness (dialog, own, TRUE), <, 40);

  mix_with (dialog, 0);
  gtk_dialog_response (GTK_DIALOG (dialog), PST_DIALOG_RESPONSE_RESET);
  slide (dialog, "pst-refine", 0);
  g_assert_true (press_ok_and_wait (dialog));
  painting = pst_dialog_steal_painting (PST_DIALOG (dialog));
  g_assert_cmpmem (painting->data, bytes_of (painting), own->data, bytes_of (own));
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* Some pixels of the picture, by place in it; 0 where they are not made now. */
static void
look_at (GtkWidget *dialog, gint x, gint y, guint32 pixels[16])
{
  GdkRectangle part;
  cairo_surface_t *surface = pst_preview_get_surface (preview_of (dialog), TRUE, &part);

  for (gint i = 0; i < 16; i++)
    {
      gint px = x + 11 * i - part.x, py = y + 9 * i - part.y;
      gboolean there = px >= 0 && py >= 0 && px < part.width && py < part.height;

      pixels[i] = there ? pixel_in (surface, px, py) : 0;
    }
}

/* What was finished stays so while one goes on; nothing of it is soft in between. */
static void
test_stays (void)
{
  TestHost host;
  GtkWidget *dialog;
  guint n_views = 0;

  host_init (&host, TRUE);
  teach (&host, "great-wave", TRUE);
  host.width = 2400;
  host.height = 1600;
  dialog = open_dialog (&host);
  slide (dialog, "pst-refine", 0);
  click_item (dialog, "Great Wave");
  slide (dialog, "pst-finish", 100);
  click (dialog, "pst-zoom-100");
  wait_until_idle (dialog);
  for (gint step = 0; step < 4; step++)
    {
      guint32 before[16], now[16];
      GdkRectangle seen, part;

      pst_preview_get_surface (preview_of (dialog), TRUE, &seen);
      look_at (dialog, seen.x + seen.width - 190, seen.y + seen.height - 190, before);
      part = seen;
      pst_preview_pan (preview_of (dialog), seen.width / 3, seen.height / 3);
      while (pst_dialog_is_busy (PST_DIALOG (dialog)))
        {
          GdkRectangle old = part;

          g_main_context_iteration (NULL, TRUE);
          pst_preview_get_surface (preview_of (dialog), TRUE, &part);
          n_views += part.x != old.x || part.y != old.y;
          look_at (dialog, seen.x + seen.width - 190, seen.y + seen.height - 190, now);
          g_assert_cmpmem (now, sizeof now, before, sizeof before);
        }
    }
  g_assert_cmpuint (n_views, >=, 2);
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* ---- how long it takes ------------------------------------------------ */

static void
ignore_change (void *owner)
{
}

static void
ignore_thumbnail (void *owner, PstStyle *style, const PstImage *image)
{
}

static void
ignore_finished (void *owner, PstImage *image, const GError *error)
{
  pst_image_free (image);
}

static gdouble
estimate (const PstEasel *easel, PstStyle *style, PstStyle *second, gdouble finish)
{
  PstParams params = PST_PARAMS_INIT;
  const PstOrder order = { .style = style, .second = second, .brush_size = params.brush_size };

  params.finish = finish;
  return pst_easel_estimate (easel, &order, &params);
}

/* What a finisher takes is counted where one is asked for, and once for each style that has one. */
static void
test_estimate (void)
{
  static const PstEaselFuncs funcs = { ignore_change, ignore_thumbnail, ignore_finished };
  TestHost host;
  g_autoptr (PstEasel) easel = NULL;
  g_autoptr (PstPicture) photo = pst_picture_new (photo_new (2500, 1700));
  g_autoptr (PstStyle) style = NULL, plain = NULL;
  g_autofree gchar *path = NULL;
  PstOrder order = { .brush_size = 100 };
  gdouble without, with, both;

  host_init (&host, TRUE);
  path = g_build_filename (host.folder, "great-wave.safetensors", NULL);
  plain = pst_style_load (path, NULL);
  teach (&host, "great-wave", TRUE);
  style = pst_style_load (path, NULL);
  easel = pst_easel_new (1, &funcs, NULL);
  pst_easel_set_source (easel, photo);
  order.style = style;
  order.second = plain;
  pst_easel_set_order (easel, &order);
  while (pst_easel_is_busy (easel))
    g_main_context_iteration (NULL, TRUE);
  without = estimate (easel, style, plain, 0);
  with = estimate (easel, style, plain, PST_FINISH_OWN);
  g_assert_cmpfloat (without, >, 0);
  g_assert_cmpfloat (with, >, without);
  g_assert_cmpfloat (estimate (easel, style, plain, 1), ==, with);

  order.second = style;
  pst_easel_set_order (easel, &order);
  while (pst_easel_is_busy (easel))
    g_main_context_iteration (NULL, TRUE);
  without = estimate (easel, style, style, 0);
  with = estimate (easel, style, plain, 100);
  both = estimate (easel, style, style, 100);
  g_assert_cmpfloat (both - without, >, 1.9 * (with - without));
  g_assert_cmpfloat (with, >, without);

  order.style = plain;
  order.second = NULL;
  pst_easel_set_order (easel, &order);
  while (pst_easel_is_busy (easel))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpfloat (estimate (easel, plain, NULL, 100), ==, estimate (easel, plain, NULL, 0));
  host_clear (&host);
}

int
main (int argc, char **argv)
{
  gtk_init (&argc, &argv);
  gegl_init (NULL, NULL);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dialog-finish/slider", test_slider);
  g_test_add_func ("/dialog-finish/seen", test_seen);
  g_test_add_func ("/dialog-finish/stays", test_stays);
  g_test_add_func ("/dialog-finish/estimate", test_estimate);
  return g_test_run ();
}
