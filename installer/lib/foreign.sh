# shellcheck shell=bash disable=SC2154 # sourced by build.sh
# What a runtime for another architecture is linked from, and what it needs to run under emulation: Debian's own packages, unpacked
# into installer/target/foreign. The machine's own package lists are left alone.

# $1 architecture; prints the folder
foreign_root() {
  local root=$out/foreign/$1
  if [ ! -f "$root/complete" ]; then
    local apt=$out/foreign/apt-$1
    rm -rf "$root" "$apt"
    mkdir -p "$root" "$apt"/{lists/partial,cache/archives/partial,debs}
    touch "$apt/status"
    cat >"$apt/sources.list" <<LIST
deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian bookworm main
deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian-security bookworm-security main
LIST
    local options=(-q -o "APT::Architecture=$1" -o "APT::Architectures::=$1" -o "Dir::State=$apt" -o "Dir::State::Lists=$apt/lists"
      -o "Dir::State::Status=$apt/status" -o "Dir::Cache=$apt/cache" -o "Dir::Etc::SourceList=$apt/sources.list"
      -o "Dir::Etc::SourceParts=-" -o "APT::Sandbox::User=root")
    (
      cd "$apt/debs"
      apt-get "${options[@]}" update
      apt-get "${options[@]}" download openjdk-17-jdk-headless openjdk-17-jre-headless libc6 zlib1g libstdc++6 libgcc-s1
    ) >&2 || fail "Debian's packages for $1 cannot be fetched"
    for deb in "$apt"/debs/*.deb; do
      dpkg-deb --fsys-tarfile "$deb" | tar -C "$root" -xf - --exclude=./usr/share
    done
    touch "$root/complete"
  fi
  echo "$root"
}
