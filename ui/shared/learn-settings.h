/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person chose for learning a style: plain data of fixed size, and a key
 * file for keeping it longer. */

#ifndef PST_LEARN_SETTINGS_H
#define PST_LEARN_SETTINGS_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* Counts up whenever PstLearnSettings changes. */
#define PST_LEARN_SETTINGS_VERSION 2

#define PST_LEARN_TEXT_MAX 1024 /* bytes of a text, with the ending zero */

/* Which pixels are the painting. */
typedef enum
{
  PST_PAINTING_VISIBLE, /* all visible layers */
  PST_PAINTING_LAYER,
  PST_PAINTING_SELECTION,
  PST_PAINTING_FILE, /* those of a picture file */
} PstPaintingSource;

#define PST_N_PAINTING_SOURCES 4

/* What the generator is before the first step. */
typedef enum
{
  PST_START_BASE,    /* the base generator; as nothing where there is none */
  PST_START_STYLE,   /* a style; which is decided anew for every painting  */
  PST_START_NOTHING, /* random weights                                     */
} PstLearnStart;

#define PST_N_LEARN_STARTS 3

/* What is offered; files and procedures may say other minutes. */
#define PST_LEARN_MIN_MINUTES 5.0
#define PST_LEARN_MAX_MINUTES 240.0
#define PST_LEARN_MIN_STROKE  50.0
#define PST_LEARN_MAX_STROKE  200.0
#define PST_LEARN_MAX_NICE    19

typedef struct
{
  PstPaintingSource source;
  gchar painting[PST_LEARN_TEXT_MAX]; /* a picture file, in the file system's encoding; "": none
                                         was ever chosen */
  gchar title[PST_LEARN_TEXT_MAX];    /* "": of the image */
  gchar artist[PST_LEARN_TEXT_MAX];
  gchar photos[PST_LEARN_TEXT_MAX]; /* a folder, in the file system's encoding; "": the user's
                                       pictures */
  gboolean open_photos;             /* the images that are open as well */
  gdouble stroke_size;              /* per cent; 100: the painting's short side is 512 pixels */
  gdouble minutes;
  PstLearnStart start;
  gint threads;  /* 0: all processors but one */
  gint niceness; /* 0 to PST_LEARN_MAX_NICE */
} PstLearnSettings;

/* As on the first day. */
#define PST_LEARN_SETTINGS_INIT                                                                    \
  {                                                                                                \
    PST_PAINTING_VISIBLE, "", "", "", "", FALSE, 100.0, 15.0, PST_START_BASE, 0, 10                \
  }

/* A text that is too long, or no UTF-8, is not remembered. */
void pst_learn_settings_set_title (PstLearnSettings *settings, const gchar *title);
void pst_learn_settings_set_artist (PstLearnSettings *settings, const gchar *artist);
void pst_learn_settings_set_painting (PstLearnSettings *settings, const gchar *path);
void pst_learn_settings_set_photos (PstLearnSettings *settings, const gchar *folder);

/* The folder of photos, if none was chosen that of the user's pictures, or else their
 * home.  Free with g_free (). */
gchar *pst_learn_settings_get_photos (const PstLearnSettings *settings);

/* A recipe of these settings with the id "" and a new seed; not yet checked against a
 * painting. */
PstRecipe *pst_learn_settings_to_recipe (const PstLearnSettings *settings);

/* A GKeyFile; what is missing or makes no sense there keeps the value it had. */
gboolean pst_learn_settings_load (PstLearnSettings *settings, const gchar *path, GError **error);

/* Makes the folder if need be.  Texts of the painting, title and artist, are left out. */
gboolean
pst_learn_settings_save (const PstLearnSettings *settings, const gchar *path, GError **error);

G_END_DECLS

#endif /* PST_LEARN_SETTINGS_H */
