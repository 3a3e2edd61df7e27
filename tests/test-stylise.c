/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All around the network: working size, enlarging, blending, mixing, and stylising
 * as their sum. */

#include <string.h>

#include "made-up.h"

static PstParams
with (gdouble strength, gdouble keep_colours)
{
  PstParams params = PST_PARAMS_INIT;

  params.strength = strength;
  params.keep_colours = keep_colours;
  return params;
}

/* Looks like no photo_new (), within [0,1]. */
static PstImage *
painting_new (gint width, gint height)
{
  PstImage *painting = pst_image_new (width, height, NULL);

  for (gsize i = 0; i < bytes_of (painting) / sizeof (gfloat); i++)
    painting->data[i] = (gfloat) pst_random_uniform (77, i);
  return painting;
}

/* ---- working size ----------------------------------------------------- */

static void
test_working_size (void)
{
  const struct
  {
    gint width, height;
    gdouble brush;
    gint want_width, want_height;
  } cases[] = { { 1024, 700, 100, 1024, 700 },
                { 6000, 4000, 100, 1024, 683 },
                { 4000, 6000, 100, 683, 1024 },
                { 640, 480, 100, 640, 480 },
                { 6000, 4000, 25, 4096, 2731 },
                { 6000, 4000, 400, 256, 171 },
                { 640, 480, 50, 1280, 960 },
                { 640, 480, 200, 320, 240 },
                { 1, 1, 100, 1, 1 },
                { 1, 1, 400, 1, 1 },
                { 1, 1, 25, 4, 4 },
                { 100, 10, 400, 100, 10 },
                { 100, 40, 400, 40, 16 },
                { 10000, 20, 100, 10000, 20 },
                { 20, 10000, 25, 80, 40000 },
                { 100000, 8, 100, 100000, 8 },
                { 2000, 2000, 25, 4096, 4096 },
                { 1025, 1025, 100, 1024, 1024 },
                { 262144, 262144, 25, 4096, 4096 },
                { 1920, 1080, 100, 1024, 576 },
                { 2000, 1000, 100, 1086, 543 },
                { 12000, 1500, 100, 2172, 272 },
                { 1500, 12000, 100, 272, 2172 },
                { 12000, 1500, 25, 8689, 1086 },
                { 1200, 150, 100, 1200, 150 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint width, height;

      pst_working_size (cases[i].width, cases[i].height, cases[i].brush, &width, &height);
      g_assert_cmpint (width, ==, cases[i].want_width);
      g_assert_cmpint (height, ==, cases[i].want_height);
    }
}

/* ---- enlarging -------------------------------------------------------- */

static gdouble
keys (gdouble x)
{
  x = fabs (x);
  return x < 1   ? 1.5 * x * x * x - 2.5 * x * x + 1
         : x < 2 ? -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2
                 : 0;
}

/* Pixel (x, y) of @plane [h][w] resampled to @to_w x @to_h, from the definition. */
static gdouble
resampled (const gfloat *plane, gint w, gint h, gint to_w, gint to_h, gint x, gint y)
{
  gdouble rx = (gdouble) w / to_w, ry = (gdouble) h / to_h;
  gdouble sx = MAX (rx, 1), sy = MAX (ry, 1), cx = (x + 0.5) * rx - 0.5, cy = (y + 0.5) * ry - 0.5;
  gdouble sum = 0, weights = 0;

  for (gint j = (gint) floor (cy - 2 * sy); j <= cy + 2 * sy; j++)
    for (gint i = (gint) floor (cx - 2 * sx); i <= cx + 2 * sx; i++)
      {
        gdouble weight = keys ((i - cx) / sx) * keys ((j - cy) / sy);

        sum += weight * plane[CLAMP (j, 0, h - 1) * w + CLAMP (i, 0, w - 1)];
        weights += weight;
      }
  return sum / weights;
}

static gdouble
luma_of (const PstImage *image, gsize i)
{
  gsize n = (gsize) image->width * image->height;

  return 0.299 * image->data[i] + 0.587 * image->data[n + i] + 0.114 * image->data[2 * n + i];
}

static const gint sizes[][4] = {
  { 24, 18, 61, 43 }, { 61, 43, 24, 18 }, { 1, 1, 5, 4 }, { 16, 3, 7, 200 }, { 40, 30, 300, 140 }
};

static void
test_enlarge (void)
{
  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      gint w = sizes[s][0], h = sizes[s][1], W = sizes[s][2], H = sizes[s][3];
      g_autoptr (PstImage) painting = painting_new (w, h), small = photo_new (w, h);
      g_autoptr (PstImage) photo = photo_new (W, H), out = NULL;
      g_autofree gfloat *luma = g_new (gfloat, w * h);

      for (gsize i = 0; i < (gsize) w * h; i++)
        luma[i] = (gfloat) luma_of (small, i);
      out = pst_enlarge (painting, small, photo, 0, 0, W, H, NULL);
      for (gint c = 0; c < 3; c++)
        for (gint y = 0; y < H; y++)
          for (gint x = 0; x < W; x++)
            {
              gdouble want = resampled (painting->data + c * w * h, w, h, W, H, x, y)
                             + 0.6
                                   * (luma_of (photo, (gsize) (y * W + x))
                                      - resampled (luma, w, h, W, H, x, y));

              g_assert_cmpfloat_with_epsilon (out->data[(c * H + y) * W + x], CLAMP (want, 0, 1),
                                              3e-6);
            }
    }
}

