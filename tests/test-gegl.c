/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The operation pastiche:paint, as programs with GEGL find it: in a folder of modules.
 * Usage: test-gegl MODULE FOLDER-OF-GEGL'S-MODULES LOCALE-FOLDER */

#include <locale.h>
#include <string.h>

#include <gegl.h>

#include "made-up.h"
#include "scratch.h"

#include "pictures/pixels.h"

#define WIDTH  61
#define HEIGHT 45

static gchar *styles_folder;

static gchar *
style_path (const gchar *id)
{
  return g_strdup_printf ("%s/%s.safetensors", styles_folder, id);
}

/* One that paints by a network and can refine. */
static void
add_style (const gchar *id, const gchar *title, gint order)
{
  g_autofree gchar *path = style_path (id), *place = g_strdup_printf ("%d", order);
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstImage) painting = photo_new (96 + order, 72);
  const gchar *words[][2] = { { "id", id }, { "title", title }, { "order", place } };
  PstTensorSet *weights = pst_generator_declare (&(PstGeneratorShape){ { 6, 8, 10 }, 1 });
  GHashTable *metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (PstStyle) plain = NULL, style = NULL;
  PstManner *manner = pst_manner_new (engine, painting, NULL, NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    g_hash_table_insert (metadata, g_strdup (words[i][0]), g_strdup (words[i][1]));
  pst_generator_init (weights, 0.5, g_str_hash (id));
  plain = pst_style_new (metadata, &(PstGeneratorShape){ { 6, 8, 10 }, 1 }, weights);
  style = pst_style_new_with_manner (plain, manner, NULL);
  pst_manner_unref (manner);
  g_assert_true (pst_style_save (style, path, PST_DTYPE_F32, NULL));
}

/* ---- graphs ------------------------------------------------------------ */

/* Noise of which every third pixel is not seen, or half. */
static GeglBuffer *
picture_new (const gchar *format, gint x, gint y)
{
  const Babl *babl = babl_format (format);
  gsize size = (gsize) babl_format_get_bytes_per_pixel (babl) * WIDTH * HEIGHT;
  g_autofree guint8 *bytes = g_malloc (size);
  GeglBuffer *buffer = gegl_buffer_new (GEGL_RECTANGLE (x, y, WIDTH, HEIGHT), babl);

  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) (pst_random_uniform (1, i) * 256);
  if (babl_format_has_alpha (babl))
    for (gsize i = 0; i < WIDTH * HEIGHT; i++)
      bytes[i * 4 + 3] = i % 3 == 0 ? 0 : i % 3 == 1 ? 127 : 255;
  gegl_buffer_set (buffer, NULL, 0, babl, bytes, GEGL_AUTO_ROWSTRIDE);
  return buffer;
}

typedef struct
{
  GeglNode *graph;
  GeglNode *paint;
  GeglBuffer *input;
} Graph;

static void
graph_init (Graph *graph, GeglBuffer *input, const gchar *style)
{
  GeglNode *source;

  graph->graph = gegl_node_new ();
  graph->input = g_object_ref (input);
  source =
      gegl_node_new_child (graph->graph, "operation", "gegl:buffer-source", "buffer", input, NULL);
  graph->paint =
      gegl_node_new_child (graph->graph, "operation", "pastiche:paint", "style", style, NULL);
  gegl_node_connect_to (source, "output", graph->paint, "input");
}

static void
graph_clear (Graph *graph)
{
  g_object_unref (graph->graph);
  g_object_unref (graph->input);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Graph, graph_clear)

/* A part of what comes out, in the input's format. */
static GBytes *
part_of (const Graph *graph, const GeglRectangle *part)
{
  const Babl *format = gegl_buffer_get_format (graph->input);
  gsize size =
      (gsize) babl_format_get_bytes_per_pixel (format) * (gsize) part->width * (gsize) part->height;
  guint8 *bytes = g_malloc0 (size);

  gegl_node_blit (graph->paint, 1.0, part, format, bytes, GEGL_AUTO_ROWSTRIDE, GEGL_BLIT_DEFAULT);
  return g_bytes_new_take (bytes, size);
}

