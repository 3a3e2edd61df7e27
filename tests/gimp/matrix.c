/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plug-in that only the tests install: "test-pastiche-matrix" makes pictures of
 * every kind in the GIMP that it runs in, has them painted as a script would, and
 * looks at every bit of what comes back.  Writes TAP to the file it is given. */

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "gimp/gimp-note.h"
#include "gimp/gimp-paint.h"

#define PROC   "test-pastiche-matrix"
#define WIDTH  40
#define HEIGHT 32

static void query (void);
static void run (const gchar *name, gint n_params, const GimpParam *params, gint *n_return_vals,
                 GimpParam **return_vals);

const GimpPlugInInfo PLUG_IN_INFO = { NULL, NULL, query, run };

MAIN ()

/* ---- results ---------------------------------------------------------- */

static GString *tap;      /* what is written at the end */
static GString *problems; /* of the case at hand */
static gint n_cases;
static gchar *result_path;

G_GNUC_PRINTF (1, 2)
static void
complain (const gchar *format, ...)
{
  va_list args;

  if (problems->len > 0)
    g_string_append (problems, "; ");
  va_start (args, format);
  g_string_append_vprintf (problems, format, args);
  va_end (args);
}

#define CHECK(condition, ...)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (! (condition))                                                                             \
      complain (__VA_ARGS__);                                                                      \
  }                                                                                                \
  G_STMT_END

static void
begin_case (void)
{
  g_string_truncate (problems, 0);
}

/* The file is written anew for every case, for whoever waits for it. */
static void
end_case (const gchar *name)
{
  n_cases++;
  g_string_append_printf (tap, "%sok %d - %s\n", problems->len ? "not " : "", n_cases, name);
  if (problems->len > 0)
    g_string_append_printf (tap, "# %s\n", problems->str);
  g_file_set_contents (result_path, tap->str, (gssize) tap->len, NULL);
}

/* ---- pixels ----------------------------------------------------------- */

typedef struct
{
  gint width;
  gint height;
  const Babl *format;
  gsize bytes; /* of a pixel */
  guint8 *data;
} Raw;

static void
raw_clear (Raw *raw)
{
  g_free (raw->data);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Raw, raw_clear)

