/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Randomness without state: a number is a hash of a key and an index, so a
 * tile, a thread or a resumed training run sees the same numbers.  The mixing
 * function is SplitMix64's (Steele, Lea and Flood 2014). */

#ifndef PST_RANDOM_H
#define PST_RANDOM_H

#include <glib.h>
#include <math.h>

G_BEGIN_DECLS

static inline guint64
pst_random_mix (guint64 z)
{
  z += G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94D049BB133111EB);
  return z ^ (z >> 31);
}

/* The key of a stream of numbers, e.g. (seed, what for, step). */
static inline guint64
pst_random_key (guint64 seed, guint64 a, guint64 b)
{
  return pst_random_mix (pst_random_mix (pst_random_mix (seed) ^ a) ^ b);
}

/* 64 random bits. */
static inline guint64
pst_random_bits (guint64 key, guint64 index)
{
  return pst_random_mix (key ^ index);
}

/* Uniform in (0,1). */
static inline gdouble
pst_random_uniform (guint64 key, guint64 index)
{
  return ((gdouble) (pst_random_bits (key, index) >> 12) + 0.5) * 0x1p-52;
}

/* Uniform in 0 .. n-1. */
static inline gint
pst_random_int (guint64 key, guint64 index, gint n)
{
  return (gint) ((pst_random_bits (key, index) >> 33) % (guint64) n);
}

/* Standard normal (Box and Muller 1958). */
static inline gfloat
pst_random_normal (guint64 key, guint64 index)
{
  guint64 h = pst_random_bits (key, index);
  gfloat radius = ((gfloat) (h >> 40) + 0.5f) * 0x1p-24f;
  gfloat angle = (gfloat) (h & 0xFFFFFF) * (gfloat) (2 * G_PI * 0x1p-24);

  return sqrtf (-2.0f * logf (radius)) * cosf (angle);
}

G_END_DECLS

#endif /* PST_RANDOM_H */
