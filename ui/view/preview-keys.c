/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "view/preview-keys.h"

#include <gdk/gdkkeysyms.h>

#include "view/preview-area.h"

#define KEY_STEP 40 /* pixels that an arrow key moves */

gboolean
pst_preview_keys_press (GtkWidget *area, GdkEventKey *event)
{
  PstPreviewArea *self = PST_PREVIEW_AREA (area);
  gint way;

  if (! pst_preview_area_has_source (self)
      || (event->state & gtk_accelerator_get_default_mod_mask ()) & ~GDK_SHIFT_MASK)
    return FALSE;
  switch (event->keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Right:
      way = event->keyval == GDK_KEY_Left ? -1 : 1;
      if (! (event->state & GDK_SHIFT_MASK) || ! pst_preview_area_move_split (self, .02 * way))
        pst_preview_area_pan (self, way * KEY_STEP, 0);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_Down:
      pst_preview_area_pan (self, 0, event->keyval == GDK_KEY_Up ? -KEY_STEP : KEY_STEP);
      return TRUE;
    case GDK_KEY_plus:
    case GDK_KEY_KP_Add:
    case GDK_KEY_equal:
      pst_preview_area_zoom_step (self, TRUE);
      return TRUE;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      pst_preview_area_zoom_step (self, FALSE);
      return TRUE;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      pst_preview_area_set_zoom (self, 0);
      return TRUE;
    case GDK_KEY_1:
    case GDK_KEY_KP_1:
      pst_preview_area_set_zoom (self, 1);
      return TRUE;
    case GDK_KEY_space:
      pst_preview_area_set_comparing (self, TRUE);
      return TRUE;
    default:
      return FALSE;
    }
}

/* A held key repeats: X sends a release before each press, unless told not to;
 * a press that is waiting already says that it was no real release. */
gboolean
pst_preview_keys_release (GtkWidget *area, GdkEventKey *event)
{
  GdkEvent *next;
  gboolean repeats;

  if (event->keyval != GDK_KEY_space)
    return FALSE;
  next = gdk_event_peek ();
  repeats = next && next->type == GDK_KEY_PRESS && next->key.keyval == GDK_KEY_space
            && next->key.time == event->time;
  if (next)
    gdk_event_free (next);
  if (! repeats)
    pst_preview_area_set_comparing (PST_PREVIEW_AREA (area), FALSE);
  return TRUE;
}
