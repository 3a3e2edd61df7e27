/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How near what is finished comes to a painting; no test.  All pictures are PPM.
 *
 *   measure-finish held-out STYLE PAINTING STEPS
 *       the left three quarters of PAINTING are learnt; the rest is reduced by two and made as large
 *       again, by a cubic, the same sharpened, and the finisher at five strengths: with nothing else
 *       known, and guided by the rest without its marks, as by a photo; of each the distance of oriented
 *       statistics to the painting and, in three bands of frequency from 1/8 to 1/2, how far luma's
 *       spectrum is from the painting's, in dB
 *   measure-finish spectrum PICTURE PAINTING
 *       the same spectra of any picture, and the highest ratio of its power at a period of 2, 4 or 8
 *       pixels to that beside it */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "painting/finish.h"
#include "strokes/manner.h"
#include "styles/style.h"
#include "training/finishing-pictures.h"

#define WINDOW  128
#define OCTAVES 2

static PstImage *
load (const gchar *path)
{
  g_autofree gchar *text = NULL;
  gint w, h, at = 0;
  PstImage *image;
  gsize n, size;

  if (! g_file_get_contents (path, &text, &size, NULL)
      || sscanf (text, "P6 %d %d 255%n", &w, &h, &at) != 2 || at == 0)
    g_error ("%s is no PPM", path);
  n = (gsize) w * (gsize) h;
  if (size < (gsize) at + 1 + 3 * n)
    g_error ("%s is too short", path);
  image = pst_image_new (w, h, NULL);
  for (gsize i = 0; i < 3 * n; i++)
    image->data[i % 3 * n + i / 3] = (guint8) text[(gsize) at + 1 + i] / 255.f;
  return image;
}

/* ---- spectrum --------------------------------------------------------- */

static gdouble
luma_at (const PstImage *image, gint x, gint y)
{
  const gsize n = (gsize) image->width * (gsize) image->height;
  const gsize at = (gsize) y * (gsize) image->width + (gsize) x;

  return 0.299 * image->data[at] + 0.587 * image->data[n + at] + 0.114 * image->data[2 * n + at];
}

/* power[k] of frequency k / WINDOW, along lines and columns alike, of luma under a Hann window. */
static void
take_spectrum (const PstImage *image, gdouble *power)
{
  gdouble lines = 0;

  memset (power, 0, (WINDOW / 2 + 1) * sizeof *power);
  for (gint way = 0; way < 2; way++)
    for (gint a = 0; a < (way ? image->width : image->height); a += 3)
      for (gint b = 0; b + WINDOW <= (way ? image->height : image->width); b += WINDOW, lines++)
        for (gint k = 0; k <= WINDOW / 2; k++)
          {
            gdouble re = 0, im = 0;

            for (gint i = 0; i < WINDOW; i++)
              {
                const gdouble v = way ? luma_at (image, a, b + i) : luma_at (image, b + i, a);
                const gdouble window = 1 - cos (2 * G_PI * (i + .5) / WINDOW);

                re += window * v * cos (2 * G_PI * k * i / WINDOW);
                im += window * v * sin (2 * G_PI * k * i / WINDOW);
              }
            power[k] += re * re + im * im;
          }
  for (gint k = 0; k <= WINDOW / 2; k++)
    power[k] /= lines;
}

/* From, to in 1 / 8 of a cycle per pixel. */
static gdouble
band (const gdouble *power, gint from, gint to)
{
  gdouble sum = 0;

  for (gint k = from * WINDOW / 8; k < to * WINDOW / 8; k++)
    sum += power[k];
  return sum;
}

static void
print_spectrum (const gdouble *got, const gdouble *want)
{
  for (gint i = 1; i < 4; i++)
    printf (" %+.1f", 10 * log10 (band (got, i, i + 1) / band (want, i, i + 1)));
}

static gdouble
highest_peak (const gdouble *power)
{
  gdouble highest = 0;

  for (gint period = 2; period <= 8; period *= 2)
    {
      const gint k = WINDOW / period;
      gdouble beside = 0;
      gint n = 0;

      for (gint i = 3; i <= 6; i++)
        for (gint side = -1; side <= 1; side += 2)
          if (k + side * i <= WINDOW / 2)
            {
              beside += power[k + side * i];
              n++;
            }
      highest = MAX (highest, power[k] / (beside / n));
    }
  return highest;
}

/* ---- held out --------------------------------------------------------- */

static gdouble
distance (PstEngine *engine, const PstImage *got, const PstMannerScale *want)
{
  g_autoptr (PstPyramid) x = pst_pyramid_new (engine->arena, got->width, got->height, OCTAVES);
  g_autoptr (PstOriented) o = pst_oriented_new (engine->pool, engine->arena, got->width,
                                                got->height, OCTAVES, want->wavelength);
  const gsize n = 3 * (gsize) got->width * (gsize) got->height;
  g_autofree gfloat *rgb = g_new (gfloat, n);
  gdouble *grams[2 * OCTAVES], sum = 0;

  for (gsize i = 0; i < n; i++)
    rgb[i] = 2 * CLAMP (got->data[i], 0, 1) - 1;
  pst_pyramid_put_rgb (x, rgb, engine->pool);
  pst_pyramid_shrink (x, engine->pool);
  for (gint i = 0; i < 2 * OCTAVES; i++)
    grams[i] = g_new0 (gdouble, PST_ORIENTED_SECOND * PST_ORIENTED_SECOND);
  pst_oriented_forward (o, x, 0, grams);
  for (gint i = 0; i < 2 * OCTAVES; i++)
    {
      g_autofree gdouble *ignored = g_new (gdouble, PST_ORIENTED_SECOND * PST_ORIENTED_SECOND);

      sum += pst_manner_compare (&want->map[i], i, grams[i], 1, 0, ignored);
      g_free (grams[i]);
    }
  return sum;
}

