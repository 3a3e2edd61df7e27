#!/usr/bin/python3
# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
"""Fills in the metainfo.  metainfo.py TEMPLATE CHANGELOG HOME >XML: HOME is the project's address,
under which the pictures of the README are, or "": then it names none."""

import pathlib
import subprocess
import sys
from xml.sax.saxutils import escape

PICTURES = (('dialog.jpg', 'The photo in every style, and how it will be painted'),
            ('gallery.jpg', 'Three photos in the twenty-four styles'))

template, changelog, home = sys.argv[1:]
releases = subprocess.run([sys.executable, pathlib.Path(__file__).with_name('releases.py'),
                           changelog, 'appstream'],
                          check=True, text=True, stdout=subprocess.PIPE).stdout.strip()
pictures = ''
if home:
    home = escape(home.rstrip('/'))
    pictures = f'  <url type="homepage">{home}</url>\n  <screenshots>\n'
    for i, (name, caption) in enumerate(PICTURES):
        kind = ' type="default"' if i == 0 else ''
        pictures += (f'    <screenshot{kind}>\n      <caption>{caption}</caption>\n'
                     f'      <image>{home}/weights/pictures/{name}</image>\n    </screenshot>\n')
    pictures += '  </screenshots>\n'
text = pathlib.Path(template).read_text(encoding='utf-8')
print(text.replace('@PICTURES@', pictures).replace('@RELEASES@', releases), end='')
