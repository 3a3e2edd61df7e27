/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pictures/picture-file.h"

#include <string.h>

#include "host/output-file.h"
#include "pictures/decoder.h"
#include "pictures/encoder.h"
#include "pictures/notes.h"
#include "pictures/profile.h"
#include "pictures/quiet.h"
#include "pictures/rows.h"

#define DEFAULT_RESOLUTION (72 / 25.4) /* pixels per mm, of pictures that do not say */
#define DEEP_BITS          12 /* of AVIF and HEIC, for pictures of 16 bits that do not say */

static gboolean
set_too_large (GError **error, const gchar *path, gint width, gint height)
{
  g_autofree gchar *name = g_filename_display_name (path);

  g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
               "%s: there is not enough memory for %d x %d pixels; scale it down", name, width,
               height);
  return FALSE;
}

/* ---- what is written -------------------------------------------------- */

typedef struct
{
  const PstPictureFile *picture;
  PstImage *const *paintings; /* NULL: the picture's own pixels, as they are in it */
  const PstFormat *format;
  VipsBandFormat depth;
  gint channels;
  gboolean alpha, profile;
} Layout;

static gboolean
has (const Layout *layout, PstFormatFlags flag)
{
  return (layout->format->flags & flag) != 0;
}

static VipsBandFormat
choose_depth (const Layout *layout)
{
  VipsBandFormat own = layout->picture->original->BandFmt;

  if (has (layout, PST_FORMAT_LINEAR)
      || (own == VIPS_FORMAT_FLOAT && has (layout, PST_FORMAT_FLOAT)))
    return VIPS_FORMAT_FLOAT;
  return own != VIPS_FORMAT_UCHAR && has (layout, PST_FORMAT_16) ? VIPS_FORMAT_USHORT
                                                                 : VIPS_FORMAT_UCHAR;
}

/* TRUE if the file's own pixels can be in the new one as they are. */
static gboolean
can_keep_pixels (const Layout *layout)
{
  const PstPictureFile *picture = layout->picture;

  return pst_rows_channels (picture->original) != 4
         && pst_rows_is_linear (picture->original) == has (layout, PST_FORMAT_LINEAR)
         && (! picture->profile || has (layout, PST_FORMAT_PROFILE));
}

static gboolean
get_profile (VipsImage *image, gconstpointer *icc, gsize *size)
{
  return vips_image_get_typeof (image, VIPS_META_ICC_NAME)
         && vips_image_get_blob (image, VIPS_META_ICC_NAME, icc, size) == 0;
}

static void
lay_out (Layout *layout)
{
  VipsImage *original = layout->picture->original;
  gint channels = pst_rows_channels (original);
  gconstpointer icc;
  gsize size;

  layout->depth = choose_depth (layout);
  layout->channels = ! layout->paintings && channels == 1 && has (layout, PST_FORMAT_GRAY) ? 1 : 3;
  layout->alpha = pst_rows_has_alpha (original) && has (layout, PST_FORMAT_ALPHA);
  layout->profile = has (layout, PST_FORMAT_PROFILE) && channels == layout->channels
                    && ! pst_rows_is_linear (original) && get_profile (original, &icc, &size)
                    && pst_profile_fits (icc, size, channels);
}

/* ---- pixels ----------------------------------------------------------- */

/* Scratch for a row. */
typedef struct
{
  gfloat *own, *colours, *alpha, *line;
} Row;

/* Colours of a row in the file's space, [width][channels]. */
static void
get_colours (const Layout *layout, gint frame, gint y, gfloat *to)
{
  const PstPictureFile *picture = layout->picture;
  const PstImage *painting = layout->paintings[frame];
  gsize width = (gsize) picture->width, plane = width * (gsize) picture->height;
  const gfloat *from = painting->data + (gsize) y * width;
  gboolean linear = has (layout, PST_FORMAT_LINEAR);

  for (gsize x = 0; x < width; x++)
    for (gsize c = 0; c < 3; c++)
      to[3 * x + c] = linear ? pst_profile_to_linear (from[x + c * plane]) : from[x + c * plane];
  if (picture->profile && layout->profile)
    pst_profile_from_srgb (picture->profile, to, to, width);
}

static void
fill_row (const Layout *layout, const Row *row, gint frame, gint y, gpointer to)
{
  const PstPictureFile *picture = layout->picture;
  gsize width = (gsize) picture->width, channels = (gsize) layout->channels;
  gsize bands = channels + (layout->alpha ? 1 : 0);
  gsize own = (gsize) pst_rows_channels (picture->original);
  const gfloat *colours = layout->paintings ? row->colours : row->own;
  gsize step = layout->paintings ? 3 : own, next = step == 3; /* gray: the same for all */

  if (layout->alpha || ! layout->paintings)
    pst_rows_get (picture->original, frame * picture->height + y, row->own, row->alpha);
  if (layout->paintings)
    get_colours (layout, frame, y, row->colours);
  for (gsize x = 0; x < width; x++)
    {
      for (gsize c = 0; c < channels; c++)
        row->line[x * bands + c] = colours[x * step + c * next];
      if (layout->alpha)
        row->line[x * bands + channels] = row->alpha[x];
    }
  pst_rows_put (row->line, layout->depth, to, width * bands);
}

