#!/usr/bin/env bash
# Installs the package, and then the archive, on a bare Debian 12 under systemd, and does to it what happens to a service:
# killed, out of memory, reloaded, upgraded, upgraded to a version that does not work, removed.
#   .ci/packages/check.sh     after `mvn package` and `installer/build.sh amd64`
# Needs root, mmdebstrap, systemd-container, lintian, and the network once, for the Debian.
set -euo pipefail
cd "$(dirname "$0")/../.."
. .ci/packages/machine.sh
. .ci/packages/variants.sh

for tool in mmdebstrap:mmdebstrap systemd-nspawn:systemd-container lintian:lintian systemd-analyze:systemd pgrep:procps; do
  command -v "${tool%%:*}" >/dev/null || { echo "check.sh: apt-get install ${tool##*:}" >&2; exit 69; }
done
deb=$(echo installer/target/kiosk-agent_*_amd64.deb)
tar=$(echo installer/target/kiosk-agent_*_linux_amd64.tar.gz)
if [ ! -f "$deb" ] || [ ! -f "$tar" ]; then
  echo "check.sh: run installer/build.sh amd64 first" >&2
  exit 1
fi

work=$(mktemp -d)
chmod 755 "$work" # other users in the container look into it
nspawn=
finish() {
  result=$?
  if [ "$result" != 0 ] && [ -n "$nspawn" ]; then
    echo "--- what the service's journal says" >&2
    journal >&2 || true
  fi
  shut_down
  rm -rf "$work"
  [ "$result" != 0 ] || echo "Everything was as it should be."
}
trap finish EXIT

step() { printf '%s\n' "-- $*"; }

configure() {
  inside sh -c 'sed -i -e "s|^# tenant_id = .*|tenant_id = \"acme\"|" -e "s|^# url = .*|url = \"ws://127.0.0.1:9400/ws/agent\"|" /etc/kiosk-agent/agent.toml'
}

start_hub() {
  inside systemd-run --quiet --collect --unit=hub --setenv=KIOSK_JAVA="$(readlink -f "$(command -v java)")" \
    /opt/kiosk-simulator/bin/kiosk-simulator hub --data /var/tmp/hub
}

step "the package: lintian, the unit and its exposure"
lintian --allow-root --fail-on error,warning "$deb"
for folder in deb tar; do mkdir "$work/$folder"; done
cp "$deb" "$work/deb/good.deb"
tar -C "$work/tar" -xzf "$tar"
next_version "$work/deb/good.deb" "$work/deb/next.deb" 1
broken_version "$work/deb/good.deb" "$work/deb/broken.deb" 2
next_version "$work/deb/good.deb" "$work/deb/mended.deb" 3
mkdir "$work/root" "$work/mnt"
unpack_debian "$work/root"
boot "$work/root" "$work"

step "installed in one step, it says which two lines are missing"
inside apt-get install -y -q --no-install-recommends /mnt/deb/good.deb >"$work/apt.log" 2>&1
grep 'kiosk-agent: ' "$work/apt.log"
[ "$(property ActiveState)/$(property UnitFileState)" = inactive/enabled ]
inside kiosk-agent config check /etc/kiosk-agent/agent.toml && exit 1
said=$(inside systemd-analyze verify --man=no kiosk-agent.service 2>&1)
[ -z "$said" ] || { echo "$said"; exit 1; }
inside systemd-analyze security --no-pager --threshold=15 kiosk-agent.service | tail -n 1
inside sh -c 'printf "[[device]]\nendpoint = \"serial:/dev/ttyS0\"\n[[device]]\nendpoint = \"usb:/dev/usb/lp0\"\n[[device]]\nendpoint = \"gpio:1\"\n" >/tmp/all.toml
  mkdir /tmp/g; KIOSK_AGENT_CONFIG=/tmp/all.toml /lib/systemd/system-generators/kiosk-agent-generator /tmp/g
  mkdir -p /run/systemd/system/kiosk-agent.service.d; cp /tmp/g/*/*.conf /run/systemd/system/kiosk-agent.service.d/; systemctl daemon-reload
  systemd-analyze security --no-pager --threshold=15 kiosk-agent.service | tail -n 1; rm -r /run/systemd/system/kiosk-agent.service.d /tmp/g; systemctl daemon-reload'

step "with these two lines it runs and connects"
configure
start_hub
inside systemctl start kiosk-agent.service
wait_for 15 connected
[ -n "$(property StatusText)" ]
echo "status line: $(property StatusText)"
inside kiosk-agent status | head -n 3 || true
said '[Tt]oken' && exit 1
pid=$(property MainPID)
inside grep -q kiosk-agent.jsa "/proc/$pid/maps"
inside grep -E '^(CapBnd:.0+|Seccomp:.2)$' "/proc/$pid/status"

step "reload: a good configuration is taken, a bad one refused, and the process stays"
pid=$(property MainPID)
inside sed -i 's/^# cpu = "1s".*/cpu = "2s"/' /etc/kiosk-agent/agent.toml
inside systemctl reload kiosk-agent.service
wait_for 10 connected
inside sed -i 's/^cpu = "2s"/cpu = "soon"/' /etc/kiosk-agent/agent.toml
inside systemctl reload kiosk-agent.service || true
wait_for 10 said 'sample.cpu'
inside sed -i 's/^cpu = "soon"/cpu = "1s"/' /etc/kiosk-agent/agent.toml
inside systemctl reload kiosk-agent.service
[ "$(property MainPID)" = "$pid" ]

