#!/bin/bash
# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
#
# Files that are damaged, many, or not as they seem, and what `pastiche apply` makes of them.
# Prints TAP.  Usage: test-files.sh PASTICHE MAKE-STYLE
set -uo pipefail

# shellcheck source=tests/cli-kit.sh
. "$(dirname "$0")/cli-kit.sh"

# ---- damaged files ----------------------------------------------------------

# cut FILE: the first part of it, as cut-FILE.
cut () { head -c $(($(stat -c %s "$1") * 6 / 10)) "$1" >"cut-$1"; }

damage_cases () {
  local ending rows
  convert -size 200x160 -seed 7 plasma:red-blue -depth 8 whole.png
  for ending in jpg webp tif ppm gif bmp jp2 avif heic hdr exr; do
    convert whole.png "whole.$ending"
  done
  for ending in png jpg webp tif ppm gif bmp jp2 avif heic hdr exr; do
    cut "whole.$ending"
    check "a $ending that was cut off" run 1 apply --style tiny "cut-whole.$ending" x.png
    check "a $ending that was cut off: the cure" grep -q "^pastiche: cut-whole.$ending: .*; get another copy.*--damaged" err
  done
  check "nothing is written for them" test ! -e x.png
  check "how much of a PNG can be read" run 1 apply --style tiny cut-whole.png x.png
  check "how much of a PNG can be read: rows" grep -qE ' [1-9][0-9] of its 160 rows' err
  check "how much of a PPM is there" run 1 apply --style tiny cut-whole.ppm x.png
  check "how much of a PPM is there: bytes" grep -qE '57.6.kB of its 96.0.kB' err
  for ending in png jpg webp ppm gif bmp hdr; do
    check "what there is of a $ending" \
      run 0 apply --damaged --style tiny --strength 0 "cut-whole.$ending" "part-$ending.png"
    check "what there is of a $ending: said" grep -q "cut-whole.$ending: .*that is painted" err
    check "what there is of a $ending: its size" is "$(info '%wx%h' "part-$ending.png")" 200x160
    rows=200x60+0+0
    # WebP has an order of its own, and BMP begins below.
    case $ending in webp) continue ;; bmp) rows=200x60+0+100 ;; hdr) convert whole.hdr -colorspace sRGB seen.hdr.png ;; esac
    [ $ending = hdr ] || cp "whole.$ending" "seen.$ending.png"
    check "what there is of a $ending: the picture" test "$(compare -metric AE -fuzz 3% \
      "part-$ending.png[$rows]" "seen.$ending.png[$rows]" null: 2>&1)" -lt 600
  done
  head -c -12 whole.png >end.png
  check "a PNG without its end" run 0 apply --style tiny --strength 0 end.png end-same.png
  check "a PNG without its end is all there" same_pixels whole.png end-same.png
  mkdir with-cut
  for i in 1 2 3; do convert -size 150x130 -seed $i plasma: "with-cut/$i.png"; done
  head -c -12 with-cut/1.png >with-cut/4.png
  cut whole.hdr
  mv cut-whole.hdr with-cut/5.hdr
  echo '<gegl/>' >with-cut/6.gegl
  check "a folder with damaged files" \
    run 1 apply --style tiny -o from-cut with-cut/*
  check "a folder with damaged files: all others" is "$(cd from-cut && echo *)" "1.png 2.png 3.png 4.png"
  check "a folder with damaged files: summary" prints "painted 4, failed 2"
  check "photos that are damaged" run 0 train --painting whole.png --photos with-cut \
    --output x.safetensors --steps 1
  check "photos that are damaged are named" says "5.hdr"
  printf 'P6\n100000 100000\n255\nabc' >claims.ppm
  check "a size that is only claimed" run 1 apply --style tiny claims.ppm x.png
  check "a size that is only claimed: the figure" says "30.0"
  python3 - claims.png <<'END'
import struct, sys, zlib
def chunk(name, data):
    return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))
open(sys.argv[1], 'wb').write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack(
    '>IIBBBBB', 60000, 60000, 8, 2, 0, 0, 0)) + chunk(b'IDAT', zlib.compress(b'abc')) + chunk(b'IEND', b''))
END
  check "a size that is only claimed, of a PNG" run 1 apply --style tiny claims.png x.png
  check "a size that is only claimed, of a PNG: the figures and the cure" \
    grep -qE 'needs [0-9.]+.GB.* [0-9.]+.(GB|MB) (are|is) free.*scale' err
}

# Formats that are not read, by what to do.
other_cases () {
  local name bytes cure
  while read -r name bytes cure; do
    printf "$bytes" >"$name"
    check "$name" run 1 apply --style tiny "$name" x.png
    check "$name: the cure" grep -q "^pastiche: $name: .* files are not read; .*$cure" err
  done <<'END'
a.xcf gimp\x20xcf\x20v011 GIMP
a.psd 8BPS\x00\x01 export
a.cr2 II*\x00\x10\x00\x00\x00CR\x02\x00 darktable
a.dng II*\x00\x10\x00\x00\x00 darktable
a.svg <svg\x20xmlns="x"/> PNG
a.mp4 \x00\x00\x00\x18ftypmp42 ffmpeg
a.pdf %%PDF-1.5 PNG
END
}

# ---- many photos ------------------------------------------------------------

batch_cases () {
  mkdir -p tree/in/deep
  cp photo.png tree/a.png
  cp photo.png tree/in/b.png
  cp photo.jpg tree/in/deep/c.jpg
  cp photo.png tree/in/deep/.hidden.png
  echo "no picture" >tree/in/notes.txt
  check "a folder without -r" run 2 apply --style tiny -o tree-painted tree
  check "a folder without -r: the cure" says "-r"
  check "-r without -o" run 2 apply -r --style tiny tree x.png
  check "a tree" run 0 apply -r --style tiny -o tree-painted tree
  check "a tree stays one" is "$(cd tree-painted && find . -type f | sort | tr '\n' ' ')" \
    "./a.png ./in/b.png ./in/deep/c.jpg "
  check "a tree: the summary" is "$(tail -n 1 out)" "painted 3, failed 0"
  check "a tree: plain lines, not a bar" is "$(grep -c '#' err)" 0
  check "a tree into itself" run 0 apply -r --style tiny -o tree/out tree
  check "a tree into itself, again: not what was painted" run 0 apply -r --force --style tiny -o tree/out tree
  check "a tree into itself, again: the summary" prints "painted 3, failed 0"
  rm -r tree/out
  check "again" run 1 apply -r --style tiny -o tree-painted tree
  check "again: nothing is lost" prints "painted 0, failed 3"
  touch -d '1 hour ago' tree/a.png tree/in/b.png tree-painted/a.png
  touch -d '2 hours ago' tree-painted/in/b.png
  check "what is missing or older" run 0 apply -r --skip-existing --style other -o tree-painted tree
  check "what is missing or older: the summary" \
    prints "painted 1, skipped 2 that are newer than their photo, failed 0"
  check "what is missing or older: it is that one" other_pixels tree-painted/in/b.png tree-painted/a.png
  mkdir names
  cp photo.jpg names/a.jpg
  cp alpha.png names/a.png
  cp photo.jpg names/a.JPG
  cp photo.jpg names/b.jpg
  check "names that are the same but for their endings" \
    run 0 apply --style tiny --format png -o names-painted names/*
  check "names that are the same but for their endings: none is lost" \
    is "$(cd names-painted && echo *)" "a.JPG.png a.jpg.png a.png.png b.png"
  check "a bar on a terminal" bash -c "script -qec \
    '$pastiche apply --style tiny -o bar-painted wide.png photo.png' /dev/null >out </dev/null"
  check "a bar on a terminal: with how many" grep -q '1 of 2' out
  check "a bar on a terminal: a summary" grep -q 'painted 2, failed 0' out
}

# ---- titles -----------------------------------------------------------------

title_cases () {
  "$make_style" styles/wave.safetensors wave "The Great Wave"
  check "a style by its title" run 0 apply --style "the great WAVE" photo.png by-title.png
  check "a style by its id" run 0 apply --style wave photo.png by-id.png
  check "a style by its title: the same" same_pixels by-title.png by-id.png
  check "a style by nearly its title" run 1 apply --style "Great Wav" photo.png x.png
  check "a style by nearly its title is proposed" says "Did you mean wave (The Great Wave)?"
  check "a style by nearly its id is proposed" run 1 apply --style tini photo.png x.png
  check "a style by nearly its id is proposed: said" says "Did you mean tiny (Tiny)?"
  check "a style that is like none" run 1 apply --style xyzxyzxyz photo.png x.png
  check "a style that is like none: nothing is proposed" bash -c '! grep -q "Did you mean" err'
  "$make_style" styles/evil.safetensors evil $'Red\e[31m\e]0;owned\a\u202eX'
  check "a title with control characters" run 0 styles
  check "a title with control characters: none reaches the terminal" \
    bash -c "! LC_ALL=C grep -q \$'[\x1b\x07]' out && ! grep -q \$'\u202e' out"
  check "a title with control characters: they are shown" prints 'Red\x1b[31m\x1b]0;owned\x07\u202eX'
  cp photo.png $'e\e[2Jvil.png'
  check "a name with control characters" run 1 apply --style tiny $'no\e[2Jne.png' x.png
  check "a name with control characters: it is shown" says 'no\x1b[2Jne.png'
  rm styles/evil.safetensors styles/wave.safetensors
}

# ---- processes --------------------------------------------------------------

process_cases () {
  local code=0
  mkdir jobs
  for i in 1 2 3 4 5 6; do convert -size 60x50 -seed $i plasma: -depth 8 jobs/$i.png; done
  cp cut-whole.png jobs/cut.png
  check "two job slots of GNU parallel" bash -c "parallel --will-cite -j 2 --halt never \
    $pastiche apply --style tiny {} parallel-{/.}.png ::: jobs/[1-6].png >out 2>err </dev/null"
  check "two job slots: nothing is said" is "$(cat out err)" ""
  run 0 apply --style tiny -o one-by-one jobs/[1-6].png
  for i in 1 2 3 4 5 6; do
    check "two job slots: painting $i as by itself" cmp -s parallel-$i.png one-by-one/$i.png
  done
  parallel --will-cite -j 2 "$pastiche" apply --style tiny {} again-{/.}.png ::: jobs/1.png jobs/cut.png \
    >out 2>err </dev/null || code=$?
  check "two job slots: one that fails is counted" is "$code" 1
  check "two job slots: and says why" says "cut.png"
  mkdir race
  parallel --will-cite -j 4 "$pastiche apply --style tiny --seed {} jobs/1.png race/one.png" \
    ::: 1 2 3 4 >out 2>err </dev/null || true
  check "many into one file: one wins, and the others say so" is "$(grep -c 'already' err)" 3
  check "many into one file: it is whole" is "$(info '%wx%h' race/one.png)" 60x50
  check "many into one file: nothing else" no_litter race
}

# A signal while a file is read is enough.
interrupt_cases () {
  local code pid
  mkfifo endless
  sleep 60 >endless &
  local sleeper=$!
  "$pastiche" apply --style tiny - x.png >out 2>err <endless &
  pid=$!
  sleep .5
  kill -INT $pid
  code=0
  wait $pid || code=$?
  kill $sleeper
  check "the first Ctrl+C ends it" is "$code" 130
  check "the first Ctrl+C leaves nothing" bash -c '! ls x.png .pastiche-* 2>/dev/null'
}

# ---- disks ------------------------------------------------------------------

# intact NAME FILE SUM: FILE is as it was, and alone.
intact () {
  check "$1: the old file is as it was" is "$(sha256sum <"$2")" "$3"
  check "$1: nothing else is left" no_litter "$(dirname "$2")"
}

full_# No time of day in any format: what is the same is the same file.
same_cases () {
  local ending now
  for now in first second; do
    mkdir "$now"
    for ending in png jpg webp tif ppm jp2 gif hdr avif heic jxl; do
      run 0 apply --style tiny photo.png "$now/x.$ending"
    done
    sleep 1.1
  done
  for ending in png jpg webp tif ppm jp2 gif hdr avif heic jxl; do
    check "painted twice, the same $ending" cmp first/x.$ending second/x.$ending
  done
}

disk_cases () {
  local ending sum file
  convert -size 300x300 -seed 5 plasma: -depth 8 big.png
  mkdir disk
  if ! mount -t tmpfs -o size=48k tmpfs disk 2>/dev/null; then
    n=$((n + 1))
    echo "ok $n - a full disk # SKIP no file system can be mounted here"
    return
  fi
  for ending in png jpg webp tif ppm jp2 gif hdr avif; do
    file=disk/old.$ending
    rm -f disk/*
    convert -size 8x8 xc:red "$file"
    head -c 45000 /dev/zero >disk/fill 2>/dev/null
    sum=$(sha256sum <"$file")
    check "a full disk, $ending" run 1 apply --force --style tiny --quality 100 big.png "$file"
    check "a full disk, $ending: said" grep -qE "^pastiche: $file: .*(disk is full|No space)" err
    intact "a full disk, $ending" "$file" "$sum"
  done
  rm disk/fill
  sum=$(sha256sum <"$file")
  if mount -o remount,ro disk 2>/dev/null; then
    check "a disk that is only read" run 1 apply --force --style tiny photo.png "$file"
    check "a disk that is only read: the cure" grep -q "^pastiche: $file: .*permissions" err
    intact "a disk that is only read" "$file" "$sum"
  fi
  umount disk
}

# No time of day in any format: what is the same is the same file.
same_cases () {
  local ending now
  for now in first second; do
    mkdir "$now"
    for ending in png jpg webp tif ppm jp2 gif hdr avif heic jxl; do
      run 0 apply --style tiny photo.png "$now/x.$ending"
    done
    sleep 1.1
  done
  for ending in png jpg webp tif ppm jp2 gif hdr avif heic jxl; do
    check "painted twice, the same $ending" cmp first/x.$ending second/x.$ending
  done
}

disk_cases () {
  local sum
  full_disk_cases
  check "a pipe that nobody reads" bash -c "'$pastiche' apply --style tiny photo.png - 2>err | true
    [ \${PIPESTATUS[0]} -gt 0 ]"
  check "standard output that is full" bash -c \
    "! '$pastiche' apply --style tiny photo.png - >/dev/full 2>err </dev/null"
  check "standard output that is full: said" says "standard output"
  convert -size 8x8 xc:red limited.ppm
  sum=$(sha256sum <limited.ppm)
  check "a limit on files" bash -c "ulimit -f 4
    '$pastiche' apply --force --style tiny photo.png limited.ppm >out 2>err </dev/null; [ \$? = 1 ]"
  intact "a limit on files" limited.ppm "$sum"
}

# Killed at any moment: the file is the old one or the new one, and the next run clears up.
killed_cases () {
  local i pid old new now torn=0
  mkdir killed
  run 0 apply --style tiny wide.png killed/a.png
  new=$(sha256sum <killed/a.png)
  cp photo.png killed/a.png
  old=$(sha256sum <killed/a.png)
  for i in $(seq 20); do
    cp photo.png killed/a.png
    "$pastiche" apply --force --style tiny --refine 0 wide.png killed/a.png >out 2>err </dev/null &
    pid=$!
    sleep ".$(printf %03d $((RANDOM % 450)))"
    kill -KILL $pid 2>/dev/null
    wait $pid 2>/dev/null
    now=$(sha256sum <killed/a.png)
    [ "$now" = "$old" ] || [ "$now" = "$new" ] || torn=$((torn + 1))
  done
  check "killed at 20 moments: whole" is "$torn" 0
  run 0 apply --force --style tiny wide.png killed/a.png
  check "killed at 20 moments: cleared up by the next" is "$(ls -A killed)" a.png
}

# ---- memory -----------------------------------------------------------------

memory_cases () {
  convert -size 4000x3000 gradient:red-blue -depth 8 -define png:compression-level=1 large.png
  check "very little address space" bash -c "ulimit -v 600000
    '$pastiche' apply --style tiny --threads 2 large.png little-memory.png >out 2>err </dev/null
    code=\$?; [ \$code = 0 ] || [ \$code = 1 ]"
  check "very little address space: a message, and the figure" \
    grep -qE '^pastiche: .*(large.png|memory).*[0-9] ?.[MG]B' err
  check "very little address space: what helps" says "scale"
  local mb
  for mb in 350 450; do
    check "$mb MB of address space: a message, not a crash" bash -c "ulimit -v ${mb}000
      timeout 20 '$pastiche' apply --style tiny photo.png mb-$mb.png >out 2>err </dev/null
      code=\$?; [ \$code = 0 ] || { [ \$code = 1 -o \$code = 127 ] && [ -s err ]; }"
  done
  check "500 threads in a little address space: fewer, or a message" bash -c "ulimit -v 1200000
    timeout 60 '$pastiche' apply --style tiny --threads 500 photo.png threads.png >out 2>err </dev/null
    code=\$?; [ \$code = 0 ] || { [ \$code = 1 ] && grep -q '^pastiche: .*; ' err; }"
  check "nothing needs 0.0 GB" bash -c "! grep -rq 'needs 0.0' err out"
  check "minutes beyond their limit" run 2 train --painting photo.png --photos photos \
    --output x.safetensors --minutes 40000
  check "minutes beyond their limit: it is named" says "at most 30240"
}

damage_cases
other_cases
convert -size 700x500 -seed 8 plasma: -depth 8 wide.png
batch_cases
title_cases
process_cases
interrupt_cases
same_cases
disk_cases
killed_cases
memory_cases
echo "1..$n"
