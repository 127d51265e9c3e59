#!/usr/bin/env bash
# Writes installer/classes.list and classes-tls.list anew: the classes that a running agent loads, and those that it loads with
# encryption only, which build.sh puts into the package's two archives of classes. Run it after build.sh, with whose runtime it
# runs, when classes have come or gone; an outdated list costs some milliseconds at the start and nothing else. A list that is kept, and not recorded at each build, makes two builds equal: what a run loads depends on the moment.
# Needs: a JDK 17 for the simulator, openssl, python3, iproute2, util-linux.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" != inside ]; then
  for tool in openssl python3 ip unshare; do
    command -v "$tool" >/dev/null || { echo "record-classes.sh: $tool is not installed; apt-get install openssl python3 iproute2 util-linux" >&2; exit 69; }
  done
  # A network of its own: the usual ports are free there, and nobody else is asked.
  exec unshare --user --map-root-user --net installer/record-classes.sh inside
fi
ip link set lo up

program=$PWD/installer/target/$(dpkg --print-architecture)/stage/usr/lib/kiosk-agent/bin/kiosk-agent-start
[ -x "$program" ] || { echo "record-classes.sh: run installer/build.sh $(dpkg --print-architecture) first" >&2; exit 69; }
simulator=$PWD/simulator/target/dist/bin/kiosk-simulator
work=$(mktemp -d)
pids=()
finish() {
  kill "${pids[@]}" 2>/dev/null || true
  wait
  rm -rf "$work"
}
trap finish EXIT

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
  -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
"$simulator" hub --data "$work/hub" >"$work/hub.log" 2>&1 & pids+=($!)
"$simulator" devices --config simulator/src/dist/conf/devices.toml >"$work/devices.log" 2>&1 & pids+=($!)
python3 installer/lib/tls_front.py "$work/cert.pem" "$work/key.pem" 9443 9400 & pids+=($!)
# What systemd would read.
python3 -c 'import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
while s.recv(4096): pass' "$work/notify" & pids+=($!)
until [ -S "$work/notify" ]; do sleep 0.1; done # an agent that finds nobody there takes another way, with other classes
echo secret-for-recording >"$work/token"

# $1 name, $2 address of the server, and a line that may stand behind it
configuration() {
  cat <<TOML
[kiosk]
tenant_id = "acme"
host = "kiosk"
state_dir = "$work/$1"
[server]
url = "$2"
${3:-}
token_file = "$work/token"
[spool]
dir = "$work/$1/spool"
[service]
socket = "$work/$1/control"
[[device]]
id = "bagtag"
kind = "printer"
service = "bag tags"
driver = "escpos"
endpoint = "tcp://127.0.0.1:9100"
interval = "1s"
[[device]]
id = "label"
kind = "printer"
service = "labels"
driver = "zpl"
endpoint = "tcp://127.0.0.1:9102"
interval = "5s"
[[device]]
id = "receipt"
kind = "printer"
service = "receipts"
driver = "snmp"
endpoint = "snmp://127.0.0.1:1161?community=public"
interval = "5s"
[[device]]
id = "document"
kind = "printer"
service = "documents"
driver = "ipp"
endpoint = "ipp://127.0.0.1:8631/ipp/print"
interval = "5s"
[[device]]
id = "scanner"
kind = "scanner"
service = "passports"
driver = "usb"
endpoint = "usb:05e0:1900"
interval = "5s"
TOML
}

# $1 name, $2 the list to write; runs until it is told to end
agent() {
  : >"$work/$1.log" # stands for the journal, for which no time of day is written
  local journal
  journal=$(stat -c %d:%i "$work/$1.log")
  JOURNAL_STREAM=$journal NOTIFY_SOCKET=$work/notify WATCHDOG_USEC=10000000 KIOSK_JAVA_OPTS="-Xshare:off -XX:DumpLoadedClassList=$2" STATE_DIRECTORY=$work/$1 "$program" --config "$work/$1.toml" 2>>"$work/$1.log" &
  pid=$!
  pids+=("$pid")
}
over() {
  kill "$pid"
  wait "$pid" || true
  cat "$work/$1.log" >&2
}
# As configuration: twenty seconds in the life of an agent, with a fault that comes and goes, and the next start, which finds what the
# first left. Not in it: a look at the page, a technician's commands, a reload. What these need alone is read when it is needed, and is
# not in every kiosk's memory for years.
record() {
  mkdir -p "$work/$1"
  configuration "$@" >"$work/$1.toml"
  agent "$1" "$work/$1.first"
  sleep 10
  "$simulator" fault bagtag media-out on >/dev/null
  sleep 6
  "$simulator" fault bagtag media-out off >/dev/null
  sleep 4
  over "$1"
  agent "$1" "$work/$1.second"
  sleep 6
  over "$1"
  cat "$work/$1.first" "$work/$1.second" >"$work/$1.list"
}
record tls wss://localhost:9443/ws/agent "ca_file = \"$work/cert.pem\""
record plain ws://127.0.0.1:9400/ws/agent

names() {
  sed -n '/^[^@#]/p' "$1" | sed 's/ .*//' | LC_ALL=C sort -u
}
{
  names "$work/plain.list"
  grep '^@' "$work/plain.list" | LC_ALL=C sort -u
} >"$work/all"
cp "$work/all" installer/classes.list
# Classes that are made while it runs have names that nobody else can ask for.
LC_ALL=C comm -13 <(names "$work/plain.list") <(names "$work/tls.list") | grep -v '[/$]\$\?\(Lambda\|Proxy\|LambdaForm\|GeneratedMethodAccessor\)' >installer/classes-tls.list
echo "installer/classes.list: $(grep -vc '^@' installer/classes.list) classes, $(grep -c '^@' installer/classes.list) lambdas;" \
  "for encryption $(wc -l <installer/classes-tls.list)"
