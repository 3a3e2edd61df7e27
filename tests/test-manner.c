/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Styles that know their painting's manner, with a generator and without: their files,
 * what is refused, and what they paint. */

#include "strokes/manner-tensors.h"
#include "styles/weights.h"

#include "lesson-material.h"

typedef struct
{
  gchar *folder, *path;
  PstEngine *engine;
  PstImage *painting;
  PstManner *manner;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->folder = scratch_new ();
  f->path = g_build_filename (f->folder, "a.safetensors", NULL);
  f->engine = pst_engine_new (2);
  f->painting = striped_painting (160, 128);
  f->manner = pst_manner_new (f->engine, f->painting, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  pst_manner_unref (f->manner);
  pst_image_free (f->painting);
  pst_engine_free (f->engine);
  g_free (f->path);
  scratch_free (f->folder);
}

static PstStyle *
picture_style (Fixture *f, const gchar *title)
{
  g_autoptr (GError) error = NULL;
  PstStyle *style = pst_style_new_from_painting (f->engine, f->painting, title, NULL, &error);

  g_assert_no_error (error);
  return style;
}

static gboolean
differ (const PstImage *a, const PstImage *b)
{
  return memcmp (a->data, b->data, bytes_of (a)) != 0;
}

static PstImage *
stylise (Fixture *f, const PstStyle *style, const PstStyle *second, const PstImage *photo,
         gdouble refine)
{
  PstParams params = { 80, 100, 10, second ? 30 : 0, refine, PST_LIKENESS, 5 };
  g_autoptr (GError) error = NULL;
  PstImage *out = pst_engine_stylise (f->engine, style, second, &params, photo, NULL, &error);

  g_assert_no_error (error);
  return out;
}

/* ---- files ------------------------------------------------------------ */

/* What is painted before a style is saved and after it was loaded is the same, and the
 * generator's numbers are what they were. */
static void
test_round_trip (Fixture *f, gconstpointer data)
{
  g_autoptr (PstStyle) plain = style_new (), style = NULL, loaded = NULL, again = NULL;
  g_autoptr (PstImage) photo = photo_new (70, 50), before = NULL, after = NULL;
  g_autoptr (PstImage) fast = NULL, slow = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < plain->weights->size; i++) /* as in a file */
    plain->weights->data[i] = roundf (plain->weights->data[i] * 256) / 256;
  style = pst_style_new_with_manner (plain, f->manner, &error);
  g_assert_no_error (error);
  g_assert_null (pst_style_get_manner (plain));
  g_assert_nonnull (pst_style_get_manner (style));
  g_assert_true (pst_style_has_generator (style));
  g_assert_true (pst_style_save (style, f->path, PST_DTYPE_F16, &error));
  loaded = pst_style_load (f->path, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (loaded->weights->data, loaded->weights->size * sizeof (gfloat),
                   plain->weights->data, plain->weights->size * sizeof (gfloat));
  g_assert_cmpmem (loaded->traits->data, loaded->traits->size * sizeof (gfloat),
                   style->traits->data, style->traits->size * sizeof (gfloat));
  g_assert_cmpint (pst_style_get_dtype (loaded), ==, PST_DTYPE_F16);

  before = stylise (f, style, NULL, photo, 10);
  after = stylise (f, loaded, NULL, photo, 10);
  assert_same (before, after);
  fast = stylise (f, loaded, NULL, photo, 0);
  slow = stylise (f, plain, NULL, photo, 0);
  assert_same (fast, slow);
  g_assert_true (differ (fast, after));
  g_clear_pointer (&slow, pst_image_free);
  slow = stylise (f, plain, NULL, photo, 60); /* nothing to refine by */
  assert_same (fast, slow);

  /* The manner stays where other things change. */
  again = pst_style_new_with (loaded, "title", "Another", NULL);
  g_assert_true (pst_style_get_manner (again) == pst_style_get_manner (loaded));
  g_assert_true (pst_style_save (again, f->path, PST_DTYPE_F16, &error));
}

static void
test_picture (Fixture *f, gconstpointer data)
{
  g_autoptr (PstStyle) style = picture_style (f, "Été 2"), loaded = NULL;
  g_autoptr (PstImage) photo = photo_new (70, 50), fast = NULL, colours = NULL, slow = NULL;
  g_autoptr (PstImage) again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (pst_style_get_id (style), ==, "ete-2");
  g_assert_cmpstr (pst_style_get (style, "title"), ==, "Été 2");
  g_assert_false (pst_style_has_generator (style));
  g_assert_true (pst_style_save (style, f->path, PST_DTYPE_F16, &error));
  g_assert_no_error (error);
  loaded = pst_style_load (f->path, &error);
  g_assert_no_error (error);
  g_assert_false (pst_style_has_generator (loaded));
  g_assert_cmpstr (pst_style_get (loaded, "arch"), ==, PST_MANNER_ARCH);
  g_assert_cmpstr (pst_style_get (loaded, "widths"), ==, "");
  g_assert_true (pst_style_is_same_picture (style, loaded));

  /* At once it changes colours, and then strokes. */
  fast = pst_engine_paint (f->engine, loaded, photo, 5, NULL, &error);
  g_assert_no_error (error);
  colours = pst_manner_recolour (f->engine, pst_style_get_manner (style), photo, NULL);
  assert_same (fast, colours);
  slow = stylise (f, style, NULL, photo, 10);
  again = stylise (f, loaded, NULL, photo, 10);
  assert_same (slow, again);
}

/* Of every kind of damage it is said what it is. */
static void
test_damaged (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const gchar *tensor; /* NULL: the text */
    gsize at;
    const gchar *value;
    const gchar *says;
  } damages[] = {
    { "manner.gram0.0", 0, "-1", "strokes" },     { "manner.gram0.0", 5, "2000", "strokes" },
    { "manner.deviation2.1", 3, "0", "strokes" }, { "manner.tones", 9, "-0.5", "colours" },
    { "manner.bins", 3, "0", "colours" },         { "manner.bins", 0, "7", "colours" },
    { "manner.scales", 5, "9", "strokes" },       { NULL, 0, "3,0,448,5,3,1", "\"manner\"" },
    { "manner.chroma", 2, "-1", "colours" },      { NULL, 0, "", "\"manner\"" },
    { NULL, 0, "3,1,448,5,3", "\"manner\"" },     { NULL, 0, "3,1,448,5,9,1", "\"manner\"" },
    { NULL, 0, "3,1,nan,5,3,1", "\"manner\"" },   { NULL, 0, "3,1,448,5,3,1,1", "\"manner\"" },
    { NULL, 0, "1,1,448,5,3,1", "version" },      { NULL, 0, "3,4,448,5,3,1", "\"manner\"" },
    { "manner.brush", 0, "0.5", "brush" },        { "manner.brush", 1, "0.5", "brush" },
    { "manner.brush", 4, "1.5", "brush" },        { "manner.broken", 77, "-2", "brush" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr (PstStyle) style = picture_style (f, "a");
      g_autoptr (GError) error = NULL;

      if (damages[i].tensor)
        {
          gint n = pst_tensor_set_find (style->traits, damages[i].tensor);

          g_assert_cmpint (n, >=, 0);
          pst_tensor_set_get (style->traits, n)[damages[i].at] =
              (gfloat) g_ascii_strtod (damages[i].value, NULL);
        }
      else
        g_hash_table_insert (style->metadata, g_strdup ("manner"), g_strdup (damages[i].value));
      g_assert_true (pst_style_save (style, f->path, PST_DTYPE_F32, &error));
      g_assert_null (pst_style_load (f->path, &error));
      g_assert_error (error, PST_ERROR, PST_ERROR_BAD_FILE);
      g_assert_nonnull (strstr (error->message, damages[i].says));
      g_assert_nonnull (strstr (error->message, f->path));
    }
}

/* A manner of an older version is left out; the generator beside it paints as before. */
static void
test_old (Fixture *f, gconstpointer data)
{
  g_autoptr (PstStyle) plain = style_new (), style = NULL, loaded = NULL;
  g_autoptr (GError) error = NULL;

  style = pst_style_new_with_manner (plain, f->manner, &error);
  g_assert_no_error (error);
  g_hash_table_insert (style->metadata, g_strdup ("manner"), g_strdup ("2,1,448,5,3,1"));
  g_assert_true (pst_style_save (style, f->path, PST_DTYPE_F32, &error));
  loaded = pst_style_load (f->path, &error);
  g_assert_no_error (error);
  g_assert_null (pst_style_get_manner (loaded));
  g_assert_cmpstr (pst_style_get (loaded, "manner"), ==, "");
  g_assert_cmpmem (loaded->weights->data, loaded->weights->size * sizeof (gfloat),
                   plain->weights->data, plain->weights->size * sizeof (gfloat));
  g_assert_true (pst_style_save (loaded, f->path, PST_DTYPE_F32, &error));
}

/* A file that says it has a manner and does not, and one that has tensors nobody asks for. */
static void
test_missing (Fixture *f, gconstpointer data)
{
  g_autoptr (PstStyle) plain = style_new (), style = picture_style (f, "a");
  g_autoptr (GError) error = NULL;
  const PstTensorSet *sets[2] = { plain->weights, style->traits };
  g_autoptr (GHashTable) metadata = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (plain->metadata, g_strdup ("manner"), g_strdup ("3,1,448,5,3,1"));
  g_assert_true (pst_style_save (plain, f->path, PST_DTYPE_F32, NULL));
  g_assert_null (pst_style_load (f->path, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_FILE);
  g_clear_error (&error);

  g_hash_table_insert (metadata, "arch", "pst-generator-1");
  g_hash_table_insert (metadata, "widths", "6,8,10");
  g_hash_table_insert (metadata, "blocks", "1");
  g_assert_true (pst_weights_save (f->path, metadata, sets, (const gchar *const[]){ "", "" }, 2,
                                   PST_DTYPE_F32, NULL));
  g_assert_null (pst_style_load (f->path, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_WRONG_SHAPE);
  g_assert_nonnull (strstr (error->message, "manner."));
}

/* ---- what it cannot do ------------------------------------------------ */

static void
test_no_generator (Fixture *f, gconstpointer data)
{
  g_autoptr (PstStyle) style = picture_style (f, "Picture"), plain = style_new ();
  const PstStyle *styles[] = { plain, style };
  g_autoptr (PstRecipe) recipe = recipe_new (2);
  g_autoptr (PstImage) gray = pst_image_new (160, 128, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (pst_style_new_base (styles, 2, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_assert_nonnull (strstr (error->message, "\"picture\""));
  g_clear_error (&error);
  g_assert_false (pst_recipe_fits (recipe, style));

  g_assert_null (pst_style_new_from_painting (f->engine, gray, "gray", NULL, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_assert_nonnull (strstr (error->message, "one colour"));
}

/* ---- painting --------------------------------------------------------- */

/* In parts it is the same: the photo at working size, refined paintings, and what is made
 * of them; whatever is looked at on the way. */
static void
count_steps (const PstRefining *refining, gpointer data)
{
  g_autoptr (PstImage) sketch = pst_refining_picture (refining, NULL);

  g_assert_nonnull (sketch);
  (*(gint *) data)++;
}

static void
test_parts (Fixture *f, gconstpointer data)
{
  const gdouble brushes[] = { 100, 200 };
  g_autoptr (PstStyle) picture = picture_style (f, "p"), plain = style_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (brushes); i++)
    {
      PstParams params = { 80, brushes[i], 20, 40, 8, PST_LIKENESS, 6 };
      g_autoptr (PstImage) photo = photo_new (120, 90), small = NULL, first = NULL, second = NULL;
      g_autoptr (PstImage) want = NULL, out = NULL;
      gint steps = 0;

      want = pst_engine_stylise (f->engine, picture, plain, &params, photo, NULL, NULL);
      small = pst_working_photo (photo, brushes[i], NULL);
      first = pst_engine_paint_refined (f->engine, picture, small, &params, count_steps, &steps,
                                        NULL, NULL);
      second = pst_engine_paint_refined (f->engine, plain, small, &params, NULL, NULL, NULL, NULL);
      out = pst_engine_finish (f->engine, photo, small, first, second, &params, NULL, NULL);
      assert_same (out, want);
      g_assert_cmpint (steps, >, 2);

      /* Nothing of it was changed, and other blends can be made of it. */
      params.mix = 100;
      g_clear_pointer (&out, pst_image_free);
      out = pst_engine_finish (f->engine, photo, small, first, second, &params, NULL, NULL);
      g_clear_pointer (&want, pst_image_free);
      want = pst_engine_stylise (f->engine, picture, plain, &params, photo, NULL, NULL);
      assert_same (out, want);
      params.strength = 0;
      g_clear_pointer (&out, pst_image_free);
      out = pst_engine_finish (f->engine, photo, small, first, second, &params, NULL, NULL);
      assert_same (out, photo);
    }
}

static void
test_progress (Fixture *f, gconstpointer data)
{
  g_autoptr (PstStyle) style = picture_style (f, "p");
  g_autoptr (PstImage) photo = photo_new (64, 64), out = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  PstParams params = { 100, 100, 0, 0, 10, PST_LIKENESS, 0 };
  Watch w = { 0 };
  g_autoptr (GError) error = NULL;

  out = pst_engine_stylise (f->engine, style, NULL, &params, photo, &(PstRun){ watch, &w, NULL },
                            &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (w.last, ==, 1);
  g_assert_cmpint (w.calls, >=, 5);

  w = (Watch){ .cancel = cancellable, .at = .4 };
  g_assert_null (pst_engine_stylise (f->engine, style, NULL, &params, photo,
                                     &(PstRun){ watch, &w, cancellable }, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpfloat (w.last, <, 1);
}

/* With less memory it is refined smaller, and still there. */
static void
test_memory (Fixture *f, gconstpointer data)
{
  g_autoptr (PstStyle) style = picture_style (f, "p");
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstImage) photo = photo_new (200, 160), whole = NULL, less = NULL;
  PstParams params = { 100, 100, 0, 0, 4, PST_LIKENESS, 0 };
  PstManner *manner = pst_style_get_manner (style);
  gsize bytes = pst_refine_bytes (manner, 200, 160);
  g_autoptr (GError) error = NULL;

  pst_engine_set_memory_budget (engine, bytes);
  whole = pst_engine_paint_refined (engine, style, photo, &params, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&engine, pst_engine_free);
  engine = pst_engine_new (1);
  bytes = pst_refine_bytes (manner, 150, 120);
  pst_engine_set_memory_budget (engine, bytes);
  less = pst_engine_paint_refined (engine, style, photo, &params, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (less->width, ==, 200);
  g_assert_cmpint (less->height, ==, 160);
  g_assert_true (differ (less, whole));
  g_assert_cmpuint (pst_engine_get_peak_bytes (engine), <=, bytes);

  pst_engine_set_memory_budget (engine, 1000);
  g_assert_null (
      pst_engine_paint_refined (engine, style, photo, &params, NULL, NULL, NULL, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_TOO_LARGE);
}

/* ---- the library ------------------------------------------------------ */

static void
test_library (Fixture *f, gconstpointer data)
{
  g_autofree gchar *styles = g_build_filename (f->folder, "styles", NULL);
  g_autofree gchar *lessons = g_build_filename (f->folder, "lessons", NULL);
  g_autoptr (PstLibrary) library = pst_library_new (styles, lessons, NULL);
  g_autoptr (PstStyle) style = picture_style (f, "Picture"), same = picture_style (f, "Picture");
  g_autoptr (PstImage) wider = striped_painting (200, 128);
  g_autoptr (PstStyle) other =
      pst_style_new_from_painting (f->engine, wider, "Picture", NULL, NULL);
  g_autofree gchar *one = NULL, *two = NULL, *three = NULL, *imported = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  one = pst_library_add (library, style, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (one, ==, "picture");
  two = pst_library_add (library, same, &error);
  g_assert_cmpstr (two, ==, "picture"); /* it is there already */
  three = pst_library_add (library, other, &error);
  g_assert_cmpstr (three, ==, "picture-2");
  g_free (two);
  two = pst_library_add (library, other, &error);
  g_assert_cmpstr (two, ==, "picture-2");

  g_assert_true (pst_library_rename (library, "picture", "Sunset", &error));
  g_assert_true (pst_library_export (library, "picture", f->path, &error));
  g_assert_no_error (error);
  imported = pst_library_import (library, f->path, &error);
  g_assert_cmpstr (imported, ==, "picture-3");
  g_assert_true (pst_library_remove (library, "picture-2", &error));
  g_assert_true (pst_library_restore (library, "picture-2", &error));
  list = pst_style_list ((const gchar *const[]){ styles, NULL });
  g_assert_cmpuint (list->len, ==, 3);
  for (guint i = 0; i < list->len; i++)
    g_assert_nonnull (((PstStyleEntry *) g_ptr_array_index (list, i))->style);
  g_assert_cmpstr (pst_style_get (((PstStyleEntry *) g_ptr_array_index (list, 0))->style, "title"),
                   ==, "Sunset");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/manner/round-trip", test_round_trip);
  ADD ("/manner/picture", test_picture);
  ADD ("/manner/damaged", test_damaged);
  ADD ("/manner/old", test_old);
  ADD ("/manner/missing", test_missing);
  ADD ("/manner/no-generator", test_no_generator);
  ADD ("/manner/parts", test_parts);
  ADD ("/manner/progress", test_progress);
  ADD ("/manner/memory", test_memory);
  ADD ("/manner/library", test_library);
  return g_test_run ();
}
