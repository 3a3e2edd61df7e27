/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What libraries below libvips print of damaged files on their own, some of them pages. */

#ifndef PST_QUIET_H
#define PST_QUIET_H

#include <glib.h>

G_BEGIN_DECLS

/* From now on it goes nowhere.  For programs whose files are read by one thread: standard
 * error is that of the process. */
void pst_quiet_allow (void);

/* Around what may print; does nothing unless it was allowed. */
void pst_quiet_begin (void);
void pst_quiet_end (void);

G_END_DECLS

#endif /* PST_QUIET_H */
