/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "view/known.h"

#define CACHE_BYTES ((gsize) 256 << 20)

typedef struct
{
  PstKnownKey key; /* with a reference */
  PstPicture *painting;
} Entry;

struct _PstKnown
{
  GPtrArray *entries; /* Entry, the latest last */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  pst_style_unref (entry->key.style);
  pst_picture_unref (entry->painting);
  g_free (entry);
}

static gsize
bytes (const PstPicture *picture)
{
  return (gsize) picture->image->width * picture->image->height * 3 * sizeof (gfloat);
}

static Entry *
entry_at (const PstKnown *known, guint i)
{
  return g_ptr_array_index (known->entries, i);
}

static gboolean
is_same (const PstKnownKey *a, const PstKnownKey *b)
{
  return a->style == b->style && a->seed == b->seed && a->refine == b->refine
         && a->likeness == b->likeness && a->kept == b->kept;
}

PstPicture *
pst_known_find (const PstKnown *known, const PstKnownKey *key, gint width, gint height)
{
  for (guint i = 0; key->style && i < known->entries->len; i++)
    {
      const Entry *entry = entry_at (known, i);
      const PstImage *image = entry->painting->image;

      if (is_same (&entry->key, key) && image->width == width && image->height == height)
        return pst_picture_ref (entry->painting);
    }
  return NULL;
}

/* The latest stay, as many as there is room for, and one in any case. */
static void
make_room (PstKnown *known)
{
  guint first = known->entries->len;
  gsize sum = 0;

  while (first > 0)
    {
      sum += bytes (entry_at (known, first - 1)->painting);
      if (sum > CACHE_BYTES && first < known->entries->len)
        break;
      first--;
    }
  if (first > 0)
    g_ptr_array_remove_range (known->entries, 0, first);
}

void
pst_known_keep (PstKnown *known, const PstKnownKey *key, PstPicture *painting)
{
  Entry *entry;

  for (guint i = 0; i < known->entries->len; i++)
    if (entry_at (known, i)->painting == painting)
      {
        g_ptr_array_add (known->entries, g_ptr_array_steal_index (known->entries, i));
        return;
      }
  entry = g_new0 (Entry, 1);
  *entry = (Entry){ *key, pst_picture_ref (painting) };
  pst_style_ref (key->style);
  g_ptr_array_add (known->entries, entry);
  make_room (known);
}

void
pst_known_clear (PstKnown *known)
{
  g_ptr_array_set_size (known->entries, 0);
}

PstKnown *
pst_known_new (void)
{
  PstKnown *known = g_new0 (PstKnown, 1);

  known->entries = g_ptr_array_new_with_free_func (entry_free);
  return known;
}

void
pst_known_free (PstKnown *known)
{
  if (! known)
    return;
  g_ptr_array_unref (known->entries);
  g_free (known);
}
