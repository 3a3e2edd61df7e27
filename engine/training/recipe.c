/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/recipe.h"

#include "ground/error.h"
#include "networks/architecture.h"
#include "networks/perceptual.h"
#include "strokes/manner.h"

#include <math.h>
#include <string.h>

typedef enum
{
  TEXT,   /* gchar *   */
  WHOLE,  /* gint      */
  THREE,  /* gint[3]   */
  SEED,   /* guint32   */
  NUMBER, /* gdouble   */
  FIXED,  /* nothing: a key of earlier versions that has one value */
} Type;

typedef struct
{
  const gchar *group;
  const gchar *key;
  Type type;
  gsize offset;
  const gchar *preset; /* as in a file */
  gdouble min, max;    /* of TEXT: bytes */
  gboolean trains;     /* has a say in the weights */
  const gchar *before; /* what there was before there was the key; NULL: it was always there */
} Field;

#define FIELD(group, key, type, preset, min, max, trains)                                          \
  {                                                                                                \
    group, #key, type, G_STRUCT_OFFSET (PstRecipe, key), preset, min, max, trains, NULL            \
  }

/* clang-format off */
#define BEFORE_FIRST NULL
#define BEFORE_LATER "0"

#define LOSS_FIELD(NAME, name, weight, laid, clear, drawn, since, ...)                                               \
  { "losses", #name, NUMBER, G_STRUCT_OFFSET (PstRecipe, losses[PST_LOSS_##NAME]), #weight,        \
    0, 1000, TRUE, BEFORE_##since },

/* All there is to know of every field; the rest of this file is loops over it. */
static const Field fields[] = {
  FIELD ("style", id, TEXT, "", 0, 64, FALSE),
  FIELD ("style", title, TEXT, "", 0, 1024, FALSE),
  FIELD ("style", artist, TEXT, "", 0, 1024, FALSE),
  FIELD ("style", year, TEXT, "", 0, 1024, FALSE),
  FIELD ("style", licence, TEXT, "", 0, 1024, FALSE),
  FIELD ("style", order, TEXT, "", 0, 4, FALSE),
  FIELD ("style", finish, TEXT, "", 0, 3, FALSE),
  FIELD ("style", role, TEXT, "", 0, 16, FALSE),
  FIELD ("style", painting, TEXT, "", 0, 1024, FALSE),
  FIELD ("generator", widths, THREE, "24,48,96", PST_WIDTH_MIN, PST_WIDTH_MAX, TRUE),
  FIELD ("generator", blocks, WHOLE, "5", 0, PST_BLOCKS_MAX, TRUE),
  FIELD ("generator", noise, NUMBER, "0.2", 0, 10, TRUE),
  { "generator", "sees", TEXT, G_STRUCT_OFFSET (PstRecipe, sees), PST_SEES_BEST, 1, 32, TRUE, PST_SEES_PHOTO },
  FIELD ("training", from, TEXT, "", 0, 1024, TRUE),
  { "training", "trunk", TEXT, G_STRUCT_OFFSET (PstRecipe, trunk), PST_TRUNK_LEARNT, 1, 32, TRUE, PST_TRUNK_LEARNT },
  FIELD ("training", style_size, WHOLE, "448", 112, 16384, TRUE),
  FIELD ("training", crop, WHOLE, "128", 112, 1024, TRUE),
  FIELD ("training", batch, WHOLE, "4", 1, 64, TRUE),
  FIELD ("training", late_crop, WHOLE, "256", 0, 1024, TRUE),
  FIELD ("training", late_batch, WHOLE, "1", 1, 64, TRUE),
  FIELD ("training", steps, WHOLE, "0", 0, 10000000, TRUE),
  FIELD ("training", minutes, NUMBER, "15", 0, 100000, FALSE),
  FIELD ("training", learning_rate, NUMBER, "0.002", 1e-8, 1, TRUE),
  FIELD ("training", seed, SEED, "0", 0, G_MAXUINT32, TRUE),
  { "training", "content_layer", FIXED, 0, "both", 0, 0, TRUE, NULL },
  { "training", "features", TEXT, G_STRUCT_OFFSET (PstRecipe, features), "random", 1, 32, TRUE,
    "random" },
  PST_LOSSES (LOSS_FIELD)
};
/* clang-format on */

#define TEXT_OF(recipe, field)   G_STRUCT_MEMBER (gchar *, recipe, (field)->offset)
#define WHOLE_OF(recipe, field)  G_STRUCT_MEMBER (gint, recipe, (field)->offset)
#define THREE_OF(recipe, field)  ((gint *) G_STRUCT_MEMBER_P (recipe, (field)->offset))
#define SEED_OF(recipe, field)   G_STRUCT_MEMBER (guint32, recipe, (field)->offset)
#define NUMBER_OF(recipe, field) G_STRUCT_MEMBER (gdouble, recipe, (field)->offset)

static const Field *
field_find (const gchar *group, const gchar *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strcmp (fields[i].group, group) == 0 && strcmp (fields[i].key, key) == 0)
      return &fields[i];
  return NULL;
}

