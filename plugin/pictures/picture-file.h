/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files of pictures, read and written with libvips, in the file's own depth and colours.
 * What is said of libvips' errors is process-wide: one thread at a time.
 *
 * Only regular files are read, or standard input, which is called "-".  Formats that
 * libvips does not trust are read only if they are in formats.c. */

#ifndef PST_PICTURE_FILE_H
#define PST_PICTURE_FILE_H

#include "pictures/formats.h"

G_BEGIN_DECLS

#define PST_PICTURE_STREAM "-"

/* Bytes a pixel that a photo needs from file to file, beside its network's: photo and
 * painting as planes, alpha, what is written. */
#define PST_PICTURE_PAINT_BYTES 44

typedef struct
{
  gboolean damaged;      /* what can be read of a damaged file is enough             */
  gboolean frames;       /* all frames of an animation, not the first                */
  gint short_side;       /* 0, or what is enough: JPEG is then read smaller          */
  guint bytes_per_pixel; /* that it will need, to be compared with what there is     */
  const PstRun *run;     /* or NULL; cancelling is looked for, progress is told once */
} PstPictureLoad;

/* A picture as its file has it, upright. */
typedef struct
{
  const PstFormat *format;
  gchar *path;
  gint width, height;          /* of one frame                                  */
  gint n_frames;               /* that were read                                */
  gint n_there;                /* frames of an animation that its file has      */
  gchar *damage;               /* NULL, or what is missing, for people          */
  struct _VipsImage *original; /* frames below each other, with profile and all */
  struct _PstProfile *profile; /* of it, or NULL                                */
  GBytes *stream;              /* all of standard input, or NULL                */
} PstPictureFile;

/* Starts libvips, which those below do by themselves: before threads take what memory there is. */
void pst_picture_file_start (void);

/* TRUE if @path begins like a picture that can be read.  Does not wait for pipes. */
gboolean pst_picture_file_is_known (const gchar *path);

/* What @path shows.  Free with pst_picture_file_free ().  @how may be NULL.
 * Errors: G_FILE_ERROR, BAD_INPUT, TOO_LARGE, CANCELLED; the message names @path and a cure. */
PstPictureFile *
pst_picture_file_load (const gchar *path, const PstPictureLoad *how, GError **error);
void pst_picture_file_free (PstPictureFile *picture);

/* A frame as planes in sRGB; what hides under alpha 0 is replaced by colours that its
 * neighbours suggest.  @alpha may be NULL; else *alpha becomes a plane [height][width] to be freed
 * with g_free (), or NULL.  Errors: TOO_LARGE. */
PstImage *
pst_picture_file_read (const PstPictureFile *picture, gint frame, gfloat **alpha, GError **error);

/* All of the above, of the first frame, without alpha.  Errors: as of load. */
PstImage *pst_picture_file_load_planes (const gchar *path, GError **error);

typedef struct
{
  const gchar *format;  /* an ending in place of the path's, as ".png", or NULL   */
  gint quality;         /* 1 to 100; 0: the format's own                          */
  gboolean strip;       /* nothing but pixels and profile                         */
  gboolean force;       /* an existing file may be replaced                       */
  const gchar *creator; /* what painted it, for its notes, or NULL                */
  gchar **said;         /* NULL, or gets a note for people, to be freed, or NULL  */
} PstPictureSave;

/* Writes @paintings, one for each frame of @picture and of its frames' size, to @path, with the
 * depth, alpha, profile and notes of @picture as far as the format has them; a NULL in place
 * of @paintings writes the pixels of @picture itself.  @how may be NULL.
 * As pst_output_write () writes.  Errors: G_FILE_ERROR, BAD_INPUT, TOO_LARGE; the message
 * names @path and a cure. */
gboolean pst_picture_file_save (const PstPictureFile *picture, PstImage *const *paintings,
                                const gchar *path, const PstPictureSave *how, GError **error);

/* Writes @image with 8 bits a channel, sRGB; @force as above.  Errors: as above. */
gboolean pst_picture_file_save_planes (const PstImage *image, const gchar *path, gboolean force,
                                       GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstPictureFile, pst_picture_file_free)

G_END_DECLS

#endif /* PST_PICTURE_FILE_H */
