/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn/start-choice.h"

#include "shared/intl.h"
#include "shared/style-title.h"
#include "shared/widget.h"
#include "shared/worker.h"

#define SPACING 6

enum
{
  COLUMN_TITLE,
  COLUMN_STYLE, /* belongs to the entries */
  N_COLUMNS
};

struct _PstStartChoice
{
  GtkVBox parent_instance;

  PstUiHost *host;
  GPtrArray *entries;
  GPtrArray *styles; /* PstStyle: what can be started from, in the order of the list */
  PstWorker *worker;
  GtkWidget *buttons[PST_N_LEARN_STARTS];
  GtkWidget *combo;
  gboolean proposing; /* the list is changed by us */
  gboolean decided;   /* by a person               */
};

G_DEFINE_TYPE (PstStartChoice, pst_start_choice, GTK_TYPE_VBOX)

static guint changed_signal;

/* ---- proposing -------------------------------------------------------- */

typedef struct
{
  PstUiHost *host;
  PstPicture *painting;
  gint style_size;
  PstPicture *photo;
  gchar *path;
  GPtrArray *styles;
} Task;

static void
task_free (gpointer data)
{
  Task *task = data;

  pst_picture_unref (task->painting);
  pst_picture_unref (task->photo);
  g_ptr_array_unref (task->styles);
  g_free (task->path);
  g_free (task);
}

/* Returns the style's place in the list, from 1. */
static gpointer
propose (PstJob *job, gpointer data, GError **error)
{
  const Task *task = data;
  g_autoptr (PstImage) loaded = NULL;
  gint best;

  if (! task->photo)
    {
      loaded = task->host->load_photo (task->host, task->path, error);
      if (! loaded)
        return NULL;
    }
  best = pst_propose_style (pst_job_get_engine (job), task->painting->image, task->style_size,
                            task->photo ? task->photo->image : loaded,
                            (const PstStyle *const *) task->styles->pdata, task->styles->len, NULL,
                            pst_job_get_cancellable (job), error);
  return best < 0 ? NULL : GINT_TO_POINTER (best + 1);
}

/* Says of the one at @best that it is most similar. */
static void
mark (PstStartChoice *self, gint best)
{
  GtkTreeModel *model = gtk_combo_box_get_model (GTK_COMBO_BOX (self->combo));
  GtkTreeIter iter;
  gint i = 0;

  for (gboolean more = gtk_tree_model_get_iter_first (model, &iter); more;
       more = gtk_tree_model_iter_next (model, &iter), i++)
    {
      const gchar *title = pst_style_title (g_ptr_array_index (self->styles, i));
      /* TRANSLATORS: a style's title, in a list. */
      g_autofree gchar *marked =
          i == best ? g_strdup_printf (_ ("%s (most similar)"), title) : g_strdup (title);

      gtk_list_store_set (GTK_LIST_STORE (model), &iter, COLUMN_TITLE, marked, -1);
    }
}

/* No proposal is no harm: the list is still there. */
static void
proposed (gpointer owner, gpointer data, gpointer result, const GError *error, gboolean last)
{
  PstStartChoice *self = owner;
  gint best = GPOINTER_TO_INT (result) - 1;

  if (best < 0)
    return;
  self->proposing = TRUE;
  mark (self, best);
  if (! self->decided)
    gtk_combo_box_set_active (GTK_COMBO_BOX (self->combo), best);
  self->proposing = FALSE;
  g_signal_emit (self, changed_signal, 0);
}

static void
free_nothing (gpointer result)
{
}

static const PstJobKind kind = { propose, proposed, task_free, free_nothing };

void
pst_start_choice_propose (PstStartChoice *self, PstPicture *painting, gint style_size,
                          PstPicture *photo, const gchar *path)
{
  Task *task;

  if (! self->styles->len || (! photo && ! path))
    return;
  task = g_new (Task, 1);
  *task =
      (Task){ self->host,      pst_picture_ref (painting),    style_size, pst_picture_ref (photo),
              g_strdup (path), g_ptr_array_ref (self->styles) };
  pst_worker_push (self->worker, PST_LANE_PREVIEW, &kind, task, self);
}

gboolean
pst_start_choice_is_busy (const PstStartChoice *self)
{
  return pst_worker_is_busy (self->worker, PST_LANE_PREVIEW);
}

/* ---- choosing --------------------------------------------------------- */

static gboolean
can_have (const PstStartChoice *self, PstLearnStart start)
{
  return start == PST_START_BASE    ? self->host->base_path != NULL
         : start == PST_START_STYLE ? self->styles->len > 0
                                    : TRUE;
}

void
pst_start_choice_set (PstStartChoice *self, PstLearnStart start)
{
  for (gint i = 0; i < PST_N_LEARN_STARTS && ! can_have (self, start); i++)
    start = (PstLearnStart) i;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->buttons[start]), TRUE);
}

PstLearnStart
pst_start_choice_get (const PstStartChoice *self)
{
  for (gint i = 0; i < PST_N_LEARN_STARTS; i++)
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->buttons[i])))
      return (PstLearnStart) i;
  return PST_START_NOTHING;
}

PstStyle *
pst_start_choice_get_style (const PstStartChoice *self)
{
  gint active = gtk_combo_box_get_active (GTK_COMBO_BOX (self->combo));

  if (pst_start_choice_get (self) != PST_START_STYLE || active < 0)
    return NULL;
  return g_ptr_array_index (self->styles, active);
}

