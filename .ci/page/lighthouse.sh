#!/usr/bin/env bash
# Has Lighthouse judge the page of a running agent. Usage: lighthouse.sh KIOSK_AGENT NODE_MODULES
# Performance depends on the machine and on what else it does, so the best of five runs counts; a run in which the browser's
# recording fails (Lighthouse's NO_NAVSTART, for instance) says nothing of the page and is made again.
set -euo pipefail
agent=$1
modules=$(cd "$2" && pwd)
least=95

work=$(mktemp -d)
trap 'kill "${pid:-}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >"$work/agent.toml" <<TOML
[kiosk]
tenant_id = "acme"
host = "T1-K017"
state_dir = "$work/state"
[server]
url = "ws://127.0.0.1:9/"
[status]
listen = "127.0.0.1:$port"
[[device]]
id = "bagtag"
kind = "printer"
service = "bag tags"
driver = "escpos"
endpoint = "tcp://127.0.0.1:9"
TOML
"$agent" run --config "$work/agent.toml" 2>"$work/agent.log" &
pid=$!
for _ in $(seq 100); do
  if python3 -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:$port/healthz')" 2>/dev/null; then break; fi
  sleep 0.2
done

judged=no
for run in 1 2 3 4 5; do
  if ! CHROME_PATH=$(command -v chromium) timeout 100 "$modules/.bin/lighthouse" "http://127.0.0.1:$port/" --quiet --output=json \
    --output-path="$work/$run.json" --only-categories=performance,accessibility,best-practices \
    --chrome-flags="--headless=new --no-sandbox --disable-gpu --disable-background-networking --user-data-dir=$work/chrome-$run"; then
    echo "run $run could not be recorded" >&2
    continue
  fi
  judged=yes
  python3 - "$work/$run.json" "$least" <<'PY' && exit 0
import json, sys
report = json.load(open(sys.argv[1]))
scores = {name: round(100 * (each["score"] or 0)) for name, each in report["categories"].items()}
print("Lighthouse:", ", ".join(f"{name} {score}" for name, score in scores.items()))
sys.exit(min(scores.values()) < int(sys.argv[2]))
PY
done
if [ "$judged" = yes ]; then echo "a score is below $least in each run" >&2; else echo "no run could be recorded" >&2; fi
exit 1
