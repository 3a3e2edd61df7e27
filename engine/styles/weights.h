/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files of tensors: a strict profile of safetensors (weights/README.md). */

#ifndef PST_WEIGHTS_H
#define PST_WEIGHTS_H

#include "networks/tensor-set.h"
#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* What a file holds: strings and tensors (F16 in the file is widened). */
typedef struct
{
  gchar *path;
  GHashTable *metadata; /* gchar* -> gchar*, both owned */
  PstTensorSet *tensors;
} PstWeights;

/* Most members of a style's file, and of a checkpoint's.  A header may be as
 * long as 256 bytes for each. */
#define PST_WEIGHTS_STYLE_MEMBERS      256
#define PST_WEIGHTS_CHECKPOINT_MEMBERS 1024

/* Reads the whole file into memory once and makes every check that does not
 * need to know the architecture: size, header, JSON, names, types, shapes, no
 * holes or overlaps, format version, payload checksum, finite values.
 * Errors: G_FILE_ERROR, BAD_FILE, BAD_VERSION, BAD_CHECKSUM, TOO_LARGE. */
PstWeights *pst_weights_load (const gchar *path, guint max_members, GError **error);

/* The same for bytes that are in memory; @path is for messages and @size may be
 * anything. */
PstWeights *pst_weights_parse (const gchar *path, const guint8 *bytes, gsize size,
                               guint max_members, GError **error);
void pst_weights_free (PstWeights *weights);

/* NULL where the file does not say. */
const gchar *pst_weights_get (const PstWeights *weights, const gchar *key);

/* Copies into every tensor of @set the file's tensor named @prefix + its name
 * (@prefix may be ""), which must have exactly its rank and dims.
 * WRONG_SHAPE names the first that is missing or different. */
gboolean pst_weights_copy_to (const PstWeights *weights, const gchar *prefix, PstTensorSet *set,
                              GError **error);

/* Writes @n_sets sets, each under its prefix, with @metadata (or NULL; plus
 * "pst_format" and "payload_sha256", which are added here) to a temporary file
 * in the same folder, syncs it and renames it to @path.  The same content gives
 * the same bytes.  Whatever goes wrong, @path stays as it was.
 * Errors: G_FILE_ERROR, TOO_LARGE, DIVERGED for a number that load () would
 * refuse, BAD_INPUT for metadata that it would refuse. */
gboolean
pst_weights_save (const gchar *path, GHashTable *metadata, const PstTensorSet *const *sets,
                  const gchar *const *prefixes, guint n_sets, PstDtype dtype, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstWeights, pst_weights_free)

G_END_DECLS

#endif /* PST_WEIGHTS_H */
