/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "scratch.h"
#include "styles/style.h"

#include <math.h>
#include <string.h>

static PstStyle *
make_style (const gchar *id)
{
  PstGeneratorShape shape = { { 4, 6, 8 }, 1 };
  GHashTable *metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  PstTensorSet *set = pst_generator_declare (&shape);

  g_hash_table_insert (metadata, g_strdup ("id"), g_strdup (id));
  g_hash_table_insert (metadata, g_strdup ("title"), g_strdup ("\345\257\214\345\266\275"));
  g_hash_table_insert (metadata, g_strdup ("style_size"), g_strdup ("384"));
  g_hash_table_insert (metadata, g_strdup ("more"), g_strdup ("kept"));
  for (gsize i = 0; i < set->size; i++)
    set->data[i] = (gfloat) i / 1024.0f;
  return pst_style_new (metadata, &shape, set);
}

static void
save_style (const gchar *folder, const gchar *id)
{
  PstStyle *style = make_style (id);
  gchar *name = g_strconcat (id, ".safetensors", NULL);
  gchar *path = g_build_filename (folder, name, NULL);
  GError *error = NULL;

  g_assert_true (pst_style_save (style, path, PST_DTYPE_F32, &error));
  g_assert_no_error (error);
  g_free (path);
  g_free (name);
  pst_style_unref (style);
}

static void
test_round_trip (void)
{
  gchar *folder = scratch_new (), *path = g_build_filename (folder, "a.safetensors", NULL);
  PstStyle *style = make_style ("great-wave"), *loaded;
  GError *error = NULL;

  g_assert_cmpstr (pst_style_get_path (style), ==, "");
  g_assert_true (pst_style_save (style, path, PST_DTYPE_F32, &error));
  g_assert_no_error (error);
  loaded = pst_style_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pst_style_get_id (loaded), ==, "great-wave");
  g_assert_cmpstr (pst_style_get (loaded, "title"), ==, "\345\257\214\345\266\275");
  g_assert_cmpstr (pst_style_get (loaded, "more"), ==, "kept");
  g_assert_cmpstr (pst_style_get (loaded, "artist"), ==, "");
  g_assert_cmpstr (pst_style_get (loaded, "arch"), ==, "pst-generator-1");
  g_assert_cmpstr (pst_style_get (loaded, "widths"), ==, "4,6,8");
  g_assert_cmpstr (pst_style_get_path (loaded), ==, path);
  g_assert_cmpint (pst_style_get_style_size (loaded), ==, 384);
  g_assert_cmpmem (&loaded->shape, sizeof loaded->shape, &style->shape, sizeof style->shape);
  g_assert_cmpmem (loaded->weights->data, loaded->weights->size * sizeof (gfloat),
                   style->weights->data, style->weights->size * sizeof (gfloat));
  /* A loaded style can be saved over the file that it came from. */
  pst_style_ref (loaded);
  pst_style_unref (loaded);
  g_assert_true (pst_style_save (loaded, path, PST_DTYPE_F16, &error));
  g_assert_no_error (error);
  pst_style_unref (loaded);
  loaded = pst_style_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pst_style_get (loaded, "more"), ==, "kept");
  pst_style_unref (loaded);
  pst_style_unref (style);
  g_free (path);
  scratch_free (folder);
}