static PstImage *
part_of (const PstImage *image, gint x, gint y, gint width, gint height)
{
  PstImage *part = pst_image_new (width, height, NULL);

  for (gint c = 0; c < 3; c++)
    for (gint row = 0; row < height; row++)
      memcpy (part->data + (c * height + row) * width,
              image->data + (c * image->height + y + row) * image->width + x,
              (gsize) width * sizeof (gfloat));
  return part;
}

/* A part alone is that part of the whole, to the bit. */
static void
test_enlarge_parts (void)
{
  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      gint W = sizes[s][2], H = sizes[s][3];
      g_autoptr (PstImage) painting = painting_new (sizes[s][0], sizes[s][1]);
      g_autoptr (PstImage) small = photo_new (sizes[s][0], sizes[s][1]);
      g_autoptr (PstImage) photo = photo_new (W, H);
      g_autoptr (PstImage) whole = pst_enlarge (painting, small, photo, 0, 0, W, H, NULL);

      for (guint64 i = 0; i < 30; i++)
        {
          gint x = pst_random_int (s, 4 * i, W), y = pst_random_int (s, 4 * i + 1, H);
          gint w = 1 + pst_random_int (s, 4 * i + 2, W - x);
          gint h = 1 + pst_random_int (s, 4 * i + 3, H - y);
          g_autoptr (PstImage) part = part_of (photo, x, y, w, h),
                               want = part_of (whole, x, y, w, h);
          g_autoptr (PstImage) out = pst_enlarge (painting, small, part, x, y, W, H, NULL);

          assert_same (out, want);
        }
    }
}

/* Where the sizes are equal nothing is resampled or added. */
static void
test_enlarge_equal (void)
{
  g_autoptr (PstImage) painting = painting_new (30, 20), photo = photo_new (30, 20);
  g_autoptr (PstImage) part = part_of (photo, 3, 4, 20, 9), want = part_of (painting, 3, 4, 20, 9);
  g_autoptr (PstImage) whole = pst_enlarge (painting, photo, photo, 0, 0, 30, 20, NULL);
  g_autoptr (PstImage) out = pst_enlarge (painting, photo, part, 3, 4, 30, 20, NULL);

  assert_same (whole, painting);
  assert_same (out, want);
}

static void
fill (PstImage *image, gfloat value)
{
  for (gsize i = 0; i < bytes_of (image) / sizeof (gfloat); i++)
    image->data[i] = value;
}

/* Plain stays plain, whatever is beyond [0,1] in the photo. */
static void
test_enlarge_plain (void)
{
  const gfloat values[] = { 0.3f, 0, 1, 40, -2, NAN, INFINITY };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (PstImage) painting = pst_image_new (20, 10, NULL), small = photo_new (20, 10);
      g_autoptr (PstImage) photo = photo_new (77, 39), out = NULL;

      fill (painting, 0.7f);
      fill (small, values[i]);
      fill (photo, values[i]);
      out = pst_enlarge (painting, small, photo, 0, 0, 77, 39, NULL);
      for (gsize j = 0; j < bytes_of (out) / sizeof (gfloat); j++)
        g_assert_cmpfloat_with_epsilon (out->data[j], 0.7f, 3e-7);
    }
}

