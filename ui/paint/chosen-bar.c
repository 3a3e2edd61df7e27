/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/chosen-bar.h"

#include "shared/intl.h"
#include "shared/style-row.h"
#include "shared/style-title.h"
#include "shared/widget.h"

#define SPACING 6

struct _PstChosenBar
{
  GtkHBox parent_instance;

  GtkWidget *chosen;
  GtkWidget *star;
  gboolean setting; /* the star follows what is chosen */
};

G_DEFINE_TYPE (PstChosenBar, pst_chosen_bar, GTK_TYPE_HBOX)

static guint starred_signal;

static void
star_toggled (GtkToggleButton *star, PstChosenBar *self)
{
  if (! self->setting)
    g_signal_emit (self, starred_signal, 0, gtk_toggle_button_get_active (star));
}

void
pst_chosen_bar_set (PstChosenBar *self, const PstStyleEntry *entry, const gchar *mixed,
                    gboolean favourite)
{
  g_autofree gchar *author = NULL;
  g_autofree gchar *text = NULL;

  if (entry)
    {
      author = entry->style ? pst_style_author (entry->style) : NULL;
      text = mixed ? g_markup_printf_escaped ("<b>%s</b> + <b>%s</b>", pst_style_row_title (entry),
                                              mixed)
                   : g_markup_printf_escaped ("<b>%s</b>  %s", pst_style_row_title (entry),
                                              author ? author : "");
    }
  gtk_label_set_markup (GTK_LABEL (self->chosen), text ? text : "");
  self->setting = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->star), favourite);
  gtk_widget_set_sensitive (self->star, entry && entry->style);
  self->setting = FALSE;
}

void
pst_chosen_bar_click (PstChosenBar *self)
{
  gtk_button_clicked (GTK_BUTTON (self->star));
}

static void
pst_chosen_bar_class_init (PstChosenBarClass *klass)
{
  starred_signal = g_signal_new ("starred", PST_TYPE_CHOSEN_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
pst_chosen_bar_init (PstChosenBar *self)
{
  GtkBox *box = GTK_BOX (self);

  gtk_box_set_spacing (box, SPACING);
  self->chosen = gtk_label_new (NULL);
  gtk_widget_set_name (self->chosen, "pst-chosen");
  gtk_misc_set_alignment (GTK_MISC (self->chosen), 0, .5);
  gtk_label_set_ellipsize (GTK_LABEL (self->chosen), PANGO_ELLIPSIZE_END);
  gtk_box_pack_start (box, self->chosen, TRUE, TRUE, 0);

  self->star = gtk_toggle_button_new_with_label ("★");
  gtk_button_set_relief (GTK_BUTTON (self->star), GTK_RELIEF_NONE);
  pst_widget_describe (self->star, "pst-favourite", _ ("Favourite"),
                       _ ("Put this style to your favourites, which come first. Ctrl+D does the "
                          "same."),
                       NULL);
  g_signal_connect (self->star, "toggled", G_CALLBACK (star_toggled), self);
  gtk_box_pack_start (box, self->star, FALSE, FALSE, 0);
}

GtkWidget *
pst_chosen_bar_new (void)
{
  return g_object_new (PST_TYPE_CHOSEN_BAR, NULL);
}
