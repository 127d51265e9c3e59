package dev.kiosk.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.link.LinkStatus.State;
import dev.kiosk.agent.link.websocket.RawPeer;
import dev.kiosk.agent.spool.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that reads slowly or not at all, over a real socket whose buffers really fill. */
@Timeout(60)
class LinkSlowPeerTest {

  private static final Pattern FIRST = Pattern.compile("\"lane\":\"alerts\",\"first\":(\\d+),");
  private static final int ALERTS = 4000;
  private static final int ALERT_BYTES = 4096;

  /** A batch of 64 KiB at the most goes into a queue that was not full, and a heartbeat. */
  private static final long MOST_QUEUED = (1 << 20) + (64 << 10) + 4096;

  private final CountDownLatch patience = new CountDownLatch(1);
  private final AtomicLong next = new AtomicLong();
  private final List<String> outOfOrder = new ArrayList<>();

  private void serve(RawPeer.Guest guest, PeerBench bench) throws Exception {
    guest.upgrade(LinkConfig.V1);
    guest.read(); // the hello
    guest.text("{\"kind\":\"welcome\",\"lanes\":{}}");
    bench.nothingMore();
    patience.await();
    bench.somethingMore();
    while (next.get() < ALERTS) {
      RawPeer.Frame frame = guest.read();
      Matcher first = FIRST.matcher(frame.text());
      if (frame.opcode() == RawPeer.PING) {
        guest.frame(RawPeer.PONG, frame.payload());
      } else if (first.find()) {
        if (Long.parseLong(first.group(1)) != next.get()) {
          outOfOrder.add(first.group());
        }
        next.addAndGet(frame.text().split("\"type\":\"error\"", -1).length - 1);
        guest.text("{\"kind\":\"receipt\",\"lane\":\"alerts\",\"next\":%d}".formatted(next.get()));
      }
    }
    guest.awaitEnd();
  }

  private static void fill(LinkBench bench) {
    for (int i = 0; i < ALERTS; i++) {
      bench.alert("x".repeat(ALERT_BYTES));
      bench.spool.step(bench.time.nanos());
    }
  }

  @Test
  void theQueueIsBoundedWhileItDoesNotReadAndThenAllArrivesInOrder() throws Exception {
    try (var peer = new PeerBench(this::serve, 65_536, Duration.ofSeconds(10))) {
      fill(peer.bench);
      peer.until(() -> peer.mostQueued() >= 1 << 20);
      peer.pass(Duration.ofSeconds(20));
      assertThat(peer.bench.link.status().state()).isEqualTo(State.CONNECTED);
      assertThat(peer.mostQueued()).isBetween(1L << 20, MOST_QUEUED);
      patience.countDown();
      peer.until(() -> peer.bench.spool.receipted(Lane.ALERTS) == ALERTS);
      assertThat(outOfOrder).isEmpty();
      assertThat(peer.mostQueued()).isLessThanOrEqualTo(MOST_QUEUED);
      assertThat(peer.attempts()).isEqualTo(1);
    }
  }

  @Test
  void oneThatNeverReadsAgainIsLeft() throws Exception {
    try (var peer = new PeerBench(this::serve, 65_536, Duration.ofSeconds(10))) {
      fill(peer.bench);
      peer.until(() -> peer.mostQueued() >= 1 << 20);
      peer.pass(Duration.ofSeconds(26));
      assertThat(peer.attempts()).isGreaterThan(1);
      assertThat(peer.mostQueued()).isLessThanOrEqualTo(MOST_QUEUED);
      assertThat(peer.bench.spool.stats().alerts().held()).isEqualTo(ALERTS);
    }
  }
}
