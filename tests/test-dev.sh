#!/bin/bash
# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
#
# What ./dev refuses before it does anything.  Prints TAP.  Usage: test-dev.sh DEV
set -uo pipefail

dev=$(realpath "$1")
work=$(mktemp -d "${TMPDIR:-/tmp}/pastiche-dev.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
n=0

# A project of recipes only: whatever wants to build fails.
mkdir project project/weights paintings photos none
cp "$dev" project/dev
cp -r "$(dirname "$dev")/packaging" project/
cp "$(dirname "$dev")/weights/commands.sh" project/weights/
printf '[style]\nid=moon\npainting=moon.jpg\n' >project/weights/moon.recipe
printf '[style]\nid=zebra\nrole=base\npainting=moon.jpg;sun.jpg\n' >project/weights/zebra.recipe
printf 'left over\n' >project/weights/moon.safetensors.recipe
touch paintings/moon.jpg

# refuses NAME WORDS ARGUMENT...: fails, and says WORDS.
refuses () {
  local name=$1 words=$2
  shift 2
  n=$((n + 1))
  if ! "$@" >out 2>&1 </dev/null && grep -qF -- "$words" out; then
    echo "ok $n - $name"
  else
    echo "not ok $n - $name"
    sed 's/^/# /' out
  fi
}

export PASTICHE_PAINTINGS=$work/paintings PASTICHE_PHOTOS=$work/photos
unset PASTICHE_PHOTOS_TEST
refuses "train: an unknown style" "weights/other.recipe" project/dev train moon other
refuses "train: says what there is" "zebra moon" project/dev train other
refuses "train: a missing painting of many" "$work/paintings/sun.jpg" project/dev train zebra
refuses "train: all, bases too" "this painting of zebra is missing" project/dev train
refuses "train: no folder of paintings" PASTICHE_PAINTINGS env -u PASTICHE_PAINTINGS project/dev train
refuses "train: no folder of photos" PASTICHE_PHOTOS env -u PASTICHE_PHOTOS project/dev train
refuses "manners: a missing painting" "$work/paintings/sun.jpg" project/dev manners zebra
refuses "manners: nothing was learnt" "no style in weights/" project/dev manners
refuses "labels: nothing was learnt" "no style in weights/" project/dev labels
refuses "manners: no folder of paintings" PASTICHE_PAINTINGS env -u PASTICHE_PAINTINGS project/dev manners
refuses "figures: nothing was learnt" "moon has a recipe, but was not learnt" project/dev figures
touch project/weights/moon.safetensors
refuses "figures: no folder of photos" PASTICHE_PHOTOS_TEST project/dev figures
refuses "lessons: no folder of photos to measure with" PASTICHE_PHOTOS_TEST project/dev lessons
refuses "lessons: a missing painting" "kirchner_the_street.jpg: this painting is missing" \
  env PASTICHE_PHOTOS_TEST=photos project/dev lessons
refuses "train: an unknown style from nothing" "weights/other.recipe" \
  project/dev train --from-nothing other
refuses "test: an unknown build" "there is no build gcc, but: clang" project/dev test --build gcc
refuses "test: no build" "test --build needs one of: clang" project/dev test --build

# A machine where nothing is installed, as somebody who is not root, without sudo.
mkdir bare
for tool in bash dirname basename cat; do ln -s "$(command -v "$tool")" bare/; done
printf '#!/bin/bash\necho 1000\n' >bare/id
printf '#!/bin/bash\nexit 1\n' >bare/dpkg-query
printf '#!/bin/bash\necho apt-get was called >&2\nexit 1\n' >bare/apt-get
chmod +x bare/id bare/dpkg-query bare/apt-get
bare () { PATH=$work/bare "$@"; }
echo photo >photo.jpg
touch empty.jpg
refuses "demo: a missing photo, before anything" "nothing.jpg: there is no such photo" \
  bare project/dev demo nothing.jpg
refuses "demo: an empty one" "empty.jpg: this file is empty" bare project/dev demo empty.jpg
refuses "demo: two" "demo takes one photo" bare project/dev demo photo.jpg photo.jpg
refuses "demo: what is missing, in a line to paste" \
  "apt-get install -y --no-install-recommends gcc libc6-dev pkg-config meson" bare project/dev demo photo.jpg
printf '#!/bin/bash\nexec "$@"\n' >bare/sudo
chmod +x bare/sudo
refuses "demo: the same where sudo gets nothing" \
  "apt-get install -y --no-install-recommends gcc libc6-dev pkg-config meson" bare project/dev demo photo.jpg
refuses "deb: an unknown word" "deb takes --twice, --try or nothing" project/dev deb --thrice
refuses "release: an argument" "release takes no argument" project/dev release now
refuses "dist: no clone" "this is no clone" env GIT_CEILING_DIRECTORIES="$work" project/dev dist
refuses "release: no clone" "this is no clone" env GIT_CEILING_DIRECTORIES="$work" project/dev release

# A clone, of which something is not committed, and then something is not said.
if command -v git >/dev/null; then
  git -c init.defaultBranch=main init -q clone
  cp -r project/dev project/packaging clone/
  printf "project('pastiche', 'c',\n  version: '1.2.3',\n" >clone/meson.build
  printf '# Changelog\n\n## [Unreleased]\n\n### Added\n- A thing.\n' >clone/CHANGELOG.md
  git -C clone add -A
  git -C clone -c user.name=n -c user.email=n@n.example commit -qm 'a clone'
  refuses "release: what is not in the changelog" 'does not begin with "## [1.2.3] - ' clone/dev release
  touch clone/new
  refuses "release: what is not committed" "something is not committed" clone/dev release
  rm clone/new
  git -C clone -c user.name=n -c user.email=n@n.example tag -a -m 1 v1.2.3
  refuses "release: a tag that is there" "v1.2.3 is there already" clone/dev release
else
  echo "# there is no git"
fi
refuses "an unknown command" "Usage: ./dev" project/dev paint

# A program that notes what it is told, and has nothing to be built.
mkdir -p project/build/plugin
printf 'build plugin/pastiche: phony\n' >project/build/build.ninja
cat >project/build/plugin/pastiche <<'END'
#!/bin/bash
told=$(dirname "$0")/told
if [ "$1" = finisher ]; then
  echo "$*" >>"$told"
  cp "$4" "${*: -1}" # --force --style FILE
else
  echo "$*" >"$told"
  while [ "$1" != --output ]; do shift; done
  echo learnt >"$2"
fi
END
chmod +x project/build/plugin/pastiche

# learns NAME PATTERN ARGUMENT...: dev train, with what the program is told.
learns () {
  local name=$1 pattern=$2
  shift 2
  n=$((n + 1))
  if project/dev train "$@" >out 2>&1 </dev/null && grep -qx learnt project/weights/moon.safetensors \
    && grep -qE -- "$pattern" project/build/plugin/told; then
    echo "ok $n - $name"
  else
    echo "not ok $n - $name"
    sed 's/^/# /' out project/build/plugin/told
  fi
  rm -f project/weights/moon.safetensors
}

learns "train: from what the recipe says" "moon.recipe --output" moon
learns "train: and to finish" "^finisher .*paintings/moon.jpg" moon
learns "train: from nothing" "moon.recipe --from nothing --output" --from-nothing moon
echo "1..$n"
