#!/usr/bin/env bash
# Has a browser look at the operator page of a hub while so many events a second come, sets limits on the page, and prints
# one table: how calm the pages were, how soon commands were acked, and whether each event is stored once.
# Usage: page-load.sh KIOSK_SIMULATOR NODE_MODULES [--rate 1000] [--minutes 10] [--kiosks 1] [--pages 1] [--every 1]
#   --rate    events a second, of all kiosks together; at most 1000 of one
#   --pages   each with a browser profile of its own
#   --every   seconds between two commands, which the first page sends
# Fails when an event is lost or twice, over one in a hundred looks at a page's main thread found it busy for more than 50 ms,
# a page's memory grows, or over one command in a hundred is not acked or takes more than 2 s.
# The kiosks are those of kiosk-simulator fleet, with the agent's own spool and link. Needs node, chromium, and of npm
# playwright-core.
set -euo pipefail
simulator=$(realpath "$1")
modules=$(realpath "$2")
shift 2
cd "$(dirname "$0")"

rate=1000
minutes=10
kiosks=1
given=("$@")
while [ $# -gt 0 ]; do
  case $1 in
    --rate) rate=$2 ;;
    --minutes) minutes=$2 ;;
    --kiosks) kiosks=$2 ;;
    --pages | --every) ;;
    *) echo "$1 is none of --rate, --minutes, --kiosks, --pages, --every" >&2; exit 2 ;;
  esac
  shift 2
done

work=$(mktemp -d)
pids=()
# shellcheck disable=SC2317 # called by the trap
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

# Hundredths of a second of processor time of a process so far.
processor() { awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$1/stat"; }
row() { printf '%-34s' "$1"; shift; printf '%14s' "$@"; printf '\n'; }
told() { sed -n "s/^$1 *//p" "$work/fleet.log"; }

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$simulator" hub --listen "127.0.0.1:$port" --data "$work/data" >"$work/hub.log" 2>&1 &
hub=$!
pids+=("$hub")
until curl -fs -o "$work/health" "http://127.0.0.1:$port/healthz"; do
  kill -0 "$hub" || { cat "$work/hub.log" >&2; exit 1; }
  sleep 0.2
done

# The load begins before the browser does, and ends after it: the first and the last half minute are not looked at.
length=$(awk -v m="$minutes" -v k="$kiosks" 'BEGIN { printf "%d", m * 60 + 60 + k / 100 }')
each=$(awk -v r="$rate" -v k="$kiosks" 'BEGIN { printf "%.4f", r / k }')
"$simulator" fleet --kiosks "$kiosks" --rate "$each" --for "${length}s" --ramp "$((1 + kiosks / 100))s" \
  --server "ws://127.0.0.1:$port/ws/agent" >"$work/fleet.log" 2>&1 &
fleet=$!
pids+=("$fleet")
until grep -qs "connected $kiosks of $kiosks" "$work/fleet.log"; do
  kill -0 "$fleet" 2>/dev/null || { cat "$work/fleet.log" >&2; exit 1; }
  sleep 0.2
done

hub_before=$(processor "$hub")
fleet_before=$(processor "$fleet")
began=$(date +%s%N)
(while sleep 5; do cut -d' ' -f1 /proc/loadavg; done >"$work/load") &
pids+=("$!")
failed=
node page-load.mjs "$modules" "http://127.0.0.1:$port/" "${given[@]}" >"$work/pages" || failed=yes
if ! kill -0 "$fleet" 2>/dev/null; then
  echo "the load ended before the browser did" >&2
  failed=yes
else
  spent=$((($(date +%s%N) - began) / 10000000))
  hub_share=$((100 * ($(processor "$hub") - hub_before) / spent))
  fleet_share=$((100 * ($(processor "$fleet") - fleet_before) / spent))
fi
wait "$fleet" || failed=yes

echo "$kiosks kiosks, $rate events/s together, looked at for $minutes min; $(nproc) processors, load $(sort -n "$work/load" | sed -n '1p;$p' | paste -sd' ' | sed 's/ / to /')"
cat "$work/pages"
row "hub, of one processor" "${hub_share:-?} %"
row "kiosks, of one processor" "${fleet_share:-?} %"
row "hub: resident at most, its store" "$(awk '/VmHWM/ { printf "%.0f MiB", $2 / 1024 }' "/proc/$hub/status")" "$(du -sm "$work/data" | cut -f1) MiB"
for what in events stored lost twice receipts; do printf '%-34s%s\n' "$what" "$(told "$what")"; done
grep -E '^(wrong|FAILED|NOT ALL)' "$work/fleet.log" >&2 || true
[ -z "$failed" ]
