#!/bin/bash
# Runs in the emulated machine, as root: makes a USB printer and a serial scanner out of Linux' own gadget driver, asks the
# agent about them, and prints what it said. check.sh, on the host, judges that.
set -u

here=$(cd "$(dirname "$0")" && pwd)
agent=$here/dist/bin/kiosk-agent
gadget=/sys/kernel/config/usb_gadget/kiosk
printer=
scanner=

section() { printf '\n== %s\n' "$1"; }
fail() { echo "the test bench failed: $*"; exit 1; }
await() { # seconds, then a command that is to succeed
  local end=$((SECONDS + $1))
  shift
  until "$@" 2>/dev/null; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.1
  done
}
kiosk_agent() { "$agent" "$@" 2>&1; echo "exit code $?"; }
# The same for a device that is to be ready. The agent gives an answer half a second, and this machine may stand still for
# longer while its host does something else; the kernel itself takes 3 ms for such a look.
kiosk_agent_patiently() {
  local times
  for times in 1 2 3 4 5; do
    "$agent" "$@" >/run/probe.out 2>&1 && break
    echo "look $times was not answered"
  done
  cat /run/probe.out
}
as_user() { setpriv --reuid=kiosk --regid=kiosk --init-groups "$agent" "$@" 2>&1; echo "exit code $?"; }

# ---- the devices ------------------------------------------------------------------------------------------------------

make_gadget() {
  modprobe -a dummy_hcd libcomposite usblp cdc_acm || fail "no USB gadget in this kernel"
  mountpoint -q /sys/kernel/config || mount -t configfs none /sys/kernel/config
  mkdir -p "$gadget/strings/0x409" "$gadget/configs/c.1" "$gadget/functions/printer.0" "$gadget/functions/acm.0"
  echo 0x04b8 >"$gadget/idVendor"
  echo 0x0202 >"$gadget/idProduct"
  echo KIOSK123 >"$gadget/strings/0x409/serialnumber"
  echo "TM-T88 in software" >"$gadget/strings/0x409/product"
  echo "MFG:EPSON;MDL:TM-T88V;CLS:PRINTER;CMD:ESC/POS;" >"$gadget/functions/printer.0/pnp_string"
  ln -s "$gadget/functions/printer.0" "$gadget/functions/acm.0" "$gadget/configs/c.1/"
}

plug() {
  echo dummy_udc.0 >"$gadget/UDC"
  await 20 test -c /dev/usb/lp0 -a -c /dev/ttyACM0 -a -c /dev/g_printer0 || fail "the nodes do not appear"
  udevadm settle --timeout=20
}

unplug() {
  end "$printer"
  end "$scanner"
  printer=
  scanner=
  echo '' >"$gadget/UDC"
  await 20 test ! -e /dev/usb/lp0 -a ! -e /dev/ttyACM0 || fail "the nodes do not vanish"
  udevadm settle --timeout=20
}

plug_devices() { # that work
  plug
  be_printer 18 12 12 12 12
  be_scanner
}

end() { # a process that we started, if any
  [ -z "$1" ] || { kill "$1"; wait "$1"; } 2>/dev/null
}

be_printer() { # port status and answers, see printer.py
  end "$printer"
  python3 "$here/printer.py" "$@" >/run/printer.out 2>&1 &
  printer=$!
  await 20 grep -q gadget: /run/printer.out || fail "the printer does not start: $(cat /run/printer.out)"
  cat /run/printer.out
}

be_scanner() {
  end "$scanner"
  python3 "$here/scanner.py" >/run/scanner.out 2>&1 &
  scanner=$!
  await 20 grep -q gadget: /run/scanner.out || fail "the scanner does not start: $(cat /run/scanner.out)"
}

holding() { # a node, then a command to run while a program called sleep has it open
  local node=$1 holder
  shift
  sleep 600 <>"$node" &
  holder=$!
  await 20 holds "$holder" "$node" || echo "not seen held"
  "$@"
  end "$holder"
}
holds() { [ "$(cat "/proc/$1/comm")" = sleep ] && has_open "$1" "$2"; }

# ---- what is asked ----------------------------------------------------------------------------------------------------

look_at_the_bus() {
  section discover
  kiosk_agent discover --toml
  section "usb there"
  kiosk_agent probe usb usb:04b8:0202
  section "usb class"
  kiosk_agent probe usb 'usb:04b8:0202?expect=hid'
}