static void
test_enlarge_refuses (void)
{
  g_autoptr (PstImage) painting = painting_new (10, 10), photo = photo_new (20, 20);
  g_autoptr (PstImage) other = photo_new (9, 10);
  g_autoptr (GError) size = NULL, place = NULL;

  g_assert_null (pst_enlarge (painting, other, photo, 0, 0, 40, 40, &size));
  g_assert_error (size, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_assert_null (pst_enlarge (painting, painting, photo, 21, 0, 40, 40, &place));
  g_assert_error (place, PST_ERROR, PST_ERROR_BAD_INPUT);
}

/* ---- blending --------------------------------------------------------- */

static PstImage *
blend (const PstImage *photo, const PstImage *painting, gdouble strength, gdouble keep)
{
  PstImage *out = pst_image_new (photo->width, photo->height, NULL);
  PstParams params = with (strength, keep);

  pst_blend (photo, painting, NULL, &params, out);
  return out;
}

static void
chroma (const PstImage *image, gsize i, gdouble *luma, gdouble *cb, gdouble *cr)
{
  gsize n = (gsize) image->width * image->height;
  gdouble r = image->data[i], g = image->data[n + i], b = image->data[2 * n + i];

  *luma = 0.299 * r + 0.587 * g + 0.114 * b;
  *cb = (b - *luma) / 1.772;
  *cr = (r - *luma) / 1.402;
}

static void
test_blend (void)
{
  g_autoptr (PstImage) photo = photo_new (40, 30), painting = painting_new (40, 30);
  g_autoptr (PstImage) full = blend (photo, painting, 100, 0);
  g_autoptr (PstImage) half = blend (photo, painting, 50, 0);
  g_autoptr (PstImage) kept = blend (photo, painting, 100, 100);
  g_autoptr (PstImage) part = blend (photo, painting, 30, 60);
  gsize n = 40 * 30;

  for (gsize i = 0; i < 3 * n; i++)
    {
      g_assert_cmpfloat_with_epsilon (full->data[i], painting->data[i], 2e-7);
      g_assert_cmpfloat_with_epsilon (half->data[i], (photo->data[i] + painting->data[i]) / 2,
                                      2e-7);
    }
  for (gsize i = 0; i < n; i++)
    {
      gdouble luma[4], cb[4], cr[4];

      chroma (photo, i, &luma[0], &cb[0], &cr[0]);
      chroma (painting, i, &luma[1], &cb[1], &cr[1]);
      chroma (kept, i, &luma[2], &cb[2], &cr[2]);
      chroma (part, i, &luma[3], &cb[3], &cr[3]);
      g_assert_cmpfloat_with_epsilon (luma[2], luma[1], 1e-6);
      g_assert_cmpfloat_with_epsilon (cb[2], cb[0], 1e-6);
      g_assert_cmpfloat_with_epsilon (cr[2], cr[0], 1e-6);
      g_assert_cmpfloat_with_epsilon (luma[3], 0.7 * luma[0] + 0.3 * luma[1], 1e-6);
      g_assert_cmpfloat_with_epsilon (cb[3], 0.7 * cb[0] + 0.3 * (0.6 * cb[0] + 0.4 * cb[1]), 1e-6);
      g_assert_cmpfloat_with_epsilon (cr[3], 0.7 * cr[0] + 0.3 * (0.6 * cr[0] + 0.4 * cr[1]), 1e-6);
    }
}

/* Strength 0 is the photo to the last bit, whatever is in it. */
static void
test_blend_nothing (void)
{
  const gfloat odd[] = { -0.0f, G_MINFLOAT / 4, 12.5f, -2, 1e-30f, NAN, INFINITY };
  g_autoptr (PstImage) photo = photo_new (9, 7), painting = photo_new (7, 9);
  g_autoptr (PstImage) copy = photo_new (9, 7), out = NULL;
  PstParams params = with (0, 40);

  painting->width = 9;
  painting->height = 7;
  memcpy (photo->data, odd, sizeof odd);
  memcpy (copy->data, odd, sizeof odd);
  out = blend (photo, painting, 0, 40);
  g_assert_cmpmem (out->data, bytes_of (out), copy->data, bytes_of (copy));
  pst_blend (photo, painting, NULL, &params, photo);
  g_assert_cmpmem (photo->data, bytes_of (photo), copy->data, bytes_of (copy));
}

/* @out may be either of the others; highlights carry over. */
static void
test_blend_in_place (void)
{
  g_autoptr (PstImage) photo = photo_new (20, 10), painting = photo_new (20, 10);
  g_autoptr (PstImage) want = NULL, bright = NULL;
  PstParams params = with (70, 30);

  pst_image_free (painting);
  painting = photo_new (10, 20);
  painting->width = 20;
  painting->height = 10;
  want = blend (photo, painting, 70, 30);
  {
    g_autoptr (PstImage) a = photo_new (20, 10);

    pst_blend (a, painting, NULL, &params, a);
    g_assert_cmpmem (a->data, bytes_of (a), want->data, bytes_of (want));
  }
  pst_blend (photo, painting, NULL, &params, painting);
  g_assert_cmpmem (painting->data, bytes_of (painting), want->data, bytes_of (want));

  for (gint c = 0; c < 3; c++)
    photo->data[c * 200] = 4;
  painting->data[0] = 0.25f;
  bright = blend (photo, painting, 100, 0);
  g_assert_cmpfloat_with_epsilon (bright->data[0], 1, 1e-6);
}

/* A second style: as if the mixture had been painted. */
static void
test_blend_mix (void)
{
  const gdouble mixes[] = { 0, 35, 100 };
  g_autoptr (PstImage) photo = photo_new (33, 21), first = painting_new (33, 21);
  g_autoptr (PstImage) second = part_of (photo, 0, 0, 33, 21);

  for (gsize i = 0; i < bytes_of (second) / sizeof (gfloat); i++)
    second->data[i] = 1 - second->data[i] * second->data[i];
  for (gsize m = 0; m < G_N_ELEMENTS (mixes); m++)
    {
      PstParams params = with (80, 30);
      g_autoptr (PstImage) mixed = pst_image_new (33, 21, NULL), want = NULL;
      g_autoptr (PstImage) out = pst_image_new (33, 21, NULL), in_place = NULL;

      for (gsize i = 0; i < bytes_of (mixed) / sizeof (gfloat); i++)
        mixed->data[i] =
            (gfloat) (first->data[i] + mixes[m] / 100 * (second->data[i] - first->data[i]));
      want = blend (photo, mixed, 80, 30);
      params.mix = mixes[m];
      pst_blend (photo, first, second, &params, out);
      for (gsize i = 0; i < bytes_of (out) / sizeof (gfloat); i++)
        g_assert_cmpfloat_with_epsilon (out->data[i], want->data[i], 1e-6);
      in_place = part_of (second, 0, 0, 33, 21);
      pst_blend (photo, first, in_place, &params, in_place);
      assert_same (in_place, out);
    }
}

/* ---- stylising -------------------------------------------------------- */

static void
test_params (void)
{
  const struct
  {
    const gchar *name;
    gsize offset;
    gdouble low, high;
  } fields[] = { { "strength", G_STRUCT_OFFSET (PstParams, strength), 0, 100 },
                 { "brush-size", G_STRUCT_OFFSET (PstParams, brush_size), 25, 400 },
                 { "keep-colours", G_STRUCT_OFFSET (PstParams, keep_colours), 0, 100 },
                 { "mix", G_STRUCT_OFFSET (PstParams, mix), 0, 100 },
                 { "refine", G_STRUCT_OFFSET (PstParams, refine), 0, 100 },
                 { "likeness", G_STRUCT_OFFSET (PstParams, likeness), 0, 100 } };
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstStyle) style = style_new ();
  g_autoptr (PstImage) photo = photo_new (8, 8);

  g_assert_true (pst_params_check (&(PstParams) PST_PARAMS_INIT, NULL));
  for (gsize f = 0; f < G_N_ELEMENTS (fields); f++)
    {
      PstParams params = PST_PARAMS_INIT;
      gdouble *field = G_STRUCT_MEMBER_P (&params, fields[f].offset);
      const gdouble bad[] = { fields[f].low - 0.1, fields[f].high + 0.1, NAN, INFINITY };

      *field = fields[f].low;
      g_assert_true (pst_params_check (&params, NULL));
      *field = fields[f].high;
      g_assert_true (pst_params_check (&params, NULL));
      for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
        {
          g_autoptr (GError) error = NULL, stylise = NULL;

          *field = bad[i];
          g_assert_false (pst_params_check (&params, &error));
          g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
          g_assert_nonnull (strstr (error->message, fields[f].name));
          g_assert_null (pst_engine_stylise (engine, style, NULL, &params, photo, NULL, &stylise));
          g_assert_error (stylise, PST_ERROR, PST_ERROR_BAD_INPUT);
        }
    }
}

