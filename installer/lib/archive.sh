# shellcheck shell=bash disable=SC2154 # sourced by build.sh
# The archive of loaded classes (AppCDS). Java 17 takes one only where the jars lie at the same path, with the same size and time,
# and with the same options, so it is made at the place where the package will be, in a file system that only this command sees.

# $1 architecture, $2 the staged folder of /usr/lib/kiosk-agent
make_archive() {
  local libraries=/ emulator='' options
  if [ "$1" != "$(dpkg --print-architecture)" ]; then
    libraries=$(foreign_root "$1")
    emulator=$(command -v qemu-aarch64-static)
  fi
  # The launcher itself says its options and its class path. While the archive is made there is room for no collection of garbage and
  # no thread for signals, as both change in which order things come into it.
  options=$(KIOSK_JAVA="echo" KIOSK_JAVA_OPTS="-Xms256m -Xmn200m -Xmx256m -Xrs" "$2/bin/kiosk-agent")
  options=${options//"$2"/\/usr\/lib\/kiosk-agent}
  cp installer/classes.list "$2/classes.list"
  local archive=-XX:SharedArchiveFile=/usr/lib/kiosk-agent/kiosk-agent.jsa
  local quiet="-Xlog:disable -Xlog:all=error:stderr"
  # shellcheck disable=SC2086 # lists of options
  one_after_the_other in_place "$2" -Xshare:dump $quiet -XX:SharedClassListFile=/usr/lib/kiosk-agent/classes.list $archive $options
  rm "$2/classes.list"
  [ -f "$2/kiosk-agent.jsa" ] || fail "Java made no archive of classes for $1"
  settle "$2"

  # On top of it, what encryption needs. Such an archive takes what a program has loaded, here one that does nothing else.
  cp installer/classes-tls.list "$2/classes.list"
  local main=dev.kiosk.agent.app.Main tls=/usr/lib/kiosk-agent/kiosk-agent-tls.jsa
  # shellcheck disable=SC2086 # lists of options
  one_after_the_other in_place "$2" $quiet -XX:ArchiveClassesAtExit=$tls $archive ${options%"$main"*} \
    dev.kiosk.agent.app.LoadClasses /usr/lib/kiosk-agent/classes.list
  rm "$2/classes.list"
  [ -f "$2/kiosk-agent-tls.jsa" ] || fail "Java made no archive of the classes of encryption for $1"
  settle "$2"

  options=$(KIOSK_JAVA="echo" "$2/bin/kiosk-agent")
  options=${options//"$2"/\/usr\/lib\/kiosk-agent}
  # What a kiosk would do without a word, to start without the archive, is a failure here.
  # shellcheck disable=SC2086 # lists of options
  in_place "$2" -Xshare:on $quiet $archive:$tls $options --version >/dev/null || fail "the archives of classes for $1 are not taken"
}

# Runs a command whose threads take turns only where one waits: on one processor, in real time. Without it the order of what Java's
# own threads do at the start, and so of the archive, would be another at every other build.
one_after_the_other() {
  local before
  before=$(taskset --cpu-list --pid $BASHPID | sed 's/.*: //')
  if ! chrt --fifo --pid 1 $BASHPID 2>/dev/null; then
    echo "build.sh: without root's right to real time the archive of classes may differ from build to build" >&2
    "$@"
    return
  fi
  taskset --cpu-list --pid "${before%%[,-]*}" $BASHPID >/dev/null
  "$@"
  taskset --cpu-list --pid "$before" $BASHPID >/dev/null
  chrt --other --pid 0 $BASHPID
}

# Name spaces in which a file system can be mounted, also by who is not root.
spaces=(--user --map-root-user --mount --pid --fork --kill-child)

may_make_spaces() {
  unshare "${spaces[@]}" true 2>/dev/null ||
    fail "no name spaces can be made here, as in a chroot or a container without that right; build where: unshare ${spaces[*]} true  works"
}

# $1 the staged folder, $2… options. Where libraries lie in memory would show in the archive, so it is not left to chance.
in_place() {
  local stage=$1
  shift
  setarch --addr-no-randomize unshare "${spaces[@]}" \
    installer/lib/run-in-place.sh "$work/root" "$stage" "$libraries" "$emulator" "$@"
}