/* The drawable's own bytes, or as @format. */
static Raw
raw_as (gint32 drawable, const Babl *format)
{
  g_autoptr (GeglBuffer) buffer = gimp_drawable_get_buffer (drawable);
  Raw raw = { gegl_buffer_get_width (buffer), gegl_buffer_get_height (buffer),
              format ? format : gegl_buffer_get_format (buffer) };

  raw.bytes = (gsize) babl_format_get_bytes_per_pixel (raw.format);
  raw.data = g_malloc (raw.bytes * (gsize) raw.width * (gsize) raw.height);
  gegl_buffer_get (buffer, NULL, 1.0, raw.format, raw.data, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  return raw;
}

static Raw
raw_of (gint32 drawable)
{
  return raw_as (drawable, NULL);
}

static gboolean
raw_equal (const Raw *a, const Raw *b)
{
  return a->width == b->width && a->height == b->height && a->format == b->format
         && memcmp (a->data, b->data, a->bytes * (gsize) a->width * (gsize) a->height) == 0;
}

static const guint8 *
raw_at (const Raw *raw, gint x, gint y)
{
  return raw->data + ((gsize) y * (gsize) raw->width + (gsize) x) * raw->bytes;
}

/* As doubles in the drawable's own encoding: exact for every precision. */
static Raw
doubles_of (gint32 drawable)
{
  g_autoptr (GeglBuffer) buffer = gimp_drawable_get_buffer (drawable);
  const Babl *own = gegl_buffer_get_format (buffer);
  g_autofree gchar *name = NULL;

  if (babl_format_is_palette (own))
    return raw_as (drawable, babl_format ("R'G'B'A double"));
  name = g_strdup_printf ("%s double", babl_get_name (babl_format_get_model (own)));
  return raw_as (drawable, babl_format (name));
}

static const gdouble *
double_at (const Raw *raw, gint x, gint y)
{
  return (const gdouble *) raw_at (raw, x, y);
}

/* The largest difference of two drawables of one kind, in their own encoding.  Two
 * runs of one painting may differ in a last bit: babl takes the conversion that
 * is the faster at the moment. */
static gdouble
largest_difference (gint32 a, gint32 b)
{
  g_auto (Raw) x = doubles_of (a);
  g_auto (Raw) y = doubles_of (b);
  gsize n = x.bytes / sizeof (gdouble) * (gsize) x.width * (gsize) x.height;
  gdouble largest = 0;

  if (x.width != y.width || x.height != y.height || x.format != y.format)
    return G_MAXDOUBLE;
  for (gsize i = 0; i < n; i++)
    largest = MAX (largest, fabs (((const gdouble *) x.data)[i] - ((const gdouble *) y.data)[i]));
  return largest;
}

/* ---- pictures --------------------------------------------------------- */

/* A scene in [0,1]: a slanted gradient, a disc and a little texture. */
static void
scene (gint x, gint y, gint width, gint height, gdouble rgb[3])
{
  gdouble u = (x + .5) / width, v = (y + .5) / height;
  gdouble disc = hypot (u - .6, v - .4) < .25 ? .35 : 0;

  rgb[0] = .15 + .55 * u + disc * .5 + .05 * sin (9 * x + y);
  rgb[1] = .25 + .4 * v - disc * .4 + .05 * sin (5 * y);
  rgb[2] = .7 - .5 * u + .05 * cos (7 * x - 3 * y);
  for (gint c = 0; c < 3; c++)
    rgb[c] = CLAMP (rgb[c], 0.02, 0.98);
}

/* Values that only floats can hold. */
static gdouble
outlandish (gint x, gint y, gdouble value)
{
  switch (y * WIDTH + x)
    {
    case 3 * WIDTH + 5:
      return 7.5;
    case 3 * WIDTH + 6:
      return -2;
    case 4 * WIDTH + 9:
      return NAN;
    case 6 * WIDTH + 20:
      return INFINITY;
    case 20 * WIDTH + 2:
      return -INFINITY;
    default:
      return value;
    }
}

static gboolean
is_float (gint32 drawable)
{
  const gchar *format = babl_get_name (gimp_drawable_get_format (drawable));

  return g_str_has_suffix (format, "half") || g_str_has_suffix (format, "float")
         || g_str_has_suffix (format, "double");
}

/* Fills @layer with the scene, its numbers in the image's own encoding, and alpha
 * with everything between 0 and 1. */
static void
fill (gint32 layer, gboolean strange)
{
  g_autoptr (GeglBuffer) buffer = gimp_drawable_get_buffer (layer);
  Raw raw = doubles_of (layer);
  gint n = babl_format_get_n_components (raw.format);
  gboolean has_alpha = babl_format_has_alpha (raw.format);

  for (gint y = 0; y < raw.height; y++)
    for (gint x = 0; x < raw.width; x++)
      {
        gdouble *p = (gdouble *) raw_at (&raw, x, y), rgb[3];

        scene (x, y, raw.width, raw.height, rgb);
        for (gint c = 0; c < n; c++)
          p[c] = n < 3 ? (rgb[0] + rgb[1]) / 2 : rgb[MIN (c, 2)];
        if (strange && is_float (layer))
          p[0] = outlandish (x, y, p[0]);
        if (has_alpha)
          p[n - 1] = x < 5 ? 0 : y == 30 ? .123456789123 : CLAMP ((y - 2) / 17.0, 0, 1);
      }
  gegl_buffer_set (buffer, NULL, 0, raw.format, raw.data, GEGL_AUTO_ROWSTRIDE);
  gegl_buffer_flush (buffer);
  raw_clear (&raw);
}

static GimpImageType
layer_type (GimpImageBaseType base, gboolean alpha)
{
  if (base == GIMP_INDEXED)
    return alpha ? GIMP_INDEXEDA_IMAGE : GIMP_INDEXED_IMAGE;
  if (base == GIMP_GRAY)
    return alpha ? GIMP_GRAYA_IMAGE : GIMP_GRAY_IMAGE;
  return alpha ? GIMP_RGBA_IMAGE : GIMP_RGB_IMAGE;
}

static gint32
add_layer (gint32 image, const gchar *name, gint width, gint height, gboolean alpha, gint32 parent,
           gboolean strange)
{
  gint32 layer =
      gimp_layer_new (image, name, width, height, layer_type (gimp_image_base_type (image), alpha),
                      100, GIMP_LAYER_MODE_NORMAL);

  gimp_image_insert_layer (image, layer, parent, -1);
  fill (layer, strange);
  return layer;
}

static gboolean
is_linear (GimpPrecision precision)
{
  return precision % 100 == 0;
}

/* ---- calling ---------------------------------------------------------- */

typedef struct
{
  const gchar *style;
  gdouble strength, brush_size, keep_colours;
  const gchar *mix_style;
  gdouble mix;
  gint seed;
} Call;

#define CALL                                                                                       \
  (Call)                                                                                           \
  {                                                                                                \
    "test-style", 100, 100, 0, "", 0, 1                                                            \
  }

static GimpPDBStatusType last_status;
static gint n_calls;

/* The new layer, or -1 and what the plug-in said in *@message. */
static gint32
call (gint32 image, gint32 drawable, Call with, gchar **message)
{
  gint n = 0;
  GimpParam *values = gimp_run_procedure (
      "plug-in-pastiche", &n, GIMP_PDB_INT32, GIMP_RUN_NONINTERACTIVE, GIMP_PDB_IMAGE, image,
      GIMP_PDB_DRAWABLE, drawable, GIMP_PDB_STRING, with.style, GIMP_PDB_FLOAT, with.strength,
      GIMP_PDB_FLOAT, with.brush_size, GIMP_PDB_FLOAT, with.keep_colours, GIMP_PDB_STRING,
      with.mix_style, GIMP_PDB_FLOAT, with.mix, GIMP_PDB_INT32, with.seed, GIMP_PDB_END);
  gint32 layer = -1;

  n_calls++;
  last_status = values[0].data.d_status;
  if (message)
    *message = NULL;
  if (values[0].data.d_status == GIMP_PDB_SUCCESS)
    layer = values[1].data.d_layer;
  else if (message)
    *message = g_strdup (n > 1 && values[1].type == GIMP_PDB_STRING ? values[1].data.d_string
                                                                    : gimp_get_pdb_error ());
  gimp_destroy_params (values, n);
  return layer;
}

static gint32
paint (gint32 image, gint32 drawable, Call with)
{
  g_autofree gchar *message = NULL;
  gint32 layer = call (image, drawable, with, &message);

  if (layer == -1)
    complain ("it failed: %s", message);
  return layer;
}

/* ---- what must hold of every painting --------------------------------- */

static gint
n_items (gint32 image, gint32 parent)
{
  gint n;
  g_autofree gint *items =
      parent == -1 ? gimp_image_get_layers (image, &n) : gimp_item_get_children (parent, &n);

  return n;
}

/* Alpha to the last bit, and what is finite. */
static void
check_pixels (gint32 source, gint32 new, gdouble strength)
{
  g_auto (Raw) a = raw_of (source);
  g_auto (Raw) b = raw_of (new);
  g_auto (Raw) da = doubles_of (source);
  g_auto (Raw) db = doubles_of (new);
  gint n = babl_format_get_n_components (db.format);
  gint bad_alpha = 0, not_finite = 0, changed = 0, visible = 0, differ = 0;
  gboolean has_alpha = babl_format_has_alpha (b.format);
  gsize component = a.bytes / (gsize) babl_format_get_n_components (a.format);

  for (gint y = 0; y < a.height; y++)
    for (gint x = 0; x < a.width; x++)
      {
        const gdouble *p = double_at (&da, x, y), *q = double_at (&db, x, y);
        gboolean finite = TRUE;

        for (gint c = 0; c < n; c++)
          {
            not_finite += ! isfinite (q[c]);
            finite &= isfinite (p[c]);
          }
        if (has_alpha
            && memcmp (raw_at (&a, x, y) + a.bytes - component,
                       raw_at (&b, x, y) + b.bytes - component, component)
                   != 0)
          bad_alpha++;
        if (finite && memcmp (raw_at (&a, x, y), raw_at (&b, x, y), a.bytes) != 0)
          differ++;
        if (! has_alpha || p[n - 1] > 0)
          {
            visible++;
            changed += memcmp (raw_at (&a, x, y), raw_at (&b, x, y), a.bytes) != 0;
          }
      }

  CHECK (bad_alpha == 0, "alpha differs in %d pixels", bad_alpha);
  CHECK (not_finite == 0, "%d values are not finite", not_finite);
  if (strength == 0)
    CHECK (differ == 0, "at strength 0, %d pixels differ", differ);
  else
    CHECK (changed > visible / 2 || visible == 0, "only %d of %d visible pixels were painted",
           changed, visible);
}

/* New layer's mask: selection times the source's mask. */
static void
check_mask (gint32 image, gint32 source, gint32 new)
{
  gint32 mask = gimp_layer_get_mask (new), old = gimp_layer_get_mask (source);
  gboolean selected = ! gimp_selection_is_empty (image);
  const Babl *format = babl_format ("Y float");
  gdouble worst = 0;
  gint x0, y0;

  if (! selected && old == -1)
    {
      CHECK (mask == -1, "there is a mask");
      return;
    }
  if (mask == -1)
    {
      complain ("there is no mask");
      return;
    }

  {
    g_auto (Raw) m = raw_as (mask, format);
    g_auto (Raw) s = raw_as (gimp_image_get_selection (image), format);
    g_auto (Raw) o = raw_as (old == -1 ? mask : old, format);

    gimp_drawable_offsets (new, &x0, &y0);
    for (gint y = 0; y < m.height; y++)
      for (gint x = 0; x < m.width; x++)
        {
          gint u = x + x0, v = y + y0;
          gfloat wanted = 1;

          if (selected)
            wanted = u >= 0 && v >= 0 && u < s.width && v < s.height
                         ? *(const gfloat *) raw_at (&s, u, v)
                         : 0;
          if (old != -1)
            wanted *= *(const gfloat *) raw_at (&o, x, y);
          worst = MAX (worst, fabs (wanted - *(const gfloat *) raw_at (&m, x, y)));
        }
  }
  CHECK (worst <= (old != -1 && selected ? .51 / 255 : 0), "the mask is wrong by %g", worst);
  CHECK (! gimp_layer_get_edit_mask (new), "the mask is being edited");
}

static void
check_note (gint32 source, gint32 new)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  GimpParasite *note = gimp_item_get_parasite (new, "pastiche");

  if (! note)
    {
      complain ("there is no note");
      return;
    }
  CHECK (gimp_parasite_is_persistent (note), "the note is not persistent");
  if (! g_key_file_load_from_data (file, gimp_parasite_data (note),
                                   strlen (gimp_parasite_data (note)), G_KEY_FILE_NONE, NULL))
    complain ("the note cannot be read");
  else
    {
      g_autofree gchar *style = g_key_file_get_string (file, "painting", "style", NULL);
      g_autofree gchar *version = g_key_file_get_string (file, "painting", "version", NULL);

      CHECK (g_strcmp0 (style, "test-style") == 0, "the note's style is %s", style);
      CHECK (version && *version, "the note has no version");
      CHECK (g_key_file_get_integer (file, "painting", "source", NULL)
                 == gimp_item_get_tattoo (source),
             "the note's source is another layer");
    }
  gimp_parasite_free (note);
}

