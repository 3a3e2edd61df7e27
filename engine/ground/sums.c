/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "ground/sums.h"

#include "ground/vector.h"

#define LANES 16
#define CHUNK 512

/* The three sums differ in one expression of element i only. */
#define SUM(term)                                                                                  \
  gdouble total = 0;                                                                               \
  gsize i = 0;                                                                                     \
                                                                                                   \
  while (i + LANES <= n)                                                                           \
    {                                                                                              \
      gfloat lane[LANES] = { 0 };                                                                  \
      gfloat sum = 0;                                                                              \
      gsize end = MIN (i + CHUNK, n - (n - i) % LANES);                                            \
                                                                                                   \
      for (; i < end; i += LANES)                                                                  \
        for (gsize j = 0; j < LANES; j++)                                                          \
          {                                                                                        \
            gsize at = i + j;                                                                      \
            lane[j] += (term);                                                                     \
          }                                                                                        \
      for (gsize j = 0; j < LANES; j++)                                                            \
        sum += lane[j];                                                                            \
      total += sum;                                                                                \
    }                                                                                              \
  for (gsize at = i; at < n; at++)                                                                 \
    total += (term);                                                                               \
  return total

PST_VECTOR gdouble
pst_sum (const gfloat *x, gsize n)
{
  SUM (x[at]);
}

PST_VECTOR gdouble
pst_dot (const gfloat *x, const gfloat *y, gsize n)
{
  SUM (x[at] * y[at]);
}

PST_VECTOR gdouble
pst_sum_squares (const gfloat *x, gfloat pivot, gsize n)
{
  SUM ((x[at] - pivot) * (x[at] - pivot));
}

void
pst_moments (const gfloat *x, gsize n, gdouble *mean, gdouble *variance)
{
  const gsize chunk = 4096;
  gdouble m = 0, squares = 0;

  for (gsize i = 0; i < n; i += chunk)
    {
      gsize count = MIN (chunk, n - i);
      gdouble here = pst_sum (x + i, count) / (gdouble) count;
      gdouble part = (gdouble) count / (gdouble) (i + count);

      squares += pst_sum_squares (x + i, (gfloat) here, count)
                 + (here - m) * (here - m) * (gdouble) i * part;
      m += (here - m) * part;
    }
  *mean = m;
  *variance = squares / (gdouble) n;
}

PST_VECTOR void
pst_add_scaled (gfloat *y, const gfloat *x, gfloat a, gsize n)
{
  for (gsize i = 0; i < n; i++)
    y[i] += a * x[i];
}
