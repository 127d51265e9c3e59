#!/usr/bin/env bash
# What .ci/run does for the packages: our shell scripts judged by shellcheck, the units by systemd, the amd64 package built and judged by
# lintian. What is installed on a booted Debian is checked by check.sh, devices.sh and day.sh, which are called by hand or nightly.
#   .ci/packages/quick.sh     after `mvn package`; installs nothing: what is missing is skipped, and said
set -euo pipefail
cd "$(dirname "$0")/../.."

skipped() { echo "skipped: $*"; }
have() { command -v "$1" >/dev/null; }

if have shellcheck; then
  mapfile -t scripts < <(git grep -lE '^#!.*[/ ](ba)?sh( |$)|^# shellcheck shell=')
  shellcheck -x --severity=warning "${scripts[@]}"
  echo "shellcheck: ${#scripts[@]} scripts"
else
  skipped "shellcheck is not installed"
fi

if have systemd-analyze; then
  units=$(mktemp -d)
  for unit in systemd/*.service; do
    # The programs are not installed here; whether they are there is seen where they are. An unknown key is a line, and no failure.
    sed -E 's:^(Exec[A-Za-z]+=)[^ ]+:\1/bin/true:' "$unit" >"$units/${unit##*/}"
    said=$(systemd-analyze verify --man=no "$units/${unit##*/}" 2>&1 | grep -F "${unit##*/}" || true)
    [ -z "$said" ] || { echo "$said"; exit 1; }
  done
  rm -r "$units"
  echo "systemd-analyze verify: $(echo systemd/*.service)"
else
  skipped "systemd-analyze is not installed"
fi

if ! unshare --user --map-root-user --mount --pid --fork true 2>/dev/null; then
  skipped "name spaces cannot be made here, so no package is built"
  exit 0
fi
installer/build.sh amd64
if have lintian; then
  lintian --allow-root --fail-on error,warning installer/target/kiosk-agent_*_amd64.deb
  echo "lintian: nothing to say"
fi
