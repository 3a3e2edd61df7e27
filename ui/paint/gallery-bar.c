/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/gallery-bar.h"

#include "paint/gallery.h"
#include "shared/intl.h"
#include "shared/search-entry.h"
#include "shared/widget.h"

#define SPACING      6
#define SLIDER_WIDTH 72

GtkWidget *
pst_gallery_bar_new (gint side, gint step, GtkWidget **filter, GtkAdjustment **size)
{
  GtkWidget *row = gtk_hbox_new (FALSE, SPACING);
  GtkWidget *slider;

  *filter = pst_search_entry_new (_ ("Title or artist"));
  pst_widget_describe (*filter, "pst-filter", _ ("Filter the styles"),
                       _ ("Type a part of a title or of an artist's name to see only those "
                          "styles. You can as well type in the styles themselves."),
                       NULL);
  gtk_box_pack_start (GTK_BOX (row), *filter, TRUE, TRUE, 0);

  *size = GTK_ADJUSTMENT (
      gtk_adjustment_new (side, PST_GALLERY_MIN_SIDE, PST_GALLERY_MAX_SIDE, step, 4 * step, 0));
  slider = gtk_hscale_new (*size);
  gtk_scale_set_draw_value (GTK_SCALE (slider), FALSE);
  gtk_widget_set_size_request (slider, SLIDER_WIDTH, -1);
  pst_widget_describe (slider, "pst-thumbnail-size", _ ("Size of the thumbnails"),
                       _ ("How large the styles are shown. Ctrl and the wheel do the same."), NULL);
  gtk_box_pack_start (GTK_BOX (row), slider, FALSE, FALSE, 0);
  return row;
}
