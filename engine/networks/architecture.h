/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a generator is made of, said once: an architecture describes its layers, and
 * forward, training, tensors in files, cost and reach follow from the description. */

#ifndef PST_ARCHITECTURE_H
#define PST_ARCHITECTURE_H

#include "networks/tensor-set.h"

G_BEGIN_DECLS

#define PST_TRUNK "res" /* what the names of residual blocks begin with */

#define PST_WIDTH_MIN  4
#define PST_WIDTH_MAX  256
#define PST_BLOCKS_MAX 16

/* Sizes of pictures are multiples of this; no layer is at less than 1/8 size. */
#define PST_GENERATOR_GRID 8

/* The order is that of the descriptions in architecture.c. */
typedef enum
{
  PST_ARCHITECTURE_1,
  PST_ARCHITECTURE_2,
  PST_N_ARCHITECTURES
} PstArchitectureId;

/* Widths even and within bounds, as is the number of blocks. */
typedef struct
{
  gint widths[3]; /* channels at 1/2, 1/4, 1/8 */
  gint blocks;
  PstArchitectureId architecture;
} PstGeneratorShape;

#define PST_LAYER_INPUT    (-1) /* the photo, after space to depth: 12 channels at 1/2 size */
#define PST_LAYER_NONE     (-2)
#define PST_INPUT_CHANNELS 12

/* A 3x3 convolution and what comes after it. */
typedef struct
{
  gchar name[16];
  gint from; /* the layer whose output it reads, or PST_LAYER_INPUT         */
  gint in, out;
  gint stride;   /* 1 or 2, of the convolution                               */
  gint upsample; /* 1 or 2, before it                                        */
  gint scale;    /* its output is at 1 / 2^scale of the photo's size         */
  /* Instance norm, all that follows, and ReLU where it is not linear; without
   * norm the convolution has a bias and ends in tanh, or is added to what is seen. */
  gboolean norm;
  gboolean linear;
  gboolean residual;     /* the last one: the generator's output is what it sees and this */
  gint skip;             /* the layer whose output is added, or PST_LAYER_NONE */
  const gchar *gain;     /* the tensor that it is multiplied by, or NULL: 1    */
  const gchar *noise;    /* the tensor of gains of its noise, or NULL: none    */
  gint noise_level;      /* which of the noises: 0 is the plan, at 1/8 size    */
  gboolean last_of_from; /* nobody reads the output of @from afterwards ...    */
  gboolean last_of_skip; /* ... or that of @skip                               */
} PstLayer;

/* The layers of that shape, in the order they are computed in, the last one's output
 * being the painting; array of PstLayer, or NULL if the shape is out of range. */
GArray *pst_architecture_layers (const PstGeneratorShape *shape);

/* As in files; and back: FALSE if there is none of that name. */
const gchar *pst_architecture_get_name (PstArchitectureId architecture);
gboolean pst_architecture_find (const gchar *name, PstArchitectureId *architecture);

/* The tensors of that shape, allocated and zero; NULL if there is no memory or
 * the shape is out of range. */
PstTensorSet *pst_generator_declare (const PstGeneratorShape *shape);

/* Numbers of mean and deviation of all norms together. */
gsize pst_generator_n_stats (const PstGeneratorShape *shape);

/* How far a pixel sees if statistics are frozen, in pixels, rounded up to the grid:
 * farther inside a part than that, parts are the same as the whole. */
gint pst_generator_halo (const PstGeneratorShape *shape);

/* Multiply-adds for one image of that size, with what pst_norm () counts. */
gdouble pst_generator_work (const PstGeneratorShape *shape, gint height, gint width);

G_END_DECLS

#endif /* PST_ARCHITECTURE_H */
