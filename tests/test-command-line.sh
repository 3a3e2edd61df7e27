#!/bin/bash
# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs the command line program as a person would.  Prints TAP.
# Usage: test-command-line.sh PASTICHE MAKE-STYLE
set -uo pipefail

# shellcheck source=tests/cli-kit.sh
. "$(dirname "$0")/cli-kit.sh"

# ---- usage ------------------------------------------------------------------

usage_cases () {
  check "no command" run 2
  check "unknown command" run 2 paint
  check "unknown command is named" says "paint"
  check "help" run 0 --help
  check "help lists the commands" prints "evaluate"
  check "help of a command" run 0 apply --help
  check "help names an option" prints "--keep-colours"
  check "help names a range" prints "--brush-size=25..400"
  check "version" run 0 --version
  check "unknown option" run 2 apply --brush 3 --style tiny photo.png x.png
  check "no style" run 2 apply photo.png x.png
  check "no files" run 2 apply --style tiny
  check "one file" run 2 apply --style tiny photo.png
  check "three files without a folder" run 2 apply --style tiny photo.png x.png y.png
  check "strength beyond its range" run 2 apply --style tiny --strength 101 photo.png x.png
  check "strength is named" says "strength"
  check "strength nan" run 2 apply --style tiny --strength nan photo.png x.png
  check "strength inf" run 2 apply --style tiny --strength inf photo.png x.png
  check "strength not a number" run 2 apply --style tiny --strength much photo.png x.png
  check "keep-colours nan" run 2 apply --style tiny --keep-colours nan photo.png x.png
  check "keep-colours below its range" run 2 apply --style tiny --keep-colours=-1 photo.png x.png
  local size
  for size in 24 401 nan inf big; do
    check "brush-size $size" run 2 apply --style tiny --brush-size $size photo.png x.png
    check "brush-size $size is named" says "brush-size"
  done
  for size in 101 -1 nan; do
    check "mix $size" run 2 apply --style tiny --mix-style other --mix=$size photo.png x.png
    check "mix $size is named" says "mix"
  done
  check "mix without a second style" run 2 apply --style tiny --mix 50 photo.png x.png
  check "mix without a second style: the cure" says "--mix-style"
  check "seed below its range" run 2 apply --style tiny --seed=-1 photo.png x.png
  check "seed beyond its range" run 2 apply --style tiny --seed 4294967296 photo.png x.png
  check "threads below their range" run 2 apply --style tiny --threads=-1 photo.png x.png
  check "memory below its range" run 2 apply --style tiny --memory=-1 photo.png x.png
  check "memory is named" says "--memory"
  check "an ending of no format" run 2 apply --style tiny photo.png x.xyz
  check "no ending" run 2 apply --style tiny photo.png x
  check "IN is OUT" run 2 apply --style tiny photo.png ./photo.png
  ln -s photo.png link.png
  check "IN is OUT by a link" run 2 apply --style tiny photo.png link.png
  check "IN is in the output folder" run 2 apply --style tiny -o . photo.png
  mkdir -p other && cp photo.png other/
  check "two photos of one name" run 2 apply --style tiny -o painted photo.png other/photo.png
  check "two photos of one name are refused by name" says "photo.png"
  check "wrong usage writes nothing" test ! -e x.png -a ! -e painted
  check "styles takes no arguments" run 2 styles tiny
  check "evaluate without photos" run 2 evaluate --style tiny
  check "evaluate without a painting" run 2 evaluate --style tiny photo.png
  check "evaluate asks for the painting" says "--painting"
  check "train without a painting" run 2 train --photos photos --output x.safetensors
  check "train without photos" run 2 train --painting photo.png --output x.safetensors
  check "train into the library what is too small" run 1 train --painting photo.png --photos photos
  check "train into the library what is too small: nothing is left" test ! -e gimp/pastiche/lessons
  check "train: an argument too many" \
    run 2 train --painting photo.png --photos photos --output x.safetensors more
  check "train: nothing to go on with" run 2 train --resume
  check "train: nothing to go on with: says so" says "unfinished: none"
  check "train: too many steps" \
    run 2 train --painting photo.png --photos photos --output x.safetensors --steps 10000000
  check "train for nan minutes" \
    run 2 train --painting photo.png --photos photos --output x.safetensors --minutes nan
  check "train by steps and minutes" \
    run 2 train --painting photo.png --photos photos --output x.safetensors --steps 2 --minutes 1
}

# ---- files that are not there, or broken ------------------------------------

broken_cases () {
  check "missing photo" run 1 apply --style tiny nowhere.png x.png
  check "missing photo is named, with the cure" error_is "nowhere.png"
  check "missing style" run 1 apply --style nobody photo.png x.png
  check "missing style is named" says "nobody"
  check "the styles there are get listed" says "tiny"
  check "missing second style" run 1 apply --style tiny --mix-style nobody photo.png x.png
  check "missing second style is named" says "nobody"
  check "missing style file" run 1 apply --style ./nobody.safetensors photo.png x.png
  check "missing style file is named" says "nobody.safetensors"
  check "a photo for a style" run 1 apply --style ./photo.png photo.png x.png
  local file
  for file in cut.png cut.jpg noise.jpg empty.png; do
    check "broken photo $file" run 1 apply --style tiny $file x.png
    check "broken photo $file is named, with the cure" error_is "$file"
  done
  check "a folder for a photo" run 1 apply --style tiny photos x.png
  check "no such output folder" run 1 apply --style tiny photo.png nowhere/x.png
  check "the output is named" error_is "nowhere/x.png"
  check "a failure leaves no picture" test ! -e x.png
  check "a failure leaves nothing else" no_litter .
  printf broken >styles/broken.safetensors
  check "styles" run 0 styles
  check "styles lists the good ones" grep -qE '^tiny +Tiny ' out
  check "styles names the broken ones" says "broken.safetensors"
  check "a broken style" run 1 apply --style broken photo.png x.png
  rm styles/broken.safetensors
}

# ---- likeness ---------------------------------------------------------------

# near A B: how far their pixels are from each other.
difference () { compare -metric MAE "$1" "$2" null: 2>&1 | sed 's/ .*//'; }
less () { awk "BEGIN { exit ! ($1 < $2) }"; }

