/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading and writing weights.  With "--write FOLDER" it writes f32.safetensors
 * and f16.safetensors there, for read-safetensors.py. */

#include "scratch.h"
#include "styles/half.h"
#include "styles/weights.h"

#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define TITLE "Gro\303\237e Welle \"\345\257\214\\\360\237\214\212\"\tand / more\n"

/* Values of either sign from 1 down to where half floats end. */
static gfloat
value (gsize i)
{
  return (gfloat) ldexp ((guint32) (i * 2654435761u) / 2147483648.0 - 1.0, -(gint) (i % 27));
}

static PstTensorSet *
make_set (void)
{
  PstTensorSet *set = pst_tensor_set_new ();

  pst_tensor_set_declare (set, "a.weight", 4, 5, 3, 2, 7);
  pst_tensor_set_declare (set, "b", 1, 1, 1, 1, 1);
  pst_tensor_set_declare (set, "c_2", 2, 1, 4096, 1, 1);
  pst_tensor_set_declare (set, "D.3", 3, 3, 1, 2, 1);
  g_assert_true (pst_tensor_set_allocate (set));
  for (gsize i = 0; i < set->size; i++)
    set->data[i] = value (i);
  return set;
}

static gboolean
save (const gchar *path, const PstTensorSet *set, const gchar *title, PstDtype dtype,
      GError **error)
{
  GHashTable *metadata = g_hash_table_new (g_str_hash, g_str_equal);
  const gchar *prefix = "net.";
  gboolean saved;

  g_hash_table_insert (metadata, "title", (gpointer) title);
  g_hash_table_insert (metadata, "empty", "");
  saved = pst_weights_save (path, metadata, &set, &prefix, 1, dtype, error);
  g_hash_table_unref (metadata);
  return saved;
}

