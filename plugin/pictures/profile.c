/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pictures/profile.h"

#include <math.h>

#include <lcms2.h>

/* Nearer than that to sRGB is sRGB: half a level of 8 bits. */
#define NEAR .002f

/* Many threads use one transform, which then must not keep what was asked last. */
#define FLAGS (cmsFLAGS_NOCACHE | cmsFLAGS_BLACKPOINTCOMPENSATION)

struct _PstProfile
{
  cmsContext context;
  cmsHTRANSFORM to, from; /* from: of RGB only */
  gint channels;
};

void
pst_profile_free (PstProfile *profile)
{
  if (! profile)
    return;
  if (profile->to)
    cmsDeleteTransform (profile->to);
  if (profile->from)
    cmsDeleteTransform (profile->from);
  cmsDeleteContext (profile->context);
  g_free (profile);
}

static gboolean
fits (cmsHPROFILE profile, gint channels)
{
  cmsColorSpaceSignature space = cmsGetColorSpace (profile);

  return (channels == 1 && space == cmsSigGrayData) || (channels == 3 && space == cmsSigRgbData)
         || (channels == 4 && space == cmsSigCmykData);
}

gboolean
pst_profile_fits (gconstpointer icc, gsize size, gint channels)
{
  cmsHPROFILE profile = cmsOpenProfileFromMem (icc, (cmsUInt32Number) size);
  gboolean good = profile && fits (profile, channels);

  if (profile)
    cmsCloseProfile (profile);
  return good;
}

/* TRUE if colours of all kinds stay as they are. */
static gboolean
is_srgb (const PstProfile *profile)
{
  const gfloat steps[] = { 0, .02f, .1f, .5f, .8f, 1 };

  if (profile->channels != 3)
    return FALSE;
  for (gint i = 0; i < 216; i++)
    {
      const gfloat rgb[3] = { steps[i / 36], steps[i / 6 % 6], steps[i % 6] };
      gfloat out[3];

      cmsDoTransform (profile->to, rgb, out, 1);
      for (gint c = 0; c < 3; c++)
        if (! (fabsf (out[c] - rgb[c]) < NEAR))
          return FALSE;
    }
  return TRUE;
}

PstProfile *
pst_profile_new (gconstpointer icc, gsize size, gint channels)
{
  g_autoptr (PstProfile) profile = g_new0 (PstProfile, 1);
  guint32 type = channels == 1 ? TYPE_GRAY_FLT : channels == 3 ? TYPE_RGB_FLT : TYPE_CMYK_FLT;
  cmsHPROFILE own = NULL, srgb;

  profile->context = cmsCreateContext (NULL, NULL);
  profile->channels = channels;
  if (icc && size <= G_MAXUINT32)
    own = cmsOpenProfileFromMemTHR (profile->context, icc, (cmsUInt32Number) size);
  if (! own)
    return NULL;
  srgb = cmsCreate_sRGBProfileTHR (profile->context);
  if (fits (own, channels))
    profile->to = cmsCreateTransformTHR (profile->context, own, type, srgb, TYPE_RGB_FLT,
                                         INTENT_RELATIVE_COLORIMETRIC, FLAGS);
  if (profile->to && channels == 3)
    profile->from = cmsCreateTransformTHR (profile->context, srgb, TYPE_RGB_FLT, own, type,
                                           INTENT_RELATIVE_COLORIMETRIC, FLAGS);
  cmsCloseProfile (srgb);
  cmsCloseProfile (own);
  if (! profile->to || (channels == 3 && ! profile->from) || is_srgb (profile))
    return NULL;
  return g_steal_pointer (&profile);
}

void
pst_profile_to_srgb (const PstProfile *profile, const gfloat *from, gfloat *to, gsize n)
{
  g_autofree gfloat *ink = NULL;

  /* lcms counts ink in percent. */
  if (profile->channels == 4)
    {
      ink = g_new (gfloat, 4 * n);
      for (gsize i = 0; i < 4 * n; i++)
        ink[i] = 100 * from[i];
    }
  cmsDoTransform (profile->to, ink ? ink : from, to, (cmsUInt32Number) n);
}

void
pst_profile_from_srgb (const PstProfile *profile, const gfloat *from, gfloat *to, gsize n)
{
  cmsDoTransform (profile->from, from, to, (cmsUInt32Number) n);
}

gfloat
pst_profile_from_linear (gfloat value)
{
  gfloat size = fabsf (value);

  return copysignf (size <= .0031308f ? 12.92f * size : 1.055f * powf (size, 1 / 2.4f) - .055f,
                    value);
}

gfloat
pst_profile_to_linear (gfloat value)
{
  gfloat size = fabsf (value);

  return copysignf (size <= .04045f ? size / 12.92f : powf ((size + .055f) / 1.055f, 2.4f), value);
}