likeness_cases () {
  local likeness
  for likeness in 101 -1 nan much; do
    check "likeness $likeness" run 2 apply --style tiny --likeness=$likeness photo.png x.png
    check "likeness $likeness is named" says "likeness"
    check "evaluate: likeness $likeness" \
      run 2 evaluate --style tiny --painting photo.png --likeness=$likeness photo.png
  done
  check "a map that is not there" run 1 apply --style tiny --likeness-map nowhere.png photo.png x.png
  check "a map that is not there is named" error_is "nowhere.png"
  check "wrong likeness writes nothing" test ! -e x.png

  convert -size 8x6 xc:black \( -size 4x6 xc:white \) -composite -depth 8 left.png
  check "usual" run 0 apply --style tiny photo.png usual.png
  check "50 is usual" run 0 apply --style tiny --likeness 50 photo.png fifty.png
  check "50 is usual: pixels" same_pixels usual.png fifty.png
  check "near" run 0 apply --style tiny --likeness 100 photo.png near.png
  check "near is nearer" \
    less "$(difference near.png photo.png)" "$(difference usual.png photo.png)"
  check "a map" run 0 apply --style tiny --likeness-map left.png photo.png mapped.png
  convert near.png -crop 16x40+0+0 +repage near-left.png
  convert mapped.png -crop 16x40+0+0 +repage mapped-left.png
  convert usual.png -crop 16x40+32+0 +repage usual-right.png
  convert mapped.png -crop 16x40+32+0 +repage mapped-right.png
  check "a map: near where it is white" same_pixels near-left.png mapped-left.png
  check "a map: as far as may be where it is black" same_pixels usual-right.png mapped-right.png
  check "a map and threads" \
    run 0 apply --style tiny --likeness-map left.png --threads 1 photo.png one.png
  check "a map and threads: pixels" same_pixels mapped.png one.png
  rm -f usual.png fifty.png near*.png mapped*.png usual-right.png one.png
}

# ---- refining, and any picture ----------------------------------------------

refine_cases () {
  convert -size 160x140 -seed 4 plasma:red-blue -motion-blur 0x4+30 -depth 8 'my picture.png'
  convert -size 160x140 xc:gray -depth 8 plain.png
  local refine
  for refine in 101 -1 nan much; do
    check "refine $refine" run 2 apply --style tiny --refine=$refine photo.png x.png
    check "refine $refine is named" says "refine"
    check "sheet: refine $refine" run 2 sheet --refine=$refine --output x.png photo.png
    check "evaluate: refine $refine" \
      run 2 evaluate --style tiny --painting photo.png --refine=$refine photo.png
  done
  check "a style and a picture" run 2 apply --style tiny --painting 'my picture.png' photo.png x.png
  check "a picture that is not there" run 1 apply --painting nowhere.png photo.png x.png
  check "a picture that is not there is named" error_is "nowhere.png"
  check "a picture of one colour" run 1 apply --painting plain.png photo.png x.png
  check "a picture of one colour is named" error_is "plain.png"
  check "label without a style" run 2 label x.safetensors
  check "label: an order beyond its range" run 2 label --style tiny --order 0 x.safetensors
  check "label: a finish beyond its range" run 2 label --style tiny --finish 101 x.safetensors
  check "manner without a picture" run 2 manner x.safetensors
  check "manner without a file" run 2 manner --painting 'my picture.png'
  check "manner: a title for a style that has one" \
    run 2 manner --painting 'my picture.png' --style tiny --title Mine x.safetensors
  check "manner: octaves beyond their range" \
    run 1 manner --painting 'my picture.png' --octaves 9 x.safetensors
  check "wrong usage writes nothing" test ! -e x.png -a ! -e x.safetensors

  check "after a picture" run 0 apply --painting 'my picture.png' --refine 8 photo.png after.png
  check "after a picture: nothing on stderr" is "$(cat err)" ""
  check "after a picture: painted" other_pixels photo.png after.png
  check "after a picture: same size" is "$(info '%wx%h' after.png)" 48x40
  check "any number of threads, same bits" \
    run 0 apply --painting 'my picture.png' --refine 8 --threads 1 photo.png one.png
  check "any number of threads, same bits: pixels" same_pixels after.png one.png
  check "refine 0 of a picture" \
    run 0 apply --painting 'my picture.png' --refine 0 photo.png colours.png
  check "refine 0 of a picture: other pixels" other_pixels after.png colours.png

  check "a style of a picture" run 0 manner --painting 'my picture.png' styles/mine.safetensors
  check "a style of a picture is listed" run 0 styles
  check "a style of a picture is called as its file" prints "my picture"
  check "a style of a picture paints" run 0 apply --style mine --refine 8 photo.png same.png
  check "a style of a picture paints the same" same_pixels after.png same.png
  check "50 is what one gets" run 0 apply --style mine photo.png usual.png
  check "50 is what one gets, said" run 0 apply --force --style mine --refine 50 photo.png same.png
  check "50 is what one gets: pixels" same_pixels usual.png same.png

  check "a style gets a label" run 0 label --style mine --title 'New Name' --order 7 --finish 35 label.safetensors
  check "a label: its title" grep -q '"title":"New Name"' label.safetensors
  check "a label: its place" grep -q '"order":"7"' label.safetensors
  check "a label: its finish" grep -q '"finish":"35"' label.safetensors
  check "a style gets a label: paints the same" run 0 apply --force --style ./label.safetensors --refine 8 photo.png same.png
  check "a style gets a label: pixels" same_pixels after.png same.png

  check "a style is shown its painting" \
    run 0 manner --painting 'my picture.png' --style tiny shown.safetensors
  check "shown, and refined" run 0 apply --force --style ./shown.safetensors --refine 8 photo.png same.png
  check "shown, and refined: pixels" same_pixels after.png same.png
  run 0 apply --style tiny photo.png fast.png
  check "shown, and fast" run 0 apply --force --style ./shown.safetensors --refine 0 photo.png same.png
  check "shown, and fast: as before" same_pixels fast.png same.png

  check "a sheet, refined" \
    run 0 sheet --style mine --refine 5 --cell 32 --output refined.png photo.png
  check "a sheet, fast" run 0 sheet --style mine --refine 0 --cell 32 --output sheet.png photo.png
  check "a sheet, fast: other pixels" other_pixels refined.png sheet.png

  check "nothing can be learnt from a picture's style" run 1 train --painting 'my picture.png' \
    --photos photos --from mine --output x.safetensors --steps 1
  check "a picture's style and a base" run 1 base tiny mine x.safetensors
  check "a picture's style and a base: says why" says "learnt nothing"
  check "a picture's style is imported" run 0 import styles/mine.safetensors
  check "a picture's style is exported" run 0 export --force mine out.safetensors
  check "a picture's style is exported as it was" cmp -s styles/mine.safetensors out.safetensors
  rm styles/mine.safetensors
  check "a picture's style is removed" run 0 remove "$(ls gimp/pastiche/styles | sed 's/.safetensors//')"
}

