/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The body of gabor.c for one kind of vector: included with
 *   NAME (stem)  a name,
 *   TARGET       the processors it is for,
 *   WIDTH        floats in a vector,
 *   STEP         vectors that are done together.
 *
 * Of the four parities of a folded pixel, "plus" holds those that are even in y: EE, which
 * is even in x as well, and OE, odd in x; "minus" those odd in y: EO and OO. */

typedef gfloat NAME (Vector) __attribute__ ((vector_size (WIDTH * sizeof (gfloat)), aligned (4)));
#define V         NAME (Vector)
#define AT(p)     (*(const V *) (p))
#define SET(p, v) (*(V *) (p) = (v))

/* Of up to eight, all unrolled. */
#define EACH(i, from, n)                                                                           \
  _Pragma ("GCC unroll 8") for (gint i = 0; i < 8; i++) if (i >= (from) && i < (n))

/* How many of @n filters a phase have which parity. */
#define EE(n) ((n) / 2 + 1)
#define OO(n) ((n) / 2 - 1)
#define OE(n) ((n) / 2)
#define EO(n) ((n) / 2)

/* Pixels folded along y: plus[k] = below + above, minus[k] = below - above. */
TARGET static void
NAME (fold) (gint radius, const gfloat *const *rows, gint n, gfloat *plus, gfloat *minus,
             gsize pitch)
{
  for (gint x = 0; x < n; x += WIDTH)
    {
      SET (plus + x, AT (rows[radius] + x));
      for (gint k = 1; k <= radius; k++)
        {
          V below = AT (rows[radius + k] + x), above = AT (rows[radius - k] + x);

          SET (plus + (gsize) k * pitch + x, below + above);
          SET (minus + (gsize) k * pitch + x, below - above);
        }
    }
}

/* One phase of parities: sums over k and j of even[] with what is folded even in x and of
 * odd[] with what is odd. */
#define SUM(src, from_k, c, n_even, n_odd, even, odd)                                              \
  for (gint k = from_k; k <= radius; k++)                                                          \
    {                                                                                              \
      const gfloat *p = (src) + (gsize) k * pitch + x + radius;                                    \
                                                                                                   \
      for (gint s = 0; s < STEP; s++)                                                              \
        EACH (i, 0, n_even)                                                                        \
      even[i][s] += (c)[i] * AT (p + s * WIDTH);                                                   \
      (c) += (n_even);                                                                             \
      for (gint j = 1; j <= radius; j++)                                                           \
        {                                                                                          \
          V sum[STEP], difference[STEP];                                                           \
                                                                                                   \
          _Pragma ("GCC unroll 2") for (gint s = 0; s < STEP; s++)                                 \
          {                                                                                        \
            V right = AT (p + s * WIDTH + j), left = AT (p + s * WIDTH - j);                       \
                                                                                                   \
            sum[s] = right + left;                                                                 \
            difference[s] = right - left;                                                          \
          }                                                                                        \
          EACH (i, 0, n_even)                                                                      \
          _Pragma ("GCC unroll 2") for (gint s = 0; s < STEP; s++) even[i][s] += (c)[i] * sum[s];  \
          (c) += (n_even);                                                                         \
          EACH (i, 0, n_odd)                                                                       \
          _Pragma ("GCC unroll 2") for (gint s = 0; s < STEP; s++) odd[i][s] +=                    \
              (c)[i] * difference[s];                                                              \
          (c) += (n_odd);                                                                          \
        }                                                                                          \
    }

#define OUT(o, s) (to + (gsize) (o) *stride + x + (s) *WIDTH)