static PstStyle *
other_style_new (void)
{
  return style_shaped (&(PstGeneratorShape){ { 4, 6, 8 }, 0 });
}

/* Stylising is working size, painting, enlarging and blending in turn, for any
 * brush, with a second style and without, for any number of threads. */
static void
test_stylise (void)
{
  const gint photos[][2] = { { 31, 17 }, { 150, 140 }, { 1100, 30 } };
  const gdouble brushes[] = { 100, 60, 300 }, mixes[] = { 0, 40 };
  g_autoptr (PstStyle) style = style_new (), other = other_style_new ();

  for (gsize p = 0; p < G_N_ELEMENTS (photos); p++)
    for (gsize b = 0; b < G_N_ELEMENTS (brushes); b++)
      for (gsize m = 0; m < G_N_ELEMENTS (mixes); m++)
        {
          PstParams params = { 80, brushes[b], 20, mixes[m], 0, PST_LIKENESS, 6 };
          gint w = photos[p][0], h = photos[p][1], width, height;
          g_autoptr (PstEngine) engine = pst_engine_new (2), one = pst_engine_new (1);
          g_autoptr (PstImage) photo = photo_new (w, h), small = NULL, first = NULL, second = NULL;
          g_autoptr (PstImage) first_large = NULL, second_large = NULL, out = NULL, again = NULL;

          pst_working_size (w, h, brushes[b], &width, &height);
          small = pst_image_resize (photo, width, height, NULL);
          first = pst_engine_paint (engine, style, small, 6, NULL, NULL);
          second = pst_engine_paint (engine, other, small, 6, NULL, NULL);
          first_large = pst_enlarge (first, small, photo, 0, 0, w, h, NULL);
          second_large = pst_enlarge (second, small, photo, 0, 0, w, h, NULL);
          pst_blend (photo, first_large, second_large, &params, first_large);
          out = pst_engine_stylise (engine, style, other, &params, photo, NULL, NULL);
          assert_same (out, first_large);
          again = pst_engine_stylise (one, style, other, &params, photo, NULL, NULL);
          assert_same (again, out);
        }
}

