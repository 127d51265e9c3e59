package dev.kiosk.agent.device.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.RefusingPort;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import dev.kiosk.agent.time.Time;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TcpLineTest {

  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final Path root;
  private final Time time = Time.system();
  private ServerSocket server;

  /** With an empty /proc: nobody else is connected. */
  TcpLineTest(@TempDir Path root) {
    this.root = root;
  }

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void bytesGoThereAndBack() throws IOException {
    try (TcpLine link = dial();
        Socket peer = server.accept()) {
      link.send((byte) 1, (byte) 0xFF);
      assertThat(peer.getInputStream().readNBytes(2)).containsExactly(1, 0xFF);
      peer.getOutputStream().write(0xFE);

      assertThat(link.read(soon())).isEqualTo(0xFE);
    }
  }

  @Test
  void aPortWhereNobodyListensRefuses() throws IOException {
    try (RefusingPort port = RefusingPort.take()) {
      var dialer =
          new TcpDialer(new TcpEndpoint("127.0.0.1", port.number()), Machine.of(root, time));

      assertTrouble(() -> dialer.dial(CONNECT, soon()), Trouble.REFUSED);
    }
  }

  @Test
  void aNameThatNobodyKnowsIsUnreachable() {
    var dialer =
        new TcpDialer(new TcpEndpoint("no-such-host.invalid", 9100), Machine.of(root, time));

    assertTrouble(() -> dialer.dial(CONNECT, soon()), Trouble.UNREACHABLE);
  }

  @Test
  void aPeerThatSaysNothingIsSilentAndCostsNoMoreThanTheWait() throws IOException {
    try (TcpLine link = dialer().dial(CONNECT, time.nanos() + Duration.ofMinutes(1).toNanos());
        Socket peer = server.accept()) {
      long startNanos = time.nanos();

      assertTrouble(
          () -> link.read(time.nanos() + Duration.ofMillis(100).toNanos()), Trouble.SILENT);
      assertThat(Duration.ofNanos(time.nanos() - startNanos))
          .isBetween(Duration.ofMillis(90), Duration.ofSeconds(20)); // the line's own is a minute
      assertThat(peer.isConnected()).isTrue();
    }
  }

  @Test
  void theDeadlineOfTheWholeHoldsForEachRead() throws IOException {
    long deadlineNanos = time.nanos() + Duration.ofSeconds(2).toNanos(); // time to connect, too
    try (TcpLine link = dialer().dial(CONNECT, deadlineNanos);
        Socket peer = server.accept()) {
      assertTrouble(
          () -> link.read(time.nanos() + Duration.ofMinutes(1).toNanos()), Trouble.SILENT);
      assertTrouble(
          () -> link.read(time.nanos() + Duration.ofMinutes(1).toNanos()), Trouble.SILENT);
      assertThat(peer.isConnected()).isTrue();
      assertThat(time.nanos() - deadlineNanos).isLessThan(Duration.ofSeconds(20).toNanos());
    }
  }

  @Test
  void aPeerThatClosesIsToldApartFromASilentOne() throws IOException {
    try (TcpLine link = dial()) {
      server.accept().close();

      assertTrouble(() -> link.read(soon()), Trouble.CLOSED);
    }
  }

  @Test
  void aPeerThatResetsHasClosed() throws IOException {
    try (TcpLine link = dial()) {
      Socket peer = server.accept();
      peer.setSoLinger(true, 0);
      peer.close();

      assertTrouble(() -> link.read(soon()), Trouble.CLOSED);
    }
  }

  @Test
  void whatCameUnaskedIsTakenWithoutWaiting() throws IOException {
    try (TcpLine link = dial();
        Socket peer = server.accept()) {
      assertThat(link.drain()).isEmpty();
      peer.getOutputStream().write(new byte[] {1, 2, 3});
      var taken = new ByteArrayOutputStream();

      await()
          .untilAsserted(
              () -> {
                taken.write(link.drain());
                assertThat(taken.toByteArray()).containsExactly(1, 2, 3);
              });
    }
  }

  @Test
  void aPeerThatNeverStopsSendingIsGarbage() throws IOException {
    try (TcpLine link = dial();
        Socket peer = server.accept()) {
      peer.getOutputStream().write(new byte[40_000]);

      await()
          .untilAsserted(
              () ->
                  assertThat(catchThrowableOfType(TransportException.class, link::drain))
                      .isNotNull()
                      .extracting(TransportException::trouble)
                      .isEqualTo(Trouble.GARBAGE));
    }
  }

  @Test
  void onlyAConnectionCountsAsAlive() throws IOException {
    InetAddress here = server.getInetAddress();
    int port = server.getLocalPort();

    assertThat(TcpDialer.accepts(here, port, Duration.ofSeconds(1))).isTrue();
    try (RefusingPort refusing = RefusingPort.take()) {
      assertThat(TcpDialer.accepts(here, refusing.number(), Duration.ofSeconds(1))).isFalse();
    }
  }

  private TcpDialer dialer() {
    var endpoint = new TcpEndpoint("127.0.0.1", server.getLocalPort());
    return new TcpDialer(endpoint, Machine.of(root, time));
  }

  private TcpLine dial() throws TransportException {
    return dialer().dial(CONNECT, soon());
  }

  private long soon() {
    return time.nanos() + Duration.ofSeconds(5).toNanos();
  }

  private static void assertTrouble(ThrowingCallable action, Trouble expected) {
    TransportException failure = catchThrowableOfType(TransportException.class, action);
    assertThat(failure).isNotNull();
    assertThat(failure.trouble()).isEqualTo(expected);
    assertThat(failure).hasMessageStartingWith("tcp://");
  }

  @Test
  void aDeviceThatRefusesButShowsItsWebPageIsPerhapsTakenBySomebodyElse() throws IOException {
    try (RefusingPort port = RefusingPort.take();
        var web = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // The tests have one machine only, so here its own address stands for another's.
      var around = new Neighbourhood(new LocalSockets(root), address -> false, web.getLocalPort());
      var endpoint = new TcpEndpoint("127.0.0.1", port.number());
      var dialer = new TcpDialer(endpoint, Machine.of(root, time), around);

      assertTrouble(() -> dialer.dial(CONNECT, soon()), Trouble.REFUSED_ALIVE);
    }
  }

  @Test
  void howLongALineWasHeldIsTold() throws IOException {
    var machine = Machine.of(root, time);
    var dialer = new TcpDialer(new TcpEndpoint("127.0.0.1", server.getLocalPort()), machine);
    for (int round = 1; round <= 2; round++) {
      TcpLine line = dialer.dial(CONNECT, soon());
      line.close();
      line.close();
    }

    assertThat(machine.held().times().get(dialer.endpoint()))
        .satisfies(
            times -> {
              assertThat(times.connections()).isEqualTo(2);
              assertThat(times.longestNanos()).isBetween(1L, times.allNanos());
            });
  }
}
