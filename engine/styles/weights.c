/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file of weights may come from anywhere, so nothing in it is believed before
 * it was checked, and the header is fenced in before the JSON parser sees it:
 * json-glib reads comments, octal numbers and any depth of nesting. */

#include "styles/weights.h"

#include "ground/error.h"
#include "styles/half.h"
#include "styles/weights-format.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the header says of one tensor. */
typedef struct
{
  const gchar *name; /* the parser's */
  gboolean half;
  gint rank;
  gint dims[4];
  gsize begin, end; /* bytes of the payload */
} Entry;

/* ---- the header, as JSON ---------------------------------------------- */

static gboolean
read_natural (JsonNode *node, gint64 max, gint64 *number)
{
  if (! node || ! JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *number = json_node_get_int (node);
  return *number >= 0 && *number <= max;
}

static const gchar *
read_string (JsonNode *node)
{
  if (! node || ! JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static JsonArray *
read_array (JsonNode *node, guint min, guint max)
{
  JsonArray *array;

  if (! node || ! JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  array = json_node_get_array (node);
  return json_array_get_length (array) >= min && json_array_get_length (array) <= max ? array
                                                                                      : NULL;
}

/* "dtype", "shape" and "data_offsets", and nothing else. */
static gboolean
read_entry (const gchar *path, const gchar *name, JsonNode *node, gsize payload_size, Entry *entry,
            GError **error)
{
  JsonObject *object;
  JsonArray *shape, *offsets;
  const gchar *dtype;
  gint64 number, begin, end;

  if (! pst_weights_name_is_good (name))
    return pst_error_set_file (error, PST_ERROR_BAD_FILE, path, "a tensor has an unusable name");
  object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  if (! object || json_object_get_size (object) != 3
      || ! (dtype = read_string (json_object_get_member (object, "dtype")))
      || ! (shape = read_array (json_object_get_member (object, "shape"), 1, 4))
      || ! (offsets = read_array (json_object_get_member (object, "data_offsets"), 2, 2)))
    return pst_error_set_file (error, PST_ERROR_BAD_FILE, path, "tensor \"%s\" is ill described",
                               name);

  entry->name = name;
  entry->half = strcmp (dtype, "F16") == 0;
  if (! entry->half && strcmp (dtype, "F32") != 0)
    return pst_error_set_file (error, PST_ERROR_BAD_FILE, path,
                               "tensor \"%s\" is neither of F32 nor of F16", name);
  entry->rank = (gint) json_array_get_length (shape);
  for (gint i = 0; i < 4; i++)
    {
      entry->dims[i] = 1;
      if (i >= entry->rank)
        continue;
      if (! read_natural (json_array_get_element (shape, (guint) i), PST_WEIGHTS_MAX_DIM, &number)
          || number == 0)
        return pst_error_set_file (error, PST_ERROR_BAD_FILE, path,
                                   "tensor \"%s\" has a side outside 1 to %d", name,
                                   PST_WEIGHTS_MAX_DIM);
      entry->dims[i] = (gint) number;
    }
  if (! read_natural (json_array_get_element (offsets, 0), (gint64) payload_size, &begin)
      || ! read_natural (json_array_get_element (offsets, 1), (gint64) payload_size, &end)
      || end < begin)
    return pst_error_set_file (error, PST_ERROR_BAD_FILE, path,
                               "tensor \"%s\" lies outside the file", name);
  entry->begin = (gsize) begin;
  entry->end = (gsize) end;
  return TRUE;
}

static gboolean
read_metadata (const gchar *path, JsonNode *node, GHashTable *metadata, GError **error)
{
  JsonObjectIter iter;
  const gchar *key;
  JsonNode *value;

  if (! JSON_NODE_HOLDS_OBJECT (node))
    return pst_error_set_file (error, PST_ERROR_BAD_FILE, path, "its metadata are not an object");
  if (json_object_get_size (json_node_get_object (node)) > PST_WEIGHTS_MAX_STRINGS)
    return pst_error_set_file (error, PST_ERROR_BAD_FILE, path,
                               "it has more than %d strings of metadata", PST_WEIGHTS_MAX_STRINGS);
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &key, &value))
    {
      const gchar *string = read_string (value);

      if (! pst_weights_name_is_good (key) || ! string
          || strlen (string) > PST_WEIGHTS_MAX_STRING_BYTES)
        return pst_error_set_file (error, PST_ERROR_BAD_FILE, path,
                                   "its metadata are not strings of up to %d bytes",
                                   PST_WEIGHTS_MAX_STRING_BYTES);
      g_hash_table_insert (metadata, g_strdup (key), g_strdup (string));
    }
  return TRUE;
}

static gint
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *first = a, *second = b;

  return (first->begin > second->begin) - (first->begin < second->begin);
}

/* Each tensor begins where the one before it ends, and the last ends with the
 * file; and each is as long as its shape says. */
static gboolean
check_layout (const gchar *path, GArray *entries, gsize payload_size, GError **error)
{
  gsize position = 0;

  g_array_sort (entries, compare_entries);
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);
      gsize bytes = entry->half ? 2 : 4;
      gboolean fits = TRUE;

      if (entry->begin != position)
        return pst_error_set_file (error, PST_ERROR_BAD_FILE, path,
                                   "tensor \"%s\" does not begin where the one before it ends",
                                   entry->name);
      for (gint d = 0; d < 4; d++)
        fits = fits && g_size_checked_mul (&bytes, bytes, (gsize) entry->dims[d]);
      if (! fits || entry->end - entry->begin != bytes)
        return pst_error_set_file (error, PST_ERROR_BAD_FILE, path,
                                   "tensor \"%s\" is not as long as its shape says", entry->name);
      position = entry->end;
    }
  if (position != payload_size)
    return pst_error_set_file (error, PST_ERROR_BAD_FILE, path,
                               "its last tensor does not end with the file");
  return TRUE;
}

