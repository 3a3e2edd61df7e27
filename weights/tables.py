#!/usr/bin/python3
# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the tables of weights/README.md: what the styles are, from their recipes,
files and minutes.txt, how they do, from what `pastiche evaluate --json` wrote, and how
good styles are that were learnt for so many minutes, from lessons.tsv.

tables.py WEIGHTS [FIGURES]: the folder of weights and that of JSON files, without which
how they do is left as it is; of several files with the same style the last by name
counts.  Figures of files that are no more do not count.  `./dev figures` runs it.

tables.py --refined WEIGHTS FIGURES: only what was measured of refined paintings.

tables.py --lesson LESSONS PAINTING START MINUTES STEPS JSON: notes one lesson in
lessons.tsv.  `./dev lessons` runs that."""

import configparser
import hashlib
import json
import pathlib
import re
import sys

COLUMNS = (('gradient_correlation', 'gradient', '.3f'), ('edge_f', 'edge', '.3f'),
           ('edge_f_dark', 'in dark', '.3f'), ('edge_f_bright', 'in bright', '.3f'),
           ('luma', 'luma', '.3f'), ('texture', 'texture', '.3f'), ('palette', 'palette', '.3f'),
           ('touch', 'touch', '.2f'), ('coherence', 'coherence', '.2f'), ('s', 'S', '.3f'),
           ('halo', 'halo', '.2f'), ('glow', 'glow', '.2f'), ('lattice', 'lattice', '.2f'),
           ('clipped', 'clipped', '.3f'), ('lost', 'lost', '.3f'), ('flat', 'flat', '.1f'),
           ('sky', 'sky', '.1f'), ('seeds', 'seeds', '.3f'), ('differ', 'differ', '.1f'),
           ('chroma', 'chroma', '.1f'), ('strokes', 'strokes', '.2f'),
           ('colours', 'colours', '.2f'), ('dark', 'dark', '.2f'))

# Of what was refined; `least` is that of the photo that keeps the least.
REFINED = ('gradient_correlation', 'edge_f', 'edge_f_dark', 'edge_f_bright', 'luma', 'least',
           'texture', 'palette', 'touch', 'coherence', 'lattice')

# What lessons.tsv keeps, in its order.
LESSON = ('gradient_correlation', 'edge_f', 'texture', 'palette', 's')


def load_recipe(path):
    parser = configparser.ConfigParser(interpolation=None, comment_prefixes=('#',),
                                       inline_comment_prefixes=None)
    parser.optionxform = str
    parser.read(path, encoding='utf-8')
    return parser


def row(cells):
    return '| ' + ' | '.join(cells) + ' |'


def checksum(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def load_metadata(path):
    data = path.read_bytes()
    return json.loads(data[8:8 + int.from_bytes(data[:8], 'little')])['__metadata__']


def list_learnt(weights):
    """Recipes of styles that there are, by id, and of bases."""
    recipes = {}
    for path in sorted(weights.glob('*.recipe')):
        if path.name.endswith('.safetensors.recipe'):
            continue
        if path.with_suffix('.safetensors').exists():
            recipes[path.stem] = load_recipe(path)
        else:
            print(f'tables.py: {path.stem} has a recipe, but was not learnt', file=sys.stderr)
    return recipes


def style_table(weights, recipes, minutes):
    lines = [row(('id', 'painting', 'why public domain', 'size', 'steps', 'minutes',
                  'SHA-256 of the file')),
             '|---|---|---|---|---|---|---|']
    for id, recipe in recipes.items():
        style, training = recipe['style'], recipe['training']
        of = ', '.join(style[key] for key in ('artist', 'title', 'year') if style.get(key))
        why = style.get('licence', '').removeprefix('Public domain: ')
        path = weights / f'{id}.safetensors'
        steps, took = training.get('steps', '-'), minutes.get(id, '-')
        if style.get('role') == 'base':
            made_of = load_metadata(path).get('styles')
            if made_of:
                count, steps, took = len(made_of.split(';')), '-', '-'
                of = f'what others start from: the mean of {count} of these'
            else:
                of = f"{len(style['painting'].split(';'))} paintings; what others start from"
        lines.append(row((f'`{id}`', of, why, training.get('style_size', '512'), steps, took,
                          f'`{checksum(path)}`')))
    return lines


def cells(figures, missed, columns=COLUMNS):
    for key, _, shape in columns:
        value = figures.get(key)
        text = '-' if value is None else re.sub(r'^(-?)0\.', r'\1.', format(value, shape))
        bad = any(line.startswith(key + ' ') for line in missed)
        yield f'**{text}**' if bad else text


def mean(results, key):
    figures = {}
    for name, _, _ in COLUMNS:
        values = [value for result in results if (value := result[key].get(name)) is not None]
        figures[name] = sum(values) / len(values) if values else None
    return figures


def list_wanted(weights, recipes):
    """Checksums of the styles, by id."""
    return {id: checksum(weights / f'{id}.safetensors') for id, recipe in recipes.items()
            if recipe['style'].get('role') != 'base'}


def load_newest(wanted, figures, refined):
    """Of those that were refined, by how much too."""
    newest = {}
    for path in sorted(figures.glob('*.json')):
        file = json.loads(path.read_text())
        for style in file['styles'] if ('refine' in file) == refined else ():
            if wanted.get(style['id']) == style.get('sha256'):
                newest[style['id']] = dict(style, refine=file.get('refine'), side=file['long_side'])
    return newest


def refined_table(weights, recipes, figures):
    newest = load_newest(list_wanted(weights, recipes), figures, True)
    if not newest:
        return None
    results = [newest[id] for id in sorted(newest)]
    for result in results:
        values = [each['luma'] for each in result['each'].values() if each.get('luma') is not None]
        result['mean']['least'] = min(values, default=None)
    ways = {(result['photos'], result['side'], result['refine']) for result in results}
    if len(ways) > 1:
        sys.exit('tables.py: the styles were refined by different amounts or on different photos; '
                 'run ./dev figures --refined without ids')
    shapes = {key: (heading, shape) for key, heading, shape in COLUMNS}
    shapes['least'] = 'least', '.3f'
    columns = [(key, *shapes[key]) for key in REFINED]
    count, side, amount = ways.pop()
    lines = [f'Means over {count} photos of {side} pixels, refined at {amount:g}:', '',
             row(['id'] + [heading for _, heading, _ in columns]), '|---' * (len(columns) + 1) + '|']
    for result in results:
        lines.append(row([f"`{result['id']}`", *cells(result['mean'], [], columns)]))
    return lines


def figure_table(weights, recipes, figures):
    wanted = list_wanted(weights, recipes)
    newest = load_newest(wanted, figures, False)
    missing = [id for id in wanted if id not in newest]
    if missing or not wanted:
        sys.exit(f'tables.py: there are no figures of {", ".join(missing) or "any style"}; '
                 f'./dev figures {" ".join(missing)} measures them')
    results = [newest[id] for id in sorted(newest)]
    ways = {(result['photos'], result['side']) for result in results}
    if len(ways) > 1:
        sys.exit('tables.py: the styles were measured on different photos; run ./dev figures '
                 'without ids')
    lines = ['Means over {} photos of {} pixels, which were not learnt from:'.format(*ways.pop()), '',
             row(['id'] + [heading for _, heading, _ in COLUMNS]), '|---' * (len(COLUMNS) + 1) + '|']
    for result in results:
        lines.append(row([f"`{result['id']}`", *cells(result['mean'], result['missed'])]))
    if len(results) > 1:
        lines.append(row(['mean', *cells(mean(results, 'mean'), [])]))
    for control, name in (('photo', '*the photos*'), ('oilify', '*`gegl:oilify`*')):
        if all(control in result for result in results):
            lines.append(row([name, *cells(mean(results, control), [])]))
    return lines


def note_lesson(lessons, painting, start, minutes, steps, path):
    style, = json.loads(pathlib.Path(path).read_text())['styles']
    figures = [format(style['mean'][key], '.3f') for key in LESSON]
    with open(lessons, 'a', encoding='utf-8') as file:
        file.write('\t'.join((painting, start, minutes, steps, *figures)) + '\n')


def lesson_table(weights):
    """S by painting and start, a column for each length of lesson."""
    path = weights / 'lessons.tsv'
    found = {}
    for line in path.read_text(encoding='utf-8').splitlines() if path.exists() else ():
        painting, start, minutes, steps, *figures = line.split('\t')
        found[painting, start, int(minutes)] = float(figures[-1]), int(steps)
    paintings = sorted({painting for painting, _, _ in found})
    columns = sorted({minutes for _, _, minutes in found})
    lines = [row(['painting', 'from'] + [f'{minutes} minutes' for minutes in columns]),
             '|---' * (len(columns) + 2) + '|']
    for painting in paintings + ['mean'] if paintings else ():
        for start in ('nothing', 'base'):
            cells = []
            for minutes in columns:
                of = [found.get((name, start, minutes))
                      for name in (paintings if painting == 'mean' else [painting])]
                if None in of:
                    cells.append('-')
                    continue
                s = format(sum(s for s, _ in of) / len(of), '.3f').removeprefix('0')
                cells.append(s if painting == 'mean' else f'{s} ({of[0][1]})')
            lines.append(row([painting.replace('_', ' '), start] + cells))
    return lines


def replace(text, name, lines, command='figures'):
    begin, end = f'<!-- {name}: ./dev {command} -->', f'<!-- end of {name} -->'
    if begin not in text or end not in text:
        sys.exit(f'tables.py: README.md has no lines "{begin}" and "{end}"')
    before, rest = text.split(begin)
    return before + '\n'.join([begin, *lines, end]) + rest.split(end)[1]


def main():
    if sys.argv[1] == '--lesson':
        note_lesson(*sys.argv[2:])
        return
    refined = sys.argv[1] == '--refined'
    weights, *figures = map(pathlib.Path, sys.argv[1 + refined:])
    times = weights / 'minutes.txt'
    minutes = dict(line.split() for line in times.read_text().splitlines()) if times.exists() else {}
    readme = weights / 'README.md'
    text = readme.read_text(encoding='utf-8')
    recipes = list_learnt(weights)
    text = replace(text, 'styles', style_table(weights, recipes, minutes))
    if figures:
        if not refined:
            text = replace(text, 'figures', figure_table(weights, recipes, *figures))
        lines = refined_table(weights, recipes, *figures)
        if lines:
            text = replace(text, 'refined', lines, 'figures --refined')
        elif refined:
            sys.exit('tables.py: there are no figures of refined paintings; ./dev figures --refined '
                     'measures them')
    text = replace(text, 'lessons', lesson_table(weights), 'lessons')
    readme.write_text(text, encoding='utf-8')
    print(readme)


if __name__ == '__main__':
    main()
