/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "gegl/paint-operation.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "gegl/wish.h"
#include "host/memory.h"
#include "host/repainter.h"
#include "host/style-choice.h"
#include "host/style-folders.h"
#include "pictures/pixels.h"

typedef struct
{
  GeglOperationFilter parent_instance;

  PstWishes wishes;

  GMutex paint_lock;       /* of what follows */
  GThread *painter;        /* who has paint_lock; atomic */
  PstRepainter *repainter; /* NULL: never painted yet */
  GHashTable *styles;      /* what people call them, and Loaded */
  gchar *said;             /* the last warning */
} PstPaintOperation;

typedef struct
{
  GeglOperationFilterClass parent_class;
} PstPaintOperationClass;

#define SELF(object) ((PstPaintOperation *) (object))

GType pst_paint_operation_get_type (void);

G_DEFINE_DYNAMIC_TYPE (PstPaintOperation, pst_paint_operation, GEGL_TYPE_OPERATION_FILTER)

static void
set_property (GObject *object, guint property, const GValue *value, GParamSpec *pspec)
{
  if (! pst_wishes_set (&SELF (object)->wishes, property, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
}

static void
get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  if (! pst_wishes_get (&SELF (object)->wishes, property, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
}

/* ---- styles ------------------------------------------------------------ */

typedef struct
{
  PstStyle *style;
  GStatBuf file; /* when it was loaded */
} Loaded;

static void
loaded_free (gpointer data)
{
  Loaded *loaded = data;

  pst_style_unref (loaded->style);
  g_free (loaded);
}

/* The operation's.  Loaded once, unless its file is another by now. */
static PstStyle *
find_style (PstPaintOperation *self, const gchar *name, GError **error)
{
  Loaded *loaded = g_hash_table_lookup (self->styles, name);
  g_auto (GStrv) folders = NULL;
  PstStyle *style;
  GStatBuf file;

  if (loaded && g_stat (pst_style_get_path (loaded->style), &file) == 0
      && file.st_ino == loaded->file.st_ino && file.st_size == loaded->file.st_size
      && file.st_mtime == loaded->file.st_mtime)
    return loaded->style;

  folders = pst_style_folders (NULL);
  style = pst_style_choose ((const gchar *const *) folders, name, error);
  if (! style)
    return NULL;
  loaded = g_new0 (Loaded, 1);
  loaded->style = style;
  if (g_stat (pst_style_get_path (style), &loaded->file) != 0)
    loaded->file.st_size = -1;
  g_hash_table_replace (self->styles, g_strdup (name), loaded);
  return style;
}

/* ---- painting ---------------------------------------------------------- */

static void
report (gdouble done, gpointer operation)
{
  /* 1 is the end to whoever watches. */
  gegl_operation_progress (operation, MIN (done, .999), (gchar *) "");
}

static PstImage *
paint_wish (PstPaintOperation *self, const PstWish *wish, const PstImage *photo,
            GCancellable *cancellable, GError **error)
{
  const PstRun run = { report, self, cancellable };
  PstStyle *style = find_style (self, wish->style, error), *second = NULL;

  if (! style)
    return NULL;
  if (*wish->mix_style && wish->params.mix > 0)
    {
      second = find_style (self, wish->mix_style, error);
      if (! second)
        return NULL;
    }
  if (! self->repainter)
    self->repainter = pst_repainter_new (pst_pixels_get_n_threads ());
  return pst_repainter_paint (self->repainter, style, second, &wish->params, photo, &run, error);
}

/* What is wanted when it is done, whatever was wanted when it was begun. */
static PstImage *
paint (PstPaintOperation *self, const PstImage *photo, GError **error)
{
  for (;;)
    {
      g_autoptr (GCancellable) running = g_cancellable_new ();
      g_autoptr (PstImage) painted = NULL;
      g_autoptr (GError) local = NULL;
      PstWish wish;
      gboolean wanted;

      pst_wishes_begin (&self->wishes, &wish, running);
      painted = paint_wish (self, &wish, photo, running, &local);
      wanted = pst_wishes_end (&self->wishes, &wish);
      pst_wish_clear (&wish);
      if (! wanted)
        continue;
      if (local)
        g_propagate_error (error, g_steal_pointer (&local));
      return g_steal_pointer (&painted);
    }
}

static gboolean
paint_buffer (PstPaintOperation *self, GeglBuffer *input, const GeglRectangle *whole,
              GeglBuffer *output, GError **error)
{
  g_autoptr (PstImage) photo = NULL, painted = NULL;
  g_autofree gfloat *alpha = NULL;

  if (! pst_memory_check (
          (guint64) ((gdouble) whole->width * whole->height * PST_PIXELS_PAINT_BYTES), error))
    return FALSE;
  photo = pst_pixels_read (input, whole, &alpha, error);
  if (! photo)
    return FALSE;
  painted = paint (self, photo, error);
  return painted && pst_pixels_write (output, whole, painted, alpha, error);
}

/* Once where it is the same as before: a slider that is moved asks often. */
static void
warn (PstPaintOperation *self, const GError *error)
{
  if (g_strcmp0 (self->said, error->message) == 0)
    return;
  g_free (self->said);
  self->said = g_strdup (error->message);
  g_warning ("pastiche:paint leaves the picture as it is: %s", error->message);
}

static gboolean
process (GeglOperation *operation, GeglBuffer *input, GeglBuffer *output, const GeglRectangle *roi,
         gint level)
{
  PstPaintOperation *self = SELF (operation);
  const GeglRectangle *whole = gegl_operation_source_get_bounding_box (operation, "input");
  g_autoptr (GError) error = NULL;

  /* Who is told of progress may ask for pixels; there are none yet. */
  if (g_atomic_pointer_get (&self->painter) == g_thread_self ())
    {
      gegl_buffer_copy (input, roi, GEGL_ABYSS_NONE, output, roi);
      return TRUE;
    }

  g_mutex_lock (&self->paint_lock);
  g_atomic_pointer_set (&self->painter, g_thread_self ());
  gegl_operation_progress (operation, 0, (gchar *) "");
  if (! paint_buffer (self, input, whole ? whole : roi, output, &error))
    {
      warn (self, error);
      gegl_buffer_copy (input, roi, GEGL_ABYSS_NONE, output, roi);
    }
  else
    g_clear_pointer (&self->said, g_free);
  gegl_operation_progress (operation, 1, (gchar *) "");
  g_atomic_pointer_set (&self->painter, NULL);
  g_mutex_unlock (&self->paint_lock);
  return TRUE;
}

/* ---- what GEGL asks ---------------------------------------------------- */

static gboolean
is_endless (GeglOperation *operation)
{
  const GeglRectangle *whole = gegl_operation_source_get_bounding_box (operation, "input");

  return whole && gegl_rectangle_is_infinite_plane (whole);
}

/* What is not to be painted is handed on, to the last bit. */
static gboolean
process_context (GeglOperation *operation, GeglOperationContext *context, const gchar *output_pad,
                 const GeglRectangle *roi, gint level)
{
  if (! pst_wishes_want_paint (&SELF (operation)->wishes) || is_endless (operation))
    {
      GObject *input = gegl_operation_context_get_object (context, "input");

      gegl_operation_context_take_object (context, "output", g_object_ref (input));
      return TRUE;
    }
  return GEGL_OPERATION_CLASS (pst_paint_operation_parent_class)
      ->process (operation, context, output_pad, roi, level);
}

/* Every pixel depends on all of them. */
static GeglRectangle
whole_of (GeglOperation *operation, const GeglRectangle *roi)
{
  const GeglRectangle *whole = gegl_operation_source_get_bounding_box (operation, "input");

  return whole && ! is_endless (operation) ? *whole : *roi;
}

static GeglRectangle
get_required_for_output (GeglOperation *operation, const gchar *input_pad, const GeglRectangle *roi)
{
  return whole_of (operation, roi);
}

static GeglRectangle
get_invalidated_by_change (GeglOperation *operation, const gchar *input_pad,
                           const GeglRectangle *roi)
{
  return whole_of (operation, roi);
}

static GeglRectangle
get_cached_region (GeglOperation *operation, const GeglRectangle *roi)
{
  return whole_of (operation, roi);
}

/* In the input's own colours; babl converts to sRGB and back.  With alpha, for babl rounds
 * otherwise without, and the plug-in's bits are wanted. */
static void
prepare (GeglOperation *operation)
{
  const Babl *space = gegl_operation_get_source_space (operation, "input");
  const Babl *format = babl_format_with_space ("R'G'B'A float", space);

  gegl_operation_set_format (operation, "input", format);
  gegl_operation_set_format (operation, "output", format);
}

static void
finalize (GObject *object)
{
  PstPaintOperation *self = SELF (object);

  pst_wishes_clear (&self->wishes);
  pst_repainter_free (self->repainter);
  g_hash_table_unref (self->styles);
  g_free (self->said);
  g_mutex_clear (&self->paint_lock);
  G_OBJECT_CLASS (pst_paint_operation_parent_class)->finalize (object);
}

/* ---- the class --------------------------------------------------------- */

static void
pst_paint_operation_class_init (PstPaintOperationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GeglOperationClass *operation_class = GEGL_OPERATION_CLASS (klass);

  object_class->set_property = set_property;
  object_class->get_property = get_property;
  object_class->finalize = finalize;
  operation_class->prepare = prepare;
  operation_class->process = process_context;
  operation_class->get_required_for_output = get_required_for_output;
  operation_class->get_invalidated_by_change = get_invalidated_by_change;
  operation_class->get_cached_region = get_cached_region;
  operation_class->threaded = FALSE; /* the engine has threads of its own */
  GEGL_OPERATION_FILTER_CLASS (klass)->process = process;

  pst_wishes_install (object_class);
  gegl_operation_class_set_keys (operation_class, "name", "pastiche:paint", "title",
                                 _ ("Pastiche Style Transfer"), "categories", "artistic", "license",
                                 "GPL3+", "description",
                                 _ ("Turn a photo into a painting in the style of a master"), NULL);

  /* GIMP 3 makes an entry of a menu of these. */
  gegl_operation_class_set_keys (operation_class, "gimp:menu-path", "<Image>/Filters/Artistic",
                                 "gimp:menu-label", _ ("_Pastiche Style Transfer..."), NULL);
}

static void
pst_paint_operation_class_finalize (PstPaintOperationClass *klass)
{
}

static void
pst_paint_operation_init (PstPaintOperation *self)
{
  pst_wishes_init (&self->wishes);
  g_mutex_init (&self->paint_lock);
  self->styles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, loaded_free);
}

void
pst_paint_operation_register (GTypeModule *module)
{
  pst_paint_operation_register_type (module);
}
