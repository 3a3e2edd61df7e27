/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "view/easel-words.h"

#include "shared/intl.h"
#include "shared/status-bar.h"

gchar *
pst_easel_say (const PstEasel *easel, const PstOrder *order, const PstParams *params)
{
  const GError *error = pst_easel_get_error (easel);
  const PstPaintings *paintings = pst_easel_get_paintings (easel);
  gdouble seconds;

  if (pst_easel_is_finishing (easel))
    return g_strdup (_ ("Painting the full picture..."));
  if (error)
    return g_strdup (error->message);
  if (pst_easel_is_busy (easel))
    return g_strdup (pst_easel_is_refining (easel) || (paintings && paintings->coarse)
                         ? _ ("Refining the preview...")
                         : _ ("Painting the preview..."));
  seconds = order ? pst_easel_estimate (easel, order, params) : 0;
  if (seconds > 0)
    {
      g_autofree gchar *time = pst_say_seconds (seconds);

      /* TRANSLATORS: "12 s" or "3 min". */
      return g_strdup_printf (_ ("The full picture will take about %s."), time);
    }
  return g_strdup ("");
}
