# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
#
# The pictures of the help: the part of ./dev that it reads for `help-pictures`.

# A scene of our own making, drawn by ImageMagick: hills, a lake, a house and a tree.
draw_scene () {
  convert -size 900x675 gradient:'#3f7fc4'-'#f3d9a8' -seed 7 \
    -fill '#fff3c4' -draw 'circle 660,150 660,95' \
    -fill '#f5f0ea' -draw 'ellipse 210,130 110,26 0,360 ellipse 270,112 80,24 0,360' \
    -fill '#6f7f9f' -draw 'polygon 0,390 160,230 300,340 430,215 620,360 780,260 900,350 900,430 0,430' \
    -fill '#7e9a4c' -draw 'ellipse 160,520 460,150 180,360' \
    -fill '#5d8b3a' -draw 'ellipse 780,560 480,170 180,360' \
    -fill '#3c77a6' -draw 'ellipse 430,610 330,62 0,360' \
    -fill '#b4d3e8' -draw 'ellipse 460,596 190,9 0,360 ellipse 380,628 120,7 0,360' \
    -fill '#d9c4a0' -draw 'rectangle 130,390 270,490' \
    -fill '#a03c28' -draw 'polygon 112,394 200,318 288,394' \
    -fill '#4a3526' -draw 'rectangle 185,430 217,490' \
    -fill '#f6e27a' -draw 'rectangle 145,412 172,440 rectangle 230,412 257,440' \
    -fill '#4b3521' -draw 'polygon 690,540 700,340 716,340 730,540' \
    -fill '#2f5a2a' -draw 'circle 708,280 708,180 circle 640,330 640,262 circle 776,330 776,262' \
    -fill '#4f8038' -draw 'circle 680,255 680,205 circle 750,300 750,255' \
    -attenuate .25 +noise gaussian -blur 0x.6 "$1"
}

# strip OPTION SCENE VALUE VALUE VALUE -- ARGUMENT...: one picture of three paintings
strip () {
  local option=$1 scene=$2 out=$root/plugin/help/pictures/$1.jpg value parts=()
  [ -z "$wanted" ] || [[ " $wanted " == *" $option "* ]] || return 0
  shift 2
  local values=("$1" "$2" "$3") part=(-crop 600x450+150+225 +repage)
  shift 4
  case $option in
    strength | keep-colours | mix) part=() ;;                     # others show strokes
    finish) part=(-crop 200x150+1100+2000 +repage) ;; # at 100 %
  esac
  for value in "${values[@]}"; do
    "$build/plugin/pastiche" apply "$@" "--$option" "$value" --force "$scene" "$work/$value.png"
    parts+=("$work/$value.png")
  done
  montage "${parts[@]}" "${part[@]}" -tile 3x1 -geometry 200x150!+2+0 -background '#808080' miff:- \
    | convert - -shave 2x0 -strip -quality 82 "$out"
}

# Pictures of plugin/help, of a scene that nobody else has made.
command_help-pictures () {
  wanted=$*
  need imagemagick
  build_program
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  draw_scene "$work/scene.png"
  export PASTICHE_STYLES="$root/weights"
  strip strength "$work/scene.png" 0 50 100 -- --style starry-night
  strip refine "$work/scene.png" 0 50 100 -- --style starry-night
  strip likeness "$work/scene.png" 0 50 100 -- --style starry-night
  strip keep-colours "$work/scene.png" 0 50 100 -- --style the-scream
  strip brush-size "$work/scene.png" 100 200 400 -- --style starry-night
  strip mix "$work/scene.png" 0 50 100 -- --style starry-night --mix-style great-wave
  convert "$work/scene.png" -resize 400% "$work/large.png"
  strip finish "$work/large.png" 0 50 100 -- --style starry-night --refine 0
}
