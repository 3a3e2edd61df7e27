/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn/learn-side.h"

#include "learn/curves.h"
#include "learn/unfinished.h"
#include "shared/intl.h"
#include "shared/status-bar.h"
#include "shared/widget.h"

#define SPACING       6
#define BORDER        12
#define CURVE_POINTS  100
#define PALETTE_THERE .2
#define TEXTURE_THERE .35
#define SMOOTHING     4 /* steps that are one point, at least */

enum
{
  LOSS_STYLE,
  LOSS_PHOTO,
  LOSS_CRITICS
};

enum
{
  DISTANCE_TEXTURE,
  DISTANCE_PALETTE
};

struct _PstLearnSide
{
  GtkVBox parent_instance;

  GtkWidget *state;
  GtkWidget *progress;
  GtkWidget *learnt;
  GtkWidget *left;
  GtkWidget *step;
  GtkWidget *words; /* how far it is */
  GtkWidget *losses;
  GtkWidget *distance;
  GtkWidget *threads;
};

G_DEFINE_TYPE (PstLearnSide, pst_learn_side, GTK_TYPE_VBOX)

static guint threads_signal;

/* ---- curves ----------------------------------------------------------- */

typedef struct
{
  gdouble style, photo, critics;
} Losses;

/* The sum of those that ask for the style, or for the photo. */
static gdouble
sum_losses (const PstTrainReport *report, PstLossAbout about)
{
  gdouble sum = 0;

  for (gint i = 0; i < PST_N_LOSSES; i++)
    if (pst_loss_get_about (i) == about)
      sum += report->losses[i];
  return sum;
}

/* The mean of some reports. */
static Losses
mean_losses (const GArray *reports, guint begin, guint end)
{
  Losses mean = { 0 };

  for (guint i = begin; i < end; i++)
    {
      const PstTrainReport *r = &g_array_index (reports, PstTrainReport, i);

      mean.style += sum_losses (r, PST_LOSS_ABOUT_STYLE) / (end - begin);
      mean.photo += sum_losses (r, PST_LOSS_ABOUT_PHOTO) / (end - begin);
      mean.critics += r->accuracy / (end - begin);
    }
  return mean;
}

/* Losses are drawn as parts of what they were at first, for they have no common measure. */
void
pst_learn_side_show_losses (PstLearnSide *self, const GArray *reports)
{
  PstCurves *curves = PST_CURVES (self->losses);
  guint n = CLAMP (reports->len / SMOOTHING, MIN (reports->len, SMOOTHING), CURVE_POINTS);
  Losses first = { 0 };

  pst_curves_clear (curves);
  for (guint i = 0; i < n; i++)
    {
      guint begin = (guint) ((guint64) i * reports->len / n);
      guint end = (guint) ((guint64) (i + 1) * reports->len / n);
      Losses mean = mean_losses (reports, begin, end);
      gdouble step = g_array_index (reports, PstTrainReport, end - 1).step;

      if (i == 0)
        first = mean;
      if (first.style > 0)
        pst_curves_add (curves, LOSS_STYLE, step, mean.style / first.style);
      if (first.photo > 0)
        pst_curves_add (curves, LOSS_PHOTO, step, mean.photo / first.photo);
      pst_curves_add (curves, LOSS_CRITICS, step, mean.critics);
    }
}

/* Of a distance, which is 1 for the photo as it was; by the lessons in weights/README.md colours
 * come as near as a tenth, strokes as a third. */
static const gchar *
say_distance (gdouble distance, gdouble there)
{
  static const gchar *const words[] = { N_ ("there"), N_ ("nearly there"), N_ ("half way"),
                                        N_ ("at the beginning") };
  gint n = distance <= there ? 0 : distance <= (1 + 2 * there) / 3 ? 1 : distance <= .8 ? 2 : 3;

  return _ (words[n]);
}

void
pst_learn_side_add_distance (PstLearnSide *self, gint step, const PstMetrics *metrics)
{
  /* TRANSLATORS: both are "there", "nearly there", "half way" or "at the beginning". */
  g_autofree gchar *text = g_strdup_printf (_ ("colours: %s; strokes: %s"),
                                            say_distance (metrics->palette, PALETTE_THERE),
                                            say_distance (metrics->texture, TEXTURE_THERE));

  gtk_label_set_text (GTK_LABEL (self->words), text);
  gtk_widget_set_tooltip_text (self->words, text);
  pst_curves_add (PST_CURVES (self->distance), DISTANCE_TEXTURE, step, metrics->texture);
  pst_curves_add (PST_CURVES (self->distance), DISTANCE_PALETTE, step, metrics->palette);
}

void
pst_learn_side_clear_distance (PstLearnSide *self)
{
  pst_curves_clear (PST_CURVES (self->distance));
  gtk_label_set_text (GTK_LABEL (self->words), "");
}

/* ---- numbers ---------------------------------------------------------- */

void
pst_learn_side_show (PstLearnSide *self, const gchar *state, const PstLearnerStatus *status,
                     gdouble minutes)
{
  g_autofree gchar *learnt = pst_say_learnt (status->seconds, minutes);
  g_autofree gchar *left = NULL;
  g_autofree gchar *step = NULL;
  gdouble all = status->seconds + MAX (0, status->seconds_left);
  gdouble done = status->seconds_left < 0 || all <= 0 ? 0 : status->seconds / all;

  if (status->state == PST_LEARNER_DONE || status->state == PST_LEARNER_STOPPED)
    left = g_strdup (_ ("nothing"));
  else
    left = status->seconds_left < 0 ? g_strdup (_ ("not known yet"))
                                    : pst_say_seconds (status->seconds_left);
  /* TRANSLATORS: two numbers, as in "120 of about 900". */
  step = status->steps ? g_strdup_printf (_ ("%d of about %d"), status->step, status->steps)
                       : g_strdup_printf ("%d", status->step);
  gtk_label_set_text (GTK_LABEL (self->state), state);
  gtk_label_set_text (GTK_LABEL (self->learnt), learnt);
  gtk_label_set_text (GTK_LABEL (self->left), left);
  gtk_label_set_text (GTK_LABEL (self->step), step);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), CLAMP (done, 0, 1));
}

