/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One picture that shows what many styles make of a few photos. */

#ifndef PST_CONTACT_SHEET_H
#define PST_CONTACT_SHEET_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

typedef struct
{
  PstStyle *const *styles;
  gint n_styles;
  PstImage *const *photos;
  gint n_photos;
  gint cell;      /* width of every picture, pixels */
  gint columns;   /* styles side by side            */
  gdouble refine; /* as in PstParams                */
} PstContactSheet;

/* A column of photos, and beside it one for each style, headed by its title; what
 * does not fit beside each other goes below, with the photos again.
 * Errors: TOO_LARGE, CANCELLED.  @progress may be NULL. */
PstImage *pst_contact_sheet_new (const PstContactSheet *sheet, PstEngine *engine, const PstRun *run,
                                 GError **error);

G_END_DECLS

#endif /* PST_CONTACT_SHEET_H */
