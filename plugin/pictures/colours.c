/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pictures/colours.h"

#include <math.h>

#include <lcms2.h>

/* Nearer than that to sRGB is sRGB: half a level of 8 bits. */
#define NEAR .002f

/* Many threads use one transform, which then must not keep what was asked last. */
#define FLAGS (cmsFLAGS_NOCACHE | cmsFLAGS_BLACKPOINTCOMPENSATION)

struct _PstColours
{
  cmsContext context;
  cmsHTRANSFORM to, from; /* from: of RGB only */
  gint channels;
};

void
pst_colours_free (PstColours *colours)
{
  if (! colours)
    return;
  if (colours->to)
    cmsDeleteTransform (colours->to);
  if (colours->from)
    cmsDeleteTransform (colours->from);
  cmsDeleteContext (colours->context);
  g_free (colours);
}

static gboolean
fits (cmsHPROFILE profile, gint channels)
{
  cmsColorSpaceSignature space = cmsGetColorSpace (profile);

  return (channels == 1 && space == cmsSigGrayData) || (channels == 3 && space == cmsSigRgbData)
         || (channels == 4 && space == cmsSigCmykData);
}

gboolean
pst_colours_fits (gconstpointer icc, gsize size, gint channels)
{
  cmsHPROFILE profile = cmsOpenProfileFromMem (icc, (cmsUInt32Number) size);
  gboolean good = profile && fits (profile, channels);

  if (profile)
    cmsCloseProfile (profile);
  return good;
}

/* TRUE if colours of all kinds stay as they are. */
static gboolean
is_srgb (const PstColours *colours)
{
  const gfloat steps[] = { 0, .02f, .1f, .5f, .8f, 1 };

  if (colours->channels != 3)
    return FALSE;
  for (gint i = 0; i < 216; i++)
    {
      const gfloat rgb[3] = { steps[i / 36], steps[i / 6 % 6], steps[i % 6] };
      gfloat out[3];

      cmsDoTransform (colours->to, rgb, out, 1);
      for (gint c = 0; c < 3; c++)
        if (! (fabsf (out[c] - rgb[c]) < NEAR))
          return FALSE;
    }
  return TRUE;
}

PstColours *
pst_colours_new (gconstpointer icc, gsize size, gint channels)
{
  g_autoptr (PstColours) colours = g_new0 (PstColours, 1);
  guint32 type = channels == 1 ? TYPE_GRAY_FLT : channels == 3 ? TYPE_RGB_FLT : TYPE_CMYK_FLT;
  cmsHPROFILE profile = NULL, srgb;

  colours->context = cmsCreateContext (NULL, NULL);
  colours->channels = channels;
  if (icc && size <= G_MAXUINT32)
    profile = cmsOpenProfileFromMemTHR (colours->context, icc, (cmsUInt32Number) size);
  if (! profile)
    return NULL;
  srgb = cmsCreate_sRGBProfileTHR (colours->context);
  if (fits (profile, channels))
    colours->to = cmsCreateTransformTHR (colours->context, profile, type, srgb, TYPE_RGB_FLT,
                                         INTENT_RELATIVE_COLORIMETRIC, FLAGS);
  if (colours->to && channels == 3)
    colours->from = cmsCreateTransformTHR (colours->context, srgb, TYPE_RGB_FLT, profile, type,
                                           INTENT_RELATIVE_COLORIMETRIC, FLAGS);
  cmsCloseProfile (srgb);
  cmsCloseProfile (profile);
  if (! colours->to || (channels == 3 && ! colours->from) || is_srgb (colours))
    return NULL;
  return g_steal_pointer (&colours);
}

void
pst_colours_to_srgb (const PstColours *colours, const gfloat *from, gfloat *to, gsize n)
{
  g_autofree gfloat *ink = NULL;

  /* lcms counts ink in percent. */
  if (colours->channels == 4)
    {
      ink = g_new (gfloat, 4 * n);
      for (gsize i = 0; i < 4 * n; i++)
        ink[i] = 100 * from[i];
    }
  cmsDoTransform (colours->to, ink ? ink : from, to, (cmsUInt32Number) n);
}

void
pst_colours_from_srgb (const PstColours *colours, const gfloat *from, gfloat *to, gsize n)
{
  cmsDoTransform (colours->from, from, to, (cmsUInt32Number) n);
}

gfloat
pst_colours_from_linear (gfloat value)
{
  gfloat size = fabsf (value);

  return copysignf (size <= .0031308f ? 12.92f * size : 1.055f * powf (size, 1 / 2.4f) - .055f,
                    value);
}

gfloat
pst_colours_to_linear (gfloat value)
{
  gfloat size = fabsf (value);

  return copysignf (size <= .04045f ? size / 12.92f : powf ((size + .055f) / 1.055f, 2.4f), value);
}
