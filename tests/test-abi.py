#!/usr/bin/python3
# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
"""What libpastiche exports is what its list says and what the public headers declare; structures
that others have in their own programs are laid out as they were.  Prints TAP.

test-abi.py LIBRARY MAP HEADERS LAYOUT WANTED: LAYOUT is a program that prints sizes and places of
members, WANTED the file of what it printed when the library was released."""

import pathlib
import re
import subprocess
import sys

n = 0


def check(name, good, *said):
    global n
    n += 1
    print(('ok' if good else 'not ok'), n, '-', name)
    if not good:
        print(*(f'# {line}' for line in said), sep='\n')


def differences(is_, wanted):
    return [f'+ {x}' for x in sorted(is_ - wanted)] + [f'- {x}' for x in sorted(wanted - is_)]


def exported(library):
    """Names with their versions."""
    out = subprocess.run(['nm', '-D', '--defined-only', '--with-symbol-versions', library],
                         check=True, text=True, stdout=subprocess.PIPE).stdout
    return {name.replace('@@', '@') for _, kind, name in map(str.split, out.splitlines())
            if kind != 'A'}


def listed(path):
    """The same of a version script."""
    names = set()
    text = re.sub(r'#.*|/\*.*?\*/', '', path.read_text())
    for version, body in re.findall(r'(\w+)\s*\{(.*?)\}', text, re.S):
        names |= {f'{name}@{version}' for name in re.findall(r'\b(pst_\w+);', body)}
    return names


def declared(folder):
    """Functions between PST_BEGIN_DECLS and PST_END_DECLS."""
    names = set()
    for header in folder.glob('*.h'):
        text = re.sub(r'/\*.*?\*/', '', header.read_text(), flags=re.S)
        text = re.sub(r'^#.*?(?<!\\)$', '', text, flags=re.S | re.M)
        names |= set(re.findall(r'\b(pst_\w+) \(', text))
    return names


def main():
    library, list_, headers, layout, wanted = sys.argv[1:]
    is_, should = exported(library), listed(pathlib.Path(list_))
    public = declared(pathlib.Path(headers))
    names = {name.split('@')[0] for name in should}
    check('there is a list', len(should) > 50)
    check('what is exported is what is listed', is_ == should, *differences(is_, should))
    check('what is listed is what the headers declare', names == public,
          *differences(names, public))
    out = subprocess.run([layout], check=True, text=True, stdout=subprocess.PIPE).stdout
    old = pathlib.Path(wanted).read_text()
    check('structures are laid out as they were', out == old,
          *differences(set(out.splitlines()), set(old.splitlines())))
    print(f'1..{n}')


main()
