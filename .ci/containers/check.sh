#!/usr/bin/env bash
# Brings simulator/compose.yaml up in a real container engine, sets a fault in one container and waits until the hub in
# another has it; then stops a whole device, and takes everything down. Needs root and what `mvn package` made.
#
#   check.sh [docker|podman]          docker when nothing is given
#
# The engine is started here and for this only, with its own storage, in its own namespaces of network, mounts and processes:
# when those end, nothing of it is left, whatever went wrong. A machine that cannot do this skips with the reason, exit 0.
set -euo pipefail

engine=${1:-docker}
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
devices=$(cd "$project/simulator/containers" && for file in *.toml; do [ "$file" = agent.toml ] || echo "${file%.toml}"; done)
export KIOSK_HEALTH_INTERVAL=8s # sooner than a developer needs it; each check is a Java process, so not too soon
longest=600 # seconds for all that happens inside
child=      # the process that holds the inside

case $engine in
  docker) packages="docker.io docker-compose iptables iproute2 mmdebstrap" needed="dockerd docker docker-compose iptables ip mmdebstrap" ;;
  podman) packages="podman podman-compose buildah runc netavark aardvark-dns iptables iproute2 catatonit mmdebstrap"
    needed="podman podman-compose runc /usr/lib/podman/netavark iptables ip mmdebstrap" ;;
  *) echo "usage: check.sh [docker|podman]" >&2; exit 64 ;;
esac