# ---- what is there already --------------------------------------------------

# stays CODE FILE COMMAND...: that ends with CODE and leaves FILE as it is.
stays () {
  local code=$1 file=$2 before
  shift 2
  before=$(sha256sum "$file")
  run "$code" "$@" && is "$(sha256sum "$file")" "$before"
}

# One rule for all that is written.
output_cases () {
  mkdir there
  echo precious >there/note.png
  cp styles/tiny.safetensors there/style.safetensors
  cp photo.png there/photo.png
  cp there/note.png there/note.json
  cp photo.png photo
  local code file command
  while read -r code file command; do
    # shellcheck disable=SC2086  # words
    check "stays: $command" stays "$code" "there/$file" $command
    check "stays: says so: $command" error_is "there/$file"
  done <<'END'
1 note.png apply --style tiny photo.png there/note.png
2 photo.png apply --style tiny there/photo.png there/../there/photo.png
2 photo.png apply --force --style tiny there/photo.png there/photo.png
1 photo.png apply --style tiny -o there photo.png
1 note.png sheet --cell 32 -o there/note.png photo.png
2 photo.png sheet --force --cell 32 -o there/photo.png there/photo.png
1 note.json evaluate --style tiny --painting deep.png --json there/note.json photo.png
2 photo.png evaluate --force --style tiny --painting deep.png --json there/photo.png there/photo.png
1 photo.png evaluate --style tiny --painting deep.png --save there photo
1 style.safetensors base tiny other there/style.safetensors
2 style.safetensors base --force tiny there/style.safetensors there/style.safetensors
1 style.safetensors export tiny there/style.safetensors
2 style.safetensors export --force there/style.safetensors there/style.safetensors
1 style.safetensors manner --painting deep.png there/style.safetensors
2 style.safetensors manner --force --painting deep.png --style there/style.safetensors there/style.safetensors
1 style.safetensors train --painting deep.png --photos photos --output there/style.safetensors
1 note.png train --painting deep.png --photos photos --output x.safetensors --preview there/note.png
2 photo.png train --force --painting there/photo.png --photos photos --output x.safetensors --preview there/photo.png
END
  check "nothing else is written" is "$(cd there && echo *)" \
    "flat.png note.json note.png photo.png sky.png style.safetensors" # gray and sky, of evaluate

  chmod 0600 there/note.png
  check "a private file" run 0 apply --force --style tiny photo.png there/note.png
  check "a private file stays private" is "$(stat -c %a there/note.png)" 600
  ln -s note.png there/link.png
  check "a link" run 0 apply --force --style other photo.png there/link.png
  check "a link stays one" test -L there/link.png
  run 0 apply --style other photo.png there/plain.png
  check "a link's target is written" same_pixels there/note.png there/plain.png
  mkfifo there/pipe
  check "into a pipe" run 1 apply --force --style tiny photo.png --format png there/pipe
  check "from a pipe" run 1 apply --style tiny there/pipe x.png
  check "from a device" run 1 apply --style tiny /dev/zero x.png
  check "from a device: the cure" error_is "/dev/zero"
  check "from a stream without an end" run_stream 1 /dev/zero apply --style tiny - x.png
  touch there/.pastiche-AAAAAA.part
  check "what a killed run left" run 0 apply --force --style tiny photo.png there/note.png
  check "what a killed run left is removed" no_litter there
}

stream_cases () {
  check "from a stream" run_stream 0 photo.jpg apply --style tiny - streamed.png
  check "from a stream: as from a file" run 0 apply --style tiny photo.jpg filed.png
  check "from a stream: same pixels" same_pixels streamed.png filed.png
  check "to a stream" run 0 apply --style tiny photo.jpg -
  check "to a stream: PNG" is "$(info '%m' out)" PNG
  cp out to-stream.png
  check "to a stream: same pixels" same_pixels to-stream.png filed.png
  check "to a stream: nothing else" is "$(cat err)" ""
  check "to a stream, of a format" run 0 apply --style tiny --format jpg photo.jpg -
  check "to a stream, of a format: JPEG" is "$(info '%m' out)" JPEG
  check "a stream and a folder" run_stream 2 photo.jpg apply --style tiny -o folder -
}

# ---- painting ---------------------------------------------------------------

