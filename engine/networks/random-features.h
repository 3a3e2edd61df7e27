/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A perceptual network that nobody trained: nine 3x3 convolutions of random
 * orthogonal filters, each channel scaled to zero mean and unit variance on
 * data, layer after layer, ReLU and max pooling between (Saxe et al. 2013;
 * Mishkin and Matas 2015; He, Wang and Hopcroft 2016). */

#ifndef PST_RANDOM_FEATURES_H
#define PST_RANDOM_FEATURES_H

#include "kernels/tape.h"
#include "networks/perceptual.h"
#include "networks/tensor-set.h"

G_BEGIN_DECLS

/* Layers are named as in VGG: 1_1 1_2 | 2_1 2_2 | 3_1 3_2 3_3 3_4 | 4_1, where
 * a bar halves the size. */
#define PST_FEATURES_LAYERS 9
enum
{
  PST_FEATURES_1_1 = 0,
  PST_FEATURES_2_1 = 2,
  PST_FEATURES_3_1 = 4,
  PST_FEATURES_4_1 = 8
};

typedef struct
{
  PstTensorSet *weights; /* weight and bias of each layer */
} PstFeatures;

/* The filters come from a fixed seed, the scales from @sample [N][3][H][W] in
 * [-1,1], sides >= 8.  The tape must not record.  NULL if the tape fails. */
PstFeatures *pst_features_new (PstTape *tape, PstNode *sample);
void pst_features_free (PstFeatures *features);

/* Fills out[0 .. last] for x [N][3][H][W]. */
void pst_features_forward (PstTape *tape, const PstFeatures *features, PstNode *x, gint last,
                           PstNode **out);

/* The kind "random". */
extern const PstPerceptualKind pst_random_features;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstFeatures, pst_features_free)

G_END_DECLS

#endif /* PST_RANDOM_FEATURES_H */
