/* Pastiche: a photo becomes a painting.
 * Copyright (C) 2026 The Pastiche authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The GIMP plug-in: what GIMP is told of it, and what happens when it is called. */

#include "gimp/gimp-host.h"
#include "gimp/gimp-learn.h"
#include "gimp/gimp-paint.h"
#include "gimp/gimp-picture.h"
#include "host/memory.h"
#include "host/style-folders.h"
#include "host/translation.h"
#include "learn/learn.h"
#include "paint/dialog.h"
#include "shared/intl.h"

#define PLUG_IN_PROC   "plug-in-pastiche"
#define PAINT_PROC     "plug-in-pastiche-paint"
#define LIKENESS_PROC  "plug-in-pastiche-paint-2"
#define PICTURE_PROC   "plug-in-pastiche-from-picture"
#define STYLES_PROC    "plug-in-pastiche-styles"
#define LEARN_PROC     PST_GIMP_LEARN_PROC
#define PLUG_IN_BINARY "pastiche-gimp"
#define HELP_DOMAIN    "plug-in-pastiche-help"
#define AUTHOR         "The Pastiche authors"
#define COPYRIGHT      "GPL-3.0-or-later"
#define DATE           "2026"

static void query (void);
static void run (const gchar *name, gint n_params, const GimpParam *params, gint *n_return_vals,
                 GimpParam **return_vals);

const GimpPlugInInfo PLUG_IN_INFO = { NULL, NULL, query, run };

MAIN ()

enum
{
  ARG_RUN_MODE,
  ARG_IMAGE,
  ARG_DRAWABLE,
  ARG_STYLE,
  ARG_STRENGTH,
  ARG_BRUSH_SIZE,
  ARG_KEEP_COLOURS,
  ARG_MIX_STYLE,
  ARG_MIX,
  ARG_SEED,
  N_OLD_ARGS,
  ARG_REFINE = N_OLD_ARGS,
  N_REFINE_ARGS,
  ARG_LIKENESS = N_REFINE_ARGS,
  ARG_KEEP_SELECTED,
  ARG_FINISH,
  N_ARGS
};

/* GIMP takes tables that are not constant.  Older procedures have fewer of them, and do what they
 * did: those that they lack are what they were before there were any. */
static GimpParamDef paint_args[] = {
  { GIMP_PDB_INT32, "run-mode",
    "The run mode { RUN-INTERACTIVE (0), RUN-NONINTERACTIVE (1), RUN-WITH-LAST-VALS (2) }" },
  { GIMP_PDB_IMAGE, "image", "Input image" },
  { GIMP_PDB_DRAWABLE, "drawable", "Layer to be painted" },
  { GIMP_PDB_STRING, "style",
    "Id of a style, as listed by plug-in-pastiche-styles, or path of a .safetensors file" },
  { GIMP_PDB_FLOAT, "strength", "How much of the painting is seen (0 <= strength <= 100)" },
  { GIMP_PDB_FLOAT, "brush-size",
    "Size of the strokes; 100 suits the whole picture (25 <= brush-size <= 400)" },
  { GIMP_PDB_FLOAT, "keep-colours",
    "How much of the photo's colours stays (0 <= keep-colours <= 100)" },
  { GIMP_PDB_STRING, "mix-style", "Id or path of a second style; \"\" for none" },
  { GIMP_PDB_FLOAT, "mix", "How much of the second style (0 <= mix <= 100)" },
  { GIMP_PDB_INT32, "seed", "Variation of the strokes: same seed, same strokes" },
  { GIMP_PDB_FLOAT, "refine",
    "How long the strokes are worked at; 0 is fast, 50 takes some ten seconds (0 <= refine <= "
    "100)" },
  { GIMP_PDB_FLOAT, "likeness",
    "How near to the photo: 0 is all paint, 50 is usual, 100 is safe for portraits (0 <= likeness "
    "<= 100)" },
  { GIMP_PDB_INT32, "keep-selected",
    "Paint all of the layer, and keep the likeness of what is selected, as of a face (TRUE or "
    "FALSE)" },
  { GIMP_PDB_FLOAT, "finish",
    "How much of bristles, paint and paper is seen where a painting is enlarged; 0 is smooth, -1 "
    "what "
    "the style says itself (-1 <= finish <= 100)" },
};
G_STATIC_ASSERT (G_N_ELEMENTS (paint_args) == N_ARGS);

