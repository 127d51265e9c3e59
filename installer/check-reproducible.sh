#!/usr/bin/env bash
# Builds the packages of the last commit twice, in two folders of different names and from nothing, and compares the bytes:
#   installer/check-reproducible.sh [amd64] [arm64]     (without a word: the architecture of this machine)
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- "$(dpkg --print-architecture)"

commit=$(git rev-parse HEAD)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for folder in one/kiosk another-place/with-a-longer-name; do
  git clone -q . "$work/$folder"
  git -C "$work/$folder" checkout -q --detach "$commit"
  # The dependencies are those of this machine; a network that fails would say nothing about the packages.
  (cd "$work/$folder" && mvn -o -q package -DskipTests -pl agent -am && installer/build.sh "$@") >"$work/log" 2>&1 ||
    { cat "$work/log"; exit 1; }
  (cd "$work/$folder/installer/target" && sha256sum -- *.deb *.tar.gz) | tee "$work/${folder%%/*}.sums"
done
if cmp -s "$work/one.sums" "$work/another-place.sums"; then
  echo "The same bytes."
else
  echo "The packages differ." >&2
  exit 1
fi
