#!/usr/bin/env python3
# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of all formats through `pastiche apply --strength 0`, which gives the photo's own
pixels, and back; compared with what ImageMagick, djxl and exiftool read, or with values made
here.  Prints TAP.  Usage: test-pictures.py PASTICHE MAKE-STYLE"""

import json
import os
import struct
import subprocess
import sys
import tempfile

import numpy as np

WIDTH, HEIGHT = 40, 24
ICC = '/usr/share/color/icc/ghostscript/'
PROFILES = {'adobe': ICC + 'a98.icc', 'prophoto': ICC + 'rommrgb.icc', 'srgb': ICC + 'srgb.icc',
            'cmyk': ICC + 'default_cmyk.icc'}
pastiche, make_style = map(os.path.abspath, sys.argv[1:3])
count = 0


def check(name, good, said=''):
    global count
    count += 1
    print('%sok %d - %s' % ('' if good else 'not ', count, name), flush=True)
    if not good:
        print('# ' + str(said).replace('\n', '\n# '))


def tool(*command, **keywords):
    got = subprocess.run(command, capture_output=True, **keywords)
    if got.returncode:
        raise RuntimeError('%s: %s' % (' '.join(command), got.stderr.decode()))
    return got.stdout


def apply(*arguments, code=0):
    """Runs pastiche apply; what it printed on stderr."""
    got = subprocess.run([pastiche, 'apply', '--style', 'tiny', '--refine', '0', *arguments],
                         capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120)
    if got.returncode != code:
        print('# exit code %d: %s\n# %s' % (got.returncode, ' '.join(arguments), got.stderr))
    return got.stderr


def size_of(path):
    return tuple(map(int, tool('identify', '-format', '%w %h\n', path + '[0]').split()[:2]))


def pixels(path, *options, channels='rgb'):
    """What ImageMagick sees, as floats of [0,1]: [height][width][channels]."""
    width, height = size_of(path)
    data = tool('convert', path + '[0]', *options, '-depth', '16', channels + ':-')
    array = np.frombuffer(data, '<u2').astype(float) / 65535
    if width * height * len(channels) != array.size:
        height, width = width, height
    return array.reshape(height, width, len(channels))


def near(name, got, wanted, levels=0.0, mean=None):
    """At most that many levels of 255 apart, everywhere and in the mean."""
    if got.shape != wanted.shape:
        check(name, False, '%s is not %s' % (got.shape, wanted.shape))
        return
    off = np.abs(got - wanted) * 255
    good = off.max() <= levels + 1e-9 and (mean is None or off.mean() <= mean)
    check(name, good, 'off by %.3f levels, %.4f in the mean' % (off.max(), off.mean()))


def write(path, array, *options):
    """Through ImageMagick, from [height][width][3 or 4] of [0,1]."""
    height, width, channels = array.shape
    data = np.round(array * 65535).astype('<u2').tobytes()
    tool('convert', '-size', '%dx%d' % (width, height), '-depth', '16',
         ('rgba' if channels == 4 else 'rgb') + ':-', *options, path, input=data)


def write_float_tiff(path, array):
    """By hand, as TIFF 6.0 says: one strip of RGB floats."""
    height, width, _ = array.shape
    data = array.astype('<f4').tobytes()
    entries = [(256, 3, 1, width), (257, 3, 1, height), (258, 3, 3, 8), (259, 3, 1, 1),
               (262, 3, 1, 2), (273, 4, 1, 20), (277, 3, 1, 3), (278, 3, 1, height),
               (279, 4, 1, len(data)), (339, 3, 3, 14)]
    with open(path, 'wb') as file:
        file.write(struct.pack('<2sHI6H', b'II', 42, 20 + len(data), 32, 32, 32, 3, 3, 3) + data)
        file.write(struct.pack('<H', len(entries)))
        for entry in entries:
            file.write(struct.pack('<HHII', *entry))
        file.write(struct.pack('<I', 0))


def colours(width=WIDTH, height=HEIGHT):
    """Smooth, in no symmetry."""
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([.1 + .8 * x / (width - 1), .15 + .7 * y / (height - 1),
                     .9 - .6 * (x + 2 * y) / (width + 2 * height)], axis=2)


def rounded(array, bits):
    most = 2 ** bits - 1
    return np.round(array * most) / most


def turned(array, orientation):
    """As EXIF 2.3 says: which side of the scene row 0 and column 0 are."""
    return {1: lambda a: a, 2: lambda a: a[:, ::-1], 3: lambda a: a[::-1, ::-1],
            4: lambda a: a[::-1], 5: lambda a: a.transpose(1, 0, 2),
            6: lambda a: np.rot90(a, -1), 7: lambda a: a[::-1, ::-1].transpose(1, 0, 2),
            8: lambda a: np.rot90(a)}[orientation](array)


PHOTO = colours()
ALPHA = np.dstack([PHOTO, np.tile(np.linspace(.1, 1, WIDTH), (HEIGHT, 1))])
GRAY = np.repeat(PHOTO[:, :, :1], 3, axis=2)


# ---- reading -----------------------------------------------------------------

def reading():
    """[name, file, wanted pixels, levels, channels]"""
    cells = []

    def cell(name, array, *options, wanted=None, levels=0.0, channels='rgb', bits=8, read=()):
        path = 'in/' + name
        if array is not None:
            write(path, array if bits == 16 else rounded(array, 8), *options)
        if wanted is None:
            wanted = pixels(path, *read, channels=channels)
        elif isinstance(wanted, np.ndarray):
            wanted = rounded(wanted, bits)
        cells.append((name, wanted, levels, channels))

    os.mkdir('in')
    cell('rgb8.png', PHOTO, '-depth', '8', wanted=PHOTO)
    cell('rgb16.png', PHOTO, '-define', 'png:bit-depth=16', wanted=PHOTO, bits=16)
    cell('gray8.png', GRAY, '-colorspace', 'Gray', '-depth', '8')
    cell('gray16.png', GRAY, '-colorspace', 'Gray', '-define', 'png:bit-depth=16')
    cell('alpha8.png', ALPHA, '-depth', '8', wanted=ALPHA, channels='rgba')
    cell('alpha16.png', ALPHA, '-define', 'png:bit-depth=16', wanted=ALPHA, bits=16, channels='rgba')
    cell('palette.png', PHOTO, '-colors', '60', '-type', 'Palette')
    cell('interlaced.png', PHOTO, '-interlace', 'PNG', '-depth', '8', wanted=PHOTO)
    cell('rgb8.jpg', PHOTO, '-quality', '95', levels=1)
    cell('gray8.jpg', GRAY, '-colorspace', 'Gray', '-quality', '95', levels=1)
    cell('progressive.jpg', PHOTO, '-interlace', 'JPEG', levels=1)
    cell('rgb8.tif', PHOTO, '-depth', '8', wanted=PHOTO)
    cell('rgb16.tif', PHOTO, '-depth', '16', wanted=PHOTO, bits=16)
    write_float_tiff('in/float.tif', PHOTO)
    cell('float.tif', None, wanted=PHOTO, bits=16, levels=.005)
    cell('gray8.tif', GRAY, '-colorspace', 'Gray', '-depth', '8')
    cell('gray16.tif', GRAY, '-colorspace', 'Gray', '-depth', '16')
    cell('white-is-0.tif', GRAY, '-colorspace', 'Gray', '-depth', '8', '-define',
         'tiff:photometric=min-is-white')
    cell('two-levels.tif', GRAY, '-colorspace', 'Gray', '-monochrome', '-compress', 'Group4')
    cell('alpha8.tif', ALPHA, '-depth', '8', wanted=ALPHA, channels='rgba')
    cell('alpha16.tif', ALPHA, '-depth', '16', wanted=ALPHA, bits=16, channels='rgba')
    cell('lzw.tif', PHOTO, '-depth', '8', '-compress', 'LZW', wanted=PHOTO)
    cell('lossless.webp', PHOTO, '-define', 'webp:lossless=true', wanted=PHOTO)
    cell('lossy.webp', PHOTO, '-quality', '90', levels=1)
    cell('alpha8.webp', ALPHA, '-define', 'webp:lossless=true', '-define', 'webp:exact=true',
         wanted=ALPHA, channels='rgba')
    cell('rgb8.ppm', PHOTO, '-depth', '8', wanted=PHOTO)
    cell('rgb16.ppm', PHOTO, '-depth', '16', wanted=PHOTO, bits=16)
    cell('plain.ppm', PHOTO, '-depth', '8', '-compress', 'none', wanted=PHOTO)
    cell('gray8.pgm', GRAY, '-colorspace', 'Gray', '-depth', '8')
    cell('rgb8.gif', PHOTO)
    cell('rgb8.bmp', PHOTO, '-depth', '8', wanted=PHOTO)
    cell('alpha8.bmp', ALPHA, '-depth', '8', wanted=ALPHA, channels='rgba')
    cell('rgb8.jp2', PHOTO, '-depth', '8', '-quality', '100', levels=1)
    cell('rgb16.jp2', PHOTO, '-depth', '16', '-quality', '100', levels=1)
    cell('rgb.hdr', PHOTO, '-colorspace', 'RGB', read=('-colorspace', 'sRGB'), levels=4)
    cell('rgb.exr', PHOTO, '-colorspace', 'RGB', wanted=PHOTO, bits=16, levels=.3)
    for name, options in (('rgb8.avif', ('-depth', '8')), ('rgb8.heic', ('-depth', '8'))):
        cell(name, PHOTO, '-quality', '95', *options, wanted=PHOTO, levels=20)
    for bits in 8, 16:
        write('in/source.png', rounded(PHOTO, bits), '-define', 'png:bit-depth=%d' % bits)
        tool('cjxl', '-d', '0', 'in/source.png', 'in/rgb%d.jxl' % bits)
        os.remove('in/source.png')
        cell('rgb%d.jxl' % bits, None, wanted=PHOTO, bits=bits, levels=.01)
    # The other half of the tree, for what has profiles.
    os.mkdir('profiled')
    for name, profile, options in (
            ('adobe8.jpg', 'adobe', ('-quality', '98')), ('adobe16.png', 'adobe', ()),
            ('adobe8.webp', 'adobe', ('-define', 'webp:lossless=true')),
            ('adobe16.tif', 'adobe', ()), ('prophoto16.png', 'prophoto', ()),
            ('prophoto16.tif', 'prophoto', ())):
        depth = '8' if '8.' in name else '16'
        write('profiled/' + name, PHOTO, '-profile', PROFILES[profile], '-depth', depth, *options)
    for name, quality in (('cmyk.jpg', '98'), ('cmyk.tif', '98')):
        write('profiled/' + name, .2 + .6 * PHOTO, '-profile', PROFILES['srgb'], '-intent', 'relative',
              '-black-point-compensation', '-profile', PROFILES['cmyk'], '-quality', quality)
    return cells


def read_all():
    cells = reading()
    apply('--strength', '0', '-o', 'read', '--format', 'png', '-r', 'in')
    for name, wanted, levels, channels in cells:
        plain = os.path.splitext(name)[0]
        out = 'read/%s.png' % plain
        if not os.path.exists(out):
            out = 'read/%s.png' % name
        try:
            near('read ' + name, pixels(out, channels=channels), wanted, levels)
        except RuntimeError as error:
            check('read ' + name, False, error)


# ---- profiles ----------------------------------------------------------------

def profiles():
    names = sorted(os.listdir('profiled'))
    # A format without profiles: what is painted, which is sRGB.
    apply('--strength', '0', '-o', 'seen', '--format', 'ppm', '-r', 'profiled')
    # As good as nothing is painted, and that goes back into the profile.
    apply('--strength', '0.001', '--quality', '100', '-o', 'back', '-r', 'profiled')
    apply('--strength', '0', '--quality', '100', '-o', 'same', '-r', 'profiled')
    for name in names:
        path = 'profiled/' + name
        seen = 'seen/%s.ppm' % os.path.splitext(name)[0]
        seen = seen if os.path.exists(seen) else 'seen/%s.ppm' % name
        wanted = pixels(path, '-intent', 'relative', '-black-point-compensation', '-profile',
                        PROFILES['srgb'])
        near('the profile of %s is obeyed' % name, pixels(seen), wanted, 3, .6)
        if name.startswith('cmyk'):
            continue
        lossless = not name.endswith('.jpg')
        deep = '16' in name
        near('strength 0 of %s, to the last bit' % name, pixels('same/' + name), pixels(path),
             0 if lossless else 6)
        near('%s painted, and back in its profile' % name, pixels('back/' + name), pixels(path),
             .2 if deep else 1.01 if lossless else 6)
        for folder in 'same/', 'back/':
            check('the profile goes from %s to %s' % (name, folder),
                  tool('convert', folder + name, 'icc:-') == tool('convert', path, 'icc:-'))


# ---- orientation -------------------------------------------------------------

def orientations():
    os.mkdir('held')
    made = {'png': ('-depth', '8'), 'jpg': ('-quality', '99', '-sampling-factor', '1x1'),
            'tif': ('-depth', '8'), 'webp': ('-define', 'webp:lossless=true')}
    for ending, options in made.items():
        for orientation in range(1, 9):
            write('held/%d-%s.%s' % (orientation, ending, ending), rounded(PHOTO, 8), *options)
    for orientation in range(1, 9):
        tool('exiftool', '-q', '-overwrite_original', '-Orientation#=%d' % orientation,
             *('held/%d-%s.%s' % (orientation, e, e) for e in made))
    apply('--strength', '0', '-o', 'upright', '--format', 'png', '-r', 'held')
    apply('--strength', '0', '-o', 'kept', '-r', 'held')
    notes = json.loads(tool('exiftool', '-j', '-n', '-Orientation', '-r', 'kept'))
    for note in notes:
        check('%s says that it is upright' % note['SourceFile'], note.get('Orientation', 1) == 1, note)
    for ending in made:
        for orientation in range(1, 9):
            near('orientation %d of %s' % (orientation, ending),
                 pixels('upright/%d-%s.png' % (orientation, ending)),
                 turned(rounded(PHOTO, 8), orientation), 6 if ending == 'jpg' else 0)


# ---- writing -----------------------------------------------------------------

def decoded(path):
    """By its own library's tool what ImageMagick does not read, or takes for YCbCr."""
    decoder = {'jxl': 'djxl', 'avif': 'heif-convert', 'heic': 'heif-convert'}.get(path.split('.')[-1])
    if not decoder:
        return path
    tool(decoder, path, path + '.png')
    return path + '.png'


