#!/usr/bin/env bash
# Each driver under the hardened unit, in one agent: what it may reach is ready, and what it is denied, the status names, with what to
# do. Devices and server are the simulator's, run by its own units.
#   .ci/packages/devices.sh     after `mvn package` and `installer/build.sh amd64`; needs what check.sh needs
set -euo pipefail
cd "$(dirname "$0")/../.."
. .ci/packages/machine.sh
deb=$(echo installer/target/kiosk-agent_*_amd64.deb)
[ -f "$deb" ] || { echo "devices.sh: run installer/build.sh amd64 first" >&2; exit 1; }

work=$(mktemp -d)
chmod 755 "$work"
nspawn=
finish() {
  result=$?
  if [ "$result" != 0 ] && [ -n "$nspawn" ]; then
    inside kiosk-agent status >&2 || true
    inside kiosk-agent status --json | grep raw >&2 || true
    journal >&2 || true
  fi
  shut_down
  rm -rf "$work"
  [ "$result" != 0 ] || echo "Everything was as it should be."
}
trap finish EXIT
step() { printf '%s\n' "-- $*"; }

# $1 id, $2 kind, $3 driver, $4 endpoint
device() {
  printf '[[device]]\nid = "%s"\nkind = "%s"\ndriver = "%s"\nendpoint = "%s"\ninterval = "2s"\n' "$@" >>"$work/agent.toml"
}

# The status in one line, however it is wrapped; its exit code tells the health, which does not matter here.
status() {
  local text
  text=$(inside kiosk-agent status 2>/dev/null) || true
  tr -s ' \n' ' ' <<<"$text"
}

shows() {
  grep -Eq -- "$1" <<<"$(status)"
}

# $1 a device, $2 what must be said of it, after the sentence that nothing is known
named() {
  wait_for 30 shows "$1: nothing reliable is known about the device \([^)]*\)\. $2"
  echo "$1: $(status | sed -E "s/.* $1: nothing reliable is known about the device \([^)]*\)\. //; s/ (- |DEVICES).*//")"
}

mkdir "$work/root"
cp "$deb" "$work/agent.deb"
cp systemd/kiosk-simulator*.service "$work/"
unpack_debian "$work/root"
boot "$work/root" "$work"
# With control groups of the older kind, which devices a service may open is held there.
inside sh -c '[ ! -d /sys/fs/cgroup/devices ] || mount -o remount,bind,rw /sys/fs/cgroup/devices; systemctl daemon-reexec'

step "the simulator's own units"
java=$(readlink -f "$(command -v java)")
for unit in kiosk-simulator kiosk-simulator-hub; do
  inside cp "/mnt/$unit.service" /etc/systemd/system/
  inside mkdir "/etc/systemd/system/$unit.service.d"
  inside sh -c "printf '[Service]\nEnvironment=KIOSK_JAVA=$java\n' >/etc/systemd/system/$unit.service.d/java.conf"
done
said=$(inside systemd-analyze verify --man=no kiosk-simulator.service kiosk-simulator-hub.service 2>&1)
[ -z "$said" ] || { echo "$said"; exit 1; }
inside systemctl daemon-reload
inside systemctl start kiosk-simulator.service kiosk-simulator-hub.service
simulated=/run/kiosk-simulator/dev/serial/by-id/usb-Symbol_Technologies_Symbol_Bar_Code_Scanner_SIM10001-if00
wait_for 30 inside test -e "$simulated"
wait_for 30 inside test -e /run/kiosk-simulator/sys/bus/usb/devices/1-1/idVendor

step "devices of the network run in the unit that opens none"
printf '[kiosk]\ntenant_id = "acme"\n[server]\nurl = "ws://127.0.0.1:9400/ws/agent"\n' >"$work/agent.toml"
device receipt printer escpos tcp://127.0.0.1:9100
device label printer zpl "tcp://127.0.0.1:9102?json=9200"
device document printer ipp ipp://127.0.0.1:8631/ipp/print
device office printer snmp "snmp://127.0.0.1:1161?community=public"
device scanner scanner usb usb:05e0:1900
device queue printer ipp cups:receipt
inside apt-get install -y -q --no-install-recommends /mnt/agent.deb >"$work/apt.log" 2>&1
inside cp /mnt/agent.toml /etc/kiosk-agent/agent.toml
inside systemctl start kiosk-agent.service
for ready in receipt label document office; do
  wait_for 30 shows "printer $ready: ready since"