/* ---- text to numbers and back ----------------------------------------- */

static gboolean
parse_whole (const gchar *text, gint *value)
{
  gint64 whole;

  if (! g_ascii_string_to_signed (text, 10, G_MININT, G_MAXINT, &whole, NULL))
    return FALSE;
  *value = (gint) whole;
  return TRUE;
}

/* FALSE if @text is no value of the field's type; whether it is in range is for
 * pst_recipe_check () to say. */
static gboolean
field_parse (const Field *field, PstRecipe *recipe, const gchar *text)
{
  switch (field->type)
    {
    case TEXT:
      g_free (TEXT_OF (recipe, field));
      TEXT_OF (recipe, field) = g_strdup (text);
      return TRUE;

    case WHOLE:
      return parse_whole (text, &WHOLE_OF (recipe, field));

    case THREE:
      {
        g_auto (GStrv) parts = g_strsplit (text, ",", 4);
        gboolean good = g_strv_length (parts) == 3;

        for (gint i = 0; good && i < 3; i++)
          good = parse_whole (g_strstrip (parts[i]), &THREE_OF (recipe, field)[i]);
        return good;
      }

    case SEED:
      {
        guint64 seed;

        if (! g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &seed, NULL))
          return FALSE;
        SEED_OF (recipe, field) = (guint32) seed;
        return TRUE;
      }

    case NUMBER:
      {
        gchar *end;

        NUMBER_OF (recipe, field) = g_ascii_strtod (text, &end);
        return end != text && *end == '\0';
      }

    case FIXED:
      return strcmp (text, field->preset) == 0;
    }
  return FALSE;
}

static gchar *
field_format (const Field *field, const PstRecipe *recipe)
{
  gchar number[G_ASCII_DTOSTR_BUF_SIZE];

  switch (field->type)
    {
    case TEXT:
      return g_strdup (TEXT_OF (recipe, field));
    case WHOLE:
      return g_strdup_printf ("%d", WHOLE_OF (recipe, field));
    case THREE:
      return g_strdup_printf ("%d,%d,%d", THREE_OF (recipe, field)[0], THREE_OF (recipe, field)[1],
                              THREE_OF (recipe, field)[2]);
    case SEED:
      return g_strdup_printf ("%" G_GUINT32_FORMAT, SEED_OF (recipe, field));
    case NUMBER:
      /* The shorter form where it says the same. */
      g_ascii_formatd (number, sizeof number, "%.15g", NUMBER_OF (recipe, field));
      if (g_ascii_strtod (number, NULL) != NUMBER_OF (recipe, field))
        g_ascii_dtostr (number, sizeof number, NUMBER_OF (recipe, field));
      return g_strdup (number);
    case FIXED:
      return g_strdup (field->preset);
    }
  return NULL;
}

/* ---- recipes ---------------------------------------------------------- */

PstRecipe *
pst_recipe_new (void)
{
  PstRecipe *recipe = g_new0 (PstRecipe, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    field_parse (&fields[i], recipe, fields[i].preset);
  return recipe;
}

PstRecipe *
pst_recipe_copy (const PstRecipe *recipe)
{
  PstRecipe *copy = g_memdup2 (recipe, sizeof *recipe);

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].type == TEXT)
      TEXT_OF (copy, &fields[i]) = g_strdup (TEXT_OF (recipe, &fields[i]));
  return copy;
}

void
pst_recipe_free (PstRecipe *recipe)
{
  if (! recipe)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].type == TEXT)
      g_free (TEXT_OF (recipe, &fields[i]));
  g_free (recipe);
}

gboolean
pst_recipe_sees_strokes (const PstRecipe *recipe)
{
  return strcmp (recipe->sees, PST_SEES_STROKES) == 0;
}

