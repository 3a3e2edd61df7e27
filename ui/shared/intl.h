/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every string that a person reads goes through _ (); strings in tables are
 * marked with N_ () and go through gettext when they are used. */

#ifndef PST_INTL_H
#define PST_INTL_H

#include <glib/gi18n-lib.h>

#endif /* PST_INTL_H */
