/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "styles/half.h"

#include <string.h>

/* @bits / 2^@shift, to nearest, ties to even. */
static guint32
shift_to_even (guint32 bits, guint shift)
{
  guint32 kept = bits >> shift;
  guint32 rest = bits & ((1u << shift) - 1), tie = 1u << (shift - 1);

  return kept + (rest > tie || (rest == tie && (kept & 1)));
}

guint16
pst_half_from_float (gfloat value)
{
  guint32 bits, magnitude, sign, half;

  memcpy (&bits, &value, sizeof bits);
  sign = bits >> 16 & 0x8000;
  magnitude = bits & 0x7fffffff;

  if (magnitude > 0x7f800000)
    half = 0x7e00;
  else if (magnitude >= 0x47800000) /* 2^16 */
    half = 0x7c00;
  else if (magnitude >= 0x38800000) /* 2^-14: a carry out of the mantissa is right */
    half = shift_to_even (magnitude - (112u << 23), 13);
  else if (magnitude >= 0x33000000) /* 2^-25: subnormal, in units of 2^-24 */
    half = shift_to_even ((magnitude & 0x7fffff) | 0x800000, 126 - (magnitude >> 23));
  else
    half = 0;
  return (guint16) (sign | half);
}

gfloat
pst_half_to_float (guint16 half)
{
  guint32 bits, exponent = half >> 10 & 31, mantissa = half & 1023;
  float value;

  if (exponent == 0)
    value = (gfloat) mantissa * 0x1p-24f;
  else
    {
      bits = (exponent == 31 ? 255u : exponent + 112u) << 23 | mantissa << 13;
      memcpy (&value, &bits, sizeof bits);
    }
  return half & 0x8000 ? -value : value;
}
