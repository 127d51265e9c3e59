package dev.kiosk.agent.link.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.device.RefusingPort;
import dev.kiosk.agent.link.Target;
import dev.kiosk.agent.link.Transport.Connection;
import dev.kiosk.agent.link.TransportEvent.Closed;
import dev.kiosk.agent.link.TransportEvent.Opened;
import dev.kiosk.agent.link.TransportEvent.Text;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts that fail, in every way in which a server or a network can make them fail. */
@Timeout(30)
class WebSocketUpgradeTest {

  private static final String TOKEN = "s3cr3t-token";

  /**
   * Time to connect and to send the request on a busy machine, since each test waits for its end.
   */
  private static final Duration SHORT = Duration.ofMillis(1_500);

  private final Recorded events = new Recorded();

  private Connection connect(URI uri, Duration timeout) {
    var target = new Target(uri, "kiosk.telemetry.v1", TOKEN, timeout);
    return new WebSocketTransport(TlsSource.system(), Time.system()).connect(target, events);
  }

  private Closed closedAfter(RawPeer.Script script, Duration timeout) throws IOException {
    try (var peer = RawPeer.start(script)) {
      connect(peer.uri(), timeout);
      Closed closed = events.awaitClosed();
      assertThat(events.all()).hasSize(1);
      assertThat(closed.reason()).doesNotContain(TOKEN, "\n", "\r");
      return closed;
    }
  }

  private Closed closedAfter(String answer) throws IOException {
    return closedAfter(
        guest -> {
          guest.readRequest();
          guest.write(answer);
          guest.awaitEnd(); // as a server that keeps its connections alive
        },
        Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "401 Unauthorized; 401; -1",
        "403 Forbidden; 403; -1",
        "404 Not Found; 404; -1",
        "429 Too Many Requests|Retry-After: 7; 429; 7",
        "503 Service Unavailable|retry-after:  120 ; 503; 120",
        "503|Date: Wed, 01 Jan 2025 00:00:00 GMT|Retry-After: Wed, 01 Jan 2025 00:01:30 GMT; 503; 90",
        "503 Busy|Retry-After: Wed, 01 Jan 2020 00:00:00 GMT; 503; 0",
        "503 Busy|Retry-After: soon; 503; -1",
        "503 Busy|Retry-After: -5; 503; -1",
        "302 Found|Location: wss://elsewhere/; 302; -1",
        "200 OK|Content-Length: 2||hi; 200; -1",
      })
  void aRefusalIsToldWithItsStatusAndWhenToComeBack(String answer, int status, long retryAfter)
      throws Exception {
    Closed closed = closedAfter("HTTP/1.1 " + answer.replace("|", "\r\n") + "\r\n\r\n");
    assertThat(closed.httpStatus()).isEqualTo(OptionalInt.of(status));
    assertThat(closed.retryAfterSeconds().orElse(-1)).isEqualTo(retryAfter);
    assertThat(closed.closeCode()).isEmpty();
    assertThat(closed.reason()).contains("HTTP " + status);
  }

  @Test
  void aServerThatSendsTheTokenBackDoesNotGetItIntoTheReason() throws Exception {
    Closed closed = closedAfter("HTTP/1.1 401 bad token " + TOKEN + "\r\n\r\n");
    assertThat(closed.reason()).contains("bad token ***");
  }

  @Test
  void aServerThatSaysNothingIsLeftAtTheDeadline() throws Exception {
    Closed closed = closedAfter(RawPeer.Guest::awaitEnd, SHORT);
    assertThat(closed.reason()).contains("did not answer the upgrade within 1500 ms");
  }

  @Test
  void aServerThatDripsIsLeftAtTheDeadline() throws Exception {
    Closed closed =
        closedAfter(
            guest -> {
              guest.write("HTTP/1.1 101 Switching Protocols\r\nX: ");
              try {
                for (int i = 0; i < 10_000; i++) {
                  guest.write("x");
                  LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
                }
              } catch (IOException gone) {
                // the agent has left, as it should
              }
            },
            SHORT);
    assertThat(closed.reason()).contains("did not answer the upgrade within 1500 ms");
  }

  @Test
  void anAnswerInSingleBytesIsUnderstoodAndSoIsAFrameRightBehindIt() throws Exception {
    try (var peer =
        RawPeer.start(
            guest -> {
              String answer = RawPeer.Guest.answer(guest.readRequest(), null);
              for (int i = 0; i < answer.length() - 1; i++) {
                guest.write(answer.substring(i, i + 1));
              }
              guest.write(answer.substring(answer.length() - 1) + "\u0081\u0002hi");
              guest.awaitEnd();
            })) {
      Connection connection = connect(peer.uri(), Duration.ofSeconds(5));
      assertThat(events.await(Text.class).text()).isEqualTo("hi");
      assertThat(events.all(Opened.class)).hasSize(1);
      connection.abort();
      events.awaitClosed();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2|",
        "\u0015\u0003\u0003\u0000\u0002\u0002F",
        "HTTP/1.1 OK||",
        "HTTP/1.1 101 Switching Protocols||",
        "HTTP/1.1 101 Switching Protocols|no field||",
        "HTTP/1.1 101 X|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Accept: d3Jv||",
        "HTTP/1.1 101 X|Upgrade: websocket|Sec-WebSocket-Protocol: other||",
      })
  void anAnswerThatIsNoneEndsTheAttemptAtOnce(String answer) throws Exception {
    Closed closed = closedAfter(answer.replace("|", "\r\n"));
    assertThat(closed.httpStatus()).isEmpty();
    assertThat(closed.reason()).containsAnyOf("does not speak HTTP", "the answer", "not offered");
  }

