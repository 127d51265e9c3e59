package dev.kiosk.agent.device.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a node is closed; how it is read and written, {@link SerialPeerTest} shows. */
class OpenNodeTest {

  private static final String UNSENT = "ioctl 5411";

  @Test
  void aPortThatHasSentAllIsClosedOnTheSpot() {
    var libc = new FakeLibC();
    OpenNode node = libc.node();

    node.close();
    node.close();

    assertThat(libc.calls()).containsExactly(UNSENT, "close");
    assertThat(node.isClosing()).isFalse();
  }

  /** The kernel would wait up to 30 s for a port to send what it was given. */
  @Test
  void whatAPortDoesNotSendIsDroppedFirst() {
    var unsent = new ArrayDeque<>(List.of(3, 0));
    var libc = new FakeLibC().answering(request -> unsent.remove());

    OpenNode node = libc.node();
    node.dropUnsent();
    node.close();

    assertThat(libc.calls()).containsExactly(UNSENT, "tcflush", UNSENT, "close");
  }

  @Test
  void nothingIsDroppedWhereNothingWaits() {
    var libc = new FakeLibC();
    libc.node().dropUnsent();

    assertThat(libc.calls()).containsExactly(UNSENT);
  }

  /** As when another program's bytes are among them, or the adapter has them and is stuck. */
  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whereBytesStillWaitNobodyWaitsForTheKernelToCloseThePort() {
    var wait = new CountDownLatch(1);
    var closer = new AtomicReference<Thread>();
    var libc =
        new FakeLibC()
            .answering(request -> 3)
            .closing(
                () -> {
                  closer.set(Thread.currentThread());
                  awaitQuietly(wait);
                });
    OpenNode node = libc.node();

    node.close(); // returns although the kernel does not
    await().until(() -> closer.get() != null);
    assertThat(node.isClosing()).isTrue();
    assertThat(closer.get()).returns(true, Thread::isDaemon).returns("port-close", Thread::getName);

    wait.countDown();
    await().until(() -> !node.isClosing());
    assertThat(libc.calls()).containsExactly(UNSENT, "close");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }
}
