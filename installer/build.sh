#!/usr/bin/env bash
# Makes the packages from what `mvn package` built:  installer/build.sh [amd64] [arm64]     (without a word: both)
#
#   installer/target/kiosk-agent_VERSION_ARCH.deb              with its own Java runtime
#   installer/target/kiosk-agent_VERSION_linux_ARCH.tar.gz     the same with install.sh, for systems without dpkg
#
# The same commit gives the same bytes, in any folder. Needs what `need` names below, and the network for arm64 only.
set -euo pipefail
cd "$(dirname "$0")/.."
. installer/lib/common.sh
. installer/lib/foreign.sh
. installer/lib/runtime.sh
. installer/lib/archive.sh
. installer/lib/deb.sh
. installer/lib/tarball.sh

# What jdeps does not see: java.logging for JNA, jdk.crypto.ec for TLS, jdk.unsupported for SIGHUP.
# Not in it: java.sql, java.naming, java.desktop, which libraries name in parts that are never used here.
modules=java.base,java.logging,java.management,jdk.crypto.ec,jdk.net,jdk.unsupported

dist=agent/target/dist
out=$PWD/installer/target
version=$(sed -n 's:^  <version>\(.*\)</version>:\1:p' pom.xml | head -n 1)
deb_version=${version/-/\~} # 1.0.0~SNAPSHOT is older than 1.0.0
if [ ! -x "$dist/bin/kiosk-agent" ] || [ ! -f "$dist/lib/kiosk-agent-$version.jar" ]; then
  fail "agent/target/dist is not there or of another version; run first: mvn package"
fi
build=$(git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
# Without a clone, or in one of another user, which git does not look into, the time is that of the jar.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat -c %Y "$dist/lib/kiosk-agent-$version.jar")}
export SOURCE_DATE_EPOCH LC_ALL=C TZ=UTC
umask 022

architectures=("$@")
[ $# -gt 0 ] || architectures=(amd64 arm64)
tools=(dpkg-deb:dpkg zip:zip unshare:util-linux setarch:util-linux chrt:util-linux taskset:util-linux)
for architecture in "${architectures[@]}"; do
  case $architecture in
    amd64) tools+=(x86_64-linux-gnu-strip:binutils-x86-64-linux-gnu) ;;
    arm64) tools+=(aarch64-linux-gnu-strip:binutils-aarch64-linux-gnu) ;;
    *) fail "no package for $architecture; expected amd64 or arm64" ;;
  esac
  [ "$architecture" = "$(dpkg --print-architecture)" ] || tools+=(qemu-aarch64-static:qemu-user-static apt-get:apt)
done
need "${tools[@]}"
may_make_spaces
jdk=$(find_jdk)

for architecture in "${architectures[@]}"; do
  work=$out/$architecture
  rm -rf "$work"
  mkdir -p "$work"
  home=$work/stage/usr/lib/kiosk-agent
  make_home "$architecture" "$home"
  make_tarball "$architecture" "$home"
  make_archive "$architecture" "$home"
  make_deb "$architecture" "$work/stage"
done