  @Test
  void anEndlessHeadIsNotReadToItsEnd() throws Exception {
    Closed closed = closedAfter("HTTP/1.1 101 Switching Protocols\r\nX: " + "y".repeat(100_000));
    assertThat(closed.reason()).contains("longer than 16 KiB");
  }

  @Test
  void randomBytesEndTheAttempt() throws Exception {
    var random = new Random(7);
    byte[] noise = new byte[5000];
    random.nextBytes(noise);
    Closed closed =
        closedAfter(
            guest -> {
              guest.write(noise);
              guest.awaitEnd();
            },
            Duration.ofSeconds(5));
    assertThat(closed.reason()).contains("does not speak HTTP");
  }

  @Test
  void aServerThatClosesWithoutAWordIsToldAsSuch() throws Exception {
    Closed closed = closedAfter(RawPeer.Guest::readRequest, Duration.ofSeconds(5));
    assertThat(closed.reason())
        .isEqualTo("the server closed the connection without answering the upgrade");
  }

  @Test
  void aRefusedConnectionIsToldInPlainWords() throws Exception {
    try (RefusingPort port = RefusingPort.take()) {
      connect(URI.create("ws://127.0.0.1:" + port.number()), Duration.ofSeconds(5));
      assertThat(events.awaitClosed())
          .isEqualTo(Closed.because("connection refused by 127.0.0.1:" + port.number()));
    }
  }

  @Test
  void anUnknownNameIsToldInPlainWords() {
    connect(URI.create("ws://no-such-host.invalid/"), Duration.ofSeconds(3));
    assertThat(events.awaitClosed().reason())
        .isIn(
            "the name no-such-host.invalid is not known (DNS)",
            "no connection to no-such-host.invalid:80 within 3000 ms"); // a resolver that is silent
  }

  @Test
  void aFullBacklogIsLeftAtTheDeadline() throws Exception {
    try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var waiting = new ArrayList<Socket>();
      for (int i = 0; i < 4; i++) { // beyond the backlog the kernel does not answer any more
        var socket = new Socket();
        waiting.add(socket);
        try {
          socket.connect(full.getLocalSocketAddress(), 100);
        } catch (IOException backlogIsFull) {
          break;
        }
      }
      connect(URI.create("ws://127.0.0.1:" + full.getLocalPort()), SHORT);
      assertThat(events.awaitClosed().reason())
          .containsAnyOf("no answer from 127.0.0.1", "no connection to 127.0.0.1");
      for (var socket : waiting) {
        socket.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "a\r\nX-Admin: yes"})
  void aTokenThatCannotTravelInAHeaderIsNotSent(String token) throws Exception {
    try (var peer = RawPeer.start(RawPeer.Guest::awaitEnd)) {
      var target = new Target(peer.uri(), "v1", token, SHORT);
      new WebSocketTransport(TlsSource.system(), Time.system()).connect(target, events);
      assertThat(events.awaitClosed().reason()).startsWith("the token is empty or has characters");
    }
  }

  @Test
  void anAddressWithoutHostEndsTheAttempt() {
    connect(URI.create("ws://kiosk_hub:9400/"), SHORT);
    assertThat(events.awaitClosed().reason()).contains("names no host");
  }

  /** Whatever the moment: during the lookup, the connect, the upgrade, right after it. */
  @Test
  void anAbortAtAnyMomentGivesExactlyOneEnd() throws Exception {
    var random = new Random(11);
    try (var peer =
        RawPeer.start(
            guest -> {
              guest.upgrade(null);
              guest.text("hello");
              guest.awaitEnd();
            })) {
      for (int i = 0; i < 150; i++) {
        var one = new Recorded();
        var target = new Target(peer.uri(), "v1", TOKEN, Duration.ofSeconds(5));
        Connection connection =
            new WebSocketTransport(TlsSource.system(), Time.system()).connect(target, one);
        LockSupport.parkNanos(random.nextInt(3_000_000));
        if (i % 2 == 0) {
          connection.abort();
        } else {
          connection.close(1000, "enough");
          connection.abort();
        }
        Closed closed = one.awaitClosed();
        assertThat(closed.reason())
            .isIn("dropped by this side", "closed by this side with 1000: enough");
      }
    }
  }

  @Test
  void anAbortOutOfTheEventItselfGivesExactlyOneEnd() throws Exception {
    try (var peer =
        RawPeer.start(
            guest -> {
              guest.upgrade(null);
              guest.awaitEnd();
            })) {
      var slot = new CompletableFuture<Connection>();
      var target = new Target(peer.uri(), "v1", null, Duration.ofSeconds(5));
      slot.complete(
          new WebSocketTransport(TlsSource.system(), Time.system())
              .connect(
                  target,
                  event -> {
                    events.accept(event);
                    slot.join().abort();
                  }));
      assertThat(events.awaitClosed().reason()).isEqualTo("dropped by this side");
      assertThat(events.all()).hasSize(2);
    }
  }
}
