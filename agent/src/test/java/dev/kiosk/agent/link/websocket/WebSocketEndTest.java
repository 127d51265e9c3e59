package dev.kiosk.agent.link.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.kiosk.agent.link.Target;
import dev.kiosk.agent.link.Transport.Connection;
import dev.kiosk.agent.link.TransportEvent;
import dev.kiosk.agent.link.TransportEvent.Closed;
import dev.kiosk.agent.link.TransportEvent.Opened;
import dev.kiosk.agent.link.TransportEvent.Pinged;
import dev.kiosk.agent.time.Time;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a connection ends, and what a peer that does not read does to it. */
@Timeout(30)
class WebSocketEndTest {

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
  void theServersCloseIsToldWithItsCodeAndReasonAndIsAnswered() throws Exception {
    try (var peer =
        RawPeer.start(
            guest -> {
              guest.upgrade(null);
              guest.close(1013, "try again\nlater");
              seen.add(closeCode(guest.read()));
            })) {
      connect(peer);
      Closed closed = events.awaitClosed();
      assertThat(closed.closeCode()).hasValue(1013);
      assertThat(closed.reason()).isEqualTo("closed by the server with 1013: try again later");
      assertThat(seen()).isEqualTo("8 1013");
    }
  }

  @Test
  void aCloseWithoutCodeCountsAsANormalOne() throws Exception {
    try (var peer =
        RawPeer.start(
            guest -> {
              guest.upgrade(null);
              guest.frame(RawPeer.CLOSE, new byte[0]);
              guest.awaitEnd();
            })) {
      connect(peer);
      Closed closed = events.awaitClosed();
      assertThat(closed.closeCode()).hasValue(1000);
    }
  }

  @Test
  void aDroppedConnectionIsToldAsSuch() throws Exception {
    try (var peer = RawPeer.start(guest -> guest.upgrade(null))) {
      connect(peer);
      assertThat(events.awaitClosed())
          .isEqualTo(Closed.because("the server dropped the connection without a close frame"));
    }
  }

  @Test
  void aResetConnectionIsToldAsSuch() throws Exception {
    try (var peer =
        RawPeer.start(
            guest -> {
              guest.upgrade(null);
              guest.reset();
            })) {
      connect(peer);
      assertThat(events.awaitClosed().reason()).startsWith("the connection was lost");
    }
  }

  @RepeatedTest(50) // what it is about was a race
  void closeSendsItsFrameBehindAllThatWasQueuedAlthoughTheServerKeepsTalking() throws Exception {
    var opened = new CountDownLatch(1);
    try (var peer =
        RawPeer.start(
            guest -> {
              guest.upgrade(null);
              opened.await();
              for (int i = 0; i < 50; i++) {
                guest.text("unread " + i);
              }
              for (int i = 0; i < 20; i++) {
                guest.read();
              }
              RawPeer.Frame close = guest.read();
              seen.add(closeCode(close));
              guest.frame(RawPeer.CLOSE, close.payload());
            })) {
      Connection connection = connect(peer);
      events.await(Opened.class);
      for (int i = 0; i < 20; i++) {
        connection.send(new byte[1000]);
      }
      connection.close(1001, "stopping");
      opened.countDown();
      assertThat(seen()).as("%s", peer.failures()).isEqualTo("8 1001");
      Closed closed = events.awaitClosed();
      assertThat(closed).isEqualTo(Closed.because("closed by this side with 1001: stopping"));
      assertThat(peer.failures()).isEmpty();
    }
  }

  @Test
  void aCloseThatIsNotAnsweredEndsWithinASecondOrSo() throws Exception {
    try (var peer =
        RawPeer.start(
            guest -> {
              guest.upgrade(null);
              guest.awaitEnd();
              seen.add("gone");
              Thread.sleep(60_000); // holds its own end open
            })) {
      Connection connection = connect(peer);
      events.await(Opened.class);
      connection.close(1000, "x".repeat(500));
      Closed closed = assertTimeout(Duration.ofSeconds(20), events::awaitClosed);
      assertThat(closed.reason()).startsWith("closed by this side with 1000: xxx");
      assertThat(seen()).isEqualTo("gone");
    }
  }

