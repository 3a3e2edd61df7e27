#!/usr/bin/python3
# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
"""Runs weights/tables.py on a folder of weights made here.  Usage: test-tables.py TABLES.PY"""

import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

RECIPE = '''# A comment.
[style]
id={0}
title=The {0}
artist=Somebody
year=1900
licence=Public domain: the artist died in 1901
painting={1}
{2}
[training]
style_size=448
steps=3000
'''
README = '''Before.
<!-- styles: ./dev figures -->
old
<!-- end of styles -->
Between.
<!-- figures: ./dev figures -->
old
<!-- end of figures -->
<!-- refined: ./dev figures --refined -->
older
<!-- end of refined -->
<!-- lessons: ./dev lessons -->
old
<!-- end of lessons -->
After.
'''
FIGURES = {'gradient_correlation': .5, 'edge_f': .75, 'edge_f_dark': None, 'edge_f_bright': .7,
           'luma': .9, 'texture': .25, 'palette': 1,
           'touch': .4, 'coherence': 1, 's': .3, 'halo': -.04, 'glow': None, 'lattice': 10.5, 'clipped': 0, 'lost': 0, 'flat': 20.04,
           'sky': 5, 'seeds': .99, 'differ': 9, 'chroma': 8, 'strokes': 1, 'colours': .8,
           'dark': None}


def evaluated(id, photos, **changed):
    control = dict(FIGURES, s=0)
    return {'id': id, 'sha256': hashlib.sha256(id.encode()).hexdigest(), 'photos': photos,
            'mean': dict(FIGURES, **changed), 'photo': control, 'oilify': control,
            'missed': ['s 0.3, at least 0.35', 'flat 20.04, at most 6']}


def write_base(path, metadata):
    header = json.dumps({'__metadata__': dict(metadata, role='base')}).encode()
    path.write_bytes(len(header).to_bytes(8, 'little') + header + b'numbers')