static void
check_twin (gint32 source, gint32 new, gint position)
{
  gint32 image = gimp_item_get_image (source);
  const gchar *format_a = babl_get_name (gimp_drawable_get_format (source));
  const gchar *format_b = babl_get_name (gimp_drawable_get_format (new));
  g_autofree gchar *name_a = gimp_item_get_name (source);
  g_autofree gchar *name_b = gimp_item_get_name (new);
  g_autofree gchar *wanted = g_strdup_printf ("Test Style (%s)", name_a);
  gint xa, ya, xb, yb;

  gimp_drawable_offsets (source, &xa, &ya);
  gimp_drawable_offsets (new, &xb, &yb);
  CHECK (xa == xb && ya == yb, "offsets %d, %d instead of %d, %d", xb, yb, xa, ya);
  CHECK (gimp_drawable_width (source) == gimp_drawable_width (new)
             && gimp_drawable_height (source) == gimp_drawable_height (new),
         "another size");
  CHECK (g_str_equal (format_a, format_b), "format %s instead of %s", format_b, format_a);
  CHECK (gimp_item_get_parent (source) == gimp_item_get_parent (new), "another group");
  CHECK (gimp_image_get_item_position (image, new) == position, "position %d instead of %d",
         gimp_image_get_item_position (image, new), position);
  CHECK (gimp_image_get_item_position (image, source) == position + 1, "the source has moved");
  CHECK (gimp_image_get_active_layer (image) == new, "the new layer is not active");
  CHECK (gimp_item_get_visible (new), "the new layer is hidden");
  CHECK (gimp_item_get_linked (new) == gimp_item_get_linked (source), "linked is not as it was");
  CHECK (gimp_layer_get_opacity (new) == 100 && gimp_layer_get_mode (new) == GIMP_LAYER_MODE_NORMAL,
         "opacity or mode");
  CHECK (! gimp_item_is_group (new) && ! gimp_item_is_text_layer (new), "not a plain layer");
  /* GIMP numbers a name that there is already. */
  CHECK (g_str_has_prefix (name_b, wanted), "the name is %s", name_b);
}

/* Where nothing is selected, what is seen stays to the last bit. */
static void
check_outside (gint32 image, const Raw *before)
{
  gint32 visible = gimp_layer_new_from_visible (image, image, "after");
  g_auto (Raw) after = raw_of (visible);
  g_auto (Raw) s = raw_as (gimp_image_get_selection (image), babl_format ("Y float"));
  gint outside = 0, inside = 0;

  gimp_item_delete (visible);
  for (gint y = 0; y < s.height; y++)
    for (gint x = 0; x < s.width; x++)
      if (memcmp (raw_at (before, x, y), raw_at (&after, x, y), after.bytes) != 0)
        {
          if (*(const gfloat *) raw_at (&s, x, y) == 0)
            outside++;
          else
            inside++;
        }
  CHECK (outside == 0, "%d pixels outside the selection are seen to change", outside);
  CHECK (inside > 0, "nothing is seen to change inside the selection");
}

/* ---- the matrix ------------------------------------------------------- */

enum
{
  PROFILE_NONE,
  PROFILE_WIDE,  /* AdobeRGB, or gray with Lab's curve */
  PROFILE_OTHER, /* sRGB colours with another curve than the precision's own */
  N_PROFILES
};

enum
{
  SELECT_NONE,
  SELECT_RECTANGLE,
  SELECT_FEATHERED,
  N_SELECTIONS
};

enum
{
  PLACE_BETWEEN, /* other layers above and below */
  PLACE_OFFSET,  /* partly outside, and larger than the image */
  PLACE_NESTED,  /* in a group in a group */
  PLACE_MASKED,  /* with a mask of its own, linked, and its content locked */
  N_PLACES
};

static const gchar *const profile_names[] = { "no profile", "wide profile", "other curve" };
static const gchar *const selection_names[] = { "all", "rectangle", "feathered" };
static const gchar *const place_names[] = { "between", "offset", "nested", "masked" };

static const struct
{
  GimpPrecision precision;
  const gchar *name;
} precisions[] = {
  { GIMP_PRECISION_U8_GAMMA, "u8" },         { GIMP_PRECISION_U8_LINEAR, "u8 linear" },
  { GIMP_PRECISION_U16_GAMMA, "u16" },       { GIMP_PRECISION_U16_LINEAR, "u16 linear" },
  { GIMP_PRECISION_U32_GAMMA, "u32" },       { GIMP_PRECISION_U32_LINEAR, "u32 linear" },
  { GIMP_PRECISION_HALF_GAMMA, "half" },     { GIMP_PRECISION_HALF_LINEAR, "half linear" },
  { GIMP_PRECISION_FLOAT_GAMMA, "float" },   { GIMP_PRECISION_FLOAT_LINEAR, "float linear" },
  { GIMP_PRECISION_DOUBLE_GAMMA, "double" }, { GIMP_PRECISION_DOUBLE_LINEAR, "double linear" },
};

static GimpColorProfile *
make_profile (gint kind, gboolean gray, gboolean linear)
{
  GimpColorProfile *profile, *adobe;

  if (kind == PROFILE_NONE)
    return NULL;
  if (gray)
    {
      if (kind == PROFILE_WIDE)
        return linear ? gimp_color_profile_new_d65_gray_linear ()
                      : gimp_color_profile_new_d50_gray_lab_trc ();
      return linear ? gimp_color_profile_new_d65_gray_srgb_trc ()
                    : gimp_color_profile_new_d65_gray_linear ();
    }
  if (kind == PROFILE_OTHER)
    return linear ? gimp_color_profile_new_rgb_srgb () : gimp_color_profile_new_rgb_srgb_linear ();

  adobe = gimp_color_profile_new_rgb_adobe ();
  if (! linear)
    return adobe;
  profile = gimp_color_profile_new_linear_from_color_profile (adobe);
  g_object_unref (adobe);
  return profile;
}

static void
select_some (gint32 image, gint kind)
{
  gimp_context_set_feather (kind == SELECT_FEATHERED);
  gimp_context_set_feather_radius (5, 5);
  if (kind == SELECT_RECTANGLE)
    gimp_image_select_rectangle (image, GIMP_CHANNEL_OP_REPLACE, 7, 5, 19, 13);
  else if (kind == SELECT_FEATHERED)
    gimp_image_select_ellipse (image, GIMP_CHANNEL_OP_REPLACE, 8, 6, 26, 20);
  gimp_context_set_feather (FALSE);
}

static void
give_mask (gint32 layer)
{
  gint32 mask = gimp_layer_create_mask (layer, GIMP_ADD_MASK_WHITE);
  g_autoptr (GeglBuffer) buffer = gimp_drawable_get_buffer (mask);
  gint width = gegl_buffer_get_width (buffer), height = gegl_buffer_get_height (buffer);
  g_autofree gfloat *values = g_new (gfloat, (gsize) width * (gsize) height);

  for (gint i = 0; i < width * height; i++)
    values[i] = (gfloat) (i % width) / (gfloat) width;
  gegl_buffer_set (buffer, NULL, 0, babl_format ("Y float"), values, GEGL_AUTO_ROWSTRIDE);
  gegl_buffer_flush (buffer);
  gimp_layer_add_mask (layer, mask);
}

