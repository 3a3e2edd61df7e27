/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is between PST_BEGIN_DECLS and PST_END_DECLS others may call; all else is hidden in
 * libpastiche. */

#ifndef PASTICHE_PUBLIC_H
#define PASTICHE_PUBLIC_H

#include <glib.h>

#define PST_BEGIN_DECLS G_BEGIN_DECLS _Pragma ("GCC visibility push(default)")
#define PST_END_DECLS   _Pragma ("GCC visibility pop") G_END_DECLS

#endif /* PASTICHE_PUBLIC_H */