static GBytes *
output_of (const Graph *graph)
{
  return part_of (graph, gegl_buffer_get_extent (graph->input));
}

static GBytes *
bytes_in (GeglBuffer *buffer)
{
  const GeglRectangle *extent = gegl_buffer_get_extent (buffer);
  const Babl *format = gegl_buffer_get_format (buffer);
  gsize size = (gsize) babl_format_get_bytes_per_pixel (format) * (gsize) extent->width
               * (gsize) extent->height;
  guint8 *bytes = g_malloc (size);

  gegl_buffer_get (buffer, NULL, 1.0, format, bytes, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  return g_bytes_new_take (bytes, size);
}

/* What the plug-in makes of it: the same steps without a graph. */
static GBytes *
painted_by_hand (GeglBuffer *input, const gchar *id, const gchar *second_id,
                 const PstParams *params)
{
  g_autofree gchar *path = style_path (id), *second_path = style_path (second_id);
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstStyle) style = pst_style_load (path, NULL);
  g_autoptr (PstStyle) second = pst_style_load (second_path, NULL);
  g_autoptr (GeglBuffer) output =
      gegl_buffer_new (gegl_buffer_get_extent (input), gegl_buffer_get_format (input));
  g_autofree gfloat *alpha = NULL;
  g_autoptr (PstImage) photo = pst_pixels_read (input, NULL, &alpha, NULL);
  g_autoptr (PstImage) painting =
      pst_engine_stylise (engine, style, second, params, photo, NULL, NULL);

  g_assert_nonnull (painting);
  g_assert_true (pst_pixels_write (output, NULL, painting, alpha, NULL));
  return bytes_in (output);
}

/* ---- how it is watched ------------------------------------------------- */

typedef struct
{
  guint n_paintings; /* runs of the operation in which something was painted */
  gboolean painting;
  void (*func) (GeglNode *node, gdouble done, gpointer data);
  gpointer data;
} Watching;

/* Beyond .95 there are no networks. */
static void
follow (GeglNode *node, gdouble done, Watching *watching)
{
  if (done == 0)
    watching->painting = FALSE;
  if (done > 0 && done < .95 && ! watching->painting)
    {
      watching->painting = TRUE;
      watching->n_paintings++;
    }
  if (watching->func)
    watching->func (node, done, watching->data);
}

static guint
n_paintings_of (const Graph *graph, Watching *watching)
{
  g_autoptr (GBytes) bytes = NULL;

  watching->n_paintings = 0;
  bytes = output_of (graph);
  return watching->n_paintings;
}

/* ---- cases ------------------------------------------------------------- */

static void
test_same_bits (gconstpointer data)
{
  static const struct
  {
    const gchar *second;
    PstParams params;
  } cases[] = {
    { "", PST_PARAMS_INIT },
    { "", { 60, 100, 30, 0, 0, 80, 4000000000u } },
    { "second", { 100, 200, 0, 40, 0, PST_LIKENESS, 1 } },
    { "second", { 90, 100, 0, 100, 1, 20, 3 } },
  };
  g_autoptr (GeglBuffer) input = picture_new (data, -7, 12);
  g_autoptr (GBytes) before = bytes_in (input);
  g_auto (Graph) graph;

  graph_init (&graph, input, "first");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const PstParams *p = &cases[i].params;
      g_autoptr (GBytes) got = NULL, wanted = NULL;

      gegl_node_set (graph.paint, "strength", p->strength, "brush-size", p->brush_size,
                     "keep-colours", p->keep_colours, "mix-style", cases[i].second, "mix", p->mix,
                     "refine", p->refine, "likeness", p->likeness, "finish", p->finish, "seed",
                     p->seed, NULL);
      got = output_of (&graph);
      wanted = painted_by_hand (input, "first", *cases[i].second ? cases[i].second : "first", p);
      g_assert_true (g_bytes_equal (got, wanted));
      g_assert_false (g_bytes_equal (got, before));
    }
}