def run(folder):
    return subprocess.run(['/usr/bin/python3', sys.argv[1], folder, folder / 'figures'],
                          capture_output=True, text=True)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / 'figures').mkdir()
        (folder / 'README.md').write_text(README)
        for id, painting, more in (('moon', 'moon.jpg', ''), ('base', 'a.jpg;b.jpg', 'role=base'),
                                   ('sun', 'sun.jpg', ''), ('new', 'new.jpg', '')):
            (folder / f'{id}.recipe').write_text(RECIPE.format(id, painting, more))
            if id != 'new':
                (folder / f'{id}.safetensors').write_text(id)
        write_base(folder / 'base.safetensors', {'styles': 'moon;sun;mars'})
        (folder / 'sun.safetensors.recipe').write_text('left over')
        (folder / 'minutes.txt').write_text('moon 25\n')

        result = run(folder)
        assert result.returncode == 1 and './dev figures' in result.stderr, result
        assert (folder / 'README.md').read_text() == README

        for name, styles in (('1', [evaluated('moon', 44, s=.1), evaluated('sun', 44)]),
                             ('2', [evaluated('moon', 44, s=.4)])):
            (folder / 'figures' / f'{name}.json').write_text(json.dumps({'long_side': 640, 'styles': styles}))
        result = run(folder)
        assert result.returncode == 0, result
        assert 'new has a recipe' in result.stderr, result
        text = (folder / 'README.md').read_text()
        lines = text.splitlines()
        assert 'old' not in lines and {'Before.', 'Between.', 'After.'} <= set(lines)
        assert 'Means over 44 photos of 640 pixels, which' in text

        moon, = (line for line in lines if line.startswith('| `moon` | Somebody'))
        assert 'Somebody, The moon, 1900 | the artist died in 1901 | 448 | 3000 | 25 |' in moon
        assert hashlib.sha256(b'moon').hexdigest() in moon
        sun, = (line for line in lines if line.startswith('| `sun` | Somebody'))
        assert '| 3000 | - |' in sun
        assert any(line.startswith('| `base` | what others start from: the mean of 3 of these |')
                   for line in lines)
        assert not any('`new`' in line or '`sun.safetensors`' in line for line in lines)

        moon, = (line for line in lines if line.startswith('| `moon` | .'))
        assert moon == ('| `moon` | .500 | .750 | - | .700 | .900 | .250 | 1.000 | .40 | 1.00 '
                        '| **.400** | -.04 | - | 10.50 | .000 | .000 | **20.0** | 5.0 | .990 | 9.0 | 8.0 | 1.00 | .80 | - |'), moon
        mean, = (line for line in lines if line.startswith('| mean'))
        assert '| .350 |' in mean, mean
        assert any(line.startswith('| *`gegl:oilify`* |') for line in lines)

        run(folder)
        assert (folder / 'README.md').read_text() == text
        assert 'older' in lines, 'nothing was refined'
        refined = [dict(evaluated(id, 44), each={'a': dict(FIGURES, luma=.875), 'b': FIGURES})
                   for id in ('moon', 'sun')]
        refined[0]['mean']['touch'] = .25
        path = folder / 'figures' / '9.json'
        path.write_text(json.dumps({'long_side': 448, 'refine': 50., 'styles': refined}))
        run(folder)
        lines = (folder / 'README.md').read_text().splitlines()
        assert 'older' not in lines and 'Means over 44 photos of 448 pixels, refined at 50:' in lines, lines
        assert '| `moon` | .500 | .750 | - | .700 | .900 | .875 | .250 | 1.000 | .25 | 1.00 | 10.50 |' in lines, lines
        assert moon in lines, 'figures of what was refined are in the other table'
        path.write_text(json.dumps({'long_side': 448, 'refine': 40., 'styles': refined[:1]}))
        (folder / 'figures' / '8.json').write_text(json.dumps({'long_side': 448, 'refine': 50., 'styles': refined}))
        result = run(folder)
        assert result.returncode == 1 and 'different amounts' in result.stderr, result
        path.unlink()
        (folder / 'figures' / '8.json').unlink()

        assert '| painting | from |' in lines
        for painting, start, minutes, s in (('a_hill', 'base', 15, .4), ('a_hill', 'base', 5, .3),
                                            ('b', 'nothing', 5, .1), ('b', 'base', 5, .5)):
            (folder / 'lesson.json').write_text(json.dumps({'long_side': 640, 'styles': [evaluated('b', 44, s=s)]}))
            subprocess.run(['/usr/bin/python3', sys.argv[1], '--lesson', folder / 'lessons.tsv',
                            painting, start, str(minutes), str(250 * minutes),
                            folder / 'lesson.json'], check=True)
        run(folder)
        lines = (folder / 'README.md').read_text().splitlines()
        assert '| painting | from | 5 minutes | 15 minutes |' in lines, lines
        assert '| a hill | base | .300 (1250) | .400 (3750) |' in lines, lines
        assert '| b | nothing | .100 (1250) | - |' in lines, lines
        assert '| mean | base | .400 | - |' in lines and '| mean | nothing | - | - |' in lines, lines

        write_base(folder / 'base.safetensors', {})
        (folder / 'figures').rename(folder / 'other')
        subprocess.run(['/usr/bin/python3', sys.argv[1], folder], check=True)
        text = (folder / 'README.md').read_text()
        assert '| `base` | 2 paintings; what others start from |' in text, text
        assert '| mean | base | .400 | - |' in text and 'Means over 44 photos' in text, text
        (folder / 'other').rename(folder / 'figures')

        (folder / 'sun.safetensors').write_text('learnt anew')
        result = run(folder)
        assert result.returncode == 1 and './dev figures sun' in result.stderr, result
        (folder / 'sun.safetensors').write_text('sun')

        (folder / 'figures' / '3.json').write_text(json.dumps({'long_side': 448, 'styles': [evaluated('sun', 44)]}))
        result = run(folder)
        assert result.returncode == 1 and 'different photos' in result.stderr, result
        (folder / 'figures' / '3.json').unlink()
        (folder / 'README.md').write_text('Nothing to fill in.')
        result = run(folder)
        assert result.returncode == 1 and 'README.md has no lines' in result.stderr, result


if __name__ == '__main__':
    main()
