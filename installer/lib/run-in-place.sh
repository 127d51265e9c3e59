#!/usr/bin/env bash
# Run by archive.sh as the root of name spaces of its own: makes a file system in which the staged folder is /usr/lib/kiosk-agent,
# and runs Java there.
#   run-in-place.sh ROOT STAGE LIBRARIES EMULATOR JAVA-OPTIONS…
# LIBRARIES: the file system whose C library is taken; EMULATOR: a program for another architecture's code, or nothing
set -euo pipefail
root=$1 stage=$2 libraries=$3 emulator=$4
shift 4

mkdir -p "$root"
mount -t tmpfs none "$root"
mkdir -p "$root"/{proc,sys,dev,tmp,lib,lib64,usr/lib/kiosk-agent}
mount --rbind /proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
for folder in "$libraries"/lib/*-linux-gnu "$libraries"/usr/lib/*-linux-gnu; do
  [ -d "$folder" ] || continue
  mkdir -p "$root/lib/${folder##*/}"
  for library in libc libm libz libdl libpthread librt libstdc++ libgcc_s; do
    cp -a "$folder/$library".so* "$root/lib/${folder##*/}/" 2>/dev/null || true # in one of the two folders
  done
done
for loader in "$libraries"/lib64/ld-linux* "$libraries"/lib/ld-linux*; do
  [ -e "$loader" ] || continue
  place=${loader#"$libraries"}
  cp -L "$loader" "$root/${place#/}"
done
if [ -n "$emulator" ]; then
  cp "$emulator" "$root/emulator"
  emulator=/emulator
fi
mount --bind "$stage" "$root/usr/lib/kiosk-agent"
cd "$root"
exec chroot . ${emulator:+"$emulator"} /usr/lib/kiosk-agent/runtime/bin/java "$@"
