/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which formats of pictures there are, by a file's first bytes and by its name's ending,
 * and what each can hold. */

#ifndef PST_FORMATS_H
#define PST_FORMATS_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

#define PST_FORMAT_SNIFF_BYTES 512

typedef enum
{
  PST_FORMAT_8 = 1 << 0, /* bits a channel */
  PST_FORMAT_16 = 1 << 1,
  PST_FORMAT_FLOAT = 1 << 2,  /* in the picture's own colours */
  PST_FORMAT_LINEAR = 1 << 3, /* floats in linear light       */
  PST_FORMAT_ALPHA = 1 << 4,
  PST_FORMAT_PROFILE = 1 << 5,
  PST_FORMAT_NOTES = 1 << 6, /* a file's EXIF, XMP and IPTC may be put into it later */
  PST_FORMAT_BLOBS = 1 << 7, /* EXIF and XMP go into it as it is written             */
  PST_FORMAT_FRAMES = 1 << 8,
  PST_FORMAT_GRAY = 1 << 9, /* can be without colours */
} PstFormatFlags;

typedef struct
{
  const gchar *name;    /* for people                                        */
  const gchar *endings; /* ".jpg.jpeg.", the usual one first                 */
  const gchar *loader;  /* of libvips, or NULL: it cannot be read            */
  const gchar *saver;   /* of libvips, or NULL: it cannot be written         */
  guint flags;          /* PstFormatFlags of what can be written             */
  gint quality;         /* 1 to 100, what is taken without one; 0: lossless  */
  const gchar *cure;    /* what to do where loader is missing                */
} PstFormat;

/* The format of a file that begins with @size bytes of @data; @path, or NULL, tells raw
 * photos from TIFF.  NULL if none is known. */
const PstFormat *pst_format_sniff (const guchar *data, gsize size, const gchar *path);

/* The format for the ending of @path that can be written, or NULL. */
const PstFormat *pst_format_for_saving (const gchar *path);

/* TRUE if the ending of @path is one of a picture that can be read. */
gboolean pst_format_is_picture_name (const gchar *path);

/* Sets BAD_INPUT: "PATH: why nothing can be written by this name; what to use". */
gboolean pst_format_refuse_ending (const gchar *path, GError **error);

G_END_DECLS

#endif /* PST_FORMATS_H */