def writing():
    os.mkdir('out')
    sources = {'rgb8': (PHOTO, 8), 'rgb16': (PHOTO, 16), 'alpha8': (ALPHA, 8)}
    for name, (array, bits) in sources.items():
        write('out/%s.png' % name, rounded(array, bits), '-define', 'png:bit-depth=%d' % bits)
    # The most that a format is off at its best; of what it does not hold: None.
    cells = {'png': (0, 0, 0), 'tif': (0, 0, 0), 'webp': (0, .5, 0), 'jxl': (.001, .001, .001),
             'jp2': (0, 0, 0), 'ppm': (0, 0, None), 'jpg': (4, 4, None), 'avif': (1, .6, 1),
             'heic': (3, 3, 3), 'gif': (40, 40, None), 'hdr': (5, 5, None)}
    for ending, limits in cells.items():
        said = apply('--strength', '0', '--quality', '100', '--format', ending, '-o', 'out/' + ending,
                     *('out/%s.png' % name for name in sources))
        for (name, (array, bits)), limit in zip(sources.items(), limits):
            out = 'out/%s/%s.%s' % (ending, name, ending)
            if limit is None:
                continue
            channels = 'rgba' if name == 'alpha8' else 'rgb'
            options = ('-colorspace', 'sRGB') if ending == 'hdr' else ()
            try:
                near('write %s' % out, pixels(decoded(out), *options, channels=channels),
                     rounded(array, bits), limit)
            except RuntimeError as error:
                check('write %s' % out, False, '%s %s' % (said, error))
    for ending in 'png', 'tif', 'ppm', 'jp2':
        path = 'out/%s/rgb16.%s' % (ending, ending)
        check('16 bits in %s' % ending, int(tool('identify', '-format', '%z', path)) == 16)
    apply('--strength', '0', 'out/avif/rgb16.avif', 'out/again.avif')
    depths = json.loads(tool('exiftool', '-j', '-ImagePixelDepth', 'out/avif/rgb8.avif',
                             'out/avif/rgb16.avif', 'out/again.avif'))
    depths = [str(note.get('ImagePixelDepth')).split()[0] for note in depths]
    check('AVIF of 8 bits stays so, 16 become 12, and stay so', depths == ['8', '12', '12'], depths)
    small, large = 'out/q50.%s', 'out/q95.%s'
    for ending in 'jpg', 'webp', 'avif', 'jxl', 'heic', 'jp2':
        for quality, path in (('50', small), ('95', large)):
            apply('--strength', '0', '--quality', quality, 'out/rgb16.png', path % ending)
        check('quality 95 of %s is more than 50' % ending,
              os.path.getsize(large % ending) > os.path.getsize(small % ending))
    said = apply('--strength', '0', 'out/rgb8.png', 'out/rgb8.exr', code=2)
    check('EXR is not written, and the nearest format is named', '.tif' in said, said)


