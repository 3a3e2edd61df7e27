/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "styles/weights.h"

#include "ground/error.h"
#include "styles/half.h"
#include "styles/weights-format.h"

#include <math.h>
#include <string.h>

#define ALIGNMENT 64 /* of the payload; stock files have 8 */

static gboolean
metadata_are_good (GHashTable *metadata)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, metadata);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (! pst_weights_name_is_good (key) || strlen (value) > PST_WEIGHTS_MAX_STRING_BYTES
        || ! g_utf8_validate (value, -1, NULL))
      return FALSE;
  return g_hash_table_size (metadata) <= PST_WEIGHTS_MAX_STRINGS;
}

static gint
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

/* JSON needs escapes for quotes, backslashes and control characters only. */
static void
append_string (GString *header, const gchar *string)
{
  g_string_append_c (header, '"');
  for (; *string; string++)
    if (*string == '"' || *string == '\\')
      g_string_append_printf (header, "\\%c", *string);
    else if (*string > 0 && *string < ' ')
      g_string_append_printf (header, "\\u%04x", (guint) *string);
    else
      g_string_append_c (header, *string);
  g_string_append_c (header, '"');
}

static void
append_metadata (GString *header, GHashTable *metadata)
{
  GList *keys = g_list_sort (g_hash_table_get_keys (metadata), compare_strings);

  append_string (header, PST_WEIGHTS_METADATA);
  g_string_append (header, ":{");
  for (GList *key = keys; key; key = key->next)
    {
      append_string (header, key->data);
      g_string_append_c (header, ':');
      append_string (header, g_hash_table_lookup (metadata, key->data));
      if (key->next)
        g_string_append_c (header, ',');
    }
  g_string_append_c (header, '}');
  g_list_free (keys);
}

/* Describes a tensor that lies from @begin to @end, with a comma after it. */
static void
append_entry (GString *header, const gchar *name, const PstTensorInfo *info, PstDtype dtype,
              gsize begin, gsize end)
{
  append_string (header, name);
  g_string_append_printf (header, ":{\"dtype\":\"%s\",\"shape\":[%d",
                          dtype == PST_DTYPE_F16 ? "F16" : "F32", info->dims[0]);
  for (gint i = 1; i < info->rank; i++)
    g_string_append_printf (header, ",%d", info->dims[i]);
  g_string_append_printf (header, "],\"data_offsets\":[%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT "]},",
                          begin, end);
}

/* FALSE at a value that the loader would refuse. */
static gboolean
write_values (guint8 *to, const gfloat *values, gsize n, PstDtype dtype)
{
  for (gsize k = 0; k < n; k++)
    {
      if (! isfinite (values[k]))
        return FALSE;
      if (dtype == PST_DTYPE_F16)
        {
          guint16 half = pst_half_from_float (values[k]);

          if (! isfinite (pst_half_to_float (half)))
            return FALSE;
          to[2 * k] = (guint8) (half & 255);
          to[2 * k + 1] = (guint8) (half >> 8);
        }
      else
        {
          guint32 bits;

          memcpy (&bits, values + k, sizeof bits);
          bits = GUINT32_TO_LE (bits);
          memcpy (to + 4 * k, &bits, sizeof bits);
        }
    }
  return TRUE;
}

gboolean
pst_weights_save (const gchar *path, GHashTable *metadata, const PstTensorSet *const *sets,
                  const gchar *const *prefixes, guint n_sets, PstDtype dtype, GError **error)
{
  const gsize room = 8 + (gsize) PST_WEIGHTS_CHECKPOINT_MEMBERS * PST_WEIGHTS_MEMBER_BYTES;
  g_autoptr (GHashTable) all = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) header = g_string_new ("{");
  g_autofree guint8 *bytes = NULL;
  g_autofree gchar *checksum = NULL;
  gsize payload_size = 0, position = 0, padded;
  guint64 length;
  guint8 *payload, *start;
  guint n_members = 1;
  GHashTableIter iter;
  gpointer key, value;

  for (guint s = 0; s < n_sets; s++)
    {
      payload_size += sets[s]->size * (dtype == PST_DTYPE_F16 ? 2 : 4);
      n_members += sets[s]->infos->len;
    }
  if (payload_size > PST_WEIGHTS_MAX_BYTES - room || n_members > PST_WEIGHTS_CHECKPOINT_MEMBERS)
    return pst_error_set_file (error, PST_ERROR_TOO_LARGE, path,
                               "%u tensors of %" G_GSIZE_FORMAT
                               " bytes in all are too much for one file",
                               n_members - 1, payload_size);
  /* The payload, with room before it for the header, which needs its sum. */
  bytes = g_try_malloc (room + payload_size);
  if (! bytes)
    return pst_error_set_file (error, PST_ERROR_TOO_LARGE, path,
                               "writing it needs %" G_GSIZE_FORMAT " bytes of memory",
                               room + payload_size);
  payload = bytes + room;

  for (guint s = 0; s < n_sets; s++)
    for (guint i = 0; i < sets[s]->infos->len; i++)
      {
        const PstTensorInfo *info = pst_tensor_set_info (sets[s], (gint) i);
        g_autofree gchar *name = g_strconcat (prefixes[s], info->name, NULL);
        gsize n = info->size * (dtype == PST_DTYPE_F16 ? 2 : 4);

        g_return_val_if_fail (pst_weights_name_is_good (name), FALSE);
        if (! write_values (payload + position, sets[s]->data + info->offset, info->size, dtype))
          return pst_error_set_file (error, PST_ERROR_DIVERGED, path,
                                     "not written: tensor \"%s\" has a value that is not "
                                     "finite, or too large for its type",
                                     name);
        append_entry (header, name, info, dtype, position, position + n);
        position += n;
      }

  g_hash_table_iter_init (&iter, metadata ? metadata : all);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (all, key, value);
  checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, payload, payload_size);
  g_hash_table_insert (all, PST_WEIGHTS_FORMAT_KEY, PST_WEIGHTS_FORMAT);
  g_hash_table_insert (all, PST_WEIGHTS_CHECKSUM_KEY, checksum);
  if (! metadata_are_good (all))
    return pst_error_set_file (error, PST_ERROR_BAD_INPUT, path,
                               "not written: metadata must be up to %d strings of UTF-8, each of "
                               "up to %d bytes",
                               PST_WEIGHTS_MAX_STRINGS, PST_WEIGHTS_MAX_STRING_BYTES);
  append_metadata (header, all);
  g_string_append_c (header, '}');

  padded = (8 + header->len + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  if (padded > room)
    return pst_error_set_file (error, PST_ERROR_TOO_LARGE, path,
                               "not written: its header would be too long");
  start = payload - padded;
  length = GUINT64_TO_LE ((guint64) (padded - 8));
  memcpy (start, &length, sizeof length);
  memcpy (start + 8, header->str, header->len);
  memset (start + 8 + header->len, ' ', padded - 8 - header->len);
  return g_file_set_contents_full (path, (const gchar *) start, (gssize) (padded + payload_size),
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0666, error);
}
