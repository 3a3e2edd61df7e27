/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pictures/cut-file.h"

#include <string.h>

static guint64
read_le32 (const guchar *p)
{
  return p[0] | (guint64) p[1] << 8 | (guint64) p[2] << 16 | (guint64) p[3] << 24;
}

/* The number at *@at, after room and comments; 0 if there is none. */
static guint64
read_number (const guchar *data, gsize size, gsize *at)
{
  guint64 number = 0;

  while (*at < size && (g_ascii_isspace (data[*at]) || data[*at] == '#'))
    {
      if (data[*at] == '#')
        while (*at < size && data[*at] != '\n')
          (*at)++;
      else
        (*at)++;
    }
  while (*at < size && g_ascii_isdigit (data[*at]) && number < G_MAXINT32)
    number = 10 * number + (guint64) (data[(*at)++] - '0');
  return number;
}

/* P4, P5 and P6: numbers, one byte of room, and rows. */
static guint64
length_of_ppm (const guchar *data, gsize size)
{
  gsize at = 2;
  guint64 width = read_number (data, size, &at), height = read_number (data, size, &at), most;

  if (data[1] == '4')
    return at + 1 + (width + 7) / 8 * height;
  most = read_number (data, size, &at);
  return at + 1 + width * height * (data[1] == '6' ? 3 : 1) * (most > 255 ? 2 : 1);
}

guint64
pst_cut_file_length (const guchar *data, gsize size)
{
  if (size < 16)
    return 0;
  if (! memcmp (data, "BM", 2))
    return read_le32 (data + 2);
  if (! memcmp (data, "RIFF", 4) && ! memcmp (data + 8, "WEBP", 4))
    return read_le32 (data + 4) + 8;
  if (data[0] == 'P' && data[1] >= '4' && data[1] <= '6')
    return length_of_ppm (data, size);
  return 0;
}
