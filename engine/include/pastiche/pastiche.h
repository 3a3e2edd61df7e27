/* Pastiche: a photo becomes a painting.
 * Copyright (C) 2026 The Pastiche authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All that others may see of the engine.  It knows floats and files of weights, never
 * GIMP, GTK or GEGL.  It never prints, never exits and keeps no state outside the objects
 * in these headers; but the pool asks OpenBLAS, which is one for the whole process, to
 * use one thread in each of ours. */

#ifndef PASTICHE_H
#define PASTICHE_H

#include "pastiche/engine.h"
#include "pastiche/error.h"
#include "pastiche/image.h"
#include "pastiche/learner.h"
#include "pastiche/lesson.h"
#include "pastiche/library.h"
#include "pastiche/likeness.h"
#include "pastiche/losses.h"
#include "pastiche/measure.h"
#include "pastiche/paint.h"
#include "pastiche/painting.h"
#include "pastiche/photos.h"
#include "pastiche/recipe.h"
#include "pastiche/refine.h"
#include "pastiche/style.h"
#include "pastiche/train.h"

#endif /* PASTICHE_H */
