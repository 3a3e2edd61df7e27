/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GTK+ 2 and GIMP's widgets do not know of automatic cleanup, which
 * G_DECLARE_FINAL_TYPE () needs of the parent's type. */

#ifndef PST_GTK_TYPES_H
#define PST_GTK_TYPES_H

#include <gegl.h>
#include <gtk/gtk.h>
#include <libgimpwidgets/gimpwidgets.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GtkDrawingArea, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GtkHBox, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GtkVBox, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GimpDialog, g_object_unref)

G_END_DECLS

#endif /* PST_GTK_TYPES_H */
