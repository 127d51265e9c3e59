#!/usr/bin/env bash
# What the installed service costs, in a booted Debian of its own, beside two monitors that Debian has.
#   .ci/packages/figures.sh [MINUTES]     as root, after installer/build.sh amd64; MINUTES of calm, default 10
# Needs python3 beside what check.sh needs.
set -euo pipefail
cd "$(dirname "$0")/../.."
. .ci/packages/machine.sh
minutes=${1:-10}

work=$(mktemp -d)
chmod 755 "$work"
nspawn=
scraper=
trap 'kill $scraper 2>/dev/null || true; shut_down; rm -rf "$work"' EXIT
cp installer/target/kiosk-agent_*_amd64.deb "$work/agent.deb"
mkdir "$work/root" "$work/empty"
printf 'class Empty { public static void main(String[] a) throws Exception { Thread.sleep(600000); } }' >"$work/Empty.java"
javac --release 17 -d "$work/empty" "$work/Empty.java"
unpack_debian "$work/root" prometheus-node-exporter,collectd,librrd8,libmnl0
boot "$work/root" "$work"
inside apt-get install -y -q --no-install-recommends /mnt/agent.deb >/dev/null 2>&1
java=$(readlink -f "$(command -v java)")

start_hub() {
  inside systemd-run --quiet --collect --unit=hub --setenv=KIOSK_JAVA="$java" /opt/kiosk-simulator/bin/kiosk-simulator hub --data /var/tmp/hub
}

# $1 how many devices the agent asks: each printer of the simulator, again and again under other names
configure() {
  local printers=("escpos tcp://127.0.0.1:9100" "zpl tcp://127.0.0.1:9102" "ipp ipp://127.0.0.1:8631/ipp/print"
    "snmp snmp://127.0.0.1:1161?community=public" "escpos tcp://127.0.0.1:9101" "usb usb:05e0:1900" "usb usb:1d6b:0002" "usb usb:1-1")
  printf '[kiosk]\ntenant_id = "acme"\n[server]\nurl = "ws://127.0.0.1:9400/ws/agent"\n' >"$work/agent.toml"
  for ((i = 0; i < $1; i++)); do
    printf '[[device]]\nid = "d%s"\nkind = "printer"\ndriver = "%s"\nendpoint = "%s"\n' "$i" ${printers[i]} >>"$work/agent.toml"
  done
  inside cp /mnt/agent.toml /etc/kiosk-agent/agent.toml
}

# $1 a process in the container, $2 a field of /proc/PID/status or smaps_rollup; MiB, or a plain number
field() {
  inside cat "/proc/$1/status" "/proc/$1/smaps_rollup" | awk -v name="$2:" '$1 == name { if ($3 == "kB") printf "%.1f", $2 / 1024; else printf "%d", $2 }'
}

# processor time in hundredths of a second
ticks() {
  inside cat "/proc/$1/stat" | sed 's/.*) //' | awk '{ print $12 + $13 }'
}

written() {
  inside awk '/^write_bytes/ { print $2 }' "/proc/$1/io"
}

journal_bytes() {
  journal | wc -c
}

# $1 a time as systemctl writes it; microseconds
micros() {
  date --date "$1" +%s%6N
}

# When systemd was told READY: it begins with ExecStartPost at once, and calls the unit active only when that has ended.
said_ready() {
  micros "$(inside systemctl show --timestamp=us --property ExecStartPost kiosk-agent.service | sed -n 's/.*start_time=\[\([^]]*\)\].*/\1/p')"
}

echo "== sizes"
echo "package $(stat -c %s "$work/agent.deb") B, installed $(inside dpkg-query --showformat '${Installed-Size}' --show kiosk-agent) KiB"

start_hub
inside systemd-run --quiet --collect --unit=devices --setenv=KIOSK_JAVA="$java" \
  /opt/kiosk-simulator/bin/kiosk-simulator devices --config /opt/kiosk-simulator/conf/devices.toml
configure 4
sleep 8

echo "== start, five times, milliseconds from exec"
ready=() event=()
for _ in 1 2 3 4 5; do
  event+=("$(nsenter --target "$leader" --net /usr/bin/python3 .ci/packages/first_event.py "$leader")")
  wait_for 20 active
  ready+=($((($(said_ready) - $(micros "$(inside systemctl show --timestamp=us --property ExecMainStartTimestamp --value kiosk-agent.service)")) / 1000)))
done
echo "READY ${ready[*]}; the hub has the first event ${event[*]}"
inside sh -c 'sed -e "s/^Type=.*/Type=oneshot\nRemainAfterExit=yes/" -e "/^Restart/d; /^Watchdog/d; /^ExecStartPost/d" -e "s#^ExecStart=.*#ExecStart=/bin/true#" \
  /lib/systemd/system/kiosk-agent.service >/etc/systemd/system/nothing.service && systemctl daemon-reload'