/* GEGL asks for tiles; strokes go over all of them, and are laid once. */
static void
test_parts (void)
{
  g_autoptr (GeglBuffer) input = picture_new ("R'G'B'A u8", 3, -4);
  g_auto (Graph) graph;
  g_autoptr (GBytes) whole = NULL;
  Watching watching = { 0 };

  graph_init (&graph, input, "first");
  g_signal_connect (graph.paint, "progress", G_CALLBACK (follow), &watching);
  for (gint y = 0; y < HEIGHT; y += 15)
    {
      g_autoptr (GBytes) part = part_of (&graph, GEGL_RECTANGLE (3, y - 4, WIDTH, 15));
      gsize at = (gsize) y * WIDTH * 4;

      if (! whole)
        whole = painted_by_hand (input, "first", "first", &(PstParams) PST_PARAMS_INIT);
      g_assert_cmpmem (g_bytes_get_data (part, NULL), 15 * WIDTH * 4,
                       (const guint8 *) g_bytes_get_data (whole, NULL) + at, 15 * WIDTH * 4);
    }
  g_assert_cmpuint (watching.n_paintings, ==, 1);
}

static void
test_cache (void)
{
  g_autoptr (GeglBuffer) input = picture_new ("R'G'B' u8", 0, 0);
  g_auto (Graph) graph;
  Watching watching = { 0 };

  graph_init (&graph, input, "first");
  g_signal_connect (graph.paint, "progress", G_CALLBACK (follow), &watching);
#define N n_paintings_of (&graph, &watching)
  g_assert_cmpuint (N, ==, 1);
  gegl_node_set (graph.paint, "strength", 50.0, "keep-colours", 20.0, NULL);
  g_assert_cmpuint (N, ==, 0);
  gegl_node_set (graph.paint, "style", "second", NULL);
  g_assert_cmpuint (N, ==, 1);
  gegl_node_set (graph.paint, "style", "first", "mix-style", "second", "mix", 30.0, NULL);
  g_assert_cmpuint (N, ==, 0);
  gegl_node_set (graph.paint, "brush-size", 150.0, NULL);
  g_assert_cmpuint (N, ==, 1);

  /* Other pixels are another picture. */
  gegl_buffer_set_color_from_pixel (input, GEGL_RECTANGLE (5, 5, 9, 9), "\200\0\377",
                                    babl_format ("R'G'B' u8"));
  g_assert_cmpuint (N, ==, 1);
#undef N
}

/* A style that is learnt anew under its old name is another one. */
static void
test_relearnt (void)
{
  g_autoptr (GeglBuffer) input = picture_new ("R'G'B' u8", 0, 0);
  g_autofree gchar *path = style_path ("short-lived"), *other = style_path ("second");
  g_auto (Graph) graph;
  g_autoptr (GBytes) first = NULL, second = NULL;
  g_autofree gchar *text = NULL;
  gsize length;

  add_style ("short-lived", "Short", 50);
  graph_init (&graph, input, "short-lived");
  first = output_of (&graph);
  g_assert_true (g_file_get_contents (other, &text, &length, NULL));
  g_assert_true (g_file_set_contents (path, text, (gssize) length, NULL));
  gegl_node_set (graph.paint, "strength", 99.0, NULL);
  gegl_node_set (graph.paint, "strength", 100.0, NULL);
  second = output_of (&graph);
  g_assert_false (g_bytes_equal (first, second));
  g_assert_cmpint (g_remove (path), ==, 0);
}

/* ---- breaking off ------------------------------------------------------ */

typedef struct
{
  gboolean from_thread;
  gboolean asked;
  gdouble before; /* how far it was ...             */
  gdouble most;   /* ... and came before it began anew */
} Change;

static gpointer
set_seed (gpointer node)
{
  gegl_node_set (node, "seed", 77u, NULL);
  return NULL;
}

static void
change_seed (GeglNode *node, gdouble done, gpointer data)
{
  Change *change = data;

  if (! change->asked && done > .1)
    {
      change->asked = TRUE;
      change->before = change->most = done;
      if (change->from_thread)
        g_thread_join (g_thread_new ("other", set_seed, node));
      else
        set_seed (node);
    }
  else if (change->asked && done > change->before && change->most < 2)
    change->most = done;
  else if (change->asked && change->most < 2)
    {
      g_assert_cmpfloat (change->most, <, .5);
      change->most = 2; /* it has begun anew */
    }
}

