package dev.kiosk.simulator.hub.nats;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiosk.simulator.hub.store.Retention;
import dev.kiosk.simulator.hub.store.StoreConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Debian's nats-server with JetStream, in a folder and on a port of its own. */
public final class NatsServer implements AutoCloseable {

  private final String program;
  private final Path dir;
  private final int port;
  private final List<String> options;
  private @Nullable Process process;

  private NatsServer(String program, Path dir, int port, List<String> options) {
    this.program = program;
    this.options = options;
    this.dir = dir;
    this.port = port;
  }

  /** A running server; the test is skipped where the program is not installed. */
  public static NatsServer start(Path dir, String... options) throws Exception {
    String program = program();
    assumeTrue(program != null, "nats-server is not installed (apt-get install nats-server)");
    NatsServer server = new NatsServer(String.valueOf(program), dir, freePort(), List.of(options));
    server.start();
    return server;
  }

  private static @Nullable String program() {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/usr/bin"))
        .map(folder -> Path.of(folder, "nats-server"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElse(null);
  }

  private static int freePort() throws IOException {
    return freePorts(1).get(0);
  }

  /** Ports that nobody listens on, each another. */
  static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      List<Integer> ports = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(free);
        ports.add(free.getLocalPort());
      }
      return ports;
    } finally {
      for (ServerSocket free : held) {
        free.close();
      }
    }
  }

  /** Starts it again, on the same port and with what it stored. */
  public void start() throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program, "-a", "127.0.0.1", "-p", Integer.toString(port)));
    command.addAll(List.of("-js", "-sd", dir.toString()));
    command.addAll(options);
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("nats.log").toFile())
            .start();
    await().atMost(Duration.ofSeconds(20)).until(this::isThere);
  }

  private boolean isThere() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII)
          .equals("INFO");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** As kill -9 does. */
  public void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  /** Lets it stand still, or go on: its connections stay, and nothing is answered meanwhile. */
  void standStill(boolean still) throws Exception {
    if (process == null) {
      return;
    }
    String id = Long.toString(process.pid());
    new ProcessBuilder("kill", still ? "-STOP" : "-CONT", id).start().waitFor();
    Path threads = Path.of("/proc", id, "task");
    await().until(() -> areStopped(threads) == still);
  }

  /** Whether each thread is stopped, which takes a moment. */
  private static boolean areStopped(Path threads) throws IOException {
    try (Stream<Path> all = Files.list(threads)) {
      for (Path thread : all.toList()) {
        if (!Files.readString(thread.resolve("stat")).contains(") T ")) {
          return false;
        }
      }
      return true;
    }
  }

  public String url() {
    return "nats://127.0.0.1:" + port;
  }

  /** A store in it that keeps all. */
  public StoreConfig config() {
    return new StoreConfig(url(), 1, Retention.FOREVER);
  }

  @Override
  public void close() {
    try {
      kill();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
