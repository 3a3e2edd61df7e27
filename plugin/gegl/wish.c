/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "gegl/wish.h"

#include <glib/gi18n-lib.h>

#include "host/style-folders.h"

/* In the order in which programs show them. */
enum
{
  PROP_0,
  PROP_STYLE,
  PROP_STRENGTH,
  PROP_REFINE,
  PROP_LIKENESS,
  PROP_FINISH,
  PROP_KEEP_COLOURS,
  PROP_BRUSH_SIZE,
  PROP_MIX_STYLE,
  PROP_MIX,
  PROP_SEED
};

void
pst_wish_clear (PstWish *wish)
{
  g_free (wish->style);
  g_free (wish->mix_style);
}

/* With this lock held. */
static gdouble *
number_of (PstWishes *self, guint property)
{
  PstParams *params = &self->wish.params;

  switch (property)
    {
    case PROP_STRENGTH:
      return &params->strength;
    case PROP_BRUSH_SIZE:
      return &params->brush_size;
    case PROP_KEEP_COLOURS:
      return &params->keep_colours;
    case PROP_MIX:
      return &params->mix;
    case PROP_REFINE:
      return &params->refine;
    case PROP_LIKENESS:
      return &params->likeness;
    case PROP_FINISH:
      return &params->finish;
    default:
      return NULL;
    }
}

static gchar **
text_of (PstWishes *self, guint property)
{
  return property == PROP_STYLE       ? &self->wish.style
         : property == PROP_MIX_STYLE ? &self->wish.mix_style
                                      : NULL;
}

gboolean
pst_wishes_set (PstWishes *self, guint property, const GValue *value)
{
  gboolean known = TRUE;
  gdouble *number;
  gchar **text;

  g_mutex_lock (&self->lock);
  number = number_of (self, property);
  text = text_of (self, property);
  if (number)
    *number = g_value_get_double (value);
  else if (text)
    {
      g_free (*text);
      *text = g_value_dup_string (value);
      if (! *text)
        *text = g_strdup ("");
    }
  else if (property == PROP_SEED)
    self->wish.params.seed = g_value_get_uint (value);
  else
    known = FALSE;
  self->wish.serial++;

  /* What is only blended needs the painting that is on its way. */
  if (self->running && property != PROP_STRENGTH && property != PROP_KEEP_COLOURS
      && property != PROP_MIX)
    g_cancellable_cancel (self->running);
  g_mutex_unlock (&self->lock);
  return known;
}

gboolean
pst_wishes_get (PstWishes *self, guint property, GValue *value)
{
  gboolean known = TRUE;
  gdouble *number;
  gchar **text;

  g_mutex_lock (&self->lock);
  number = number_of (self, property);
  text = text_of (self, property);
  if (number)
    g_value_set_double (value, *number);
  else if (text)
    g_value_set_string (value, *text);
  else if (property == PROP_SEED)
    g_value_set_uint (value, self->wish.params.seed);
  else
    known = FALSE;
  g_mutex_unlock (&self->lock);
  return known;
}

gboolean
pst_wishes_want_paint (PstWishes *self)
{
  gboolean want;

  g_mutex_lock (&self->lock);
  want = self->wish.params.strength != 0;
  g_mutex_unlock (&self->lock);
  return want;
}

void
pst_wishes_begin (PstWishes *self, PstWish *wish, GCancellable *running)
{
  g_mutex_lock (&self->lock);
  *wish = self->wish;
  wish->style = g_strdup (self->wish.style);
  wish->mix_style = g_strdup (self->wish.mix_style);
  self->running = running;
  g_mutex_unlock (&self->lock);
}

gboolean
pst_wishes_end (PstWishes *self, const PstWish *wish)
{
  gboolean same;

  g_mutex_lock (&self->lock);
  same = self->wish.serial == wish->serial;
  self->running = NULL;
  g_mutex_unlock (&self->lock);
  return same;
}

void
pst_wishes_init (PstWishes *self)
{
  *self = (PstWishes){ .wish.params = PST_PARAMS_INIT };
  self->wish.params.finish = PST_FINISH_OWN;
  g_mutex_init (&self->lock);
}

