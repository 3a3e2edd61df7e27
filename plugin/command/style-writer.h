/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one gets to see of a lesson: the style's file and a picture of what it does. */

#ifndef PST_STYLE_WRITER_H
#define PST_STYLE_WRITER_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

typedef struct
{
  const gchar *output;  /* or NULL */
  const gchar *preview; /* or NULL */
  PstEngine *engine;    /* borrowed */
  GPtrArray *photos;    /* of PstImage: the lesson's first, middle and last */
  gchar *said[2];       /* what was wrong last time, with the style and with the preview */
} PstStyleWriter;

/* The names are borrowed.  Errors: those of the lesson's photos. */
gboolean pst_style_writer_init (PstStyleWriter *writer, const PstLesson *lesson, PstEngine *engine,
                                const gchar *output, const gchar *preview, GError **error);
void pst_style_writer_clear (PstStyleWriter *writer);

/* Writes both, the one even if the other cannot be.  What goes wrong is said on stderr,
 * once, until it is something else; FALSE: try again. */
gboolean pst_style_writer_write (PstStyleWriter *writer, const PstStyle *style);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PstStyleWriter, pst_style_writer_clear)

G_END_DECLS

#endif /* PST_STYLE_WRITER_H */
