/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A part of the picture at some zoom: planes of the photo and its paintings, and
 * what they look like on a screen. */

#ifndef PST_VIEW_H
#define PST_VIEW_H

#include <gegl.h>
#include <gtk/gtk.h>
#include <libgimpcolor/gimpcolor.h>

#include "shared/cover.h"
#include "view/easel.h"
#include "view/finished.h"
#include "view/viewport.h"

G_BEGIN_DECLS

/* What becomes of a photo and its paintings. */
typedef struct
{
  PstParams params;
  gboolean gray; /* the result will have no colours */
} PstLook;

/* Immutable but for its surfaces, which belong to the thread that has the view. */
typedef struct
{
  PstFraming framing;
  PstPicture *photo;       /* the part; also where there is no painting */
  PstPicture *painting;    /* the part, or NULL                         */
  PstPicture *second;      /* the part, or NULL                         */
  PstPicture *from;        /* the painting that this is a part of       */
  PstPicture *from_second; /* the same of the second                    */
  PstPicture *finished[2]; /* the same parts, finished, or NULL         */
  PstStyle *styles[2];     /* that they are finished in, or NULL        */
  gboolean unfinished;     /* something of finished is not yet          */
  guint8 *alpha;           /* see PstCover; the part       */
  guint8 *mask;
  cairo_surface_t *before; /* NULL: not made yet                        */
  cairo_surface_t *after;
  GdkRectangle after_part; /* of the whole picture: what of it that shows */
} PstView;

/* Any thread.  @zoomed is the photo at the framing's size.  @cover may be NULL. */
PstView *pst_view_new (const PstFraming *framing, PstPicture *zoomed, const PstPaintings *paintings,
                       const PstCover *cover, GError **error);
void pst_view_free (PstView *view);

/* Takes what there is of @finished, of the first and the second painting; both may be NULL.  Before
 * the view is drawn; on the thread that finishes. */
void pst_view_finish (PstView *view, PstFinished *const finished[2]);

/* The photo, or its blend with the paintings where they will be, as RGB24.  Made once, then kept.
 * @transform: from perceptual sRGB to the monitor; NULL: none. */
cairo_surface_t *pst_view_get_before (PstView *view, GimpColorTransform *transform);
cairo_surface_t *
pst_view_get_after (PstView *view, const PstLook *look, GimpColorTransform *transform);

/* Draws it as it would be at @framing, though it may have been made for another zoom:
 * the photo, or @after, of which no more is blended than is seen.  The corner of what @framing
 * shows is at the origin. */
void pst_view_draw (PstView *view, cairo_t *cr, gboolean after, const PstFraming *framing,
                    const PstLook *look, GimpColorTransform *transform);

/* The look has changed: the blend is to be made anew. */
void pst_view_forget_after (PstView *view);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstView, pst_view_free)

G_END_DECLS

#endif /* PST_VIEW_H */