static void
run_cell (gint precision, gboolean gray, gboolean alpha, gint profile_kind, gint selection,
          gint place, gdouble strength)
{
  GimpPrecision p = precisions[precision].precision;
  gint32 image = gimp_image_new_with_precision (WIDTH, HEIGHT, gray ? GIMP_GRAY : GIMP_RGB, p);
  GimpColorProfile *profile = make_profile (profile_kind, gray, is_linear (p));
  gint32 group = -1, layer, new, visible;
  gint position, before;
  g_autofree gchar *name = NULL;
  Call with = CALL;

  begin_case ();
  with.strength = strength;
  if (profile)
    {
      CHECK (gimp_image_set_color_profile (image, profile), "the profile is refused");
      g_object_unref (profile);
    }

  add_layer (image, "Below", WIDTH, HEIGHT, FALSE, -1, FALSE);
  if (place == PLACE_NESTED)
    {
      gint32 outer = gimp_layer_group_new (image);

      group = gimp_layer_group_new (image);
      gimp_image_insert_layer (image, outer, -1, 0);
      gimp_image_insert_layer (image, group, outer, 0);
      add_layer (image, "Sibling", 10, 10, TRUE, group, FALSE);
      layer = add_layer (image, "Photo", WIDTH - 8, HEIGHT, alpha, group, TRUE);
      gimp_layer_set_offsets (layer, 3, -1);
      gimp_image_reorder_item (image, layer, group, 1);
    }
  else
    {
      gboolean large = place == PLACE_OFFSET;

      layer = add_layer (image, "Photo", large ? WIDTH + 30 : WIDTH, large ? HEIGHT + 9 : HEIGHT,
                         alpha, -1, TRUE);
      gimp_image_reorder_item (image, layer, -1, 0);
      if (large)
        gimp_layer_set_offsets (layer, -11, -6);
      if (place == PLACE_BETWEEN)
        {
          gint32 above = add_layer (image, "Above", 6, 6, TRUE, -1, FALSE);

          gimp_image_reorder_item (image, above, -1, 0);
        }
      if (place == PLACE_MASKED)
        {
          give_mask (layer);
          gimp_item_set_linked (layer, TRUE);
          gimp_item_set_lock_content (layer, TRUE);
          gimp_item_set_lock_position (layer, TRUE);
        }
    }
  select_some (image, selection);
  gimp_image_set_active_layer (image, layer);
  gimp_image_clean_all (image);

  {
    g_auto (Raw) source_before = raw_of (layer);
    g_auto (Raw) selection_before = raw_of (gimp_image_get_selection (image));
    g_auto (Raw) seen = { 0 };

    visible = gimp_layer_new_from_visible (image, image, "before");
    seen = raw_of (visible);
    gimp_item_delete (visible);
    position = gimp_image_get_item_position (image, layer);
    before = n_items (image, group);
    CHECK (! gimp_image_is_dirty (image), "the test's picture is dirty");

    new = paint (image, layer, with);
    if (new != -1)
      {
        g_auto (Raw) source_after = raw_of (layer);
        g_auto (Raw) selection_after = raw_of (gimp_image_get_selection (image));

        CHECK (gimp_item_get_image (new) == image, "it is in another image");
        CHECK (n_items (image, group) == before + 1, "not one layer more");
        CHECK (raw_equal (&source_before, &source_after), "the source has changed");
        CHECK (raw_equal (&selection_before, &selection_after), "the selection has changed");
        CHECK (gimp_image_is_dirty (image), "there is no step of undo");
        check_twin (layer, new, position);
        check_pixels (layer, new, strength);
        check_mask (image, layer, new);
        check_note (layer, new);
        if (selection != SELECT_NONE && strength > 0)
          check_outside (image, &seen);
      }
  }

  name = g_strdup_printf ("%s %s%s, %s, %s, %s, strength %g", precisions[precision].name,
                          gray ? "gray" : "RGB", alpha ? "A" : "", profile_names[profile_kind],
                          selection_names[selection], place_names[place], strength);
  end_case (name);
  gimp_image_delete (image);
}

/* Every precision with every type, twice; profile, selection and place in turn, so
 * that all combinations of them occur. */
static void
run_matrix (void)
{
  gboolean seen[N_PROFILES][N_SELECTIONS][N_PLACES] = { 0 };
  gint missing = 0;

  for (gint i = 0; i < 8 * (gint) G_N_ELEMENTS (precisions); i++)
    {
      gint type = i / 2 % 4, selection = i % 3, place = i / 3 % 4, profile = i / 12 % 3;

      seen[profile][selection][place] = TRUE;
      run_cell (i / 8, type & 1, type & 2, profile, selection, place, i % 5 == 4 ? 0 : 100);
    }

  begin_case ();
  for (gint i = 0; i < N_PROFILES * N_SELECTIONS * N_PLACES; i++)
    missing += ! (&seen[0][0][0])[i];
  CHECK (missing == 0, "%d combinations do not occur", missing);
  end_case ("every combination of profile, selection and place occurs");
}

/* ---- colour ----------------------------------------------------------- */

/* Mean CIE 1976 colour difference of two layers, both through their images'
 * profiles. */
static gdouble
mean_delta_e (gint32 a, gint32 b)
{
  g_auto (Raw) x = raw_as (a, babl_format ("CIE Lab float"));
  g_auto (Raw) y = raw_as (b, babl_format ("CIE Lab float"));
  gdouble sum = 0;
  gint n = x.width * x.height;

  for (gint i = 0; i < n; i++)
    {
      const gfloat *p = (const gfloat *) x.data + 3 * i, *q = (const gfloat *) y.data + 3 * i;

      sum += sqrt ((p[0] - q[0]) * (p[0] - q[0]) + (p[1] - q[1]) * (p[1] - q[1])
                   + (p[2] - q[2]) * (p[2] - q[2]));
    }
  return sum / n;
}

static GimpColorProfile *
babl_profile (const gchar *space)
{
  gint length;
  const gchar *icc = babl_space_get_icc (babl_space (space), &length);

  return gimp_color_profile_new_from_icc_profile ((const guint8 *) icc, (gsize) length, NULL);
}

/* The same scene in another encoding gives the same painting.  @convert brings a
 * duplicate of an sRGB picture into it; GIMP itself brings the painting back. */
static void
run_same_scene (const gchar *name, GimpPrecision precision, GimpColorProfile *profile,
                gdouble strength)
{
  gint32 image = gimp_image_new_with_precision (64, 48, GIMP_RGB, GIMP_PRECISION_FLOAT_GAMMA);
  gint32 layer = add_layer (image, "Photo", 64, 48, FALSE, -1, FALSE);
  gint32 copy = gimp_image_duplicate (image), twin, a, b;
  GimpColorProfile *srgb = gimp_color_profile_new_rgb_srgb ();
  Call with = CALL;

  begin_case ();
  with.strength = strength;
  if (precision != GIMP_PRECISION_FLOAT_GAMMA)
    gimp_image_convert_precision (copy, precision);
  if (profile)
    CHECK (gimp_image_convert_color_profile (
               copy, profile, GIMP_COLOR_RENDERING_INTENT_RELATIVE_COLORIMETRIC, FALSE),
           "GIMP cannot convert to it");
  twin = gimp_image_get_active_layer (copy);

  if (profile)
    {
      g_auto (Raw) raw_a = raw_as (layer, babl_format ("R'G'B' float"));
      g_auto (Raw) raw_b = raw_as (twin, babl_format ("R'G'B' float"));

      CHECK (! raw_equal (&raw_a, &raw_b), "the numbers are the same in both: nothing is tested");
    }

  a = paint (image, layer, with);
  b = paint (copy, twin, with);
  if (a != -1 && b != -1)
    {
      gdouble difference, was;

      was = mean_delta_e (layer, a);
      if (profile)
        gimp_image_convert_color_profile (copy, srgb,
                                          GIMP_COLOR_RENDERING_INTENT_RELATIVE_COLORIMETRIC, FALSE);
      difference = mean_delta_e (a, b);
      g_string_append_printf (tap, "# %s: mean CIE 1976 difference %.4f, painting to photo %.1f\n",
                              name, difference, was);

      /* 2/255 of the range of L*. */
      CHECK (difference <= 200. / 255, "the paintings differ by %g", difference);
      CHECK (was > 2, "nothing was painted: %g", was);
    }
  end_case (name);
  gimp_image_delete (copy);
  gimp_image_delete (image);
  g_object_unref (srgb);
  g_clear_object (&profile);
}

