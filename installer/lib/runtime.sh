# shellcheck shell=bash disable=SC2154 # sourced by build.sh
# The folder that is installed, with its own Java runtime.

# $1 architecture; prints where its jmods are
jmods_of() {
  if [ "$1" = "$(dpkg --print-architecture)" ]; then
    echo "$jdk/jmods"
  else
    echo "$(foreign_root "$1")"/usr/lib/jvm/java-17-openjdk-"$1"/jmods
  fi
}

# $1 architecture, $2 the folder to make
make_home() {
  local triplet=x86_64-linux-gnu jna=linux-x86-64
  if [ "$1" = arm64 ]; then
    triplet=aarch64-linux-gnu jna=linux-aarch64
  fi
  mkdir -p "$2"
  cp -r "$dist/bin" "$dist/lib" "$2"
  cp systemd/kiosk-agent-start "$2/bin/kiosk-agent-start"
  chmod 755 "$2"/bin/*
  echo "$version $build" >"$2/VERSION"

  # JNA's native part as a file, and none for other systems.
  "$jdk/bin/jar" --extract --file "$2"/lib/jna-jpms-*.jar "com/sun/jna/$jna/libjnidispatch.so"
  install -D -m 644 "com/sun/jna/$jna/libjnidispatch.so" "$2/lib/native/libjnidispatch.so"
  rm -r com
  zip -q -d "$2"/lib/jna-jpms-*.jar '*/libjnidispatch.*' '*/jnidispatch.dll'
  # Nor OSHI, which reads the load of other systems than Linux, and what it alone needs.
  rm "$2"/lib/oshi-*.jar "$2"/lib/jna-platform-jpms-*.jar
  "$jdk/bin/java" --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED installer/lib/SlimJars.java "$2"/lib/*.jar

  "$jdk/bin/jlink" --module-path "$(jmods_of "$1")" --add-modules "$modules" --output "$2/runtime" \
    --strip-java-debug-attributes --no-header-files --no-man-pages --compress=2 --dedup-legal-notices=error-if-not-same-content
  "$triplet-strip" --strip-unneeded "$2/lib/native/libjnidispatch.so" "$2"/runtime/bin/java "$2"/runtime/lib/jspawnhelper \
    "$2"/runtime/lib/*.so "$2"/runtime/lib/server/*.so
  # Each thread touches this much of its stack at once, which then is memory of its own: 40 KiB in place of 80. The rest was for a way to
  # write to sockets that Java 17 has no more. On arm64 Java takes no less than 80.
  [ "$1" != amd64 ] || echo -XX:StackShadowPages=10 >"$2/runtime/lib/vm.options"
  # The keytool, the starter of jars, and what only the JDK's own tools read.
  rm -rf "$2"/runtime/bin/keytool "$2"/runtime/lib/jexec "$2"/runtime/lib/classlist "$2"/runtime/lib/jrt-fs.jar
  settle "$2"
}
