/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "kernels/tape.h"

#include <string.h>

void
pst_tape_init (PstTape *tape, PstPool *pool, PstArena *arena, gboolean record)
{
  *tape = (PstTape){ .pool = pool, .arena = arena, .record = record };
  tape->nodes = g_ptr_array_new ();
}

void
pst_tape_clear (PstTape *tape)
{
  for (guint i = 0; i < tape->nodes->len; i++)
    {
      PstNode *node = g_ptr_array_index (tape->nodes, i);

      pst_arena_give (tape->arena, node->data);
      pst_arena_give (tape->arena, node->grad);
      pst_arena_give (tape->arena, node->saved[0]);
      pst_arena_give (tape->arena, node->saved[1]);
      g_free (node->op);
      g_free (node);
    }
  g_ptr_array_unref (tape->nodes);
  g_clear_error (&tape->error);
}

gboolean
pst_tape_failed (const PstTape *tape)
{
  return tape->error != NULL;
}

static gfloat *
take (PstTape *tape, gsize count)
{
  gfloat *memory = NULL;

  if (tape->error)
    return NULL;
  if (count <= G_MAXSIZE / sizeof (gfloat))
    memory = pst_arena_take (tape->arena, count * sizeof (gfloat));
  if (! memory)
    {
      g_autofree gchar *size = g_format_size ((guint64) count * sizeof (gfloat));

      g_set_error (&tape->error, PST_ERROR, PST_ERROR_TOO_LARGE,
                   "Not enough memory: another %s was needed; use a smaller picture", size);
    }
  return memory;
}

PstNode *
pst_tape_node (PstTape *tape, gint n, gint c, gint h, gint w)
{
  PstNode *node = g_new0 (PstNode, 1);

  node->n = n;
  node->c = c;
  node->h = h;
  node->w = w;
  g_ptr_array_add (tape->nodes, node);
  node->data = take (tape, pst_node_size (node));
  return node;
}

static void
slice_backward (PstTape *tape, PstNode *node)
{
  gfloat *grad = pst_node_grad (tape, node->in[0]);
  gint first = *(const gint *) node->op;
  gsize size = pst_node_size (node);

  if (! grad)
    return;
  grad += pst_node_plane (node->in[0], first, 0);
  for (gsize i = 0; i < size; i++)
    grad[i] += node->grad[i];
}

PstNode *
pst_tape_slice (PstTape *tape, PstNode *whole, gint first, gint n)
{
  PstNode *node = pst_tape_node (tape, n, whole->c, whole->h, whole->w);

  if (tape->error)
    return node;
  memcpy (node->data, whole->data + pst_node_plane (whole, first, 0),
          pst_node_size (node) * sizeof (gfloat));
  node->in[0] = whole;
  node->needs_grad = whole->needs_grad;
  node->op = g_memdup2 (&first, sizeof first);
  node->backward = slice_backward;
  return node;
}

gfloat *
pst_tape_save (PstTape *tape, PstNode *node, gint slot, gsize count)
{
  return node->saved[slot] = take (tape, count);
}

gfloat *
pst_node_grad_first (PstTape *tape, PstNode *node, gboolean *first)
{
  *first = FALSE;
  if (! node->needs_grad)
    return NULL;
  if (! node->grad)
    {
      node->grad = take (tape, pst_node_size (node));
      *first = TRUE;
    }
  return node->grad;
}

gfloat *
pst_node_grad (PstTape *tape, PstNode *node)
{
  gboolean first;
  gfloat *grad = pst_node_grad_first (tape, node, &first);

  if (first && grad)
    memset (grad, 0, pst_node_size (node) * sizeof (gfloat));
  return grad;
}

void
pst_tape_drop (PstTape *tape, PstNode *node)
{
  if (tape->record)
    return;
  pst_arena_give (tape->arena, node->data);
  node->data = NULL;
}

void
pst_tape_backward (PstTape *tape)
{
  for (guint i = tape->nodes->len; i-- > 0 && ! tape->error;)
    {
      PstNode *node = g_ptr_array_index (tape->nodes, i);

      if (node->grad && node->backward)
        node->backward (tape, node);
    }
}

void
pst_tape_tick (PstTape *tape, gdouble work)
{
  if (tape->error)
    return;
  if (g_cancellable_set_error_if_cancelled (tape->cancellable, &tape->error))
    return;
  tape->work_done += work;
  if (tape->progress)
    tape->progress (MIN (1.0, tape->work_done / tape->work_total), tape->progress_data);
}
