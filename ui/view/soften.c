/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "view/soften.h"

#define NEAR   8    /* pixels: a neighbourhood; strokes are finer */
#define STEADY .02f /* variance of luma below which it says little */

static gfloat
luma_at (const PstImage *image, gsize plane, gsize i)
{
  return .299f * image->data[i] + .587f * image->data[plane + i]
         + .114f * image->data[2 * plane + i];
}

/* Means of what @painting has more than @photo, of its products with the photo's luma, and of
 * luma and its square. */
static gboolean
take_means (const PstImage *painting, const PstImage *photo, PstImage *means[3], GError **error)
{
  gint width = photo->width, height = photo->height;
  gint w = MAX (1, width / NEAR), h = MAX (1, height / NEAR);
  g_autoptr (PstImage) products = pst_image_new (width, height, error);
  g_autoptr (PstImage) lumas = products ? pst_image_new (width, height, error) : NULL;
  g_autoptr (PstImage) more = lumas ? pst_image_new (width, height, error) : NULL;
  gsize plane = (gsize) width * height;

  if (! more)
    return FALSE;
  for (gsize i = 0; i < plane; i++)
    {
      gfloat luma = luma_at (photo, plane, i);

      lumas->data[i] = luma;
      lumas->data[plane + i] = luma * luma;
      lumas->data[2 * plane + i] = 0;
      for (gsize c = 0; c < 3; c++)
        {
          gfloat difference = painting->data[c * plane + i] - photo->data[c * plane + i];

          more->data[c * plane + i] = difference;
          products->data[c * plane + i] = luma * difference;
        }
    }
  return (means[0] = pst_image_resize (more, w, h, error))
         && (means[1] = pst_image_resize (products, w, h, error))
         && (means[2] = pst_image_resize (lumas, w, h, error));
}

/* The line of each colour: the means of colours become where it is at luma 0, the products
 * its slope, which is none where luma is all one. */
static void
fit_lines (PstImage *colours, PstImage *products, const PstImage *lumas)
{
  gsize plane = (gsize) colours->width * colours->height;

  for (gsize i = 0; i < plane; i++)
    {
      gfloat luma = lumas->data[i];
      gfloat variance = MAX (0, lumas->data[plane + i] - luma * luma);

      for (gsize c = 0; c < 3; c++)
        {
          gfloat *colour = &colours->data[c * plane + i], *product = &products->data[c * plane + i];

          *product = (*product - *colour * luma) / (variance + STEADY);
          *colour -= *product * luma;
        }
    }
}

PstImage *
pst_soften (const PstImage *painting, const PstImage *photo, GError **error)
{
  PstImage *means[3] = { NULL };
  gsize plane = (gsize) photo->width * photo->height;
  g_autoptr (PstImage) slopes = NULL;
  PstImage *out = NULL;

  if (take_means (painting, photo, means, error))
    {
      fit_lines (means[0], means[1], means[2]);
      slopes = pst_image_resize (means[1], photo->width, photo->height, error);
      out = slopes ? pst_image_resize (means[0], photo->width, photo->height, error) : NULL;
    }
  for (gsize i = 0; out && i < plane; i++)
    for (gsize c = 0; c < 3; c++)
      out->data[c * plane + i] +=
          photo->data[c * plane + i] + slopes->data[c * plane + i] * luma_at (photo, plane, i);
  for (gint i = 0; i < 3; i++)
    pst_image_free (means[i]);
  return out;
}