static void
test_abort (gconstpointer data)
{
  g_autoptr (GeglBuffer) input = picture_new ("R'G'B' u8", 0, 0);
  Change change = { GPOINTER_TO_INT (data), FALSE, 0, 0 };
  Watching watching = { .func = change_seed, .data = &change };
  PstParams params = PST_PARAMS_INIT;
  g_auto (Graph) graph;
  g_autoptr (GBytes) got = NULL, wanted = NULL;

  graph_init (&graph, input, "first");
  g_signal_connect (graph.paint, "progress", G_CALLBACK (follow), &watching);
  got = output_of (&graph);
  g_assert_cmpfloat (change.most, ==, 2);
  params.seed = 77;
  wanted = painted_by_hand (input, "first", "first", &params);
  g_assert_true (g_bytes_equal (got, wanted));
}

/* What is only blended does not cost what is painted already: it does not begin anew. */
typedef struct
{
  gboolean asked;
  gdouble last;
} Blend;

static void
set_strength (GeglNode *node, gdouble done, gpointer data)
{
  Blend *blend = data;

  if (done > 0 && done < .9)
    {
      g_assert_cmpfloat (done, >=, blend->last);
      blend->last = done;
    }
  if (blend->asked || done < .1)
    return;
  blend->asked = TRUE;
  gegl_node_set (node, "strength", 40.0, NULL);
}

static void
test_strength_meanwhile (void)
{
  g_autoptr (GeglBuffer) input = picture_new ("R'G'B' u8", 0, 0);
  Blend blend = { 0 };
  Watching watching = { .func = set_strength, .data = &blend };
  PstParams params = PST_PARAMS_INIT;
  g_auto (Graph) graph;
  g_autoptr (GBytes) got = NULL, wanted = NULL;

  graph_init (&graph, input, "first");
  g_signal_connect (graph.paint, "progress", G_CALLBACK (follow), &watching);
  got = output_of (&graph);
  g_assert_true (blend.asked);
  params.strength = 40;
  wanted = painted_by_hand (input, "first", "first", &params);
  g_assert_true (g_bytes_equal (got, wanted));
}

/* Who is told of progress looks at the picture, as a canvas that is drawn meanwhile: nobody waits
 * for himself.  GEGL's graphs cannot be walked twice at once, so the painting is there afterwards. */
static void
look (GeglNode *node, gdouble done, gpointer data)
{
  gboolean *looked = data;
  guint8 pixel[3];

  if (*looked || done <= .1)
    return;
  *looked = TRUE;
  gegl_node_blit (node, 1.0, GEGL_RECTANGLE (1, 1, 1, 1), babl_format ("R'G'B' u8"), pixel,
                  GEGL_AUTO_ROWSTRIDE, GEGL_BLIT_DEFAULT);
}

static void
test_look_meanwhile (void)
{
  g_autoptr (GeglBuffer) input = picture_new ("R'G'B' u8", 0, 0);
  gboolean looked = FALSE;
  Watching watching = { .func = look, .data = &looked };
  g_auto (Graph) graph;
  g_autoptr (GBytes) got = NULL, wanted = NULL;

  graph_init (&graph, input, "first");
  g_signal_connect (graph.paint, "progress", G_CALLBACK (follow), &watching);
  got = output_of (&graph);
  g_assert_true (looked);
  g_clear_pointer (&got, g_bytes_unref);
  gegl_node_set (graph.paint, "strength", 99.0, NULL);
  gegl_node_set (graph.paint, "strength", 100.0, NULL);
  got = output_of (&graph);
  wanted = painted_by_hand (input, "first", "first", &(PstParams) PST_PARAMS_INIT);
  g_assert_true (g_bytes_equal (got, wanted));
}

/* ---- threads ----------------------------------------------------------- */

static gpointer
paint_in_thread (gpointer data)
{
  GeglBuffer *input = data;
  g_auto (Graph) graph;

  graph_init (&graph, input, "second");
  return output_of (&graph);
}

