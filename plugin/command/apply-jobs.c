/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "command/apply-jobs.h"

#include <stdlib.h>
#include <string.h>

#include "command/command-line.h"
#include "host/output-file.h"
#include "pictures/photo-folder.h"
#include "pictures/picture-file.h"

#define DEPTH 32 /* of folders in folders */

static void
job_free (PstJob *job)
{
  g_free (job->in);
  g_free (job->out);
  g_free (job);
}

/* Takes both. */
static void
add_job (GPtrArray *jobs, gchar *in, gchar *out)
{
  PstJob *job = g_new (PstJob, 1);

  *job = (PstJob){ in, out };
  g_ptr_array_add (jobs, job);
}

/* ---- names ------------------------------------------------------------ */

/* The file that @path leads to, there or not. */
static gchar *
real_name (const gchar *path)
{
  gchar *resolved = realpath (path, NULL);
  g_autofree gchar *folder = NULL, *base = NULL, *name = NULL;

  if (! resolved)
    {
      folder = g_path_get_dirname (path);
      base = g_path_get_basename (path);
      resolved = realpath (folder, NULL);
      name =
          resolved ? g_build_filename (resolved, base, NULL) : g_canonicalize_filename (path, NULL);
    }
  else
    name = g_strdup (resolved);
  free (resolved);
  return g_steal_pointer (&name);
}

/* "a/b.jpg" without ".jpg". */
static gchar *
without_ending (const gchar *name)
{
  const gchar *slash = strrchr (name, G_DIR_SEPARATOR);
  const gchar *dot = strrchr (slash ? slash + 1 : name, '.');

  return dot && dot != (slash ? slash + 1 : name) ? g_strndup (name, (gsize) (dot - name))
                                                  : g_strdup (name);
}

/* One for each of @names: in which format, and no two of them the same because of it. */
static gchar *
name_painting (const gchar *name, const gchar *ending, GHashTable *plain_names)
{
  g_autofree gchar *plain = without_ending (name);

  if (! ending)
    return pst_format_for_saving (name) ? g_strdup (name) : g_strconcat (name, ".png", NULL);
  if (GPOINTER_TO_INT (g_hash_table_lookup (plain_names, plain)) > 1)
    return g_strconcat (name, ending, NULL);
  return g_strconcat (plain, ending, NULL);
}

/* How many of @names are called that, but for their endings. */
static GHashTable *
count_plain_names (GPtrArray *names)
{
  GHashTable *plain_names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < names->len; i++)
    {
      gchar *plain = without_ending (g_ptr_array_index (names, i));
      gint n = GPOINTER_TO_INT (g_hash_table_lookup (plain_names, plain));

      g_hash_table_replace (plain_names, plain, GINT_TO_POINTER (n + 1));
    }
  return plain_names;
}

/* ---- folders ---------------------------------------------------------- */

/* What is in @folder, but not in @except, which paintings go to. */
static gboolean
add_folder (GPtrArray *ins, GPtrArray *names, const gchar *folder, const gchar *except,
            GError **error)
{
  g_autoptr (GPtrArray) files = pst_photo_folder_list_pictures (folder, DEPTH, NULL, error);
  g_autofree gchar *there = real_name (except);
  g_autofree gchar *inside = g_strconcat (there, G_DIR_SEPARATOR_S, NULL);

  if (! files)
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    {
      const gchar *path = g_ptr_array_index (files, i);
      const gchar *name = path + strlen (folder);
      g_autofree gchar *real = real_name (path);

      if (g_str_has_prefix (real, inside))
        continue;
      while (*name == G_DIR_SEPARATOR)
        name++;
      g_ptr_array_add (ins, g_strdup (path));
      g_ptr_array_add (names, g_strdup (name));
    }
  return TRUE;
}

static gboolean
add_files (const PstJobOptions *options, GPtrArray *ins, GPtrArray *names, GError **error)
{
  for (gchar **file = options->files; *file; file++)
    {
      g_autofree gchar *name = pst_display_name (*file);

      if (! g_file_test (*file, G_FILE_TEST_IS_DIR))
        {
          g_ptr_array_add (ins, g_strdup (*file));
          g_ptr_array_add (names, g_path_get_basename (*file));
        }
      else if (! options->recursive)
        return pst_usage_error (error, "%s: this is a folder; give -r to paint what is in it",
                                name);
      else if (! add_folder (ins, names, *file, options->folder, error))
        return FALSE;
    }
  return TRUE;
}

static GPtrArray *
list_folder (const PstJobOptions *options, GError **error)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) job_free);
  g_autoptr (GPtrArray) ins = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) plain_names = NULL;

  if (! add_files (options, ins, names, error))
    return NULL;
  plain_names = count_plain_names (names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree gchar *name =
          name_painting (g_ptr_array_index (names, i), options->ending, plain_names);

      add_job (jobs, g_strdup (g_ptr_array_index (ins, i)),
               g_build_filename (options->folder, name, NULL));
    }
  return g_steal_pointer (&jobs);
}

/* ---- all of them ------------------------------------------------------ */

/* No photo is written over, and no painting by another one. */
static gboolean
check_jobs (GPtrArray *jobs, GError **error)
{
  g_autoptr (GHashTable) ins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) outs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < jobs->len; i++)
    g_hash_table_add (ins, real_name (((const PstJob *) g_ptr_array_index (jobs, i))->in));
  for (guint i = 0; i < jobs->len; i++)
    {
      const PstJob *job = g_ptr_array_index (jobs, i);
      g_autofree gchar *in_name = pst_display_name (job->in);
      g_autofree gchar *out_name = pst_display_name (job->out);
      gchar *out = real_name (job->out);

      if (g_str_equal (job->out, PST_PICTURE_STREAM))
        g_free (out);
      else if (pst_output_is_same (job->in, job->out))
        {
          g_free (out);
          return pst_usage_error (error,
                                  "%s: this photo would be overwritten by its painting; "
                                  "give another name or folder",
                                  in_name);
        }
      else if (g_hash_table_contains (ins, out))
        {
          g_free (out);
          return pst_usage_error (
              error, "%s: this is one of the photos as well; give another folder", out_name);
        }
      else if (! g_hash_table_add (outs, out))
        return pst_usage_error (error,
                                "%s: two photos would be painted into this file; "
                                "give those of one name one at a time",
                                out_name);
    }
  return TRUE;
}

GPtrArray *
pst_apply_jobs (const PstJobOptions *options, GError **error)
{
  g_autoptr (GPtrArray) jobs = NULL;

  if (options->folder)
    jobs = list_folder (options, error);
  else
    {
      jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) job_free);
      add_job (jobs, g_strdup (options->files[0]), g_strdup (options->files[1]));
    }
  return jobs && check_jobs (jobs, error) ? g_steal_pointer (&jobs) : NULL;
}
