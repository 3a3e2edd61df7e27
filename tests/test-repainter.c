/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Painting again while knobs are turned: the bits of painting once, and no painting twice. */

#include <string.h>

#include "made-up.h"

#include "host/repainter.h"

static gboolean
same (const PstImage *a, const PstImage *b)
{
  return a->width == b->width && a->height == b->height
         && memcmp (a->data, b->data, bytes_of (a)) == 0;
}

/* A style that refines as well. */
static PstStyle *
refined_style_new (PstEngine *engine)
{
  g_autoptr (PstImage) painting = photo_new (96, 72);
  g_autoptr (PstStyle) style = style_new ();
  g_autoptr (GError) error = NULL;
  PstManner *manner = pst_manner_new (engine, painting, NULL, NULL, &error);
  PstStyle *both;

  g_assert_no_error (error);
  both = pst_style_new_with_manner (style, manner, &error);
  g_assert_no_error (error);
  pst_manner_unref (manner);
  return both;
}

/* Paints @photo both ways; how many paintings it took. */
static guint
n_new (PstRepainter *repainter, PstEngine *engine, const PstStyle *style, const PstStyle *second,
       const PstParams *params, const PstImage *photo)
{
  g_autoptr (PstImage) again = NULL, once = NULL;
  g_autoptr (GError) error = NULL;
  guint before = pst_repainter_get_n_painted (repainter);

  again = pst_repainter_paint (repainter, style, second, params, photo, NULL, &error);
  g_assert_no_error (error);
  once = pst_engine_stylise (engine, style, second, params, photo, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (same (again, once));
  return pst_repainter_get_n_painted (repainter) - before;
}

static void
test_again (void)
{
  g_autoptr (PstRepainter) repainter = pst_repainter_new (1);
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstImage) photo = photo_new (75, 50), other = photo_new (75, 50);
  g_autoptr (PstStyle) style = style_new (), second = refined_style_new (engine);
  g_autoptr (PstLikenessMap) map = pst_likeness_map_new ((gfloat[]){ 0, 1 }, 2, 1, NULL);
  PstParams params = PST_PARAMS_INIT;

#define N(second, photo) n_new (repainter, engine, style, second, &params, photo)
  other->data[1234] += 0.25f;
  g_assert_cmpuint (N (NULL, photo), ==, 1);
  params.strength = 40;
  params.keep_colours = 30;
  g_assert_cmpuint (N (NULL, photo), ==, 0);
  params.strength = 0;
  g_assert_cmpuint (N (second, photo), ==, 0);
  params.strength = 80;

  params.seed = 7;
  g_assert_cmpuint (N (NULL, photo), ==, 1);
  params.seed = 0;
  g_assert_cmpuint (N (NULL, photo), ==, 0);
  params.brush_size = 200;
  g_assert_cmpuint (N (NULL, photo), ==, 1);
  params.brush_size = 100;
  g_assert_cmpuint (N (NULL, photo), ==, 0);

  params.mix = 25;
  g_assert_cmpuint (N (second, photo), ==, 1);
  params.mix = 75;
  g_assert_cmpuint (N (second, photo), ==, 0);
  params.mix = 100;
  g_assert_cmpuint (N (second, photo), ==, 0);
  params.refine = 20;
  g_assert_cmpuint (N (second, photo), ==, 1);

  params.mix = params.refine = 0;
  params.likeness = 90;
  g_assert_cmpuint (N (NULL, photo), ==, 1);
  g_assert_cmpuint (N (NULL, photo), ==, 0);
  params.likeness_map = map;
  g_assert_cmpuint (N (NULL, photo), ==, 1);
  params.likeness_map = NULL;
  params.likeness = 50;
  g_assert_cmpuint (N (NULL, photo), ==, 0);

  g_assert_cmpuint (N (NULL, other), ==, 1);
  g_assert_cmpuint (N (NULL, photo), ==, 0);
#undef N
}

/* Photo and painting of one take 2 * 3 * 4 bytes a pixel: four of 3 megapixels are too many. */
static void
test_room (void)
{
  g_autoptr (PstRepainter) repainter = pst_repainter_new (1);
  g_autoptr (PstStyle) style = style_shaped (&(PstGeneratorShape){ { 4, 4, 4 }, 0 });
  g_autoptr (PstImage) photo = photo_new (2048, 1536);
  g_autoptr (GError) error = NULL;
  PstParams params = PST_PARAMS_INIT;

  params.brush_size = 50; /* painted as large as it is */
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (PstImage) painting = NULL;

      params.seed = i;
      painting = pst_repainter_paint (repainter, style, NULL, &params, photo, NULL, &error);
      g_assert_no_error (error);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (PstImage) painting = NULL;

      params.seed = i ? 0 : 3;
      painting = pst_repainter_paint (repainter, style, NULL, &params, photo, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (pst_repainter_get_n_painted (repainter), ==, i ? 5 : 4);
    }
}

static void
cancel_at (gdouble done, gpointer user_data)
{
  if (done > 0.2)
    g_cancellable_cancel (user_data);
}

/* What is broken off is not kept. */
static void
test_cancel (void)
{
  g_autoptr (PstRepainter) repainter = pst_repainter_new (1);
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstStyle) style = style_new ();
  g_autoptr (PstImage) photo = photo_new (64, 48);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  PstParams params = PST_PARAMS_INIT;

  g_assert_null (pst_repainter_paint (repainter, style, NULL, &params, photo,
                                      &(PstRun){ cancel_at, cancellable, cancellable }, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (n_new (repainter, engine, style, NULL, &params, photo), ==, 1);

  g_clear_error (&error);
  params.refine = 101;
  g_assert_null (pst_repainter_paint (repainter, style, NULL, &params, photo, NULL, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
}

static void
note (gdouble done, gpointer user_data)
{
  gdouble *last = user_data;

  g_assert_cmpfloat (done, >=, *last);
  g_assert_cmpfloat (done, <=, 1);
  *last = done;
}

static void
test_progress (void)
{
  g_autoptr (PstRepainter) repainter = pst_repainter_new (1);
  g_autoptr (PstStyle) style = style_new (), second = style_new ();
  g_autoptr (PstImage) photo = photo_new (64, 48);
  PstParams params = PST_PARAMS_INIT;

  params.mix = 50;
  for (gint i = 0; i < 2; i++)
    {
      gdouble last = 0;
      g_autoptr (PstImage) painting = pst_repainter_paint (repainter, style, second, &params, photo,
                                                           &(PstRun){ note, &last, NULL }, NULL);

      g_assert_nonnull (painting);
      g_assert_cmpfloat_with_epsilon (last, 1, 1e-9);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/repainter/again", test_again);
  g_test_add_func ("/repainter/room", test_room);
  g_test_add_func ("/repainter/cancel", test_cancel);
  g_test_add_func ("/repainter/progress", test_progress);
  return g_test_run ();
}