/* What is read of a file, and how much of it. */
typedef struct
{
  const gchar *path;
  const gchar *text; /* the header's */
  gsize size, payload_size;
  guint max_members;
} Header;

/* @entries' names belong to @parser. */
static gboolean
read_header (const Header *h, JsonParser *parser, GHashTable *metadata, GArray *entries,
             GError **error)
{
  const gchar *path = h->path, *text = h->text;
  gsize size = h->size, payload_size = h->payload_size;
  guint max_members = h->max_members;
  g_autoptr (GError) local = NULL;
  JsonObjectIter iter;
  JsonObject *root;
  JsonNode *node;
  const gchar *name, *wrong;
  guint n_colons, n_members;

  if (text[0] != '{')
    return pst_error_set_file (error, PST_ERROR_BAD_FILE, path, "its header is not an object");
  if (! g_utf8_validate_len (text, size, NULL))
    return pst_error_set_file (error, PST_ERROR_BAD_FILE, path, "its header is not UTF-8");
  if ((wrong = pst_weights_scan_header (text, size, &n_colons)))
    return pst_error_set_file (error, PST_ERROR_BAD_FILE, path, "%s", wrong);
  if (! json_parser_load_from_data (parser, text, (gssize) size, &local))
    return pst_error_set_file (error, PST_ERROR_BAD_FILE, path, "its header is not JSON (%s)",
                               local->message);
  node = json_parser_get_root (parser);
  if (! node || ! JSON_NODE_HOLDS_OBJECT (node))
    return pst_error_set_file (error, PST_ERROR_BAD_FILE, path, "its header is not an object");

  root = json_node_get_object (node);
  n_members = json_object_get_size (root);
  if (n_members > max_members)
    return pst_error_set_file (error, PST_ERROR_BAD_FILE, path, "it has more than %u members",
                               max_members);
  json_object_iter_init_ordered (&iter, root);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      Entry entry;

      if (JSON_NODE_HOLDS_OBJECT (node))
        n_members += json_object_get_size (json_node_get_object (node));
      if (strcmp (name, PST_WEIGHTS_METADATA) == 0)
        {
          if (! read_metadata (path, node, metadata, error))
            return FALSE;
          continue;
        }
      if (! read_entry (path, name, node, payload_size, &entry, error))
        return FALSE;
      g_array_append_val (entries, entry);
    }
  /* Of twins the parser keeps one. */
  if (n_members != n_colons)
    return pst_error_set_file (error, PST_ERROR_BAD_FILE, path, "a name occurs twice");
  return check_layout (path, entries, payload_size, error);
}