void
pst_learn_side_set_active (PstLearnSide *self, gboolean active)
{
  gtk_widget_set_sensitive (self->threads, active);
}

/* The default is told as such: the next computer may have more processors. */
static void
threads_changed (GtkSpinButton *spin, PstLearnSide *self)
{
  gint n = gtk_spin_button_get_value_as_int (spin);

  g_signal_emit (self, threads_signal, 0, n == MAX (1, (gint) g_get_num_processors () - 1) ? 0 : n);
}

/* ---- building --------------------------------------------------------- */

static GtkWidget *
add_number (GtkWidget *table, gint row, const gchar *text, const gchar *name)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_misc_set_alignment (GTK_MISC (label), 0, .5);
  gtk_widget_set_name (label, name);
  pst_table_add (table, row, text, label, NULL);
  return label;
}

static GtkWidget *
progress_new (PstLearnSide *self, gint threads, const gchar *help_id)
{
  GtkWidget *box = gtk_vbox_new (FALSE, SPACING);
  GtkWidget *table = pst_table_new (5, 2);
  GtkWidget *align = gtk_alignment_new (0, .5, 0, 0);
  gint n = (gint) g_get_num_processors ();
  gint used = threads ? threads : MAX (1, n - 1);

  self->state = gtk_label_new (NULL);
  gtk_misc_set_alignment (GTK_MISC (self->state), 0, .5);
  gtk_widget_set_name (self->state, "pst-learning-state");
  gtk_box_pack_start (GTK_BOX (box), self->state, FALSE, FALSE, 0);
  self->progress = gtk_progress_bar_new ();
  pst_widget_describe (self->progress, "pst-learning-progress", _ ("Progress"), NULL, NULL);
  gtk_box_pack_start (GTK_BOX (box), self->progress, FALSE, FALSE, 0);

  self->learnt = add_number (table, 0, _ ("Learnt:"), "pst-learning-learnt");
  self->left = add_number (table, 1, _ ("Time left:"), "pst-learning-left");
  self->step = add_number (table, 2, _ ("Step:"), "pst-learning-step");
  self->words = add_number (table, 3, _ ("So far:"), "pst-learning-words");
  gtk_label_set_ellipsize (GTK_LABEL (self->words), PANGO_ELLIPSIZE_END);
  self->threads = gtk_spin_button_new_with_range (1, MAX (n, used), 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->threads), used);
  pst_widget_describe (self->threads, "pst-learning-threads", _ ("Processors"),
                       _ ("How many processors learn at once. One less than there are leaves the "
                          "computer usable meanwhile."),
                       help_id);
  g_signal_connect (self->threads, "value-changed", G_CALLBACK (threads_changed), self);
  gtk_container_add (GTK_CONTAINER (align), self->threads);
  pst_table_add (table, 4, _ ("P_rocessors:"), align, self->threads);
  gtk_box_pack_start (GTK_BOX (box), table, FALSE, FALSE, 0);
  return box;
}

static void
build (PstLearnSide *self, gint threads, const gchar *help_id)
{
  const gchar *const losses[] = { _ ("Style"), _ ("Photo"), _ ("Critics"), NULL };
  const gchar *const distances[] = { _ ("Texture"), _ ("Palette"), NULL };

  gtk_box_pack_start (GTK_BOX (self),
                      pst_framed_new (_ ("Progress"), progress_new (self, threads, help_id)), FALSE,
                      FALSE, 0);
  self->losses = pst_curves_new (losses);
  pst_widget_describe (
      self->losses, "pst-learning-losses", _ ("Curves of the losses"),
      _ ("Style: what strokes and colours lack yet. Photo: what of the photo is lost. Both as "
         "parts of what they were at first. Critics: how often they tell a painted photo from the "
         "painting; the less, the better."),
      help_id);
  gtk_box_pack_start (GTK_BOX (self), pst_framed_new (_ ("Losses"), self->losses), TRUE, TRUE, 0);
  self->distance = pst_curves_new (distances);
  pst_widget_describe (self->distance, "pst-learning-distance", _ ("Curves of the distance"),
                       _ ("How far the photo that is shown is from the painting, in its strokes "
                          "and in its colours. At the bottom it is as the painting."),
                       help_id);
  gtk_box_pack_start (GTK_BOX (self),
                      pst_framed_new (_ ("Distance from the Painting"), self->distance), TRUE, TRUE,
                      0);
}

static void
pst_learn_side_class_init (PstLearnSideClass *klass)
{
  threads_signal = g_signal_new ("threads", PST_TYPE_LEARN_SIDE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
pst_learn_side_init (PstLearnSide *self)
{
  gtk_box_set_spacing (GTK_BOX (self), BORDER);
}

GtkWidget *
pst_learn_side_new (gint threads, const gchar *help_id)
{
  PstLearnSide *self = g_object_new (PST_TYPE_LEARN_SIDE, NULL);

  build (self, threads, help_id);
  return GTK_WIDGET (self);
}
