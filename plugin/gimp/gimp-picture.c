/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "gimp/gimp-picture.h"

#include "gimp/gimp-host.h"
#include "gimp/gimp-source.h"
#include "host/style-folders.h"
#include "pictures/pixels.h"
#include "pictures/reduced.h"

#define SHORT_SIDE 2048 /* of a picture; more is never looked at */
#define LOOK_SIZE  448  /* at which it is judged                  */

/* Also gives its title. */
static PstImage *
read_layer (gint32 drawable, gchar **title, GError **error)
{
  gint32 layer;

  if (! gimp_item_is_valid (drawable) || ! gimp_item_is_drawable (drawable))
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "No picture is named, and there is no drawable %d; give one of them", drawable);
      return NULL;
    }
  layer = pst_gimp_source_find (gimp_item_get_image (drawable), drawable, error);
  if (layer == -1)
    return NULL;
  *title = gimp_item_get_name (layer);
  return pst_image_limit_short (pst_gimp_source_read (layer, NULL, error), SHORT_SIDE, error);
}

gchar *
pst_gimp_picture_add (const gchar *path, gint32 drawable, GError **error)
{
  g_autoptr (PstEngine) engine = pst_engine_new (pst_pixels_get_n_threads ());
  g_autoptr (PstLibrary) library = pst_user_library (gimp_get_progname ());
  g_autoptr (PstImage) picture = NULL;
  g_autoptr (PstStyle) style = NULL;
  g_autofree gchar *title = NULL;

  if (*path)
    {
      title = pst_style_make_title (path);
      picture = pst_reduced_load_painting (path, SHORT_SIDE, error);
    }
  else
    picture = read_layer (drawable, &title, error);
  if (! picture
      || (pst_painting_judge (picture, LOOK_SIZE) != PST_PAINTING_TOO_PLAIN
          && ! pst_painting_check (picture, LOOK_SIZE, error)))
    return NULL;
  style = pst_style_new_from_painting (engine, picture, title, NULL, error);
  return style ? pst_library_add (library, style, error) : NULL;
}
