/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person chose: plain data of fixed size, so that a host can keep it as
 * bytes, and a key file for keeping it longer. */

#ifndef PST_SETTINGS_H
#define PST_SETTINGS_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

#define PST_SETTINGS_STYLE_MAX 256 /* bytes of a style's id, with the ending zero */

/* Counts up whenever PstSettings changes. */
#define PST_SETTINGS_VERSION 6

/* Where the painting goes. */
typedef enum
{
  PST_OUTPUT_LAYER,  /* a new layer above the photo's                       */
  PST_OUTPUT_IMAGE,  /* the same in a copy of the image, which is RGB, so that
                       pictures without colours of their own get some      */
  PST_OUTPUT_REPLACE /* the layer itself, where it is selected             */
} PstOutput;

typedef struct
{
  gchar style[PST_SETTINGS_STYLE_MAX];     /* an id, never a position; "": the first one */
  gchar mix_style[PST_SETTINGS_STYLE_MAX]; /* "": none */
  PstParams params;                        /* without a map: these are bytes that outlive it */
  PstOutput output;
  gboolean random_seed;   /* new strokes every time                                        */
  gboolean keep_selected; /* all is painted; what is selected keeps PST_LIKENESS_KEPT      */
} PstSettings;

#define PST_N_OUTPUTS 3

/* As on the first day, and what Reset goes back to: who touches nothing gets the better
 * picture, though it takes longer. */
#define PST_SETTINGS_INIT                                                                          \
  {                                                                                                \
    "", "", { 100.0, 100.0, 0.0, 0.0, 50.0, PST_LIKENESS, 0, NULL, PST_FINISH_OWN },               \
        PST_OUTPUT_LAYER, FALSE, FALSE                                                             \
  }

/* An id that is too long is not remembered. */
void pst_settings_set_style (PstSettings *settings, const gchar *id);
void pst_settings_set_mix_style (PstSettings *settings, const gchar *id);

/* From and to a group of a key file.  What is missing or makes no sense there keeps
 * the value it had. */
void pst_settings_read (PstSettings *settings, GKeyFile *file, const gchar *group);
void pst_settings_write (const PstSettings *settings, GKeyFile *file, const gchar *group);

/* Makes the folder if need be. */
gboolean pst_key_file_save (GKeyFile *file, const gchar *path, GError **error);

/* Reads @path, a GKeyFile; what is missing or makes no sense there keeps the
 * value it had.  FALSE if there is no such file or it is no key file. */
gboolean pst_settings_load (PstSettings *settings, const gchar *path, GError **error);

/* Makes the folder if need be. */
gboolean pst_settings_save (const PstSettings *settings, const gchar *path, GError **error);

G_END_DECLS

#endif /* PST_SETTINGS_H */