gboolean
pst_recipe_keeps_trunk (const PstRecipe *recipe)
{
  return strcmp (recipe->trunk, PST_TRUNK_KEPT) == 0;
}

/* Of who adds to strokes, and to planes and lines. */
static const gdouble laid_rates[] = { 0.001, 0.0005 };

#define LOSS_WEIGHTS(NAME, name, weight, laid, clear, drawn, ...)                                  \
  [PST_LOSS_##NAME] = { weight, laid, clear, drawn },

void
pst_recipe_decide (PstRecipe *recipe, const PstManner *manner)
{
  static const gdouble weights[PST_N_LOSSES][4] = { PST_LOSSES (LOSS_WEIGHTS) };
  g_autoptr (PstRecipe) preset = NULL;
  gint drawn = manner && manner->params.kind != PST_MANNER_PAINTED;

  if (strcmp (recipe->sees, PST_SEES_BEST) != 0)
    return;
  g_free (recipe->sees);
  recipe->sees = g_strdup (manner ? PST_SEES_STROKES : PST_SEES_PHOTO);
  if (! manner)
    return;
  preset = pst_recipe_new ();
  for (gint i = 0; i < PST_N_LOSSES; i++)
    if (recipe->losses[i] == weights[i][0])
      recipe->losses[i] = weights[i][drawn ? 3 : pst_manner_is_clear (manner) ? 2 : 1];
  if (recipe->learning_rate == preset->learning_rate)
    recipe->learning_rate = laid_rates[drawn];
}

static gboolean
field_check (const Field *field, const PstRecipe *recipe)
{
  const gchar *text;
  gdouble value = 0.0;

  switch (field->type)
    {
    case TEXT:
      text = TEXT_OF (recipe, field);
      return text && g_utf8_validate (text, -1, NULL) && (gdouble) strlen (text) >= field->min
             && (gdouble) strlen (text) <= field->max;
    case WHOLE:
      value = WHOLE_OF (recipe, field);
      break;
    case THREE:
      for (gint i = 0; i < 3; i++)
        if (THREE_OF (recipe, field)[i] < field->min || THREE_OF (recipe, field)[i] > field->max)
          return FALSE;
      return TRUE;
    case SEED:
    case FIXED:
      return TRUE;
    case NUMBER:
      value = NUMBER_OF (recipe, field);
      break;
    }
  return value >= field->min && value <= field->max; /* FALSE for a NaN */
}

static gboolean
is_kebab_case (const gchar *id)
{
  gsize length = strlen (id);

  return strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-") == length
         && (length == 0 || (id[0] != '-' && id[length - 1] != '-')) && ! strstr (id, "--");
}

static gboolean
refuse (GError **error, const gchar *why)
{
  g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT, "The recipe cannot be used: %s.", why);
  return FALSE;
}

gboolean
pst_recipe_check (const PstRecipe *recipe, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (! field_check (&fields[i], recipe))
      {
        g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                     "The recipe cannot be used: \"%s\" in [%s] must be %s%g to %g%s.",
                     fields[i].key, fields[i].group, fields[i].type == TEXT ? "text of " : "",
                     fields[i].min, fields[i].max, fields[i].type == TEXT ? " bytes" : "");
        return FALSE;
      }
  if (! is_kebab_case (recipe->id))
    return refuse (error,
                   "\"id\" in [style] must be words of a-z and 0-9 joined by single hyphens");
  for (gint i = 0; i < 3; i++)
    if (recipe->widths[i] % 2)
      return refuse (error, "\"widths\" in [generator] must be even");
  if (recipe->crop % 8)
    return refuse (error, "\"crop\" in [training] must be a multiple of 8");
  if (recipe->crop > recipe->style_size)
    return refuse (error, "\"crop\" in [training] must not be larger than \"style_size\"");
  if (recipe->late_crop % 8)
    return refuse (error, "\"late_crop\" in [training] must be a multiple of 8");
  if (! pst_perceptual_find (recipe->features))
    return refuse (error, "\"features\" in [training] is no kind that there is; use random");
  if (strcmp (recipe->sees, PST_SEES_PHOTO) != 0 && ! pst_recipe_sees_strokes (recipe)
      && strcmp (recipe->sees, PST_SEES_BEST) != 0)
    return refuse (error, "\"sees\" in [generator] must be photo, strokes or best");
  if (strcmp (recipe->trunk, PST_TRUNK_LEARNT) != 0 && ! pst_recipe_keeps_trunk (recipe))
    return refuse (error, "\"trunk\" in [training] must be learnt or kept");
  if (pst_recipe_keeps_trunk (recipe)
      && (*recipe->from == '\0' || strcmp (recipe->sees, PST_SEES_PHOTO) == 0))
    return refuse (error,
                   "a trunk is kept where strokes are seen and there is a style to start \"from\"");
  if (recipe->steps == 0 && recipe->minutes <= 0.0)
    return refuse (error, "either \"steps\" or \"minutes\" in [training] must be more than 0");
  return TRUE;
}