/* All of the second style is the second style alone. */
static void
test_stylise_second (void)
{
  PstParams params = { 70, 250, 10, 100, 0, PST_LIKENESS, 2 };
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstStyle) style = style_new (), other = other_style_new ();
  g_autoptr (PstImage) photo = photo_new (90, 70), out = NULL, want = NULL, none = NULL;

  out = pst_engine_stylise (engine, style, other, &params, photo, NULL, NULL);
  none = pst_engine_stylise (engine, style, NULL, &params, photo, NULL, NULL);
  params.mix = 0;
  want = pst_engine_stylise (engine, other, style, &params, photo, NULL, NULL);
  assert_same (out, want);
  g_clear_pointer (&want, pst_image_free);
  want = pst_engine_stylise (engine, style, other, &params, photo, NULL, NULL);
  assert_same (none, want);
}

/* Strength 0 is the photo to the last bit, whatever the brush and the photo. */
static void
test_stylise_nothing (void)
{
  const gfloat odd[] = { -0.0f, G_MINFLOAT / 4, 12.5f, -2, 1e-30f, NAN, INFINITY };
  PstParams params = { 0, 300, 50, 50, 0, PST_LIKENESS, 1 };
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstStyle) style = style_new ();
  g_autoptr (PstImage) photo = photo_new (64, 50), out = NULL;

  memcpy (photo->data + 700, odd, sizeof odd);
  out = pst_engine_stylise (engine, style, style, &params, photo, NULL, NULL);
  assert_same (out, photo);
}

/* A few numbers that are none do not spread over the picture. */
static void
test_stylise_odd (void)
{
  PstParams params = { 100, 300, 0, 0, 0, PST_LIKENESS, 1 };
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstStyle) style = style_new ();
  g_autoptr (PstImage) photo = photo_new (120, 90), out = NULL;
  gsize bad = 0;

  photo->data[500] = NAN;
  photo->data[11000] = INFINITY;
  out = pst_engine_stylise (engine, style, NULL, &params, photo, NULL, NULL);
  for (gsize i = 0; i < bytes_of (out) / sizeof (gfloat); i++)
    bad += ! (out->data[i] >= 0 && out->data[i] <= 1);
  g_assert_cmpuint (bad, <=, 6);
}

