package dev.kiosk.agent.device.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.device.Wiretap;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import dev.kiosk.agent.time.Time;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpLinkTest {

  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final Time time = Time.system();
  private ServerSocket server;

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
    try (TcpLink link = dial();
        Socket peer = server.accept()) {
      link.send((byte) 1, (byte) 0xFF);
      assertThat(peer.getInputStream().readNBytes(2)).containsExactly(1, 0xFF);
      peer.getOutputStream().write(0xFE);

      assertThat(link.read(soon())).isEqualTo(0xFE);
    }
  }

  @Test
  void aPortWhereNobodyListensRefuses() throws IOException {
    server.close();

    assertTrouble(this::dial, Trouble.REFUSED);
  }

  @Test
  void aNameThatNobodyKnowsIsUnreachable() {
    var dialer = new TcpDialer(new TcpEndpoint("no-such-host.invalid", 9100), time, Wiretap.NONE);

    assertTrouble(() -> dialer.dial(CONNECT, soon()), Trouble.UNREACHABLE);
  }

  @Test
  void aPeerThatSaysNothingIsSilentAndCostsNoMoreThanTheWait() throws IOException {
    try (TcpLink link = dial();
        Socket peer = server.accept()) {
      long startNanos = time.nanos();

      assertTrouble(
          () -> link.read(time.nanos() + Duration.ofMillis(100).toNanos()), Trouble.SILENT);
      assertThat(Duration.ofNanos(time.nanos() - startNanos))
          .isBetween(Duration.ofMillis(90), Duration.ofMillis(1_500));
      assertThat(peer.isConnected()).isTrue();
    }
  }

  @Test
  void theDeadlineOfTheWholeHoldsForEachRead() throws IOException {
    long deadlineNanos = time.nanos() + Duration.ofMillis(200).toNanos();
    try (TcpLink link = dialer().dial(CONNECT, deadlineNanos);
        Socket peer = server.accept()) {
      assertTrouble(
          () -> link.read(time.nanos() + Duration.ofMinutes(1).toNanos()), Trouble.SILENT);
      assertTrouble(
          () -> link.read(time.nanos() + Duration.ofMinutes(1).toNanos()), Trouble.SILENT);
      assertThat(peer.isConnected()).isTrue();
      assertThat(time.nanos() - deadlineNanos).isLessThan(Duration.ofSeconds(2).toNanos());
    }
  }

  @Test
  void aPeerThatClosesIsToldApartFromASilentOne() throws IOException {
    try (TcpLink link = dial()) {
      server.accept().close();

      assertTrouble(() -> link.read(soon()), Trouble.CLOSED);
    }
  }

  @Test
  void aPeerThatResetsHasClosed() throws IOException {
    try (TcpLink link = dial()) {
      Socket peer = server.accept();
      peer.setSoLinger(true, 0);
      peer.close();

      assertTrouble(() -> link.read(soon()), Trouble.CLOSED);
    }
  }

  @Test
  void whatCameUnaskedIsTakenWithoutWaiting() throws IOException {
    try (TcpLink link = dial();
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
    try (TcpLink link = dial();
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
    server.close();
    assertThat(TcpDialer.accepts(here, port, Duration.ofSeconds(1))).isFalse();
  }

  private TcpDialer dialer() {
    var endpoint = new TcpEndpoint("127.0.0.1", server.getLocalPort());
    return new TcpDialer(endpoint, time, Wiretap.NONE);
  }

  private TcpLink dial() throws TransportException {
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
}
