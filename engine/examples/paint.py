#!/usr/bin/python3
"""Paints a numpy array: paint.py STYLE.safetensors <photo.ppm >painting.ppm"""
import ctypes as c, os, sys
import numpy as np

class Image(c.Structure):
    _fields_ = [('width', c.c_int), ('height', c.c_int), ('data', c.POINTER(c.c_float))]
class Params(c.Structure):
    _fields_ = [(name, c.c_double) for name in ('strength', 'brush_size', 'keep_colours', 'mix',
                                                'refine', 'likeness')] \
             + [('seed', c.c_uint32), ('likeness_map', c.c_void_p), ('finish', c.c_double)]
class Error(c.Structure):
    _fields_ = [('domain', c.c_uint32), ('code', c.c_int), ('message', c.c_char_p)]

pst = c.CDLL(os.environ.get('LIBPASTICHE', 'libpastiche.so.0'))
def call(function, *arguments):  # of those that fail with a GError
    pst[function].restype, error = c.c_void_p, c.POINTER(Error)()
    result = pst[function](*arguments, c.byref(error))
    if not result:
        raise RuntimeError(error.contents.message.decode())
    return c.c_void_p(result)

def paint(photo, path, **params):
    """What photo [height][width][3], of 0..1, becomes in the style of that file."""
    height, width = photo.shape[:2]
    pst.pst_engine_new.restype = c.c_void_p
    engine, style = c.c_void_p(pst.pst_engine_new(0)), call('pst_style_load', os.fsencode(path))
    image = call('pst_image_new', width, height)
    planes = lambda i: np.ctypeslib.as_array(c.cast(i, c.POINTER(Image))[0].data, (3, height, width))
    planes(image)[:] = photo.transpose(2, 0, 1)
    given = Params(**{'strength': 100, 'brush_size': 100, 'likeness': 50, **params})
    painting = call('pst_engine_stylise', engine, style, None, c.byref(given), image, None)
    result = planes(painting).transpose(1, 2, 0).copy()
    for free, what in (('pst_image_free', image), ('pst_image_free', painting),
                       ('pst_style_unref', style), ('pst_engine_free', engine)):
        pst[free](what)
    return result

if __name__ == '__main__':
    _, size, _, pixels = sys.stdin.buffer.read().split(b'\n', 3)
    width, height = map(int, size.split())
    photo = np.frombuffer(pixels, np.uint8).reshape(height, width, 3).astype(np.float32) / 255
    painted = paint(photo, sys.argv[1], strength=80)
    sys.stdout.buffer.write(b'P6\n%d %d\n255\n' % (width, height)
                            + (painted.clip(0, 1) * np.float32(255) + np.float32(.5)).astype(np.uint8).tobytes())
