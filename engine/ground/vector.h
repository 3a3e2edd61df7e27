/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PST_VECTOR before a function: the compiler vectorises it once per kind of
 * processor and the right one is picked when the program starts. */

#ifndef PST_VECTOR_H
#define PST_VECTOR_H

/* With PST_PLAIN there is one kind only, that which every processor can run: the tests
 * look at it so. */

/* PST_INLINE: a part of such a function, compiled with it. */
#define PST_INLINE inline __attribute__ ((always_inline))

/* The thread sanitizer looks at who calls these and with what, not into them: that would
 * take minutes a step, and picking is done before it is ready.  To the address sanitizer
 * all kinds are the same lines: one will do. */
#if defined(__SANITIZE_THREAD__)
#define PST_VECTOR __attribute__ ((no_sanitize ("thread")))
#elif defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && ! defined(__clang__)   \
    && ! defined(PST_PLAIN) && ! defined(__SANITIZE_ADDRESS__)
#define PST_VECTOR __attribute__ ((target_clones ("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define PST_VECTOR
#endif

/* PST_WIDE: only for processors with vectors of 16 floats and 32 registers, where
 * pst_has_wide () says so. */
#if defined(__x86_64__) && defined(__GNUC__) && ! defined(PST_PLAIN)
#define PST_HAVE_WIDE 1
#define PST_WIDE      __attribute__ ((target ("avx512f")))

static inline int
pst_has_wide (void)
{
  return __builtin_cpu_supports ("avx512f");
}
#endif

#endif /* PST_VECTOR_H */