/* A profile that says it is RGB and then says nothing. */
static GimpColorProfile *
broken_profile (void)
{
  guint8 icc[128 + 4] = { 0 };

  icc[3] = sizeof icc;
  icc[8] = 2;
  memcpy (icc + 12, "mntrRGB XYZ ", 12);
  memcpy (icc + 36, "acsp", 4);
  memcpy (icc + 68, "\0\0\xf6\xd6\0\1\0\0\0\0\xd3\x2d", 12);
  return gimp_color_profile_new_from_icc_profile (icc, sizeof icc, NULL);
}

static void
run_broken_profile (void)
{
  gint32 image = gimp_image_new_with_precision (WIDTH, HEIGHT, GIMP_RGB, GIMP_PRECISION_U16_GAMMA);
  gint32 layer = add_layer (image, "Photo", WIDTH, HEIGHT, FALSE, -1, FALSE), plain, new;
  GimpColorProfile *profile = broken_profile ();

  begin_case ();
  plain = paint (image, layer, CALL);
  if (! profile || ! gimp_image_set_color_profile (image, profile))
    complain ("GIMP refuses the profile: nothing is tested");
  new = paint (image, layer, CALL);
  if (new != -1 && plain != -1)
    {
      gdouble difference = largest_difference (plain, new);

      CHECK (difference <= 1e-4, "the numbers are not taken for sRGB: %g", difference);
    }
  end_case ("a broken profile is taken for sRGB");
  g_clear_object (&profile);
  gimp_image_delete (image);
}

static void
run_colour (void)
{
  run_same_scene ("same scene: AdobeRGB", GIMP_PRECISION_FLOAT_GAMMA,
                  gimp_color_profile_new_rgb_adobe (), 100);
  run_same_scene ("same scene: AdobeRGB, 16 bit", GIMP_PRECISION_U16_GAMMA,
                  gimp_color_profile_new_rgb_adobe (), 100);
  run_same_scene ("same scene: AdobeRGB, strength 60", GIMP_PRECISION_FLOAT_GAMMA,
                  gimp_color_profile_new_rgb_adobe (), 60);
  run_same_scene ("same scene: ProPhoto", GIMP_PRECISION_FLOAT_GAMMA, babl_profile ("ProPhoto"),
                  100);
  run_same_scene ("same scene: Rec2020", GIMP_PRECISION_FLOAT_GAMMA, babl_profile ("Rec2020"), 100);
  run_same_scene ("same scene: linear precision", GIMP_PRECISION_FLOAT_LINEAR, NULL, 100);
  run_same_scene ("same scene: linear precision, 16 bit", GIMP_PRECISION_U16_LINEAR, NULL, 100);
  run_same_scene ("same scene: AdobeRGB, linear precision", GIMP_PRECISION_FLOAT_LINEAR,
                  make_profile (PROFILE_WIDE, FALSE, TRUE), 100);
  run_broken_profile ();
}

/* ---- indexed images --------------------------------------------------- */

static void
run_indexed (gboolean alpha, gint selection)
{
  gint32 image = gimp_image_new (WIDTH, HEIGHT, GIMP_RGB), copy;
  gint32 layer, new;
  g_autofree gchar *name = NULL;

  /* Indexed images have no groups. */
  begin_case ();
  layer = add_layer (image, "Photo", WIDTH - 3, HEIGHT - 2, alpha, -1, FALSE);
  gimp_layer_set_offsets (layer, 2, 1);
  gimp_image_reorder_item (image, add_layer (image, "Above", 9, 9, alpha, -1, FALSE), -1, 0);
  gimp_image_reorder_item (image, add_layer (image, "Below", WIDTH, HEIGHT, alpha, -1, FALSE), -1,
                           2);
  gimp_image_convert_indexed (image, GIMP_CONVERT_DITHER_NONE, GIMP_CONVERT_PALETTE_GENERATE, 16,
                              FALSE, FALSE, "");
  select_some (image, selection);
  gimp_image_clean_all (image);

  {
    g_auto (Raw) before = raw_of (layer);
    gint n = n_items (image, -1);

    new = paint (image, layer, CALL);
    if (new != -1)
      {
        g_auto (Raw) after = raw_of (layer);
        gint position = gimp_image_get_item_position (image, layer);

        copy = gimp_item_get_image (new);
        CHECK (copy != image, "it is not in a new image");
        CHECK (gimp_image_base_type (copy) == GIMP_RGB, "the new image is not RGB");
        CHECK (gimp_image_base_type (image) == GIMP_INDEXED, "the image is not indexed any more");
        CHECK (raw_equal (&before, &after), "the source has changed");
        CHECK (! gimp_image_is_dirty (image), "the image is dirty");
        CHECK (gimp_image_is_dirty (copy), "there is no step of undo");
        CHECK (n_items (image, -1) == n, "the image has another layer");
        CHECK (gimp_selection_is_empty (image) == (selection == SELECT_NONE),
               "the selection has changed");
        if (copy != image)
          {
            gint count;
            g_autofree gint *layers = gimp_image_get_layers (copy, &count);
            gint32 twin = layers[position + 1];

            CHECK (count == n + 1, "%d layers in the new image, not %d", count, n + 1);
            check_twin (twin, new, position);
            check_pixels (twin, new, 100);
            check_mask (copy, twin, new);
            check_note (twin, new);
            gimp_image_delete (copy);
          }
      }
  }
  name = g_strdup_printf ("indexed%s, %s", alpha ? " with alpha" : "", selection_names[selection]);
  end_case (name);
  gimp_image_delete (image);
}

/* ---- kinds of layers -------------------------------------------------- */

static void
check_painting (gint32 image, gint32 layer, const gchar *name)
{
  gint position = gimp_image_get_item_position (image, layer);
  gint32 new;
  g_auto (Raw) before = raw_of (layer);

  gimp_image_clean_all (image);
  new = paint (image, layer, CALL);
  if (new != -1)
    {
      g_auto (Raw) after = raw_of (layer);

      CHECK (raw_equal (&before, &after), "the source has changed");
      check_twin (layer, new, position);
      check_pixels (layer, new, 100);
      check_mask (image, layer, new);
      check_note (layer, new);
    }
  end_case (name);
}

