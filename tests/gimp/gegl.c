/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plug-in that only the tests install: "test-pastiche-gegl" makes pictures in the GIMP that it
 * runs in, has each painted by plug-in-pastiche-paint and by the operation pastiche:paint, and
 * compares all bits.  Writes TAP to the file it is given. */

#include <stdio.h>
#include <string.h>

#include <libgimp/gimp.h>

#define PROC   "test-pastiche-gegl"
#define WIDTH  70
#define HEIGHT 50

static void query (void);
static void run (const gchar *name, gint n_params, const GimpParam *params, gint *n_return_vals,
                 GimpParam **return_vals);

const GimpPlugInInfo PLUG_IN_INFO = { NULL, NULL, query, run };

MAIN ()

typedef struct
{
  const gchar *name;
  GimpImageBaseType base;
  GimpPrecision precision;
  GimpImageType type;
  const gchar *mix_style;
  gdouble strength, brush_size, keep_colours, mix, refine, likeness;
  gint seed;
  gdouble finish;
} Case;

static const Case cases[] = {
  { "8 bits", GIMP_RGB, GIMP_PRECISION_U8_GAMMA, GIMP_RGB_IMAGE, "", 100, 100, 0, 0, 0, 50, 0 },
  { "8 bits, see-through, less of it", GIMP_RGB, GIMP_PRECISION_U8_GAMMA, GIMP_RGBA_IMAGE, "", 60,
    150, 30, 0, 0, 100, 9 },
  { "16 bits, linear, two styles", GIMP_RGB, GIMP_PRECISION_U16_LINEAR, GIMP_RGBA_IMAGE,
    "zen-style", 100, 100, 0, 40, 0, 50, 1 },
  { "floats, refined", GIMP_RGB, GIMP_PRECISION_FLOAT_LINEAR, GIMP_RGB_IMAGE, "", 90, 100, 0, 0, 1,
    20, 0 },
  { "gray", GIMP_GRAY, GIMP_PRECISION_U8_GAMMA, GIMP_GRAY_IMAGE, "", 100, 100, 0, 0, 0, 50, -5,
    60 },
};

