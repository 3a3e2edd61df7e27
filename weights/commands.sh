# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
#
# Learning styles, measuring and showing them: the part of ./dev that it reads for `train`, `manners`,
# `finishers`, `labels`, `base`, `figures`, `lessons` and `gallery`.

# The ids of weights/*.recipe, what others start from first.
list_recipes () {
  local recipe
  for recipe in "$root"/weights/*.recipe; do
    [[ -f $recipe && $recipe != *.safetensors.recipe ]] || continue
    if grep -q '^role=base$' "$recipe"; then printf '0 '; else printf '1 '; fi
    basename "$recipe" .recipe
  done | sort | cut -d ' ' -f 2
}

# check_recipes ID...: that there is all that it takes, before hours go by.
check_recipes () {
  local id recipe painting paintings
  for id in "$@"; do
    recipe=$root/weights/$id.recipe
    [ -f "$recipe" ] || die "$recipe: there is no such recipe; there are:" $(list_recipes)
    IFS=';' read -r -a paintings < <(sed -n 's/^painting=//p' "$recipe")
    [ ${#paintings[@]} -gt 0 ] || die "$recipe: names no painting"
    for painting in "${paintings[@]}"; do
      [ -f "$PASTICHE_PAINTINGS/$painting" ] \
        || die "$PASTICHE_PAINTINGS/$painting: this painting of $id is missing"
    done
  done
}

# note_minutes ID SECONDS: in weights/minutes.txt, for the table.
note_minutes () {
  local file=$root/weights/minutes.txt
  {
    [ ! -f "$file" ] || grep -v "^$1 " "$file" || true
    echo "$1 $((($2 + 30) / 60))"
  } | sort >"$file.part"
  mv "$file.part" "$file"
}

# In colour, and learnt from the same start.
base_styles=(adele-bloch-bauer botanical-register composition-vii great-wave la-calanque shipwreck
  starry-night the-scream udnie water-lilies)

command_base () {
  [ $# = 0 ] || die "base takes no argument"
  build_program
  PASTICHE_STYLES=$root/weights "$build/plugin/pastiche" base --force "${base_styles[@]}" \
    "$root/weights/base.safetensors"
}

# look_again COMMAND ID FILE: what FILE's painting shows by pastiche COMMAND; all else in it stays as it is.
look_again () {
  local painting
  painting=$(sed -n 's/^painting=//p' "$root/weights/$2.recipe")
  "$build/plugin/pastiche" "$1" --force --style "$3" --painting "$PASTICHE_PAINTINGS/${painting%%;*}" \
    "$build/$2-again.safetensors"
  install -m 644 "$build/$2-again.safetensors" "$3"
}

# look_again_in_all COMMAND FAILED ID...: in weights/.
look_again_in_all () {
  local id command=$1 failed=$2 ids=("${@:3}")
  : "${PASTICHE_PAINTINGS:?set it to the folder of paintings}"
  [ ${#ids[@]} -gt 0 ] || mapfile -t ids < <(list_styles)
  [ ${#ids[@]} -gt 0 ] || die "there is no style in weights/; learn one with ./dev train"
  check_recipes "${ids[@]}"
  build_program
  for id in "${ids[@]}"; do
    look_again "$command" "$id" "$root/weights/$id.safetensors" || die "$id $failed"
  done
}

command_manners () {
  look_again_in_all manner "was not shown its painting" "$@"
}

command_finishers () {
  look_again_in_all finisher "did not learn to finish" "$@"
}

command_labels () {
  local id key value ids=("$@") options
  [ ${#ids[@]} -gt 0 ] || mapfile -t ids < <(list_styles)
  [ ${#ids[@]} -gt 0 ] || die "there is no style in weights/; learn one with ./dev train"
  build_program
  for id in "${ids[@]}"; do
    options=()
    for key in title artist year licence order finish; do
      value=$(sed -n "s/^$key=//p" "$root/weights/$id.recipe")
      [ -z "$value" ] || options+=("--$key" "$value")
    done
    "$build/plugin/pastiche" label --style "$root/weights/$id.safetensors" "${options[@]}" \
      "$root/weights/$id.safetensors" || die "$id was not labelled"
  done
}

# Learns in build/train, so that weights/ holds whole styles only.
command_train () {
  local id ids from=() output start
  if [ "${1:-}" = --from-nothing ]; then
    from=(--from nothing)
    shift
  fi
  ids=("$@")
  : "${PASTICHE_PAINTINGS:?set it to the folder of paintings}"
  : "${PASTICHE_PHOTOS:?set it to the folder of photos to learn on}"
  [ ${#ids[@]} -gt 0 ] || mapfile -t ids < <(list_recipes)
  [ ${#ids[@]} -gt 0 ] || die "there is no recipe in weights/"
  check_recipes "${ids[@]}"
  build_program
  mkdir -p "$build/train"
  say "to learn: ${ids[*]}"
  for id in "${ids[@]}"; do
    output=$build/train/$id.safetensors
    start=$SECONDS
    say "learning $id"
    PASTICHE_STYLES=$root/weights "$build/plugin/pastiche" train --force \
      --recipe "$root/weights/$id.recipe" "${from[@]}" --output "$output" \
      --preview "$build/train/$id.png" \
      || die "$id was not learnt, nor what comes after it; weights/$id.safetensors is as it was"
    grep -q '^role=base$' "$root/weights/$id.recipe" || look_again finisher "$id" "$output" \
      || die "$id did not learn to finish; weights/$id.safetensors is as it was"
    install -m 644 "$output" "$root/weights/$id.safetensors"
    note_minutes "$id" $((SECONDS - start))
  done
  say "learnt: ${ids[*]}; ./dev figures measures them"
}

# The ids of what there is to paint with.
list_styles () {
  local id
  for id in $(list_recipes); do
    grep -q '^role=base$' "$root/weights/$id.recipe" && continue
    if [ -f "$root/weights/$id.safetensors" ]; then
      echo "$id"
    else
      say "dev: $id has a recipe, but was not learnt; ./dev train $id does"
    fi
  done
}

# A portrait, a dark room, a landscape and a city: for a first look.
small_photos=(gb82_baby_lossless.jpg gb82_guitar_lossless.jpg budgie_lake_sherburne.jpg
  budgie_singaporean_cityscape.jpg)

command_figures () {
  local id ids=() styles=() photos=() table_only= small= refined=() options=(--controls)
  while [ $# -gt 0 ]; do
    case $1 in
      --table) table_only=yes ;;
      --refined)
        refined=(--refined)
        options=(--refine 50)
        ;;
      --small) small=yes ;;
      *) break ;;
    esac
    shift
  done
  ids=("$@")
  [ ${#ids[@]} -gt 0 ] || mapfile -t ids < <(list_styles)
  [ ${#ids[@]} -gt 0 ] || die "there is no style in weights/; learn one with ./dev train"
  if [ ! "$table_only" ]; then
    : "${PASTICHE_PAINTINGS:?set it to the folder of paintings}"
    : "${PASTICHE_PHOTOS_TEST:?set it to the folder of photos that were not learnt on}"
    build_program
    for id in "${ids[@]}"; do
      [ -f "$root/weights/$id.safetensors" ] || die "$id: there is no such style in weights/"
      styles+=(--style "$root/weights/$id.safetensors")
    done
    photos=("$PASTICHE_PHOTOS_TEST"/*)
    if [ "$small" ]; then
      options+=(--long-side 448)
      photos=("${small_photos[@]/#/$PASTICHE_PHOTOS_TEST/}")
    fi
    mkdir -p "$build/figures"
    "$build/plugin/pastiche" evaluate "${styles[@]}" "${options[@]}" \
      --json "$build/figures/$(date +%Y%m%d-%H%M%S).json" "${photos[@]}"
  fi
  python3 "$root/weights/tables.py" "${refined[@]}" "$root/weights" "$build/figures"
}

# Not among those that the base was taught.
lesson_paintings=(kirchner_the_street.jpg pissarro_avenue_de_l_opera.jpg vangogh_olive_trees.jpg)

# learn_lesson PAINTING START MINUTES: one line more in weights/lessons.tsv.
learn_lesson () {
  local painting=$1 start=$2 minutes=$3 name=${1%.*}-$2-$3 from=() steps
  local output=$build/lessons/$name.safetensors figures=$build/lessons/$name.json
  [ "$start" = nothing ] || from=(--from "$start")
  "$build/plugin/pastiche" train --force --painting "$PASTICHE_PAINTINGS/$painting" "${from[@]}" \
    --minutes "$minutes" --threads 1 --output "$output" >"$build/lessons/$name.log" 2>&1 \
    || die "$name was not learnt: $(tail -n 1 "$build/lessons/$name.log")"
  steps=$(sed -n 's/^steps=//p' "$output.lesson/lesson" | tail -n 1)
  "$build/plugin/pastiche" evaluate --force --style "$output" --threads 1 --json "$figures" \
    --painting "$PASTICHE_PAINTINGS/$painting" "$PASTICHE_PHOTOS_TEST"/* >>"$build/lessons/$name.log" \
    || die "$name was not measured: $(tail -n 1 "$build/lessons/$name.log")"
  python3 "$root/weights/tables.py" --lesson "$root/weights/lessons.tsv" \
    "${painting%.*}" "$start" "$minutes" "$steps" "$figures"
  say "learnt: $name"
}

command_lessons () {
  local minutes painting start all=("$@")
  : "${PASTICHE_PAINTINGS:?set it to the folder of paintings}"
  : "${PASTICHE_PHOTOS:?set it to the folder of photos to learn on}"
  : "${PASTICHE_PHOTOS_TEST:?set it to the folder of photos that were not learnt on}"
  export PASTICHE_STYLES=$root/weights OPENBLAS_NUM_THREADS=1
  [ ${#all[@]} -gt 0 ] || all=(5 15 30 60)
  for painting in "${lesson_paintings[@]}"; do
    [ -f "$PASTICHE_PAINTINGS/$painting" ] || die "$PASTICHE_PAINTINGS/$painting: this painting is missing"
  done
  build_program
  mkdir -p "$build/lessons"
  touch "$root/weights/lessons.tsv"
  for minutes in "${all[@]}"; do
    for painting in "${lesson_paintings[@]}"; do
      for start in base nothing; do
        ! grep -q "^${painting%.*}"$'\t'"$start"$'\t'"$minutes"$'\t' "$root/weights/lessons.tsv" || continue
        while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n; done
        learn_lesson "$painting" "$start" "$minutes" &
      done
    done
  done
  while [ -n "$(jobs -p)" ]; do wait -n; done
  python3 "$root/weights/tables.py" "$root/weights"
}

# What the README shows is made of CC0 photos: weights/pictures/photos/README.md.
pictures=$root/weights/pictures

# shrink PNG JPEG WIDTH: for the README.
shrink () {
  convert "$1" -resize "$3x>" -strip -interlace Plane -quality 72 "$2"
  echo "$2"
}

# sheet_of_styles CELL PNG PHOTO...: a row for each photo, a column for each style.
sheet_of_styles () {
  local cell=$1 png=$2 id styles=()
  shift 2
  for id in $(list_styles); do
    styles+=(--style "$root/weights/$id.safetensors")
  done
  [ ${#styles[@]} -gt 0 ] || die "there is no style in weights/; learn one with ./dev train"
  "$build/plugin/pastiche" sheet --force "${styles[@]}" --cell "$cell" --output "$png" -- "$@"
}

# sheet_of_sliders PHOTO PNG: a row for each slider, from its least to its most.
sheet_of_sliders () {
  local photo=$1 png=$2 slider label value row rows=() cells
  local work=$build/sliders
  local -A values=([strength]="25 50 75 100" [brush-size]="50 100 200 400" [keep-colours]="0 33 66 100"
    [mix]="0 33 66 100" [refine]="0 10 50 100")
  mkdir -p "$work"
  for slider in strength brush-size keep-colours mix refine; do
    cells=()
    for value in ${values[$slider]}; do
      row=(--style "$root/weights/starry-night.safetensors" "--$slider" "$value")
      [ "$slider" != mix ] || row+=(--mix-style "$root/weights/great-wave.safetensors")
      "$build/plugin/pastiche" apply --force "${row[@]}" "$photo" "$work/$slider-$value.png"
      label=${slider//-/ }
      cells+=(-label "$label $value" "$work/$slider-$value.png")
    done
    rows+=("${cells[@]}")
  done
  montage -font DejaVu-Sans -pointsize 15 "${rows[@]}" -tile 4x -geometry 280x+4+4 "$png"
}

# window_of KIND SECONDS PICTURE PHOTOS PNG: a window as it is then, `main` that paints PICTURE, or
# `window` that learns from it.
window_of () {
  local kind=$1 seconds=$2 picture=$3 photos=$4 png=$5 styles=$build/window-styles
  rm -rf "$styles"
  mkdir -p "$styles"
  cp "$root"/weights/*.safetensors "$styles/" # what is learnt comes beside them
  # shellcheck disable=SC2016 # the inner shell's words
  PASTICHE_SCREEN=1280x900 "$root/tests/with-display" bash -c '
    png=$1 seconds=$2
    shift 2
    "$@" &
    sleep "$seconds"
    import -window root "$png"
    kill "$!"' shoot "$png" "$seconds" "$build/tests/show-learn" "$kind" $((seconds + 60)) \
    "$picture" "$photos" "$styles" "$styles/base.safetensors"
  convert "$png" -trim +repage "$png"
}

command_gallery () {
  local photos=("$@") small=$build/gallery-small.jpg # these may not be ours to give away
  if [ ${#photos[@]} = 0 ]; then
    photos=("$pictures"/photos/*.jpg)
    small=$pictures/gallery.jpg
  fi
  need imagemagick
  if [ $# -gt 0 ]; then
    build_program
  else
    need "${test_packages[@]}"
    build_in "$build"
  fi
  sheet_of_styles 640 "$build/gallery.png" "${photos[@]}"
  sheet_of_styles 240 "$build/gallery-small.png" "${photos[@]}"
  echo "$build/gallery.png"
  shrink "$build/gallery-small.png" "$small" 1400
  [ $# = 0 ] || return 0
  sheet_of_sliders "$pictures/photos/girl.jpg" "$build/sliders.png"
  shrink "$build/sliders.png" "$pictures/sliders.jpg" 1160
  # One of ours is learnt from: the paintings are not in this tree.
  "$build/plugin/pastiche" apply --force --style "$root/weights/water-lilies.safetensors" \
    "$pictures/photos/nyc.jpg" "$build/learnt-from.png"
  window_of window 300 "$build/learnt-from.png" "$pictures/photos" "$build/learning.png"
  shrink "$build/learning.png" "$pictures/learning.jpg" 1100
}
