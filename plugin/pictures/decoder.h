/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * libvips' loaders: from a file to pixels in memory, row by row, so that one can cancel and
 * say how much of a damaged file there is. */

#ifndef PST_DECODER_H
#define PST_DECODER_H

#include <vips/vips.h>

#include "pictures/input.h"

G_BEGIN_DECLS

/* Starts libvips, once: without a cache of what was done, and with only the loaders of
 * formats.c.  Any thread. */
void pst_decoder_need (void);

/* Takes what libvips said last, in one line; for people.  Free with g_free (). */
gchar *pst_decoder_take_error (void);

typedef struct
{
  gboolean lenient; /* a loader goes on where it can         */
  gint n_frames;    /* -1 for all                            */
  gint short_side;  /* 0, or what is enough, if it is a JPEG */
} PstDecoderOptions;

/* The header of @input: size, bands and notes; pixels are read by pst_decoder_read ().  NULL
 * if there is none; libvips has said why. */
VipsImage *pst_decoder_open (const PstInput *input, const PstDecoderOptions *options);

/* 1, 3 or 4 channels of 8 or 16 bits or floats, and alpha after them or not: @image, which
 * is taken, as such.  NULL if that cannot be; libvips has said why. */
VipsImage *pst_decoder_simplify (VipsImage *image);

/* The pixels of @image, in memory, and how many rows of them there are; the others are
 * black.  NULL: CANCELLED or TOO_LARGE. */
VipsImage *pst_decoder_read (VipsImage *image, gboolean lenient, gint *n_rows, const PstRun *run,
                             GError **error);

G_END_DECLS

#endif /* PST_DECODER_H */
