package dev.kiosk.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.counters.Counter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SpoolTest {

  private final SpoolBench bench = new SpoolBench();

  @Test
  void aReadingCanBeReadAtOnceAndAnAlertOnlyWhenItIsOnDisk() throws IOException {
    bench.open();
    bench.append(Lane.READINGS, "cpu");
    bench.append(Lane.ALERTS, "paper out");
    assertThat(bench.readAll(Lane.READINGS, 0)).containsExactly("0:cpu");
    assertThat(bench.readAll(Lane.ALERTS, 0)).isEmpty();
    bench.work();
    assertThat(bench.readAll(Lane.ALERTS, 0)).containsExactly("0:paper out");
  }

  @Test
  void aReadingWhoseReceiptComesBeforeItsGroupIsDueIsNeverWritten() throws IOException {
    bench.open();
    bench.flush();
    long before = bench.counters.value(Counter.SPOOL_BYTES_WRITTEN);
    for (int second = 0; second < 100; second++) {
      long position = bench.append(Lane.READINGS, "cpu " + second);
      bench.drain().acknowledge(Lane.READINGS, position + 1);
      bench.flush();
    }
    assertThat(bench.counters.value(Counter.SPOOL_BYTES_WRITTEN)).isEqualTo(before);
  }

  @Test
  void anOrderlyStopKeepsEverythingAndSkipsNoPosition() throws IOException {
    UUID id = bench.open().id();
    bench.append(Lane.ALERTS, "a");
    bench.append(Lane.READINGS, "r0");
    bench.append(Lane.READINGS, "r1");
    Spool spool = bench.afterStop();
    assertThat(spool.id()).isEqualTo(id);
    assertThat(bench.append(Lane.READINGS, "r2")).isEqualTo(2);
    assertThat(bench.readAll(Lane.READINGS, 0)).containsExactly("0:r0", "1:r1", "2:r2");
    assertThat(bench.readAll(Lane.ALERTS, 0)).containsExactly("0:a");
    assertThat(spool.openGaps()).isEmpty();
  }

  @Test
  void afterAKillWhatWasForcedIsThereAndWhatIsOpenOfTheReservedBlockIsAGap() throws IOException {
    bench.open();
    bench.append(Lane.READINGS, "kept");
    bench.flush();
    bench.append(Lane.READINGS, "young"); // may have been sent, was not written
    Spool spool = bench.afterKill();
    long next = spool.next(Lane.READINGS);
    assertThat(next).isGreaterThan(2);
    assertThat(spool.openGaps())
        .anySatisfy(
            gap -> {
              assertThat(gap.lane()).isEqualTo(Lane.READINGS);
              assertThat(gap.first()).isEqualTo(1);
              assertThat(gap.end()).isEqualTo(next);
              assertThat(gap.reason()).isEqualTo(LossReason.RESTART);
            });
    bench.append(Lane.READINGS, "new");
    bench.flush();
    assertThat(bench.readAll(Lane.READINGS, 0)).containsExactly("0:kept", next + ":new");
    assertThat(bench.readAll(Lane.ALERTS, 0))
        .anyMatch(event -> event.endsWith("gap READINGS 1 " + next + " RESTART"));
    assertThat(bench.counters.value(Counter.EVENTS_LOST)).isZero();
  }

  @Test
  void killsInARowMakeOneGapNotMany() throws IOException {
    bench.open();
    for (int i = 0; i < 5; i++) {
      bench.afterKill();
      bench.flush();
    }
    assertThat(bench.spool().openGaps().stream().filter(gap -> gap.lane() == Lane.READINGS))
        .hasSize(1);
  }

  @Test
  void aGapStaysOpenUntilItsEventIsReceipted() throws IOException {
    bench.open();
    Spool spool = bench.afterKill();
    bench.flush();
    assertThat(spool.openGaps()).isNotEmpty();
    long announced = spool.openGaps().stream().mapToLong(Gap::announcedAt).max().orElseThrow();
    bench.drain().acknowledge(Lane.ALERTS, announced);
    assertThat(spool.openGaps()).hasSize(1);
    bench.drain().acknowledge(Lane.ALERTS, announced + 1);
    assertThat(spool.openGaps()).isEmpty();
    assertThat(bench.afterStop().openGaps()).isEmpty();
  }

  @Test
  void aGapThatTheServerKnowsOfIsStillPassedOverByReadingsThatAreBehindIt() throws IOException {
    bench.open();
    bench.append(Lane.READINGS, "before");
    bench.flush();
    bench.afterKill();
    bench.append(Lane.READINGS, "after");
    bench.flush();
    long alerts = bench.drain().next(Lane.ALERTS);
    bench.drain().acknowledge(Lane.ALERTS, alerts); // the server knows of the gap now
    assertThat(bench.spool().openGaps()).isEmpty();
    for (Spool spool : List.of(bench.spool(), bench.afterStop(), bench.afterStop())) {
      assertThat(bench.readAll(Lane.READINGS, 0)).hasSize(2);
      assertThat(spool.openGaps()).isEmpty();
      assertThat(spool.stats().readings().lost()).doesNotContainKey(LossReason.DAMAGED);
      assertThat(spool.stats().readings().held()).isEqualTo(2);
    }
    bench.afterKill();
    assertThat(bench.readAll(Lane.READINGS, 0)).hasSize(2);
    assertThat(bench.spool().stats().readings().lost()).doesNotContainKey(LossReason.DAMAGED);
  }

  @Test
  void aServerThatLostItsStoreIsToldAgainOfTheGapsThatItKnew() throws IOException {
    bench.open();
    bench.append(Lane.READINGS, "before");
    bench.flush();
    bench.afterKill();
    bench.flush();
    bench.drain().acknowledge(Lane.ALERTS, bench.drain().next(Lane.ALERTS));
    assertThat(bench.spool().openGaps()).isEmpty();
    bench.drain().resume(Lane.ALERTS, 0);
    bench.drain().resume(Lane.READINGS, 0);
    bench.flush();
    assertThat(bench.spool().openGaps())
        .anyMatch(gap -> gap.lane() == Lane.READINGS && gap.first() == 1)
        .allMatch(gap -> gap.announcedAt() >= 0);
  }

  @Test
  void theOldestHeldEventIsToldFromWithinAFile() throws IOException {
    Spool spool = bench.open();
    long start = bench.time.wallMillis();
    for (int i = 0; i < 400; i++) {
      bench.append(Lane.READINGS, "reading " + i);
      bench.time.pass(Duration.ofSeconds(1));
      bench.work();
    }
    bench.flush();
    assertThat(spool.stats().readings().oldestMillis()).isEqualTo(start);
    bench.drain().acknowledge(Lane.READINGS, 300);
    assertThat(spool.stats().readings().oldestMillis())
        .isBetween(
            start + Duration.ofSeconds(239).toMillis(), start + Duration.ofSeconds(300).toMillis());
  }

  @Test
  void aServerThatIsAheadMakesTheSpoolBeginANewId() throws IOException {
    Spool spool = bench.open();
    UUID before = spool.id();
    bench.append(Lane.READINGS, "unsent");
    assertThat(bench.drain().resume(Lane.READINGS, 99_999)).isEqualTo(Drain.Resume.RENEWING);
    bench.work();
    assertThat(spool.id()).isNotEqualTo(before);
    assertThat(bench.drain().resume(Lane.READINGS, 0)).isEqualTo(Drain.Resume.READY);
    assertThat(bench.readAll(Lane.READINGS, 0)).containsExactly("0:unsent");
    assertThat(spool.takeIncidents()).hasSize(1);
  }

  @Test
  void aServerThatLostItsStoreIsToldWhatItWillNotGetAgain() throws IOException {
    Spool spool = bench.open();
    for (int i = 0; i < 5; i++) {
      bench.append(Lane.READINGS, "r" + i);
    }
    bench.drain().acknowledge(Lane.READINGS, 3);
    assertThat(bench.drain().resume(Lane.READINGS, 1)).isEqualTo(Drain.Resume.READY);
    assertThat(spool.openGaps()).hasSize(1);
    assertThat(spool.openGaps().get(0).reason()).isEqualTo(LossReason.FORGOTTEN);
    assertThat(spool.openGaps().get(0).first()).isEqualTo(1);
    assertThat(spool.openGaps().get(0).end()).isEqualTo(3);
    assertThat(bench.readAll(Lane.READINGS, 1)).containsExactly("3:r3", "4:r4");
  }

  @Test
  void theLockKeepsASecondAgentOut() throws IOException {
    bench.open();
    assertThatThrownBy(bench::open).isInstanceOf(IOException.class).hasMessageContaining("locked");
  }

  @Test
  void anotherOwnersEventsBecomeASpoolOfTheirOwn() throws IOException {
    UUID before = bench.open().id();
    bench.append(Lane.ALERTS, "of the old host");
    bench.spool().close();
    bench.owner = "acme/T2-K001";
    Spool spool = bench.open();
    assertThat(spool.id()).isNotEqualTo(before);
    assertThat(bench.readAll(Lane.ALERTS, 0)).isEmpty();
    SpoolConfig former = Spool.formers(bench.config(), bench.disk).get(0);
    assertThat(former.owner()).isEqualTo("acme/T1-K017");
    var old = new SpoolBench(bench.disk, 7);
    old.dir = former.dir();
    old.owner = former.owner();
    assertThat(old.open().id()).isEqualTo(before);
    assertThat(old.readAll(Lane.ALERTS, 0)).containsExactly("0:of the old host");
    old.drain().close();
    old.spool().remove();
    assertThat(Spool.formers(bench.config(), bench.disk)).isEmpty();
    bench.drain().close();
    bench.spool().close();
    assertThat(bench.disk.openHandles()).isZero();
  }

  @Test
  void anotherOwnersEventsSurviveAPowerCutWhileTheyAreMoved() throws IOException {
    for (int n = 1; n < 60; n++) {
      var moved = new SpoolBench();
      UUID before = moved.open().id();
      moved.append(Lane.ALERTS, "of the old host");
      moved.spool().close();
      moved.owner = "acme/T2-K001";
      moved.disk.cutPowerBefore(n);
      try {
        moved.open();
      } catch (dev.kiosk.agent.disk.FakeDisk.PowerCutException cut) {
        var disk = moved.disk.afterPowerCut(new java.util.Random(n));
        var after = new SpoolBench(disk, 2);
        after.owner = moved.owner;
        after.open();
        SpoolConfig former = Spool.formers(after.config(), disk).get(0);
        var old = new SpoolBench(disk, 3);
        old.dir = former.dir();
        old.owner = former.owner();
        assertThat(old.open().id()).as("cut before %d", n).isEqualTo(before);
        assertThat(old.readAll(Lane.ALERTS, 0)).containsExactly("0:of the old host");
      }
    }
  }

  @Test
  void anotherOwnersEventsCanBeSetAside() throws IOException {
    bench.open();
    bench.append(Lane.ALERTS, "of the old host");
    bench.spool().close();
    bench.owner = "acme/T2-K001";
    bench.open();
    var old = new SpoolBench(bench.disk, 7);
    old.dir = Spool.formers(bench.config(), bench.disk).get(0).dir();
    old.owner = "acme/T1-K017";
    old.open();
    old.drain().close();
    var aside = old.spool().setAside();
    assertThat(bench.disk.list(aside)).contains("owner", "positions");
    assertThat(Spool.formers(bench.config(), bench.disk)).isEmpty();
  }

  @Test
  void closingLeavesNoFileOpen() throws IOException {
    bench.open();
    bench.append(Lane.READINGS, "r");
    bench.flush();
    bench.readAll(Lane.READINGS, 0);
    bench.drain().close();
    bench.spool().close();
    assertThat(bench.disk.openHandles()).isZero();
  }

  @Test
  void inAPlainSessionReceiptsAreSavedWithoutAnythingNewToWrite() throws IOException {
    Spool spool = bench.open();
    bench.drain().keepReceipts(true);
    for (int i = 0; i < 1000; i++) {
      bench.append(Lane.READINGS, "r" + i);
    }
    bench.flush();
    var woken = new java.util.concurrent.atomic.AtomicInteger();
    spool.onWork(woken::incrementAndGet, () -> {});
    bench.drain().acknowledge(Lane.READINGS, 1000);
    assertThat(woken.get()).isPositive();
    assertThat(spool.wakeAtNanos(bench.time.nanos())).isEqualTo(bench.time.nanos());
    bench.work();
    assertThat(bench.afterKill().receipted(Lane.READINGS)).isEqualTo(1000);
  }

  @Test
  void whatAServerHadAndForgotWasAccepted() throws IOException {
    bench.open();
    Spool.Place place = bench.spool().append(Lane.ALERTS, "told".getBytes(UTF_8));
    bench.work();
    bench.drain().acknowledge(Lane.ALERTS, 1);
    assertThat(bench.spool().isAccepted(place)).isTrue();
    bench.drain().resume(Lane.ALERTS, 0); // its store is lost
    bench.work();
    assertThat(bench.spool().openGaps()).hasSize(1);
    assertThat(bench.spool().isAccepted(place)).isTrue();
  }
}
