/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "view/scene.h"

#include <math.h>

#include "shared/intl.h"
#include "view/overlay.h"

#define SPACING 6
#define GAP     6 /* between two pictures side by side */

void
pst_scene_made (const PstViewport *viewport, const PstFraming *framing, PstFraming *made)
{
  *made = *framing;
  if (framing->width > viewport->width)
    pst_framing_of_pixels (framing, viewport->width, viewport->height, made);
}

gint
pst_scene_room (PstCompare compare, gint width)
{
  return compare == PST_COMPARE_SIDES ? MAX (1, (width - GAP) / 2) : width;
}

static gboolean
shows_after (const PstScene *scene)
{
  return scene->painted && ! scene->comparing && scene->compare != PST_COMPARE_PHOTO;
}

gboolean
pst_scene_shows_split (const PstScene *scene)
{
  return scene->compare == PST_COMPARE_SPLIT && shows_after (scene);
}

gint
pst_scene_second_at (const PstScene *scene)
{
  return scene->compare == PST_COMPARE_SIDES ? scene->viewport->area_width + GAP : 0;
}

static void
draw_made (const PstScene *scene, cairo_t *cr, gboolean after, const PstFraming *framing)
{
  PstFraming made;
  gdouble sx, sy;

  pst_scene_made (scene->viewport, framing, &made);
  sx = (gdouble) framing->width / made.width;
  sy = (gdouble) framing->height / made.height;
  cairo_save (cr);
  cairo_translate (cr, made.part.x * sx - framing->part.x, made.part.y * sy - framing->part.y);
  cairo_scale (cr, sx, sy);
  pst_view_maker_draw (scene->maker, cr, after, &made, scene->transform);
  cairo_restore (cr);
}

static void
draw_split (const PstScene *scene, cairo_t *cr, const PstFraming *framing)
{
  GtkWidget *widget = scene->widget;
  gdouble x = floor (scene->split_at * framing->part.width);

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, x, framing->part.height);
  cairo_clip (cr);
  draw_made (scene, cr, FALSE, framing);
  pst_overlay_word (widget, cr, _ ("Before"), x - SPACING, SPACING, TRUE);
  cairo_restore (cr);

  cairo_save (cr);
  cairo_rectangle (cr, x, 0, framing->part.width - x, framing->part.height);
  cairo_clip (cr);
  pst_overlay_word (widget, cr, _ ("After"), x + SPACING, SPACING, FALSE);
  cairo_restore (cr);
  pst_overlay_split (cr, x, framing->part.height);
}

/* With its left edge at @x of the area. */
static void
draw_one (const PstScene *scene, cairo_t *cr, gboolean after, gint x, const gchar *word)
{
  PstFraming framing;
  gint left, top;

  pst_viewport_get_framing (scene->viewport, &framing, &left, &top);
  cairo_save (cr);
  cairo_translate (cr, x + left, top);
  cairo_rectangle (cr, 0, 0, framing.part.width, framing.part.height);
  cairo_clip (cr);
  draw_made (scene, cr, after, &framing);
  if (pst_scene_shows_split (scene))
    draw_split (scene, cr, &framing);
  else if (word)
    pst_overlay_word (scene->widget, cr, word, SPACING, SPACING, FALSE);
  cairo_restore (cr);
}

void
pst_scene_draw (const PstScene *scene, cairo_t *cr)
{
  gint second = pst_scene_second_at (scene);
  gboolean photo = scene->comparing || scene->compare == PST_COMPARE_PHOTO;

  if (second)
    draw_one (scene, cr, FALSE, 0, _ ("Before"));
  draw_one (scene, cr, shows_after (scene), second,
            photo    ? _ ("Before")
            : second ? _ ("After")
                     : NULL);
}
