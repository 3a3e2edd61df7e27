/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "kernels/product.h"

#include "ground/vector.h"

#define HALF (PST_LANES / 2)

/* WIDTH floats in a vector; ROWS x 2 vectors of sums stay in registers: both
 * halves at once where a vector holds one, else one half after the other. */
#define PRODUCT(NAME, TARGET, GROUP, ROWS, WIDTH)                                                  \
  TARGET static void NAME (const gfloat *u, gint depth, const gint *offset, const gfloat *v,       \
                           gint second, gfloat *m)                                                 \
  {                                                                                                \
    typedef gfloat Vector __attribute__ ((vector_size (WIDTH * sizeof (gfloat)), aligned (4)));    \
    const gint next = WIDTH == HALF ? second : WIDTH;                                              \
                                                                                                   \
    for (gint half = 0; half < (WIDTH == HALF ? 1 : 2); half++)                                    \
      for (gint k0 = 0; k0 < GROUP; k0 += ROWS)                                                    \
        {                                                                                          \
          const gfloat *ud = u + k0;                                                               \
          const gfloat *from = v + half * second;                                                  \
          gfloat *to = m + k0 * PST_LANES + half * HALF;                                           \
          Vector sum[ROWS][2] = { 0 };                                                             \
                                                                                                   \
          for (gint d = 0; d < depth; d++, ud += GROUP)                                            \
            {                                                                                      \
              Vector a = *(const Vector *) (from + offset[d]);                                     \
              Vector b = *(const Vector *) (from + offset[d] + next);                              \
                                                                                                   \
              _Pragma ("GCC unroll 12") for (gint k = 0; k < ROWS; k++)                            \
              {                                                                                    \
                sum[k][0] += ud[k] * a;                                                            \
                sum[k][1] += ud[k] * b;                                                            \
              }                                                                                    \
            }                                                                                      \
          _Pragma ("GCC unroll 12") for (gint k = 0; k < ROWS; k++)                                \
          {                                                                                        \
            *(Vector *) (to + k * PST_LANES) = sum[k][0];                                          \
            *(Vector *) (to + k * PST_LANES + WIDTH) = sum[k][1];                                  \
          }                                                                                        \
        }                                                                                          \
  }

PRODUCT (product_4, PST_VECTOR, 4, 4, 8)
PRODUCT (product_8, PST_VECTOR, 8, 4, 8)
PRODUCT (product_12, PST_VECTOR, 12, 4, 8)

#ifdef PST_HAVE_WIDE
PRODUCT (product_4_wide, PST_WIDE, 4, 4, 16)
PRODUCT (product_8_wide, PST_WIDE, 8, 8, 16)
PRODUCT (product_12_wide, PST_WIDE, 12, 12, 16)
#endif

void
pst_product (gint group, const gfloat *u, gint depth, const gint *offset, const gfloat *v,
             gint second, gfloat *m)
{
#ifdef PST_HAVE_WIDE
  if (pst_has_wide ())
    {
      if (group == 4)
        product_4_wide (u, depth, offset, v, second, m);
      else if (group == 8)
        product_8_wide (u, depth, offset, v, second, m);
      else
        product_12_wide (u, depth, offset, v, second, m);
      return;
    }
#endif
  if (group == 4)
    product_4 (u, depth, offset, v, second, m);
  else if (group == 8)
    product_8 (u, depth, offset, v, second, m);
  else
    product_12 (u, depth, offset, v, second, m);
}