/* Unsharp mask of a 5x5 mean, all of what it takes away. */
static PstImage *
sharpen (const PstImage *image)
{
  PstImage *out = pst_image_crop (image, 0, 0, image->width, image->height, NULL);
  const gint w = image->width, h = image->height;

  for (gint c = 0; c < 3; c++)
    for (gint y = 2; y + 2 < h; y++)
      for (gint x = 2; x + 2 < w; x++)
        {
          const gfloat *at = image->data + ((gsize) c * (gsize) h + (gsize) y) * (gsize) w + x;
          gfloat sum = 0;

          for (gint i = 0; i < 25; i++)
            sum += at[(i / 5 - 2) * w + i % 5 - 2];
          out->data[at - image->data] = CLAMP (2 * at[0] - sum / 25, 0, 1);
        }
  return out;
}

static PstImage *
finish (PstEngine *engine, const PstStyle *style, const PstImage *small, const PstImage *guide,
        gdouble amount)
{
  const PstFinishInput in = { .small = small, .painting = small, .style = style };
  PstParams params = PST_PARAMS_INIT;

  params.finish = amount;
  return pst_engine_finish_in (engine, guide, &in, &params, NULL, NULL);
}

/* What a photo of what @painting shows knows of it: no marks. */
static PstImage *
make_photo (PstEngine *engine, const PstImage *painting)
{
  const gsize n = 3 * (gsize) painting->width * (gsize) painting->height;
  g_autoptr (PstImage) x = pst_image_crop (painting, 0, 0, painting->width, painting->height, NULL);
  PstImage *photo;

  for (gsize i = 0; i < n; i++)
    x->data[i] = 2 * x->data[i] - 1;
  photo = pst_finishing_calm (engine->pool, x, NULL);
  for (gsize i = 0; i < n; i++)
    photo->data[i] = (photo->data[i] + 1) / 2;
  return photo;
}

static void
report (PstEngine *engine, const gchar *name, const PstImage *made, const PstMannerScale *scale,
        const gdouble *want)
{
  gdouble got[WINDOW / 2 + 1];

  take_spectrum (made, got);
  printf ("%-10s distance %.3f spectrum", name, distance (engine, made, scale));
  print_spectrum (got, want);
  printf (" peak %.2f\n", highest_peak (got));
}

static void
held_out (gchar **argv)
{
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstImage) painting = load (argv[1]), known = NULL, rest = NULL, small = NULL;
  g_autoptr (PstImage) plain = NULL, made = NULL, photo = NULL;
  g_autoptr (PstStyle) style = pst_style_load (argv[0], NULL), learnt = NULL;
  const gint cut = painting->width * 3 / 4, w = (painting->width - cut) / 4 * 4;
  const gint h = painting->height / 4 * 4;
  PstMannerScale scale = { .scale = 1, .wavelength = 3.5 };
  gdouble want[WINDOW / 2 + 1];

  known = pst_image_crop (painting, 0, 0, cut, painting->height, NULL);
  rest = pst_image_crop (painting, cut, 0, w, h, NULL);
  small = pst_image_resize (rest, w / 2, h / 2, NULL);
  pst_image_sanitise (small);
  plain = pst_image_resize (small, w, h, NULL);
  photo = make_photo (engine, rest);
  learnt = pst_engine_learn_finish (engine, style, known, atoi (argv[2]), 0, NULL, NULL);
  pst_manner_scale_measure (&scale, engine, rest, OCTAVES, NULL);
  take_spectrum (rest, want);
  report (engine, "cubic", plain, &scale, want);
  made = sharpen (plain);
  report (engine, "unsharp", made, &scale, want);
  for (gint guided = 0; guided < 2; guided++)
    for (gint amount = 20; amount <= 100; amount += 20)
      {
        g_autofree gchar *name = g_strdup_printf ("%s %d", guided ? "guided" : "finish", amount);

        pst_image_free (made);
        made = finish (engine, learnt, small, guided ? photo : plain, amount);
        report (engine, name, made, &scale, want);
      }
}

int
main (int argc, char **argv)
{
  if (argc == 5 && strcmp (argv[1], "held-out") == 0)
    held_out (argv + 2);
  else if (argc == 4 && strcmp (argv[1], "spectrum") == 0)
    {
      g_autoptr (PstImage) picture = load (argv[2]), painting = load (argv[3]);
      gdouble got[WINDOW / 2 + 1], want[WINDOW / 2 + 1];

      take_spectrum (picture, got);
      take_spectrum (painting, want);
      printf ("%s spectrum", argv[2]);
      print_spectrum (got, want);
      printf (" peak %.2f\n", highest_peak (got));
    }
  else
    return 2;
  return 0;
}
