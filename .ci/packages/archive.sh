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
