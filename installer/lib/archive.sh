# shellcheck shell=bash disable=SC2154 # sourced by build.sh
# The archive of loaded classes (AppCDS). Java 17 takes one only where the jars lie at the same path, with the same size and time,
# and with the same options, so it is made at the place where the package will be, in a file system that only this command sees.

# $1 architecture, $2 the staged folder of /usr/lib/kiosk-agent
make_archive() {
  local libraries=/ emulator='' options
  if [ "$1" != "$(dpkg --print-architecture)" ]; then
    libraries=$(foreign_root "$1")
    emulator=$(command -v qemu-aarch64-static) || fail "qemu-aarch64-static is not installed; apt-get install qemu-user-static"
  fi
  # The launcher itself says its options and its class path.
  options=$(KIOSK_JAVA="echo" "$2/bin/kiosk-agent")
  options=${options//"$2"/\/usr\/lib\/kiosk-agent}
  cp installer/classes.list "$2/classes.list"
  # Where libraries lie in memory would show in the archive.
  # shellcheck disable=SC2086 # a list
  setarch --addr-no-randomize unshare --user --map-root-user --mount --pid --fork \
    installer/lib/dump-classes.sh "$work/root" "$2" "$libraries" "$emulator" \
    -Xshare:dump -Xlog:disable -Xlog:all=error:stderr -XX:SharedClassListFile=/usr/lib/kiosk-agent/classes.list \
    -XX:SharedArchiveFile=/usr/lib/kiosk-agent/kiosk-agent.jsa $options
  rm "$2/classes.list"
  rmdir "$work/root"
  [ -f "$2/kiosk-agent.jsa" ] || fail "Java made no archive of classes for $1"
  settle "$2"
}
