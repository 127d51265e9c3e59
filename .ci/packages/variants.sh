# shellcheck shell=bash disable=SC2154
# Sourced by check.sh: other versions of the package, and what to look for.

# $1 a package, $2 the one to make, $3 a number: the same program as a later version
next_version() {
  local folder=$work/repack
  rm -rf "$folder"
  dpkg-deb -R "$1" "$folder"
  sed -i "s/^Version: .*/&+next$3/" "$folder/DEBIAN/control"
  sed -i "s/^[^ ]*/&+next$3/" "$folder/usr/lib/kiosk-agent/VERSION"
  dpkg-deb --root-owner-group -Znone --build "$folder" "$2" >/dev/null
}

# $1 a launcher: makes it one whose service ends at once
break_launcher() {
  sed -i '2i [ "$1" != run ] || { echo "kiosk-agent: broken on purpose" >\&2; exit 1; }' "$1"
}

# The same, but its service ends at once.
broken_version() {
  next_version "$1" "$2" "$3"
  break_launcher "$work/repack/usr/lib/kiosk-agent/bin/kiosk-agent"
  dpkg-deb --root-owner-group -Znone --build "$work/repack" "$2" >/dev/null
}

install_deb() {
  inside dpkg -i "/mnt/deb/$1.deb" >"$work/dpkg.log" 2>&1 || { cat "$work/dpkg.log"; return 1; }
}

# $1 a word in the version that the running service was started from
version_runs() {
  active && inside grep -q "$1" /var/lib/kiosk-agent/upgrade/running && inside grep -q jar "/proc/$(property MainPID)/cmdline"
}

not() { ! "$@"; }

# $1 how often the kernel has killed the service by now; with old control groups systemd does not tell that it was for memory
killed_times() {
  [ "$(journal | grep -c 'status=9/KILL')" -ge "$1" ]
}

# $1 a line for [Service] that holds from the next start on, besides the unit; without it, the unit alone holds again
drop_in() {
  inside rm -rf /run/systemd/system/kiosk-agent.service.d
  if [ $# -gt 0 ]; then
    inside mkdir -p /run/systemd/system/kiosk-agent.service.d
    inside sh -c "printf '[Service]\n$1\n' >/run/systemd/system/kiosk-agent.service.d/10-check.conf"
  fi
  inside systemctl daemon-reload
}

# Of the journal, which is the system's, the lines stay.
nothing_left() {
  local left
  left=$(inside find / -xdev \( -path /mnt -o -path /proc -o -path /opt/kiosk-simulator -o -path /var/log -o -path /var/tmp/hub \) -prune -o -iname '*kiosk*' -print |
    grep -vE '^/var/lib/(apt|dpkg)/|^/run/systemd|^/tmp/hsperf' || true)
  left+=$(inside getent passwd kiosk-agent || true)$(inside getent group kiosk-agent || true)
  left+=$(inside systemctl list-unit-files --no-legend 'kiosk*' || true)
  [ -z "$left" ] || { echo "left behind: $left" >&2; return 1; }
}
