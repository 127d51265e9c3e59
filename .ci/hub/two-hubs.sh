#!/usr/bin/env bash
# Two hubs on one JetStream behind one address, the real agent and other kiosks connected; one hub is killed with kill -9 in the
# middle. Prints what was lost, what is twice, how soon commands worked again; and what the operator page of the hub that goes on
# showed before and after, and that its audit list has what was set at the one that was killed. Needs Debian's nats-server.
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
grep -E "two hubs, one (killed|page):" "$log"