static void
test_stylise_cancel (void)
{
  const gdouble places[] = { 0, 0.2, 0.6, 0.97, 1, 2 };
  PstParams params = { 90, 250, 0, 30, 0, PST_LIKENESS, 1 };
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstStyle) style = style_new (), other = other_style_new ();
  g_autoptr (PstImage) photo = photo_new (200, 300);

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GCancellable) cancel = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      Watch w = { .cancel = cancel, .at = places[i] };
      g_autoptr (PstImage) out = pst_engine_stylise (engine, style, other, &params, photo,
                                                     &(PstRun){ watch, &w, cancel }, &error);

      if (places[i] > 1)
        {
          g_assert_no_error (error);
          g_assert_nonnull (out);
          g_assert_cmpfloat_with_epsilon (w.last, 1, 1e-9);
        }
      else
        {
          g_assert_null (out);
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        }
    }
}

/* ---- progress --------------------------------------------------------- */

static void
note_progress (gdouble done, gpointer data)
{
  g_array_append_val ((GArray *) data, done);
}

/* Where, of all the work, paintings are made: from there on there is a report for every tile, and the
 * last. */
static gdouble
when_painted (PstEngine *engine, const PstStyle *style, const PstStyle *second, gdouble finish)
{
  g_autoptr (PstImage) photo = photo_new (1100, 760), out = NULL;
  g_autoptr (GArray) reports = g_array_new (FALSE, FALSE, sizeof (gdouble));
  PstParams params = PST_PARAMS_INIT;
  gdouble from;

  params.brush_size = 400;
  params.mix = 50;
  params.finish = finish;
  out = pst_engine_stylise (engine, style, second, &params, photo,
                            &(PstRun){ note_progress, reports, NULL }, NULL);
  g_assert_nonnull (out);
  g_assert_cmpuint (reports->len, >, 3 * 2 + 1);
  from = g_array_index (reports, gdouble, reports->len - (3 * 2 + 1));
  g_assert_cmpfloat_with_epsilon (
      pst_stylise_get_finish_share (style, second, &params, photo->width, photo->height), 1 - from,
      1e-9);
  return from;
}

/* What is finished is a part of the work, twice as large if both styles do so. */
static void
test_progress (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstStyle) plain = style_new (), style = NULL;
  g_autoptr (PstTensorSet) weights = finisher_new (0.2);
  gdouble none, one, both;

  style = pst_style_new_with_finisher (plain, weights, NULL);
  none = when_painted (engine, style, style, 0);
  one = when_painted (engine, style, plain, 50);
  both = when_painted (engine, style, style, PST_FINISH_OWN);
  g_assert_cmpfloat (none, >, 0);
  g_assert_cmpfloat_with_epsilon (1 / both - 1 / one, 1 / one - 1 / none, 1e-9);
  g_assert_cmpfloat (one, <, 0.9 * none);
  g_assert_cmpfloat_with_epsilon (when_painted (engine, plain, plain, 100), none, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/working-size", test_working_size);
  g_test_add_func ("/enlarge/twin", test_enlarge);
  g_test_add_func ("/enlarge/parts", test_enlarge_parts);
  g_test_add_func ("/enlarge/equal", test_enlarge_equal);
  g_test_add_func ("/enlarge/plain", test_enlarge_plain);
  g_test_add_func ("/enlarge/refuses", test_enlarge_refuses);
  g_test_add_func ("/blend/recolour", test_blend);
  g_test_add_func ("/blend/nothing", test_blend_nothing);
  g_test_add_func ("/blend/in-place", test_blend_in_place);
  g_test_add_func ("/blend/mix", test_blend_mix);
  g_test_add_func ("/stylise/params", test_params);
  g_test_add_func ("/stylise/parts-of-it", test_stylise);
  g_test_add_func ("/stylise/second", test_stylise_second);
  g_test_add_func ("/stylise/nothing", test_stylise_nothing);
  g_test_add_func ("/stylise/odd-numbers", test_stylise_odd);
  g_test_add_func ("/stylise/cancel", test_stylise_cancel);
  g_test_add_func ("/stylise/progress", test_progress);
  return g_test_run ();
}