# ---- notes -------------------------------------------------------------------

NOTES = {'Artist': 'Ñandú', 'Copyright': 'Mine', 'DateTimeOriginal': '2020:01:02 03:04:05',
         'GPSLatitude': 12.5, 'Title': 'Ёж'}


def notes():
    os.mkdir('notes')
    write('notes/small.jpg', PHOTO)
    for ending in 'jpg', 'tif', 'png':
        path = 'notes/photo.' + ending
        write(path, PHOTO, '-density', '300', '-units', 'PixelsPerInch')
        tool('exiftool', '-q', '-m', '-overwrite_original', '-n', '-Orientation=6', '-EXIF:Artist=Ñandú',
             '-EXIF:Copyright=Mine', '-EXIF:DateTimeOriginal=2020:01:02 03:04:05',
             '-EXIF:GPSLatitude=12.5', '-EXIF:GPSLatitudeRef=N', '-EXIF:XResolution=300',
             '-EXIF:YResolution=300', '-EXIF:ResolutionUnit=2', '-XMP:Title=Ёж',
             *(() if ending == 'png' else ('-IPTC:Keywords=word',)),
             *(('-ThumbnailImage<=notes/small.jpg',) if ending == 'jpg' else ()), path)
    pairs = [('jpg', e) for e in ('jpg', 'png', 'tif', 'webp', 'avif', 'heic', 'jp2')]
    pairs += [('tif', e) for e in ('tif', 'jpg', 'png')] + [('png', 'png'), ('png', 'jpg')]
    for source in 'jpg', 'tif', 'png':
        for ending in [e for s, e in pairs if s == source]:
            apply('--strength', '0', '--format', ending, '-o', 'notes/' + source, 'notes/photo.' + source)
    for ending in 'jpg', 'png', 'tif', 'webp', 'avif', 'jp2':
        apply('--strength', '0', '--strip', 'notes/photo.jpg', 'notes/stripped.' + ending)
    apply('--strip', 'profiled/adobe16.png', 'notes/stripped-profile.png')
    all_notes = {n['SourceFile']: n for n in
                 json.loads(tool('exiftool', '-j', '-n', '-charset', 'utf8', '-r', 'notes'))}
    for source, ending in pairs:
        out = 'notes/%s/photo.%s' % (source, ending)
        got = all_notes[out]
        for name, value in NOTES.items():
            check('%s of %s in %s' % (name, source, ending), got.get(name) == value,
                  got.get(name))
        check('%s in %s is upright' % (source, ending), got.get('Orientation', 1) == 1)
        check('%s in %s has no old thumbnail' % (source, ending), 'ThumbnailImage' not in got)
        check('%s in %s says what painted it' % (source, ending),
              got.get('CreatorTool', '').startswith('Pastiche ')
              and got['CreatorTool'].endswith(': Tiny'), got.get('CreatorTool'))
        if ending in ('jpg', 'tif') and source != 'png':
            check('keywords of %s in %s' % (source, ending), got.get('Keywords') == 'word',
                  got.get('Keywords'))
        if ending in ('jpg', 'png', 'tif'):
            dpi = tool('identify', '-units', 'PixelsPerInch', '-format', '%x', out).split()[0]
            check('300 dpi of %s in %s' % (source, ending), abs(float(dpi) - 300) < .1, dpi)
    for ending in 'jpg', 'png', 'tif', 'webp', 'avif', 'jp2':
        got = all_notes['notes/stripped.' + ending]
        left = [name for name in (*NOTES, 'CreatorTool', 'Keywords') if name in got]
        check('nothing is left in a stripped %s' % ending, not left, left)
    check('but its profile', tool('convert', 'notes/stripped-profile.png', 'icc:-')
          == tool('convert', 'profiled/adobe16.png', 'icc:-'))