paint_cases () {
  check "apply" run 0 apply --style tiny photo.png painted.png
  check "nothing on stderr" is "$(cat err)" ""
  check "same size" is "$(info '%wx%h' painted.png)" 48x40
  check "8 bits stay 8" is "$(info '%z' painted.png)" 8
  check "a TIFF file, painted as PNG" run 0 apply --style tiny photo.tif way.png
  check "a TIFF file, painted as PNG: pixels" same_pixels painted.png way.png
  check "a JPEG" run 0 apply --style tiny photo.jpg painted.jpg
  check "a JPEG keeps colours at full size" \
    is "$(info '%[jpeg:sampling-factor]' painted.jpg)" 1x1,1x1,1x1
  convert photo.png -strip -set gamma .45455 -depth 8 srgb.png
  check "a PNG that says sRGB in numbers" run 0 apply --style tiny srgb.png said.png
  check "a PNG that says sRGB in numbers: pixels" same_pixels painted.png said.png
  check "it is painted" other_pixels photo.png painted.png
  check "any number of threads, same bits" run 0 apply --force --style tiny --threads 1 photo.png one.png
  check "any number of threads, same bits: pixels" same_pixels painted.png one.png
  check "another seed" run 0 apply --style tiny --seed 5 photo.png seed.png
  check "another seed, other strokes" other_pixels painted.png seed.png
  check "style by file" run 0 apply --style styles/tiny.safetensors photo.png file.png
  check "style by file: pixels" same_pixels painted.png file.png
  check "brush size 100 is the ordinary one" \
    run 0 apply --style tiny --brush-size 100 photo.png brush.png
  check "brush size 100 is the ordinary one: pixels" same_pixels painted.png brush.png
  check "large brush" run 0 apply --style tiny --brush-size 250 photo.png large.png
  check "large brush: other strokes" other_pixels painted.png large.png
  check "large brush: same size" is "$(info '%wx%h' large.png)" 48x40
  check "small brush" run 0 apply --style tiny --brush-size 25 photo.png small.png
  check "small brush: other strokes" other_pixels painted.png small.png
  check "little memory" run 0 apply --style tiny --memory 1 photo.png little.png
  check "little memory: same pixels" same_pixels painted.png little.png
  convert -size 700x500 -seed 8 plasma: -depth 8 wide.png
  check "too little memory for a large photo: in parts" \
    run 0 apply --style tiny --memory 3 wide.png parts.png
  check "too little memory for a large photo: all of it" is "$(info '%wx%h' parts.png)" 700x500
  check "second style" run 0 apply --style other photo.png second.png
  check "nothing of the second style" \
    run 0 apply --style tiny --mix-style other --mix 0 photo.png mixed.png
  check "nothing of the second style: pixels" same_pixels painted.png mixed.png
  check "all of the second style" \
    run 0 apply --force --style tiny --mix-style styles/other.safetensors --mix 100 photo.png mixed.png
  check "all of the second style: pixels" same_pixels second.png mixed.png
  check "half of the second style" run 0 apply --style tiny --mix-style other photo.png half.png
  check "half of the second style, said" \
    run 0 apply --force --style tiny --mix-style other --mix 50 photo.png mixed.png
  check "half of the second style: pixels" same_pixels half.png mixed.png
  convert painted.png second.png -average mean.png
  check "half of the second style is half way" \
    test "$(compare -metric AE -fuzz 1% half.png mean.png null: 2>&1)" = 0
  check "strength 0" run 0 apply --force --style tiny --strength 0 photo.png same.png
  check "strength 0 is the photo" same_pixels photo.png same.png
  check "16 bits" run 0 apply --style tiny --strength 0 deep.png deep-same.png
  check "16 bits stay 16" is "$(info '%z' deep-same.png)" 16
  check "16 bits to the last" same_pixels deep.png deep-same.png
  check "16 bits into TIFF" run 0 apply --style tiny --strength 0 deep.png deep-same.tif
  check "16 bits into TIFF to the last" same_pixels deep.png deep-same.tif
  check "alpha" run 0 apply --style tiny alpha.png alpha-painted.png
  check "alpha is kept" same_alpha alpha.png alpha-painted.png
  check "gray" run 0 apply --style tiny gray.png gray-painted.png
  check "gray gets colours" is "$(info '%[channels]' gray-painted.png)" srgb
  check "TIFF to JPEG" run 0 apply --force --style tiny photo.tif painted.jpg
  check "TIFF to JPEG: a JPEG" is "$(info '%m' painted.jpg)" JPEG
  check "non-ASCII names" run 0 apply --style tiny 'Ёж и ñandú.png' 'ζωγραφιά.png'
  check "non-ASCII names: pixels" same_pixels painted.png 'ζωγραφιά.png'
  cp painted.jpg old.png
  check "an older OUT stays" run 1 apply --style tiny photo.png old.png
  check "an older OUT stays: the cure" says "--force"
  check "an older OUT stays as it was" cmp -s painted.jpg old.png
  check "an older OUT is replaced" run 0 apply --force --style tiny photo.png old.png
  check "an older OUT is replaced: pixels" same_pixels painted.png old.png
  check "photos of 1x1" bash -c "convert -size 1x1 xc:red one.png"
  check "1x1" run 0 apply --style tiny one.png one-painted.png
  check "1x1: size" is "$(info '%wx%h' one-painted.png)" 1x1

  check "a folder, one photo broken" \
    run 1 apply --style tiny -o folder photo.png cut.png alpha.png photo.bmp
  check "the broken one is named" says "cut.png"
  check "the others are painted" same_pixels painted.png folder/photo.png
  check "those after it too" same_alpha alpha.png folder/alpha.png
  check "a format that cannot be written becomes PNG" is "$(info '%m' folder/photo.bmp.png)" PNG
  check "a line for each, and a summary" is "$(grep -c ' of 4)$' out),$(sed -n 4p out)" "3,painted 3, failed 1"
  check "the summary says why" grep -qE '^  cut.png: .*damaged' out
  check "no litter" no_litter .
}

# A photo of a camera that was held upright: its rows run down the right side.
orientation_cases () {
  python3 - photo.jpg turned.jpg <<'END'
import struct, sys
data = open(sys.argv[1], 'rb').read()
tiff = b'MM\0*\0\0\0\x08' + struct.pack('>HHHIHHI', 1, 0x0112, 3, 1, 6, 0, 0)
exif = b'Exif\0\0' + tiff
open(sys.argv[2], 'wb').write(data[:2] + b'\xff\xe1' + struct.pack('>H', len(exif) + 2) + exif + data[2:])
END
  convert photo.jpg -rotate 90 upright.png
  check "orientation" run 0 apply --style tiny --strength 0 turned.jpg turned.png
  check "orientation: size" is "$(info '%wx%h' turned.png)" 40x48
  check "orientation: the right way" \
    test "$(compare -metric AE -fuzz 3% turned.png upright.png null: 2>&1)" -lt 20
}

evaluate_cases () {
  check "evaluate" run 0 evaluate --style tiny --painting deep.png --csv --save kept photo.png alpha.png
  check "evaluate: a line for each, a head and a mean" is "$(wc -l <out)" 4
  check "evaluate: the mean is the mean" python3 - out <<'END'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1])))
