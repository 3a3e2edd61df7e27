/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Included before every file of the engine, this makes it compute in double
 * precision.  A float's rounding opens a ReLU here and shuts one there, and the
 * gradients of deep networks differ in the third digit for that alone; without
 * it they agree with PyTorch's to many digits or there is a mistake. */

#ifndef PST_GOLDEN_DOUBLE_H
#define PST_GOLDEN_DOUBLE_H

#include <cblas.h>
#include <gio/gio.h>
#include <math.h>

#define PST_EXACT   /* no approximations that are good to a float's digits only */
#define gfloat      gdouble
#define cblas_sgemm cblas_dgemm
#define cosf        cos
#define fabsf       fabs
#define logf        log
#define lrintf      lrint
#define sqrtf       sqrt
#define tanhf       tanh

#endif /* PST_GOLDEN_DOUBLE_H */
