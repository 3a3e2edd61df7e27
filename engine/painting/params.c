/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pastiche/paint.h"

gboolean
pst_params_check (const PstParams *params, GError **error)
{
  const struct
  {
    const gchar *name;
    gdouble value, low, high;
  } numbers[] = { { "strength", params->strength, 0, 100 },
                  { "brush-size", params->brush_size, 25, 400 },
                  { "keep-colours", params->keep_colours, 0, 100 },
                  { "mix", params->mix, 0, 100 },
                  { "refine", params->refine, 0, 100 },
                  { "finish", params->finish, PST_FINISH_OWN, 100 },
                  { "likeness", params->likeness, 0, 100 } };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (! (numbers[i].value >= numbers[i].low && numbers[i].value <= numbers[i].high))
      {
        g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT, "%s is %g; it must be from %g to %g",
                     numbers[i].name, numbers[i].value, numbers[i].low, numbers[i].high);
        return FALSE;
      }
  return TRUE;
}

gdouble
pst_params_get_finish (const PstParams *params, const PstStyle *style)
{
  if (! style || ! pst_style_has_finisher (style))
    return 0;
  if (params->finish >= 0)
    return params->finish;
  /* Bristles are as fine as ever: all over a broad stroke they would be seen in its place. */
  return pst_style_get_finish (style) * MIN (1, 100 / params->brush_size);
}
