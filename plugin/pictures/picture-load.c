/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pictures/picture-file.h"

#include <math.h>
#include <string.h>

#include "host/memory.h"
#include "pictures/decoder.h"
#include "pictures/fill.h"
#include "pictures/profile.h"
#include "pictures/quiet.h"
#include "pictures/rows.h"

void
pst_picture_file_free (PstPictureFile *picture)
{
  if (! picture)
    return;
  g_free (picture->path);
  g_free (picture->damage);
  if (picture->original)
    g_object_unref (picture->original);
  pst_profile_free (picture->profile);
  g_clear_pointer (&picture->stream, g_bytes_unref);
  g_free (picture);
}

static gchar *
name_of (const gchar *path)
{
  return g_str_equal (path, PST_PICTURE_STREAM) ? g_strdup ("standard input")
                                                : g_filename_display_name (path);
}

/* ---- opening ---------------------------------------------------------- */

static gint
get_int (VipsImage *image, const gchar *name, gint otherwise)
{
  gint value;

  if (! vips_image_get_typeof (image, name) || vips_image_get_int (image, name, &value) != 0)
    return otherwise;
  return value;
}

/* Before a pixel is read: what a header claims may be anything. */
static gboolean
check_memory (VipsImage *image, const PstPictureLoad *how, const gchar *name, GError **error)
{
  guint64 pixels = (guint64) image->Xsize * (guint64) image->Ysize;
  guint64 least = pixels * (VIPS_IMAGE_SIZEOF_PEL (image) + (how ? how->bytes_per_pixel : 0));

  if (pst_memory_check (least, error))
    return TRUE;
  g_prefix_error (error, "%s: ", name);
  return FALSE;
}

/* What there is of a damaged file, in words; takes libvips' error. */
static gchar *
describe_damage (const PstInput *input, gint rows, gint all)
{
  g_autofree gchar *reason = pst_decoder_take_error ();

  if (rows == 0)
    return g_strdup_printf ("this %s is damaged (%s)", input->format->name, reason);
  return g_strdup_printf ("this %s is damaged, and %d of its %d rows can be read (%s)",
                          input->format->name, rows, all, reason);
}

/* @nothing: not even one row. */
static void
set_damaged (GError **error, const gchar *name, const gchar *damage, gboolean nothing,
             gboolean lenient)
{
  g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT, "%s: %s%s; get another copy of it%s", name,
               damage, nothing ? ", and nothing of it can be read" : "",
               lenient ? "" : ", or try --damaged, which paints what there is");
}

/* Before a pixel is read. */
static VipsImage *
open_image (PstPictureFile *picture, const PstInput *input, gboolean lenient,
            const PstPictureLoad *how)
{
  const PstDecoderOptions options = { .lenient = lenient,
                                      .n_frames = how && how->frames ? -1 : 1,
                                      .short_side = how ? how->short_side : 0 };
  VipsImage *image = pst_decoder_open (input, &options);

  if (image)
    image = pst_decoder_simplify (image);
  if (! image && ! picture->damage)
    picture->damage = describe_damage (input, 0, 0);
  return image;
}

/* The picture's damage is set if there is any.  NULL without an error if nothing can be
 * read. */