/* A generator out of its senses is not written over a good one. */
static void
test_wild (void)
{
  static const struct
  {
    gfloat value;
    PstDtype dtype;
  } wild[] = {
    { NAN, PST_DTYPE_F32 },
    { 1e4f, PST_DTYPE_F32 },
    { -INFINITY, PST_DTYPE_F16 },
    { 9999.9f, PST_DTYPE_F16 }, /* 10000 in half precision */
  };
  gchar *folder = scratch_new (), *path = g_build_filename (folder, "a.safetensors", NULL);
  PstStyle *style = make_style ("a"), *loaded;
  GError *error = NULL;

  g_assert_true (pst_style_save (style, path, PST_DTYPE_F32, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (wild); i++)
    {
      style->weights->data[0] = wild[i].value;
      g_assert_false (pst_style_save (style, path, wild[i].dtype, &error));
      g_assert_error (error, PST_ERROR, PST_ERROR_DIVERGED);
      g_assert_nonnull (strstr (error->message, path));
      g_clear_error (&error);
    }
  style->weights->data[0] = 9999.9f;
  loaded = pst_style_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (loaded->weights->data[0], ==, 0.0f);
  pst_style_unref (loaded);
  g_assert_true (pst_style_save (style, path, PST_DTYPE_F32, &error));
  g_assert_no_error (error);
  loaded = pst_style_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (loaded->weights->data[0], ==, 9999.9f);
  pst_style_unref (loaded);
  pst_style_unref (style);
  g_free (path);
  scratch_free (folder);
}

/* A title with escapes, and one outside the basic plane, as Python writes it. */
static void
test_escapes (void)
{
  gchar *path = g_test_build_filename (G_TEST_DIST, "hostile", "good-style.safetensors", NULL);
  GError *error = NULL;
  PstStyle *style = pst_style_load (path, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (pst_style_get (style, "title"), ==, "Gro\303\237e Welle \360\237\214\212");
  g_assert_cmpint (pst_style_get_style_size (style), ==, 512);
  pst_style_unref (style);
  g_free (path);
}

static void
check_entry (GPtrArray *list, guint i, const gchar *id, const gchar *folder)
{
  const PstStyleEntry *entry = g_ptr_array_index (list, i);
  gchar *parent = g_path_get_dirname (entry->path);

  g_assert_cmpstr (entry->id, ==, id);
  g_assert_cmpstr (parent, ==, folder);
  g_assert_true ((entry->style == NULL) == (entry->error != NULL));
  g_free (parent);
}

static void
test_list (void)
{
  gchar *user = scratch_new (), *system = scratch_new ();
  gchar *broken = g_build_filename (user, "broken.safetensors", NULL);
  gchar *directory = g_build_filename (user, "directory.safetensors", NULL);
  gchar *other = g_build_filename (user, "README.md", NULL);
  const gchar *folders[] = { user, "/there/is/no/such/folder", system, NULL };
  GPtrArray *list;
  PstStyle *style;
  GError *error = NULL;

  save_style (user, "zebra");
  save_style (user, "both");
  save_style (system, "both");
  save_style (system, "apple");
  save_style (system, "broken");
  g_assert_true (g_file_set_contents (broken, "this is not a style at all", -1, NULL));
  g_assert_true (g_file_set_contents (other, "text", -1, NULL));
  g_assert_cmpint (g_mkdir (directory, 0700), ==, 0);

  list = pst_style_list (folders);
  g_assert_cmpuint (list->len, ==, 5);
  check_entry (list, 0, "apple", system);
  check_entry (list, 1, "both", user);
  check_entry (list, 2, "broken", user);
  check_entry (list, 3, "directory", user);
  check_entry (list, 4, "zebra", user);
  g_assert_nonnull (((PstStyleEntry *) g_ptr_array_index (list, 0))->style);
  g_assert_error (((PstStyleEntry *) g_ptr_array_index (list, 2))->error, PST_ERROR,
                  PST_ERROR_BAD_FILE);
  g_assert_error (((PstStyleEntry *) g_ptr_array_index (list, 3))->error, PST_ERROR,
                  PST_ERROR_BAD_FILE);
  g_ptr_array_unref (list);

  style = pst_style_find (folders, "apple", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pst_style_get_id (style), ==, "apple");
  pst_style_unref (style);
  g_assert_null (pst_style_find (folders, "broken", &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_FILE);
  g_clear_error (&error);
  g_assert_null (pst_style_find (folders, broken, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_FILE);
  g_clear_error (&error);
  g_assert_null (pst_style_find (folders, "none.safetensors", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_null (pst_style_find (folders, "none", &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "\"none\""));
  g_assert_nonnull (strstr (error->message, "apple, both, broken, directory, zebra"));
  g_clear_error (&error);
  g_assert_null (pst_style_find (folders + 3, "none", &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_free (broken);
  g_free (directory);
  g_free (other);
  scratch_free (user);
  scratch_free (system);
}

static PstStyle *
artists_style (const gchar *id, const gchar *artist, gfloat value)
{
  g_autoptr (PstStyle) style = make_style (id);

  for (gsize i = 0; i < style->weights->size; i++)
    style->weights->data[i] = value + (gfloat) (i % 3);
  return pst_style_new_with (style, "artist", artist, NULL);
}

static void
test_base (void)
{
  const PstGeneratorShape larger = { { 4, 6, 8 }, 2 };
  g_autofree gchar *folder = scratch_new (),
                   *path = g_build_filename (folder, "base.safetensors", NULL);
  const gchar *folders[] = { folder, NULL };
  g_autoptr (PstStyle) a = artists_style ("a", "Hokusai", 1), b = artists_style ("b", "Munch", 2);
  g_autoptr (PstStyle) c = artists_style ("c", "Hokusai", 6), base = NULL, loaded = NULL;
  g_autoptr (PstStyle) other = pst_style_new (g_hash_table_new (g_str_hash, g_str_equal), &larger,
                                              pst_generator_declare (&larger));
  const PstStyle *styles[] = { a, b, c, other };
  g_autoptr (GPtrArray) list = NULL;
  g_auto (GStrv) ids = NULL;
  g_autoptr (GError) error = NULL;

  base = pst_style_new_base (styles, 3, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < base->weights->size; i++)
    g_assert_cmpfloat (base->weights->data[i], ==, 3 + (gfloat) (i % 3));
  g_assert_true (pst_style_is_base (base));
  g_assert_cmpstr (pst_style_get_id (base), ==, "base");
  g_assert_cmpstr (pst_style_get (base, "styles"), ==, "a;b;c");
  g_assert_cmpstr (pst_style_get (base, "artist"), ==, "Hokusai;Munch");
  g_assert_cmpstr (pst_style_get (base, "painting"), ==, "");
  g_assert_cmpint (pst_style_get_style_size (base), ==, 384);

  g_assert_true (pst_style_save (base, path, PST_DTYPE_F16, &error));
  loaded = pst_style_load (path, &error);
  g_assert_no_error (error);
  g_assert_true (pst_style_is_base (loaded));
  list = pst_style_list (folders);
  g_assert_cmpuint (list->len, ==, 0);
  ids = pst_style_list_ids (folders);
  g_assert_cmpuint (g_strv_length (ids), ==, 0);

  g_assert_null (pst_style_new_base (styles, 1, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_clear_error (&error);
  g_assert_null (pst_style_new_base (styles, 4, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_WRONG_SHAPE);
  g_assert_nonnull (strstr (error->message, "\"a\""));
  scratch_free (g_steal_pointer (&folder));
}

/* What follows from the description of pst-generator-1, beside what is worked out by
 * hand for its layers around the trunk. */
static void
test_architecture (void)
{
  const PstGeneratorShape shapes[] = { { { 24, 48, 96 }, 5 }, { { 4, 6, 8 }, 0 } };
  const PstGeneratorShape bad[] = { { { 2, 6, 8 }, 0 },
                                    { { 4, 7, 8 }, 0 },
                                    { { 4, 6, 258 }, 0 },
                                    { { 4, 6, 8 }, 17 },
                                    { { 4, 6, 8 }, -1 } };
  const gint halo[] = { 104, 24 };

  for (gsize s = 0; s < G_N_ELEMENTS (shapes); s++)
    {
      const gint c1 = shapes[s].widths[0], c2 = shapes[s].widths[1], c3 = shapes[s].widths[2];
      const gint trunk = 2 * shapes[s].blocks;
      const gint normed = 3 * c1 + c1 / 2 + 3 * c2 + c3 + trunk * c3;
      const gdouble work = (9 * 12 * c1 + c1) / 4.0 + (9 * c1 * c2 + c2) / 16.0
                           + (9 * c2 * c3 + c3 + trunk * (9 * c3 * c3 + c3)) / 64.0
                           + (9 * c3 * c2 + 9 * c2 * c2 + 2 * c2) / 16.0
                           + (9 * c2 * c1 + 9 * c1 * c1 + 2 * c1) / 4.0
                           + (9 * c1 * c1 / 2.0 + c1 / 2.0) + 9 * c1 / 2.0 * 3;
      g_autoptr (PstTensorSet) set = pst_generator_declare (&shapes[s]);
      const gchar *const last[] = { "out.weight", "out.bias", "skip1",  "skip2",
                                    "noise0",     "noise1",   "noise2", "noise3" };
      gint n = (gint) set->infos->len;

      g_assert_cmpuint (pst_generator_n_stats (&shapes[s]), ==, 2 * normed);
      g_assert_cmpint (pst_generator_halo (&shapes[s]), ==, halo[s]);
      g_assert_cmpfloat (pst_generator_work (&shapes[s], 16, 24), ==, 16 * 24 * work);
      g_assert_cmpint (n, ==, 3 * (8 + trunk) + 8);
      g_assert_cmpstr (pst_tensor_set_info (set, 0)->name, ==, "c1.weight");
      for (gint i = 0; i < 8; i++)
        g_assert_cmpstr (pst_tensor_set_info (set, n - 8 + i)->name, ==, last[i]);
      g_assert_cmpint (pst_tensor_set_info (set, n - 1)->dims[0], ==, c1 / 2);
    }
  for (gsize s = 0; s < G_N_ELEMENTS (bad); s++)
    g_assert_null (pst_generator_declare (&bad[s]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/style/round-trip", test_round_trip);
  g_test_add_func ("/style/wild", test_wild);
  g_test_add_func ("/style/escapes", test_escapes);
  g_test_add_func ("/style/list", test_list);
  g_test_add_func ("/style/base", test_base);
  g_test_add_func ("/style/architecture", test_architecture);
  return g_test_run ();
}
