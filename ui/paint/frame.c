/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/frame.h"

#include "paint/dialog.h"
#include "shared/intl.h"
#include "shared/widget.h"
#include "shared/window-state.h"

#define SPACING       6
#define BORDER        12
#define WIDTH         1120 /* at first, or three fourths of the screen, if it has room */
#define HEIGHT        660
#define SCREEN_MARGIN 80

static void
add_buttons (GtkDialog *dialog)
{
  gimp_dialog_add_buttons (GIMP_DIALOG (dialog), _ ("R_eset"), PST_DIALOG_RESPONSE_RESET,
                           _ ("_Cancel"), GTK_RESPONSE_CANCEL, _ ("_OK"), GTK_RESPONSE_OK, NULL);
  gtk_dialog_set_default_response (dialog, GTK_RESPONSE_OK);
  gtk_dialog_set_alternative_button_order (dialog, GTK_RESPONSE_OK, PST_DIALOG_RESPONSE_RESET,
                                           GTK_RESPONSE_CANCEL, -1);
  gtk_widget_set_tooltip_text (
      gtk_dialog_get_widget_for_response (dialog, PST_DIALOG_RESPONSE_RESET),
      _ ("Put everything but the style back to its first value"));
}

void
pst_frame_pack (const PstFrame *frame, GtkWidget *hints, GtkWidget *status)
{
  GtkDialog *dialog = GTK_DIALOG (frame->window);
  GtkWidget *box = gtk_vbox_new (FALSE, BORDER);
  GtkWidget *panes = gtk_hpaned_new ();
  GtkWidget *left = gtk_vbox_new (FALSE, SPACING);
  GtkWidget *right = gtk_alignment_new (0, 0, 1, 1);

  add_buttons (dialog);
  gtk_container_set_border_width (GTK_CONTAINER (box), BORDER);
  gtk_box_pack_start (GTK_BOX (gtk_dialog_get_content_area (dialog)), box, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (box), hints, FALSE, FALSE, 0);

  gtk_box_pack_start (GTK_BOX (left), GTK_WIDGET (frame->preview), TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (left), status, FALSE, FALSE, 0);
  gtk_paned_pack1 (GTK_PANED (panes), left, TRUE, FALSE);
  pst_widget_describe (panes, "pst-panes", _ ("Divider"), NULL, NULL);

  gtk_alignment_set_padding (GTK_ALIGNMENT (right), 0, 0, SPACING, 0);
  gtk_container_add (GTK_CONTAINER (right), GTK_WIDGET (frame->side));
  gtk_paned_pack2 (GTK_PANED (panes), right, FALSE, FALSE);
  gtk_box_pack_start (GTK_BOX (box), panes, TRUE, TRUE, 0);
  gtk_widget_show_all (box);
}

static gchar *
path_of (const PstFrame *frame)
{
  return frame->folder ? g_build_filename (frame->folder, "window", NULL) : NULL;
}

void
pst_frame_restore (const PstFrame *frame)
{
  PstWindowState state = PST_WINDOW_STATE_INIT;
  GdkScreen *screen = gtk_widget_get_screen (GTK_WIDGET (frame->window));
  gint width = gdk_screen_get_width (screen) - SCREEN_MARGIN;
  gint height = gdk_screen_get_height (screen) - SCREEN_MARGIN;
  g_autofree gchar *path = path_of (frame);

  if (path)
    pst_window_state_load (&state, path);
  if (! state.width)
    state.width = MAX (WIDTH, gdk_screen_get_width (screen) * 3 / 4);
  if (! state.height)
    state.height = MAX (HEIGHT, gdk_screen_get_height (screen) * 3 / 4);
  gtk_window_set_default_size (frame->window, MIN (state.width, width), MIN (state.height, height));
  pst_controls_set_expanded (pst_side_get_controls (frame->side), state.expanded);
  pst_preview_set_compare (frame->preview, (PstCompare) MIN (state.compare, PST_N_COMPARE - 1));
  pst_preview_set_active (frame->preview, state.preview);
  if (state.thumbnail)
    pst_gallery_set_thumbnail_side (pst_side_get_gallery (frame->side), state.thumbnail);
}

void
pst_frame_keep (const PstFrame *frame)
{
  PstWindowState state = PST_WINDOW_STATE_INIT;
  g_autofree gchar *path = path_of (frame);

  if (! path)
    return;
  gtk_window_get_size (frame->window, &state.width, &state.height);
  state.expanded = pst_controls_get_expanded (pst_side_get_controls (frame->side));
  state.preview = pst_preview_get_active (frame->preview);
  state.thumbnail = pst_gallery_get_thumbnail_side (pst_side_get_gallery (frame->side));
  state.compare = (gint) pst_preview_get_compare (frame->preview);
  pst_window_state_save (&state, path);
}
