/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What all parts of the windows do alike. */

#ifndef PST_WIDGET_H
#define PST_WIDGET_H

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How @widget is known: to tests and themes by @name, to screen readers by @title, to
 * people by @tooltip, to GIMP's help by @help_id.  The last three may be NULL. */
void pst_widget_describe (GtkWidget *widget, const gchar *name, const gchar *title,
                          const gchar *tooltip, const gchar *help_id);

/* @child under a heading, as GIMP has it. */
GtkWidget *pst_framed_new (const gchar *title, GtkWidget *child);

/* For rows of a label and what belongs to it, in @columns. */
GtkWidget *pst_table_new (gint rows, gint columns);

/* @child at @row, over all columns but the first; @text has a mnemonic for @focus.  The
 * label, which is the table's. */
GtkWidget *
pst_table_add (GtkWidget *table, gint row, const gchar *text, GtkWidget *child, GtkWidget *focus);

/* A number that is set by a slider; texts are already translated. */
typedef struct
{
  const gchar *label; /* with a mnemonic                                           */
  const gchar *name;  /* of the widget; that of its number ends in "-number"       */
  const gchar *title; /* for screen readers                                        */
  const gchar *tooltip;
  const gchar *help_id;
  gdouble value, lower, upper;
} PstSlider;

/* A row at @row of @table: a label, a slider whose step is a ratio, and a number. */
GtkAdjustment *pst_table_add_slider (GtkWidget *table, gint row, const PstSlider *slider);

/* Its text wraps, within so many characters of usual width. */
void pst_label_wrap (GtkWidget *label, gint width_chars);

/* A line of a picture and a text that wraps, of @width_chars; hidden while it has none. */
GtkWidget *pst_note_new (const gchar *name, gint width_chars);

/* In pixels, picture included, instead of in characters. */
void pst_note_set_width (GtkWidget *note, gint width);

/* @stock: of the picture; NULL: none.  @text: NULL or "" for none. */
void pst_note_set (GtkWidget *note, const gchar *stock, const gchar *text);

/* What it says, or "". */
const gchar *pst_note_get (GtkWidget *note);

/* @child in a window that scrolls up and down where it must, without a border. */
GtkWidget *pst_scroll_new (GtkWidget *child);

/* Shows @child as high as it needs, but scrolls it if there is less than its height and
 * @reserve pixels on the screen. */
GtkWidget *pst_tall_new (GtkWidget *child, gint reserve);

/* Asks above @parent, which may be NULL.  @verb is on the button for yes, with a mnemonic;
 * @dangerous: Return means no. */
gboolean pst_ask (GtkWindow *parent, const gchar *question, const gchar *explanation,
                  const gchar *verb, gboolean dangerous);

G_END_DECLS

#endif /* PST_WIDGET_H */
