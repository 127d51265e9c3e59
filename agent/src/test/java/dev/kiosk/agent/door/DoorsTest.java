package dev.kiosk.agent.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.time.ManualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorsTest {

  private static final DoorRules RULES =
      new DoorRules("test", 2, Duration.ofSeconds(3), Duration.ofSeconds(60));

  private final ManualTime time = new ManualTime();
  private final List<String> started = new CopyOnWriteArrayList<>();
  private final AtomicBoolean noThreads = new AtomicBoolean();
  private final Doors doors = new Doors(time, this::start);

  private Thread start(Runnable work, String name) {
    started.add(name);
    if (noThreads.get()) {
      throw new OutOfMemoryError("as in a full cgroup");
    }
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @AfterEach
  void close() {
    doors.close();
    doors.close(); // a second time does nothing
  }

  private static ServerSocketChannel channel(int port) throws IOException {
    return ServerSocketChannel.open()
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private Socket visit(ServerSocketChannel channel) throws IOException {
    var address = (InetSocketAddress) channel.getLocalAddress();
    var socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static String heard(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), UTF_8);
  }

  /** Says the name of its thread. */
  private static void name(Visit visit) throws IOException {
    visit.asked();
    visit.send(Thread.currentThread().getName().getBytes(UTF_8));
  }

  /** Reads a byte, and says whether the visit was late. */
  private static void lateness(Visit visit) throws IOException {
    int count = visit.channel().read(ByteBuffer.allocate(1));
    visit.asked();
    visit.send((count + (visit.late() ? " late" : " in time")).getBytes(UTF_8));
  }

  private static void forEver(Visit visit) throws IOException {
    visit.asked();
    while (true) {
      visit.send(new byte[100_000]);
    }
  }

  @Test
  void oneThreadWaitsAtAllDoorsAndEachVisitHasItsOwn(@TempDir Path dir) throws IOException {
    assertThat(started).isEmpty();
    ServerSocketChannel tcp = channel(0);
    ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    SocketAddress path = UnixDomainSocketAddress.of(dir.resolve("door"));
    unix.bind(path);
    doors.open(tcp, RULES, DoorsTest::name);
    doors.open(unix, new DoorRules("other", 1, RULES.asking(), RULES.answering()), DoorsTest::name);
    assertThat(started).containsExactly("doors");
    try (Socket one = visit(tcp);
        SocketChannel two = SocketChannel.open(path);
        Socket three = visit(tcp)) {
      assertThat(heard(one)).isEqualTo("test-1");
      assertThat(Channels.newInputStream(two).readAllBytes()).asString(UTF_8).isEqualTo("other-1");
      assertThat(heard(three)).isEqualTo("test-2");
    }
    assertThat(started).containsExactlyInAnyOrder("doors", "test-1", "other-1", "test-2");
  }

  @Test
  void whoDoesNotAskIsToldSoAndLosesItsPlace() throws IOException {
    ServerSocketChannel channel = channel(0);
    Door door = doors.open(channel, RULES, DoorsTest::lateness);
    try (Socket silent = visit(channel);
        Socket quick = visit(channel)) {
      quick.getOutputStream().write('x');
      assertThat(heard(quick)).isEqualTo("1 in time");
      await().until(() -> door.inside() == 1);
      time.pass(RULES.asking());
      doors.wake();
      assertThat(heard(silent)).isEqualTo("-1 late");
      await().until(() -> door.inside() == 0);
    }
  }

  @Test
  void whoDoesNotListenIsCutOffAndLosesItsPlace() throws IOException {
    ServerSocketChannel channel = channel(0);
    var asked = new Semaphore(0);
    Door door =
        doors.open(
            channel,
            RULES,
            visit -> {
              visit.asked();
              asked.release();
              forEver(visit);
            });
    try (Socket deaf = visit(channel)) {
      await().until(asked::tryAcquire);
      time.pass(RULES.answering().minusNanos(1));
      doors.wake();
      try (Socket other = visit(channel)) {
        await().until(asked::tryAcquire);
        assertThat(door.inside()).isEqualTo(2);
        assertThat(other.getInputStream().read()).isZero();
      }
      await().until(() -> door.inside() == 1);
      time.pass(Duration.ofNanos(1));
      doors.wake();
      await().until(() -> door.inside() == 0);
      assertThat(deaf.isClosed()).isFalse();
    }
  }

  @Test
  void theTimeForTheAnswerAlsoEndsThatOfWhoWasLate() throws IOException {
    ServerSocketChannel channel = channel(0);
    var late = new CountDownLatch(1);
    Door door =
        doors.open(
            channel,
            RULES,
            visit -> {
              assertThat(visit.channel().read(ByteBuffer.allocate(1))).isEqualTo(-1);
              late.countDown();
              forEver(visit);
            });
    try (Socket deaf = visit(channel)) {
      await().until(() -> door.inside() == 1);
      time.pass(RULES.asking());
      doors.wake();
      await().until(() -> late.getCount() == 0);
      time.pass(RULES.answering());
      doors.wake();
      await().until(() -> door.inside() == 0);
      assertThat(deaf.isClosed()).isFalse();
    }
  }

  @Test
  void whoFindsNoPlaceWaitsOutsideUntilThereIsOne() throws IOException {
    ServerSocketChannel channel = channel(0);
    doors.open(channel, RULES, DoorsTest::lateness);
    var outside = new ArrayList<Socket>();
    try {
      for (int i = 0; i < RULES.places(); i++) {
        outside.add(visit(channel));
      }
      await().until(() -> started.contains("test-2"));
      try (Socket third = visit(channel)) {
        third.getOutputStream().write('x');
        turnTheDoors();
        assertThat(started).doesNotContain("test-3");
        outside.get(0).getOutputStream().write('x');
        assertThat(heard(third)).isEqualTo("1 in time");
      }
    } finally {
      for (Socket socket : outside) {
        socket.close();
      }
    }
  }

  /** Returns when the thread has looked at all doors at least once more. */
  private void turnTheDoors() throws IOException {
    ServerSocketChannel channel = channel(0);
    Door door = doors.open(channel, RULES, DoorsTest::name);
    door.close();
    try (ServerSocketChannel again = channel(0)) {
      doors.open(again, RULES, DoorsTest::name).close();
    }
  }

  @Test
  void whereNobodyCanBeLetInItIsTriedAgainEachSecondAndNotSooner() throws IOException {
    ServerSocketChannel channel = channel(0);
    doors.open(channel, RULES, DoorsTest::name);
    noThreads.set(true);
    try (Socket first = visit(channel);
        Socket second = visit(channel)) {
      assertThat(heard(first)).isEmpty();
      assertThat(started).containsExactly("doors", "test-1");
      noThreads.set(false);
      turnTheDoors();
      assertThat(started).as("it pauses").containsExactly("doors", "test-1");
      time.pass(Duration.ofSeconds(1));
      doors.wake();
      assertThat(heard(second)).isEqualTo("test-2");
    }
  }

  @Test
  void aVisitThatFailsDoesNoHarmToOthers() throws IOException {
    ServerSocketChannel channel = channel(0);
    Door door =
        doors.open(
            channel,
            RULES,
            visit -> {
              if (Thread.currentThread().getName().equals("test-1")) {
                throw new IllegalStateException("broken");
              }
              name(visit);
            });
    try (Socket one = visit(channel);
        Socket two = visit(channel)) {
      assertThat(heard(one)).isEmpty();
      assertThat(heard(two)).isEqualTo("test-2");
    }
    await().until(() -> door.inside() == 0);
  }

  @Test
  void aDoorThatIsClosedEndsItsVisitsAndFreesItsAddressAtOnce() throws IOException {
    ServerSocketChannel channel = channel(0);
    ServerSocketChannel other = channel(0);
    Door door = doors.open(channel, RULES, DoorsTest::lateness);
    doors.open(other, RULES, DoorsTest::name);
    int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
    for (int i = 0; i < 20; i++) {
      try (Socket silent = visit(channel)) {
        Door closing = door;
        await().until(() -> closing.inside() == 1);
        door.close();
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
            .isInstanceOf(IOException.class);
        channel = channel(port);
        door = doors.open(channel, RULES, DoorsTest::lateness);
        assertThat(heard(silent)).isEmpty();
      }
    }
    try (Socket visitor = visit(other)) {
      assertThat(heard(visitor)).isEqualTo("test-1");
    }
    assertThat(started).containsOnlyOnce("doors");
  }

  @Test
  void closingCanWaitForThoseWhoTalk() throws IOException {
    ServerSocketChannel channel = channel(0);
    var mayEnd = new CountDownLatch(1);
    Door door = doors.open(channel, RULES, visit -> awaitQuietly(mayEnd));
    try (Socket visitor = visit(channel)) {
      await().until(() -> door.inside() == 1);
      assertThat(door.close(Duration.ZERO)).isFalse();
      assertThat(heard(visitor)).isEmpty();
      mayEnd.countDown();
      assertThat(door.close(Duration.ofSeconds(20))).isTrue();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void allAreClosedTogetherAndNoneIsOpenedAfterwards() throws Exception {
    ServerSocketChannel one = channel(0);
    ServerSocketChannel two = channel(0);
    var threads = new CopyOnWriteArrayList<Thread>();
    Doors.Starter starter =
        (work, name) -> {
          Thread thread = start(work, name);
          threads.add(thread);
          return thread;
        };
    var both = new Doors(time, starter);
    both.open(one, RULES, DoorsTest::name);
    both.open(two, RULES, DoorsTest::lateness);
    try (Socket silent = visit(two)) {
      await().until(() -> threads.size() == 2);
      both.close();
      assertThat(heard(silent)).isEmpty();
    }
    for (Thread thread : threads) {
      thread.join(20_000);
      assertThat(thread.isAlive()).isFalse();
    }
    assertThat(one.isOpen() || two.isOpen()).isFalse();
    try (ServerSocketChannel late = channel(0)) {
      assertThatThrownBy(() -> both.open(late, RULES, DoorsTest::name))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void anAnswerIsNotLostToWhatWasNotRead() throws IOException {
    ServerSocketChannel channel = channel(0);
    doors.open(
        channel,
        RULES,
        visit -> {
          name(visit);
          visit.sayGoodbye(1 << 20, Duration.ofSeconds(1));
        });
    try (Socket talkative = visit(channel)) {
      for (int i = 0; i < 8; i++) {
        talkative.getOutputStream().write(new byte[100_000]);
      }
      talkative.shutdownOutput();
      assertThat(heard(talkative)).isEqualTo("test-1");
    }
  }

  @Test
  void whoDoesNotTakeLeaveIsLeft() throws IOException {
    ServerSocketChannel channel = channel(0);
    var goodbye = new CountDownLatch(1);
    Door door =
        doors.open(
            channel,
            RULES,
            visit -> {
              name(visit);
              goodbye.countDown();
              visit.sayGoodbye(1 << 20, Duration.ofSeconds(1));
            });
    try (Socket visitor = visit(channel)) {
      assertThat(heard(visitor)).isEqualTo("test-1"); // its end is told though it is not closed
      await()
          .until(
              () -> {
                time.pass(Duration.ofSeconds(1));
                doors.wake();
                return door.inside() == 0;
              });
    }
  }

  @Test
  void aDoorHasAPlace() {
    assertThatThrownBy(() -> new DoorRules("none", 0, Duration.ZERO, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
