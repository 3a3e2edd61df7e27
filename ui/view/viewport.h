/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which part of a picture is seen, and how large: plain numbers. */

#ifndef PST_VIEWPORT_H
#define PST_VIEWPORT_H

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is to be seen. */
typedef struct
{
  gint width; /* of the whole picture at this zoom */
  gint height;
  GdkRectangle part; /* of the above; not empty */
} PstFraming;

typedef struct
{
  gint width; /* of the picture; 0: there is none */
  gint height;
  gint area_width; /* of the screen */
  gint area_height;
  gdouble zoom;     /* pixels of the screen for one of the picture; 0: as fits */
  gdouble centre_x; /* of what is seen, 0 to 1 of the picture */
  gdouble centre_y;
} PstViewport;

#define PST_VIEWPORT_INIT                                                                          \
  {                                                                                                \
    0, 0, 1, 1, 0, .5, .5                                                                          \
  }

#define PST_VIEWPORT_MAX_ZOOM 4

/* The zoom at which all is seen; at most 1. */
gdouble pst_viewport_get_fit (const PstViewport *viewport);
gdouble pst_viewport_get_zoom (const PstViewport *viewport);

/* The next larger or smaller of the usual zooms; 0: all. */
gdouble pst_viewport_next_zoom (const PstViewport *viewport, gboolean in);

/* Keeps what is at (@x, @y) of the area where it is. */
void pst_viewport_zoom_at (PstViewport *viewport, gdouble zoom, gdouble x, gdouble y);

/* In pixels of the screen. */
void pst_viewport_pan (PstViewport *viewport, gint x, gint y);

/* What is seen now, and where on the screen its corner is.  There must be a picture. */
void
pst_viewport_get_framing (const PstViewport *viewport, PstFraming *framing, gint *left, gint *top);

/* The pixels of the picture, of @width x @height, that @framing shows larger than they are:
 * all that are seen in part. */
void pst_framing_of_pixels (const PstFraming *framing, gint width, gint height, PstFraming *pixels);

/* With something around it, so that panning finds it there. */
void pst_framing_widen (PstFraming *framing);

gboolean pst_framing_is_whole (const PstFraming *framing);

/* Whether it is of a picture shown so large. */
gboolean pst_framing_is_of_size (const PstFraming *framing, gint width, gint height);

/* TRUE if all that @framing shows is in @other, and at the same zoom. */
gboolean pst_framing_is_within (const PstFraming *framing, const PstFraming *other);

G_END_DECLS

#endif /* PST_VIEWPORT_H */