enum
{
  PICTURE_FILE = ARG_DRAWABLE + 1,
  PICTURE_DRAWABLE,
  PICTURE_STRENGTH,
  PICTURE_BRUSH_SIZE,
  PICTURE_KEEP_COLOURS,
  PICTURE_SEED,
  PICTURE_REFINE,
  N_PICTURE_ARGS
};

static GimpParamDef picture_args[] = {
  { GIMP_PDB_INT32, "run-mode",
    "The run mode { RUN-INTERACTIVE (0), RUN-NONINTERACTIVE (1), RUN-WITH-LAST-VALS (2) }" },
  { GIMP_PDB_IMAGE, "image", "Input image" },
  { GIMP_PDB_DRAWABLE, "drawable", "Layer to be painted" },
  { GIMP_PDB_STRING, "picture", "Picture file to paint after; \"\" to take painting" },
  { GIMP_PDB_DRAWABLE, "painting",
    "Layer of any image to paint after, where picture is \"\"; -1 for none" },
  { GIMP_PDB_FLOAT, "strength", "How much of the painting is seen (0 <= strength <= 100)" },
  { GIMP_PDB_FLOAT, "brush-size",
    "Size of the strokes; 100 suits the whole picture (25 <= brush-size <= 400)" },
  { GIMP_PDB_FLOAT, "keep-colours",
    "How much of the photo's colours stays (0 <= keep-colours <= 100)" },
  { GIMP_PDB_INT32, "seed", "Variation of the strokes: same seed, same strokes" },
  { GIMP_PDB_FLOAT, "refine",
    "How long the strokes are worked at; 0 changes colours only, 50 takes some ten seconds (0 <= "
    "refine <= 100)" },
};
G_STATIC_ASSERT (G_N_ELEMENTS (picture_args) == N_PICTURE_ARGS);

static GimpParamDef paint_values[] = {
  { GIMP_PDB_LAYER, "new-layer",
    "The painted layer, above the input layer; of an indexed image, in a new RGB image" },
};

static GimpParamDef picture_values[] = {
  { GIMP_PDB_LAYER, "new-layer",
    "The painted layer, above the input layer; of an indexed image, in a new RGB image" },
  { GIMP_PDB_STRING, "style", "The id of the style that the picture is now" },
};

enum
{
  LEARN_NAME = ARG_DRAWABLE + 1,
  LEARN_PHOTOS,
  LEARN_MINUTES,
  N_LEARN_ARGS
};

static GimpParamDef learn_args[] = {
  { GIMP_PDB_INT32, "run-mode",
    "The run mode { RUN-INTERACTIVE (0), RUN-NONINTERACTIVE (1), RUN-WITH-LAST-VALS (2) }" },
  { GIMP_PDB_IMAGE, "image", "Input image" },
  { GIMP_PDB_DRAWABLE, "drawable", "The painting: a layer, where it is selected" },
  { GIMP_PDB_STRING, "name", "The style's title; \"\" for the image's name" },
  { GIMP_PDB_STRING, "photos-folder",
    "Folder of photos to practise on, one or more; \"\" for the user's pictures" },
  { GIMP_PDB_FLOAT, "minutes", "How long to learn (0.1 <= minutes <= 1440)" },
};
G_STATIC_ASSERT (G_N_ELEMENTS (learn_args) == N_LEARN_ARGS);

static GimpParamDef learn_values[] = {
  { GIMP_PDB_STRING, "style", "The id of the new style" },
};

static GimpParamDef styles_values[] = {
  { GIMP_PDB_INT32, "num-styles", "The number of styles" },
  { GIMP_PDB_STRINGARRAY, "style-ids", "The ids of the styles that can be used, sorted" },
};

