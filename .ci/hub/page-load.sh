#!/usr/bin/env bash
# Has a browser look at the operator page of a hub for a while, with so many events a second, and prints how it fared.
# Usage: page-load.sh KIOSK_SIMULATOR NODE_MODULES [--rate 1000] [--minutes 10] [--kiosks 300]
# Fails when over one in a hundred looks at the main thread found it busy for more than 50 ms, or when memory grows.
# Needs node, chromium, python3-websockets, and of npm playwright-core.
set -euo pipefail
simulator=$(realpath "$1")
modules=$(realpath "$2")
shift 2
cd "$(dirname "$0")"

work=$(mktemp -d)
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$simulator" hub --listen "127.0.0.1:$port" --data "$work/data" >"$work/hub.log" 2>&1 &
hub=$!
pids+=("$hub")
for _ in $(seq 150); do
  if python3 -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:$port/healthz')" 2>/dev/null; then break; fi
  sleep 0.2
done
/usr/bin/python3 feeder.py "ws://127.0.0.1:$port/ws/agent" "$@" >"$work/feeder.log" 2>&1 &
pids+=("$!")
for _ in $(seq 600); do
  if grep -q '^feeding' "$work/feeder.log"; then break; fi
  if ! kill -0 "${pids[1]}" 2>/dev/null; then cat "$work/feeder.log" >&2; exit 1; fi
  sleep 0.2
done
cat "$work/feeder.log"
node page-load.mjs "$modules" "http://127.0.0.1:$port/" "$@" || failed=yes
echo "hub: $(awk '/VmRSS/ {printf "%.0f MiB", $2 / 1024}' "/proc/$hub/status") resident, store $(du -sm "$work/data" | cut -f1) MiB"
tail -n 1 "$work/feeder.log"
[ -z "${failed:-}" ]