typedef struct
{
  const Layout *layout;
  guint8 *pixels;
  gsize line; /* bytes */
} Filling;

static gboolean
fill_rows (gint first, gint last, gpointer data)
{
  const Filling *filling = data;
  const PstPictureFile *picture = filling->layout->picture;
  gsize width = (gsize) picture->width;
  g_autofree gfloat *scratch = g_try_new (gfloat, width * 12);
  const Row row = { scratch, scratch + 4 * width, scratch + 7 * width, scratch + 8 * width };

  for (gint y = first; scratch && y < last; y++)
    fill_row (filling->layout, &row, y / picture->height, y % picture->height,
              filling->pixels + (gsize) y * filling->line);
  return scratch != NULL;
}

static gpointer
fill_pixels (const Layout *layout, gsize *size)
{
  const PstPictureFile *picture = layout->picture;
  gsize bands = (gsize) layout->channels + (layout->alpha ? 1 : 0);
  gsize line = (gsize) picture->width * bands * (gsize) vips_format_sizeof (layout->depth);
  gint rows = picture->height * picture->n_frames;
  g_autofree guint8 *pixels = NULL;

  *size = line * (gsize) rows;
  pixels = g_try_malloc (*size);
  if (! pixels || ! pst_rows_for_all (rows, fill_rows, &(Filling){ layout, pixels, line }))
    return NULL;
  return g_steal_pointer (&pixels);
}

static VipsInterpretation
interpretation (const Layout *layout)
{
  if (has (layout, PST_FORMAT_LINEAR))
    return VIPS_INTERPRETATION_scRGB;
  if (layout->depth == VIPS_FORMAT_USHORT)
    return layout->channels == 1 ? VIPS_INTERPRETATION_GREY16 : VIPS_INTERPRETATION_RGB16;
  return layout->channels == 1 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
}

/* ---- notes ------------------------------------------------------------ */

/* libvips writes what it finds in the blob and, tag by tag, beside it; not those of thumbnails. */
static gpointer
copy_exif (VipsImage *image, const gchar *name, GValue *value, gpointer to)
{
  if (g_str_has_prefix (name, "exif-ifd") && ! g_str_has_prefix (name, "exif-ifd1"))
    vips_image_set (to, name, value);
  return NULL;
}

static void
add_exif (PstNotes *notes, VipsImage *original, VipsImage *image)
{
  g_autoptr (GBytes) exif = pst_notes_get_exif (notes);
  g_autoptr (GByteArray) blob = g_byte_array_new ();

  if (! exif)
    return;
  g_byte_array_append (blob, (const guint8 *) "Exif\0", 6);
  g_byte_array_append (blob, g_bytes_get_data (exif, NULL), (guint) g_bytes_get_size (exif));
  vips_image_set_blob_copy (image, VIPS_META_EXIF_NAME, blob->data, blob->len);
  vips_image_map (original, copy_exif, image);
}

static void
copy_animation (const PstPictureFile *picture, VipsImage *to)
{
  static const gchar *const names[] = { "delay", "loop", "gif-delay", "gif-loop", "background" };

  if (picture->n_frames < 2)
    return;
  vips_image_set_int (to, VIPS_META_PAGE_HEIGHT, picture->height);
  vips_image_set_int (to, VIPS_META_N_PAGES, picture->n_frames);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GValue value = G_VALUE_INIT;

      if (vips_image_get_typeof (picture->original, names[i])
          && vips_image_get (picture->original, names[i], &value) == 0)
        {
          vips_image_set (to, names[i], &value);
          g_value_unset (&value);
        }
    }
}

static void
add_notes (const Layout *layout, PstNotes *notes, VipsImage *image)
{
  VipsImage *original = layout->picture->original;
  g_autofree gchar *xmp = has (layout, PST_FORMAT_BLOBS) ? pst_notes_get_xmp (notes) : NULL;
  gconstpointer icc;
  gsize size;

  if (layout->profile && get_profile (original, &icc, &size))
    vips_image_set_blob_copy (image, VIPS_META_ICC_NAME, icc, size);
  if (has (layout, PST_FORMAT_BLOBS))
    add_exif (notes, original, image);
  if (xmp)
    vips_image_set_blob_copy (image, VIPS_META_XMP_NAME, xmp, strlen (xmp));
  vips_image_set_int (image, VIPS_META_ORIENTATION, 1);
  if (has (layout, PST_FORMAT_FRAMES))
    copy_animation (layout->picture, image);
}

/* ---- the file --------------------------------------------------------- */