/* ---- the payload ------------------------------------------------------ */

static gfloat
read_float (const guint8 *bytes)
{
  guint32 bits;
  float value; /* four bytes also where the tests make a gfloat eight */

  memcpy (&bits, bytes, sizeof bits);
  bits = GUINT32_FROM_LE (bits);
  memcpy (&value, &bits, sizeof value);
  return value;
}

static gfloat
read_half (const guint8 *bytes)
{
  return pst_half_to_float ((guint16) (bytes[0] | bytes[1] << 8));
}

static PstTensorSet *
read_payload (const gchar *path, GArray *entries, const guint8 *payload, GError **error)
{
  g_autoptr (PstTensorSet) set = pst_tensor_set_new ();

  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      pst_tensor_set_declare (set, entry->name, entry->rank, entry->dims[0], entry->dims[1],
                              entry->dims[2], entry->dims[3]);
    }
  if (! pst_tensor_set_allocate (set))
    {
      pst_error_set_file (error, PST_ERROR_TOO_LARGE, path,
                          "its weights need %" G_GSIZE_FORMAT " bytes of memory",
                          set->size * sizeof (gfloat));
      return NULL;
    }
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);
      gfloat *values = pst_tensor_set_get (set, (gint) i);
      gsize n = pst_tensor_set_info (set, (gint) i)->size;

      for (gsize k = 0; k < n; k++)
        {
          values[k] = entry->half ? read_half (payload + entry->begin + 2 * k)
                                  : read_float (payload + entry->begin + 4 * k);
          if (! isfinite (values[k]))
            {
              pst_error_set_file (error, PST_ERROR_BAD_FILE, path,
                                  "tensor \"%s\" has a value that is not finite", entry->name);
              return NULL;
            }
        }
    }
  return g_steal_pointer (&set);
}

/* ---- reading ---------------------------------------------------------- */

PstWeights *
pst_weights_parse (const gchar *path, const guint8 *bytes, gsize size, guint max_members,
                   GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (PstWeights) weights = g_new0 (PstWeights, 1);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autofree gchar *checksum = NULL;
  const guint8 *payload;
  const gchar *said;
  gsize payload_size;
  guint64 header_size;

  weights->path = g_strdup (path);
  weights->metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (size < PST_WEIGHTS_MIN_BYTES || size > PST_WEIGHTS_MAX_BYTES)
    {
      pst_error_set_file (error, PST_ERROR_BAD_FILE, path,
                          "it is not a file of weights: of %" G_GSIZE_FORMAT " bytes", size);
      return NULL;
    }
  memcpy (&header_size, bytes, sizeof header_size);
  header_size = GUINT64_FROM_LE (header_size);
  if (header_size < 2 || header_size > (guint64) max_members * PST_WEIGHTS_MEMBER_BYTES
      || header_size > size - 8)
    {
      pst_error_set_file (error, PST_ERROR_BAD_FILE, path,
                          "it is not a file of weights: its header has an impossible length");
      return NULL;
    }
  payload = bytes + 8 + header_size;
  payload_size = size - 8 - (gsize) header_size;
  if (! read_header (&(Header){ path, (const gchar *) bytes + 8, (gsize) header_size, payload_size,
                                max_members },
                     parser, weights->metadata, entries, error))
    return NULL;

  said = pst_weights_get (weights, PST_WEIGHTS_FORMAT_KEY);
  if (! said || strcmp (said, PST_WEIGHTS_FORMAT) != 0)
    {
      pst_error_set_file (error, PST_ERROR_BAD_VERSION, path,
                          "it is not of format " PST_WEIGHTS_FORMAT);
      return NULL;
    }
  said = pst_weights_get (weights, PST_WEIGHTS_CHECKSUM_KEY);
  checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, payload, payload_size);
  if (! said || strcmp (said, checksum) != 0)
    {
      pst_error_set_file (error, PST_ERROR_BAD_CHECKSUM, path,
                          "its weights do not match their checksum");
      return NULL;
    }
  weights->tensors = read_payload (path, entries, payload, error);
  return weights->tensors ? g_steal_pointer (&weights) : NULL;
}

