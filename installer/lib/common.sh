# shellcheck shell=bash disable=SC2154 # sourced by build.sh

fail() {
  echo "build.sh: $*" >&2
  exit 1
}

# $1… PROGRAM:DEBIAN-PACKAGE; names all that are missing
need() {
  local tool missing=()
  for tool in "$@"; do
    command -v "${tool%%:*}" >/dev/null || missing+=("${tool##*:}")
  done
  [ "${#missing[@]}" = 0 ] || fail "programs are missing; apt-get install ${missing[*]}"
}

# The JDK whose modules the runtime is linked from: 17, as the class archive and the tests are for it.
find_jdk() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/java-17-openjdk-* "$(dirname "$(dirname "$(readlink -f "$(command -v javac || echo /)")")")"; do
    if [ -d "$home/jmods" ] && grep -qs '^JAVA_VERSION="17' "$home/release"; then
      echo "$home"
      return
    fi
  done
  fail "no JDK 17 with its jmods folder is installed; apt-get install openjdk-17-jdk-headless, or name one with JAVA_HOME"
}

# $1 a folder: every time in it is that of the commit, and no file is writable by others
settle() {
  find "$1" ! -type l -exec chmod u=rwX,go=rX {} +
  find "$1" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
}
