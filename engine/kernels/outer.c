/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "kernels/outer.h"

#include "ground/vector.h"

#define LANES      PST_OUTER_LANES
#define MOST_PARTS 6

/* ROWS x COLS vectors of WIDTH floats are summed in registers, for the first @n lanes. */
#define OUTER(NAME, TARGET, ROWS, COLS, WIDTH)                                                     \
  TARGET static void NAME (const PstOuter *o, const gfloat *a, const gfloat *b, gint n, gfloat *m) \
  {                                                                                                \
    typedef gfloat Vector __attribute__ ((vector_size (WIDTH * sizeof (gfloat)), aligned (4)));    \
    const gsize row = o->a_row, step = o->b_step;                                                  \
                                                                                                   \
    for (gint lane = 0; lane < n; lane += COLS * WIDTH)                                            \
      {                                                                                            \
        Vector sum[ROWS][COLS] = { 0 };                                                            \
                                                                                                   \
        for (gint y = 0; y < o->height; y++)                                                       \
          {                                                                                        \
            const gfloat *from = b + (gsize) y * o->b_line + lane;                                 \
            const gfloat *p = a + (gsize) y * o->a_line;                                           \
                                                                                                   \
            for (gint x = 0; x < o->width; x++, p++, from += step)                                 \
              {                                                                                    \
                Vector in[COLS];                                                                   \
                                                                                                   \
                for (gint i = 0; i < COLS; i++)                                                    \
                  in[i] = *(const Vector *) (from + i * WIDTH);                                    \
                _Pragma ("GCC unroll 12") for (gint k = 0; k < ROWS;                               \
                                               k++) for (gint i = 0; i < COLS; i++) sum[k][i] +=   \
                    p[k * row] * in[i];                                                            \
              }                                                                                    \
          }                                                                                        \
        _Pragma ("GCC unroll 12") for (gint k = 0; k < ROWS; k++) for (gint i = 0; i < COLS; i++)  \
            * (Vector *) (m + k * LANES + lane + i * WIDTH) = sum[k][i];                           \
      }                                                                                            \
  }

OUTER (outer_1, PST_VECTOR, 1, 2, 8)
OUTER (outer_3, PST_VECTOR, 3, 2, 8)
OUTER (outer_4, PST_VECTOR, 4, 2, 8)

#ifdef PST_HAVE_WIDE
OUTER (outer_1_wide, PST_WIDE, 1, 2, 16)
OUTER (outer_3_wide, PST_WIDE, 3, 2, 16)
OUTER (outer_4_wide, PST_WIDE, 4, 2, 16)
OUTER (outer_12_wide, PST_WIDE, 12, 2, 16)
OUTER (outer_12_narrow, PST_WIDE, 12, 1, 16)
#endif

typedef void (*Kernel) (const PstOuter *o, const gfloat *a, const gfloat *b, gint n, gfloat *m);

/* The one for @n lanes and as many of @k rows as there is one for; says how many that are. */
static Kernel
choose_kernel (gint k, gint n, gint *rows)
{
#ifdef PST_HAVE_WIDE
  if (pst_has_wide ())
    {
      *rows = k >= 12 ? 12 : k >= 4 ? 4 : k == 3 ? 3 : 1;
      if (k >= 12)
        return n > LANES / 2 ? outer_12_wide : outer_12_narrow;
      return k >= 4 ? outer_4_wide : k == 3 ? outer_3_wide : outer_1_wide;
    }
#endif
  *rows = k >= 4 ? 4 : k == 3 ? 3 : 1;
  return k >= 4 ? outer_4 : k == 3 ? outer_3 : outer_1;
}

PST_VECTOR static void
add_lines (gfloat *restrict out, gsize pitch, const gfloat *restrict m, gint rows, gint n)
{
  for (gint k = 0; k < rows; k++)
    for (gint i = 0; i < n; i++)
      out[(gsize) k * pitch + i] += m[k * LANES + i];
}

void
pst_outer (const PstOuter *o, gint k, const gfloat *a, gint n, const gfloat *b, gfloat *out,
           gsize pitch)
{
  gfloat m[PST_OUTER_ROWS * LANES] __attribute__ ((aligned (64)));

  for (gint n0 = 0; n0 < n; n0 += LANES)
    for (gint k0 = 0, rows; k0 < k; k0 += rows)
      {
        gint lanes = MIN (LANES, n - n0);

        choose_kernel (k - k0, lanes, &rows) (o, a + (gsize) k0 * o->a_row, b + n0, lanes, m);
        add_lines (out + (gsize) k0 * pitch + n0, pitch, m, rows, lanes);
      }
}

gint
pst_outer_parts (gint n)
{
  gint best = MIN (n, MOST_PARTS);

  for (gint parts = best; parts >= 3; parts--)
    if (n % parts == 0)
      return parts;
  return best;
}

PST_VECTOR void
pst_transpose (const gfloat *x, gsize step, gint rows, gint cols, gfloat *y, gsize pitch)
{
  typedef gfloat Four __attribute__ ((vector_size (4 * sizeof (gfloat)), aligned (4)));
  gint r = 0;

  for (; r + 4 <= rows; r += 4)
    {
      const gfloat *from = x + (gsize) r * step;
      gint c = 0;

      for (; c + 4 <= cols; c += 4)
        {
          Four a = *(const Four *) (from + c), b = *(const Four *) (from + step + c);
          Four d = *(const Four *) (from + 2 * step + c), e = *(const Four *) (from + 3 * step + c);
          Four ab = __builtin_shufflevector (a, b, 0, 4, 1, 5),
               de = __builtin_shufflevector (d, e, 0, 4, 1, 5);
          gfloat *to = y + (gsize) c * pitch + r;

          *(Four *) to = __builtin_shufflevector (ab, de, 0, 1, 4, 5);
          *(Four *) (to + pitch) = __builtin_shufflevector (ab, de, 2, 3, 6, 7);
          ab = __builtin_shufflevector (a, b, 2, 6, 3, 7);
          de = __builtin_shufflevector (d, e, 2, 6, 3, 7);
          *(Four *) (to + 2 * pitch) = __builtin_shufflevector (ab, de, 0, 1, 4, 5);
          *(Four *) (to + 3 * pitch) = __builtin_shufflevector (ab, de, 2, 3, 6, 7);
        }
      for (; c < cols; c++)
        for (gint i = 0; i < 4; i++)
          y[(gsize) c * pitch + r + i] = from[(gsize) i * step + c];
    }
  for (; r < rows; r++)
    for (gint c = 0; c < cols; c++)
      y[(gsize) c * pitch + r] = x[(gsize) r * step + c];
}