/* The size that the open file @fd has is read and no more: it may grow. */
static guint8 *
read_file (gint fd, const gchar *path, gsize *size, GError **error)
{
  g_autofree guint8 *bytes = NULL;
  struct stat status;
  gsize have = 0;

  if (fstat (fd, &status) != 0)
    {
      pst_error_set_system (error, path, errno);
      return NULL;
    }
  if (! S_ISREG (status.st_mode))
    {
      pst_error_set_file (error, PST_ERROR_BAD_FILE, path, "it is not a regular file");
      return NULL;
    }
  if (status.st_size < PST_WEIGHTS_MIN_BYTES || (guint64) status.st_size > PST_WEIGHTS_MAX_BYTES)
    {
      pst_error_set_file (error, PST_ERROR_BAD_FILE, path,
                          "it is not a file of weights: of %" G_GINT64_FORMAT " bytes",
                          (gint64) status.st_size);
      return NULL;
    }
  *size = (gsize) status.st_size;
  bytes = g_try_malloc (*size);
  if (! bytes)
    {
      pst_error_set_file (error, PST_ERROR_TOO_LARGE, path,
                          "it needs %" G_GSIZE_FORMAT " bytes of memory", *size);
      return NULL;
    }
  while (have < *size)
    {
      gssize got = read (fd, bytes + have, *size - have);

      if (got > 0)
        have += (gsize) got;
      else if (got == 0)
        {
          pst_error_set_file (error, PST_ERROR_BAD_FILE, path, "it became shorter meanwhile");
          return NULL;
        }
      else if (errno != EINTR)
        {
          pst_error_set_system (error, path, errno);
          return NULL;
        }
    }
  return g_steal_pointer (&bytes);
}

PstWeights *
pst_weights_load (const gchar *path, guint max_members, GError **error)
{
  g_autofree guint8 *bytes = NULL;
  gsize size = 0;
  gint fd;

  /* Not to block: a pipe opens at once and is then found not to be regular. */
  fd = g_open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
  if (fd < 0)
    {
      pst_error_set_system (error, path, errno);
      return NULL;
    }
  bytes = read_file (fd, path, &size, error);
  close (fd);
  return bytes ? pst_weights_parse (path, bytes, size, max_members, error) : NULL;
}

void
pst_weights_free (PstWeights *weights)
{
  if (! weights)
    return;
  g_free (weights->path);
  g_clear_pointer (&weights->metadata, g_hash_table_unref);
  pst_tensor_set_free (weights->tensors);
  g_free (weights);
}

const gchar *
pst_weights_get (const PstWeights *weights, const gchar *key)
{
  return g_hash_table_lookup (weights->metadata, key);
}

gboolean
pst_weights_copy_to (const PstWeights *weights, const gchar *prefix, PstTensorSet *set,
                     GError **error)
{
  for (guint i = 0; i < set->infos->len; i++)
    {
      const PstTensorInfo *wanted = pst_tensor_set_info (set, (gint) i), *info;
      g_autofree gchar *name = g_strconcat (prefix, wanted->name, NULL);
      gint found = pst_tensor_set_find (weights->tensors, name);

      if (found < 0)
        return pst_error_set_file (error, PST_ERROR_WRONG_SHAPE, weights->path,
                                   "tensor \"%s\" is missing", name);
      info = pst_tensor_set_info (weights->tensors, found);
      if (info->rank != wanted->rank || memcmp (info->dims, wanted->dims, sizeof info->dims) != 0)
        return pst_error_set_file (error, PST_ERROR_WRONG_SHAPE, weights->path,
                                   "tensor \"%s\" is not of the shape that its place asks for",
                                   name);
      memcpy (pst_tensor_set_get (set, (gint) i), pst_tensor_set_get (weights->tensors, found),
              info->size * sizeof (gfloat));
    }
  return TRUE;
}
