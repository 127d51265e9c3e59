package dev.kiosk.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.command.CommandDesk;
import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.disk.FakeDisk;
import dev.kiosk.agent.link.LinkStatus.State;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Commands over the link: what a slow disk, a lost connection or a rude server make of them. */
class LinkCommandTest {

  private static String set(String cid) {
    return "{\"kind\":\"set-threshold\",\"host\":\"T1-K017\",\"pct\":85,\"cid\":\"" + cid + "\"}";
  }

  private static String ack(String cid) {
    return "{\"kind\":\"ack\",\"cid\":\"" + cid + "\",\"previous\":90}";
  }

  /** Only the link works, as if the disk hung. */
  private static void linkAlone(LinkBench bench, Duration duration) {
    for (long i = 0; i < duration.toMillis(); i += 100) {
      while (bench.link.step(bench.time.nanos()) > 0) {
        // until it rests
      }
      bench.time.pass(Duration.ofMillis(100));
    }
  }

  @Test
  void aDiskThatHangsHoldsUpTheAnswerAndNothingElse() throws IOException {
    var bench = new LinkBench();
    FakeTransport.FakeConnection connection = bench.connectV1();
    connection.take();
    connection.say(set("slow"));
    linkAlone(bench, Duration.ofSeconds(20));
    assertThat(connection.pings()).hasSizeGreaterThanOrEqualTo(1);
    assertThat(connection.sent()).noneMatch(frame -> frame.contains("slow"));
    connection.pong();
    bench.settle();
    assertThat(connection.sent()).contains(ack("slow"));
  }

  @Test
  void tooManyCommandsForTheDiskAreRefusedAtOnceAndMayComeAgain() throws IOException {
    var bench = new LinkBench();
    FakeTransport.FakeConnection connection = bench.connectV1();
    connection.take();
    for (int i = 0; i <= CommandDesk.MOST_WAITING; i++) {
      connection.say(set("c" + i));
    }
    linkAlone(bench, Duration.ofSeconds(1));
    String last = "c" + CommandDesk.MOST_WAITING;
    assertThat(connection.take())
        .singleElement()
        .asString()
        .startsWith("{\"kind\":\"nack\",\"cid\":\"" + last + "\",\"reason\":\"storage-failed: ")
        .contains("256 commands wait for the disk; nothing was changed");
    bench.settle();
    assertThat(connection.take()).hasSize(CommandDesk.MOST_WAITING).contains(ack("c0"));
    connection.say(set(last));
    bench.settle();
    assertThat(connection.take()).containsExactly(ack(last));
  }

  @Test
  void anAnswerWhoseConnectionBrokeIsGivenWhenTheCommandComesAgain() throws IOException {
    var bench = new LinkBench();
    FakeTransport.FakeConnection broken = bench.connectV1();
    broken.say(set("twice"));
    linkAlone(bench, Duration.ofMillis(100));
    broken.drop("cable out");
    bench.pass(Duration.ofSeconds(1));
    FakeTransport.FakeConnection next = bench.connectV1();
    assertThat(next.sent()).noneMatch(frame -> frame.contains("twice"));
    next.say(set("twice"));
    bench.settle();
    assertThat(next.sent()).contains(ack("twice"));
    assertThat(broken.sent()).noneMatch(frame -> frame.contains("twice"));
  }

  @Test
  void aServerThatDoesNotReadTheAnswersIsLeft() throws IOException {
    var bench = new LinkBench();
    FakeTransport.FakeConnection connection = bench.connectV1();
    connection.queued(2 << 20);
    connection.say(set("unread"));
    bench.settle();
    assertThat(bench.link.status().lastError()).contains("does not read the answers");
    assertThat(bench.link.status().state()).isEqualTo(State.WAITING);
  }

  @Test
  void aRefusingDiskIsAnsweredAtOnce() throws IOException {
    var bench = new LinkBench();
    FakeTransport.FakeConnection connection = bench.connectV1();
    connection.take();
    bench.disk.failOperation(1, FakeDisk.Errno.ENOSPC);
    connection.say(set("full"));
    bench.desk.step(bench.time.nanos());
    linkAlone(bench, Duration.ofMillis(100));
    bench.desk.step(bench.time.nanos());
    linkAlone(bench, Duration.ofMillis(100));
    assertThat(connection.sent())
        .anyMatch(frame -> frame.contains("\"full\",\"reason\":\"storage-failed: "));
    assertThat(bench.counters.value(Counter.COMMANDS_REFUSED)).isEqualTo(1);
  }
}