static void
run_kinds (void)
{
  gint32 image = gimp_image_new (WIDTH, HEIGHT, GIMP_RGB);
  gint32 layer = add_layer (image, "Photo", WIDTH, HEIGHT, TRUE, -1, FALSE), group, inner, text;
  gint32 mask, new;

  begin_case ();
  text = gimp_text_layer_new (image, "Text", "Sans", 20, GIMP_UNIT_PIXEL);
  if (text == -1)
    end_case ("a text layer # SKIP there are no fonts");
  else
    {
      GimpRGB colour = { .8, .3, .1, 1 };

      gimp_image_insert_layer (image, text, -1, 0);
      gimp_text_layer_set_color (text, &colour);
      check_painting (image, text, "a text layer");
    }

  begin_case ();
  group = gimp_layer_group_new (image);
  gimp_image_insert_layer (image, group, -1, 1);
  inner = add_layer (image, "Inside", 20, 14, TRUE, group, FALSE);
  gimp_layer_set_offsets (inner, -3, 4);
  check_painting (image, group, "a group");

  begin_case ();
  gimp_layer_set_mode (group, GIMP_LAYER_MODE_PASS_THROUGH);
  check_painting (image, group, "a group that passes through");

  begin_case ();
  gimp_item_set_visible (inner, FALSE);
  check_painting (image, inner, "a hidden layer");

  begin_case ();
  gimp_item_set_lock_content (group, TRUE);
  check_painting (image, inner, "a layer in a locked group");

  begin_case ();
  gimp_layer_set_lock_alpha (layer, TRUE);
  gimp_layer_set_opacity (layer, 30);
  gimp_layer_set_mode (layer, GIMP_LAYER_MODE_MULTIPLY);
  check_painting (image, layer, "a layer with locked alpha, opacity and mode");

  begin_case ();
  give_mask (layer);
  mask = gimp_layer_get_mask (layer);
  gimp_layer_set_edit_mask (layer, TRUE);
  new = paint (image, mask, CALL);
  if (new != -1)
    {
      check_pixels (layer, new, 100);
      check_mask (image, layer, new);
    }
  end_case ("a layer's mask stands for its layer");

  begin_case ();
  gimp_layer_set_apply_mask (layer, FALSE);
  new = paint (image, layer, CALL);
  if (new != -1)
    CHECK (gimp_layer_get_mask (new) != -1 && ! gimp_layer_get_apply_mask (new),
           "a mask that is switched off should be there and switched off");
  end_case ("a mask that is switched off stays so");

  begin_case ();
  gimp_image_select_rectangle (image, GIMP_CHANNEL_OP_REPLACE, 4, 4, 20, 20);
  new = paint (image, layer, CALL);
  if (new != -1)
    CHECK (gimp_layer_get_mask (new) != -1 && gimp_layer_get_apply_mask (new),
           "the selection should be the mask");
  end_case ("with a selection it does not count");

  begin_case ();
  gimp_image_select_rectangle (image, GIMP_CHANNEL_OP_REPLACE, 3, 3, 10, 10);
  gimp_image_undo_disable (image);
  new = paint (image, layer, CALL);
  CHECK (! gimp_image_undo_is_enabled (image), "undo is enabled");
  end_case ("an image without undo");
  gimp_image_delete (image);
}

static void
run_transparent (void)
{
  gint32 image = gimp_image_new (WIDTH, HEIGHT, GIMP_RGB);
  gint32 clear =
      gimp_layer_new (image, "Clear", WIDTH, HEIGHT, GIMP_RGBA_IMAGE, 100, GIMP_LAYER_MODE_NORMAL);
  gint32 hidden = add_layer (image, "Hidden", WIDTH, HEIGHT, TRUE, -1, FALSE);
  gint32 other, new, twin;
  Raw raw;

  begin_case ();
  gimp_image_insert_layer (image, clear, -1, 0);
  gimp_drawable_fill (clear, GIMP_FILL_TRANSPARENT);
  check_painting (image, clear, "a wholly transparent layer");

  /* Two layers that look the same: what is under alpha 0 differs. */
  begin_case ();
  other = gimp_layer_copy (hidden);
  gimp_image_insert_layer (image, other, -1, 0);
  raw = raw_as (other, babl_format ("R'G'B'A u8"));
  for (gint y = 0; y < raw.height; y++)
    for (gint x = 0; x < raw.width; x++)
      {
        guint8 *p = (guint8 *) raw_at (&raw, x, y);

        if (p[3] == 0)
          p[0] = (guint8) (255 - p[0]), p[1] = 0, p[2] = 200;
      }
  {
    g_autoptr (GeglBuffer) buffer = gimp_drawable_get_buffer (other);

    gegl_buffer_set (buffer, NULL, 0, raw.format, raw.data, GEGL_AUTO_ROWSTRIDE);
    gegl_buffer_flush (buffer);
  }
  raw_clear (&raw);
  new = paint (image, hidden, CALL);
  twin = paint (image, other, CALL);
  if (new != -1 && twin != -1)
    {
      gdouble difference = largest_difference (new, twin);

      CHECK (difference <= 1e-4, "what cannot be seen changes the painting: %g", difference);
    }
  end_case ("what hides under alpha 0 does not matter");
  gimp_image_delete (image);
}

/* ---- sizes ------------------------------------------------------------ */

static void
run_size (gint width, gint height)
{
  gint32 image = gimp_image_new (width, height, GIMP_RGB);
  gint32 layer = add_layer (image, "Photo", width, height, FALSE, -1, FALSE), new;
  g_autofree gchar *name = g_strdup_printf ("size %d x %d", width, height);

  begin_case ();
  new = paint (image, layer, CALL);
  if (new != -1)
    {
      check_twin (layer, new, 0);
      check_pixels (layer, new, 100);
    }
  end_case (name);
  gimp_image_delete (image);
}

/* ---- failures --------------------------------------------------------- */

/* The call must fail with @part in what it says, and leave everything alone. */
static void
check_failure (gint32 image, gint32 drawable, Call with, const gchar *part, const gchar *name)
{
  gint32 active_layer, active_channel, new;
  gint n = n_items (image, -1);
  g_autofree gchar *message = NULL;
  g_auto (Raw) before = raw_of (gimp_image_get_selection (image));

  gimp_image_clean_all (image);
  active_layer = gimp_image_get_active_layer (image);
  active_channel = gimp_image_get_active_channel (image);
  new = call (image, drawable, with, &message);
  if (new != -1)
    complain ("it should have failed");
  else
    {
      g_auto (Raw) after = raw_of (gimp_image_get_selection (image));

      CHECK (message && strstr (message, part), "the message lacks \"%s\": %s", part, message);
      CHECK (n_items (image, -1) == n, "there is another layer");
      CHECK (! gimp_image_is_dirty (image), "the image is dirty");
      CHECK (raw_equal (&before, &after), "the selection has changed");
      CHECK (gimp_image_get_active_layer (image) == active_layer, "another layer is active");
      CHECK (gimp_image_get_active_channel (image) == active_channel, "another channel is active");
    }
  end_case (name);
}