void
pst_wishes_clear (PstWishes *self)
{
  pst_wish_clear (&self->wish);
  g_mutex_clear (&self->lock);
}

/* ---- properties -------------------------------------------------------- */

/* What gegl-op.h gives the properties of every operation. */
#define FLAGS ((GParamFlags) (G_PARAM_READWRITE | G_PARAM_CONSTRUCT | GEGL_PARAM_PAD_INPUT))

typedef struct
{
  guint id;
  const gchar *name;
  const gchar *label;
  const gchar *text;
  gdouble lower, upper, value;
  gdouble gamma;
} Number;

static const Number numbers[] = {
  { PROP_STRENGTH, "strength", N_ ("Strength"),
    N_ ("How much of the painting is seen. 0 is the photo as it was, 100 the painting."), 0, 100,
    100, 1 },
  { PROP_REFINE, "refine", N_ ("Refine"),
    N_ ("How long the strokes are worked at until they are the master's. 0 paints at once; 50 "
        "takes some ten seconds, 100 twice as long."),
    0, 100, 0, 1 },
  { PROP_LIKENESS, "likeness", N_ ("Likeness"),
    N_ ("How near to the photo the painting stays. 0 is all paint; at 100 strokes are fine and "
        "true, "
        "and faces stay who they are."),
    0, 100, PST_LIKENESS, 1 },
  { PROP_FINISH, "finish", N_ ("Finish"),
    N_ ("How much of bristles, paint and paper is seen at full size. 0 enlarges the painting "
        "smoothly; styles that have not learnt it always do. -1 is what the style says itself."),
    PST_FINISH_OWN, 100, PST_FINISH_OWN, 1 },
  { PROP_KEEP_COLOURS, "keep-colours", N_ ("Keep colours"),
    N_ ("How much of the photo's own colours stays. 0 takes the painter's palette, "
        "100 paints the brush strokes in the photo's colours."),
    0, 100, 0, 1 },
  { PROP_BRUSH_SIZE, "brush-size", N_ ("Brush size"),
    N_ ("How large the strokes are. At 100 they suit the picture as a whole, whatever its size; "
        "small brushes take longer."),
    25, 400, 100, 2 },
  { PROP_MIX, "mix", N_ ("Amount of the second style"),
    N_ ("How much of the second style is mixed into the first"), 0, 100, 0, 1 },
};

static void
install_number (GObjectClass *klass, const Number *n)
{
  GParamSpec *spec = gegl_param_spec_double (n->name, _ (n->label), _ (n->text), n->lower, n->upper,
                                             n->value, n->lower, n->upper, n->gamma, FLAGS);

  gegl_param_spec_double_set_steps (GEGL_PARAM_SPEC_DOUBLE (spec), 1, 10);
  gegl_param_spec_double_set_digits (GEGL_PARAM_SPEC_DOUBLE (spec), 0);
  g_object_class_install_property (klass, n->id, spec);
}

static gchar *
describe_style (void)
{
  g_auto (GStrv) folders = pst_style_folders (NULL);
  g_auto (GStrv) ids = pst_style_list_ids ((const gchar *const *) folders);
  g_autofree gchar *all = g_strjoinv (", ", ids);

  /* TRANSLATORS: %s is a list of names, as "great-wave, udnie". */
  return g_strdup_printf (_ ("The style's name or file; nothing is the first there is. There are: "
                             "%s."),
                          all);
}

void
pst_wishes_install (GObjectClass *klass)
{
  g_autofree gchar *styles = describe_style ();

  g_object_class_install_property (klass, PROP_STYLE,
                                   g_param_spec_string ("style", _ ("Style"), styles, "", FLAGS));
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    install_number (klass, &numbers[i]);
  g_object_class_install_property (klass, PROP_MIX_STYLE,
                                   g_param_spec_string ("mix-style", _ ("Second style"),
                                                        _ ("A second style that is mixed into the "
                                                           "first; nothing for none"),
                                                        "", FLAGS));
  g_object_class_install_property (
      klass, PROP_SEED,
      gegl_param_spec_seed ("seed", _ ("Variation"),
                            _ ("Which strokes are drawn where the photo leaves a choice. The same "
                               "number gives the same strokes."),
                            FLAGS));
}