say() { printf '%s\n' "$*"; }
skip() { say "skipped: $*"; exit 0; }
now() { date +%s.%N; }
cgroup() { basename "$work"; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.1f", b - a }'; }

# ---- outside: the tools and the base image ----------------------------------------------------------------------------

install_what_is_missing() {
  local tool
  for tool in $needed; do
    if ! command -v "$tool" >/dev/null; then
      say "installing $packages"
      # shellcheck disable=SC2086 # a list of packages
      { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $packages; } \
        >"$work/install.log" 2>&1 || skip "$engine cannot be installed: $(tail -n 1 "$work/install.log")"
      return
    fi
  done
}

# A small Debian with a Java runtime, as a tar: what a developer pulls as eclipse-temurin:17-jre, made without a registry.
make_base() {
  local codename source jlink
  codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  # shellcheck disable=SC2016 # the names in the format are APT's
  source=$(apt-get indextargets --format 'deb $(SITE) $(RELEASE) $(COMPONENT)' \
    'Created-By: Packages' 'Origin: Debian' "Codename: $codename" | grep " $codename main" | head -n 1)
  [ -n "$source" ] || skip "APT on this machine knows no Debian to make a base image of"
  jlink=$(dirname "$(readlink -f "$(command -v javac)")")/jlink
  mmdebstrap -q --variant=extract --include=base-files,base-passwd,bash,coreutils,dash,libc-bin,libc6,libgcc-s1,libstdc++6,zlib1g \
    "$codename" "$work/base.tar" "$source" >"$work/mmdebstrap.log" 2>&1 \
    || skip "no base image: $(tail -n 1 "$work/mmdebstrap.log")"
  "$jlink" --add-modules java.se,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.unsupported,jdk.zipfs \
    --no-header-files --no-man-pages --output "$work/rootfs/opt/java"
  "$work/rootfs/opt/java/bin/java" -Xshare:dump -XX:+UseSerialGC >/dev/null 2>&1 # class data, as public images have it
  tar -rf "$work/base.tar" -C "$work/rootfs" --owner=0 --group=0 opt
}

outside() {
  [ "$(id -u)" = 0 ] || skip "this needs root, to start an engine of its own"
  for dist in agent simulator; do
    [ -d "$project/$dist/target/dist/lib" ] || { say "build first: mvn package"; exit 1; }
  done
  work=$(mktemp -d /var/tmp/kiosk-containers.XXXXXX)
  trap 'clean_up' EXIT
  trap 'exit 143' TERM INT HUP
  install_what_is_missing
  unshare --net --mount --pid --fork true 2>/dev/null || skip "this machine allows no namespaces"
  local begin
  begin=$(now)
  make_base
  say "base image with Java: $(since "$begin") s"
  local result=0
  KIOSK_CHECK_INSIDE=$work timeout --kill-after=20 "$longest" \
    unshare --net --mount --pid --fork --kill-child --mount-proc "$0" "$engine" &
  child=$!
  wait "$child" || result=$?
  child=
  [ "$result" != 124 ] || say "gave up after $longest s"
  exit "$result"
}

clean_up() {
  if [ -n "$child" ]; then
    kill "$child" 2>/dev/null || true # it tells the inside, and ends that by force when it takes too long
    wait "$child" || true
  fi
  # Podman calls its group the same everywhere; one in use is not empty, so it stays.
  find /sys/fs/cgroup -depth -type d \( -path "*/$(cgroup)*" -o -path '*/libpod_parent*' \) -exec rmdir {} + 2>/dev/null || true
  rm -rf "$work"
}

# ---- inside: the engine and the stack ---------------------------------------------------------------------------------

start_docker() {
  export DOCKER_HOST=unix://$work/docker.sock COMPOSE_DOCKER_CLI_BUILD=0
  dockerd --data-root "$work/data" --exec-root "$work/exec" -H "$DOCKER_HOST" -p "$work/docker.pid" \
    --cgroup-parent "$(cgroup)" >"$work/dockerd.log" 2>&1 &
  daemon=$!
  local tries=0
  until docker info >/dev/null 2>&1; do
    if ! kill -0 "$daemon" 2>/dev/null || [ "$((tries += 1))" -gt 120 ]; then
      skip "dockerd does not start: $(tail -n 1 "$work/dockerd.log")"
    fi
    sleep 0.25
  done
}

start_podman() {
  mkdir "$work/networks"
  cat >"$work/containers.conf" <<CONF
[containers]
default_ulimits = ["nofile=$(ulimit -H -n):$(ulimit -H -n)", "nproc=20000:20000"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
[network]
network_backend = "netavark"
network_config_dir = "$work/networks"
CONF
  printf '[storage]\ndriver = "overlay"\ngraphroot = "%s"\nrunroot = "%s"\n' "$work/data" "$work/run" >"$work/storage.conf"
  export CONTAINERS_CONF=$work/containers.conf CONTAINERS_STORAGE_CONF=$work/storage.conf
  podman info >"$work/info.log" 2>&1 || skip "podman does not work here: $(tail -n 1 "$work/info.log")"
}

# Containers by the name of their service, which each compose program writes to the same label.
compose() { (cd "$project/simulator" && "$engine-compose" "$@"); }
container() { "$engine" ps -a -q --filter "label=com.docker.compose.service=$1"; }
in_container() { local service=$1; shift; "$engine" exec "$(container "$service")" "$@"; }
all_names() { "$engine" ps -a --format '{{.Names}}'; } # the engine is our own: there are no others

healthy() {
  if [ "$engine" = docker ]; then
    [ "$(docker inspect -f '{{.State.Health.Status}}' "$1")" = healthy ]
  else
    podman healthcheck run "$1" >/dev/null 2>&1 # podman leaves its timing to systemd, which is not here
  fi
}

await_health() {
  local name end=$((SECONDS + 150))
  for name in $(all_names); do
    until healthy "$name"; do
      if [ "$SECONDS" -gt "$end" ] || [ "$("$engine" inspect -f '{{.State.Status}}' "$name")" = exited ]; then
        say "FAILED: $name did not become healthy"
        exit 1
      fi
      sleep 0.25
    done
  done
}

# What the compose file promises of each container, read in the container.
check_privileges() {
  local name
  for name in $(all_names); do
    # shellcheck disable=SC2016 # the shell in the container expands them
    "$engine" exec "$name" sh -c '
      ! touch /opt/x 2>/dev/null || { echo "the root is writable"; exit 1; }
      [ "$(id -u)" != 0 ] || { echo "it runs as root"; exit 1; }
      while read -r key value; do
        case $key in
          CapEff:|CapPrm:|CapBnd:) [ "$value" = 0000000000000000 ] || { echo "it has capabilities: $key $value"; exit 1; } ;;
          NoNewPrivs:) [ "$value" = 1 ] || { echo "it may gain privileges"; exit 1; } ;;
        esac
      done </proc/self/status' || { say "that is $name"; return 1; }
  done
}