look_at_the_printer() {
  local lp=usb:/dev/usb/lp0
  section "printer ready"
  be_printer 18 12 12 12 12
  kiosk_agent_patiently probe escpos $lp --raw
  section "printer ready again"
  kiosk_agent_patiently probe escpos $lp
  section "printer seen by a user of the group lp"
  as_user probe escpos $lp
  section "printer says paper out"
  be_printer 18 1a 32 12 72
  kiosk_agent probe escpos $lp --raw
  section "port status says paper out"
  be_printer 38 12 12 12 12
  kiosk_agent probe escpos $lp --raw
  section "silent, port status says paper out"
  be_printer 30 silent
  kiosk_agent probe escpos $lp --raw
  section "silent"
  be_printer 18 silent
  kiosk_agent probe escpos $lp
  section "printer held"
  holding /dev/usb/lp0 kiosk_agent probe escpos $lp
  section "printer held, who cannot be seen"
  holding /dev/usb/lp0 as_user probe escpos $lp
  section "printer after it was held"
  be_printer 18 12 12 12 12
  kiosk_agent_patiently probe escpos $lp
}

look_at_the_scanner() {
  local port='serial:/dev/ttyACM0?baud=9600'
  section "scanner ready"
  be_scanner
  kiosk_agent_patiently probe ssi "$port" --raw
  section "scanner by its name"
  ls /dev/serial/by-id
  kiosk_agent_patiently probe ssi "serial:/dev/serial/by-id/$(ls /dev/serial/by-id | head -n 1)?baud=9600"
  section "scanner held"
  holding /dev/ttyACM0 kiosk_agent probe ssi "$port"
  section "usb held"
  holding /dev/ttyACM0 kiosk_agent probe usb usb:04b8:0202
  section "scanner silent"
  end "$scanner"
  scanner=
  kiosk_agent probe ssi "$port"
}

# Unplugs while the agent has a node open and waits for an answer that does not come.
unplug_during_a_look() {
  local node=$1 looking
  shift
  "$agent" "$@" >/run/probe.out 2>&1 &
  looking=$!
  await 60 has_open "$looking" "$node" || echo "not seen open"
  unplug
  wait "$looking"
  cat /run/probe.out
}
has_open() { find "/proc/$1/fd" -lname "$2" | grep -q .; }

look_while_unplugging() {
  section "printer unplugged during a look"
  be_printer 18 silent
  unplug_during_a_look /dev/usb/lp0 probe escpos usb:/dev/usb/lp0
  plug
  section "scanner unplugged during a look"
  unplug_during_a_look /dev/ttyACM0 probe ssi 'serial:/dev/ttyACM0?baud=9600'
}

look_at_nothing() {
  section "usb absent"
  kiosk_agent probe usb usb:04b8:0202
  section "printer absent"
  kiosk_agent probe escpos usb:/dev/usb/lp0
  section "scanner absent"
  kiosk_agent probe ssi 'serial:/dev/ttyACM0?baud=9600'
}

# The status holds all of some regular expressions.
status_says() {
  local each
  "$agent" status >/run/status.out 2>&1
  for each; do
    grep -Eq "$each" /run/status.out || return 1
  done
}

show_status() { # a section, then what to wait for in the status
  section "$1"
  shift
  await 60 status_says "$@" || echo "not seen within 60 s"
  cat /run/status.out
}

run_the_agent() {
  plug_devices
  "$agent" run --config "$here/agent.toml" >/run/agent.out 2>&1 &
  local running=$! times
  show_status "run: all ready" 'receipt .*: ready' 'scanner .*: ready'
  for times in 1 2 3; do
    unplug
    show_status "run: unplugged $times" 'receipt .*: offline' 'scanner .*: offline' DEVICE_ABSENT
    plug_devices
    if [ "$times" -lt 3 ]; then
      show_status "run: plugged in again $times" 'receipt .*: ready' 'scanner .*: ready'
    else
      show_status "run: plugged in again three times" LINK_UNSTABLE 'scanner .*: ready'
    fi
  done
  section "run: json"
  "$agent" status --json
  section "run: log"
  cat /run/agent.out
  kill "$running"
  wait "$running"
}

useradd --system --user-group --groups lp,dialout kiosk
make_gadget
plug
be_printer 18 12 12 12 12
look_at_the_bus
look_at_the_printer
look_at_the_scanner
look_while_unplugging
look_at_nothing
run_the_agent
section "kernel"
dmesg --level=emerg,alert,crit,err | tail -n 20
section end
echo "all was asked"
