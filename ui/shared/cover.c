/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "shared/cover.h"

#define MAP_SIDE 256 /* pixels of a mask's long side: likeness changes slowly */

PstCover *
pst_cover_new (gint width, gint height, guint8 *alpha, guint8 *mask)
{
  PstCover *cover = g_atomic_rc_box_new0 (PstCover);

  *cover = (PstCover){ width, height, alpha, mask };
  return cover;
}

PstCover *
pst_cover_ref (PstCover *cover)
{
  return cover ? g_atomic_rc_box_acquire (cover) : NULL;
}

static void
clear (gpointer data)
{
  PstCover *cover = data;

  g_free (cover->alpha);
  g_free (cover->mask);
}

void
pst_cover_unref (PstCover *cover)
{
  if (cover)
    g_atomic_rc_box_release_full (cover, clear);
}

/* Which of @size pixels become the @i-th of @n: at least one. */
static gint
edge (gint i, gint n, gint size)
{
  return MIN (size - 1, (gint) ((gint64) i * size / n));
}

guint8 *
pst_cover_sample (const PstCover *cover, const guint8 *plane, gint width, gint height,
                  const GdkRectangle *part)
{
  guint8 *out = plane ? g_malloc ((gsize) part->width * (gsize) part->height) : NULL;

  for (gint y = 0; out && y < part->height; y++)
    {
      gint top = edge (part->y + y, height, cover->height);
      gint bottom = MAX (top + 1, edge (part->y + y + 1, height, cover->height));

      for (gint x = 0; x < part->width; x++)
        {
          gint left = edge (part->x + x, width, cover->width);
          gint right = MAX (left + 1, edge (part->x + x + 1, width, cover->width));
          guint64 sum = 0, n = (guint64) (right - left) * (guint64) (bottom - top);

          for (gint v = top; v < bottom; v++)
            for (gint u = left; u < right; u++)
              sum += plane[(gsize) v * cover->width + u];
          out[(gsize) y * part->width + x] = (guint8) ((sum + n / 2) / n);
        }
    }
  return out;
}

PstCover *
pst_cover_reduce_mask (const PstCover *cover)
{
  gdouble scale = MIN (1, (gdouble) MAP_SIDE / MAX (cover->width, cover->height));
  gint width = MAX (1, (gint) (cover->width * scale + .5));
  gint height = MAX (1, (gint) (cover->height * scale + .5));
  const GdkRectangle all = { 0, 0, width, height };

  return pst_cover_new (width, height, NULL,
                        pst_cover_sample (cover, cover->mask, width, height, &all));
}

PstLikenessMap *
pst_cover_likeness (const PstCover *cover, gdouble likeness, GError **error)
{
  g_autoptr (PstCover) small = pst_cover_reduce_mask (cover);
  gsize n = (gsize) small->width * (gsize) small->height;
  g_autofree gfloat *mask = g_new (gfloat, n);

  for (gsize i = 0; i < n; i++)
    mask[i] = small->mask[i] / 255.f;
  return pst_likeness_map_new_masked (mask, small->width, small->height, likeness,
                                      PST_LIKENESS_KEPT, error);
}
