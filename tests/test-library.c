/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The user's own styles: in and out, names, and what is refused. */

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "lesson-material.h"

typedef struct
{
  gchar *root;
  gchar *styles;   /* the user's; not there at first */
  gchar *lessons;  /* nor these */
  gchar *built_in; /* has great-wave */
  PstLibrary *library;
} Fixture;

static gchar *
path_of (const gchar *folder, const gchar *id)
{
  g_autofree gchar *name = g_strconcat (id, ".safetensors", NULL);

  return g_build_filename (folder, name, NULL);
}

/* A style file with such metadata; NULL for none. */
static gchar *
make_file (Fixture *f, const gchar *name, const gchar *id, const gchar *title, const gchar *role,
           PstDtype dtype)
{
  g_autoptr (PstStyle) style = style_new ();
  gchar *path = g_build_filename (f->root, name, NULL);

  if (id)
    g_hash_table_insert (style->metadata, g_strdup ("id"), g_strdup (id));
  if (title)
    g_hash_table_insert (style->metadata, g_strdup ("title"), g_strdup (title));
  if (role)
    g_hash_table_insert (style->metadata, g_strdup ("role"), g_strdup (role));
  g_assert_true (pst_style_save (style, path, dtype, NULL));
  return path;
}

static PstLibrary *
library_new (Fixture *f)
{
  return pst_library_new (f->styles, f->lessons, (const gchar *const[]){ f->built_in, NULL });
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree gchar *built_in = NULL;

  f->root = scratch_new ();
  f->styles = g_build_filename (f->root, "my", "styles", NULL);
  f->lessons = g_build_filename (f->root, "my", "lessons", NULL);
  f->built_in = g_build_filename (f->root, "built-in", NULL);
  g_assert_cmpint (g_mkdir (f->built_in, 0700), ==, 0);
  built_in = make_file (f, "built-in/great-wave.safetensors", "great-wave", "Great Wave", NULL,
                        PST_DTYPE_F16);
  f->library = library_new (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  pst_library_free (f->library);
  scratch_free (f->root);
  g_free (f->styles);
  g_free (f->lessons);
  g_free (f->built_in);
}

static guint
count (const gchar *folder)
{
  return g_file_test (folder, G_FILE_TEST_EXISTS) ? scratch_count (folder) : 0;
}

/* The user's style @id as a gallery would see it. */
static PstStyle *
find (Fixture *f, const gchar *id)
{
  const gchar *const folders[] = { f->styles, f->built_in, NULL };
  g_autoptr (GPtrArray) entries = pst_style_list (folders);

  for (guint i = 0; i < entries->len; i++)
    {
      PstStyleEntry *entry = g_ptr_array_index (entries, i);

      if (g_str_equal (entry->id, id))
        {
          g_assert_no_error (entry->error);
          g_assert_cmpstr (pst_style_get_id (entry->style), ==, id);
          return pst_style_ref (entry->style);
        }
    }
  return NULL;
}

static void
assert_title (Fixture *f, const gchar *id, const gchar *title)
{
  g_autoptr (PstStyle) style = find (f, id);

  g_assert_nonnull (style);
  g_assert_cmpstr (pst_style_get (style, "title"), ==, title);
}

static PstLesson *
lesson_in (Fixture *f, const gchar *title)
{
  g_autoptr (PstRecipe) recipe = recipe_new (2);
  g_autoptr (PstImage) painting = striped_painting (200, 160), photo = photo_new (100, 80);
  const PstImage *const photos[] = { photo };
  const PstPhotos in_memory = pst_photos_in_memory (photos, 1);
  GError *error = NULL;
  PstLesson *lesson;

  g_free (recipe->id);
  g_free (recipe->title);
  recipe->id = g_strdup ("");
  recipe->title = g_strdup (title);
  lesson =
      pst_library_new_lesson (f->library,
                              &(PstMaterial){ .recipe = recipe,
                                              .paintings = (const PstImage *const[]){ painting },
                                              .n_paintings = 1,
                                              .photos = &in_memory },
                              &error);
  g_assert_no_error (error);
  return lesson;
}

/* ---- names ------------------------------------------------------------ */

static void
test_ids (Fixture *f, gconstpointer data)
{
  const gchar *const cases[][2] = {
    { "Starry Night", "starry-night" },
    { "  Été à l'Étang!! ", "ete-a-letang" },
    { "Übermäßig", "ubermassig" },
    { "a--b__c", "a-b-c" },
    { "神奈川沖浪裏", "style" },
    { "🎨", "style" },
    { "", "style" },
    { "---", "style" },
    { "../../etc/passwd", "etc-passwd" },
    { "\xff\xfe broken", "broken" },
    { "Great Wave", "great-wave-2" },
    { "base", "base-2" },
    { "A title that is much longer than anybody would ever want to read it",
      "a-title-that-is-much-longer-than-anybody" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree gchar *id = pst_library_new_id (f->library, cases[i][0]);

      g_assert_cmpstr (id, ==, cases[i][1]);
    }
}

/* ---- import ----------------------------------------------------------- */

static void
test_import (Fixture *f, gconstpointer data)
{
  g_autofree gchar *path = make_file (f, "x.safetensors", "mine", "Mine", NULL, PST_DTYPE_F16);
  const gchar *const ids[] = { "mine", "mine-2", "mine-3" };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      GError *error = NULL;
      g_autofree gchar *id = pst_library_import (f->library, path, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (id, ==, ids[i]);
      assert_title (f, id, "Mine");
      g_assert_true (pst_library_owns (f->library, id));
      g_assert_cmpint ((gint) count (f->styles), ==, (gint) i + 1);
    }
}

static void
test_import_names (Fixture *f, gconstpointer data)
{
  const struct
  {
    const gchar *file, *id, *title, *new_id, *new_title;
  } cases[] = {
    { "a.safetensors", "great-wave", "Another Wave", "great-wave-2", "Another Wave" },
    { "b.safetensors", "../../../b", "Up", "b", "Up" },
    { "c.safetensors", "Not Kebab", "", "c", "c" },
    { "Ёж и ñandú.safetensors", NULL, NULL, NULL, "Ёж и ñandú" },
    { "麦.safetensors", "", "麦", "style", "麦" },
    { "no ending", NULL, "T", "no-ending", "T" },
    { "base.safetensors", "base", "No base", "base-2", "No base" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree gchar *path =
          make_file (f, cases[i].file, cases[i].id, cases[i].title, NULL, PST_DTYPE_F16);
      GError *error = NULL;
      g_autofree gchar *id = pst_library_import (f->library, path, &error);

      g_assert_no_error (error);
      if (cases[i].new_id)
        g_assert_cmpstr (id, ==, cases[i].new_id);
      assert_title (f, id, cases[i].new_title);
    }
  g_assert_cmpint ((gint) count (f->styles), ==, G_N_ELEMENTS (cases));
}

/* Every file that must be refused is, for its reason, and leaves nothing. */
static void
test_hostile (Fixture *f, gconstpointer data)
{
  g_autofree gchar *table = g_test_build_filename (G_TEST_DIST, "hostile", "expected.tsv", NULL);
  g_autofree gchar *text = NULL;
  g_auto (GStrv) lines = NULL;
  gint n = 0;

  g_assert_true (g_file_get_contents (table, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (gchar **line = lines; *line && **line; line++)
    {
      g_auto (GStrv) fields = g_strsplit (*line, "\t", 3);
      g_autofree gchar *path = g_test_build_filename (G_TEST_DIST, "hostile", fields[0], NULL);
      g_autoptr (GError) error = NULL;
      g_autofree gchar *id = NULL;

      if (g_str_equal (fields[1], "NONE"))
        continue;
      id = pst_library_import (f->library, path, &error);
      g_assert_null (id);
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, path));
      g_assert_nonnull (strstr (error->message, fields[2]));
      n++;
    }
  g_assert_cmpint (n, >, 100);
  g_assert_cmpint ((gint) count (f->styles), ==, 0);
}

static void
test_base_refused (Fixture *f, gconstpointer data)
{
  g_autofree gchar *path =
      make_file (f, "built-in/base.safetensors", "base", "Base", "base", PST_DTYPE_F16);
  const gchar *const folders[] = { f->styles, f->built_in, NULL };
  g_autofree gchar *found = pst_style_find_base (folders);
  g_autoptr (GError) error = NULL;

  g_assert_null (pst_library_import (f->library, path, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_cmpstr (found, ==, path);
  g_assert_null (find (f, "base")); /* nor is it in the gallery */
}

static void
test_missing (Fixture *f, gconstpointer data)
{
  g_autofree gchar *path = g_build_filename (f->root, "none.safetensors", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (pst_library_import (f->library, path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

/* ---- export ----------------------------------------------------------- */

/* Out and in again: to the last bit, in both precisions, built-in styles too. */
static void
test_export (Fixture *f, gconstpointer data)
{
  const PstDtype dtypes[] = { PST_DTYPE_F16, PST_DTYPE_F32 };
  g_autofree gchar *out = g_build_filename (f->root, "out ñ.safetensors", NULL);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (dtypes); i++)
    {
      g_autofree gchar *path = make_file (f, "in", "mine", "Mine", NULL, dtypes[i]);
      g_autofree gchar *id = pst_library_import (f->library, path, NULL);
      g_autofree gchar *own = path_of (f->styles, id);
      g_autofree gchar *before = NULL, *after = NULL;
      gsize n_before, n_after;

      g_assert_true (pst_library_export (f->library, id, out, &error));
      g_assert_true (g_file_get_contents (own, &before, &n_before, NULL));
      g_assert_true (g_file_get_contents (out, &after, &n_after, NULL));
      g_assert_cmpmem (before, n_before, after, n_after);
      {
        g_autoptr (PstStyle) a = pst_style_load (path, NULL), b = pst_style_load (out, NULL);

        g_assert_cmpmem (a->weights->data, a->weights->size * sizeof (gfloat), b->weights->data,
                         b->weights->size * sizeof (gfloat));
      }
    }
  g_assert_true (pst_library_export (f->library, "great-wave", out, &error));
  g_assert_false (pst_library_export (f->library, "nobody", out, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_NOT_FOUND);
  {
    g_autoptr (PstStyle) style = pst_style_load (out, NULL);

    g_assert_cmpstr (pst_style_get_id (style), ==, "great-wave");
  }
}

/* ---- changes ---------------------------------------------------------- */

static void
test_remove (Fixture *f, gconstpointer data)
{
  g_autofree gchar *path = make_file (f, "x", "mine", "Mine", NULL, PST_DTYPE_F16);
  g_autofree gchar *id = pst_library_import (f->library, path, NULL);
  g_autofree gchar *again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (pst_library_remove (f->library, id, &error));
  g_assert_null (find (f, "mine"));
  g_assert_false (pst_library_remove (f->library, id, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* Its name is not free as long as it may come back. */
  again = pst_library_import (f->library, path, NULL);
  g_assert_cmpstr (again, ==, "mine-2");
  g_assert_true (pst_library_restore (f->library, id, &error));
  assert_title (f, "mine", "Mine");
  g_assert_false (pst_library_restore (f->library, id, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* Others' styles stay. */
  g_assert_false (pst_library_remove (f->library, "great-wave", &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (pst_library_remove (f->library, "../built-in/great-wave", &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_NOT_FOUND);

  g_assert_true (pst_library_remove (f->library, "mine", NULL));
  g_assert_true (pst_library_remove (f->library, "mine-2", NULL));
  pst_library_free (f->library);
  g_assert_cmpint ((gint) count (f->styles), ==, 0); /* nothing is left aside */
  f->library = library_new (f);
  g_assert_false (pst_library_restore (f->library, id, NULL));
}

/* A style goes with what it was learnt from, but not before it is certain. */
static void
test_remove_lesson (Fixture *f, gconstpointer data)
{
  PstLesson *lesson = lesson_in (f, "Stripes");
  PstLearner *learner = pst_learner_new (lesson, 1, 0, NULL, NULL);
  g_autoptr (PstStyle) style = NULL;
  g_autoptr (GPtrArray) before = NULL, after = NULL;
  GError *error = NULL;

  while (! pst_learner_wait (learner, 1))
    ;
  style = pst_learner_get_style (learner);
  g_assert_true (pst_library_keep (f->library, style, &error));
  pst_learner_free (learner);
  assert_title (f, "stripes", "Stripes");
  before = pst_library_list_lessons (f->library);
  g_assert_cmpint ((gint) before->len, ==, 1);

  g_assert_true (pst_library_remove (f->library, "stripes", &error));
  after = pst_library_list_lessons (f->library);
  g_assert_cmpint ((gint) after->len, ==, 0);
  g_assert_true (pst_library_restore (f->library, "stripes", &error));
  pst_lesson_close (pst_library_open_lesson (f->library, "stripes", &error));
  g_assert_no_error (error);

  g_assert_true (pst_library_remove (f->library, "stripes", &error));
  pst_library_free (f->library);
  g_assert_cmpint ((gint) count (f->lessons), ==, 0);
  f->library = library_new (f);
}

static void
test_rename (Fixture *f, gconstpointer data)
{
  g_autofree gchar *path = make_file (f, "x", "mine", "Mine", NULL, PST_DTYPE_F32);
  g_autofree gchar *id = pst_library_import (f->library, path, NULL);
  g_autofree gchar *long_title = g_strnfill (1025, 'x');
  const gchar *const bad[] = { "", "\xff", long_title };
  g_autoptr (PstStyle) before = find (f, id), after = NULL;
  GError *error = NULL;

  g_assert_true (pst_library_rename (f->library, id, "Ёж \"и\" 麦", &error));
  g_assert_no_error (error);
  assert_title (f, "mine", "Ёж \"и\" 麦");
  after = find (f, id);
  g_assert_cmpmem (before->weights->data, before->weights->size * sizeof (gfloat),
                   after->weights->data, after->weights->size * sizeof (gfloat));

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (pst_library_rename (f->library, id, bad[i], &error));
      g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
      g_clear_error (&error);
    }
  g_assert_false (pst_library_rename (f->library, "great-wave", "Mine", &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_NOT_FOUND);
  g_clear_error (&error);
  assert_title (f, "mine", "Ёж \"и\" 麦");
}

/* The lesson learns of a new title, or else learning for longer brings back the old. */
static void
test_rename_lesson (Fixture *f, gconstpointer data)
{
  PstLesson *lesson = lesson_in (f, "Stripes");
  g_autofree gchar *path = make_file (f, "x", "stripes", "Stripes", NULL, PST_DTYPE_F16);
  g_autoptr (PstStyle) style = pst_style_load (path, NULL);
  GError *error = NULL;

  g_assert_cmpstr (pst_lesson_get_recipe (lesson)->id, ==, "stripes");
  g_assert_true (pst_library_keep (f->library, style, NULL));
  g_assert_false (pst_library_rename (f->library, "stripes", "Dots", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_AGAIN);
  g_clear_error (&error);
  assert_title (f, "stripes", "Stripes");

  pst_lesson_close (lesson);
  g_assert_true (pst_library_rename (f->library, "stripes", "Dots", &error));
  assert_title (f, "stripes", "Dots");
  lesson = pst_library_open_lesson (f->library, "stripes", &error);
  g_assert_cmpstr (pst_lesson_get_recipe (lesson)->title, ==, "Dots");
  pst_lesson_close (lesson);
}

/* ---- lessons ---------------------------------------------------------- */

static void
test_lessons (Fixture *f, gconstpointer data)
{
  const gchar *const titles[] = { "Stripes", "Stripes", "Great Wave", "麦", "" };
  const gchar *const ids[] = { "stripes", "stripes-2", "great-wave-2", "style", "style-2" };
  g_autofree gchar *path = make_file (f, "x", "stripes", "Other stripes", NULL, PST_DTYPE_F16);
  g_autofree gchar *imported = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  GError *error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      g_autoptr (PstLesson) lesson = lesson_in (f, titles[i]);

      g_assert_cmpstr (pst_lesson_get_recipe (lesson)->id, ==, ids[i]);
      g_assert_cmpstr (pst_lesson_get_recipe (lesson)->title, ==, *titles[i] ? titles[i] : ids[i]);
    }
  entries = pst_library_list_lessons (f->library);
  g_assert_cmpint ((gint) entries->len, ==, G_N_ELEMENTS (titles));

  /* What is being learnt has its name already. */
  imported = pst_library_import (f->library, path, NULL);
  g_assert_cmpstr (imported, ==, "stripes-3");

  g_assert_null (pst_library_open_lesson (f->library, "stripes-3", &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (pst_library_open_lesson (f->library, "../lessons/stripes", &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_NOT_FOUND);
  g_clear_error (&error);
}

static void
test_keep (Fixture *f, gconstpointer data)
{
  g_autofree gchar *path = make_file (f, "x", "mine", "Mine", NULL, PST_DTYPE_F16);
  g_autofree gchar *other = make_file (f, "y", "mine", "Mine, longer", NULL, PST_DTYPE_F16);
  g_autofree gchar *bad = make_file (f, "z", "../mine", "Up", NULL, PST_DTYPE_F16);
  g_autoptr (PstStyle) style = pst_style_load (path, NULL), longer = pst_style_load (other, NULL);
  g_autoptr (PstStyle) wrong = pst_style_load (bad, NULL);
  GError *error = NULL;

  g_assert_true (pst_library_keep (f->library, style, &error));
  assert_title (f, "mine", "Mine");
  g_assert_true (pst_library_keep (f->library, longer, &error));
  assert_title (f, "mine", "Mine, longer");
  g_assert_cmpint ((gint) count (f->styles), ==, 1);
  g_assert_false (pst_library_keep (f->library, wrong, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_clear_error (&error);
}

/* ---- when nothing can be written -------------------------------------- */

static void
test_read_only (Fixture *f, gconstpointer data)
{
  g_autofree gchar *path = make_file (f, "x", "mine", "Mine", NULL, PST_DTYPE_F16);
  g_autofree gchar *id = pst_library_import (f->library, path, NULL);
  g_autofree gchar *again = NULL;
  g_autoptr (PstStyle) style = pst_style_load (path, NULL);
  gboolean root = geteuid () == 0;
  GError *errors[4] = { NULL };
  gboolean done[3];

  g_assert_cmpint (g_chmod (f->styles, 0555), ==, 0);
  g_assert_cmpint (g_chmod (f->root, 0755), ==, 0);
  {
    g_autofree gchar *my = g_path_get_dirname (f->styles);

    g_assert_cmpint (g_chmod (my, 0755), ==, 0);
  }
  if (root)
    g_assert_cmpint (seteuid (65534), ==, 0);
  again = pst_library_import (f->library, path, &errors[0]);
  done[0] = pst_library_rename (f->library, id, "New", &errors[1]);
  done[1] = pst_library_remove (f->library, id, &errors[2]);
  done[2] = pst_library_keep (f->library, style, &errors[3]);
  if (root)
    g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_cmpint (g_chmod (f->styles, 0700), ==, 0);

  g_assert_null (again);
  g_assert_false (done[0] || done[1] || done[2]);
  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_test_message ("%s", errors[i]->message);
      g_assert_error (errors[i], G_FILE_ERROR, G_FILE_ERROR_ACCES);
      g_assert_nonnull (strstr (errors[i]->message, f->styles));
      g_assert_nonnull (strstr (errors[i]->message, "permissions"));
      g_clear_error (&errors[i]);
    }
  assert_title (f, "mine", "Mine");
}

static void
test_no_room (Fixture *f, gconstpointer data)
{
  g_autofree gchar *path = make_file (f, "x", "mine", "Mine", NULL, PST_DTYPE_F16);
  g_autofree gchar *id = pst_library_import (f->library, path, NULL);
  g_autofree gchar *again = NULL, *out = g_build_filename (f->root, "out", NULL);
  struct rlimit limit, small;
  GError *errors[3] = { NULL };
  gboolean renamed, exported;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  small = limit;
  small.rlim_cur = 100;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  again = pst_library_import (f->library, path, &errors[0]);
  renamed = pst_library_rename (f->library, id, "New", &errors[1]);
  exported = pst_library_export (f->library, id, out, &errors[2]);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  g_assert_null (again);
  g_assert_false (renamed || exported);
  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_assert_true (errors[i]->domain == G_FILE_ERROR);
      g_clear_error (&errors[i]);
    }
  assert_title (f, "mine", "Mine");
  g_assert_cmpint ((gint) count (f->styles), ==, 1);
  g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
}

#define ADD(path, func) g_test_add ("/library/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("ids", test_ids);
  ADD ("import", test_import);
  ADD ("import-names", test_import_names);
  ADD ("hostile", test_hostile);
  ADD ("base", test_base_refused);
  ADD ("missing", test_missing);
  ADD ("export", test_export);
  ADD ("remove", test_remove);
  ADD ("remove-lesson", test_remove_lesson);
  ADD ("rename", test_rename);
  ADD ("rename-lesson", test_rename_lesson);
  ADD ("lessons", test_lessons);
  ADD ("keep", test_keep);
  ADD ("read-only", test_read_only);
  ADD ("no-room", test_no_room);
  return g_test_run ();
}