  @Test
  void theQueueIsCountedInBytesWhileThePeerDoesNotRead() throws Exception {
    var go = new CountDownLatch(1);
    try (var peer =
        RawPeer.start(
            guest -> {
              guest.upgrade(null);
              go.await();
              for (int i = 0; i < 300; i++) {
                seen.add("" + guest.read().payload().length);
              }
              guest.awaitEnd();
            })) {
      Connection connection = connect(peer);
      events.await(Opened.class);
      await().until(() -> connection.queuedBytes() == 0); // the request has left
      for (int i = 0; i < 300; i++) {
        connection.send(new byte[100_000]);
      }
      long frame = 100_000 + 2 + 8 + 4; // head, length, mask
      assertThat(connection.queuedBytes())
          .as("what exceeds the buffers of the kernel")
          .isBetween(10_000_000L, 300 * frame);
      go.countDown();
      await().atMost(Duration.ofSeconds(20)).until(() -> connection.queuedBytes() == 0);
      await().until(() -> seen.size() == 300);
      connection.abort();
      events.awaitClosed();
    }
  }

  @Test
  void abortFreesAThreadThatHangsInAWrite() throws Exception {
    try (var peer =
        RawPeer.start(
            guest -> {
              guest.upgrade(null);
              Thread.sleep(60_000); // reads nothing
            })) {
      Connection connection = connect(peer);
      events.await(Opened.class);
      for (int i = 0; i < 300; i++) {
        connection.send(new byte[100_000]);
      }
      connection.abort();
      assertThat(events.awaitClosed()).isEqualTo(Closed.because("dropped by this side"));
      assertThat(connection.queuedBytes()).isZero();
    }
  }

  @Test
  void closeEndsAlsoWhenThePeerDoesNotRead() throws Exception {
    try (var peer =
        RawPeer.start(
            guest -> {
              guest.upgrade(null);
              Thread.sleep(60_000); // reads nothing
            })) {
      Connection connection = connect(peer);
      events.await(Opened.class);
      for (int i = 0; i < 300; i++) {
        connection.send(new byte[100_000]);
      }
      connection.close(1002, "receipt going back");
      assertThat(events.awaitClosed().reason())
          .isEqualTo("closed by this side with 1002: receipt going back");
    }
  }

  @Test
  void pingsOfAServerThatReadsNothingDoNotPileUpPongs() throws Exception {
    var stuck = new CountDownLatch(1);
    var pinged = new CountDownLatch(1);
    try (var peer =
        RawPeer.start(
            guest -> {
              guest.upgrade(null);
              stuck.await();
              for (int i = 0; i < 500; i++) {
                guest.frame(RawPeer.PING, new byte[125]);
              }
              pinged.await();
              for (int i = 0; i < 300; i++) {
                assertThat(guest.read().opcode()).isEqualTo(RawPeer.TEXT);
              }
              guest.frame(RawPeer.PING, new byte[] {1});
              RawPeer.Frame pong = guest.read();
              seen.add(pong.opcode() + " of " + pong.payload().length);
              guest.awaitEnd();
            })) {
      Connection connection = connect(peer);
      events.await(Opened.class);
      for (int i = 0; i < 300; i++) {
        connection.send(new byte[100_000]);
      }
      stuck.countDown();
      events.await(Pinged.class, 500);
      pinged.countDown();
      assertThat(seen()).as("the answer to the ping after the jam").isEqualTo("10 of 1");
      assertThat(peer.failures()).isEmpty();
      connection.abort();
      events.awaitClosed();
    }
  }

  @Test
  void afterTheEndAllCallsAreWithoutEffect() throws Exception {
    try (var peer = RawPeer.start(guest -> guest.upgrade(null))) {
      Connection connection = connect(peer);
      events.awaitClosed();
      List<TransportEvent> before = events.all();
      connection.send(new byte[10]);
      connection.ping(1);
      connection.close(1000, "");
      connection.abort();
      connection.abort();
      assertThat(connection.queuedBytes()).isZero();
      assertThat(events.all()).isEqualTo(before);
    }
  }

  private static String closeCode(RawPeer.Frame frame) {
    return frame.opcode() + " " + ByteBuffer.wrap(frame.payload()).getShort();
  }
}
