#!/usr/bin/env bash
# Runs what the arm64 package installs, with its own runtime and archive of classes, under user-mode emulation: it samples, connects
# to the hub, and answers a command from it.
#   .ci/packages/arm64.sh     after `mvn package` and `installer/build.sh arm64`, whose tools it needs; and python3-websockets
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$PWD/installer/target
[ -d "$out/arm64/stage" ] || { echo "arm64.sh: run installer/build.sh arm64 first" >&2; exit 1; }
if [ "${1:-}" != inside ]; then
  exec unshare --user --map-root-user --net .ci/packages/arm64.sh inside # a network of its own
fi
ip link set lo up
. installer/lib/common.sh
. installer/lib/foreign.sh
. installer/lib/archive.sh
. .ci/packages/machine.sh

stage=$out/arm64/stage/usr/lib/kiosk-agent
work=$(mktemp -d)
shared=$(mktemp -d /dev/shm/kiosk-arm64.XXXXXX) # seen in the file system that run-in-place.sh makes, too
pids=()
finish() {
  # The emulated agent is a child of the shell that began it, and unshare passes no SIGTERM on.
  for pid in "${pids[@]}"; do
    pkill -KILL -P "$pid" || true
  done
  kill "${pids[@]}" 2>/dev/null || true
  wait || true
  rm -rf "$work" "$shared"
}
trap finish EXIT

cat >"$shared/agent.toml" <<TOML
[kiosk]
tenant_id = "acme"
host = "arm"
state_dir = "$shared"
[server]
url = "ws://127.0.0.1:9400/ws/agent"
[spool]
dir = "$shared/spool"
[service]
socket = "$shared/control"
TOML
simulator/target/dist/bin/kiosk-simulator hub --data "$work/hub" >"$work/hub.log" 2>&1 & pids+=($!)
# shellcheck disable=SC2034 # for in_place
libraries=$(foreign_root arm64) emulator=$(command -v qemu-aarch64-static)
options=$(KIOSK_JAVA="echo" "$stage/bin/kiosk-agent")
options=${options//"$stage"/\/usr\/lib\/kiosk-agent}
# shellcheck disable=SC2086 # a list
in_place "$stage" -Xshare:on -XX:SharedArchiveFile=/usr/lib/kiosk-agent/kiosk-agent.jsa $options \
  run --config "$shared/agent.toml" 2>"$work/log" & pids+=($!)

connected() { grep -q '^[^ ]* info: Connected to ' "$work/log"; }
sampled() { agent/target/dist/bin/kiosk-agent status 2>/dev/null | grep 'CPU load [0-9]'; }
wait_for 60 connected || { cat "$work/log"; exit 1; }
wait_for 60 sampled
echo "commands that it acknowledged: $(/usr/bin/python3 .ci/packages/commands.py arm 1 60)"
commanded() { agent/target/dist/bin/kiosk-agent status 2>/dev/null | grep 'CPU load above 50 %'; }
wait_for 20 commanded
cat "$work/log"