static void
test_round_trip (gconstpointer data)
{
  PstDtype dtype = GPOINTER_TO_INT (data);
  gchar *folder = scratch_new (), *path = g_build_filename (folder, "w.safetensors", NULL);
  PstTensorSet *set = make_set (), *copy = pst_tensor_set_new_like (set);
  PstWeights *weights;
  GError *error = NULL;

  g_assert_true (save (path, set, TITLE, dtype, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (scratch_count (folder), ==, 1);

  weights = pst_weights_load (path, PST_WEIGHTS_STYLE_MEMBERS, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pst_weights_get (weights, "title"), ==, TITLE);
  g_assert_cmpstr (pst_weights_get (weights, "empty"), ==, "");
  g_assert_cmpstr (pst_weights_get (weights, "pst_format"), ==, "1");
  g_assert_null (pst_weights_get (weights, "none"));
  g_assert_true (pst_weights_copy_to (weights, "net.", copy, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < set->size; i++)
    {
      gfloat wanted = set->data[i];

      if (dtype == PST_DTYPE_F16)
        wanted = pst_half_to_float (pst_half_from_float (wanted));
      g_assert_cmpmem (&copy->data[i], sizeof (gfloat), &wanted, sizeof (gfloat));
    }
  pst_weights_free (weights);
  pst_tensor_set_free (copy);
  pst_tensor_set_free (set);
  g_free (path);
  scratch_free (folder);
}

/* As a checkpoint: several sets, and more members than a style may have. */
static void
test_prefixes (void)
{
  gchar *folder = scratch_new (), *path = g_build_filename (folder, "w.safetensors", NULL);
  const gchar *prefixes[] = { "net.", "adam.m.", "adam.v." };
  const PstTensorSet *sets[3];
  PstTensorSet *set = pst_tensor_set_new (), *other, *copy;
  PstWeights *weights;
  GError *error = NULL;

  for (gint i = 0; i < 200; i++)
    {
      gchar *name = g_strdup_printf ("layer%d.weight", i);

      pst_tensor_set_declare (set, name, 1, 3, 1, 1, 1);
      g_free (name);
    }
  g_assert_true (pst_tensor_set_allocate (set));
  other = pst_tensor_set_new_like (set);
  copy = pst_tensor_set_new_like (set);
  for (gsize i = 0; i < set->size; i++)
    other->data[i] = value (i);
  other->data[0] = 1e30f; /* a moment may be of any size */
  sets[0] = sets[1] = set;
  sets[2] = other;
  g_assert_true (pst_weights_save (path, NULL, sets, prefixes, 3, PST_DTYPE_F32, &error));
  g_assert_no_error (error);

  g_assert_null (pst_weights_load (path, PST_WEIGHTS_STYLE_MEMBERS, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_FILE);
  g_clear_error (&error);
  weights = pst_weights_load (path, PST_WEIGHTS_CHECKPOINT_MEMBERS, &error);
  g_assert_no_error (error);
  g_assert_true (pst_weights_copy_to (weights, "adam.v.", copy, &error));
  g_assert_cmpmem (copy->data, copy->size * sizeof (gfloat), other->data,
                   other->size * sizeof (gfloat));
  g_assert_false (pst_weights_copy_to (weights, "adam.w.", copy, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_WRONG_SHAPE);
  g_assert_nonnull (strstr (error->message, "adam.w.layer0.weight"));
  g_clear_error (&error);
  pst_weights_free (weights);
  pst_tensor_set_free (copy);
  pst_tensor_set_free (other);
  pst_tensor_set_free (set);
  g_free (path);
  scratch_free (folder);
}

/* Neither the time nor the order of a hash table shows in a file. */
static void
test_same_bytes (void)
{
  gchar *folder = scratch_new (), *path = g_build_filename (folder, "w.safetensors", NULL);
  gchar *first, *second;
  gsize first_size, second_size;
  PstTensorSet *set = make_set ();

  g_assert_true (save (path, set, TITLE, PST_DTYPE_F16, NULL));
  g_assert_true (g_file_get_contents (path, &first, &first_size, NULL));
  g_assert_true (save (path, set, TITLE, PST_DTYPE_F16, NULL));
  g_assert_true (g_file_get_contents (path, &second, &second_size, NULL));
  g_assert_cmpmem (first, first_size, second, second_size);
  g_free (first);
  g_free (second);
  pst_tensor_set_free (set);
  g_free (path);
  scratch_free (folder);
}

static void
check_old_file (const gchar *folder, const gchar *path)
{
  gchar *contents;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "old");
  g_assert_cmpuint (scratch_count (folder), ==, 1);
  g_free (contents);
}

/* What load () would refuse is not written in the first place. */
static void
test_refuse (void)
{
  static const struct
  {
    gfloat value;
    PstDtype dtype;
  } bad[] = {
    { NAN, PST_DTYPE_F32 },      { INFINITY, PST_DTYPE_F32 },  { -INFINITY, PST_DTYPE_F16 },
    { 70000.0f, PST_DTYPE_F16 }, { -65520.0f, PST_DTYPE_F16 },
  };
  gchar *folder = scratch_new (), *path = g_build_filename (folder, "w.safetensors", NULL);
  gchar *long_title = g_strnfill (1025, 'x');
  const gchar *titles[] = { "\377", long_title };
  PstTensorSet *set = make_set ();
  GError *error = NULL;

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      g_assert_false (save (path, set, titles[i], PST_DTYPE_F32, &error));
      g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
      g_clear_error (&error);
      check_old_file (folder, path);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      set->data[set->size - 1] = bad[i].value;
      g_assert_false (save (path, set, TITLE, bad[i].dtype, &error));
      g_assert_error (error, PST_ERROR, PST_ERROR_DIVERGED);
      g_assert_nonnull (strstr (error->message, "net.D.3"));
      g_clear_error (&error);
      check_old_file (folder, path);
    }
  pst_tensor_set_free (set);
  g_free (long_title);
  g_free (path);
  scratch_free (folder);
}

/* A disc that is full, or nearly so: files may not grow beyond 1000 bytes. */
static void
test_failing_write (void)
{
  gchar *folder = scratch_new (), *path = g_build_filename (folder, "w.safetensors", NULL);
  PstTensorSet *set = make_set ();
  struct rlimit old, limit;
  GError *error = NULL;

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  limit = old;
  limit.rlim_cur = 1000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (save (path, set, TITLE, PST_DTYPE_F32, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  g_assert_true (error && error->domain == G_FILE_ERROR);
  g_assert_nonnull (strstr (error->message, path));
  check_old_file (folder, path);
  g_clear_error (&error);
  pst_tensor_set_free (set);
  g_free (path);
  scratch_free (folder);
}

static void
test_nowhere (void)
{
  gchar *folder = scratch_new (), *path = g_build_filename (folder, "none", "w.safetensors", NULL);
  PstTensorSet *set = make_set ();
  GError *error = NULL;

  g_assert_false (save (path, set, TITLE, PST_DTYPE_F32, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, path));
  g_clear_error (&error);
  pst_tensor_set_free (set);
  g_free (path);
  scratch_free (folder);
}

static void
test_half (void)
{
  static const struct
  {
    gfloat value;
    guint16 half;
  } known[] = {
    { 0.0f, 0x0000 },
    { -0.0f, 0x8000 },
    { 1.0f, 0x3c00 },
    { -2.0f, 0xc000 },
    { 65504.0f, 0x7bff },
    { 65519.9f, 0x7bff },
    { 65520.0f, 0x7c00 },
    { INFINITY, 0x7c00 },
    { 0x1p-14f, 0x0400 },
    { 0x1p-24f, 0x0001 },
    { 0x1p-25f, 0x0000 },
    { 0x1.000002p-25f, 0x0001 },
    { 0x1.8p-24f, 0x0002 } /* a tie: to even */,
    { 0x1.004p0f, 0x3c01 },
    { 0x1.002p0f, 0x3c00 } /* a tie: to even */,
    { 0x1.006p0f, 0x3c02 } /* a tie */,
    { 0x1.ffep0f, 0x4000 } /* a tie: into the next power */,
    { 0x1.ff8p-15f, 0x03ff },
    { 0x1.ffep-15f, 0x0400 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    g_assert_cmphex (pst_half_from_float (known[i].value), ==, known[i].half);
  g_assert_true (isnan (pst_half_to_float (pst_half_from_float (NAN))));
  for (guint half = 0; half < 65536; half++)
    {
      gfloat wide = pst_half_to_float ((guint16) half);

      if (! isnan (wide))
        g_assert_cmphex (pst_half_from_float (wide), ==, half);
    }
}

static int
write_files (const gchar *folder)
{
  PstTensorSet *set = make_set ();
  gchar *f32 = g_build_filename (folder, "f32.safetensors", NULL);
  gchar *f16 = g_build_filename (folder, "f16.safetensors", NULL);
  gboolean good =
      save (f32, set, TITLE, PST_DTYPE_F32, NULL) && save (f16, set, TITLE, PST_DTYPE_F16, NULL);

  g_free (f32);
  g_free (f16);
  pst_tensor_set_free (set);
  return good ? 0 : 1;
}

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--write") == 0)
    return write_files (argv[2]);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/weights/half", test_half);
  g_test_add_data_func ("/weights/round-trip/f32", GINT_TO_POINTER (PST_DTYPE_F32),
                        test_round_trip);
  g_test_add_data_func ("/weights/round-trip/f16", GINT_TO_POINTER (PST_DTYPE_F16),
                        test_round_trip);
  g_test_add_func ("/weights/prefixes", test_prefixes);
  g_test_add_func ("/weights/same-bytes", test_same_bytes);
  g_test_add_func ("/weights/refuse", test_refuse);
  g_test_add_func ("/weights/failing-write", test_failing_write);
  g_test_add_func ("/weights/nowhere", test_nowhere);
  return g_test_run ();
}
