# shellcheck shell=bash disable=SC2154
# Sourced by check.sh: the archive with install.sh, on the same system, from which the package is gone.

folder=$(basename "$work"/tar/kiosk-agent-*)
archive=/mnt/tar/$folder

# $1 a number, $2 whether it is broken: the unpacked archive as a later version
later_archive() {
  cp -a "$work/tar/$folder" "$work/tar/next$1"
  sed -i "s/^[^ ]*/&+next$1/" "$work/tar/next$1/kiosk-agent/VERSION"
  if [ -n "${2:-}" ]; then
    break_launcher "$work/tar/next$1/kiosk-agent/bin/kiosk-agent"
  fi
}
later_archive 1
later_archive 2 broken

step "the archive: a dry run does nothing, and a wrong machine is refused in words"
inside "$archive/install.sh" --dry-run | tail -n 3
nothing_left
echo arm64 >"$work/tar/$folder/ARCHITECTURE"
inside "$archive/install.sh" && exit 1
echo amd64 >"$work/tar/$folder/ARCHITECTURE"
inside setpriv --reuid=65534 --clear-groups "$archive/install.sh" && exit 1

# $1 what install.sh must say, $2 a mount, $3 how it is called, if otherwise: it refuses, in words, and nothing is made
refused_on() {
  local heard
  heard=$(inside unshare --mount sh -c "{ $2; } >&2 && ! ${3:-$archive/install.sh}" 2>&1)
  grep -E "$1" <<<"$heard" || { echo "expected: $1, said: $heard" >&2; return 1; }
  nothing_left
}

step "the archive: no space, a file system where no program runs, one that cannot be written"
refused_on '^install.sh: no space in /opt/kiosk-agent: [0-9]{2,3} MiB are needed, 50 MiB are free' 'mount -t tmpfs -o size=50m none /opt'
refused_on '^install.sh: the program could not be copied to /opt/kiosk-agent/' 'mount -t tmpfs -o nr_inodes=9 none /opt'
refused_on '^install.sh: programs cannot run in /opt/kiosk-agent, as /opt is mounted noexec' 'mount -t tmpfs -o noexec none /opt'
refused_on '^install.sh: programs cannot run in /opt/kiosk-agent' 'mount -t tmpfs -o noexec none /opt' "$archive/install.sh --dry-run"
refused_on '^install.sh: programs cannot run in /tmp/un packed, as /tmp/un packed is mounted noexec' "mount -t tmpfs none /tmp && mkdir '/tmp/un packed' &&
  mount --bind $archive '/tmp/un packed' && mount -o remount,bind,noexec '/tmp/un packed'" "sh '/tmp/un packed/install.sh'"
refused_on '^install.sh: /opt/kiosk-agent cannot be written, as /opt is mounted read-only' 'mount -t tmpfs -o ro none /opt'
refused_on '^install.sh: /etc/systemd/system cannot be written, as /etc is mounted read-only' 'mount --bind /etc /etc && mount -o remount,bind,ro /etc'
refused_on '^install.sh: /opt/kiosk-agent cannot be written, as / is mounted read-only' 'mount -o remount,bind,ro /' "$archive/install.sh uninstall"

step "the archive: installed, configured, running, connected; a second time changes nothing"
inside "$archive/install.sh"
configure
start_hub
inside systemctl start kiosk-agent.service
wait_for 20 connected
inside grep -q kiosk-agent.jsa "/proc/$(property MainPID)/maps"
said=$(inside systemd-analyze verify --man=no kiosk-agent.service 2>&1)
[ -z "$said" ] || { echo "$said"; exit 1; }
pid=$(property MainPID)
inside sh -c 'echo "# changed by hand" >>/etc/kiosk-agent/agent.toml'
inside "$archive/install.sh"
[ "$(property MainPID)" = "$pid" ]

step "the archive: an upgrade, then one that does not work"
inside /mnt/tar/next1/install.sh
wait_for 20 version_runs next1
inside grep -q 'changed by hand' /etc/kiosk-agent/agent.toml
inside /mnt/tar/next2/install.sh
wait_for 90 version_runs next1
wait_for 40 connected

step "the archive: uninstalled, purged"
inside systemctl stop hub
inside /mnt/tar/next2/install.sh uninstall
inside test -f /etc/kiosk-agent/agent.toml -a -d /var/lib/kiosk-agent/spool -a ! -e /opt/kiosk-agent
inside /mnt/tar/next2/install.sh purge
nothing_left
