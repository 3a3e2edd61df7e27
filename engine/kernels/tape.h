/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reverse-mode differentiation: every operation computes its result at once
 * and, while the tape records, leaves a node that knows how to carry a gradient
 * back to its inputs.  Losses (training/losses/) add their weighted gradient to a
 * node; pst_tape_backward () does the rest.
 *
 * Errors stick: after a failure (no memory, cancelled) operations return empty
 * nodes at once, and the caller asks pst_tape_failed () in the end.
 *
 * Letters everywhere: N images, C channels in, K channels out, H x W pixels,
 * R kernel size. */

#ifndef PST_TAPE_H
#define PST_TAPE_H

#include "ground/arena.h"
#include "ground/pool.h"
#include "pastiche/pastiche.h"

G_BEGIN_DECLS

typedef struct _PstTape PstTape;
typedef struct _PstNode PstNode;

struct _PstNode
{
  gint n, c, h, w;
  gfloat *data;        /* [N][C][H][W]; the tape's                            */
  gfloat *grad;        /* the same shape, or NULL while nothing has come back */
  gboolean needs_grad; /* some weight or input before it wants a gradient     */
  PstNode *in[2];
  gpointer op;      /* what the operation keeps for backward; g_free ()d   */
  gfloat *saved[2]; /* arena memory that goes with @op                     */
  void (*backward) (PstTape *tape, PstNode *node);
};

struct _PstTape
{
  PstPool *pool;   /* borrowed; NULL to plan with a dry arena: nothing is computed */
  PstArena *arena; /* borrowed */
  gboolean record;
  GPtrArray *nodes;
  GError *error;

  GCancellable *cancellable; /* borrowed, or NULL */

  /* Work done so far, in multiply-adds. */
  PstProgressFunc progress;
  gpointer progress_data;
  gdouble work_done;
  gdouble work_total;
};

/* A weight and where its gradient is added; grad NULL: frozen.  value NULL:
 * there is no such weight (a convolution without bias). */
typedef struct
{
  const gfloat *value;
  gfloat *grad;
} PstWeight;

void pst_tape_init (PstTape *tape, PstPool *pool, PstArena *arena, gboolean record);
void pst_tape_clear (PstTape *tape);
gboolean pst_tape_failed (const PstTape *tape);

/* A new node of that shape with undefined data, or an empty one once failed. */
PstNode *pst_tape_node (PstTape *tape, gint n, gint c, gint h, gint w);

/* A node of @n images of @whole, from @first on. */
PstNode *pst_tape_slice (PstTape *tape, PstNode *whole, gint first, gint n);

/* Arena memory for @count floats that lives as long as @node. */
gfloat *pst_tape_save (PstTape *tape, PstNode *node, gint slot, gsize count);

/* @node->grad, zero-filled on first use; NULL if @node wants none or there is
 * no memory. */
gfloat *pst_node_grad (PstTape *tape, PstNode *node);

/* The same for who writes all of it: on first use, when *@first becomes TRUE, its content
 * is undefined and is to be written; else it is to be added to. */
gfloat *pst_node_grad_first (PstTape *tape, PstNode *node, gboolean *first);

/* Says that nobody will read @node's data again; frees it unless recording. */
void pst_tape_drop (PstTape *tape, PstNode *node);

/* Carries gradients from all nodes back to inputs and weights. */
void pst_tape_backward (PstTape *tape);

/* Adds to the work done, reports progress and checks for cancel. */
void pst_tape_tick (PstTape *tape, gdouble work);

static inline gsize
pst_node_size (const PstNode *node)
{
  return (gsize) node->n * (gsize) node->c * (gsize) node->h * (gsize) node->w;
}

/* First of the H x W values of channel @c of image @n. */
static inline gsize
pst_node_plane (const PstNode *node, gint n, gint c)
{
  return ((gsize) n * (gsize) node->c + (gsize) c) * (gsize) node->h * (gsize) node->w;
}

G_END_DECLS

#endif /* PST_TAPE_H */
