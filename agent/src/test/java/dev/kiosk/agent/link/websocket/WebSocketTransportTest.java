package dev.kiosk.agent.link.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.link.Target;
import dev.kiosk.agent.link.Transport.Connection;
import dev.kiosk.agent.link.TransportEvent.Closed;
import dev.kiosk.agent.link.TransportEvent.Opened;
import dev.kiosk.agent.link.TransportEvent.Pinged;
import dev.kiosk.agent.link.TransportEvent.Pong;
import dev.kiosk.agent.link.TransportEvent.Text;
import dev.kiosk.agent.link.TransportEvent.Unreadable;
import dev.kiosk.agent.time.Time;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An upgraded connection: frames and pings. */
@Timeout(30)
class WebSocketTransportTest {

  private static final String V1 = "kiosk.telemetry.v1";

  private final Recorded events = new Recorded();
  private final BlockingQueue<String> seen = new ArrayBlockingQueue<>(1000);

  private Connection connect(RawPeer peer) {
    var target = new Target(peer.uri(), V1, "s3cr3t-token", Duration.ofSeconds(5));
    return new WebSocketTransport(TlsSource.system(), Time.system()).connect(target, events);
  }

  private String seen() throws InterruptedException {
    return String.valueOf(seen.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void asksForTheUpgradeWithPathSubprotocolAndToken() throws Exception {
    try (var peer = RawPeer.start(guest -> seen.add(guest.upgrade(V1)))) {
      connect(peer);
      assertThat(events.await(Opened.class).subprotocol()).isEqualTo(V1);
      assertThat(seen())
          .startsWith("GET /ws/agent?a=b HTTP/1.1\r\n")
          .contains("\r\nHost: 127.0.0.1:" + peer.port() + "\r\n")
          .contains("\r\nSec-WebSocket-Protocol: " + V1 + "\r\n")
          .contains("\r\nAuthorization: Bearer s3cr3t-token\r\n")
          .doesNotContain("Sec-WebSocket-Extensions");
      events.awaitClosed();
    }
  }

  @Test
  void aServerThatAnswersNoSubprotocolIsFine() throws Exception {
    try (var peer = RawPeer.start(guest -> guest.upgrade(null))) {
      connect(peer);
      assertThat(events.await(Opened.class).subprotocol()).isEmpty();
      events.awaitClosed();
    }
  }

  @Test
  void framesGoBothWaysInOrder() throws Exception {
    try (var peer =
        RawPeer.start(
            guest -> {
              guest.upgrade(V1);
              for (int i = 0; i < 100; i++) {
                guest.text("echo " + guest.read().text());
              }
              guest.awaitEnd();
            })) {
      Connection connection = connect(peer);
      events.await(Opened.class);
      for (int i = 0; i < 100; i++) {
        connection.send(("größe " + i).getBytes(StandardCharsets.UTF_8));
      }
      List<Text> texts = events.await(Text.class, 100);
      assertThat(texts.get(0).text()).isEqualTo("echo größe 0");
      assertThat(texts.get(99).text()).isEqualTo("echo größe 99");
      connection.abort();
      events.awaitClosed();
    }
  }

  @Test
  void aPongBringsBackTheNumberOfItsPing() throws Exception {
    try (var peer =
        RawPeer.start(
            guest -> {
              guest.upgrade(null);
              RawPeer.Frame ping = guest.read();
              assertThat(ping.opcode()).isEqualTo(RawPeer.PING);
              guest.frame(RawPeer.PONG, ping.payload());
              guest.frame(RawPeer.PONG, new byte[0]);
              guest.frame(RawPeer.PONG, ByteBuffer.allocate(8).putLong(78).flip().array());
              guest.awaitEnd();
            })) {
      Connection connection = connect(peer);
      events.await(Opened.class);
      connection.ping(77);
      assertThat(events.await(Pong.class, 3))
          .containsExactly(new Pong(77), new Pong(-1), new Pong(-1));
      connection.abort();
      events.awaitClosed();
      assertThat(peer.failures()).isEmpty();
    }
  }

  @Test
  void aPingOfTheServerIsAnsweredAndTold() throws Exception {
    try (var peer =
        RawPeer.start(
            guest -> {
              guest.upgrade(null);
              guest.frame(RawPeer.PING, "are you there".getBytes(StandardCharsets.UTF_8));
              RawPeer.Frame pong = guest.read();
              seen.add(pong.opcode() + " " + pong.text());
            })) {
      connect(peer);
      events.await(Pinged.class);
      assertThat(seen()).isEqualTo("10 are you there");
      events.awaitClosed();
    }
  }

  @Test
  void whatIsNoTextOrTooLongIsToldAndTheConnectionGoesOn() throws Exception {
    String longest = "x".repeat(64 * 1024);
    String wide = "ü".repeat(32 * 1024); // as many bytes, half the characters
    try (var peer =
        RawPeer.start(
            guest -> {
              guest.upgrade(null);
              guest.frame(RawPeer.BINARY, new byte[3]);
              guest.text(longest);
              guest.text(longest + "x");
              guest.text(wide);
              guest.text(wide + "x");
              guest.text("still here");
              guest.awaitEnd();
            })) {
      Connection connection = connect(peer);
      List<Text> texts = events.await(Text.class, 3);
      assertThat(texts).containsExactly(new Text(longest), new Text(wide), new Text("still here"));
      assertThat(events.all(Unreadable.class))
          .extracting(Unreadable::what)
          .containsExactly(
              "a binary frame of 3 bytes",
              "a text frame of more than 64 KiB",
              "a text frame of more than 64 KiB");
      connection.abort();
      events.awaitClosed();
    }
  }

  @Test
  void aMessageInFragmentsComesAsOne() throws Exception {
    try (var peer =
        RawPeer.start(
            guest -> {
              guest.upgrade(null);
              guest.frame(0x01, 3, "one".getBytes(StandardCharsets.UTF_8));
              guest.frame(RawPeer.PING, new byte[0]);
              guest.frame(0x80, 3, "two".getBytes(StandardCharsets.UTF_8));
              guest.awaitEnd();
            })) {
      Connection connection = connect(peer);
      assertThat(events.await(Text.class).text()).isEqualTo("onetwo");
      connection.abort();
      events.awaitClosed();
    }
  }

  @Test
  void aFrameOfMoreThanOneMebibyteEndsTheConnectionWith1009() throws Exception {
    try (var peer =
        RawPeer.start(
            guest -> {
              guest.upgrade(null);
              guest.frame(0x81, (1 << 20) + 1, new byte[100_000]);
              seen.add(closeCode(guest.read()));
              guest.awaitEnd();
            })) {
      connect(peer);
      assertThat(seen()).isEqualTo("8 1009");
      Closed closed = events.awaitClosed();
      assertThat(closed.reason()).contains("1009");
      assertThat(closed.closeCode()).isEmpty();
    }
  }

  @Test
  void fragmentsWithoutEndEndTheConnectionWith1009() throws Exception {
    try (var peer =
        RawPeer.start(
            guest -> {
              guest.upgrade(null);
              guest.frame(0x01, 0, new byte[0]);
              for (int i = 0; i < 2000; i++) {
                guest.frame(0x00, 0, new byte[0]);
              }
              seen.add(closeCode(guest.read()));
            })) {
      connect(peer);
      assertThat(seen()).isEqualTo("8 1009");
      events.awaitClosed();
    }
  }

  private static String closeCode(RawPeer.Frame frame) {
    return frame.opcode() + " " + ByteBuffer.wrap(frame.payload()).getShort();
  }
}