static void
test_threads (void)
{
  GeglBuffer *inputs[3];
  GThread *threads[3];
  g_autoptr (GBytes) wanted = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      inputs[i] = picture_new ("R'G'B' u8", 0, 0);
      threads[i] = g_thread_new ("paint", paint_in_thread, inputs[i]);
    }
  wanted = painted_by_hand (inputs[0], "second", "second", &(PstParams) PST_PARAMS_INIT);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (GBytes) got = g_thread_join (threads[i]);

      g_assert_true (g_bytes_equal (got, wanted));
      g_object_unref (inputs[i]);
    }
}

/* ---- what is not painted ----------------------------------------------- */

static void
test_unknown (void)
{
  g_autoptr (GeglBuffer) input = picture_new ("R'G'B'A u8", 4, 4);
  g_autoptr (GBytes) before = bytes_in (input);
  g_auto (Graph) graph;

  graph_init (&graph, input, "firrst");
  g_test_expect_message ("pastiche", G_LOG_LEVEL_WARNING,
                         "pastiche:paint leaves the picture as it is: *Did you mean first*"
                         "\"firrst\"*first, second*");
  for (gint i = 0; i < 3; i++) /* said once */
    {
      g_autoptr (GBytes) got = output_of (&graph);

      g_assert_true (g_bytes_equal (got, before));
      gegl_node_set (graph.paint, "strength", 10.0 + i, NULL);
    }
  g_test_assert_expected_messages ();

  gegl_node_set (graph.paint, "style", "The First", "mix-style", "nobody", "mix", 10.0, NULL);
  g_test_expect_message ("pastiche", G_LOG_LEVEL_WARNING, "*\"nobody\"*");
  {
    g_autoptr (GBytes) got = output_of (&graph);

    g_assert_true (g_bytes_equal (got, before));
  }
  g_test_assert_expected_messages ();

  /* A second style of which nothing is mixed in need not be there. */
  gegl_node_set (graph.paint, "mix", 0.0, NULL);
  {
    g_autoptr (GBytes) got = output_of (&graph);

    g_assert_false (g_bytes_equal (got, before));
  }
}

/* Nothing is named: the first in the gallery's order. */
static void
test_no_name (void)
{
  g_autoptr (GeglBuffer) input = picture_new ("R'G'B' u8", 0, 0);
  g_auto (Graph) graph;
  g_autoptr (GBytes) got = NULL, wanted = NULL;

  graph_init (&graph, input, "");
  got = output_of (&graph);
  wanted = painted_by_hand (input, "second", "second", &(PstParams) PST_PARAMS_INIT);
  g_assert_true (g_bytes_equal (got, wanted));
}

/* Floats beyond all bounds are handed on as they are. */
static void
test_strength_0 (void)
{
  g_autoptr (GeglBuffer) input =
      gegl_buffer_new (GEGL_RECTANGLE (0, 0, 2, 1), babl_format ("RGBA float"));
  const gfloat pixels[8] = { -3, 1e9f, INFINITY, .5f, -0.f, 1e-30f, 2, 0 };
  g_auto (Graph) graph;
  g_autoptr (GBytes) got = NULL;

  gegl_buffer_set (input, NULL, 0, babl_format ("RGBA float"), pixels, GEGL_AUTO_ROWSTRIDE);
  graph_init (&graph, input, "first");
  gegl_node_set (graph.paint, "strength", 0.0, NULL);
  got = output_of (&graph);
  g_assert_cmpmem (g_bytes_get_data (got, NULL), sizeof pixels, pixels, sizeof pixels);
}

/* A plane without end cannot be a photo. */
static void
test_endless (void)
{
  g_autoptr (GeglNode) graph = gegl_node_new ();
  GeglColor *red = gegl_color_new ("red");
  GeglNode *colour = gegl_node_new_child (graph, "operation", "gegl:color", "value", red, NULL);
  GeglNode *paint =
      gegl_node_new_child (graph, "operation", "pastiche:paint", "style", "first", NULL);
  guint8 pixel[3];

  gegl_node_connect_to (colour, "output", paint, "input");
  gegl_node_blit (paint, 1.0, GEGL_RECTANGLE (1000, -1000, 1, 1), babl_format ("R'G'B' u8"), pixel,
                  GEGL_AUTO_ROWSTRIDE, GEGL_BLIT_DEFAULT);
  g_assert_cmpmem (pixel, 3, "\377\0\0", 3);
  g_object_unref (red);
}

