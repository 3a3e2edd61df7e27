#!/usr/bin/python3
# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
"""What CHANGELOG.md says of releases, for others.

releases.py CHANGELOG appstream: <releases>, of those that have a date.
releases.py CHANGELOG debian VERSION SECONDS MAINTAINER: a debian/changelog; what is not released
yet is VERSION, of that time in seconds since 1970.
releases.py CHANGELOG check VERSION: fails unless VERSION is the first release, with a date."""

import datetime
import email.utils
import pathlib
import re
import sys
import textwrap
from xml.sax.saxutils import escape


def read(path):
    """[(version or None, date or None, [item])], the newest first."""
    releases = []
    for part in re.split(r'^## ', pathlib.Path(path).read_text(encoding='utf-8'), flags=re.M)[1:]:
        title, _, body = part.partition('\n')
        match = re.fullmatch(r'\[([\d.]+|Unreleased)\](?: - (\d{4}-\d\d-\d\d))?', title.strip())
        if not match:
            sys.exit(f'{path}: "## {title}" is neither [Unreleased] nor [1.2.3] - 2026-12-31')
        items = [' '.join(item.replace('`', '').replace('*', '').split())
                 for item in re.findall(r'^- (.*?)(?=^- |^#|^$|\Z)', body, re.M | re.S)]
        version = None if match[1] == 'Unreleased' else match[1]
        if version or items:
            releases.append((version, match[2], items))
    return releases


def appstream(releases):
    print('<releases>')
    for version, date, items in releases:
        if version and date:
            print(f'    <release version="{version}" date="{date}">\n      <description>\n        <ul>')
            for item in items:
                print(f'          <li>{escape(item)}</li>')
            print('        </ul>\n      </description>\n    </release>')
    print('  </releases>')


def debian(releases, version, seconds, maintainer):
    for name, date, items in releases:
        moment = datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc)
        if name and date:
            moment = datetime.datetime.fromisoformat(f'{date}T12:00:00+00:00')
        print(f'pastiche ({name or version}-1) unstable; urgency=medium\n')
        for item in items:
            print(textwrap.fill(item, 78, initial_indent='  * ', subsequent_indent='    ',
                                break_long_words=False, break_on_hyphens=False))
        print(f'\n -- {maintainer}  {email.utils.format_datetime(moment)}\n')


def check(releases, version):
    if not releases or releases[0][0] != version or not releases[0][1]:
        today = datetime.date.today().isoformat()
        sys.exit(f'CHANGELOG.md does not begin with "## [{version}] - {today}": put it in place of '
                 '[Unreleased], and commit')


def main():
    path, what, *rest = sys.argv[1:]
    {'appstream': appstream, 'debian': debian, 'check': check}[what](read(path), *rest)


main()
