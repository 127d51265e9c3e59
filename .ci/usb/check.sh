#!/usr/bin/env bash
# The agent and a real USB: boots Debian's own kernel in an emulated machine, makes a USB printer and a serial scanner there
# with the kernel's gadget driver, and lets the agent look at them: /dev/usb/lp0 with its status lines, /dev/ttyACM0, nodes
# that other programs have open, plugging in and out.
#
#   check.sh [--keep DIR]       DIR keeps the image of the machine, which takes minutes to make, for the next time
#
# By hand or nightly; .ci/run does not call it. Needs root, the network of APT, and what `mvn package` made. All it writes is
# in a folder of its own, which it removes, and in DIR. A machine on which this cannot be done skips with the reason, exit 0.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
longest=900 # seconds for the machine, which is emulated instruction by instruction
failed=0

say() { printf '%s\n' "$*"; }
skip() { say "skipped: $*"; exit 0; }

# ---- the machine ------------------------------------------------------------------------------------------------------

install_what_is_missing() {
  local tool
  for tool in qemu-system-x86_64 mmdebstrap mkfs.ext4; do
    if ! command -v "$tool" >/dev/null; then
      say "installing qemu-system-x86 mmdebstrap e2fsprogs"
      { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        qemu-system-x86 mmdebstrap e2fsprogs; } >"$work/install.log" 2>&1 \
        || skip "they cannot be installed: $(tail -n 1 "$work/install.log")"
      return
    fi
  done
}

# Debian with its kernel, systemd and Java. The initial file system gets only what finds the disk, which is quicker both to
# pack and to boot. Manuals are left out, but for the folder that Java's installation links into.
make_image() {
  local codename source root=$work/root
  codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  # shellcheck disable=SC2016 # the names in the format are APT's
  source=$(apt-get indextargets --format 'deb $(SITE) $(RELEASE) $(COMPONENT)' \
    'Created-By: Packages' 'Origin: Debian' "Codename: $codename" | grep " $codename main" | head -n 1)
  [ -n "$source" ] || skip "APT on this machine knows no Debian to make an image of"
  # shellcheck disable=SC2016 # $1 is the new root, for the shell of the hook
  mmdebstrap --variant=minbase \
    --include=linux-image-amd64,systemd,systemd-sysv,udev,kmod,python3-minimal,openjdk-17-jre-headless \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-include=/usr/share/man/man1' \
    --essential-hook='mkdir -p "$1/usr/share/man/man1" "$1/etc/initramfs-tools/conf.d" "$1/usr/share/initramfs-tools/modules.d"' \
    --essential-hook='echo MODULES=list >"$1/etc/initramfs-tools/conf.d/small"' \
    --essential-hook='printf "%s\n" virtio_pci virtio_blk ext4 >"$1/usr/share/initramfs-tools/modules.d/small"' \
    "$codename" "$root" "$source" >"$work/mmdebstrap.log" 2>&1 || skip "no image: $(tail -n 1 "$work/mmdebstrap.log")"
  pack_image "$root"
}

pack_image() { # from a root file system
  local root=$1
  cat >"$root/etc/systemd/system/kiosk-check.service" <<'UNIT'
[Unit]
Description=What check.sh wants to know
After=multi-user.target
SuccessAction=poweroff-force
FailureAction=poweroff-force

[Service]
Type=oneshot
ExecStart=/bin/sh -c "mkdir -p /opt/check && tar -xf /dev/vdb -C /opt/check && exec /opt/check/inside.sh"
StandardOutput=tty
StandardError=tty
TTYPath=/dev/ttyS1
UNIT
  mkdir -p "$root/etc/systemd/system/default.target.wants"
  ln -sf ../kiosk-check.service "$root/etc/systemd/system/default.target.wants/"
  ln -sf /dev/null "$root/etc/systemd/system/serial-getty@ttyS0.service"
  truncate -s 2G "$image/disk.partial"
  mkfs.ext4 -q -F -d "$root" "$image/disk.partial"
  cp "$root"/boot/vmlinuz-* "$image/vmlinuz"
  cp "$root"/boot/initrd.img-*-amd64 "$image/initrd"
  mv "$image/disk.partial" "$image/disk" # whole only now
}

# The disk stays as it is: what the machine writes goes to a temporary file of qemu. The agent is on a second disk, a tar
# archive, so that the image need not be made again for another agent. The second serial line brings back what was seen.
boot() {
  tar -cf "$work/check.tar" -C "$here" inside.sh printer.py scanner.py agent.toml -C "$project/agent/target" dist
  truncate -s %512 "$work/check.tar"
  timeout --kill-after=10 "$longest" env TMPDIR="$work" qemu-system-x86_64 -accel tcg,thread=multi -smp 2 -m 1024 \
    -nodefaults -no-reboot -display none -net none -snapshot \
    -kernel "$image/vmlinuz" -initrd "$image/initrd" -append "root=/dev/vda rw console=ttyS0 quiet panic=-1" \
    -drive "file=$image/disk,if=virtio,format=raw" -drive "file=$work/check.tar,if=virtio,format=raw" \
    -serial "file:$work/console" -serial "file:$work/raw" </dev/null &
  machine=$!
  wait "$machine" || say "the machine did not end by itself within $longest s"
  machine=
  tr -d '\r' <"$work/raw" >"$work/seen"
}