static void
query (void)
{
  g_autofree gchar *locale = pst_translation_folder (gimp_get_progname ());
  g_autofree gchar *help = pst_help_folder (gimp_get_progname ());
  g_autofree gchar *help_uri = g_filename_to_uri (help, NULL, NULL);

  gimp_plugin_domain_register (GETTEXT_PACKAGE, locale);
  if (help_uri)
    gimp_plugin_help_register (HELP_DOMAIN, help_uri);

  gimp_install_procedure (
      PLUG_IN_PROC, N_ ("Turn a photo into a painting in the style of a master"),
      "Paints the layer with a neural network that has learnt one painting, and puts the result "
      "into a new layer just above it: same size, place, group, precision and transparency, with "
      "the layer's mask and the selection as its mask. Of an indexed image an RGB copy is made "
      "that has the new layer; gimp-item-get-image tells which. The parameters are kept in the "
      "layer's parasite \"pastiche\". Everything is computed on this computer.",
      AUTHOR, COPYRIGHT, DATE, N_ ("_Pastiche Style Transfer..."), "*", GIMP_PLUGIN, N_OLD_ARGS,
      G_N_ELEMENTS (paint_values), paint_args, paint_values);
  gimp_plugin_menu_register (PLUG_IN_PROC, "<Image>/Filters/Artistic");
  gimp_plugin_icon_register (PLUG_IN_PROC, GIMP_ICON_TYPE_ICON_NAME,
                             (const guint8 *) "gimp-tool-paintbrush");

  gimp_install_procedure (
      PAINT_PROC, "Turn a photo into a painting in the style of a master, stroke by stroke",
      "As plug-in-pastiche, and then the strokes are worked at until they are the master's, as "
      "long as refine says: at 0 it is plug-in-pastiche itself. A style that was not shown its "
      "painting is painted at once, whatever refine says.",
      AUTHOR, COPYRIGHT, DATE, NULL, "*", GIMP_PLUGIN, N_REFINE_ARGS, G_N_ELEMENTS (paint_values),
      paint_args, paint_values);

  gimp_install_procedure (
      LIKENESS_PROC,
      "Turn a photo into a painting in the style of a master, near to the photo or far",
      "As plug-in-pastiche-paint, with strokes that are finer and truer to the photo the higher "
      "likeness is, and broader and freer the lower: at 50, and with keep-selected FALSE, it is "
      "plug-in-pastiche-paint itself. With keep-selected TRUE what is selected does not bound the "
      "painting: all is painted, and what is selected keeps its likeness. finish adds what the "
      "painter's own painting shows at full size to what is enlarged.",
      AUTHOR, COPYRIGHT, DATE, NULL, "*", GIMP_PLUGIN, G_N_ELEMENTS (paint_args),
      G_N_ELEMENTS (paint_values), paint_args, paint_values);

  gimp_install_procedure (
      PICTURE_PROC, "Paint a photo after any picture, without learning",
      "Takes colours and strokes of the picture and paints the layer with them, as "
      "plug-in-pastiche does into a new layer. The picture is one of the user's own styles then, "
      "so that the layer can be painted again; the same picture is kept once.",
      AUTHOR, COPYRIGHT, DATE, NULL, "*", GIMP_PLUGIN, G_N_ELEMENTS (picture_args),
      G_N_ELEMENTS (picture_values), picture_args, picture_values);

  gimp_install_procedure (
      LEARN_PROC, N_ ("Learn a style from a painting"),
      "Teaches a neural network to paint as the layer was painted, by practising on photos, and "
      "puts the new style into the user's own folder, where plug-in-pastiche finds it. Starts "
      "from the base generator, if it is installed. What was learnt is kept every ninety "
      "seconds; if the procedure is stopped, one can go on from there in its window. Everything "
      "is computed on this computer.",
      AUTHOR, COPYRIGHT, DATE, N_ ("Pastiche: _Learn Style from Image..."), "*", GIMP_PLUGIN,
      G_N_ELEMENTS (learn_args), G_N_ELEMENTS (learn_values), learn_args, learn_values);
  gimp_plugin_menu_register (LEARN_PROC, "<Image>/Filters/Artistic");
  gimp_plugin_icon_register (LEARN_PROC, GIMP_ICON_TYPE_ICON_NAME,
                             (const guint8 *) "gimp-tool-paintbrush");

  gimp_install_procedure (STYLES_PROC, "List the styles that plug-in-pastiche knows",
                          "Returns the ids of all styles that can be used. Looks for "
                          ".safetensors files in the folders of the environment variable "
                          "PASTICHE_STYLES, in the folder pastiche/styles of the user's GIMP "
                          "folder, and where Pastiche is installed.",
                          AUTHOR, COPYRIGHT, DATE, NULL, NULL, GIMP_PLUGIN, 0,
                          G_N_ELEMENTS (styles_values), NULL, styles_values);
}