static VipsImage *
read_pixels (PstPictureFile *picture, const PstInput *input, gboolean lenient,
             const PstPictureLoad *how, GError **error)
{
  g_autofree gchar *name = name_of (input->path);
  VipsImage *image = open_image (picture, input, lenient, how), *pixels;
  gint rows = 0, all;

  if (! image)
    return NULL;
  if (! check_memory (image, how, name, error))
    {
      g_object_unref (image);
      return NULL;
    }
  all = image->Ysize;
  pixels = pst_decoder_read (image, lenient, &rows, how ? how->run : NULL, error);
  g_object_unref (image);
  if (! pixels)
    {
      if (! g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_prefix_error (error, "%s: ", name);
      return NULL;
    }
  if (rows < all && ! picture->damage)
    picture->damage = describe_damage (input, rows, all);
  if (rows > 0)
    return pixels;
  g_object_unref (pixels);
  return NULL;
}

/* What is missing of a file that says how long it is. */
static gchar *
describe_cut (const PstInput *input)
{
  g_autofree gchar *size = g_format_size (input->size), *whole = g_format_size (input->whole);

  return g_strdup_printf ("this %s is cut off, and %s of its %s are there", input->format->name,
                          size, whole);
}

/* As read_pixels (); of a damaged file only if that is wanted. */
static VipsImage *
read_whole (PstPictureFile *picture, PstInput *input, const PstPictureLoad *how, GError **error)
{
  g_autofree gchar *name = name_of (input->path);
  gboolean lenient = how && how->damaged, nothing;
  VipsImage *image = NULL;
  GError *local = NULL;

  if (input->whole > input->size)
    picture->damage = describe_cut (input);
  else
    image = read_pixels (picture, input, FALSE, how, &local);
  if (image && ! picture->damage)
    return image;
  nothing = ! image && input->whole <= input->size;
  g_clear_object (&image);
  if (! local && lenient && pst_input_pad (input, &local))
    image = read_pixels (picture, input, TRUE, how, &local);
  if (local)
    g_propagate_error (error, local);
  else if (! image)
    set_damaged (error, name, picture->damage, nothing || lenient, lenient);
  return image;
}

void
pst_picture_file_start (void)
{
  pst_decoder_need ();
}

gboolean
pst_picture_file_is_known (const gchar *path)
{
  g_auto (PstInput) input = { .fd = -1 };

  return pst_input_open (&input, path, NULL, NULL);
}

static VipsImage *
turn_upright (VipsImage *image)
{
  VipsImage *turned = NULL, *memory;

  if (vips_image_get_orientation (image) <= 1)
    return image;
  if (vips_autorot (image, &turned, NULL) != 0)
    turned = NULL;
  g_object_unref (image);
  memory = turned ? vips_image_copy_memory (turned) : NULL;
  if (turned)
    g_object_unref (turned);
  return memory;
}

static PstProfile *
find_profile (VipsImage *image)
{
  gint channels = pst_rows_channels (image);
  VipsBlob *ink = NULL;
  PstProfile *profile;
  gconstpointer icc = NULL;
  gsize size = 0;

  if (vips_image_get_typeof (image, VIPS_META_ICC_NAME))
    vips_image_get_blob (image, VIPS_META_ICC_NAME, &icc, &size);
  if (pst_rows_is_linear (image))
    icc = NULL; /* libvips has obeyed it */
  profile = pst_profile_new (icc, size, channels);
  if (profile || channels != 4)
    return profile;
  if (vips_profile_load ("cmyk", &ink, NULL) != 0 || ! ink)
    return NULL;
  icc = vips_blob_get (ink, &size);
  profile = pst_profile_new (icc, size, channels);
  vips_area_unref (VIPS_AREA (ink));
  return profile;
}

PstPictureFile *
pst_picture_file_load (const gchar *path, const PstPictureLoad *how, GError **error)
{
  g_autoptr (PstPictureFile) picture = g_new0 (PstPictureFile, 1);
  g_autofree gchar *name = name_of (path);
  g_auto (PstInput) input = { .fd = -1 };

  pst_decoder_need ();
  if (! pst_input_open (&input, path, how ? how->run : NULL, error))
    return NULL;
  picture->path = g_strdup (path);
  picture->format = input.format;
  picture->stream = input.bytes ? g_bytes_ref (input.bytes) : NULL;
  pst_quiet_begin ();
  picture->original = read_whole (picture, &input, how, error);
  pst_quiet_end ();
  if (! picture->original)
    return NULL;
  picture->original = turn_upright (picture->original);
  if (! picture->original)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                   "%s: there is not enough memory to turn it upright; scale it down", name);
      return NULL;
    }
  picture->width = picture->original->Xsize;
  picture->height = picture->original->Ysize;
  picture->n_there = picture->n_frames = 1;
  if (input.format->flags & PST_FORMAT_FRAMES)
    {
      picture->n_there = get_int (picture->original, VIPS_META_N_PAGES, 1);
      if (how && how->frames && picture->n_there > 1)
        picture->height = get_int (picture->original, VIPS_META_PAGE_HEIGHT, picture->height);
      picture->n_frames = picture->original->Ysize / picture->height;
    }
  picture->profile = find_profile (picture->original);
  return g_steal_pointer (&picture);
}