static VipsImage *
make_image (const Layout *layout, gpointer pixels, gsize size)
{
  const PstPictureFile *picture = layout->picture;
  VipsImage *plain =
      vips_image_new_from_memory (pixels, size, picture->width, picture->height * picture->n_frames,
                                  layout->channels + (layout->alpha ? 1 : 0), layout->depth);
  gdouble xres = picture->original->Xres, yres = picture->original->Yres;
  VipsImage *image = NULL;

  if (! plain)
    return NULL;
  if (xres == 1 && yres == 1) /* libvips' own default */
    xres = yres = DEFAULT_RESOLUTION;
  if (vips_copy (plain, &image, "interpretation", interpretation (layout), "xres", xres, "yres",
                 yres, NULL)
      != 0)
    image = NULL;
  g_object_unref (plain);
  return image;
}

static gint
deep_bits (VipsImage *original)
{
  gint bits;

  if (vips_image_get_typeof (original, "heif-bitdepth")
      && vips_image_get_int (original, "heif-bitdepth", &bits) == 0)
    return bits;
  return DEEP_BITS;
}

static gboolean
write_file (const Layout *layout, VipsImage *image, const gchar *path, const PstPictureSave *how,
            GError **error)
{
  const PstPictureFile *picture = layout->picture;
  g_autofree gchar *name = g_filename_display_name (path);
  g_autoptr (PstNotes) notes = pst_notes_new (picture->path, picture->stream, picture->width,
                                              picture->height, how->creator, how->strip);
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) noted = NULL;
  VipsBlob *blob;
  gconstpointer data;
  gboolean good;
  gsize size;

  add_notes (layout, notes, image);
  pst_quiet_begin ();
  blob = pst_encoder_write (image, layout->format, how->quality, deep_bits (picture->original));
  pst_quiet_end ();
  if (! blob)
    {
      g_autofree gchar *reason = pst_decoder_take_error ();

      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "%s: it cannot be a file of %s (%s); use .png or .tif", name,
                   layout->format->name, reason);
      return FALSE;
    }
  data = vips_blob_get (blob, &size);
  /* Notes that cannot be copied are no reason to lose a painting. */
  if (has (layout, PST_FORMAT_NOTES))
    noted = pst_notes_put (notes, data, size, &local);
  if (local && how->said)
    *how->said = g_strdup_printf ("%s: what was noted in the photo could not be copied (%s)", name,
                                  local->message);
  if (noted)
    data = g_bytes_get_data (noted, &size);
  good = pst_output_write (path, data, size, how->force, error);
  vips_area_unref (VIPS_AREA (blob));
  return good;
}

static gboolean
save_layout (const Layout *layout, const gchar *path, const PstPictureSave *how, GError **error)
{
  const PstPictureFile *picture = layout->picture;
  gsize size;
  g_autofree gpointer pixels = fill_pixels (layout, &size);
  VipsImage *image = pixels ? make_image (layout, pixels, size) : NULL;
  gboolean good;

  if (! image)
    return set_too_large (error, path, picture->width, picture->height * picture->n_frames);
  good = write_file (layout, image, path, how, error);
  g_object_unref (image);
  return good;
}

/* The picture's own pixels where they have to be converted. */
static GPtrArray *
read_frames (const PstPictureFile *picture, GError **error)
{
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify) pst_image_free);

  for (gint i = 0; i < picture->n_frames; i++)
    {
      PstImage *frame = pst_picture_file_read (picture, i, NULL, error);

      if (! frame)
        return NULL;
      g_ptr_array_add (frames, frame);
    }
  return g_steal_pointer (&frames);
}

gboolean
pst_picture_file_save (const PstPictureFile *picture, PstImage *const *paintings, const gchar *path,
                       const PstPictureSave *how, GError **error)
{
  const PstPictureSave plain = { 0 };
  g_autoptr (GPtrArray) frames = NULL;
  Layout layout = { .picture = picture, .paintings = paintings };

  if (! how)
    how = &plain;
  layout.format = pst_format_for_saving (how->format ? how->format : path);
  if (! layout.format)
    return pst_format_refuse_ending (path, error);
  if (! paintings && ! can_keep_pixels (&layout))
    {
      frames = read_frames (picture, error);
      if (! frames)
        return FALSE;
      layout.paintings = (PstImage *const *) frames->pdata;
    }
  lay_out (&layout);
  return save_layout (&layout, path, how, error);
}

gboolean
pst_picture_file_save_planes (const PstImage *image, const gchar *path, gboolean force,
                              GError **error)
{
  const guint8 black[3] = { 0 };
  const PstPictureSave how = { .force = force };
  PstPictureFile picture = { .width = image->width, .height = image->height, .n_frames = 1 };
  gboolean good;

  pst_decoder_need ();
  /* Of which only depth and channels count. */
  picture.original = vips_image_new_from_memory_copy (black, 3, 1, 1, 3, VIPS_FORMAT_UCHAR);
  if (! picture.original)
    return set_too_large (error, path, image->width, image->height);
  good = pst_picture_file_save (&picture, (PstImage *[]){ (PstImage *) image }, path, &how, error);
  g_object_unref (picture.original);
  return good;
}
