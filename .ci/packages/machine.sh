# shellcheck shell=bash
# Sourced by check.sh and its like: a bare Debian 12 with systemd in a container of its own, and small tools to look into it.

# $1 the folder for it, $2 further packages, if any; made from a tar that is kept in target/packages
unpack_debian() {
  local tar=$PWD/target/packages/bookworm${2:+-with-${2//,/-}}.tar
  if [ ! -f "$tar" ]; then
    mkdir -p target/packages
    mmdebstrap --quiet --variant=minbase --include="systemd,systemd-sysv,dbus,udev${2:+,$2}" --dpkgopt='path-exclude=/usr/share/doc/*' \
      --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
      bookworm "${tar%.tar}.new.tar" http://deb.debian.org/debian
    mv "${tar%.tar}.new.tar" "$tar"
  fi
  tar -C "$1" -xf "$tar"
}

# $1 the folder, $2 a folder that is /mnt in it. The hub runs in it too, by the JDK of this machine: the network is its own.
boot() {
  local jdk
  jdk=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
  # Control groups of our own, or limits land elsewhere; with the older kind they must be made writable inside.
  for controller in memory cpu pids devices; do
    [ -d "/sys/fs/cgroup/$controller" ] || continue
    mkdir -p "/sys/fs/cgroup/$controller/kiosk-packages-$$"
    echo $$ >"/sys/fs/cgroup/$controller/kiosk-packages-$$/cgroup.procs"
  done
  mkdir -p /run/systemd
  systemd-nspawn -q -D "$1" --register=no --keep-unit --private-network --console=read-only --hostname=kiosk \
    --bind-ro="$2:/mnt" --bind-ro="$PWD/simulator/target/dist:/opt/kiosk-simulator" --bind-ro="$jdk" \
    --bind-ro="$(dirname "$(readlink -f "$jdk/conf/security/java.security")" | sed 's:/security$::')" --boot >"$1.log" 2>&1 &
  nspawn=$!
  wait_for 60 running_or_over
  kill -0 "$nspawn" 2>/dev/null || { cat "$1.log" >&2; return 1; }
  inside sh -c 'for c in memory cpu pids; do [ ! -d /sys/fs/cgroup/$c ] || mount -o remount,bind,rw /sys/fs/cgroup/$c; done'
  inside systemctl daemon-reexec
}

running_or_over() {
  ! kill -0 "$nspawn" 2>/dev/null || running
}

running() {
  leader=$(pgrep -P "$nspawn" | head -n 1)
  [ -n "$leader" ] && grep -Eq 'running|degraded' <<<"$(inside systemctl is-system-running 2>/dev/null)"
}

inside() {
  nsenter --target "$leader" --all "$@"
}

# SIGTERM is an orderly shutdown
shut_down() {
  [ -n "${nspawn:-}" ] || return 0
  kill -TERM "$nspawn" 2>/dev/null || true
  wait "$nspawn" || true
  nspawn=
  for controller in memory cpu pids devices; do
    [ -d "/sys/fs/cgroup/$controller/kiosk-packages-$$" ] || continue
    echo $$ >"/sys/fs/cgroup/$controller/cgroup.procs" || true
    find "/sys/fs/cgroup/$controller/kiosk-packages-$$" -depth -type d -exec rmdir {} + 2>/dev/null || true
  done
}

# $1 seconds, times PATIENCE on a slow machine; $2… a command that must succeed by then
wait_for() {
  local end=$((SECONDS + $1 * ${PATIENCE:-1}))
  shift
  until "$@"; do
    if [ "$SECONDS" -ge "$end" ]; then
      echo "did not come: $*" >&2
      return 1
    fi
    sleep 0.2
  done
}

property() {
  inside systemctl show --property "$1" --value kiosk-agent.service
}

journal() {
  inside journalctl --unit kiosk-agent.service --no-pager --output cat
}

said() {
  grep -Eq -- "$1" <<<"$(journal)"
}

# $1 a pattern that the line must have which the agent tells systemd
tells() {
  grep -Eq -- "$1" <<<"$(property StatusText)"
}

# $1 a pattern that the status must show; its exit code tells the health, which does not matter here
status_says() {
  grep -Eq -- "$1" <<<"$(inside kiosk-agent status 2>/dev/null)"
}

connected() {
  local json
  json=$(inside kiosk-agent status --json 2>/dev/null | tr -d ' \n') || true
  grep -q '"server":{[^}]*"state":"connected"' <<<"$json"
}

active() {
  [ "$(property ActiveState)/$(property SubState)" = active/running ]
}
