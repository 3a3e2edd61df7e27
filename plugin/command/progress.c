/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is told while it lasts: a bar on a terminal, nothing elsewhere. */

#include "command/command-line.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BAR          20
#define WIDTH        64
#define PACE_PERCENT 5 /* that tell the pace */

/* Of the process: there is one terminal. */
static struct
{
  guint picture, n_pictures;
  gint part, n_parts;
  gint percent; /* that is shown, or -1 */
  gint64 begin; /* on the clock         */
  gdouble first;
} shown = { .n_pictures = 1, .n_parts = 1, .percent = -1 };

void
pst_command_progress_picture (guint i, guint n)
{
  shown.picture = i;
  shown.n_pictures = MAX (n, 1);
  shown.part = 0;
  shown.n_parts = 1;
}

void
pst_command_progress_part (gint i, gint n)
{
  shown.part = i;
  shown.n_parts = MAX (n, 1);
}

void
pst_command_progress_clear (void)
{
  if (shown.percent >= 0 && isatty (STDERR_FILENO))
    fprintf (stderr, "\r%*s\r", WIDTH, "");
  shown.percent = -1;
}

static gchar *
format_left (gint64 seconds)
{
  if (seconds < 60)
    return g_strdup_printf ("%d s left", (gint) seconds);
  if (seconds < 3600)
    return g_strdup_printf ("%d min left", (gint) ((seconds + 59) / 60));
  return g_strdup_printf ("%.1f h left", (gdouble) seconds / 3600);
}

static void
draw (gdouble done, gint64 now)
{
  gchar bar[BAR + 1], count[32] = "";
  g_autofree gchar *left = g_strdup ("");
  gint filled = (gint) (done * BAR);

  memset (bar, '.', BAR);
  memset (bar, '#', (gsize) CLAMP (filled, 0, BAR));
  bar[BAR] = '\0';
  if (shown.n_pictures > 1)
    g_snprintf (count, sizeof count, "  %u of %u", shown.picture + 1, shown.n_pictures);
  if (done - shown.first > PACE_PERCENT / 100.0)
    {
      g_free (left);
      left = format_left ((gint64) ceil ((gdouble) (now - shown.begin) / G_USEC_PER_SEC * (1 - done)
                                         / (done - shown.first)));
    }
  fprintf (stderr, "\r[%s] %3d %%%s  %-14s", bar, shown.percent, count, left);
  fflush (stderr);
}

/* What is left follows from the pace so far. */
void
pst_command_progress (gdouble done, gpointer cancellable)
{
  gint64 now = g_get_monotonic_time ();
  gint percent;

  if (pst_interrupted ())
    g_cancellable_cancel (cancellable);
  done = (shown.picture + (shown.part + done) / shown.n_parts) / shown.n_pictures;
  percent = (gint) (done * 100);
  if (shown.begin == 0 || percent < shown.percent) /* something else */
    {
      shown.begin = now;
      shown.first = done;
    }
  if (percent == shown.percent)
    return;
  shown.percent = percent;
  if (! isatty (STDERR_FILENO))
    return;
  if (percent >= 100)
    pst_command_progress_clear ();
  else
    draw (done, now);
}
