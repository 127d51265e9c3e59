#!/bin/sh
# Installs the kiosk agent from the unpacked archive, on a system with systemd and glibc but without dpkg:
#
#   ./install.sh              install, or upgrade what is installed; may be repeated
#   ./install.sh uninstall    remove the program; configuration, limits, and what the server has not got yet stay
#   ./install.sh purge        remove those too
#   --dry-run behind it       says what would be done, and does nothing
#
# Each version lies in /opt/kiosk-agent/versions, `current` links to the one that runs. A new one that does not become ready in
# three starts gives way to the one before it, which is kept beside.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
opt=/opt/kiosk-agent
etc=/etc/kiosk-agent
state=/var/lib/kiosk-agent
unit=/etc/systemd/system/kiosk-agent.service
generator=/etc/systemd/system-generators/kiosk-agent-generator
rules=/etc/udev/rules.d/60-kiosk-agent.rules
link=/usr/local/bin/kiosk-agent

action=install
dry_run=
for word in "$@"; do
  case $word in
    install | upgrade) action=install ;;
    uninstall | purge) action=$word ;;
    --dry-run) dry_run=yes ;;
    -h | --help)
      sed -n '2,/^set -eu/s/^# \{0,1\}//p' "$0"
      exit 0
      ;;
    *)
      echo "install.sh: $word is not understood; expected install, uninstall or purge, and --dry-run" >&2
      exit 64
      ;;
  esac
done

refuse() {
  echo "install.sh: $*" >&2
  exit 1
}

# Runs a command, or tells it.
run() {
  if [ -n "$dry_run" ]; then
    echo "would run: $*"
  else
    "$@"
  fi
}

check_system() {
  [ "$(id -u)" = 0 ] || [ -n "$dry_run" ] || refuse "only root can install; run: sudo $0"
  [ -d /run/systemd/system ] || refuse "this system is not run by systemd, which starts and watches the agent"
  if [ -e /usr/lib/kiosk-agent ] || [ -e /lib/systemd/system/kiosk-agent.service ]; then
    refuse "the Debian package kiosk-agent is installed; remove it first: apt remove kiosk-agent"
  fi
}

# $1 a path, of which the end need not be there yet; prints the part that is, without links
existing() {
  place=$1
  while [ ! -e "$place" ]; do place=$(dirname "$place"); done
  readlink -f "$place"
}

# $1 a path; prints where the file system that holds it is mounted, and its options. From the kernel's own list, in which a later
# line covers an earlier one; a space in a name is \040 there.
mounted() {
  existing "$1" | sed 's/ /\\040/g' | awk '
    NR == FNR { path = $0 "/"; next }
    { point = $2 == "/" ? "/" : $2 "/" }
    index(path, point) == 1 && length(point) >= length(longest) { longest = point; found = $2 " " $4 }
    END { print found }' - /proc/self/mounts
}

mount_point() {
  mounted "$1" | sed -e 's/ .*//' -e 's/\\040/ /g'
}

# $1 a path, $2 an option of mount
is_mounted() {
  case ,$(mounted "$1" | cut -d ' ' -f 2), in
    *,"$2",*) return 0 ;;
    *) return 1 ;;
  esac
}

# What is seen before anything is done, so that nothing stays half done.
check_targets() {
  for target in "$opt" "$(dirname "$unit")" "$(dirname "$generator")" "$(dirname "$rules")" "$etc" "$state" "$(dirname "$link")"; do
    if is_mounted "$target" ro; then
      point=$(mount_point "$target")
      refuse "$target cannot be written, as $point is mounted read-only; where that is not on purpose: mount -o remount,rw $point"
    fi
  done
  [ "$action" = install ] || return 0
  for target in "$opt" "$(dirname "$generator")"; do
    if is_mounted "$target" noexec; then
      point=$(mount_point "$target")
      refuse "programs cannot run in $target, as $point is mounted noexec; to allow it: mount -o remount,exec $point, and without noexec in /etc/fstab"
    fi
  done
}

check_archive() {
  for file in kiosk-agent/VERSION kiosk-agent/runtime/bin/java classes.list classes-tls.list ARCHITECTURE systemd/kiosk-agent.service agent.toml; do
    [ -f "$here/$file" ] || refuse "$here/$file is missing; unpack the whole archive again"
  done
  case $(uname -m):$(cat "$here/ARCHITECTURE") in
    x86_64:amd64 | aarch64:arm64) ;;
    *) refuse "this archive is for $(cat "$here/ARCHITECTURE"), this machine is $(uname -m)" ;;
  esac
  if is_mounted "$here" noexec; then
    refuse "programs cannot run in $here, as $(mount_point "$here") is mounted noexec; unpack the archive elsewhere"
  fi
  "$here/kiosk-agent/runtime/bin/java" -version >/dev/null 2>&1 ||
    refuse "the Java runtime does not run here; it needs glibc 2.34, libstdc++ and zlib"
}

# The archive of classes is made here and takes about half as much again.
check_space() {
  needed=$(($(du -sk "$here/kiosk-agent" | cut -f 1) + 40 * 1024))
  free=$(df -Pk "$(existing "$opt")" | awk 'NR == 2 { print $4 }')
  [ "$free" -ge "$needed" ] || refuse "no space in $opt: $((needed / 1024)) MiB are needed, $((free / 1024)) MiB are free"
}

make_user() {
  if command -v systemd-sysusers >/dev/null; then
    run systemd-sysusers "$here/systemd/kiosk-agent.sysusers"
  elif ! getent passwd kiosk-agent >/dev/null; then
    run useradd --system --user-group --home-dir "$state" --shell /usr/sbin/nologin kiosk-agent
  fi
}