# ---- animations --------------------------------------------------------------

def animations():
    frames = [np.clip(PHOTO + .1 * i * (np.arange(WIDTH)[None, :, None] < 12), 0, 1) for i in range(3)]
    for i, frame in enumerate(frames):
        write('frame%d.png' % i, frame, '-depth', '8')
    tool('convert', '-delay', '7', 'frame0.png', '-delay', '30', 'frame1.png', '-delay', '11',
         'frame2.png', '-loop', '4', '-layers', 'optimize', 'film.gif')
    said = apply('film.gif', 'first.png')
    check('an animation: what is painted is said', '3 frames' in said and '--frames all' in said, said)
    said = apply('--frames', 'all', 'film.gif', 'none.png', code=2)
    check('all frames do not go into a PNG', '.gif or .webp' in said, said)
    for ending, quality in (('gif', ()), ('webp', ('--quality', '100'))):
        out = 'painted.' + ending
        apply('--frames', 'all', *quality, 'film.gif', out)
        got = tool('identify', '-format', '%T %wx%h\n', out).decode().split('\n')[:-1]
        check('all frames of a GIF in %s, with their delays' % ending,
              got == ['7 40x24', '30 40x24', '11 40x24'] or ending == 'webp' and len(got) == 3, got)
    # Strokes do not flicker: two frames that are the same get the same painting.
    tool('convert', '-delay', '5', 'frame1.png', 'frame1.png', 'frame0.png', '-loop', '0', 'still.gif')
    apply('--frames', 'all', 'still.gif', 'calm.gif')
    got = np.frombuffer(tool('convert', 'calm.gif', '-coalesce', '-depth', '8', 'rgb:-'), np.uint8)
    got = got.reshape(3, -1)
    check('the same frame, the same strokes', (got[0] == got[1]).all() and (got[0] != got[2]).any())


with tempfile.TemporaryDirectory() as work:
    os.chdir(work)
    os.environ.update(PASTICHE_STYLES=work + '/styles', HOME=work, GIMP2_DIRECTORY=work,
                      LC_ALL='C.UTF-8')
    os.mkdir('styles')
    tool(make_style, 'styles/tiny.safetensors', 'tiny', 'Tiny')
    read_all()
    profiles()
    orientations()
    writing()
    notes()
    animations()
    os.chdir('/')
print('1..%d' % count)