assert rows[-1]['photo'] == 'mean' and rows[-1]['flat'] and not rows[0]['flat']
assert {row['style'] for row in rows} == {'tiny'}
for column in 'gradient_correlation', 'edge_f', 'texture', 'palette', 'touch', 'coherence', 's', 'seeds', 'differ':
    values = [float(row[column]) for row in rows[:-1]]
    assert abs(sum(values) / len(values) - float(rows[-1][column])) < 2e-6
END
  check "evaluate: keeps the paintings, and those of gray and sky" is "$(ls kept | wc -l)" 4
  cp out two-threads
  check "evaluate with one thread" \
    run 0 evaluate --style tiny --painting deep.png --csv --threads 1 photo.png alpha.png
  check "evaluate: the same with any number of threads" cmp out two-threads
  check "evaluate: a broken photo" run 1 evaluate --style tiny --painting deep.png cut.png photo.png
  check "evaluate: the others are measured" prints "photo.png"
  check "evaluate: limits that are missed" prints "FAIL  tiny"
  check "evaluate: a missed limit is no failure" \
    run 0 evaluate --style tiny --painting deep.png --controls --json figures.json photo.png
  check "evaluate: the controls" prints "  oilify"
  check "evaluate: the file of figures" python3 - figures.json <<'END'
import json, sys
figures = json.load(open(sys.argv[1]))
style, = figures['styles']
assert style['id'] == 'tiny' and style['photos'] == 1 and list(style['each']) == ['photo.png']
assert style['photo']['gradient_correlation'] > .999 and style['photo']['s'] == 0
assert style['oilify']['edge_f'] < 1 and style['oilify']['s'] <= .1
assert style['mean']['flat'] > 0 and style['oilify']['flat'] is None
assert len(style['mean']['lattices']) == 12
assert any(line.startswith('luma ') for line in style['missed'])
assert not any('misses no limit' in line for line in style['missed']), 'a photo is no painting'
END
  check "evaluate: a missed limit is a failure, if asked" \
    run 1 evaluate --style tiny --painting deep.png --check photo.png
  check "evaluate: a file of figures that cannot be written" \
    run 1 evaluate --style tiny --painting deep.png --json photo.png/x.json photo.png
  check "evaluate: names it" says "photo.png/x.json"
  check "evaluate: two styles and one painting" \
    run 2 evaluate --style tiny --style other --painting deep.png photo.png
  check "evaluate: says what to set" says "PASTICHE_PAINTINGS"
}

evaluate_two_cases () {
  local PASTICHE_PAINTINGS=$work
  export PASTICHE_PAINTINGS
  mkdir known
  "$make_style" known/a.safetensors first First Nobody 2026 deep.png
  "$make_style" known/b.safetensors second Second Nobody 2026 somewhere/photo.png
  check "evaluate: two styles" run 0 evaluate --style known/a.safetensors \
    --style known/b.safetensors --save kept-two alpha.png
  check "evaluate: a table of both" is "$(grep -cE ' (first|second|mean)$' out)" 3
  check "evaluate: keeps paintings of both" \
    is "$(cd kept-two && echo *)$(cd kept-two && echo second/*)" \
    "first secondsecond/alpha.png.png second/flat.png second/sky.png"
}

sheet_cases () {
  check "sheet" run 0 sheet --force --style tiny --style known/b.safetensors --style other \
    --columns 2 --cell 80 -o sheet.png photo.png alpha.png
  # Gaps of 2, cells of 80 and captions of 11; photos of 48 x 40 and 40 x 48.
  check "sheet: three columns, two groups" is "$(info '%wx%h' sheet.png)" \
    "$((2 + 3 * 82))x$((2 + 2 * (11 + 67 + 2 + 96 + 2 + 2)))"
  check "sheet: of all styles" run 0 sheet --cell 80 -o all.png photo.png
  check "sheet: two of them" is "$(info '%wx%h' all.png)" "$((2 + 3 * 82))x$((2 + 11 + 67 + 2 + 2))"
  check "sheet: the caption is there" other_pixels 'all.png[80x11+84+2]' 'all.png[80x11+2+2]'
  check "sheet without photos" run 2 sheet -o sheet.png
  check "sheet without a name" run 2 sheet photo.png
  check "sheet of no format" run 2 sheet -o sheet.xyz photo.png
  check "sheet with cells too small" run 2 sheet --cell 15 -o sheet.png photo.png
  check "sheet with a photo that is not there" run 1 sheet -o other-sheet.png nothing.png
  check "sheet: names it" says "nothing.png"
}

# ---- training ---------------------------------------------------------------

# learn CODE OUTPUT ARGUMENT...
learn () {
  local code=$1 output=$2
  shift 2
  run "$code" train --recipe small.recipe --painting painting.png --photos photos \
    --output "$output" "$@"
}

