/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * IEEE 754 binary16, as stored in files; all arithmetic is done in floats. */

#ifndef PST_HALF_H
#define PST_HALF_H

#include <glib.h>

G_BEGIN_DECLS

/* The nearest half, ties to even; 65520 and above become infinity, a NaN stays
 * one. */
guint16 pst_half_from_float (gfloat value);

/* Exact. */
gfloat pst_half_to_float (guint16 half);

G_END_DECLS

#endif /* PST_HALF_H */