/* ---- planes ----------------------------------------------------------- */

/* What is read into what. */
typedef struct
{
  const PstPictureFile *picture;
  gint frame;
  PstImage *image;
  gfloat *alpha; /* or NULL */
} Reading;

/* Row @y of the frame; @row has room for all channels, @rgb for three. */
static void
read_row (const Reading *r, gint y, gfloat *row, gfloat *rgb)
{
  const PstPictureFile *picture = r->picture;
  gsize width = (gsize) picture->width, size = width * (gsize) picture->height;
  gsize first = (gsize) y * width, channels = (gsize) pst_rows_channels (picture->original);
  gboolean linear = pst_rows_is_linear (picture->original);
  const gfloat *from = picture->profile ? rgb : row;
  gsize step = picture->profile ? 3 : channels, next = step == 1 ? 0 : 1;

  pst_rows_get (picture->original, r->frame * picture->height + y, row,
                r->alpha ? r->alpha + first : NULL);
  if (picture->profile)
    pst_profile_to_srgb (picture->profile, row, rgb, width);
  for (gsize c = 0; c < 3; c++)
    for (gsize x = 0; x < width; x++)
      {
        gfloat value = from[x * step + c * next];

        r->image->data[c * size + first + x] = linear ? pst_profile_from_linear (value) : value;
      }
}

static gboolean
read_rows (gint first, gint last, gpointer data)
{
  const Reading *r = data;
  gsize width = (gsize) r->picture->width;
  g_autofree gfloat *scratch = g_try_new (gfloat, width * 7);

  for (gint y = first; scratch && y < last; y++)
    read_row (r, y, scratch, scratch + 4 * width);
  return scratch != NULL;
}

PstImage *
pst_picture_file_read (const PstPictureFile *picture, gint frame, gfloat **alpha, GError **error)
{
  g_autoptr (PstImage) image = pst_image_new (picture->width, picture->height, error);
  g_autofree gfloat *plane = NULL;
  gsize size = (gsize) picture->width * (gsize) picture->height;
  gboolean has_alpha = pst_rows_has_alpha (picture->original);

  if (alpha)
    *alpha = NULL;
  if (! image)
    return NULL;
  if (has_alpha)
    plane = g_try_new (gfloat, size);
  if ((has_alpha && ! plane)
      || ! pst_rows_for_all (picture->height, read_rows,
                             &(Reading){ picture, frame, image, plane }))
    {
      g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                   "there is not enough memory for %d x %d pixels; scale it down", picture->width,
                   picture->height);
      return NULL;
    }
  pst_image_sanitise (image);
  if (plane && ! pst_pixels_fill (image, plane, error))
    return NULL;
  if (alpha)
    *alpha = g_steal_pointer (&plane);
  return g_steal_pointer (&image);
}

PstImage *
pst_picture_file_load_planes (const gchar *path, GError **error)
{
  const PstPictureLoad how = { .bytes_per_pixel = 4 * sizeof (gfloat) };
  g_autoptr (PstPictureFile) picture = pst_picture_file_load (path, &how, error);
  g_autofree gchar *name = name_of (path);
  PstImage *image = picture ? pst_picture_file_read (picture, 0, NULL, error) : NULL;

  if (picture && ! image)
    g_prefix_error (error, "%s: ", name);
  return image;
}