/* ---- files ------------------------------------------------------------ */

static gboolean
load_group (PstRecipe *recipe, GKeyFile *file, const gchar *path, const gchar *group,
            GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (gchar **key = keys; key && *key; key++)
    {
      const Field *field = field_find (group, *key);
      g_autofree gchar *text = NULL;

      if (! field)
        return pst_error_set_file (error, PST_ERROR_BAD_INPUT, path,
                                   "\"%s\" in [%s] is not a key that recipes have; remove it or "
                                   "mend its spelling",
                                   *key, group);
      text = g_key_file_get_string (file, group, *key, NULL);
      if (! text || ! field_parse (field, recipe, field->type == TEXT ? text : g_strstrip (text)))
        return pst_error_set_file (error, PST_ERROR_BAD_INPUT, path, "\"%s\" in [%s] must be %s",
                                   *key, group,
                                   field->type == TEXT     ? "text in UTF-8"
                                   : field->type == NUMBER ? "a number, as 0.5"
                                   : field->type == THREE  ? "three whole numbers, as 24,48,96"
                                   : field->type == FIXED  ? field->preset
                                                           : "a whole number");
    }
  return TRUE;
}

PstRecipe *
pst_recipe_from_key_file (GKeyFile *file, const gchar *path, const gchar *other, GError **error)
{
  g_autoptr (PstRecipe) recipe = pst_recipe_new ();
  g_autofree gchar *name = g_filename_display_name (path);
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (gsize i = 0; other && i < G_N_ELEMENTS (fields); i++)
    if (fields[i].before)
      field_parse (&fields[i], recipe, fields[i].before);
  for (gchar **group = groups; *group; group++)
    {
      gboolean known = FALSE;

      if (g_strcmp0 (*group, other) == 0)
        continue;
      for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
        known = known || strcmp (fields[i].group, *group) == 0;
      if (! known)
        {
          pst_error_set_file (error, PST_ERROR_BAD_INPUT, path,
                              "[%s] is not a group that recipes have; there are [style], "
                              "[generator], [training] and [losses]",
                              *group);
          return NULL;
        }
      if (! load_group (recipe, file, path, *group, error))
        return NULL;
    }
  if (! pst_recipe_check (recipe, error))
    {
      g_prefix_error (error, "%s: ", name);
      return NULL;
    }
  return g_steal_pointer (&recipe);
}

PstRecipe *
pst_recipe_load (const gchar *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  g_autofree gchar *name = g_filename_display_name (path);

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &local))
    return pst_recipe_from_key_file (file, path, NULL, error);
  if (local->domain == G_FILE_ERROR)
    g_propagate_prefixed_error (error, g_steal_pointer (&local), "%s: ", name);
  else
    pst_error_set_file (error, PST_ERROR_BAD_INPUT, path, "it is not a recipe: %s", local->message);
  return NULL;
}

gchar *
pst_recipe_to_data (const PstRecipe *recipe)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree gchar *text = field_format (&fields[i], recipe);

      if (fields[i].type != FIXED)
        g_key_file_set_string (file, fields[i].group, fields[i].key, text);
    }
  return g_key_file_to_data (file, NULL, NULL);
}

gchar *
pst_recipe_checksum (const PstRecipe *recipe)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree gchar *value = field_format (&fields[i], recipe);

      if (fields[i].trains && g_strcmp0 (value, fields[i].before) != 0)
        g_string_append_printf (text, "%s=%s\n", fields[i].key, value);
    }
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, -1);
}

gboolean
pst_recipe_fits (const PstRecipe *recipe, const PstStyle *style)
{
  for (gint i = 0; i < 3; i++)
    if (style->shape.widths[i] != recipe->widths[i])
      return FALSE;
  return style->shape.blocks == recipe->blocks;
}