static GimpPDBStatusType
run_styles (gint *n_return_vals, GimpParam *values)
{
  g_auto (GStrv) folders = pst_style_folders (gimp_get_progname ());
  g_autoptr (GPtrArray) entries = pst_style_list ((const gchar *const *) folders);
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; i < entries->len; i++)
    {
      PstStyleEntry *entry = g_ptr_array_index (entries, i);

      if (entry->style)
        g_ptr_array_add (ids, g_strdup (entry->id));
    }

  *n_return_vals = 3;
  values[1].type = GIMP_PDB_INT32;
  values[1].data.d_int32 = (gint32) ids->len;
  values[2].type = GIMP_PDB_STRINGARRAY;
  values[2].data.d_stringarray = (gchar **) g_ptr_array_free (ids, FALSE);
  return GIMP_PDB_SUCCESS;
}

/* What a script asks for.  The styles' names may be paths of any length. */
typedef struct
{
  const gchar *procedure;
  PstSettings settings;
  const gchar *style;
  const gchar *mix_style;
} Call;

static gint
n_args_of (const gchar *procedure)
{
  return g_str_equal (procedure, PICTURE_PROC)    ? N_PICTURE_ARGS
         : g_str_equal (procedure, LIKENESS_PROC) ? N_ARGS
         : g_str_equal (procedure, PAINT_PROC)    ? N_REFINE_ARGS
                                                  : N_OLD_ARGS;
}

static const gchar *
string_of (const GimpParam *param)
{
  return param->data.d_string ? param->data.d_string : "";
}

static gboolean
read_style_arguments (gint n_params, const GimpParam *params, Call *call, GError **error)
{
  PstParams *p = &call->settings.params;

  call->style = string_of (&params[ARG_STYLE]);
  call->mix_style = string_of (&params[ARG_MIX_STYLE]);
  p->strength = params[ARG_STRENGTH].data.d_float;
  p->brush_size = params[ARG_BRUSH_SIZE].data.d_float;
  p->keep_colours = params[ARG_KEEP_COLOURS].data.d_float;
  p->mix = params[ARG_MIX].data.d_float;
  p->seed = (guint32) params[ARG_SEED].data.d_int32;
  p->refine = n_params > ARG_REFINE ? params[ARG_REFINE].data.d_float : 0;
  if (n_params > ARG_LIKENESS)
    p->likeness = params[ARG_LIKENESS].data.d_float;
  if (n_params > ARG_KEEP_SELECTED)
    call->settings.keep_selected = params[ARG_KEEP_SELECTED].data.d_int32 != FALSE;
  p->finish = n_params > ARG_FINISH ? params[ARG_FINISH].data.d_float : 0;
  if (! *call->style)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "No style is named; %s returns the ids that there are", STYLES_PROC);
      return FALSE;
    }
  return pst_params_check (p, error);
}

