#!/usr/bin/env bash
# Whether check.sh and its like can work here: a Debian boots in a container, its services get name spaces of their own, and a limit on
# memory holds. Says why not.
set -euo pipefail
cd "$(dirname "$0")/../.."
. .ci/packages/machine.sh
work=$(mktemp -d)
chmod 755 "$work"
nspawn=
trap 'shut_down; rm -rf "$work"' EXIT
mkdir "$work/root"
unpack_debian "$work/root"
boot "$work/root" "$work" || { cat "$work/root.log"; exit 1; }
limited=(inside systemd-run --quiet --wait --collect -p User=nobody -p MemoryMax=16M -p MemorySwapMax=0 -p ProtectSystem=strict
  -p PrivateDevices=yes -p PrivateTmp=yes -p SystemCallFilter=@system-service)
"${limited[@]}" true || { echo "a locked down service does not start in it"; exit 1; }
if timeout 60 "${limited[@]}" tail /dev/zero 2>/dev/null; then
  echo "a limit on memory does not hold in it"
  exit 1
fi