static void
run_failures (void)
{
  gint32 image = gimp_image_new (WIDTH, HEIGHT, GIMP_RGB);
  gint32 layer = add_layer (image, "Photo", 20, 20, TRUE, -1, FALSE);
  gint32 channel = gimp_channel_new_from_component (image, GIMP_CHANNEL_RED, "Red");
  gint32 floating;
  Call with = CALL;

  gimp_image_insert_channel (image, channel, -1, 0);
  begin_case ();
  check_failure (image, channel, with, "channel", "error: a channel");

  begin_case ();
  gimp_image_select_rectangle (image, GIMP_CHANNEL_OP_REPLACE, 3, 3, 10, 10);
  check_failure (image, gimp_image_get_selection (image), with, "channel",
                 "error: the selection as drawable");

  begin_case ();
  gimp_image_select_rectangle (image, GIMP_CHANNEL_OP_REPLACE, 25, 25, 5, 5);
  check_failure (image, layer, with, "selection", "error: the selection is beside the layer");

  begin_case ();
  with.style = "no-such-style";
  check_failure (image, layer, with, "selection", "error: the selection is looked at first");

  begin_case ();
  gimp_selection_none (image);
  check_failure (image, layer, with, "test-style", "error: unknown style");

  begin_case ();
  with = CALL;
  with.mix_style = "no-such-style";
  check_failure (image, layer, with, "test-style", "error: unknown second style");

  begin_case ();
  with = CALL;
  with.brush_size = NAN;
  check_failure (image, layer, with, "brush-size", "error: a brush size that is no number");

  begin_case ();
  CHECK (last_status == GIMP_PDB_CALLING_ERROR, "a bad number gives %d", last_status);
  with = CALL;
  with.style = "broken";
  check_failure (image, layer, with, "broken.safetensors", "error: a broken style");
  begin_case ();
  CHECK (last_status == GIMP_PDB_EXECUTION_ERROR, "a broken style gives %d", last_status);
  end_case ("error: whose fault it is");

  begin_case ();
  gimp_image_select_rectangle (image, GIMP_CHANNEL_OP_REPLACE, 3, 3, 10, 10);
  floating = gimp_selection_float (image, layer, 2, 2);
  check_failure (image, layer, CALL, "floating", "error: a layer under a floating selection");

  begin_case ();
  check_failure (image, floating, CALL, "floating", "error: a floating selection");
  gimp_image_delete (image);
}

/* ---- memory ----------------------------------------------------------- */

/* Bytes of main memory that GIMP itself, which started us, holds. */
static gdouble
gimp_resident (void)
{
  g_autofree gchar *path = g_strdup_printf ("/proc/%d/statm", (gint) getppid ());
  g_autofree gchar *text = NULL;
  gulong size, resident;

  if (! g_file_get_contents (path, &text, NULL, NULL)
      || sscanf (text, "%lu %lu", &size, &resident) != 2)
    return 0;
  return (gdouble) resident * (gdouble) sysconf (_SC_PAGESIZE);
}

/* The last of 200 calls and more in one GIMP: pictures are opened, painted and
 * closed; a layer that stayed would be seen, and so would a mask or a copy of the
 * image. */
static void
run_repeats (void)
{
  gdouble early = 0, late;
  gint first = n_calls + 10, last = MAX (n_calls + 70, 200);

  begin_case ();
  while (n_calls < last && problems->len == 0)
    {
      gint kind = n_calls % 4;
      gint32 image = gimp_image_new (256, 256, kind == 3 ? GIMP_GRAY : GIMP_RGB);
      gint32 layer = add_layer (image, "Photo", 256, 256, TRUE, -1, FALSE), new;

      select_some (image, n_calls % N_SELECTIONS);
      if (kind == 2)
        gimp_image_convert_indexed (image, GIMP_CONVERT_DITHER_NONE, GIMP_CONVERT_PALETTE_GENERATE,
                                    8, FALSE, FALSE, "");
      new = paint (image, layer, CALL);
      if (new != -1 && gimp_item_get_image (new) != image)
        gimp_image_delete (gimp_item_get_image (new));
      gimp_image_delete (image);
      if (n_calls == first)
        early = gimp_resident ();
    }
  late = gimp_resident ();
  g_string_append_printf (tap, "# GIMP holds %.1f MB after %d calls, %.1f after %d\n", early / 1e6,
                          first, late / 1e6, n_calls);

  /* 60 layers of 256 x 256 would be 16 MB. */
  CHECK (early > 0 && late - early < 5e6, "GIMP has grown by %.1f MB", (late - early) / 1e6);
  {
    gint n;
    g_autofree gint *images = gimp_image_list (&n);

    CHECK (n == 0, "%d images were left", n);
  }
  end_case ("200 calls leave nothing behind");
}

/* Only where the plug-in may not have more than a few GB. */
static void
run_refusal (void)
{
  gint32 image = gimp_image_new (12000, 9000, GIMP_RGB);
  gint32 layer =
      gimp_layer_new (image, "Huge", 12000, 9000, GIMP_RGB_IMAGE, 100, GIMP_LAYER_MODE_NORMAL);

  /* It is never filled, so that GIMP has no memory for it either. */
  begin_case ();
  gimp_image_insert_layer (image, layer, -1, 0);
  check_failure (image, layer, CALL, "GB of memory", "a picture that does not fit is refused");
  gimp_image_delete (image);
  run_size (40, 30);
}

/* Only where the plug-in may not have more than two seconds of a processor, which
 * this picture takes more than. */
static void
run_killed (void)
{
  gint32 image = gimp_image_new (6000, 5000, GIMP_RGB);
  gint32 layer = add_layer (image, "Photo", 6000, 5000, TRUE, -1, FALSE);
  Call with = CALL;

  begin_case ();
  with.brush_size = 25;
  gimp_image_select_ellipse (image, GIMP_CHANNEL_OP_REPLACE, 100, 100, 900, 800);
  check_failure (image, layer, with, "", "a run that is killed leaves everything alone");
  gimp_image_delete (image);
  run_size (40, 30);
}

/* ---- what scripts cannot ask for -------------------------------------- */

/* The plug-in's own function, as the dialog has it called. */
static gint32
paint_as_dialog (gint32 image, gint32 layer, PstOutput output)
{
  PstSettings settings = PST_SETTINGS_INIT;
  PstGimpHost host;
  g_autoptr (GError) error = NULL;
  g_autoptr (PstStyle) style = NULL;
  gint32 new = -1;

  pst_settings_set_style (&settings, "test-style");
  settings.output = output;
  if (pst_gimp_host_init (&host, "plug-in-pastiche", image, layer, &error))
    {
      style = pst_gimp_host_find_style (&host, "test-style", &error);
      if (style)
        new = pst_gimp_paint (&host, style, NULL, &settings, &error);
      pst_gimp_host_clear (&host);
    }
  if (new == -1)
    complain ("it failed: %s", error->message);
  return new;
}

/* How far a layer's pixels are from gray. */
static gint
colourfulness (gint32 layer)
{
  g_auto (Raw) raw = raw_as (layer, babl_format ("R'G'B' u8"));
  gint most = 0;

  for (gint i = 0; i < raw.width * raw.height; i++)
    most = MAX (most, ABS (raw.data[3 * i] - raw.data[3 * i + 2]));
  return most;
}

