/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What losses that look at a picture itself, image by image, have in common. */

#ifndef PST_PLANES_H
#define PST_PLANES_H

#include "training/losses/loss.h"

G_BEGIN_DECLS

/* Of red, green and blue. */
extern const gfloat pst_luma_weights[3];

/* The luma of the three planes of @n values at @rgb. */
void pst_luma_of (const gfloat *rgb, gsize n, gfloat *out);

/* Means over k x k pixels of x [h][w], what is left at the right and lower edge aside,
 * into y [h/k][w/k]; and the way back, which adds. */
void pst_shrink (const gfloat *x, gint h, gint w, gint k, gfloat *y);
void pst_shrink_back (const gfloat *dy, gint h, gint w, gint k, gfloat *dx);

/* 1 - correlation of x and y; adds @weight times its gradient to @dy, unless that is NULL. */
gdouble
pst_correlation_loss (const gfloat *x, const gfloat *y, gsize n, gdouble weight, gfloat *dy);

/* A loss that is the mean of what it is for each image. */
typedef struct
{
  const PstNode *y, *x;
  gfloat *grad;        /* of y, or NULL */
  const PstNode *twin; /* or NULL: another y */
  gfloat *twin_grad;
  gdouble weight; /* per image */
  gdouble *sums;  /* [N]: what is found */
  PstPool *pool;
} PstImageJob;

/* Asks @func, whose data is a PstImageJob and whose item is an image.  @twin may be NULL. */
gdouble pst_loss_of_images (PstTape *tape, PstNode *y, PstNode *twin, const PstNode *x,
                            gdouble weight, PstPoolFunc func);

/* The luma of image @n of both, and a zeroed gradient of the luma of y; more
 * scratch of @extra floats per pixel behind it. */
gfloat *pst_image_job_begin (const PstImageJob *p, gint n, gint worker, gsize extra, gfloat **lx,
                             gfloat **dl);

/* Carries the gradient of the luma back to the picture. */
void pst_image_job_end (const PstImageJob *p, gint n, const gfloat *dl);

G_END_DECLS

#endif /* PST_PLANES_H */
