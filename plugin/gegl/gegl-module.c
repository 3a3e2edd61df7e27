/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What GEGL asks a module.  The name of the file ends in -gpl3, so that GEGL loads it only into
 * programs that said that they are under that licence as well. */

#include "gegl/paint-operation.h"
#include "host/translation.h"

/* GEGL finds them by their names. */
G_MODULE_EXPORT const GeglModuleInfo *gegl_module_query (GTypeModule *module);
G_MODULE_EXPORT gboolean gegl_module_register (GTypeModule *module);

const GeglModuleInfo *
gegl_module_query (GTypeModule *module)
{
  static const GeglModuleInfo info = { GEGL_MODULE_ABI_VERSION };

  return &info;
}

gboolean
gegl_module_register (GTypeModule *module)
{
  pst_translation_bind (NULL);
  pst_paint_operation_register (module);
  return TRUE;
}