static PST_INLINE void
NAME (filter) (const gint n, const gint radius, const gint phases, const gfloat *c_plus,
               const gfloat *c_minus, const gfloat *plus, const gfloat *minus, gsize pitch,
               gint length, gfloat *to, gsize stride)
{
  for (gint x = 0; x < length; x += STEP * WIDTH)
    {
      V ee[EE (8)][STEP] = { 0 }, oe[OE (8)][STEP] = { 0 };
      V eo[EO (8)][STEP] = { 0 }, oo[OO (8)][STEP] = { 0 };
      const gfloat *c = c_plus;

      SUM (plus, 0, c, EE (n), phases > 1 ? OE (n) : 0, ee, oe);
      c = c_minus;
      SUM (minus, 1, c, phases > 1 ? EO (n) : 0, OO (n), eo, oo);
      _Pragma ("GCC unroll 2") for (gint s = 0; s < STEP; s++)
      {
        SET (OUT (0, s), ee[0][s]);
        SET (OUT (n / 2, s), ee[1][s]);
        EACH (i, 1, n / 2)
        {
          SET (OUT (i, s), ee[i + 1][s] + oo[i - 1][s]);
          SET (OUT (n - i, s), ee[i + 1][s] - oo[i - 1][s]);
        }
        if (phases > 1)
          {
            SET (OUT (n, s), oe[0][s]);
            SET (OUT (n + n / 2, s), eo[0][s]);
            EACH (i, 1, n / 2)
            {
              SET (OUT (n + i, s), eo[i][s] + oe[i][s]);
              SET (OUT (2 * n - i, s), eo[i][s] - oe[i][s]);
            }
          }
      }
    }
}

/* A line of what was folded along y, from sums over the results' @n_even and @n_odd parities:
 * first what they make of every offset j, right[j] for pixels j to the right of a result and
 * left[j] to the left; then these are gathered. */
static PST_INLINE void
NAME (unfilter) (const gint radius, const gint n_even, const gint n_odd, const gfloat *c,
                 const gfloat *even, const gfloat *odd, gsize stride, gint length, gfloat *right,
                 gfloat *left, gsize pitch, gfloat *line)
{
  for (gint x = 0; x < length; x += WIDTH)
    {
      V e[EE (8)], o[OE (8)];
      const gfloat *at = c;
      V middle = { 0 };

      EACH (i, 0, n_even)
      {
        e[i] = AT (even + (gsize) i * stride + x);
        middle += at[i] * e[i];
      }
      EACH (i, 0, n_odd)
      o[i] = AT (odd + (gsize) i * stride + x);
      SET (right + x, middle);
      at += n_even;
      _Pragma ("GCC unroll 4") for (gint j = 1; j <= radius; j++)
      {
        V sum = { 0 }, difference = { 0 };

        EACH (i, 0, n_even)
        sum += at[i] * e[i];
        at += n_even;
        EACH (i, 0, n_odd)
        difference += at[i] * o[i];
        at += n_odd;
        SET (right + (gsize) j * pitch + x, sum + difference);
        SET (left + (gsize) j * pitch + x, sum - difference);
      }
    }
  /* Pixel x is radius + j pixels behind result x - radius - j. */
  for (gint x = 0; x < length + 2 * radius; x += WIDTH)
    {
      V sum = AT (right + x - radius);

      _Pragma ("GCC unroll 4") for (gint j = 1; j <= radius; j++) sum +=
          AT (right + (gsize) j * pitch + x - radius - j)
          + AT (left + (gsize) j * pitch + x - radius + j);
      SET (line + x, sum);
    }
}

/* Where the parities lie in scratch, in lines. */
#define FIRST_OO(n) EE (n)
#define FIRST_OE(n) (n)
#define FIRST_EO(n) ((n) + OE (n))

#define FROM(o)   AT (from + (gsize) (o) *stride + x)
#define PARITY(i) (parity + (gsize) (i) *pitch + x)