/* The numbers of a picture with a profile are not those of sRGB: the mean distance of what is
 * painted of the same colours, and of the same numbers. */
static void
test_space (void)
{
  const Babl *space = babl_space ("Adobish"), *floats = babl_format ("R'G'B' float");
  g_autoptr (GeglBuffer) srgb = picture_new ("R'G'B' u8", 0, 0);
  GeglBuffer *inputs[3] = { srgb };
  gfloat *painted[3];
  gdouble colours = 0, numbers = 0;
  const gsize n = WIDTH * HEIGHT * 3;

  inputs[1] = gegl_buffer_new (gegl_buffer_get_extent (srgb),
                               babl_format_with_space ("R'G'B' float", space));
  gegl_buffer_copy (srgb, NULL, GEGL_ABYSS_NONE, inputs[1], NULL);
  inputs[2] = gegl_buffer_new (gegl_buffer_get_extent (srgb), floats);
  for (gint i = 0; i < 3; i++)
    {
      g_auto (Graph) graph;

      painted[i] = g_new (gfloat, n);
      if (i == 2)
        {
          gegl_buffer_get (inputs[1], NULL, 1.0, NULL, painted[i], GEGL_AUTO_ROWSTRIDE,
                           GEGL_ABYSS_NONE);
          gegl_buffer_set (inputs[2], NULL, 0, floats, painted[i], GEGL_AUTO_ROWSTRIDE);
        }
      graph_init (&graph, inputs[i], "first");
      gegl_node_set (graph.paint, "strength", 10.0, NULL);
      gegl_node_blit (graph.paint, 1.0, gegl_buffer_get_extent (srgb), floats, painted[i],
                      GEGL_AUTO_ROWSTRIDE, GEGL_BLIT_DEFAULT);
    }
  for (gsize i = 0; i < n; i++)
    {
      colours += ABS (painted[0][i] - painted[1][i]) / n;
      numbers += ABS (painted[0][i] - painted[2][i]) / n;
    }
  g_test_message ("colours %g, numbers %g", colours, numbers);
  g_assert_cmpfloat (colours, <, 0.003);
  g_assert_cmpfloat (numbers, >, 0.03);
  for (gint i = 0; i < 3; i++)
    g_free (painted[i]);
  g_object_unref (inputs[1]);
  g_object_unref (inputs[2]);
}

/* What a program's sliders are made of. */
static void
test_properties (void)
{
  static const struct
  {
    const gchar *name;
    gdouble lower, upper, value;
  } numbers[] = { { "strength", 0, 100, 100 },   { "brush-size", 25, 400, 100 },
                  { "keep-colours", 0, 100, 0 }, { "mix", 0, 100, 0 },
                  { "refine", 0, 100, 0 },       { "likeness", 0, 100, 50 },
                  { "finish", -1, 100, -1 } };
  guint n;
  g_autofree GParamSpec **specs = gegl_operation_list_properties ("pastiche:paint", &n);

  g_assert_cmpuint (n, ==, 10);
  for (guint i = 0; i < n; i++)
    {
      g_assert_nonnull (g_param_spec_get_nick (specs[i]));
      g_assert_cmpstr (g_param_spec_get_nick (specs[i]), !=, specs[i]->name);
      g_assert_nonnull (g_param_spec_get_blurb (specs[i]));
    }
  g_assert_nonnull (strstr (g_param_spec_get_blurb (specs[0]), ": first, second."));
  for (gsize k = 0; k < G_N_ELEMENTS (numbers); k++)
    {
      GParamSpec *spec = gegl_operation_find_property ("pastiche:paint", numbers[k].name);

      g_assert_true (G_IS_PARAM_SPEC_DOUBLE (spec));
      g_assert_cmpfloat (G_PARAM_SPEC_DOUBLE (spec)->minimum, ==, numbers[k].lower);
      g_assert_cmpfloat (G_PARAM_SPEC_DOUBLE (spec)->maximum, ==, numbers[k].upper);
      g_assert_cmpfloat (G_PARAM_SPEC_DOUBLE (spec)->default_value, ==, numbers[k].value);
    }
  g_assert_nonnull (gegl_operation_get_key ("pastiche:paint", "description"));

  /* In the person's language: as installed for one user. */
  g_assert_cmpstr (gegl_operation_get_key ("pastiche:paint", "title"), ==,
                   "Pastiche-Stilübertragung");
  g_assert_cmpstr (g_param_spec_get_nick (specs[1]), ==, "Stärke");
}

