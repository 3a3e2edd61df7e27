/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pastiche:paint, a filter for graphs of GEGL: paints all of its input as the plug-in paints a
 * layer.  In GIMP it runs in GIMP's own process. */

#ifndef PST_PAINT_OPERATION_H
#define PST_PAINT_OPERATION_H

#include <gegl-plugin.h>

G_BEGIN_DECLS

/* Makes the type known to GEGL.  A painting that is no longer wanted, because style, brush size,
 * refine, likeness or seed were set, on any thread, is broken off, and the wanted one made. */
void pst_paint_operation_register (GTypeModule *module);

G_END_DECLS

#endif /* PST_PAINT_OPERATION_H */
