#!/usr/bin/env bash
# What the installed service costs, beside the same agent from agent/target/dist with the JDK of this machine: exec to READY, memory
# and threads after a minute with four devices and a hub.   .ci/packages/figures.sh     as root, after build.sh amd64
set -euo pipefail
cd "$(dirname "$0")/../.."
. .ci/packages/machine.sh

work=$(mktemp -d)
chmod 755 "$work"
nspawn=
trap 'shut_down; rm -rf "$work"' EXIT
cp installer/target/kiosk-agent_*_amd64.deb "$work/agent.deb"
cp -r agent/target/dist "$work/dist"
mkdir "$work/root"
unpack_debian "$work/root"
boot "$work/root" "$work"
inside apt-get install -y -q --no-install-recommends /mnt/agent.deb >/dev/null 2>&1
java=$(readlink -f "$(command -v java)")
inside systemd-run --quiet --collect --unit=hub --setenv=KIOSK_JAVA="$java" /opt/kiosk-simulator/bin/kiosk-simulator hub --data /var/tmp/hub
inside systemd-run --quiet --collect --unit=devices --setenv=KIOSK_JAVA="$java" \
  /opt/kiosk-simulator/bin/kiosk-simulator devices --config /opt/kiosk-simulator/conf/devices.toml
{
  printf '[kiosk]\ntenant_id = "acme"\n[server]\nurl = "ws://127.0.0.1:9400/ws/agent"\n'
  while read -r id driver endpoint; do
    printf '[[device]]\nid = "%s"\nkind = "printer"\nservice = "%s"\ndriver = "%s"\nendpoint = "%s"\n' "$id" "$id" "$driver" "$endpoint"
  done <<'DEVICES'
bagtag escpos tcp://127.0.0.1:9100
receipt snmp snmp://127.0.0.1:1161?community=public
label zpl tcp://127.0.0.1:9102
document ipp ipp://127.0.0.1:8631/ipp/print
DEVICES
} >"$work/agent.toml"
inside cp /mnt/agent.toml /etc/kiosk-agent/agent.toml
sleep 5

# $1 what it is
measure() {
  local starts=() pid
  for _ in 1 2 3 4 5; do
    inside systemctl restart kiosk-agent.service
    starts+=($((($(property ActiveEnterTimestampMonotonic) - $(property ExecMainStartTimestampMonotonic)) / 1000)))
  done
  wait_for 20 connected
  sleep 60
  pid=$(property MainPID)
  echo "$1: exec to READY ${starts[*]} ms; after 60 s $(inside awk '/^(VmRSS|RssAnon|VmHWM|Threads):/ { printf "%s %s ", $1, $2 }' "/proc/$pid/status")Pss: $(inside awk '/^Pss:/ { print $2 }' "/proc/$pid/smaps_rollup") (KiB)"
}
measure installed
inside mkdir -p /run/systemd/system/kiosk-agent.service.d
printf '[Service]\nExecStart=\nExecStart=/mnt/dist/bin/kiosk-agent run\nExecStartPost=\nEnvironment=KIOSK_JAVA=%s\n' "$java" >"$work/dist.conf"
inside cp /mnt/dist.conf /run/systemd/system/kiosk-agent.service.d/
inside systemctl daemon-reload
measure "dist with $(java -version 2>&1 | head -n 1)"
