# shellcheck shell=bash disable=SC2154 # sourced by build.sh
# The Debian package.

# $1 architecture, $2 the stage with /usr/lib/kiosk-agent in it
make_deb() {
  local doc=$2/usr/share/doc/kiosk-agent units=$2/lib/systemd/system
  mkdir -p "$2/usr/bin"
  ln -s ../lib/kiosk-agent/bin/kiosk-agent "$2/usr/bin/kiosk-agent"
  install -D -m 644 systemd/kiosk-agent.service "$units/kiosk-agent.service"
  install -D -m 755 systemd/kiosk-agent-generator "$2/lib/systemd/system-generators/kiosk-agent-generator"
  install -D -m 644 systemd/60-kiosk-agent.rules "$2/lib/udev/rules.d/60-kiosk-agent.rules"
  install -D -m 644 systemd/kiosk-agent.sysusers "$2/usr/lib/sysusers.d/kiosk-agent.conf"
  install -D -m 644 systemd/kiosk-agent.tmpfiles "$2/usr/lib/tmpfiles.d/kiosk-agent.conf"
  mkdir -p "$2/usr/share/kiosk-agent"
  configuration_to_fill_in >"$2/usr/share/kiosk-agent/agent.toml"

  mkdir -p "$doc/examples" "$2/usr/share/man/man1" "$2/usr/share/lintian/overrides"
  cp -r "$dist/prometheus" "$dist/grafana" "$dist/status" "$doc/examples/"
  cp agent/DEVICES.md "$doc/"
  cp installer/deb/copyright "$doc/"
  changelog | gzip -9n >"$doc/changelog.gz"
  gzip -9nc installer/deb/kiosk-agent.1 >"$2/usr/share/man/man1/kiosk-agent.1.gz"
  cp installer/deb/lintian-overrides "$2/usr/share/lintian/overrides/kiosk-agent"

  mkdir "$2/DEBIAN"
  for script in preinst postinst prerm postrm; do
    install -m 755 "installer/deb/$script" "$2/DEBIAN/$script"
  done
  (cd "$2" && find usr lib -type f -print0 | sort -z | xargs -0 md5sum) >"$2/DEBIAN/md5sums"
  sed -e "s/@VERSION@/$deb_version/" -e "s/@ARCHITECTURE@/$1/" \
    -e "s/@SIZE@/$(du -sk --apparent-size --exclude=DEBIAN "$2" | cut -f 1)/" installer/deb/control >"$2/DEBIAN/control"
  settle "$2"
  dpkg-deb --root-owner-group -Zxz -z6 --threads-max=1 --build "$2" "$out/kiosk-agent_${deb_version}_$1.deb" >/dev/null
  echo "installer/target/kiosk-agent_${deb_version}_$1.deb"
}

# The example with the two lines that only the owner can fill in left open, so that an unfinished one does not pass for finished.
configuration_to_fill_in() {
  sed -e 's|^tenant_id = .*|# tenant_id = "acme"                      # GIVE THIS: whose kiosk it is, as the server knows it|' \
    -e 's|^url = .*|# url = "wss://fleet.example.com/ws/agent"  # GIVE THIS: the server|' "$dist/conf/agent.toml"
}

changelog() {
  printf 'kiosk-agent (%s) stable; urgency=medium\n\n  * Built from %s.\n\n -- Kiosk agent maintainers <maintainers@kiosk.invalid>  %s\n' \
    "$deb_version" "$build" "$(date --utc --rfc-email --date="@$SOURCE_DATE_EPOCH")"
}
