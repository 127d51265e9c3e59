#!/usr/bin/env bash
# What the hub carries: thousands of kiosks at an event a second each, and all of them back after it was restarted. Prints the
# figures that agent/src/bench/RESULTS.md keeps. The hub and the fleet are processes of their own on this machine, made by
# mvn package.
#   .ci/fleet/figures.sh [KIOSKS [SECONDS]]    5000 and 120 when not given
#   HUB=DIR/bin/kiosk-simulator                another build's hub
set -euo pipefail
cd "$(dirname "$0")/../.."

kiosks=${1:-5000}
seconds=${2:-120}
port=${PORT:-9731}
url=ws://127.0.0.1:$port/ws/agent
simulator=simulator/target/dist/bin/kiosk-simulator
hub=${HUB:-$simulator}
work=$(mktemp -d /tmp/kiosk-fleet.XXXXXX)
pid=
watcher=

# shellcheck disable=SC2317 # called by the trap
finish() {
  for process in $watcher $pid; do kill "$process" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT

[ -x "$simulator" ] || { echo "run mvn package before" >&2; exit 1; }

start_hub() {
  "$hub" hub --listen "127.0.0.1:$port" --data "$work/data" >>"$work/hub.log" 2>&1 &
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
processor() { awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$pid/stat"; }
resident() { awk '/^VmHWM/ { printf "%d", $2 / 1024 }' "/proc/$pid/status"; }
load() { cut -d' ' -f1 /proc/loadavg; }

fleet() { "$simulator" fleet --kiosks "$kiosks" --server "$url" "$@" >"$work/fleet.log" 2>&1; }
told() { sed -n "s/^$1 *//p" "$work/fleet.log"; }

echo "== $kiosks kiosks, an event a second each, for $seconds s"
start_hub
before=$(processor)
began=$(date +%s)
result=0
(while sleep 5; do load; done >"$work/load") &
watcher=$!
fleet --for "${seconds}s" --ramp 20s || result=$?
kill "$watcher" || true
watcher=
spent=$(($(processor) - before))
echo "machine            $(nproc) processors, load $(sort -n "$work/load" | sed -n '1p;$p' | paste -sd' ' | sed 's/ / to /') meanwhile (all of it, these two included)"
grep -E '^[0-9]+:[0-9]+ ' "$work/fleet.log" | tail -n +5 | sed 's/^/  /'
for what in events stored lost twice receipts connects commands memory; do printf '%-18s %s\n' "$what" "$(told "$what")"; done
echo "hub                at most $(resident) MiB resident, $spent hundredths of a processor second in $(($(date +%s) - began)) s"
echo "store              $(du -m "$work/data" | cut -f1) MiB"
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