/* ---- modules ----------------------------------------------------------- */

static void
link_module (const gchar *folder, const gchar *from)
{
  g_autofree gchar *name = g_path_get_basename (from), *full = g_canonicalize_filename (from, NULL);
  g_autofree gchar *to = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (to);

  g_assert_true (g_file_make_symbolic_link (file, full, NULL, NULL));
}

/* Ours, and of GEGL's own what the graphs need. */
static gchar *
collect_modules (const gchar *module, const gchar *gegl_folder)
{
  const gchar *const names[] = { "gegl-core.so", "gegl-common.so" };
  gchar *folder = scratch_new ();

  link_module (folder, module);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree gchar *path = g_build_filename (gegl_folder, names[i], NULL);

      link_module (folder, path);
    }
  return folder;
}

/* Translations beside the plug-in in @home, GIMP's folder. */
static void
install_locale (const gchar *home, const gchar *from)
{
  g_autofree gchar *plugin = g_build_filename (home, "plug-ins", "pastiche-gimp", NULL);
  g_autofree gchar *to = g_build_filename (plugin, "locale", NULL);
  g_autofree gchar *full = g_canonicalize_filename (from, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (to);

  g_assert_cmpint (g_mkdir_with_parents (plugin, 0700), ==, 0);
  g_assert_true (g_file_make_symbolic_link (file, full, NULL, NULL));
}

int
main (int argc, char **argv)
{
  gchar *modules, *home;
  gint code;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 4);
  home = scratch_new ();
  styles_folder = scratch_new ();
  modules = collect_modules (argv[1], argv[2]);
  install_locale (home, argv[3]);
  g_setenv ("LANGUAGE", "de", TRUE);
  g_assert_nonnull (setlocale (LC_ALL, "C.UTF-8"));
  g_setenv ("GEGL_PATH", modules, TRUE);
  g_setenv ("GIMP2_DIRECTORY", home, TRUE);
  g_setenv ("PASTICHE_STYLES", styles_folder, TRUE);
  g_setenv ("BABL_TOLERANCE", "0.0", TRUE); /* or babl takes what is quickest at the moment */
  add_style ("first", "The First", 2);
  add_style ("second", "The Second", 1);
  g_object_set (gegl_config (), "application-license", "GPL3", "threads", 2, NULL);
  gegl_init (NULL, NULL);

  g_test_add_func ("/gegl/properties", test_properties);
  g_test_add_data_func ("/gegl/same-bits/rgb", "R'G'B' u8", test_same_bits);
  g_test_add_data_func ("/gegl/same-bits/rgba", "R'G'B'A u8", test_same_bits);
  g_test_add_data_func ("/gegl/same-bits/gray", "Y' u8", test_same_bits);
  g_test_add_func ("/gegl/parts", test_parts);
  g_test_add_func ("/gegl/cache", test_cache);
  g_test_add_func ("/gegl/relearnt", test_relearnt);
  g_test_add_data_func ("/gegl/abort/here", GINT_TO_POINTER (FALSE), test_abort);
  g_test_add_data_func ("/gegl/abort/thread", GINT_TO_POINTER (TRUE), test_abort);
  g_test_add_func ("/gegl/strength-meanwhile", test_strength_meanwhile);
  g_test_add_func ("/gegl/look-meanwhile", test_look_meanwhile);
  g_test_add_func ("/gegl/threads", test_threads);
  g_test_add_func ("/gegl/unknown", test_unknown);
  g_test_add_func ("/gegl/no-name", test_no_name);
  g_test_add_func ("/gegl/strength-0", test_strength_0);
  g_test_add_func ("/gegl/endless", test_endless);
  g_test_add_func ("/gegl/space", test_space);
  code = g_test_run ();

  gegl_exit ();
  scratch_free (modules);
  scratch_free (styles_folder);
  scratch_free (home);
  return code;
}
