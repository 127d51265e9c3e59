package dev.kiosk.agent.device.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import dev.kiosk.agent.peer.Peer;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A print server that serves one connection and lets others wait: p910nd in front of a terminal at
 * whose other end the test plays the printer.
 */
class PrintServerPeerTest {

  private static final byte[] STATUS = {0x10, 0x04, 0x01};

  private final Path dir;
  private final Time time = Time.system();

  PrintServerPeerTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void isInstalled() {
    Peer.needs("p910nd", "p910nd");
    Peer.needs("socat", "socat");
    Peer.needsRoot("p910nd wants a folder for its lock, which is mounted for it alone");
  }

  @Test
  void whileAnApplicationHereHasTheConnectionThePortIsInUseAndItIsNotDisturbed() throws Exception {
    int port = freePort();
    try (PtyPair cable = PtyPair.start(dir);
        Peer server = printServer(port, cable)) {
      cable.serve(STATUS.length, request -> new byte[] {0x12});
      await().until(() -> accepts(port));
      try (var application = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(answerTo(application)).isEqualTo(0x12);

        assertThat(look(Path.of("/"), port)).isEqualTo(Trouble.IN_USE);
        assertThat(look(dir, port)).isEqualTo(Trouble.SILENT); // the same from another machine

        assertThat(answerTo(application)).isEqualTo(0x12);
        assertThat(cable.received()).hasSize(2).containsOnly("10 04 01");
      }
      assertThat(server.alive()).isTrue();
    }
  }

  @Test
  void whenTheApplicationIsGoneThePrinterAnswers() throws Exception {
    int port = freePort();
    try (PtyPair cable = PtyPair.start(dir);
        Peer server = printServer(port, cable)) {
      cable.serve(STATUS.length, request -> new byte[] {0x12});
      await().until(() -> accepts(port));

      await().atMost(Duration.ofSeconds(10)).until(() -> look(Path.of("/"), port) == null);
      assertThat(server.alive()).isTrue();
    }
  }

  /** What kept the printer from answering one question, or null when it answered. */
  private @Nullable Trouble look(Path root, int port) {
    var dialer = new TcpDialer(new TcpEndpoint("127.0.0.1", port), Machine.of(root, time));
    TransportException failure =
        catchThrowableOfType(
            TransportException.class,
            () -> {
              long deadlineNanos = time.nanos() + Duration.ofSeconds(2).toNanos();
              try (Line line = dialer.dial(Duration.ofSeconds(1), deadlineNanos)) {
                line.send(STATUS);
                assertThat(line.read(time.nanos() + Duration.ofMillis(700).toNanos()))
                    .isEqualTo(0x12);
              }
            });
    return failure == null ? null : failure.trouble();
  }

  private static int answerTo(Socket application) throws IOException {
    application.setSoTimeout(5_000);
    application.getOutputStream().write(STATUS);
    return application.getInputStream().read();
  }

  private Peer printServer(int port, PtyPair cable) throws IOException {
    return Peer.start(
        dir.resolve("p910nd.log"),
        "unshare",
        "-m",
        "sh",
        "-c",
        "mount -t tmpfs tmpfs /run/lock && mkdir /run/lock/p910nd"
            + " && exec p910nd -d -b -f \"$0\" -i 127.0.0.1 \"$1\"",
        cable.host().toString(),
        Integer.toString(port - 9_100));
  }

  private static boolean accepts(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** It listens at 9100 to 9109 only; one of these that nobody has. */
  private static int freePort() {
    return IntStream.rangeClosed(9_100, 9_109)
        .filter(PrintServerPeerTest::isFree)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (var server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return server.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