train_cases () {
  # Stripes and dots under noise: the trainer refuses what is too plain.
  convert -size 160x144 pattern:hs_diagcross -fill orange -opaque white -fill navy -opaque black \
    \( -size 160x144 -seed 4 plasma: \) -compose blend -define compose:args=40 -composite painting.png
  local i
  for i in 1 2 3; do
    convert -size 150x130 -seed $i plasma: -resize 150x130\! photos/$i.png
  done
  echo "not a picture" >photos/notes.txt
  cat >small.recipe <<'END'
[style]
title=Small
[generator]
widths=8,8,16
blocks=1
sees=photo
[training]
style_size=128
crop=112
batch=1
END

  check "train" learn 0 two.safetensors --steps 2 --preview preview.png
  check "train: what is no photo is named" says "notes.txt"
  check "train: progress" grep -qE '^step 2/2 .*accuracy' out
  check "train: the style can be used" run 0 apply --style ./two.safetensors photo.png two.png
  check "train: a sheet of three photos" is "$(info '%wx%h' preview.png)" 1184x792
  check "train: the recipe is kept" grep -qx 'steps=2' two.safetensors.lesson/lesson
  check "train: photos are seen as the recipe says" grep -qx sees=photo two.safetensors.lesson/lesson
  grep -v '^sees' small.recipe >best.recipe
  check "train: what is best is decided" run 0 train --recipe best.recipe --painting painting.png \
    --photos photos --output best.safetensors --steps 1
  check "train: what is best is decided: strokes" grep -qx sees=strokes best.safetensors.lesson/lesson
  check "train again" learn 0 again.safetensors --steps 2 --threads 1
  check "train again: same bits" same_weights two.safetensors again.safetensors
  cp two.safetensors first-two.safetensors
  check "an earlier lesson is put aside" learn 0 two.safetensors --steps 1
  check "an earlier lesson is put aside: said" prints "two.safetensors.lesson~"
  check "an earlier lesson is put aside: it is there" \
    cmp first-two.safetensors two.safetensors.lesson~/style.safetensors
  check "the same again, by the recipe of a lesson" run 0 train --recipe two.safetensors.lesson~ \
    --painting painting.png --photos photos --output again.safetensors
  check "the same again, by the recipe of a lesson: same bits" cmp first-two.safetensors again.safetensors
  check "resume without a run" learn 1 nothing.safetensors --steps 2 --resume
  check "resume without a run names the lesson" says "nothing.safetensors.lesson"
  touch older.safetensors.checkpoint older.safetensors.recipe
  check "resume a run of an earlier version" learn 1 older.safetensors --steps 2 --resume
  check "resume a run of an earlier version: the cure" says "--from older.safetensors"
  mkdir empty
  check "a folder without photos" run 1 train --recipe small.recipe --painting painting.png \
    --photos empty --output x.safetensors --steps 1
  check "a missing painting" run 1 train --recipe small.recipe --painting nowhere.png \
    --photos photos --output x.safetensors --steps 1
  printf '[training]\nstep=3\n' >wrong.recipe
  check "a wrong recipe" run 1 train --recipe wrong.recipe --painting painting.png \
    --photos photos --output x.safetensors
  check "a wrong recipe is named" says "wrong.recipe"
  check "train: any file name" learn 0 'My_Été 2.safetensors' --steps 1
  check "train: any file name becomes an id" grep -qx 'id=my-ete-2' 'My_Été 2.safetensors.lesson/lesson'
  check "minutes" learn 0 minutes.safetensors --minutes 0.001
  check "minutes become steps" grep -qE '^steps=[1-9]' minutes.safetensors.lesson/lesson
}

# What the window that learns can be told.
start_cases () {
  check "train with a title, an artist and small strokes" \
    learn 0 named.safetensors --steps 1 --title 'Ёж & 麦' --artist 'Ñandú' --stroke-size 50
  check "train: the title" grep -qx 'title=Ёж & 麦' named.safetensors.lesson/lesson
  check "train: the artist" grep -qx 'artist=Ñandú' named.safetensors.lesson/lesson
  check "train: small strokes" grep -qx 'style_size=224' named.safetensors.lesson/lesson
  cp named.safetensors styles/
  check "train: the style has the title and artist" run 0 styles
  check "train: the style has the title and artist: listed" grep -qE 'named +Ёж & 麦 +Ñandú' out
  check "stroke size out of range" learn 2 x.safetensors --steps 1 --stroke-size 49
  check "stroke size nan" learn 2 x.safetensors --steps 1 --stroke-size nan

  check "train from a style" learn 0 from.safetensors --steps 1 --from ./two.safetensors
  check "train from nothing" learn 0 nothing.safetensors --steps 1 --from nothing
  check "train from a style: not as from nothing" differ from.safetensors nothing.safetensors
  printf '[training]\ntrunk=kept\nfrom=./two.safetensors\n' >kept.recipe
  check "train from nothing: no trunk to keep" \
    learn 0 trunkless.safetensors --steps 1 --recipe kept.recipe --from nothing
  check "train from nothing: it is learnt" grep -qx 'trunk=learnt' trunkless.safetensors.lesson/lesson
  check "train from a style of another shape" learn 1 x.safetensors --steps 1 --from tiny
  check "train from a style that is not there" learn 1 x.safetensors --steps 1 --from nobody
  check "train from a style that is not there: it is named" says nobody
  cp two.safetensors styles/one-like-it.safetensors
  rm styles/named.safetensors
  check "train from a similar style" learn 0 similar.safetensors --steps 1 --from similar
  check "train from a similar style: it is one that fits" \
    grep -qx 'from=two' similar.safetensors.lesson/lesson
  rm styles/one-like-it.safetensors
  check "train from a similar style when none fits" learn 1 x.safetensors --steps 1 --from similar
}

# What others are learnt from.
base_cases () {
  check "base" run 0 base ./from.safetensors nothing.safetensors base.safetensors
  check "base: no style to paint in" run 1 import base.safetensors
  cp base.safetensors styles/
  check "base: to learn from" learn 0 based.safetensors --steps 1 --from base
  check "base: not as from nothing" differ based.safetensors nothing.safetensors
  rm styles/base.safetensors
  check "base of two shapes" run 1 base tiny from.safetensors x.safetensors
  check "base of two shapes: they are named" says tiny
  check "base of what is not there" run 1 base nobody tiny x.safetensors
  check "base of what is not there: it is named" says nobody
  check "base of one style" run 2 base tiny x.safetensors
  check "base: a strange name" run 2 base tiny other x.txt
  check "base: nothing else is written" test ! -e x.safetensors -a ! -e x.txt
}

