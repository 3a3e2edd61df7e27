/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "painting/lay.h"

#include <math.h>

#include "ground/engine-private.h"
#include "ground/random.h"
#include "painting/margins.h"
#include "strokes/hatching.h"
#include "strokes/planes.h"

#define PLANES 40 /* floats a pixel that laying takes at most */

/* At likeness 100, of the way from the photo's colours to the painting's: strokes, and planes, which
 * are of inks; what lines make of tones is their painter's alone. */
#define COLOURS        .55f
#define COLOURS_PLANES .75f
#define DRAWN          .4f

#define SETTLED .9f /* of strokes' lightness: see pst_sketch_settle () */

PstImage *
pst_lay_colours (PstEngine *engine, const PstManner *manner, const PstImage *photo,
                 const gfloat *plane, GError **error)
{
  PstImage *out = pst_manner_recolour (engine, manner, photo, error);

  if (out && manner->params.kind != PST_MANNER_ENGRAVED)
    pst_likeness_move (
        plane, 1, manner->params.kind == PST_MANNER_PRINTED ? COLOURS_PLANES : COLOURS, photo, out);
  return out;
}

gboolean
pst_lay_draw (PstEngine *engine, const PstManner *manner, const gfloat *plane, PstImage *image,
              GError **error)
{
  g_autoptr (PstImage) before = NULL;

  if (plane)
    {
      before = pst_image_crop (image, 0, 0, image->width, image->height, error);
      if (! before)
        return FALSE;
    }
  pst_colour_table_apply (pst_manner_get_draw (manner, engine->pool), image, TRUE, engine->pool);
  pst_likeness_move (plane, 1, DRAWN, before, image);
  return TRUE;
}

gboolean
pst_grounds_init (PstGrounds *grounds, PstEngine *engine, const PstManner *manner,
                  const PstImage *photo, const PstLikeness *likeness, GError **error)
{
  g_autofree gfloat *plane = NULL;
  g_autoptr (PstImage) coloured = NULL;

  *grounds = (PstGrounds){ .width = photo->width, .height = photo->height };
  if (! pst_likeness_plane (likeness, photo->width, photo->height, &plane, error)
      || ! pst_margins_add_plane (plane, photo->width, photo->height, &grounds->likeness, error))
    return FALSE;
  coloured = pst_lay_colours (engine, manner, photo, plane, error);
  grounds->photo = coloured ? pst_margins_add (photo, error) : NULL;
  grounds->wanted = grounds->photo ? pst_margins_add (coloured, error) : NULL;
  return grounds->wanted != NULL;
}

void
pst_grounds_clear (PstGrounds *grounds)
{
  g_clear_pointer (&grounds->photo, pst_image_free);
  g_clear_pointer (&grounds->wanted, pst_image_free);
  g_clear_pointer (&grounds->likeness, g_free);
}

PstImage *
pst_grounds_lay (const PstGrounds *grounds, PstEngine *engine, const PstManner *m, guint32 seed,
                 GCancellable *cancellable, GError **error)
{
  const PstImage *photo = grounds->photo;
  g_autoptr (PstImage) canvas = pst_image_new (photo->width, photo->height, error);
  g_autoptr (PstSketch) sketch = NULL;
  gboolean done;

  if (! canvas)
    return NULL;
  sketch = pst_sketch_new (engine, photo, grounds->wanted, m->brush.lean,
                           MIN (grounds->width, grounds->height), pst_random_key (seed, 7, 0),
                           cancellable);
  if (sketch)
    sketch->likeness = grounds->likeness;
  if (! sketch)
    done = FALSE;
  else if (m->params.kind == PST_MANNER_ENGRAVED)
    done = pst_hatching_lay (&m->colours, m->brush.lean, m->params.size, sketch, canvas->data);
  else if (m->params.kind == PST_MANNER_PRINTED)
    done = pst_planes_lay (&m->colours, m->brush.plane, sketch, canvas->data);
  else
    done = pst_brush_lay (&m->brush, &m->broken, sketch, canvas->data)
           && pst_sketch_settle (sketch, SETTLED, canvas->data);
  if (done)
    return g_steal_pointer (&canvas);
  g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
               "Not enough memory to lay strokes on a picture of %d x %d pixels", grounds->width,
               grounds->height);
  return NULL;
}

static PstImage *
lay (PstEngine *engine, const PstManner *manner, const PstImage *photo, guint32 seed,
     const PstLikeness *likeness, GCancellable *cancellable, GError **error)
{
  PstGrounds grounds;
  g_autoptr (PstImage) laid = NULL;

  if (pst_grounds_init (&grounds, engine, manner, photo, likeness, error))
    laid = pst_grounds_lay (&grounds, engine, manner, seed, cancellable, error);
  pst_grounds_clear (&grounds);
  if (! laid || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return pst_margins_cut (laid->data, laid->width, laid->height, photo->width, photo->height,
                          error);
}

PstImage *
pst_lay (PstEngine *engine, const PstManner *manner, const PstImage *photo, guint32 seed,
         const PstLikeness *likeness, GCancellable *cancellable, GError **error)
{
  const gint w = pst_margins_side (photo->width), h = pst_margins_side (photo->height);
  const gdouble least =
      PLANES * sizeof (gfloat) * (gdouble) w * h + (gdouble) pst_likeness_bytes (likeness, w, h);
  const gdouble scale = sqrt ((gdouble) pst_engine_get_memory_budget (engine) / least);
  g_autoptr (PstImage) small = NULL, laid = NULL;

  if (scale >= 1)
    return lay (engine, manner, photo, seed, likeness, cancellable, error);
  small = pst_image_resize (photo, MAX (1, (gint) (scale * photo->width)),
                            MAX (1, (gint) (scale * photo->height)), error);
  laid = small ? lay (engine, manner, small, seed, likeness, cancellable, error) : NULL;
  return laid ? pst_image_resize (laid, photo->width, photo->height, error) : NULL;
}