room=()
for _ in 1 2 3 4 5; do
  inside systemctl restart nothing.service
  began=$(inside systemctl show --property ExecMainStartTimestampMonotonic --value nothing.service)
  room+=($((($(inside systemctl show --property ExecMainExitTimestampMonotonic --value nothing.service) - began) / 1000)))
done
echo "of these systemd takes for the unit's closed room, as with /bin/true in it: ${room[*]}"
inside sh -c 'systemctl stop nothing.service; rm /etc/systemd/system/nothing.service; systemctl daemon-reload'

echo "== a person's commands, milliseconds"
for command in status check; do
  times=()
  for _ in 1 2 3 4 5; do
    began=$(date +%s%N)
    inside kiosk-agent "$command" >/dev/null || true
    times+=($((($(date +%s%N) - began) / 1000000)))
  done
  echo "kiosk-agent $command ${times[*]}"
done

echo "== $minutes minutes of calm: 1 Hz CPU, four devices, connected; the exporter is asked each 15 s"
inside sh -c 'echo ARGS=--web.listen-address=127.0.0.1:9111 >/etc/default/prometheus-node-exporter' # 9100 is a printer here
inside sed -i 's/^#\?FQDNLookup.*/FQDNLookup false/' /etc/collectd/collectd.conf # the container's name is nobody's
connections() { journal | grep -c 'Connected to' || true; }
before=$(connections) # not by asking the agent, which would keep in memory what it takes to answer
inside systemctl restart kiosk-agent.service collectd.service prometheus-node-exporter.service
(while sleep 15; do nsenter --target "$leader" --net /usr/bin/python3 -c \
  'import urllib.request; urllib.request.urlopen("http://127.0.0.1:9111/metrics").read()' 2>/dev/null || true; done) &
scraper=$!
connected_anew() { [ "$(connections)" -gt "$before" ]; }
wait_for 20 connected_anew
sleep 60
seconds=$((minutes * 60 - 60))
units=(kiosk-agent collectd prometheus-node-exporter)
pids=() busy=() wrote=()
for unit in "${units[@]}"; do
  one=$(inside systemctl show --property MainPID --value "$unit.service")
  pids+=("$one") busy+=("$(ticks "$one")") wrote+=("$(written "$one")")
done
log=$(journal_bytes)
sleep "$seconds"
for i in "${!units[@]}"; do
  one=${pids[i]}
  share=$(awk -v t=$(($(ticks "$one") - busy[i])) -v s=$seconds 'BEGIN { printf "%.2f", t / s }')
  hourly=$((($(written "$one") - wrote[i]) * 3600 / seconds / 1024))
  echo "${units[i]}: RSS $(field "$one" VmRSS) MiB, at most $(field "$one" VmHWM), PSS $(field "$one" Pss), anonymous $(field "$one" RssAnon)," \
    "threads $(field "$one" Threads), processor $share % of one core, written in an hour $hourly KiB"
done
echo "log of the agent in an hour $((($(journal_bytes) - log) * 3600 / seconds)) B"

echo "== the same runtime without a program"
inside systemctl stop kiosk-agent.service
inside systemd-run --quiet --collect --unit=empty /usr/lib/kiosk-agent/runtime/bin/java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
  -XX:-UsePerfData -Xss512k -Xms8m -Xmn4m -Xmx48m -XX:ReservedCodeCacheSize=24m -cp /mnt/empty Empty
sleep 10
one=$(inside systemctl show --property MainPID --value empty.service)
echo "RSS $(field "$one" VmRSS) MiB, PSS $(field "$one" Pss), threads $(field "$one" Threads)"
inside systemctl stop empty.service

echo "== eight devices"
configure 8
before=$(connections)
inside systemctl start kiosk-agent.service
wait_for 20 connected_anew
sleep 40
one=$(property MainPID)
echo "RSS $(field "$one" VmRSS) MiB, threads $(field "$one" Threads)"

echo "== stop, with the server down and a busy disk"
inside systemctl stop hub.service
inside systemd-run --quiet --collect --unit=busy sh -c 'while :; do dd if=/dev/zero of=/var/tmp/busy bs=1M count=64 conv=fsync 2>/dev/null; done'
sleep 5
times=()
for _ in 1 2 3; do
  began=$(date +%s%N)
  inside systemctl stop kiosk-agent.service
  times+=($((($(date +%s%N) - began) / 1000000)))
  inside systemctl start kiosk-agent.service
  sleep 3
done
echo "${times[*]} ms"
