#!/usr/bin/env bash
# Two hubs on one JetStream behind one address, the real agent and other kiosks connected; one hub is killed with kill -9 in the
# middle. Prints one line: what was lost, what is twice, and how soon commands worked again. Needs Debian's nats-server.
#   .ci/hub/two-hubs.sh [KIOSKS]
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v nats-server >/dev/null || PATH=$PATH:/usr/sbin
command -v nats-server >/dev/null || { echo "nats-server is not installed: apt-get install nats-server" >&2; exit 1; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! mvn -B -pl agent,simulator test -Dtest=TwoHubsKilledTest -Dsurefire.failIfNoSpecifiedTests=false \
  -DargLine="-Xmx512m -Dkiosk.two-hubs.kiosks=${1:-20}" >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
grep "two hubs, one killed:" "$log"
