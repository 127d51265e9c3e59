#!/usr/bin/env bash
# What the hub carries: thousands of kiosks at an event a second each, and all of them back after it was restarted. Prints the
# figures that agent/src/bench/RESULTS.md keeps. The hub and the fleet are processes of their own on this machine, made by
# mvn package.
#   .ci/fleet/figures.sh [--store nats|nats://HOST:PORT] [KIOSKS [SECONDS]]    5000 and 120 when not given
#   --store nats                   on JetStream, in a nats-server of its own (Debian's; apt-get install nats-server)
#   --store nats://HOST:PORT       on JetStream, in one that is there
#   HUB=DIR/bin/kiosk-simulator    another build's hub
set -euo pipefail
cd "$(dirname "$0")/../.."

store=
if [ "${1:-}" = --store ]; then
  store=${2:?nats or nats://HOST:PORT}
  shift 2
fi
kiosks=${1:-5000}
seconds=${2:-120}
port=${PORT:-9731}
url=ws://127.0.0.1:$port/ws/agent
simulator=simulator/target/dist/bin/kiosk-simulator
hub=${HUB:-$simulator}
work=$(mktemp -d /tmp/kiosk-fleet.XXXXXX)
pid=
watcher=
nats=

# shellcheck disable=SC2317 # called by the trap
finish() {
  for process in $watcher $pid $nats; do
    kill "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true # it writes to what is removed then
  done
  rm -rf "$work"
}
trap finish EXIT

[ -x "$simulator" ] || { echo "run mvn package before" >&2; exit 1; }

if [ "$store" = nats ]; then
  command -v nats-server >/dev/null || PATH=$PATH:/usr/sbin
  command -v nats-server >/dev/null || { echo "nats-server is not installed: apt-get install nats-server" >&2; exit 1; }
  store=nats://127.0.0.1:$((port + 1))
  nats-server -js -sd "$work/nats" -a 127.0.0.1 -p $((port + 1)) >"$work/nats.log" 2>&1 &
  nats=$!
  until grep -q 'Server is ready' "$work/nats.log"; do
    kill -0 "$nats" || { cat "$work/nats.log" >&2; exit 1; }
    sleep 0.1
  done
fi

start_hub() {
  "$hub" hub --listen "127.0.0.1:$port" --data "$work/data" ${store:+--store "$store"} >>"$work/hub.log" 2>&1 &
  pid=$!
  until curl -fs -o "$work/health" "http://127.0.0.1:$port/healthz"; do
    kill -0 "$pid" || { cat "$work/hub.log" >&2; exit 1; }
    sleep 0.1
  done
}

stop_hub() {
  kill "$pid"
  wait "$pid" || true
}

# Hundredths of a second of processor time, and kilobytes of resident memory at most so far.
processor() { awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$1/stat"; }
resident() { awk '/^VmHWM/ { printf "%d", $2 / 1024 }' "/proc/$1/status"; }
load() { cut -d' ' -f1 /proc/loadavg; }

fleet() { "$simulator" fleet --kiosks "$kiosks" --server "$url" "$@" >"$work/fleet.log" 2>&1; }
told() { sed -n "s/^$1 *//p" "$work/fleet.log"; }

echo "== $kiosks kiosks, an event a second each, for $seconds s${store:+, on JetStream}"
start_hub
before=$(processor "$pid")
nats_before=${nats:+$(processor "$nats")}
began=$(date +%s)
result=0
(while sleep 5; do load; done >"$work/load") &
watcher=$!
fleet --for "${seconds}s" --ramp 20s || result=$?
kill "$watcher" || true
watcher=
spent=$(($(processor "$pid") - before))
took=$(($(date +%s) - began))
echo "machine            $(nproc) processors, load $(sort -n "$work/load" | sed -n '1p;$p' | paste -sd' ' | sed 's/ / to /') meanwhile (all of it, these two included)"
grep -E '^[0-9]+:[0-9]+ ' "$work/fleet.log" | tail -n +5 | sed 's/^/  /'
for what in events stored lost twice receipts connects commands memory; do printf '%-18s %s\n' "$what" "$(told "$what")"; done
echo "hub                at most $(resident "$pid") MiB resident, $spent hundredths of a processor second in $took s"
if [ -n "$nats" ]; then
  echo "nats-server        at most $(resident "$nats") MiB resident, $(($(processor "$nats") - nats_before)) hundredths of a processor second"
  echo "store              $(du -sm "$work/nats" | cut -f1) MiB"
elif [ -z "$store" ]; then
  echo "store              $(du -sm "$work/data" | cut -f1) MiB"
fi
[ "$result" = 0 ] || { echo "the fleet ended with $result"; tail -20 "$work/fleet.log"; }
stop_hub

echo "== the hub restarted under $kiosks kiosks"
start_hub
fleet --for 100s --ramp 20s &
run=$!
for _ in $(seq 600); do
  grep -q "connected $kiosks of $kiosks" "$work/fleet.log" 2>/dev/null && break
  kill -0 "$run" || break
  sleep 0.2
done
stop_hub
start_hub
again=0
wait "$run" || again=$?
grep '^all ' "$work/fleet.log" || echo "they were not all back before the end"
for what in lost twice connects commands; do printf '%-18s %s\n' "$what" "$(told "$what")"; done
[ "$again" = 0 ] || { echo "the fleet ended with $again"; tail -20 "$work/fleet.log"; }
exit $((result + again))