static gboolean
read_picture_arguments (const GimpParam *params, Call *call, GError **error)
{
  PstParams *p = &call->settings.params;

  p->strength = params[PICTURE_STRENGTH].data.d_float;
  p->brush_size = params[PICTURE_BRUSH_SIZE].data.d_float;
  p->keep_colours = params[PICTURE_KEEP_COLOURS].data.d_float;
  p->seed = (guint32) params[PICTURE_SEED].data.d_int32;
  p->refine = params[PICTURE_REFINE].data.d_float;
  return pst_params_check (p, error);
}

static gboolean
read_arguments (gint n_params, const GimpParam *params, Call *call, GError **error)
{
  gint wanted = n_args_of (call->procedure);

  call->style = call->mix_style = "";
  if (n_params != wanted)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT, "%s takes %d arguments, not %d",
                   call->procedure, wanted, n_params);
      return FALSE;
    }
  if (g_str_equal (call->procedure, PICTURE_PROC))
    return read_picture_arguments (params, call, error);
  return read_style_arguments (n_params, params, call, error);
}

/* NULL without an error if the person changed their mind. */
static PstStyle *
ask (PstGimpHost *host, PstSettings *settings)
{
  GtkWidget *dialog;
  PstStyle *style = NULL;

  gimp_ui_init (PLUG_IN_BINARY, FALSE);
  pst_gimp_host_prepare_dialog (host);
  pst_gimp_host_offer_repaint (host);
  host->is_photo = TRUE;
  pst_gimp_learn_prepare (host);
  dialog = pst_dialog_new (&host->base);
  gimp_window_set_transient (GTK_WINDOW (dialog));
  if (pst_dialog_run (PST_DIALOG (dialog), settings))
    {
      style = pst_style_ref (pst_dialog_get_style (PST_DIALOG (dialog)));
      host->painted = pst_dialog_steal_painting (PST_DIALOG (dialog));
    }
  gtk_widget_destroy (dialog);
  return style;
}

/* Which image, which drawable, and how: what cannot be wrong if a person calls. */
static gboolean
check_call (const gchar *procedure, gint n_args, gint n_params, const GimpParam *params,
            GError **error)
{
  gint32 image, drawable;

  if (n_params <= ARG_DRAWABLE)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT, "%s takes %d arguments, not %d",
                   procedure, n_args, n_params);
      return FALSE;
    }

  image = params[ARG_IMAGE].data.d_image;
  drawable = params[ARG_DRAWABLE].data.d_drawable;
  if (! gimp_image_is_valid (image) || ! gimp_item_is_valid (drawable)
      || gimp_item_get_image (drawable) != image)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "There is no drawable %d in an image %d; they may have been deleted", drawable,
                   image);
      return FALSE;
    }

  switch (params[ARG_RUN_MODE].data.d_int32)
    {
    case GIMP_RUN_INTERACTIVE:
    case GIMP_RUN_NONINTERACTIVE:
    case GIMP_RUN_WITH_LAST_VALS:
      return TRUE;
    default:
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT, "There is no run mode %d",
                   params[ARG_RUN_MODE].data.d_int32);
      return FALSE;
    }
}

/* The second style, or NULL if there is none: without an error if none is named. */
static PstStyle *
find_second (PstGimpHost *host, const gchar *id, GError **error)
{
  return *id ? pst_gimp_host_find_style (host, id, error) : NULL;
}

