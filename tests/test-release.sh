#!/bin/bash
# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
#
# What is said of releases, packages and software centres is one thing: the version is in
# meson.build, what changed in CHANGELOG.md.  Prints TAP.  Usage: test-release.sh TOP METAINFO
set -uo pipefail

top=$(realpath "$1")
metainfo=$(realpath "$2")
work=$(mktemp -d "${TMPDIR:-/tmp}/pastiche-release.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
n=0

# check NAME COMMAND...
check () {
  local name=$1
  shift
  n=$((n + 1))
  if "$@" >said 2>&1; then
    echo "ok $n - $name"
  else
    echo "not ok $n - $name"
    sed 's/^/# /' said
  fi
}
not () { ! "$@"; }
releases () { /usr/bin/python3 "$top/packaging/releases.py" "$@"; }

cat >log.md <<'END'
# Changelog

## [Unreleased]

### Added
- `one`: a thing
  of two lines.

### Fixed
- Another, <with> signs.

## [1.2.3] - 2026-02-03

### Added
- The first.
END
sed 's/\[Unreleased\]/[1.3.0] - 2026-03-04/' log.md >released.md

releases log.md debian 1.3.0 1767225600 "A B <a@b.example>" >changelog
check "debian: what is not released is the version to come, of that time" \
  grep -qxF "pastiche (1.3.0-1) unstable; urgency=medium" changelog
check "debian: and has that time" grep -qxF " -- A B <a@b.example>  Thu, 01 Jan 2026 00:00:00 +0000" changelog
check "debian: items are whole" grep -qxF "  * one: a thing of two lines." changelog
if command -v dpkg-parsechangelog >/dev/null; then
  check "debian: dpkg reads it" \
    test "$(dpkg-parsechangelog -l changelog -S Version --all 2>&1 | tr -d '\n')" = 1.3.0-1
else
  echo "# there is no dpkg-parsechangelog"
fi
check "appstream: what has a date" grep -qF 'version="1.2.3" date="2026-02-03"' <(releases log.md appstream)
check "appstream: and no other" not grep -qF 1.3.0 <(releases log.md appstream)
check "appstream: signs are escaped" grep -qF 'Another, &lt;with&gt; signs.' <(releases released.md appstream)
check "a release is refused while it is not in the changelog" not releases log.md check 1.3.0
check "and if it is another" not releases released.md check 1.4.0
check "else not" releases released.md check 1.3.0
printf '## 1.0\n' >bad.md
check "a heading of another kind is refused" not releases bad.md appstream
check "our own is read" releases "$top/CHANGELOG.md" appstream

check "the metainfo is XML, of an addon of GIMP" /usr/bin/python3 - "$metainfo" <<'PYTHON'
import sys
import xml.etree.ElementTree as tree
root = tree.parse(sys.argv[1]).getroot()
assert root.tag == 'component' and root.get('type') == 'addon'
assert root.findtext('extends') == 'org.gimp.GIMP' and root.find('content_rating') is not None
assert len(root.findall('releases/release')) >= 1
PYTHON
/usr/bin/python3 "$top/packaging/metainfo.py" "$top"/packaging/*.metainfo.xml.in "$top/CHANGELOG.md" \
  https://pastiche.example/home/ >home.metainfo.xml
check "with a home page it has screenshots" \
  grep -qF '<image>https://pastiche.example/home/weights/pictures/dialog.jpg</image>' home.metainfo.xml
check "which are there" test -f "$top/weights/pictures/dialog.jpg" -a -f "$top/weights/pictures/gallery.jpg"
if command -v appstreamcli >/dev/null; then
  check "appstreamcli: valid" appstreamcli validate --no-net "$metainfo"
  check "appstreamcli: valid with a home page" appstreamcli validate --no-net home.metainfo.xml
else
  echo "# there is no appstreamcli"
fi

# Options that are given to meson somewhere are ones that it has.
options_are_known () {
  local option
  for option in $(grep -ohE '(^| )-D(tests|gimp[a-z]*|home)\b' "$top"/packaging/flatpak/*.yml "$top/debian/rules" \
    "$top/README.md" | sort -u); do
    grep -qF "option('${option#-D}'" "$top/meson_options.txt" || { echo "$option is unknown"; return 1; }
  done
}
check "options of meson in packages are there" options_are_known
echo "1..$n"
