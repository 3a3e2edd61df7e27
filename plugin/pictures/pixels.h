/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures between GEGL's buffers and the engine's planes.  GEGL and babl only. */

#ifndef PST_PIXELS_H
#define PST_PIXELS_H

#include <gegl.h>

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* Bytes a pixel that a buffer needs from reading to writing, beside its network's: photo and
 * painting as planes, alpha, and the pyramid that fills what it hides. */
#define PST_PIXELS_PAINT_BYTES ((2 * 3 + 1 + 4 / 3.0) * sizeof (gfloat))

/* Reads @rect of @buffer (NULL: its extent) as perceptual R'G'B', converted by
 * babl from whatever the buffer holds, gray and indexed included.  Values are
 * sanitised, and what hides under alpha 0 is replaced by colours that its
 * visible neighbours suggest, so that nothing invisible bleeds into a painting.
 *
 * @alpha may be NULL.  Otherwise *alpha becomes a plane [height][width] to be
 * freed with g_free (), or NULL if @buffer has no alpha.  Values are the
 * buffer's own, but 0 where they are not finite.
 * Errors: BAD_INPUT for an empty rectangle, TOO_LARGE. */
PstImage *
pst_pixels_read (GeglBuffer *buffer, const GeglRectangle *rect, gfloat **alpha, GError **error);

/* Writes @image and @alpha (NULL: opaque) to @rect of @buffer (NULL: its extent)
 * in the buffer's own format; the sizes must be equal.
 * Errors: BAD_INPUT for unequal sizes, TOO_LARGE. */
gboolean pst_pixels_write (GeglBuffer *buffer, const GeglRectangle *rect, const PstImage *image,
                           const gfloat *alpha, GError **error);

/* Copies all of @from to @to, buffers of one size, to the last bit where their
 * formats are the same, but what is not finite becomes finite: NaN 0, an infinity
 * 64 or -64, and alpha 0.  Errors: TOO_LARGE. */
gboolean pst_pixels_copy (GeglBuffer *from, GeglBuffer *to, GError **error);

/* Gives @to the alpha of @from to the last bit, if both are of one size and format,
 * and one that the planes of pst_pixels_read () cannot hold: 32-bit integers and
 * doubles.  What is not finite stays as it is in @to.  Errors: TOO_LARGE. */
gboolean pst_pixels_copy_alpha (GeglBuffer *from, GeglBuffer *to, GError **error);

/* As many threads as people allow GEGL, and so GIMP, in its preferences; 0: one per processor. */
gint pst_pixels_get_n_threads (void);

G_END_DECLS

#endif /* PST_PIXELS_H */
