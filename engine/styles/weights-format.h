/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What reader and writer of weights must agree on; the format itself is
 * described in weights/README.md. */

#ifndef PST_WEIGHTS_FORMAT_H
#define PST_WEIGHTS_FORMAT_H

#include "networks/tensor-set.h"

G_BEGIN_DECLS

#define PST_WEIGHTS_FORMAT           "1"
#define PST_WEIGHTS_FORMAT_KEY       "pst_format"
#define PST_WEIGHTS_CHECKSUM_KEY     "payload_sha256"
#define PST_WEIGHTS_METADATA         "__metadata__"
#define PST_WEIGHTS_MIN_BYTES        16
#define PST_WEIGHTS_MAX_BYTES        ((gsize) 256 << 20)
#define PST_WEIGHTS_MEMBER_BYTES     256 /* of header, for each member that is allowed */
#define PST_WEIGHTS_MAX_DIM          4096
#define PST_WEIGHTS_MAX_STRINGS      32
#define PST_WEIGHTS_MAX_STRING_BYTES 1024

/* 1 to PST_TENSOR_NAME_MAX - 1 bytes of [A-Za-z0-9._]. */
gboolean pst_weights_name_is_good (const gchar *name);

/* Lets through objects, lists, strings and plain natural numbers only, and
 * counts the members of all objects.  @text is UTF-8 without zeros.  Returns
 * what is wrong, or NULL. */
const gchar *pst_weights_scan_header (const gchar *text, gsize size, guint *n_members);

G_END_DECLS

#endif /* PST_WEIGHTS_FORMAT_H */
