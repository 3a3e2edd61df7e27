/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PST_VECTOR before a function: the compiler vectorises it once per kind of
 * processor and the right one is picked when the program starts. */

#ifndef PST_VECTOR_H
#define PST_VECTOR_H

#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && ! defined(__clang__)
#define PST_VECTOR __attribute__ ((target_clones ("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define PST_VECTOR
#endif

#endif /* PST_VECTOR_H */