/* The layer, or -1; without an error if the person changed their mind. */
static gint32
paint (PstGimpHost *host, GimpRunMode run_mode, PstSettings *settings, const gchar *id,
       const gchar *second_id, GError **error)
{
  g_autoptr (PstStyle) style = NULL;
  g_autoptr (PstStyle) second = NULL;
  gint32 layer;

  if (run_mode == GIMP_RUN_INTERACTIVE)
    {
      style = ask (host, settings);
      if (! style)
        return -1;
      second_id = settings->mix_style;
    }
  else
    {
      if (run_mode == GIMP_RUN_WITH_LAST_VALS)
        {
          pst_gimp_host_get_last_values (host, settings);
          if (settings->random_seed)
            settings->params.seed = g_random_int ();
          id = settings->style;
          second_id = settings->mix_style;
        }

      /* Nobody can be asked. */
      if (host->indexed)
        settings->output = PST_OUTPUT_IMAGE;
      style = pst_gimp_host_find_style (host, id, error);
      if (! style)
        return -1;
    }

  second = find_second (host, second_id, error);
  if (*second_id && ! second)
    return -1;

  /* The layer's note names what the styles were found by. */
  pst_settings_set_style (settings, id && *id ? id : pst_style_get_id (style));
  pst_settings_set_mix_style (settings, second_id);
  layer = pst_gimp_paint (host, style, second, settings, error);
  if (layer != -1 && run_mode != GIMP_RUN_NONINTERACTIVE)
    {
      if (gimp_item_get_image (layer) != host->image)
        gimp_display_new (gimp_item_get_image (layer));
      gimp_displays_flush ();
    }
  return layer;
}

static GimpPDBStatusType
run_paint (const gchar *procedure, gint n_params, const GimpParam *params, gint *n_return_vals,
           GimpParam *values, GError **error)
{
  /* It must live until GIMP has read it. */
  static gchar *made;
  Call call = { .procedure = procedure, .settings = PST_SETTINGS_INIT };
  gboolean is_picture = g_str_equal (procedure, PICTURE_PROC);
  PstGimpHost host;
  GimpRunMode run_mode;
  gint32 layer;
  GError *local = NULL;

  if (! check_call (procedure, n_args_of (procedure), n_params, params, error))
    return GIMP_PDB_CALLING_ERROR;
  run_mode = (GimpRunMode) params[ARG_RUN_MODE].data.d_int32;
  if (run_mode == GIMP_RUN_NONINTERACTIVE && ! read_arguments (n_params, params, &call, error))
    return GIMP_PDB_CALLING_ERROR;

  if (! pst_gimp_host_init (&host, PLUG_IN_PROC, params[ARG_IMAGE].data.d_image,
                            params[ARG_DRAWABLE].data.d_drawable, error))
    return GIMP_PDB_EXECUTION_ERROR;
  if (is_picture && run_mode == GIMP_RUN_NONINTERACTIVE)
    {
      g_free (made);
      made = pst_gimp_picture_add (string_of (&params[PICTURE_FILE]),
                                   params[PICTURE_DRAWABLE].data.d_drawable, error);
      call.style = made;
    }
  layer = call.style || run_mode != GIMP_RUN_NONINTERACTIVE
              ? paint (&host, run_mode, &call.settings, call.style, call.mix_style, &local)
              : -1;
  pst_gimp_host_clear (&host);

  if (local)
    g_propagate_error (error, local);
  if (local || (run_mode == GIMP_RUN_NONINTERACTIVE && layer == -1))
    return GIMP_PDB_EXECUTION_ERROR;
  if (layer == -1)
    return GIMP_PDB_CANCEL;
  values[1].type = GIMP_PDB_LAYER;
  values[1].data.d_layer = layer;
  if (is_picture)
    {
      if (run_mode != GIMP_RUN_NONINTERACTIVE)
        {
          g_free (made);
          made = g_strdup (call.settings.style);
        }
      *n_return_vals = 3;
      values[2].type = GIMP_PDB_STRING;
      values[2].data.d_string = made;
    }
  return GIMP_PDB_SUCCESS;
}

/* ---- learning --------------------------------------------------------- */

