package dev.kiosk.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.link.LinkStatus.State;
import dev.kiosk.agent.spool.Lane;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LinkTest {

  @Test
  void greetsThenSendsLiveStatesThenAlertsThenReadings() throws IOException {
    var bench = new LinkBench();
    bench.readings(2);
    bench.alert("paper out");
    FakeTransport.FakeConnection connection = bench.connectV1();
    assertThat(bench.link.status().state()).isEqualTo(State.CONNECTED);
    assertThat(connection.sent().get(0)).startsWith("{\"kind\":\"hello\"");
    assertThat(connection.sent().get(1)).contains("\"live\":true");
    assertThat(connection.sent().stream().filter(frame -> frame.contains("\"batch\"")))
        .satisfiesExactly(
            alerts ->
                assertThat(alerts)
                    .startsWith("{\"kind\":\"batch\",\"lane\":\"alerts\",\"first\":0,")
                    .contains("paper out"),
            readings ->
                assertThat(readings)
                    .startsWith("{\"kind\":\"batch\",\"lane\":\"readings\",\"first\":0,"));
  }

  @Test
  void whatTheServerHasIsNotSentAgain() throws IOException {
    var bench = new LinkBench();
    bench.readings(10);
    FakeTransport.FakeConnection connection = bench.connect(LinkConfig.V1, 0, 7);
    assertThat(connection.sent()).anyMatch(frame -> frame.contains("\"first\":7,"));
    assertThat(bench.spool.receipted(Lane.READINGS)).isEqualTo(7);
  }

  @Test
  void noMoreIsInFlightThanTheWindowAndReceiptsOpenIt() throws IOException {
    var bench = new LinkBench(100, Integer.MAX_VALUE);
    bench.readings(250);
    bench.connectV1();
    assertThat(bench.counters.value(Counter.EVENTS_SENT)).isEqualTo(100);
    bench.receipt("readings", 60);
    assertThat(bench.counters.value(Counter.EVENTS_SENT)).isEqualTo(160);
    bench.receipt("readings", 160);
    assertThat(bench.counters.value(Counter.EVENTS_SENT)).isEqualTo(250);
    bench.receipt("readings", 250);
    assertThat(bench.counters.value(Counter.EVENTS_DELIVERED)).isEqualTo(250);
  }

  @Test
  void aSlowSocketGetsNothingMore() throws IOException {
    var bench = new LinkBench();
    FakeTransport.FakeConnection connection = bench.connectV1();
    connection.queued(2 << 20);
    bench.readings(10);
    bench.settle();
    assertThat(bench.counters.value(Counter.EVENTS_SENT)).isZero();
    connection.queued(0);
    bench.settle();
    assertThat(bench.counters.value(Counter.EVENTS_SENT)).isEqualTo(10);
  }

  @Test
  void roomInTheSocketIsLookedForSoonSinceNobodyTellsOfIt() throws IOException {
    var bench = new LinkBench();
    FakeTransport.FakeConnection connection = bench.connectV1();
    connection.queued(2 << 20);
    bench.readings(10);
    bench.settle();
    long wait = bench.link.wakeAtNanos(bench.time.nanos()) - bench.time.nanos();
    assertThat(wait).isBetween(1L, Duration.ofMillis(20).toNanos());
  }

  @Test
  void aRejectedAgentTriesAnotherTokenAsSoonAsItHasOne() throws IOException {
    var token = new String[] {"old"};
    var bench = new LinkBench(LinkBench.Wiring.fake(() -> token[0]), 1024);
    bench.settle();
    bench.transport.last().refuse(401, OptionalLong.of(3000));
    bench.pass(Duration.ofSeconds(60));
    assertThat(bench.transport.connections()).hasSize(1);
    assertThat(bench.counters.value(Counter.CONNECTS_REJECTED)).isEqualTo(1);
    token[0] = "new";
    bench.pass(Duration.ofSeconds(3));
    assertThat(bench.transport.connections()).hasSize(2);
    assertThat(bench.transport.last().target().token()).isEqualTo("new");
  }

  @Test
  void aBacklogIsPacedAndNewAlertsOvertakeIt() throws IOException {
    var bench = new LinkBench(1024, 100);
    bench.readings(1000);
    FakeTransport.FakeConnection connection = bench.connectV1();
    bench.pass(Duration.ofSeconds(2));
    assertThat(bench.counters.value(Counter.EVENTS_SENT)).isBetween(180L, 260L);
    connection.take();
    bench.alert("overtakes");
    bench.settle();
    assertThat(connection.take()).anyMatch(frame -> frame.contains("overtakes"));
    bench.pass(Duration.ofSeconds(10));
    assertThat(bench.counters.value(Counter.EVENTS_SENT)).isEqualTo(1001);
  }

  @Test
  void aReceiptBeyondWhatWasSentIsAProtocolErrorAndDeletesNothing() throws IOException {
    var bench = new LinkBench();
    bench.readings(3);
    FakeTransport.FakeConnection connection = bench.connectV1();
    bench.receipt("readings", 4);
    assertThat(connection.closeCode()).isEqualTo(1002);
    assertThat(bench.spool.receipted(Lane.READINGS)).isZero();
    assertThat(bench.link.status().lastError()).contains("up to 4").contains("only up to 3");
  }

  @Test
  void aReceiptMayCoverWhatAnEarlierSessionSent() throws IOException {
    var bench = new LinkBench();
    bench.readings(5);
    bench.connectV1().drop("before any receipt");
    bench.pass(Duration.ofSeconds(1));
    assertThat(bench.counters.value(Counter.EVENTS_INTERRUPTED)).isEqualTo(5);
    FakeTransport.FakeConnection connection = bench.connect(LinkConfig.V1, 0, 0);
    bench.receipt("readings", 5);
    assertThat(connection.closeCode()).isEqualTo(-1);
    assertThat(bench.spool.receipted(Lane.READINGS)).isEqualTo(5);
  }

  @Test
  void aReceiptThatGoesBackIsAProtocolError() throws IOException {
    var bench = new LinkBench();
    bench.readings(3);
    FakeTransport.FakeConnection connection = bench.connectV1();
    bench.receipt("readings", 3);
    bench.receipt("readings", 2);
    assertThat(connection.closeCode()).isEqualTo(1002);
  }

  @Test
  void aServerThatLostItsStoreIsToldAGapAheadOfAllElse() throws IOException {
    var bench = new LinkBench();
    bench.readings(5);
    bench.connectV1();
    bench.receipt("readings", 5);
    bench.transport.last().drop("gone");
    bench.readings(2);
    bench.pass(Duration.ofSeconds(1));
    FakeTransport.FakeConnection connection = bench.connectV1();
    bench.pass(Duration.ofSeconds(1));
    List<String> batches =
        connection.sent().stream().filter(frame -> frame.contains("\"batch\"")).toList();
    assertThat(batches.get(0)).contains("\"type\":\"gap\"").contains("\"reason\":\"forgotten\"");
    assertThat(batches).anyMatch(frame -> frame.contains("\"readings\",\"first\":5,"));
    bench.receipt("alerts", 1);
    bench.receipt("readings", 7);
    assertThat(bench.spool.openGaps()).isEmpty();
    assertThat(connection.closeCode()).isEqualTo(-1);
  }

  @Test
  void aServerThatIsAheadMeetsANewSpoolId() throws IOException {
    var bench = new LinkBench();
    String before = bench.spool.id().toString();
    bench.readings(3);
    bench.connect(LinkConfig.V1, 0, 1000);
    assertThat(bench.transport.last().closeCode()).isEqualTo(1000);
    bench.pass(Duration.ofSeconds(1));
    bench.connectV1();
    FakeTransport.FakeConnection connection = bench.transport.last();
    assertThat(connection.sent().get(0)).doesNotContain(before);
    assertThat(connection.sent()).anyMatch(frame -> frame.contains("\"readings\",\"first\":0,"));
  }

  @Test
  void silenceForTwoAndAHalfPingIntervalsIsABrokenConnection() throws IOException {
    var bench = new LinkBench();
    FakeTransport.FakeConnection connection = bench.connectV1();
    bench.pass(Duration.ofSeconds(24));
    assertThat(connection.aborted()).isFalse();
    assertThat(connection.pings()).hasSize(2);
    bench.pass(Duration.ofMillis(1100));
    assertThat(connection.aborted()).isTrue();
    assertThat(bench.counters.value(Counter.HEARTBEAT_TIMEOUTS)).isEqualTo(1);
  }

  @Test
  void pongsKeepAConnectionAlive() throws IOException {
    var bench = new LinkBench();
    FakeTransport.FakeConnection connection = bench.connectV1();
    for (int i = 0; i < 10; i++) {
      bench.pass(Duration.ofSeconds(10));
      connection.pong();
    }
    assertThat(bench.transport.connections()).hasSize(1);
    assertThat(connection.sent().stream().filter(frame -> frame.contains("heartbeat")).count())
        .isBetween(3L, 5L);
  }

  @Test
  void aServerThatNeverWelcomesOrNeverReceiptsIsLeft() throws IOException {
    var silent = new LinkBench();
    silent.settle();
    silent.transport.last().open(LinkConfig.V1);
    silent.pass(Duration.ofSeconds(11));
    assertThat(silent.transport.connections().get(0).closeCode()).isEqualTo(1002);

    var hoarding = new LinkBench();
    hoarding.readings(1);
    FakeTransport.FakeConnection connection = hoarding.connectV1();
    for (int i = 0; i < 7; i++) {
      hoarding.pass(Duration.ofSeconds(10));
      connection.pong(); // alive, but it keeps no promise
    }
    assertThat(connection.closeCode()).isEqualTo(1002);
    assertThat(hoarding.link.status().lastError()).contains("no receipt");
  }

  @Test
  void attemptsSlowDownAndNeverStop() throws IOException {
    var bench = new LinkBench();
    for (int second = 0; second < 600; second++) {
      bench.settle();
      FakeTransport.FakeConnection last = bench.transport.last();
      if (!last.aborted() && bench.link.status().state() == State.CONNECTING) {
        last.drop("connection refused");
      }
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(bench.transport.connections().size()).isBetween(60, 220);
    assertThat(bench.link.status().lastError()).isEqualTo("connection refused");
  }

  @Test
  void onlyASessionThatLivedBringsTheBackoffBack() throws IOException {
    var bench = new LinkBench();
    for (int i = 0; i < 8; i++) { // connects, welcomes, and drops at once: no proof
      bench.connectV1().drop("flap");
      bench.settle();
      bench.pass(Duration.ofSeconds(11));
    }
    assertThat(bench.counters.value(Counter.CONNECTS_FAILED)).isGreaterThanOrEqualTo(8);
    FakeTransport.FakeConnection connection = bench.connectV1();
    bench.pass(Duration.ofSeconds(6));
    connection.drop("after a life");
    bench.settle();
    int before = bench.transport.connections().size();
    bench.pass(Duration.ofMillis(550));
    assertThat(bench.transport.connections()).hasSizeGreaterThan(before);
  }

  @Test
  void refusalsWaitLongAndRetryAfterIsHonoured() throws IOException {
    var rejected = new LinkBench();
    rejected.settle();
    rejected.transport.last().refuse(401, OptionalLong.empty());
    rejected.settle();
    assertThat(rejected.link.status().state()).isEqualTo(State.REJECTED);
    assertThat(rejected.link.status().lastError()).contains("401").contains("token");
    rejected.pass(Duration.ofMillis(4900));
    assertThat(rejected.transport.connections()).hasSize(1);
    rejected.pass(Duration.ofSeconds(6));
    assertThat(rejected.transport.connections()).hasSize(2);

    var busy = new LinkBench();
    busy.settle();
    busy.transport.last().refuse(503, OptionalLong.of(60));
    busy.pass(Duration.ofSeconds(59));
    assertThat(busy.transport.connections()).hasSize(1);
    busy.pass(Duration.ofSeconds(12));
    assertThat(busy.transport.connections()).hasSize(2);

    var later = new LinkBench();
    later.connectV1().closeBy(1013);
    later.pass(Duration.ofMillis(4900));
    assertThat(later.transport.connections()).hasSize(1);
  }

  @Test
  void commandsAreAnsweredOnBothLevels() throws IOException {
    for (String level : List.of(LinkConfig.V1, "")) {
      var bench = new LinkBench();
      FakeTransport.FakeConnection connection = bench.connect(level, 0, 0);
      connection.take();
      connection.say(
          "{\"kind\":\"set-threshold\",\"host\":\"T1-K017\",\"pct\":85,\"cid\":\"3f0c\"}");
      bench.settle();
      assertThat(connection.take()).contains("{\"kind\":\"ack\",\"cid\":\"3f0c\",\"previous\":90}");
    }
  }

  @Test
  void rubbishIsCountedAndTheSessionStaysUp() throws IOException {
    var bench = new LinkBench();
    FakeTransport.FakeConnection connection = bench.connectV1();
    connection.say("not json");
    connection.say("[1,2]");
    connection.say("{\"kind\":\"dance\"}");
    bench.settle();
    assertThat(bench.counters.value(Counter.FRAMES_IGNORED)).isEqualTo(3);
    assertThat(bench.link.status().state()).isEqualTo(State.CONNECTED);
  }

  @Test
  void anOldConnectionCannotSpeakForTheNewOne() throws IOException {
    var bench = new LinkBench();
    FakeTransport.FakeConnection old = bench.connectV1();
    old.drop("gone");
    bench.pass(Duration.ofSeconds(1));
    bench.connectV1();
    old.drop("late word");
    old.say("{\"kind\":\"receipt\",\"lane\":\"readings\",\"next\":99}");
    bench.settle();
    assertThat(bench.link.status().state()).isEqualTo(State.CONNECTED);
  }

  @Test
  void whenOneLaneOfTheServerIsAheadTheOtherIsNotTakenForDeliveredEither() throws IOException {
    var bench = new LinkBench();
    bench.alert("of the restored image");
    bench.settle();
    bench.connect(LinkConfig.V1, 1, 1000);
    bench.pass(Duration.ofSeconds(1));
    FakeTransport.FakeConnection connection = bench.connectV1();
    assertThat(connection.sent()).anyMatch(frame -> frame.contains("of the restored image"));
  }
}