# $1 the folder of this version. Java takes an archive of classes only at the path where it was made, so they are made here: one
# of what the agent always loads, and on top of it one of what encryption needs.
make_archives() {
  KIOSK_JAVA_OPTS="-Xshare:dump -XX:SharedClassListFile=$here/classes.list -XX:SharedArchiveFile=$1/kiosk-agent.jsa" \
    "$1/bin/kiosk-agent" >/dev/null 2>&1 || true
  if [ ! -f "$1/kiosk-agent.jsa" ]; then
    echo "install.sh: no archive of classes was made; the agent starts slower and takes more memory" >&2
    return
  fi
  options=$(KIOSK_JAVA="echo" "$1/bin/kiosk-agent")
  # shellcheck disable=SC2086 # a list of options
  "$1/runtime/bin/java" -XX:SharedArchiveFile="$1/kiosk-agent.jsa" -XX:ArchiveClassesAtExit="$1/kiosk-agent-tls.jsa" \
    ${options%dev.kiosk.agent.*} dev.kiosk.agent.app.LoadClasses "$here/classes-tls.list" >/dev/null 2>&1 || true
  [ -f "$1/kiosk-agent-tls.jsa" ] || echo "install.sh: no archive of the classes of encryption was made; the agent starts slower and takes more memory" >&2
}

# $1 the folder of this version
copy_program() {
  run rm -rf "$1"
  run mkdir -p "$opt/versions"
  if ! run cp -r "$here/kiosk-agent" "$1"; then
    rm -rf "$1"
    refuse "the program could not be copied to $1, see the line before; what runs now is as it was"
  fi
  run chown -R root:root "$1"
  if [ -z "$dry_run" ]; then
    make_archives "$1"
  fi
}

# $1 the folder of this version; the one that runs now, if it ever was ready, is the one to go back to.
keep_previous() {
  now=$(readlink -f "$opt/current" 2>/dev/null || true)
  [ -n "$now" ] && [ -d "$now" ] && [ "$now" != "$1" ] || return 0
  if [ "$(cat "$state/upgrade/proven" 2>/dev/null)" != "$(cat "$now/VERSION")" ] && [ -L "$now.previous" ]; then
    now=$(readlink -f "$now.previous")
  fi
  run ln -sfn "$now" "$1.previous"
  for each in "$opt"/versions/*; do
    case $each in
      "$1" | "$1.previous" | "$now") ;;
      *) run rm -rf "$each" ;;
    esac
  done
}

install_files() {
  if [ -z "$dry_run" ]; then
    sed "s:/usr/lib/kiosk-agent:$opt/current:" "$here/systemd/kiosk-agent.service" >"$unit.new"
  fi
  run mv "$unit.new" "$unit"
  run install -D -m 755 "$here/systemd/kiosk-agent-generator" "$generator"
  run install -D -m 644 "$here/systemd/60-kiosk-agent.rules" "$rules"
  run install -d -m 755 "$etc"
  if [ -e "$etc/agent.toml" ]; then
    echo "$etc/agent.toml is kept as it is"
  else
    run install -m 640 -g kiosk-agent "$here/agent.toml" "$etc/agent.toml"
  fi
  run mkdir -p "$(dirname "$link")"
  run ln -sfn "$opt/current/bin/kiosk-agent" "$link"
}

start() {
  run systemctl daemon-reload
  if [ -S /run/udev/control ]; then
    run udevadm control --reload
    run udevadm trigger --subsystem-match=gpio
  fi
  run systemctl --quiet enable kiosk-agent.service
  if [ -n "$dry_run" ]; then
    echo "would start the service if its configuration is complete"
  elif systemctl --quiet is-active kiosk-agent.service || "$link" config check "$etc/agent.toml" >/dev/null 2>&1; then
    systemctl restart kiosk-agent.service 2>/dev/null ||
      echo "It did not start at once. After three tries the version before it runs, if there is one: journalctl -u kiosk-agent"
  else
    echo "Say in $etc/agent.toml whose kiosk this is (tenant_id) and which server it has (url), then: systemctl start kiosk-agent"
  fi
}

install_agent() {
  check_archive
  version=$(cat "$here/kiosk-agent/VERSION")
  folder=$opt/versions/$(echo "$version" | tr ' ' '_')
  if [ "$(readlink -f "$opt/current" 2>/dev/null)" = "$folder" ]; then
    echo "Version $version is installed already"
    install_files
    run systemctl daemon-reload
    return
  fi
  check_space
  copy_program "$folder"
  make_user
  keep_previous "$folder"
  run ln -sfn "$folder" "$opt/current.new"
  run mv -T "$opt/current.new" "$opt/current"
  install_files
  start
  if [ -z "$dry_run" ]; then echo "Version $version is installed in $folder"; fi
}

uninstall_agent() {
  if [ -e "$unit" ]; then
    run systemctl --quiet disable --now kiosk-agent.service
  fi
  run rm -rf "$unit" "$generator" "$rules" "$link" "$opt"
  run systemctl daemon-reload
  if [ "$action" = purge ]; then
    run rm -rf "$etc" "$state"
    if getent passwd kiosk-agent >/dev/null; then run userdel kiosk-agent; fi
    if getent group kiosk-agent >/dev/null; then run groupdel kiosk-agent; fi
  else
    echo "$etc and $state are kept; ./install.sh purge removes them"
  fi
}

check_system
check_targets
case $action in
  install) install_agent ;;
  *) uninstall_agent ;;
esac
