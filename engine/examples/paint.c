/* Paints a picture: paint STYLE.safetensors <photo.ppm >painting.ppm
 * cc paint.c -o paint $(pkg-config --cflags --libs pastiche) */
#include <pastiche/pastiche.h>
#include <stdio.h>

int
main (int argc, char **argv)
{
  int width = 0, height = 0, n = scanf ("P6 %d %d 255", &width, &height);
  g_autoptr (GError) error = NULL;
  g_autoptr (PstEngine) engine = pst_engine_new (0); /* a thread per processor */
  g_autoptr (PstStyle) style = pst_style_load (argc > 1 ? argv[1] : "", &error);
  g_autoptr (PstImage) photo = style ? pst_image_new (width, height, &error) : NULL;
  g_autoptr (PstImage) painting = NULL;
  PstParams params = PST_PARAMS_INIT;
  long size = (long) width * height;

  /* Planes of red, green and blue; one byte of white space ends the head. */
  for (long i = n == 2 && photo ? (getchar (), 0) : size; i < size; i++)
    for (int c = 0; c < 3; c++)
      photo->data[c * size + i] = (float) getchar () / 255;
  params.strength = 80;
  if (photo)
    painting = pst_engine_stylise (engine, style, NULL, &params, photo, NULL, &error);
  if (! painting)
    return fprintf (stderr, "paint: %s\n", error->message), 1;
  printf ("P6\n%d %d\n255\n", width, height);
  for (long i = 0; i < size; i++)
    for (int c = 0; c < 3; c++)
      putchar ((int) (CLAMP (painting->data[c * size + i], 0, 1) * 255 + 0.5f));
  return 0;
}
