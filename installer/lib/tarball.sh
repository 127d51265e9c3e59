# shellcheck shell=bash disable=SC2154 # sourced by build.sh
# The archive for systems without dpkg.

# $1 architecture, $2 the staged folder of /usr/lib/kiosk-agent, yet without its archive of classes: install.sh makes that where it lies
make_tarball() {
  local name=kiosk-agent-$version-linux-$1
  local folder=$work/$name
  mkdir "$folder"
  cp -a "$2" "$folder/kiosk-agent"
  cp -r installer/install.sh installer/classes.list installer/classes-tls.list systemd agent/DEVICES.md "$dist"/{prometheus,grafana,status,wire} "$folder/"
  rm "$folder"/systemd/{README.md,kiosk-agent-start,kiosk-simulator*}
  echo "$1" >"$folder/ARCHITECTURE"
  configuration_to_fill_in >"$folder/agent.toml"
  settle "$folder"
  tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner --format=ustar -cf - "$name" |
    gzip -9n >"$out/kiosk-agent_${version}_linux_$1.tar.gz"
  rm -rf "$folder"
  echo "installer/target/kiosk-agent_${version}_linux_$1.tar.gz"
}
