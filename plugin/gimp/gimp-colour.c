/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "gimp/gimp-colour.h"

#define CHUNK 4096 /* pixels that are converted at once */

/* Linear images say so in their precision. */
static gboolean
is_linear (gint32 image)
{
  switch (gimp_image_get_precision (image))
    {
    case GIMP_PRECISION_U8_LINEAR:
    case GIMP_PRECISION_U16_LINEAR:
    case GIMP_PRECISION_U32_LINEAR:
    case GIMP_PRECISION_HALF_LINEAR:
    case GIMP_PRECISION_FLOAT_LINEAR:
    case GIMP_PRECISION_DOUBLE_LINEAR:
      return TRUE;
    default:
      return FALSE;
    }
}

/* What babl takes every image for. */
static GimpColorProfile *
builtin_profile (gboolean gray, gboolean linear)
{
  if (gray)
    return linear ? gimp_color_profile_new_d65_gray_linear ()
                  : gimp_color_profile_new_d65_gray_srgb_trc ();
  return linear ? gimp_color_profile_new_rgb_srgb_linear () : gimp_color_profile_new_rgb_srgb ();
}

static const Babl *
srgb_format (void)
{
  return babl_format ("R'G'B' float");
}

void
pst_gimp_colour_init (PstGimpColour *colour, gint32 image)
{
  GimpColorProfile *profile = gimp_image_get_color_profile (image);
  gboolean linear = is_linear (image);
  GimpColorProfile *builtin, *srgb;

  *colour = (PstGimpColour){ .gray = gimp_image_base_type (image) == GIMP_GRAY };
  if (colour->gray)
    colour->format = babl_format (linear ? "Y float" : "Y' float");
  else
    colour->format = babl_format (linear ? "RGB float" : "R'G'B' float");
  if (! profile)
    return;

  builtin = builtin_profile (colour->gray, linear);
  srgb = gimp_color_profile_new_rgb_srgb ();
  if (! gimp_color_profile_is_equal (profile, builtin))
    {
      const GimpColorRenderingIntent intent = GIMP_COLOR_RENDERING_INTENT_RELATIVE_COLORIMETRIC;

      /* Not the faster way, which rounds to tables. */
      const GimpColorTransformFlags flags = GIMP_COLOR_TRANSFORM_FLAGS_NOOPTIMIZE;

      colour->to_srgb =
          gimp_color_transform_new (profile, colour->format, srgb, srgb_format (), intent, flags);
      colour->from_srgb =
          gimp_color_transform_new (srgb, srgb_format (), profile, colour->format, intent, flags);
      colour->broken = ! colour->to_srgb || ! colour->from_srgb;
      if (colour->broken)
        pst_gimp_colour_clear (colour);
    }
  g_object_unref (srgb);
  g_object_unref (builtin);
  g_object_unref (profile);
}

void
pst_gimp_colour_clear (PstGimpColour *colour)
{
  g_clear_object (&colour->to_srgb);
  g_clear_object (&colour->from_srgb);
}

static void
gather (const PstImage *picture, gsize first, gsize n, gint components, gfloat *to)
{
  gsize size = (gsize) picture->width * picture->height;

  for (gint c = 0; c < components; c++)
    for (gsize i = 0; i < n; i++)
      to[i * components + c] = picture->data[c * size + first + i];
}

static void
scatter (const gfloat *from, gint components, PstImage *picture, gsize first, gsize n)
{
  gsize size = (gsize) picture->width * picture->height;

  for (gint c = 0; c < 3; c++)
    for (gsize i = 0; i < n; i++)
      picture->data[c * size + first + i] = from[i * components + (components == 3 ? c : 0)];
}

void
pst_gimp_colour_import (const PstGimpColour *colour, PstImage *picture)
{
  gsize size = (gsize) picture->width * picture->height;
  const Babl *perceptual = babl_format (colour->gray ? "Y' float" : "R'G'B' float");
  const Babl *fish = babl_fish (perceptual, colour->format);
  gint components = colour->gray ? 1 : 3;
  gfloat a[CHUNK * 3], b[CHUNK * 3];

  for (gsize i = 0; colour->to_srgb && i < size; i += CHUNK)
    {
      gsize n = MIN (CHUNK, size - i);

      gather (picture, i, n, components, a);
      babl_process (fish, a, b, (glong) n);
      gimp_color_transform_process_pixels (colour->to_srgb, colour->format, b, srgb_format (), a,
                                           n);
      scatter (a, 3, picture, i, n);
    }
  pst_image_sanitise (picture);
}

void
pst_gimp_colour_export (const PstGimpColour *colour, PstImage *picture)
{
  gsize size = (gsize) picture->width * picture->height;
  const Babl *perceptual = babl_format (colour->gray ? "Y' float" : "R'G'B' float");
  const Babl *fish = babl_fish (colour->format, perceptual);
  gint components = colour->gray ? 1 : 3;
  gfloat a[CHUNK * 3], b[CHUNK * 3];

  for (gsize i = 0; colour->from_srgb && i < size; i += CHUNK)
    {
      gsize n = MIN (CHUNK, size - i);

      gather (picture, i, n, 3, a);
      gimp_color_transform_process_pixels (colour->from_srgb, srgb_format (), a, colour->format, b,
                                           n);
      babl_process (fish, b, a, (glong) n);
      scatter (a, components, picture, i, n);
    }
  pst_image_sanitise (picture);
}