# The user's own styles; $PASTICHE_STYLES is somebody else's.
library_cases () {
  local own="$work/gimp/pastiche/styles" file refused=0 all=0
  "$make_style" mine.safetensors mine "Mine"
  check "import" run 0 import mine.safetensors
  check "import prints the id" is "$(cat out)" mine
  check "import: the style is there" run 0 apply --style mine photo.png imported.png
  check "import again" run 0 import mine.safetensors
  check "import again: another id" is "$(cat out)" mine-2
  "$make_style" 'Été Ё.safetensors' tiny "Été"
  check "import a style whose id is taken elsewhere" run 0 import 'Été Ё.safetensors'
  check "import a style whose id is taken elsewhere: another id" is "$(cat out)" tiny-2
  check "import two files, one bad" run 1 import nowhere.safetensors mine.safetensors
  check "import two files, one bad: it is named" says nowhere.safetensors
  check "import two files, one bad: the good one is there" is "$(cat out)" mine-3
  check "import nothing" run 2 import
  mkdir bad
  cp "$hostile"/*.safetensors bad/
  rm bad/good-style.safetensors
  check "import hostile files" run 1 import bad/*.safetensors
  for file in bad/*.safetensors; do
    all=$((all + 1))
    ! says "pastiche: $file: " || refused=$((refused + 1))
  done
  check "hostile files are refused by name" test "$refused" = "$all" -a "$all" -gt 100
  check "hostile files leave nothing" is "$(ls "$own" | wc -l)" 4

  check "export" run 0 export --force mine out.safetensors
  check "export: the same" cmp out.safetensors "$own/mine.safetensors"
  check "export of any style" run 0 export tiny tiny-out.safetensors
  check "export of no style" run 1 export nobody x.safetensors
  check "export of no style: it is named" says nobody
  check "export to a strange name" run 2 export mine out.txt
  check "export to no folder" run 1 export mine nowhere/out.safetensors
  check "export to no folder: it is named" says nowhere
  check "export without a file" run 2 export mine

  check "remove" run 0 remove mine mine-2 mine-3
  check "remove: it is gone" run 1 apply --style mine photo.png x.png
  check "remove again" run 1 remove mine
  check "remove again: it is named" says mine
  check "remove what is not the user's" run 1 remove other
  check "remove what is not the user's: it is there" run 0 apply --style other photo.png x.png
  check "remove: nothing is left" is "$(ls -A "$own")" tiny-2.safetensors
  check "remove nothing" run 2 remove
}

# ---- lessons ----------------------------------------------------------------

# begin ARGUMENT...: learns in the background until it has said how it goes, or has ended.
begin () {
  : >said
  "$pastiche" train "$@" >said 2>err </dev/null &
  pid=$!
  until grep -q '^step' said || ! kill -0 $pid 2>/dev/null; do sleep .05; done
}

# stop: as Ctrl+C; code becomes how it ended.
stop () {
  code=0
  kill -INT $pid
  wait $pid || code=$?
}

# all_of FOLDER...: every file in them, with what is in it; but not who had them last.
all_of () { find "$@" -type f ! -name lock -exec sha256sum {} + | sort -k 2; }
checkpoint_of () { echo "$1/$(sed -n 's/^checkpoint=//p' "$1/lesson")"; }
small=(--recipe small.recipe --painting painting.png --photos photos)

# Interrupted after its first progress line, then resumed: as if never stopped.
resume_cases () {
  local code pid kept
  begin "${small[@]}" --output stopped.safetensors --steps 60
  stop
  check "SIGINT: exit code" is "$code" 130
  check "SIGINT: says how to go on" says "--resume"
  check "SIGINT: the run is kept" test -s "$(checkpoint_of stopped.safetensors.lesson)"
  check "resume" learn 0 stopped.safetensors --steps 60 --resume
  check "resume: goes on, does not begin" prints "going on after step"
  cp "$(checkpoint_of stopped.safetensors.lesson)" resumed.checkpoint
  cp stopped.safetensors resumed.safetensors
  check "the whole run" learn 0 stopped.safetensors --steps 60
  check "resume: same bits" cmp "$(checkpoint_of stopped.safetensors.lesson)" resumed.checkpoint
  check "resume: same style" cmp stopped.safetensors resumed.safetensors
  kept=$(all_of stopped.safetensors.lesson)
  check "resume to fewer steps" learn 2 stopped.safetensors --steps 59 --resume
  check "resume to fewer steps: says how many there are" says "60 are done already"
  check "resume with another seed" learn 2 stopped.safetensors --seed 7 --resume
  check "resume to fewer steps: nothing is changed" is "$(all_of stopped.safetensors.lesson)" "$kept"
  check "resume to more steps" run 0 train --output stopped.safetensors --steps 64 --resume
  check "resume to more steps: goes on" prints "going on after step 60 of 64"
  check "resume to more steps: is in the recipe" grep -qx steps=64 stopped.safetensors.lesson/lesson
  check "resume to more steps: is kept" learn 0 stopped.safetensors --resume
  check "resume to more steps: is done" prints "going on after step 64 of 64"
  check "resume for longer" learn 0 minutes.safetensors --minutes 0.05 --resume
  check "resume for longer: took more steps" \
    test "$(sed -n 's/^going on after step \([0-9]*\) of .*/\1/p' out)" -lt \
    "$(sed -n 's/.*learnt in \([0-9]*\) steps.*/\1/p' out)"
  check "the same minutes are done" learn 0 minutes.safetensors --minutes 0.05 --resume
  check "the same minutes are done: nothing was left" grep -qE '^going on after step ([0-9]+) of \1$' out
}

# What is mistyped must cost nothing that was learnt before.
mistyped_cases () {
  local kept
  kept=$(all_of two.safetensors two.safetensors.lesson two.safetensors.lesson~)
  check "mistyped start" learn 1 two.safetensors --from nobody
  check "mistyped painting" run 1 train --recipe small.recipe --painting nowhere.png --photos photos \
    --output two.safetensors
  check "mistyped recipe" run 1 train --recipe wrong.recipe --painting painting.png --photos photos \
    --output two.safetensors
  check "mistyped recipe that is not there" run 1 train --recipe no.recipe --painting painting.png \
    --photos photos --output two.safetensors
  check "mistyped photos" run 1 train --recipe small.recipe --painting painting.png --photos nowhere \
    --output two.safetensors
  check "photos without a photo" run 1 train --recipe small.recipe --painting painting.png \
    --photos bad --output two.safetensors
  check "photos without a photo: they are named" says "bad: "
  check "mistyped preview" learn 1 two.safetensors --preview nowhere/x.png
  check "mistyped preview: it is named" says "nowhere/x.png"
  check "mistyped output" learn 1 nowhere/two.safetensors --steps 1
  check "mistyped output: it is named" says "nowhere/two.safetensors"
  check "mistyped stroke size" learn 2 two.safetensors --stroke-size 5
  check "what was learnt before is as it was" \
    is "$(all_of two.safetensors two.safetensors.lesson two.safetensors.lesson~)" "$kept"
  check "nothing else is left" is "$(ls -d -- .new-* nowhere* 2>/dev/null)" ""
}