static gboolean
read_learn_arguments (gint n_params, const GimpParam *params, PstLearnSettings *settings,
                      GError **error)
{
  const gchar *name, *photos;
  gdouble minutes;

  if (n_params != N_LEARN_ARGS)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT, "%s takes %d arguments, not %d",
                   LEARN_PROC, N_LEARN_ARGS, n_params);
      return FALSE;
    }
  name = params[LEARN_NAME].data.d_string ? params[LEARN_NAME].data.d_string : "";
  photos = params[LEARN_PHOTOS].data.d_string ? params[LEARN_PHOTOS].data.d_string : "";
  minutes = params[LEARN_MINUTES].data.d_float;

  pst_learn_settings_set_title (settings, name);
  pst_learn_settings_set_photos (settings, photos);
  settings->minutes = minutes;
  if (! g_str_equal (settings->title, name) || ! g_str_equal (settings->photos, photos))
    g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                 "The name and the photos-folder must be shorter than %d bytes",
                 PST_LEARN_TEXT_MAX);
  else if (! (minutes >= 0.1 && minutes <= 1440))
    g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                 "The minutes are %g; they must be from 0.1 to 1440", minutes);
  else
    return TRUE;
  return FALSE;
}

static gchar *
learn (PstGimpHost *host, GimpRunMode run_mode, PstLearnSettings *settings, GError **error)
{
  if (run_mode == GIMP_RUN_INTERACTIVE)
    {
      gimp_ui_init (PLUG_IN_BINARY, FALSE);
      pst_gimp_host_prepare_dialog (host);
      return pst_learn_run (&host->base, NULL);
    }
  if (run_mode == GIMP_RUN_WITH_LAST_VALS)
    host->base.get_learn_settings (&host->base, settings);
  return pst_gimp_learn (host, settings, run_mode == GIMP_RUN_NONINTERACTIVE, error);
}

static GimpPDBStatusType
run_learn (gint n_params, const GimpParam *params, GimpParam *value, GError **error)
{
  /* It must live until GIMP has read it. */
  static gchar *id;
  PstLearnSettings settings = PST_LEARN_SETTINGS_INIT;
  GimpRunMode run_mode;
  PstGimpHost host;
  GError *local = NULL;

  if (! check_call (LEARN_PROC, N_LEARN_ARGS, n_params, params, error))
    return GIMP_PDB_CALLING_ERROR;
  run_mode = (GimpRunMode) params[ARG_RUN_MODE].data.d_int32;
  if (run_mode == GIMP_RUN_NONINTERACTIVE
      && ! read_learn_arguments (n_params, params, &settings, error))
    return GIMP_PDB_CALLING_ERROR;

  pst_gimp_learn_host_init (&host, params[ARG_IMAGE].data.d_image,
                            params[ARG_DRAWABLE].data.d_drawable);
  g_free (id);
  id = learn (&host, run_mode, &settings, &local);
  pst_gimp_host_clear (&host);
  if (local)
    {
      g_propagate_error (error, local);
      return GIMP_PDB_EXECUTION_ERROR;
    }
  if (! id)
    return GIMP_PDB_CANCEL;
  value->type = GIMP_PDB_STRING;
  value->data.d_string = id;
  return GIMP_PDB_SUCCESS;
}

static void
run (const gchar *name, gint n_params, const GimpParam *params, gint *n_return_vals,
     GimpParam **return_vals)
{
  /* Both must live until GIMP has read them. */
  static GimpParam values[3];
  static gchar *message;
  GError *error = NULL;
  GimpPDBStatusType status;

  pst_memory_init ();
  pst_translation_init (gimp_get_progname ());

  /* Only buffers are used: loading a hundred operations would take longer than
   * painting a small layer. */
  g_setenv ("GEGL_PATH", "", FALSE);
  gegl_init (NULL, NULL);

  *n_return_vals = 2;
  *return_vals = values;
  if (g_str_equal (name, STYLES_PROC))
    status = run_styles (n_return_vals, values);
  else if (g_str_equal (name, LEARN_PROC))
    status = run_learn (n_params, params, &values[1], &error);
  else
    status = run_paint (name, n_params, params, n_return_vals, values, &error);

  values[0].type = GIMP_PDB_STATUS;
  values[0].data.d_status = status;
  if (status == GIMP_PDB_CANCEL)
    *n_return_vals = 1;
  if (error)
    {
      g_free (message);
      message = g_strdup (error->message);
      values[1].type = GIMP_PDB_STRING;
      values[1].data.d_string = message;
      g_error_free (error);
    }
}