# ---- the judge --------------------------------------------------------------------------------------------------------

seen() { # what was printed in a section
  awk -v name="== $1" '$0 == name { on = 1; next } /^== / { on = 0 } on' "$work/seen"
}

expect() { # a section, then extended regular expressions, each to be found in it; "!" before one: not to be found
  local section=$1 pattern result text
  shift
  text=$(seen "$section")
  for pattern in "$@"; do
    result=PASS
    case $pattern in
      !*) if grep -Eq -- "${pattern#!}" <<<"$text"; then result=FAIL; fi ;;
      *) grep -Eq -- "$pattern" <<<"$text" || result=FAIL ;;
    esac
    say "$result  $section: $pattern"
    [ "$result" = PASS ] || failed=1
  done
}

judge() {
  local ready='usb:/dev/usb/lp0: ready' scanner_ready='ready \(asked SSI serial:'
  expect discover 'driver = "usb"' 'endpoint = "usb:04b8:0202"' '/dev/serial/by-id/usb-04b8_TM-T88_in_software_KIOSK123' 'code 0'
  expect "usb there" 'usb:04b8:0202: ready' 'model EPSON TM-T88V' 'serial number KIOSK123' 'code 0'
  expect "usb class" CONFIG_FAULT 'class 02, 07, 0a, not hid'

  expect "printer ready" "$ready" 'sent +10 04 01' 'received 12' 'received 18' 'paper, selected, no error'
  expect "printer ready again" "$ready"
  expect "printer seen by a user of the group lp" "$ready"
  expect "printer says paper out" MEDIA_OUT 'received 72' 'code 2'
  expect "port status says paper out" MEDIA_OUT 'GET_PORT_STATUS = 38' 'paper empty, selected, no error' 'code 2'
  expect "silent, port status says paper out" MEDIA_OUT NOT_RESPONDING RECOVERABLE_FAULT 'GET_PORT_STATUS = 30'
  expect silent NOT_RESPONDING '!MEDIA_OUT' '!DEVICE_ABSENT' 'code 2'
  expect "printer held" PORT_IN_USE 'in use by sleep \([0-9]+\)'
  expect "printer held, who cannot be seen" PORT_IN_USE 'another program on this kiosk'
  expect "printer after it was held" "$ready"

  expect "scanner ready" "$scanner_ready" 'sent +04 A3 04 00 FF 55' 'REPLY_REVISION' 'NBRIX'
  expect "scanner by its name" "$scanner_ready"
  expect "scanner held" PORT_IN_USE 'in use by sleep \([0-9]+\)'
  expect "usb held" 'ready' '/dev/ttyACM0 is in use by sleep \([0-9]+\)' 'code 0'
  expect "scanner silent" NOT_RESPONDING

  expect "printer unplugged during a look" 'NOT_RESPONDING|DEVICE_ABSENT' '!Exception' '!not seen open'
  expect "scanner unplugged during a look" 'NOT_RESPONDING|DEVICE_ABSENT' '!Exception' '!not seen open'

  expect "usb absent" DEVICE_ABSENT 'code 2'
  expect "printer absent" DEVICE_ABSENT 'code 2'
  expect "scanner absent" DEVICE_ABSENT 'code 2'

  local times
  expect "run: all ready" '\(receipt\): ready' '\(scanner\): ready'
  for times in 1 2 3; do
    expect "run: unplugged $times" '\(receipt\): offline' '\(scanner\): offline' 'DEVICE_ABSENT'
  done
  for times in 1 2; do
    expect "run: plugged in again $times" '\(receipt\): ready' '\(scanner\): ready' '!DEVICE_ABSENT' '!LINK_UNSTABLE'
  done
  expect "run: plugged in again three times" 'LINK_UNSTABLE' '\(scanner\): ready'
  expect "run: json" '"reconnected three times or more within 10 minutes"'
  expect "run: log" 'LINK_UNSTABLE began: receipt' '!Exception' '!SPOOL_DAMAGED'
  expect end 'all was asked'
}

clean_up() {
  if [ -n "${machine:-}" ]; then
    kill "$machine" 2>/dev/null || true
    wait "$machine" || true
  fi
  rm -rf "$work"
}

keep=
case "${1:-} $#" in
  " 0") ;;
  "--keep 2") keep=$2 ;;
  *) say "usage: check.sh [--keep DIR]" >&2; exit 64 ;;
esac
[ "$(id -u)" = 0 ] || skip "this needs root, to make the machine's file system"
[ "$(uname -m)" = x86_64 ] || skip "this emulates an x86-64 machine on another of its kind"
[ -d "$project/agent/target/dist/lib" ] || { say "build first: mvn package"; exit 1; }
work=$(mktemp -d /var/tmp/kiosk-usb.XXXXXX)
trap clean_up EXIT
trap 'exit 143' TERM INT HUP
image=${keep:-$work/image}
mkdir -p "$image"
install_what_is_missing
if [ -f "$image/disk" ]; then
  say "the image is there: $image"
else
  make_image
  say "image made: $SECONDS s so far"
fi
boot
say "machine ran: $SECONDS s so far"
cat "$work/seen"
say ""
judge
[ -n "$(seen end)" ] || tail -n 30 "$work/console"
say "$([ "$failed" = 0 ] && echo passed || echo FAILED) after $SECONDS s"
exit "$failed"
