#!/usr/bin/env python3
# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
"""Gives `pastiche apply` damaged files of all formats, each for 10 seconds and with 1 GB of
address space: nothing may hang or crash, and what is refused may leave nothing behind.
A short run is in the suite; by hand: damage-campaign.py PASTICHE MAKE-STYLE 2000 [SEED]"""

import collections
import os
import random
import resource
import struct
import subprocess
import sys
import tempfile

FORMATS = ('png', 'jpg', 'webp', 'tif', 'gif', 'ppm', 'bmp', 'jp2', 'avif', 'heic', 'jxl', 'hdr', 'exr')
SECONDS, BYTES = 10, 1000 * 1000 * 1000
pastiche, make_style = map(os.path.abspath, sys.argv[1:3])
number = int(sys.argv[3]) if len(sys.argv) > 3 else 39
seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
dice = random.Random(seed)


def make_whole(folder):
    """{ending: [bytes of a whole file]}, of several kinds each."""
    kinds = (('-size', '64x48', 'plasma:red-blue', '-depth', '8'),
             ('-size', '40x70', 'gradient:', '-colorspace', 'Gray', '-depth', '8'),
             ('-size', '33x31', 'plasma:', '-alpha', 'set', '-channel', 'A', '-fx', 'i/w', '+channel'),
             ('-size', '50x50', 'plasma:', '-depth', '16', '-profile',
              '/usr/share/color/icc/ghostscript/a98.icc'),
             ('-size', '64x48', 'plasma:', '-interlace', 'Plane', '-colorspace', 'CMYK'))
    whole = collections.defaultdict(list)
    for i, kind in enumerate(kinds):
        for ending in FORMATS:
            path = '%s/%d.%s' % (folder, i, ending)
            command = ['convert', '-seed', str(i), *kind, path]
            if ending == 'jxl':
                command = ['cjxl', '-d', '1', '%s/%d.png' % (folder, i), path]
            if subprocess.run(command, capture_output=True).returncode == 0:
                if ending in ('jpg', 'png', 'tif'):
                    subprocess.run(['exiftool', '-q', '-m', '-overwrite_original', '-Artist=Me',
                                    '-XMP:Title=Hi', '-Orientation#=6', path], capture_output=True)
                with open(path, 'rb') as file:
                    whole[ending].append(file.read())
    film = [a for i in range(3) for a in ('-size', '40x40', '-seed', str(i), 'plasma:')]
    for ending in 'gif', 'webp':
        path = '%s/film.%s' % (folder, ending)
        if subprocess.run(['convert', *film, path], capture_output=True).returncode == 0:
            with open(path, 'rb') as file:
                whole[ending].append(file.read())
    return whole


def cut(data):
    return data[:dice.randrange(1, len(data))]


def flip(data):
    data = bytearray(data)
    for _ in range(dice.choice((1, 2, 5, 20, 100))):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(data)


def claim(data):
    """Huge or strange numbers, where headers have theirs."""
    data = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 4))):
        form = dice.choice(('<I', '>I', '<H', '>H'))
        most = 2 ** (8 * struct.calcsize(form)) - 1
        at = dice.randrange(max(1, min(len(data), 300) - 4))
        struct.pack_into(form, data, at, dice.choice((0, 1, most, most // 2, most // 2 + 1, 40000, 65535)))
    return bytes(data)


def smear(data):
    at, n = dice.randrange(len(data)), dice.randrange(1, 200)
    return data[:at] + dice.choice((bytes(n), b'\xff' * n, dice.randbytes(n), data[:n])) + \
        data[at + dice.choice((0, n)):]


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def judge(code, said, out):
    """What is wrong, or None."""
    if code is None:
        return 'hangs'
    if code not in (0, 1):
        return 'ends with %d' % code
    if code == 1 and os.path.exists(out):
        return 'is refused, and has an output'
    if code == 1 and not said.startswith('pastiche: '):
        return 'is refused without a message'
    if code == 0 and not os.path.exists(out):
        return 'is painted into nothing'
    left = [n for n in os.listdir(os.path.dirname(out)) if n.endswith('.part')]
    return 'leaves %s' % left if left else None


def main(work):
    os.environ.update(PASTICHE_STYLES=work + '/styles', HOME=work, GIMP2_DIRECTORY=work,
                      LC_ALL='C.UTF-8', OPENBLAS_NUM_THREADS='1')
    for folder in 'styles', 'whole', 'out':
        os.mkdir(work + '/' + folder)
    subprocess.run([make_style, work + '/styles/tiny.safetensors', 'tiny', 'Tiny'], check=True)
    whole = make_whole(work + '/whole')
    endings = sorted(whole)
    tally = collections.Counter()
    wrong = []
    for i in range(number):
        ending = endings[i % len(endings)]
        hurt = dice.choice((cut, flip, claim, smear))
        path, out = '%s/damaged.%s' % (work, ending), work + '/out/out.png'
        with open(path, 'wb') as file:
            file.write(hurt(dice.choice(whole[ending])))
        options = dice.choice(((), (), ('--damaged',), ('--strength', '0')))
        try:
            got = subprocess.run([pastiche, 'apply', '--style', 'tiny', '--refine', '0', '--threads', '1',
                                  *options, path, out], capture_output=True, preexec_fn=limit,
                                 stdin=subprocess.DEVNULL, timeout=SECONDS)
            code, said = got.returncode, got.stderr.decode('utf-8', 'replace')
        except subprocess.TimeoutExpired:
            code, said = None, ''
        reason = judge(code, said, out)
        tally['refused' if code == 1 else 'painted' if code == 0 else 'wrong'] += 1
        if reason:
            kept = '%s/wrong-%d-%d.%s' % (os.environ.get('KEEP', '/tmp'), seed, i, ending)
            os.replace(path, kept)
            wrong.append('%s %s, %s: %s %s\n%s' % (ending, hurt.__name__, ' '.join(options), reason, kept,
                                                   said))
        if os.path.exists(out):
            os.remove(out)
    print('%s ok 1 - %d damaged files: %s' % ('not' if wrong else '', number, dict(tally)) if wrong else
          'ok 1 - %d damaged files: %s' % (number, dict(tally)))
    for line in wrong:
        print('# ' + line.strip().replace('\n', '\n# '))
    print('1..1')
    return len(wrong) > 0


with tempfile.TemporaryDirectory() as temporary:
    code = main(temporary)
sys.exit(0 if not code else 1)
