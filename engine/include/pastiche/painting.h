/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a picture has to teach. */

#ifndef PASTICHE_PAINTING_H
#define PASTICHE_PAINTING_H

#include "pastiche/engine.h"
#include "pastiche/image.h"
#include "pastiche/style.h"

PST_BEGIN_DECLS

/* A recipe's style_size for strokes of @stroke_size per cent, 100 being that of a new
 * recipe; never smaller than the recipe's crop (late ones shrink to it). */
gint pst_style_size_for_strokes (gdouble stroke_size);

/* What a picture is worth as a painting to learn from. */
typedef enum
{
  PST_PAINTING_GOOD,
  PST_PAINTING_SMALL,      /* can be learnt, but loses its finest strokes          */
  PST_PAINTING_TOO_SMALL,  /* its short side is below PST_PAINTING_MIN_SIDE        */
  PST_PAINTING_ONE_COLOUR, /* there is nothing to learn                            */
  PST_PAINTING_TOO_PLAIN   /* colours but hardly a stroke: a gradient, a few lines */
} PstPaintingVerdict;

#define PST_PAINTING_MIN_SIDE  128
#define PST_PAINTING_FAIR_SIDE 256 /* below: PST_PAINTING_SMALL */

/* Judges @painting, of any size, as it will be seen with its short side at
 * @style_size.  Fast (a tenth of a second); no memory counts as GOOD. */
PstPaintingVerdict pst_painting_judge (const PstImage *painting, gint style_size);

/* The same as an error BAD_INPUT in English that says why; TRUE for GOOD and
 * SMALL. */
gboolean pst_painting_check (const PstImage *painting, gint style_size, GError **error);

/* Which of @styles paints most like @painting, by palette and texture: every one
 * paints @photo (reduced to 192 pixels), and the painting's distances from the
 * results are added.  Returns its index, -1 with an error.  @distances, NULL or
 * [n_styles], become 0 (as the painting) to 2 and more (no nearer than the photo).
 * Takes about a third of a second for each style.  Errors: TOO_LARGE, BAD_INPUT
 * for no style, CANCELLED. */
gint pst_propose_style (PstEngine *engine, const PstImage *painting, gint style_size,
                        const PstImage *photo, const PstStyle *const *styles, gsize n_styles,
                        gdouble *distances, GCancellable *cancellable, GError **error);

PST_END_DECLS

#endif /* PASTICHE_PAINTING_H */
