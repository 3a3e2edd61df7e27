/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The loader against any bytes.  For libFuzzer (clang -fsanitize=fuzzer, with
 * PST_LIBFUZZER defined), or by itself: fuzz-weights FILE... replays files. */

#include "styles/weights.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  GError *error = NULL;
  PstWeights *weights;

  if (size > 1 << 20)
    return 0;
  weights = pst_weights_parse ("fuzz", bytes, size, PST_WEIGHTS_STYLE_MEMBERS, &error);
  g_assert_true ((weights == NULL) == (error != NULL));
  pst_weights_free (weights);
  g_clear_error (&error);
  return 0;
}

#ifndef PST_LIBFUZZER
int
main (int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    {
      gchar *contents;
      gsize size;
      guint8 *bytes;

      if (! g_file_get_contents (argv[i], &contents, &size, NULL))
        g_error ("%s cannot be read", argv[i]);
      /* Of its own size: what is read beyond shows under a sanitiser. */
      bytes = g_memdup2 (contents, size);
      LLVMFuzzerTestOneInput (bytes, size);
      g_free (bytes);
      g_free (contents);
    }
  return argc > 1 ? 0 : 2;
}
#endif