TARGET static void
NAME (part) (gint n, gint phases, const gfloat *from, gsize stride, gint length, gfloat *parity,
             gsize pitch)
{
  for (gint x = 0; x < length; x += WIDTH)
    {
      SET (PARITY (0), FROM (0));
      SET (PARITY (1), FROM (n / 2));
      for (gint i = 1; i < n / 2; i++)
        {
          SET (PARITY (i + 1), FROM (i) + FROM (n - i));
          SET (PARITY (FIRST_OO (n) + i - 1), FROM (i) - FROM (n - i));
        }
      if (phases > 1)
        {
          SET (PARITY (FIRST_OE (n)), FROM (n));
          SET (PARITY (FIRST_EO (n)), FROM (n + n / 2));
          for (gint i = 1; i < n / 2; i++)
            {
              SET (PARITY (FIRST_OE (n) + i), FROM (n + i) - FROM (2 * n - i));
              SET (PARITY (FIRST_EO (n) + i), FROM (n + i) + FROM (2 * n - i));
            }
        }
    }
}

TARGET static void
NAME (add) (gfloat *below, gfloat *above, gfloat sign, const gfloat *line, gint n)
{
  for (gint x = 0; x < n; x += WIDTH)
    {
      V v = AT (line + x);

      SET (below + x, AT (below + x) + v);
      if (above != below)
        SET (above + x, AT (above + x) + sign * v);
    }
}

static PST_INLINE void
NAME (back) (const gint n, const gint radius, const gint phases, const gfloat *c_plus,
             const gfloat *c_minus, gfloat *const *rows, gint length, const gfloat *from,
             gsize stride, gfloat *scratch, gsize pitch)
{
  const gint n_oe = phases > 1 ? OE (n) : 0, n_eo = phases > 1 ? EO (n) : 0;
  gfloat *right = scratch + MARGIN, *left = right + (gsize) (radius + 1) * pitch;
  gfloat *line = left + (gsize) (radius + 1) * pitch, *parity = line + pitch;

  NAME (part) (n, phases, from, stride, length, parity, pitch);
  for (gint k = 0; k <= radius; k++)
    {
      NAME (unfilter)
      (radius, EE (n), n_oe, c_plus, parity, parity + FIRST_OE (n) * pitch, pitch, length, right,
       left, pitch, line);
      NAME (add) (rows[radius + k], rows[radius - k], 1, line, length + 2 * radius);
      c_plus += EE (n) + radius * (EE (n) + n_oe);
      if (k == 0)
        continue;
      NAME (unfilter)
      (radius, n_eo, OO (n), c_minus, parity + FIRST_EO (n) * pitch, parity + FIRST_OO (n) * pitch,
       pitch, length, right, left, pitch, line);
      NAME (add) (rows[radius + k], rows[radius - k], -1, line, length + 2 * radius);
      c_minus += n_eo + radius * (n_eo + OO (n));
    }
}

/* The three banks that there are, each with its numbers known to the compiler. */
TARGET static void
NAME (row) (const PstGabor *g, gint phases, const gfloat *plus, const gfloat *minus, gsize pitch,
            gint length, gfloat *to, gsize stride)
{
  const gfloat *a = g->plus[phases - 1], *b = g->minus[phases - 1];

  if (g->n == 4)
    NAME (filter) (4, 3, 2, a, b, plus, minus, pitch, length, to, stride);
  else if (phases == 2)
    NAME (filter) (8, 4, 2, a, b, plus, minus, pitch, length, to, stride);
  else
    NAME (filter) (8, 4, 1, a, b, plus, minus, pitch, length, to, stride);
}

TARGET static void
NAME (row_back) (const PstGabor *g, gint phases, gfloat *const *rows, gint length,
                 const gfloat *from, gsize stride, gfloat *scratch, gsize pitch)
{
  const gfloat *a = g->plus[phases - 1], *b = g->minus[phases - 1];

  if (g->n == 4)
    NAME (back) (4, 3, 2, a, b, rows, length, from, stride, scratch, pitch);
  else if (phases == 2)
    NAME (back) (8, 4, 2, a, b, rows, length, from, stride, scratch, pitch);
  else
    NAME (back) (8, 4, 1, a, b, rows, length, from, stride, scratch, pitch);
}

#undef V
#undef AT
#undef SET
#undef EACH
#undef EE
#undef OO
#undef OE
#undef EO
#undef SUM
#undef OUT
#undef FIRST_OO
#undef FIRST_OE
#undef FIRST_EO
#undef FROM
#undef PARITY
