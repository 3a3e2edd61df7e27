/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Named tensors in one block: what a network learns, laid out so that an
 * optimiser is one loop over floats. */

#ifndef PST_TENSOR_SET_H
#define PST_TENSOR_SET_H

#include <glib.h>

G_BEGIN_DECLS

#define PST_TENSOR_NAME_MAX 64 /* bytes, with the ending zero */

typedef struct
{
  gchar name[PST_TENSOR_NAME_MAX]; /* [A-Za-z0-9._]                      */
  gint rank;                       /* 1 to 4                             */
  gint dims[4];                    /* outermost first; unused ones are 1 */
  gsize size;                      /* elements                           */
  gsize offset;                    /* of the first element in the block  */
} PstTensorInfo;

typedef struct
{
  GArray *infos; /* of PstTensorInfo, in order of declaration */
  gfloat *data;  /* NULL until allocated                      */
  gsize size;    /* elements in all                           */
} PstTensorSet;

PstTensorSet *pst_tensor_set_new (void);
void pst_tensor_set_free (PstTensorSet *set);

/* Adds a tensor and returns its index.  Before allocate () only. */
gint pst_tensor_set_declare (PstTensorSet *set, const gchar *name, gint rank, gint d0, gint d1,
                             gint d2, gint d3);

/* Zero-filled memory for all.  FALSE if there is not enough. */
gboolean pst_tensor_set_allocate (PstTensorSet *set);

/* Same names and shapes, own zero-filled memory; NULL if there is not enough. */
PstTensorSet *pst_tensor_set_new_like (const PstTensorSet *set);

const PstTensorInfo *pst_tensor_set_info (const PstTensorSet *set, gint index);

/* -1 if there is none of that name. */
gint pst_tensor_set_find (const PstTensorSet *set, const gchar *name);

/* First element of tensor @index; the set's. */
gfloat *pst_tensor_set_get (const PstTensorSet *set, gint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstTensorSet, pst_tensor_set_free)

G_END_DECLS

#endif /* PST_TENSOR_SET_H */
