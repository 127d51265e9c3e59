#!/usr/bin/env bash
# What the installed service takes at most in a bad day: the faults, outages, floods of commands and full disks of 24 hours, in
# MINUTES, for the real unit with eight simulated devices. Fails where the service was killed, or took more than LIMIT MiB.
#   .ci/packages/day.sh [MINUTES [LIMIT]]     as root, after installer/build.sh amd64; usually 20 minutes and the unit's 80 MiB
# Needs what check.sh needs, python3-websockets and e2fsprogs.
set -euo pipefail
cd "$(dirname "$0")/../.."
. .ci/packages/machine.sh
minutes=${1:-20} limit=${2:-80}
# In a day: six faults an hour, somewhere; each hour the server is away once, each third hour a hundred commands come at once, and each
# sixth hour the disk is full for a third of it.
hours=24 faults_an_hour=6 commands=100
hour=$((minutes * 60 / hours))

work=$(mktemp -d)
chmod 755 "$work"
nspawn=
sampler=
finish() {
  [ -z "$sampler" ] || kill "$sampler" 2>/dev/null || true
  shut_down
  umount "$work/tree/var/lib/kiosk-agent" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
deb=$(echo installer/target/kiosk-agent_*_amd64.deb)
[ -f "$deb" ] || { echo "day.sh: run installer/build.sh amd64 first" >&2; exit 1; }
cp "$deb" "$work/agent.deb"

simulated() { # $1 id, $2 driver, $3 address
  printf '[[device]]\nid = "%s"\nkind = "printer"\ndriver = "%s"\nlisten = "127.0.0.1:%s"\n' "$@" >>"$work/devices.toml"
}
asked() { # $1 id, $2 driver, $3 endpoint
  printf '[[device]]\nid = "%s"\nkind = "printer"\ndriver = "%s"\nendpoint = "%s"\ninterval = "2s"\n' "$@" >>"$work/agent.toml"
}
printf '[control]\nlisten = "127.0.0.1:9320"\n' >"$work/devices.toml"
printf '[kiosk]\ntenant_id = "acme"\nhost = "day"\n[server]\nurl = "ws://127.0.0.1:9400/ws/agent"\n[spool]\nmax_size = "16MiB"\n' >"$work/agent.toml"
for i in 0 1 2; do
  simulated "receipt$i" escpos "910$i" && asked "receipt$i" escpos "tcp://127.0.0.1:910$i"
done
for i in 3 4; do
  simulated "label$i" zpl "910$i" && asked "label$i" zpl "tcp://127.0.0.1:910$i"
done
simulated document ipp 8631 && asked document ipp ipp://127.0.0.1:8631/ipp/print
for i in 1 2; do
  simulated "office$i" snmp "116$i" && printf 'community = "public"\n' >>"$work/devices.toml"
  asked "office$i" snmp "snmp://127.0.0.1:116$i?community=public"
done
for device in receipt0 receipt1 receipt2 label3 label4 document office1 office2; do
  # in this day's time each sixth of an "hour" has a fault of some device, that is, each 8/6 of it one of this device
  echo "random seed 7 rate $((faults_an_hour * 3600 / hour / 8 + 1))/h for $((hour / 3 + 1))s $device"
done >"$work/day.scenario"

# A disk of its own, that can be filled without harm to anybody.
mkdir "$work/tree"
unpack_debian "$work/tree"
truncate -s 48M "$work/disk"
mkfs.ext4 -q -F -m 0 "$work/disk"
mkdir -p "$work/tree/var/lib/kiosk-agent"
mount -o loop "$work/disk" "$work/tree/var/lib/kiosk-agent"
boot "$work/tree" "$work"

java=$(readlink -f "$(command -v java)")
cp systemd/kiosk-simulator-hub.service "$work/"
inside cp /mnt/kiosk-simulator-hub.service /etc/systemd/system/
inside mkdir /etc/systemd/system/kiosk-simulator-hub.service.d
inside sh -c "printf '[Service]\nEnvironment=KIOSK_JAVA=$java\n' >/etc/systemd/system/kiosk-simulator-hub.service.d/java.conf; systemctl daemon-reload"
inside systemctl start kiosk-simulator-hub.service
inside systemd-run --quiet --collect --unit=devices --setenv=KIOSK_JAVA="$java" \
  /opt/kiosk-simulator/bin/kiosk-simulator devices --config /mnt/devices.toml --scenario /mnt/day.scenario
inside apt-get install -y -q --no-install-recommends /mnt/agent.deb >"$work/apt.log" 2>&1
inside cp /mnt/agent.toml /etc/kiosk-agent/agent.toml
inside systemctl start kiosk-agent.service
wait_for 60 connected
pid=$(property MainPID)

memory() { # $1 a field of /proc/PID/status, in KiB
  inside cat "/proc/$pid/status" | awk -v name="$1:" '$1 == name { print $2 }'
}
(while sleep 1; do memory VmRSS >>"$work/rss" || exit 0; done) &
sampler=$!

outages=0 floods=0 full=0 answered=0
flood() {
  local count
  count=$(nsenter --target "$leader" --net /usr/bin/python3 .ci/packages/commands.py day "$commands" 30) || return 0
  answered=$((answered + count))
}
for ((i = 1; i <= hours; i++)); do
  began=$SECONDS
  if [ $((i % 6)) = 3 ]; then
    full=$((full + 1))
    inside sh -c 'dd if=/dev/zero of=/var/lib/kiosk-agent/fill bs=64k 2>/dev/null; true'
  fi
  inside systemctl stop kiosk-simulator-hub.service
  outages=$((outages + 1))
  sleep $((hour / 3))
  inside rm -f /var/lib/kiosk-agent/fill
  inside systemctl start kiosk-simulator-hub.service
  wait_for 60 connected
  if [ $((i % 3)) = 0 ]; then
    floods=$((floods + 1))
    flood
  fi
  left=$((began + hour - SECONDS))
  [ "$left" -le 0 ] || sleep "$left"
done

told=$(journal | grep -cE '^[A-Z_]+ began: ' || true)
[ "$(property MainPID)/$(property NRestarts)" = "$pid/0" ] || { echo "day.sh: the service was ended and started again" >&2; journal | tail -n 20 >&2; exit 1; }
highest=$(memory VmHWM)
control=/sys/fs/cgroup/memory/system.slice/kiosk-agent.service/memory.max_usage_in_bytes
inside test -e "$control" || control=/sys/fs/cgroup/system.slice/kiosk-agent.service/memory.peak
peak=$(inside cat "$control" 2>/dev/null || echo 0)
sort -n "$work/rss" >"$work/sorted"
at() { sed -n "$((($(wc -l <"$work/sorted") * $1 + 99) / 100))p" "$work/sorted" | awk '{ printf "%.1f", $1 / 1024 }'; }
mib() { awk -v of="$1" 'BEGIN { printf "%.1f", of }'; }
echo "| a day's faults in $minutes minutes, eight devices | |"
echo "| --- | --- |"
echo "| faults of devices that the agent told / outages of the server / full disks | $told / $outages / $full |"
echo "| commands in floods, answered | $answered of $((floods * commands)) in $floods |"
echo "| RSS, of $(wc -l <"$work/rss") samples: median / 99 of 100 / highest | $(at 50) / $(at 99) / $(at 100) MiB |"
echo "| VmHWM | $(mib "$(awk -v k="$highest" 'BEGIN { print k / 1024 }')") MiB |"
echo "| highest charge of the control group, of MemoryMax=80M | $(mib "$(awk -v b="$peak" 'BEGIN { print b / 1048576 }')") MiB |"
[ "$answered" = $((floods * commands)) ] || { echo "day.sh: commands stayed without an answer" >&2; exit 1; }
[ "$highest" -le $((limit * 1024)) ] || { echo "day.sh: more than $limit MiB" >&2; exit 1; }