static void
toggled (GtkToggleButton *button, PstStartChoice *self)
{
  if (! gtk_toggle_button_get_active (button))
    return;
  gtk_widget_set_sensitive (self->combo, pst_start_choice_get (self) == PST_START_STYLE);
  g_signal_emit (self, changed_signal, 0);
}

static void
style_changed (PstStartChoice *self)
{
  if (self->proposing)
    return;
  self->decided = TRUE;
  g_signal_emit (self, changed_signal, 0);
}

/* ---- building --------------------------------------------------------- */

static GtkWidget *
add_button (PstStartChoice *self, PstLearnStart start, const gchar *label, const gchar *name,
            const gchar *tooltip)
{
  GtkRadioButton *group = start ? GTK_RADIO_BUTTON (self->buttons[0]) : NULL;
  GtkWidget *button = gtk_radio_button_new_with_mnemonic_from_widget (group, label);

  self->buttons[start] = button;
  pst_widget_describe (button, name, NULL, tooltip, self->host->help_id);
  gtk_widget_set_sensitive (button, can_have (self, start));
  g_signal_connect (button, "toggled", G_CALLBACK (toggled), self);
  return button;
}

static void
list_styles (PstStartChoice *self)
{
  const PstLearnSettings settings = PST_LEARN_SETTINGS_INIT;
  g_autoptr (PstRecipe) recipe = pst_learn_settings_to_recipe (&settings);

  self->entries = self->host->list_styles (self->host);
  self->styles = pst_list_starts (recipe, self->entries);
}

static void
add_combo (PstStartChoice *self)
{
  GtkListStore *store = gtk_list_store_new (N_COLUMNS, G_TYPE_STRING, G_TYPE_POINTER);
  GtkCellRenderer *cell = gtk_cell_renderer_text_new ();

  for (guint i = 0; i < self->styles->len; i++)
    {
      PstStyle *style = g_ptr_array_index (self->styles, i);

      gtk_list_store_insert_with_values (store, NULL, -1, COLUMN_TITLE, pst_style_title (style),
                                         COLUMN_STYLE, style, -1);
    }
  self->combo = gtk_combo_box_new_with_model (GTK_TREE_MODEL (store));
  g_object_unref (store);
  g_object_set (cell, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_cell_layout_pack_start (GTK_CELL_LAYOUT (self->combo), cell, TRUE);
  gtk_cell_layout_add_attribute (GTK_CELL_LAYOUT (self->combo), cell, "text", COLUMN_TITLE);
  gtk_combo_box_set_active (GTK_COMBO_BOX (self->combo), 0);
  gtk_widget_set_sensitive (self->combo, FALSE);
  pst_widget_describe (self->combo, "pst-start-styles", _ ("Style to start from"),
                       _ ("The nearer it is to the painting, the less there is to learn. The "
                          "most similar one is looked for by its colours and its strokes."),
                       self->host->help_id);
  g_signal_connect_swapped (self->combo, "changed", G_CALLBACK (style_changed), self);
}

static void
build (PstStartChoice *self)
{
  GtkWidget *row = gtk_hbox_new (FALSE, SPACING);
  GtkWidget *button;

  button = add_button (
      self, PST_START_BASE, _ ("A _general painter"), "pst-start-base",
      _ ("It has learnt from many paintings what they have in common. The quickest way."));
  gtk_box_pack_start (GTK_BOX (self), button, FALSE, FALSE, 0);

  button = add_button (self, PST_START_STYLE, _ ("A _similar style:"), "pst-start-style",
                       _ ("A style that paints somewhat like this painting already"));
  add_combo (self);
  gtk_box_pack_start (GTK_BOX (row), button, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (row), self->combo, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (self), row, FALSE, FALSE, 0);

  button = add_button (self, PST_START_NOTHING, _ ("No_thing"), "pst-start-nothing",
                       _ ("Owes nothing to any other painting, but takes about four times as "
                          "long"));
  gtk_box_pack_start (GTK_BOX (self), button, FALSE, FALSE, 0);
}

static void
pst_start_choice_dispose (GObject *object)
{
  PstStartChoice *self = PST_START_CHOICE (object);

  g_clear_pointer (&self->worker, pst_worker_free);
  self->proposing = TRUE;
  G_OBJECT_CLASS (pst_start_choice_parent_class)->dispose (object);
}

static void
pst_start_choice_finalize (GObject *object)
{
  PstStartChoice *self = PST_START_CHOICE (object);

  g_clear_pointer (&self->styles, g_ptr_array_unref);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  G_OBJECT_CLASS (pst_start_choice_parent_class)->finalize (object);
}

static void
pst_start_choice_class_init (PstStartChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pst_start_choice_dispose;
  G_OBJECT_CLASS (klass)->finalize = pst_start_choice_finalize;
  changed_signal = g_signal_new ("changed", PST_TYPE_START_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
pst_start_choice_init (PstStartChoice *self)
{
  gtk_box_set_spacing (GTK_BOX (self), SPACING);
}

GtkWidget *
pst_start_choice_new (PstUiHost *host)
{
  PstStartChoice *self = g_object_new (PST_TYPE_START_CHOICE, NULL);

  self->host = host;
  self->worker = pst_worker_new (host->n_threads);
  list_styles (self);
  build (self);
  pst_start_choice_set (self, PST_START_BASE);
  return GTK_WIDGET (self);
}
