package dev.kiosk.simulator.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The agent as it is built, started by its start script, and what its metrics say. */
final class BuiltAgent {

  private BuiltAgent() {}

  /**
   * A configuration with the usual intervals.
   *
   * @param status address and port of the status page
   * @param devices TOML of the devices
   */
  static Path config(Path dir, URI server, String status, String devices) throws IOException {
    return Files.writeString(
        dir.resolve("agent.toml"),
        """
        [kiosk]
        tenant_id = "%s"
        host = "%s"
        state_dir = "%s"
        [server]
        url = "%s"
        [spool]
        dir = "%s"
        [status]
        listen = "%s"
        [service]
        socket = "off"
        %s
        """
            .formatted(
                Events.TENANT,
                Events.HOST,
                dir.resolve("state"),
                server,
                dir.resolve("spool"),
                status,
                devices));
  }

  /**
   * Starts it.
   *
   * @param root below which it finds {@code /sys}
   */
  static Child start(Path dir, Path config, Path root) throws IOException {
    Path script = Stage.AGENT_MODULE.resolve(Path.of("target", "dist", "bin", "kiosk-agent"));
    if (!Files.isExecutable(script)) {
      throw new IOException(script + " is missing; name package instead of test-compile");
    }
    var command =
        List.of(script.toString(), "run", "--config", config.toString(), "--root", root.toString());
    return Child.of(
        new ProcessBuilder(command).redirectError(dir.resolve("agent.log").toFile()).start());
  }

  /** A port that nobody listens on now. */
  static int freePort() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** The values of all metrics whose line begins so. */
  static List<Double> metrics(String status, String beginning) throws IOException {
    return lines(status, beginning)
        .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
        .toList();
  }

  /** The lines of the metrics that begin so. */
  static Stream<String> lines(String status, String beginning) throws IOException {
    try (InputStream metrics = URI.create("http://" + status + "/metrics").toURL().openStream()) {
      String text = new String(metrics.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> line.startsWith(beginning));
    }
  }
}