# Two at once on one output: the second is told who has it.
held_cases () {
  local code pid kept
  begin "${small[@]}" --output held.safetensors --steps 100000 --threads 1
  kept=$(all_of held.safetensors.lesson)
  check "a second run on one output" learn 1 held.safetensors --steps 1
  check "a second run on one output: is told who has it" says "by process $pid."
  check "a second run on one output: --resume too" learn 1 held.safetensors --resume
  check "a second run on one output: --resume is told too" says "by process $pid."
  check "a second run on one output: nothing is written" \
    is "$(all_of held.safetensors.lesson; ls -d .new-* *held*~ 2>/dev/null)" "$kept"
  stop
  check "a second run on one output: the first one learns" is "$code" 130
  check "then it is free" run 0 train --resume --output held.safetensors --steps \
    "$(($(sed -n 's/^step=//p' held.safetensors.lesson/lesson) + 2))"
}

# What cannot be written is said, and tried again; learning goes on.
unwritable_cases () {
  local code pid step
  mkdir gone
  begin "${small[@]}" --output seen.safetensors --steps 100000 --threads 1 --preview gone/seen.png
  rmdir gone
  until grep -q gone/seen.png err || ! kill -0 $pid; do sleep .1; done
  check "a preview that cannot be written is said" says "gone/seen.png"
  check "a preview that cannot be written: the style is there" test -s seen.safetensors
  step=$(grep -c ^step said)
  mkdir gone
  until [ -s gone/seen.png ] || ! kill -0 $pid; do sleep .1; done
  until [ "$(grep -c ^step said)" -gt "$step" ] || ! kill -0 $pid; do sleep .1; done
  check "it is tried again" test -s gone/seen.png
  check "learning went on" kill -0 $pid
  check "it is said once" is "$(grep -c gone/seen.png err)" 1
  stop
  check "learning goes on until it is stopped" is "$code" 130

  mkdir blocked.safetensors
  check "a style that cannot be written" learn 1 blocked.safetensors --steps 2
  check "a style that cannot be written is said" says "“blocked.safetensors”"
  check "a style that cannot be written: says where it is" says "blocked.safetensors.lesson"
  check "a style that cannot be written: it is kept" \
    same_weights first-two.safetensors blocked.safetensors.lesson/style.safetensors
  rmdir blocked.safetensors
  check "then it can" learn 0 blocked.safetensors --steps 2 --resume
  check "then it can: same bits" same_weights first-two.safetensors blocked.safetensors
}

# Numbers that stop being finite: here those that were kept are too large to go on with.
diverged_cases () {
  local kept
  check "before it diverges" learn 0 wild.safetensors --steps 2
  python3 - "$(checkpoint_of wild.safetensors.lesson)" <<'END'
import hashlib, json, struct, sys
data = open(sys.argv[1], 'rb').read()
size, = struct.unpack('<Q', data[:8])
header, payload = data[8:8 + size], data[8 + size:]
wild = struct.pack('<f', 3e38) * (len(payload) // 4)
old = json.loads(header)['__metadata__']['payload_sha256']
header = header.replace(old.encode(), hashlib.sha256(wild).hexdigest().encode())
open(sys.argv[1], 'wb').write(data[:8] + header + wild)
END
  kept=$(all_of wild.safetensors wild.safetensors.lesson)
  check "it diverges" learn 1 wild.safetensors --steps 5 --resume
  check "it diverges: says where the last good state is" \
    grep -qE 'diverged.*wild.safetensors.lesson$' err
  check "it diverges: what was kept is kept" is "$(all_of wild.safetensors wild.safetensors.lesson \
    | grep -v /lesson$)" "$(grep -v /lesson$ <<<"$kept")"
}

# Without --output: the user's library, which GIMP's windows show.
own_cases () {
  local code pid lessons=gimp/pastiche/lessons
  check "train into the library" run 0 train "${small[@]}" --title 'Été, no 1' --steps 2
  check "train into the library: prints the id" prints "ete-no-1"
  check "train into the library: it is the same style" \
    same_weights first-two.safetensors gimp/pastiche/styles/ete-no-1.safetensors
  check "train into the library: it paints" run 0 apply --force --style ete-no-1 photo.png x.png
  rm -f x.png
  begin "${small[@]}" --steps 100000
  stop
  check "train into the library, interrupted" is "$code" 130
  check "train into the library, interrupted: says how to go on" says "train --resume small"
  check "train into the library, interrupted: no style yet" test ! -e gimp/pastiche/styles/small.safetensors
  check "resume nobody knows what" run 2 train --resume
  check "resume nobody knows what: says what there is" says "unfinished: small"
  check "resume an unknown style" run 1 train --resume nobody
  check "resume an unknown style: it is named" says nobody
  check "resume of the library" run 0 train --resume small --steps \
    "$(($(sed -n 's/^step=//p' $lessons/small/lesson) + 2))"
  check "resume of the library: it is there" run 0 apply --style small photo.png x.png
  rm -f x.png
  check "remove both" run 0 remove small ete-no-1
  check "remove both: no lesson is left" is "$(ls -A $lessons)" ""
}

# More pictures than a window takes.
many_cases () {
  local i
  convert -size 150x130 pattern:hexagons \( -size 150x130 -seed 9 plasma: \) -compose blend \
    -define compose:args=40 -composite second.png
  mkdir many
  for i in $(seq 100); do cp photos/1.png many/$i.png; done
  sed 's/title=Small/&\npainting=painting.png;second.png/' small.recipe >pair.recipe
  local -x PASTICHE_PAINTINGS=$work PASTICHE_PHOTOS=many
  check "two paintings, a hundred photos" \
    run 0 train --recipe pair.recipe --output pair.safetensors --steps 2
  check "two paintings" grep -qx paintings=2 pair.safetensors.lesson/lesson
  check "a hundred photos" grep -qx photos=100 pair.safetensors.lesson/lesson
  check "one of the paintings" \
    run 0 train --recipe pair.recipe --painting painting.png --output single.safetensors --steps 2
  check "both are learnt from" differ pair.safetensors single.safetensors
}

usage_cases
broken_cases
likeness_cases
refine_cases
output_cases
stream_cases
paint_cases
orientation_cases
evaluate_cases
evaluate_two_cases
sheet_cases
train_cases
start_cases
base_cases
resume_cases
library_cases
mistyped_cases
held_cases
unwritable_cases
diverged_cases
own_cases
many_cases
echo "1..$n"
