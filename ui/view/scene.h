/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is drawn of photo and painting: one of them, both side by side, or parted by a line. */

#ifndef PST_SCENE_H
#define PST_SCENE_H

#include "view/view-maker.h"
#include "view/viewport.h"

G_BEGIN_DECLS

/* What is shown beside the painting. */
typedef enum
{
  PST_COMPARE_PAINTING, /* nothing                                          */
  PST_COMPARE_SPLIT,    /* the photo on the left of a line that can be dragged */
  PST_COMPARE_SIDES,    /* the photo on the left, the painting on the right */
  PST_COMPARE_PHOTO,    /* the photo alone                                  */
  PST_N_COMPARE
} PstCompare;

/* All of it is borrowed. */
typedef struct
{
  GtkWidget *widget;
  PstViewMaker *maker; /* with a source */
  const PstViewport *viewport;
  GimpColorTransform *transform; /* NULL: colours are shown as they are */
  PstCompare compare;
  gboolean comparing; /* the photo as it was, meanwhile           */
  gboolean painted;   /* there is a painting, and it may be shown */
  gdouble split_at;   /* 0 to 1 of the picture's visible part     */
} PstScene;

void pst_scene_draw (const PstScene *scene, cairo_t *cr);

/* TRUE if there is a line between the two. */
gboolean pst_scene_shows_split (const PstScene *scene);

/* Where the second picture begins; 0: there is none. */
gint pst_scene_second_at (const PstScene *scene);

/* How wide a picture may be in an area of @width. */
gint pst_scene_room (PstCompare compare, gint width);

/* What is made of what is seen: where pixels are shown larger than they are, those pixels. */
void pst_scene_made (const PstViewport *viewport, const PstFraming *framing, PstFraming *made);

G_END_DECLS

#endif /* PST_SCENE_H */
