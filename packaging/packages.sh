# Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
#
# Packages, tarballs and releases: the part of ./dev that it reads for `deb`, `dist` and `release`.

# The version is in meson.build alone.
project_version () {
  sed -n "s/^  version: '\(.*\)',/\1/p" "$root/meson.build"
}

# What is packaged, also if something is committed meanwhile; without git, what there is.
commit=
[ "$(git -C "$root" rev-parse --show-toplevel 2>/dev/null)" != "$root" ] \
  || commit=$(git -C "$root" rev-parse -q --verify HEAD || true)

# When it was last changed.
source_date () {
  if [ "${SOURCE_DATE_EPOCH:-}" ]; then
    echo "$SOURCE_DATE_EPOCH"
  elif [ "$commit" ]; then
    git -C "$root" log -1 --format=%ct "$commit"
  else
    stat -c %Y "$root/CHANGELOG.md"
  fi
}

# copy_sources FOLDER: what is committed; without git, what there is.
copy_sources () {
  rm -rf "$1"
  mkdir -p "$1"
  if [ "$commit" ]; then
    [ -z "$(git -C "$root" status --porcelain)" ] || say "dev: what is not committed is left out"
    git -C "$root" archive "$commit" | tar -x -C "$1"
  else
    tar -c -C "$root" --exclude='./build*' --exclude='*.part' . | tar -x -C "$1"
  fi
}

# build_deb FOLDER: packages in FOLDER.
build_deb () {
  local folder=$1 version sources maintainer
  version=$(project_version)
  sources=$folder/pastiche-$version
  copy_sources "$sources"
  maintainer=$(sed -n 's/^Maintainer: //p' "$sources/debian/control")
  python3 "$sources/packaging/releases.py" "$sources/CHANGELOG.md" debian "$version" "$(source_date)" \
    "$maintainer" >"$sources/debian/changelog"
  rm -f "$folder"/*.deb "$folder"/*.changes "$folder"/*.buildinfo
  say "building packages in $folder"
  (cd "$sources" && LC_ALL=C.UTF-8 dpkg-buildpackage -b -uc -us >"$folder/build.log" 2>&1) || {
    tail -n 40 "$folder/build.log" >&2
    die "no packages were built; $folder/build.log has all of it"
  }
  rm -rf "$sources"
}

# look_at_deb FOLDER: errors end it; what else lintian says is shown.
look_at_deb () {
  lintian --allow-root --tag-display-limit 0 --fail-on error "$1"/*.changes >&2 || die "lintian found errors"
}

build_twice () {
  local other=$build/deb-again/elsewhere
  build_deb "$build/deb"
  DEB_BUILD_OPTIONS=nocheck build_deb "$other"
  (cd "$build/deb" && sha256sum -- *.deb) >"$other/first"
  (cd "$other" && sha256sum -c first) \
    || die "two builds gave different packages: compare $build/deb and $other"
}

command_deb () {
  case ${1:-} in
    '' | --twice | --try) [ $# -le 1 ] || die "deb takes one word" ;;
    *) die "deb takes --twice, --try or nothing" ;;
  esac
  need "${build_packages[@]}" "${deb_packages[@]}"
  case ${1:-} in
    '') build_deb "$build/deb" ;;
    --twice) build_twice ;;
    --try)
      need "${try_packages[@]}"
      ls "$build"/deb/*.deb >/dev/null 2>&1 || build_deb "$build/deb"
      "$root/packaging/try-debs" "$build/deb" "$build/chroot"
      return
      ;;
  esac
  look_at_deb "$build/deb"
  ls "$build"/deb/*.deb
}

command_dist () {
  local version tarball work=$build/dist
  [ $# = 0 ] || die "dist takes no argument"
  [ "$commit" ] || die "this is no clone: there is nothing to make a tarball of"
  need "${build_packages[@]}" "${test_packages[@]}"
  version=$(project_version)
  tarball=$build/meson-dist/pastiche-$version.tar.xz
  rm -rf "$work"
  mkdir -p "$work"
  [ -f "$build/build.ninja" ] || meson setup "$build" "$root" >&2
  meson dist -C "$build" --formats xztar --no-tests --allow-dirty >&2
  # As who unpacks it: in no clone.
  tar -x -J -C "$work" -f "$tarball"
  GIT_CEILING_DIRECTORIES=$work "$work/pastiche-$version/dev" test --quick >&2 \
    || die "$tarball does not pass its tests"
  rm -rf "${work:?}/pastiche-$version"
  mv "$tarball" "$work/"
  echo "$work/pastiche-$version.tar.xz"
}

command_release () {
  local version
  [ $# = 0 ] || die "release takes no argument"
  [ "$commit" ] || die "this is no clone: there is nothing to release"
  version=$(project_version)
  [ -z "$(git -C "$root" status --porcelain)" ] || die "something is not committed; see git status"
  ! git -C "$root" rev-parse -q --verify "refs/tags/v$version" >/dev/null \
    || die "v$version is there already; the next version goes into meson.build"
  python3 "$root/packaging/releases.py" "$root/CHANGELOG.md" check "$version" || exit 1
  command_test
  need "${deb_packages[@]}"
  command_dist
  build_twice
  look_at_deb "$build/deb"
  rm -rf "$build/release"
  mkdir -p "$build/release"
  cp "$build/dist/pastiche-$version.tar.xz" "$build"/deb/*.deb "$build/release/"
  (cd "$build/release" && sha256sum -- *.tar.xz *.deb >SHA256SUMS)
  cat <<END
All is in $build/release.  To sign:

  git tag -s v$version -m 'Pastiche $version' $commit
  gpg --armor --detach-sign $build/release/SHA256SUMS

To publish: git push origin v$version, and the files of that folder.
END
}