done
wait_for 30 connected
named queue 'CUPS cannot be asked: see that it runs \(systemctl status cups\)'
wait_for 30 shows 'scanner scanner does not work: the device is not connected'

step "nodes that came into the configuration by a reload: the unit opens none yet"
device serial-receipt printer escpos "serial:/dev/ttyUSB0?unseen=open"
device usb-receipt printer escpos usb:/dev/usb/lp0
device usb-label printer zpl usb:/dev/usb/lp1
device guarded scanner ssi serial:/dev/ttyUSB1
device door sensor gpio "gpio:17?active=low"
inside cp /mnt/agent.toml /etc/kiosk-agent/agent.toml
inside systemctl reload kiosk-agent.service
hidden='The agent is shown no devices, as its unit had none to allow when it started: systemctl daemon-reload'
for denied in serial-receipt usb-receipt usb-label guarded door; do
  named "$denied" "$hidden"
done

step "nodes that the unit shows, and that have no right for the agent"
inside sh -c "ln -s $simulated /dev/ttyUSB0; ln -s $simulated /dev/ttyUSB1
  mkdir -p -m 755 /dev/usb; mknod -m 600 /dev/usb/lp0 c 180 0; mknod -m 660 /dev/usb/lp1 c 180 1; chgrp lp /dev/usb/lp1; mknod -m 600 /dev/gpiochip0 c 254 99
  systemctl daemon-reload; systemctl restart kiosk-agent.service"
named serial-receipt 'The agent may not open /dev/ttyUSB0, only [^ ]+ may; let a rule of udev give it to the group'
named usb-receipt 'The agent may not open /dev/usb/lp0, only root may; let a rule of udev give it to the group'
named guarded 'It is left alone, as a program whose open files the agent may not see could have it; give the agent CAP_SYS_PTRACE'
named door 'The agent may not open /dev/gpiochip0, only root may; let a rule of udev give it to the group'
inside sh -c 'chgrp audio /dev/usb/lp0; chmod 660 /dev/usb/lp0'
named usb-receipt "The agent may not open /dev/usb/lp0; add the agent's user to its group \(usermod -aG audio kiosk-agent\)"
# The kernel of this machine may have no such driver to allow, or no such printer.
wait_for 30 shows "usb-label(: nothing reliable is known about the device \([^)]*\)\. The agent's unit does not allow it /dev/usb/lp1; systemctl daemon-reload| does not work: the device is not connected)"

step "with the right it is asked; a port that is not there is absent"
inside sh -c "chgrp dialout \$(readlink -f $simulated); chmod 660 \$(readlink -f $simulated)"
sed -i -e 's|serial:/dev/ttyUSB1|&?unseen=open|' -e 's|serial:/dev/ttyUSB0|serial:/dev/ttyUSB9|' "$work/agent.toml"
inside cp /mnt/agent.toml /etc/kiosk-agent/agent.toml
inside systemctl reload kiosk-agent.service
wait_for 30 shows 'scanner guarded: ready since'
wait_for 30 shows 'printer serial-receipt does not work: the device is not connected'

step "the journal is in words"
inside journalctl --no-pager --output cat --unit kiosk-agent.service --unit kiosk-simulator.service --unit kiosk-simulator-hub.service >"$work/journal"
echo "$(wc -l <"$work/journal") lines"
if grep -nE '^\s+at |Exception|Error:' "$work/journal"; then exit 1; fi
inside systemctl stop kiosk-agent.service kiosk-simulator.service kiosk-simulator-hub.service
for unit in kiosk-agent kiosk-simulator kiosk-simulator-hub; do
  [ "$(inside systemctl show --property Result --value "$unit.service")" = success ]
done
