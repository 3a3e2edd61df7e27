#!/bin/bash
# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
#
# What is installed under a DESTDIR: all of it is in a package of debian/, every package gets
# what it lists, and the library is of use to others as it lies there.  Prints TAP.
# Usage: test-install.sh SOURCES BUILD MAKE-STYLE
set -uo pipefail

sources=$(realpath "$1")
build=$(realpath "$2")
make_style=$(realpath "$3")
work=$(mktemp -d "${TMPDIR:-/tmp}/pastiche-install.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
n=0

# check NAME COMMAND...: one case; what the command says is shown if it fails.
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

root=$work/root
check "meson install obeys DESTDIR" \
  env DESTDIR="$root" meson install -C "$build" --no-rebuild --quiet
find "$root" ! -type d -printf '%P\n' | sort >files
check "the program, the library and styles are there" \
  grep -cE '/bin/pastiche$|/libpastiche\.so\.0$|/styles/great-wave\.safetensors$' files
no_build_paths () {
  ! grep -rlF -e "$build" -e "$root" --include='*.pc' --include='*.xml' --include='*.1' "$root"
}
check "no text has a path of the build" no_build_paths

# Packages are of a build for /usr; this one may be for /usr/local.
prefix=$(meson introspect --buildoptions "$build" \
  | /usr/bin/python3 -c 'import json, sys; print(next(o["value"] for o in json.load(sys.stdin) if o["name"] == "prefix").strip("/"))')
sed "s,^$prefix/,usr/," files | sort >packed

# in_packages: each file is in one package, each pattern has a file.
in_packages () {
  /usr/bin/python3 - "$sources"/debian/*.install <<'PYTHON'
import fnmatch, pathlib, sys

# What debian/rules takes without a list, as it is not in every build.
patterns = {'usr/lib/*/gegl-0.4/*.so': None}
for path in sys.argv[1:]:
    for line in pathlib.Path(path).read_text().splitlines():
        patterns[line.split()[0]] = path.rsplit('/', 1)[-1]
unused = {pattern for pattern, package in patterns.items() if package}
bad = []
for file in pathlib.Path('packed').read_text().splitlines():
    parts = pathlib.PurePosixPath(file).parts
    found = []
    for pattern in patterns:
        wanted = pattern.split('/')
        if len(parts) >= len(wanted) and all(map(fnmatch.fnmatchcase, parts, wanted)):
            found.append(pattern)
            unused.discard(pattern)
    if len(found) != 1:
        bad.append(f'{file}: in {len(found)} packages')
bad += [f'{patterns[pattern]}: {pattern} is nowhere' for pattern in sorted(unused)]
print('\n'.join(bad))
sys.exit(bool(bad))
PYTHON
}
case $(meson introspect --buildoptions "$build" | tr -d ' \n') in
  *'"name":"gimp","value":"disabled"'*) echo "# without GIMP some is missing" ;;
  *) check "each file is in one package" in_packages ;;
esac

# ---- the library ------------------------------------------------------------

lib=$(dirname "$(find "$root" -name libpastiche.so)")
# As if it lay where it is to be.
mkdir pkgconfig
sed "s,^prefix=.*,prefix=$root/$prefix," "$lib/pkgconfig/pastiche.pc" >pkgconfig/pastiche.pc
export PKG_CONFIG_PATH=$PWD/pkgconfig
export LD_LIBRARY_PATH=$lib LIBPASTICHE=$lib/libpastiche.so.0
examples=$(dirname "$(find "$root" -name paint.py)")
"$make_style" style.safetensors style "A Style"
/usr/bin/python3 - <<'PYTHON'
import numpy as np
photo = np.random.default_rng(7).integers(0, 256, (37, 61, 3), np.uint8)
open('photo.ppm', 'wb').write(b'P6\n61 37\n255\n' + photo.tobytes())
PYTHON

# shellcheck disable=SC2046 # words
build_example () {
  cc -Wall -Wextra "$examples/paint.c" -o paint \
    $(pkg-config --cflags --libs pastiche)
}
check "pkg-config: the example in C is built" build_example
check "and links the library by its soname" grep -qF libpastiche.so.0 <(ldd ./paint)
paint_both () {
  ./paint style.safetensors <photo.ppm >c.ppm \
    && /usr/bin/python3 "$examples/paint.py" style.safetensors <photo.ppm >python.ppm \
    && cmp c.ppm python.ppm && ! cmp -s c.ppm photo.ppm && [ "$(wc -c <c.ppm)" = "$(wc -c <photo.ppm)" ]
}
check "C and Python paint the same" paint_both
as_the_program () {
  "$root/$prefix/bin/pastiche" apply --refine 0 --strength 80 --style style.safetensors photo.ppm ours.ppm \
    && /usr/bin/python3 -c '
import numpy as np
a, b = (np.frombuffer(open(f, "rb").read()[-37 * 61 * 3:], np.uint8) for f in ("c.ppm", "ours.ppm"))
assert (a == b).all(), abs(a.astype(int) - b).max()'
}
check "and what pastiche paints" as_the_program
errors_are_told () {
  ! /usr/bin/python3 "$examples/paint.py" nothing.safetensors <photo.ppm 2>told >/dev/null \
    && grep -F nothing.safetensors told \
    && ! ./paint nothing.safetensors <photo.ppm 2>told && grep -F nothing.safetensors told
}
check "errors are told" errors_are_told
echo "1..$n"