static void
run_outputs (void)
{
  GimpColorProfile *profile = gimp_color_profile_new_d50_gray_lab_trc ();
  gint32 image = gimp_image_new_with_precision (WIDTH, HEIGHT, GIMP_GRAY, GIMP_PRECISION_U16_GAMMA);
  gint32 layer = add_layer (image, "Photo", WIDTH - 4, HEIGHT, TRUE, -1, FALSE), new, copy;

  begin_case ();
  gimp_image_set_color_profile (image, profile);
  g_object_unref (profile);
  select_some (image, SELECT_FEATHERED);
  gimp_image_clean_all (image);
  new = paint_as_dialog (image, layer, PST_OUTPUT_IMAGE);
  if (new != -1)
    {
      gint n;
      g_autofree gint *layers = gimp_image_get_layers (copy = gimp_item_get_image (new), &n);

      CHECK (copy != image, "it is in the same image");
      CHECK (n == 2, "%d layers", n);
      CHECK (gimp_image_base_type (copy) == GIMP_RGB, "the new image is not RGB");
      CHECK (gimp_image_get_precision (copy) == GIMP_PRECISION_U16_GAMMA, "another precision");
      CHECK (colourfulness (new) > 30, "it has no colours: %d", colourfulness (new));
      CHECK (! gimp_image_is_dirty (image), "the image is dirty");
      if (n == 2)
        {
          check_twin (layers[1], new, 0);
          check_pixels (layers[1], new, 100);
          check_mask (copy, layers[1], new);
          check_note (layers[1], new);
        }
      gimp_image_delete (copy);
    }
  end_case ("a gray image, in colour in a new image");
  gimp_image_delete (image);

  begin_case ();
  image = gimp_image_new (WIDTH, HEIGHT, GIMP_RGB);
  layer = add_layer (image, "Photo", WIDTH, HEIGHT, FALSE, -1, FALSE);
  gimp_image_convert_indexed (image, GIMP_CONVERT_DITHER_NONE, GIMP_CONVERT_PALETTE_GENERATE, 20,
                              FALSE, FALSE, "");
  new = paint_as_dialog (image, layer, PST_OUTPUT_LAYER);
  if (new != -1)
    {
      gint n;
      g_autofree guchar *colours = gimp_image_get_colormap (image, &n);

      CHECK (gimp_item_get_image (new) == image, "it is in another image");
      CHECK (n == 20, "the palette has changed");
      check_twin (layer, new, 0);
      check_pixels (layer, new, 100);
    }
  end_case ("an indexed image, in the colours of its palette");
  gimp_image_delete (image);
}

/* ---- notes ------------------------------------------------------------ */

static void
attach (gint32 layer, const gchar *text, gsize length)
{
  GimpParasite *parasite =
      gimp_parasite_new (PST_GIMP_NOTE_NAME, GIMP_PARASITE_PERSISTENT, (guint32) length, text);

  gimp_item_attach_parasite (layer, parasite);
  gimp_parasite_free (parasite);
}

static void
run_notes (void)
{
  static const gchar *const bad[] = {
    "",
    "nonsense",
    "[painting]\n",
    "[painting]\nstyle=\nstrength=50\nbrush-size=100\n",
    "[painting]\nstyle=x\nstrength=nan\nbrush-size=100\n",
    "[painting]\nstyle=x\nstrength=101\nbrush-size=100\n",
    "[painting]\nstyle=x\nstrength=50\nbrush-size=1e300\n",
    "[painting]\nstyle=x\nstrength=50\nbrush-size=100\nmix=-1\n",
    "[painting]\nstyle=x\nstrength=50\nbrush-size=100\nseed=99999999999\n",
    "[painting]\nstyle=\xff\xfe\nstrength=50\nbrush-size=100\n",
  };
  g_autofree gchar *folder = g_path_get_dirname (result_path);
  g_autofree gchar *path = g_build_filename (folder, "note.xcf", NULL);
  gint32 image = gimp_image_new (WIDTH, HEIGHT, GIMP_RGB), loaded;
  gint32 layer = add_layer (image, "Photo", WIDTH, HEIGHT, FALSE, -1, FALSE), new, source;
  PstSettings settings = PST_SETTINGS_INIT;
  Call with = { "test-style", 62.5, 80, 25, "zen-style", 12.5, -7 };

  begin_case ();
  new = paint (image, layer, with);
  CHECK (pst_gimp_note_read (new, &settings, &source), "there is no note");
  CHECK (source == layer, "the source is %d", source);
  CHECK (g_str_equal (settings.style, "test-style")
             && g_str_equal (settings.mix_style, "zen-style"),
         "styles %s and %s", settings.style, settings.mix_style);
  CHECK (settings.params.strength == 62.5 && settings.params.brush_size == 80
             && settings.params.keep_colours == 25 && settings.params.mix == 12.5
             && settings.params.seed == (guint32) -7,
         "other parameters");
  end_case ("a note says how its layer was painted");

  begin_case ();
  gimp_file_save (GIMP_RUN_NONINTERACTIVE, image, new, path, path);
  loaded = gimp_file_load (GIMP_RUN_NONINTERACTIVE, path, path);
  if (loaded == -1)
    complain ("the image cannot be loaded again");
  else
    {
      gint n;
      g_autofree gint *layers = gimp_image_get_layers (loaded, &n);
      PstSettings again = PST_SETTINGS_INIT;

      CHECK (pst_gimp_note_read (layers[0], &again, &source), "there is no note");
      CHECK (source == layers[1], "the source is %d", source);
      CHECK (g_str_equal (again.style, settings.style)
                 && again.params.strength == settings.params.strength
                 && again.params.seed == settings.params.seed,
             "other settings");
      gimp_image_remove_layer (loaded, layers[1]);
      CHECK (pst_gimp_note_read (layers[0], &again, &source),
             "without its source it is unreadable");
      CHECK (source == -1, "a source that is gone is %d", source);
      CHECK (! pst_gimp_note_read (layer, &again, &source) && source == -1, "a photo has a note");
      gimp_image_delete (loaded);
    }
  end_case ("a note survives saving, and its source's end");

  begin_case ();
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      PstSettings before = settings;

      attach (new, bad[i], strlen (bad[i]));
      CHECK (! pst_gimp_note_read (new, &settings, &source), "number %u is read", i);
      CHECK (memcmp (&before, &settings, sizeof before) == 0, "number %u changes settings", i);
    }
  end_case ("notes that make no sense are none");
  gimp_image_delete (image);
}

/* ---- the plug-in ------------------------------------------------------ */

static void
run_all_kinds (void)
{
  run_colour ();
  for (gint alpha = 0; alpha < 2; alpha++)
    for (gint selection = 0; selection < N_SELECTIONS; selection++)
      run_indexed (alpha, selection);
  run_kinds ();
  run_transparent ();
  run_failures ();
  run_outputs ();
  run_notes ();
}

static void
run_sizes_and_matrix (void)
{
  const gint sizes[][2] = { { 1, 1 },   { 1, 50 },  { 50, 1 },     { 2, 2 },
                            { 16, 16 }, { 17, 15 }, { 100000, 8 }, { 3, 9000 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    run_size (sizes[i][0], sizes[i][1]);
  run_matrix ();
  run_repeats ();
}

static void
query (void)
{
  static GimpParamDef args[] = {
    { GIMP_PDB_STRING, "result-file", "Where TAP goes" },
    { GIMP_PDB_STRING, "part", "kinds, matrix, refusal or killed" },
  };

  gimp_install_procedure (PROC, "Test Pastiche", "", "The Pastiche authors", "GPL-3.0-or-later",
                          "2026", NULL, NULL, GIMP_PLUGIN, G_N_ELEMENTS (args), 0, args, NULL);
}

static void
run (const gchar *name, gint n_params, const GimpParam *params, gint *n_return_vals,
     GimpParam **return_vals)
{
  static GimpParam value = { GIMP_PDB_STATUS, { .d_status = GIMP_PDB_SUCCESS } };

  gegl_init (NULL, NULL);
  tap = g_string_new (NULL);
  problems = g_string_new (NULL);
  result_path = g_strdup (params[0].data.d_string);

  if (g_str_equal (params[1].data.d_string, "refusal"))
    run_refusal ();
  else if (g_str_equal (params[1].data.d_string, "killed"))
    run_killed ();
  else if (g_str_equal (params[1].data.d_string, "kinds"))
    run_all_kinds ();
  else
    run_sizes_and_matrix ();

  g_string_append_printf (tap, "1..%d\n", n_cases);
  g_file_set_contents (result_path, tap->str, (gssize) tap->len, NULL);
  *n_return_vals = 1;
  *return_vals = &value;
}