await_at_hub() { # what it says, then what to wait for; prints the seconds that it took
  local words=$1 seconds
  shift
  seconds=$("$here/at_hub.py" "$@") || exit 1
  say "$words: $seconds s"
}

step() { # what it says, then a command; prints the seconds that it took
  local words=$1 begin
  shift
  begin=$(now)
  "$@" >"$work/step.log" 2>&1 || { say "FAILED: $words"; tail -n 40 "$work/step.log"; exit 1; }
  say "$words: $(since "$begin") s"
}

inside() {
  work=$KIOSK_CHECK_INSIDE
  daemon=
  trap 'take_down' EXIT
  ip link set lo up 2>/dev/null || skip "no network namespace can be used"
  local begin
  begin=$(now)
  "start_$engine"
  local part=Client
  if [ "$engine" = docker ]; then part=Server; fi # the client on PATH may be another version
  say "$engine $("$engine" version -f "{{.$part.Version}}") is up: $(since "$begin") s"

  export JRE_IMAGE=localhost/jre:check
  step "base image imported" "$engine" import \
    --change 'ENV JAVA_HOME=/opt/java' --change 'ENV PATH=/opt/java/bin:/usr/bin:/bin' "$work/base.tar" "$JRE_IMAGE"
  step "compose build" compose build
  begin=$(now)
  step "compose up" compose up -d
  await_health
  say "all $(all_names | wc -l) containers are healthy, counted from up: $(since "$begin") s"
  step "read-only root, no capabilities, no new privileges, not root, in all of them" check_privileges
  # shellcheck disable=SC2086 # a list of devices
  await_at_hub "the hub knows all devices as ready, after further" ready $devices

  step "fault bagtag media-out on" in_container bagtag kiosk-simulator fault bagtag media-out on
  await_at_hub "MEDIA_OUT is at the hub after" begun MEDIA_OUT bagtag
  step "fault bagtag media-out off" in_container bagtag kiosk-simulator fault bagtag media-out off
  await_at_hub "its end is at the hub after" ended MEDIA_OUT bagtag

  step "fault scanner unplug on" in_container scanner kiosk-simulator fault scanner unplug on
  await_at_hub "DEVICE_ABSENT is at the hub after" begun DEVICE_ABSENT scanner
  step "fault scanner unplug off" in_container scanner kiosk-simulator fault scanner unplug off
  await_at_hub "its end is at the hub after" ended DEVICE_ABSENT scanner

  # Not the receipt printer, which listens to nobody while it serves one: paused in that moment, it would refuse.
  local label receipt
  label=$(container label)
  step "$engine pause label" "$engine" pause "$label"
  await_at_hub "NOT_RESPONDING is at the hub after" begun NOT_RESPONDING label
  step "$engine unpause label" "$engine" unpause "$label"
  await_at_hub "its end is at the hub after" ended NOT_RESPONDING label

  receipt=$(container receipt)
  step "$engine stop receipt" "$engine" stop -t 5 "$receipt"
  await_at_hub "LINK_DOWN is at the hub after" begun LINK_DOWN receipt
  step "$engine start receipt" "$engine" start "$receipt"
  await_at_hub "its end is at the hub after" ended LINK_DOWN receipt

  "$engine" stats --no-stream --format '{{.Name}} {{.MemUsage}}' | sed 's/^/memory: /'
  step "compose down" compose down -v -t 5
  say "passed with $engine"
}

take_down() {
  local result=$?
  trap - EXIT
  if [ "$result" != 0 ]; then
    compose logs --tail=20 2>&1 | tail -n 120 || true
    timeout 30 "$engine-compose" -f "$project/simulator/compose.yaml" down -v -t 1 >/dev/null 2>&1 || true
  fi
  if [ -n "$daemon" ]; then
    kill "$daemon" 2>/dev/null || true
    wait "$daemon" || true
  fi
  exit "$result"
}

if [ -n "${KIOSK_CHECK_INSIDE:-}" ]; then inside; else outside; fi