step "systemd hears of it through standard input, also after it executed itself anew, and without perl by the C library"
inside grep -q jnidispatch "/proc/$pid/maps" && exit 1
inside systemctl daemon-reexec
inside systemctl stop hub
wait_for 30 tells 'not connected'
start_hub
wait_for 40 tells 'server connected'
[ "$(property MainPID)" = "$pid" ]
inside mv /usr/bin/perl /usr/bin/perl.away
inside systemctl restart kiosk-agent.service
wait_for 30 tells 'server connected'
inside grep -q jnidispatch "/proc/$(property MainPID)/maps"
inside mv /usr/bin/perl.away /usr/bin/perl

step "without /sys it starts, says so, and goes on"
for hidden in InaccessiblePaths TemporaryFileSystem; do
  drop_in "$hidden=/sys"
  inside systemctl restart kiosk-agent.service
  wait_for 20 connected
  journal | grep '/sys .*: no temperature is read, and nothing is known of USB devices' | tail -n 1
  wait_for 10 status_says 'CPU load'
done
drop_in
inside systemctl restart kiosk-agent.service
wait_for 20 connected

step "upgraded while the server is away, nothing is lost"
inside systemctl stop hub
wait_for 20 not connected
wait_for 20 status_says '[1-9][0-9]* readings'
install_deb next
wait_for 20 version_runs next1
wait_for 20 status_says 'Lost: nothing'
start_hub
wait_for 40 connected
status_says 'Lost: nothing'

step "an upgrade that does not work gives way to the version before"
install_deb broken
wait_for 90 version_runs next1
wait_for 40 connected
journal | grep 'did not become ready'

step "the next one that works takes over"
install_deb mended
wait_for 40 version_runs next3
wait_for 40 connected

step "killed, it is back; out of memory, it is back"
inside sh -c "kill -9 $(property MainPID)"
wait_for 20 killed_times 1
wait_for 20 active
# As if it grew beyond what it may have: it gets half of what it needs.
drop_in MemoryMax=24M
inside systemctl --no-block restart kiosk-agent.service
wait_for 60 killed_times 2
drop_in
inside systemctl --no-block restart kiosk-agent.service
wait_for 40 connected

step "a process that stands still is ended by the watchdog, and it is back"
drop_in WatchdogSec=4s
inside systemctl restart kiosk-agent.service
wait_for 20 connected
inside sh -c "kill -STOP $(property MainPID)"
wait_for 30 said 'Watchdog timeout'
drop_in
wait_for 60 connected

step "removed, it leaves configuration and buffer; purged, nothing"
inside systemctl stop hub
inside apt-get remove -y -q kiosk-agent >"$work/apt.log" 2>&1
inside test -f /etc/kiosk-agent/agent.toml -a -d /var/lib/kiosk-agent/spool -a ! -e /usr/lib/kiosk-agent -a ! -e /usr/lib/kiosk-agent.previous
inside apt-get purge -y -q kiosk-agent >"$work/apt.log" 2>&1
nothing_left
journal >"$work/journal"
echo "the journal of all this: $(wc -l <"$work/journal") lines"
if grep -nE '^\s+at |Exception' "$work/journal"; then exit 1; fi

. .ci/packages/archive.sh
