/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "kernels/gram.h"

#include "ground/vector.h"

/* A tile of ROWS x COLUMNS sums stays in registers.  Tiles that stick out do the last
 * channels twice and keep them once. */
#define GRAM(NAME, TARGET, ROWS, COLUMNS, WIDTH)                                                   \
  TARGET static void NAME (const gfloat *f, gsize stride, gint c, gint n, gdouble *gram)           \
  {                                                                                                \
    typedef gfloat Vector __attribute__ ((vector_size (WIDTH * sizeof (gfloat)), aligned (4)));    \
                                                                                                   \
    for (gint i0 = 0; i0 < c; i0 += ROWS)                                                          \
      for (gint j0 = i0 / COLUMNS * COLUMNS; j0 < c; j0 += COLUMNS)                                \
        {                                                                                          \
          const gfloat *a[ROWS], *b[COLUMNS];                                                      \
          Vector sum[ROWS][COLUMNS] = { 0 };                                                       \
                                                                                                   \
          for (gint i = 0; i < ROWS; i++)                                                          \
            a[i] = f + (gsize) MIN (i0 + i, c - 1) * stride;                                       \
          for (gint j = 0; j < COLUMNS; j++)                                                       \
            b[j] = f + (gsize) MIN (j0 + j, c - 1) * stride;                                       \
          for (gint x = 0; x < n; x += WIDTH)                                                      \
            _Pragma ("GCC unroll 8") for (gint j = 0; j < COLUMNS; j++)                            \
            {                                                                                      \
              Vector right = *(const Vector *) (b[j] + x);                                         \
                                                                                                   \
              _Pragma ("GCC unroll 8") for (gint i = 0; i < ROWS; i++) sum[i][j] +=                \
                  *(const Vector *) (a[i] + x) * right;                                            \
            }                                                                                      \
          for (gint i = 0; i < ROWS && i0 + i < c; i++)                                            \
            for (gint j = 0; j < COLUMNS && j0 + j < c; j++)                                       \
              {                                                                                    \
                gfloat half[WIDTH / 2], total = 0;                                                 \
                                                                                                   \
                for (gint x = 0; x < WIDTH / 2; x++)                                               \
                  half[x] = sum[i][j][x] + sum[i][j][x + WIDTH / 2];                               \
                for (gint x = 0; x < WIDTH / 2; x++)                                               \
                  total += half[x];                                                                \
                gram[(gsize) (i0 + i) * c + j0 + j] += total;                                      \
              }                                                                                    \
        }                                                                                          \
  }

GRAM (gram_any, PST_VECTOR, 3, 4, 8)

#ifdef PST_HAVE_WIDE
GRAM (gram_wide, PST_WIDE, 6, 4, 16)
#endif

void
pst_gram_add (const gfloat *f, gsize stride, gint c, gint n, gdouble *gram)
{
#ifdef PST_HAVE_WIDE
  if (pst_has_wide ())
    {
      gram_wide (f, stride, c, n, gram);
      return;
    }
#endif
  gram_any (f, stride, c, n, gram);
}

void
pst_gram_mirror (gdouble *gram, gint c)
{
  for (gint i = 1; i < c; i++)
    for (gint j = 0; j < i; j++)
      gram[i * c + j] = gram[j * c + i];
}
