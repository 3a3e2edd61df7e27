# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What the tests of the command line share: helpers that print TAP, and an empty folder to
# work in, with two styles and a few photos.  Sourced, with the test's own arguments:
# PASTICHE MAKE-STYLE.

pastiche=$(realpath "$1")
make_style=$(realpath "$2")
hostile=$(realpath "$(dirname "$0")")/hostile
work=$(mktemp -d "${TMPDIR:-/tmp}/pastiche-cli.XXXXXX")
trap 'rm -rf "$work"' EXIT
export PASTICHE_STYLES="$work/styles" GIMP2_DIRECTORY="$work/gimp" HOME="$work" XDG_CONFIG_HOME="$work"
export LC_ALL=C.UTF-8 LANGUAGE=
unset PASTICHE_PAINTINGS PASTICHE_PHOTOS
cd "$work" || exit 1

# ---- helpers ----------------------------------------------------------------

n=0

# check NAME COMMAND...: one case; it passes if the command does.
check () {
  local name=$1
  shift
  n=$((n + 1))
  if "$@"; then
    echo "ok $n - $name"
  else
    echo "not ok $n - $name"
    sed 's/^/# stdout: /' "$work/out"
    sed 's/^/# stderr: /' "$work/err"
  fi
}

# run CODE ARGUMENT...: runs pastiche and wants that exit code.  Its output goes
# to the files out and err.
run () {
  local want=$1 got=0
  shift
  timeout 120 "$pastiche" "$@" >"$work/out" 2>"$work/err" </dev/null || got=$?
  [ "$got" = "$want" ] && return 0
  echo "# exit code $got instead of $want: pastiche $*"
  return 1
}

says () { grep -qF -- "$1" "$work/err"; }
prints () { grep -qF -- "$1" "$work/out"; }
is () { [ "$1" = "$2" ] || { echo "# '$1' is not '$2'"; return 1; }; }
differ () { ! cmp -s "$1" "$2"; }
info () { identify -format "$1" "$2" 2>/dev/null; }

# pixels FILE: its pixels as text, every channel at 16 bits.
pixels () { convert "$1" -depth 16 rgba:- | sha256sum; }
alpha_of () { convert "$1" -alpha extract -depth 16 gray:- | sha256sum; }
same_pixels () { is "$(pixels "$1")" "$(pixels "$2")"; }
other_pixels () { [ "$(pixels "$1")" != "$(pixels "$2")" ]; }
same_alpha () { is "$(alpha_of "$1")" "$(alpha_of "$2")"; }
no_litter () { [ -z "$(find "$1" -name '.pastiche-*' -o -name '*.part' -o -name '*.tmp*')" ]; }

# same_weights A B: they may be called differently.
same_weights () {
  python3 - "$@" <<'END'
import struct, sys
def payload(path):
    data = open(path, 'rb').read()
    size, = struct.unpack('<Q', data[:8])
    return data[8 + size:]
a, b = map(payload, sys.argv[1:])
assert a and a == b
END
}

# Every error names the program, the file and, after that, says what to do.
error_is () { grep -qE "^pastiche: .*$1.*[;.] *[A-Za-z]" "$work/err"; }

# run_stream CODE FILE ARGUMENT...: as run, with FILE as standard input.
run_stream () {
  local want=$1 from=$2 got=0
  shift 2
  timeout 20 "$pastiche" "$@" >"$work/out" 2>"$work/err" <"$from" || got=$?
  is "$got" "$want"
}

# ---- material ---------------------------------------------------------------

mkdir styles photos
"$make_style" styles/tiny.safetensors tiny "Tiny"
"$make_style" styles/other.safetensors other "Other"
convert -size 48x40 -seed 1 plasma:red-blue -depth 8 photo.png
convert -size 48x40 -seed 2 plasma:green-yellow -depth 16 -define png:bit-depth=16 deep.png
convert -size 40x48 -seed 3 plasma: -alpha set -channel A -fx 'i/w' +channel -depth 8 PNG32:alpha.png
convert -size 40x48 gradient: -colorspace Gray -depth 8 gray.png
convert photo.png photo.tif
convert photo.png photo.jpg
convert photo.png photo.bmp
cp photo.png 'Ёж и ñandú.png'
head -c 200 photo.png >cut.png
head -c 300 photo.jpg >cut.jpg
head -c 2000 /dev/urandom >noise.jpg
: >empty.png
: >out
: >err