/* The drawable's own bytes. */
static GBytes *
bytes_of (gint32 drawable, GeglBuffer *buffer)
{
  g_autoptr (GeglBuffer) own = buffer ? g_object_ref (buffer) : gimp_drawable_get_buffer (drawable);
  const Babl *format = gegl_buffer_get_format (own);
  gsize size = (gsize) babl_format_get_bytes_per_pixel (format) * WIDTH * HEIGHT;
  guint8 *bytes = g_malloc (size);

  gegl_buffer_get (own, NULL, 1.0, format, bytes, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  return g_bytes_new_take (bytes, size);
}

static gint32
layer_new (const Case *c, gint32 *image)
{
  const Babl *format = babl_format ("R'G'B'A float");
  g_autoptr (GeglBuffer) buffer = NULL;
  gint32 layer;

  *image = gimp_image_new_with_precision (WIDTH, HEIGHT, c->base, c->precision);
  layer = gimp_layer_new (*image, "Photo", WIDTH, HEIGHT, c->type, 100, GIMP_LAYER_MODE_NORMAL);
  gimp_image_insert_layer (*image, layer, -1, 0);
  buffer = gimp_drawable_get_buffer (layer);
  for (gint y = 0; y < HEIGHT; y++)
    for (gint x = 0; x < WIDTH; x++)
      {
        const gfloat pixel[4] = { (gfloat) (x * y % 97) / 96, (gfloat) x / WIDTH,
                                  (gfloat) ((x + 2 * y) % 31) / 30, (gfloat) (x % 3) / 2 };

        gegl_buffer_set (buffer, GEGL_RECTANGLE (x, y, 1, 1), 0, format, pixel,
                         GEGL_AUTO_ROWSTRIDE);
      }
  gegl_buffer_flush (buffer);
  return layer;
}

/* NULL if the procedure failed. */
static GBytes *
by_procedure (const Case *c, gint32 image, gint32 layer)
{
  gint n;
  GimpParam *values = gimp_run_procedure (
      "plug-in-pastiche-paint-2", &n, GIMP_PDB_INT32, GIMP_RUN_NONINTERACTIVE, GIMP_PDB_IMAGE,
      image, GIMP_PDB_DRAWABLE, layer, GIMP_PDB_STRING, "test-style", GIMP_PDB_FLOAT, c->strength,
      GIMP_PDB_FLOAT, c->brush_size, GIMP_PDB_FLOAT, c->keep_colours, GIMP_PDB_STRING, c->mix_style,
      GIMP_PDB_FLOAT, c->mix, GIMP_PDB_INT32, c->seed, GIMP_PDB_FLOAT, c->refine, GIMP_PDB_FLOAT,
      c->likeness, GIMP_PDB_INT32, FALSE, GIMP_PDB_FLOAT, c->finish, GIMP_PDB_END);
  GBytes *bytes = NULL;

  if (values[0].data.d_status == GIMP_PDB_SUCCESS)
    bytes = bytes_of (values[1].data.d_layer, NULL);
  gimp_destroy_params (values, n);
  return bytes;
}

static GBytes *
by_operation (const Case *c, gint32 layer)
{
  g_autoptr (GeglBuffer) input = gimp_drawable_get_buffer (layer);
  g_autoptr (GeglBuffer) output =
      gegl_buffer_new (GEGL_RECTANGLE (0, 0, WIDTH, HEIGHT), gegl_buffer_get_format (input));
  g_autoptr (GeglNode) graph = gegl_node_new ();
  GeglNode *source =
      gegl_node_new_child (graph, "operation", "gegl:buffer-source", "buffer", input, NULL);
  GeglNode *paint = gegl_node_new_child (
      graph, "operation", "pastiche:paint", "style", "test-style", "strength", c->strength,
      "brush-size", c->brush_size, "keep-colours", c->keep_colours, "mix-style", c->mix_style,
      "mix", c->mix, "refine", c->refine, "likeness", c->likeness, "finish", c->finish, "seed",
      (guint) c->seed, NULL);
  GeglNode *sink =
      gegl_node_new_child (graph, "operation", "gegl:write-buffer", "buffer", output, NULL);

  gegl_node_link_many (source, paint, sink, NULL);
  gegl_node_process (sink);
  return bytes_of (-1, output);
}

static void
run_case (const Case *c, gint i, FILE *out)
{
  gint32 image, layer = layer_new (c, &image);
  g_autoptr (GBytes) before = bytes_of (layer, NULL);
  g_autoptr (GBytes) one = by_procedure (c, image, layer), other = by_operation (c, layer);
  gboolean good = one && g_bytes_equal (one, other) && ! g_bytes_equal (one, before);

  fprintf (out, "%sok %d - %s\n", good ? "" : "not ", i + 1, c->name);
  if (! one)
    fprintf (out, "# %s\n", gimp_get_pdb_error ());
  gimp_image_delete (image);
}

static void
query (void)
{
  static GimpParamDef args[] = { { GIMP_PDB_STRING, "result-file", "Where TAP goes" } };

  gimp_install_procedure (PROC, "Test pastiche:paint", "", "The Pastiche authors",
                          "GPL-3.0-or-later", "2026", NULL, NULL, GIMP_PLUGIN, G_N_ELEMENTS (args),
                          0, args, NULL);
}

static void
run (const gchar *name, gint n_params, const GimpParam *params, gint *n_return_vals,
     GimpParam **return_vals)
{
  static GimpParam value = { GIMP_PDB_STATUS, { .d_status = GIMP_PDB_SUCCESS } };
  FILE *out = fopen (params[0].data.d_string, "w");

  g_object_set (gegl_config (), "application-license", "GPL3", NULL);
  gegl_init (NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    run_case (&cases[i], (gint) i, out);
  fprintf (out, "1..%d\n", (gint) G_N_ELEMENTS (cases));
  fclose (out);
  *n_return_vals = 1;
  *return_vals = &value;
}
