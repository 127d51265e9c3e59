package dev.kiosk.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.counters.Counter;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
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
    Spool spool = bench.open();
    bench.flush();
    long before = bench.counters.value(Counter.SPOOL_BYTES_WRITTEN);
    for (int second = 0; second < 100; second++) {
      long position = bench.append(Lane.READINGS, "cpu " + second);
      spool.acknowledge(Lane.READINGS, position + 1);
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
    spool.acknowledge(Lane.ALERTS, announced);
    assertThat(spool.openGaps()).hasSize(1);
    spool.acknowledge(Lane.ALERTS, announced + 1);
    assertThat(spool.openGaps()).isEmpty();
    assertThat(bench.afterStop().openGaps()).isEmpty();
  }

  @Test
  void aTornTailIsCutOffAndWritingGoesOn() throws IOException {
    bench.open();
    bench.append(Lane.ALERTS, "first");
    bench.work();
    bench.append(Lane.ALERTS, "second");
    bench.work();
    var file = bench.dir.resolve(Segment.fileName(Lane.ALERTS, 0));
    int whole = (int) bench.disk.size(file);
    bench.disk.cut(file, whole - 3);
    Spool spool = bench.afterKill();
    bench.append(Lane.ALERTS, "third");
    bench.work();
    assertThat(bench.readAll(Lane.ALERTS, 0)).first().isEqualTo("0:first");
    assertThat(bench.readAll(Lane.ALERTS, 0)).last().asString().endsWith(":third");
    assertThat(spool.takeIncidents()).isEmpty();
  }

  @Test
  void everyAcceptedAlertSurvivesAnyPowerCut() throws IOException {
    for (long seed = 0; seed < 300; seed++) {
      var cut = new SpoolBench();
      cut.open();
      int accepted = 0;
      int cutAt = (int) (seed % 7);
      for (int i = 0; i < cutAt; i++) {
        cut.append(Lane.ALERTS, "alert " + i);
        cut.append(Lane.READINGS, "reading " + i);
        cut.work();
        accepted++;
        cut.time.pass(Duration.ofMillis(400));
      }
      cut.append(Lane.ALERTS, "late");
      Spool spool = cut.afterPowerCut(seed);
      var alerts = cut.readAll(Lane.ALERTS, 0);
      for (int i = 0; i < accepted; i++) {
        assertThat(alerts).as("seed %d", seed).contains(i + ":alert " + i);
      }
      assertThat(spool.takeIncidents()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void theOldestReadingsGoFirstWhenFullAndAGapTellsOfThem() throws IOException {
    Spool spool = bench.open();
    String text = "x".repeat(1000);
    for (int i = 0; i < 6_000; i++) {
      bench.append(Lane.READINGS, text);
      if (i % 50 == 0) {
        bench.append(Lane.ALERTS, "alert " + i);
        bench.flush();
      }
    }
    bench.flush();
    SpoolStats stats = spool.stats();
    assertThat(stats.bytes()).isLessThanOrEqualTo(SpoolConfig.LEAST_BYTES);
    assertThat(stats.pressure()).isEqualTo(3);
    assertThat(bench.readAll(Lane.ALERTS, 0).stream().filter(e -> e.contains("alert")).count())
        .isEqualTo(120);
    long lost = stats.readings().lost().getOrDefault(LossReason.FULL, 0L);
    assertThat(lost).isPositive().isEqualTo(bench.counters.value(Counter.EVENTS_LOST));
    assertThat(bench.readAll(Lane.READINGS, 0)).hasSize((int) (6_000 - lost));
    assertThat(spool.openGaps().stream().mapToLong(Gap::count).sum()).isEqualTo(lost);
  }

  @Test
  void manyLossesInARowAreOneGap() throws IOException {
    Spool spool = bench.open();
    String text = "x".repeat(1000);
    for (int i = 0; i < 20_000; i++) {
      bench.append(Lane.READINGS, text);
      if (i % 50 == 0) {
        bench.flush();
      }
    }
    bench.flush();
    long lost = spool.stats().readings().lost().getOrDefault(LossReason.FULL, 0L);
    assertThat(lost).isGreaterThan(10_000);
    assertThat(spool.openGaps())
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.first()).isZero();
              assertThat(gap.count()).isEqualTo(lost);
              assertThat(spool.read(Lane.ALERTS, gap.announcedAt(), 1, 1000).first())
                  .isEqualTo(gap.announcedAt());
            });
  }

  @Test
  void aGapWhoseEventIsEvictedIsAnnouncedAgain() throws IOException {
    bench.open();
    bench.append(Lane.READINGS, "young");
    Spool spool = bench.afterKill(); // leaves gaps, told of in the first segment of alerts
    String text = "x".repeat(1000);
    for (int i = 0; i < 9_000; i++) {
      bench.append(Lane.ALERTS, text);
      if (i % 50 == 0) {
        bench.work();
      }
    }
    bench.work();
    assertThat(spool.openGaps()).anyMatch(gap -> gap.reason() == LossReason.FULL);
    for (Gap gap : spool.openGaps()) {
      Batch told = spool.read(Lane.ALERTS, gap.announcedAt(), 1, 1000);
      assertThat(told.first()).as("%s", gap).isEqualTo(gap.announcedAt());
      assertThat(new String(told.events().get(0), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("gap %s %d %d %s".formatted(gap.lane(), gap.first(), gap.end(), gap.reason()));
    }
  }

  @Test
  void whatIsInFlightIsNotEvicted() throws IOException {
    Spool spool = bench.open();
    String text = "x".repeat(1000);
    for (int i = 0; i < 7_000; i++) {
      bench.append(Lane.READINGS, text);
      if (i == 500) {
        spool.inFlight(Lane.READINGS, 0, 400);
      }
      if (i % 50 == 0) {
        bench.flush();
      }
    }
    assertThat(bench.readAll(Lane.READINGS, 0).get(0)).startsWith("0:");
    assertThat(spool.openGaps()).noneMatch(gap -> gap.contains(0) || gap.contains(399));
  }

  @Test
  void eventsExpireByRunningTimeNotByTheWallClock() throws IOException {
    bench.maxAge = Duration.ofDays(1);
    Spool spool = bench.open();
    bench.append(Lane.READINGS, "old");
    bench.flush();
    bench.time.stepWall(Duration.ofDays(4000));
    bench.flush();
    assertThat(bench.readAll(Lane.READINGS, 0)).containsExactly("0:old");
    bench.time.pass(Duration.ofDays(2));
    bench.flush();
    assertThat(bench.readAll(Lane.READINGS, 0)).isEmpty();
    assertThat(spool.openGaps()).anyMatch(gap -> gap.reason() == LossReason.EXPIRED);
  }

  @Test
  void aRefusingDiskIsToldAndEventsAreReadFromMemoryMeanwhile() throws IOException {
    Spool spool = bench.open();
    bench.disk.refuse("No space left on device");
    bench.append(Lane.ALERTS, "while refusing");
    bench.flush();
    assertThat(spool.refusing()).contains("No space left on device");
    assertThat(bench.readAll(Lane.ALERTS, 0)).containsExactly("0:while refusing");
    bench.disk.heal();
    bench.time.pass(Duration.ofSeconds(5));
    bench.work();
    assertThat(spool.refusing()).isEmpty();
    bench.afterKill();
    assertThat(bench.readAll(Lane.ALERTS, 0).get(0)).isEqualTo("0:while refusing");
  }

  @Test
  void anyOneFailingDiskOperationLosesNothing() throws IOException {
    for (int n = 1; ; n++) {
      var failing = new SpoolBench();
      Spool spool = failing.open();
      long before = failing.disk.operations();
      failing.disk.failOperation(n);
      for (int i = 0; i < 3; i++) {
        failing.append(Lane.ALERTS, "alert " + i);
        failing.append(Lane.READINGS, "reading " + i);
        failing.flush();
        failing.time.pass(Duration.ofSeconds(5));
      }
      failing.flush();
      assertThat(spool.refusing()).isEmpty();
      boolean untouched = failing.disk.operations() - before < n;
      failing.disk.heal();
      failing.afterKill();
      assertThat(failing.readAll(Lane.ALERTS, 0)).as("operation %d", n).contains("2:alert 2");
      assertThat(failing.readAll(Lane.READINGS, 0))
          .as("operation %d", n)
          .startsWith("0:reading 0", "1:reading 1", "2:reading 2");
      if (untouched) {
        return;
      }
    }
  }

  @Test
  void aFlippedBitNeverKeepsTheSpoolFromOpeningNorInventsAnEvent() throws IOException {
    var random = new Random(7);
    for (int round = 0; round < 400; round++) {
      var flipped = new SpoolBench();
      flipped.open();
      for (int i = 0; i < 5; i++) {
        flipped.append(Lane.ALERTS, "alert " + i);
        flipped.work();
      }
      flipped.disk.killProcess();
      var file = flipped.dir.resolve(Segment.fileName(Lane.ALERTS, 0));
      flipped.disk.flipBit(file, random.nextInt((int) flipped.disk.size(file) * 8));
      flipped.open();
      flipped.flush();
      for (String event : flipped.readAll(Lane.ALERTS, 0)) {
        assertThat(event).matches("(\\d):alert \\1|\\d+:gap .*");
      }
      assertThat(flipped.append(Lane.ALERTS, "new")).isGreaterThanOrEqualTo(4096);
    }
  }

  @Test
  void eventsBehindADamagedRecordAreCountedAsLostAndAnnounced() throws IOException {
    bench.open();
    for (int i = 0; i < 6; i++) {
      bench.append(Lane.READINGS, "reading " + i);
      bench.flush();
    }
    bench.disk.killProcess();
    var file = bench.dir.resolve(Segment.fileName(Lane.READINGS, 0));
    int record = ((int) bench.disk.size(file) - SegmentFormat.HEADER_BYTES) / 6;
    int third = SegmentFormat.HEADER_BYTES + 2 * record + SegmentFormat.RECORD_HEADER_BYTES + 6;
    bench.disk.flipBit(file, third * 8);
    Spool spool = bench.open();
    bench.flush();
    assertThat(bench.readAll(Lane.READINGS, 0)).containsExactly("0:reading 0", "1:reading 1");
    assertThat(spool.stats().readings().lost()).containsEntry(LossReason.DAMAGED, 4L);
    assertThat(bench.counters.value(Counter.EVENTS_LOST)).isEqualTo(4);
    assertThat(spool.takeIncidents()).isNotEmpty();
    assertThat(spool.openGaps().stream().filter(gap -> gap.lane() == Lane.READINGS))
        .anyMatch(gap -> gap.first() == 2 && gap.reason() == LossReason.DAMAGED);
    assertThat(bench.append(Lane.READINGS, "new")).isGreaterThanOrEqualTo(4096);
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
    spool.acknowledge(Lane.READINGS, 300);
    assertThat(spool.stats().readings().oldestMillis())
        .isBetween(
            start + Duration.ofSeconds(239).toMillis(), start + Duration.ofSeconds(300).toMillis());
  }

  @Test
  void aServerThatIsAheadMakesTheSpoolBeginANewId() throws IOException {
    Spool spool = bench.open();
    UUID before = spool.id();
    bench.append(Lane.READINGS, "unsent");
    assertThat(spool.resume(Lane.READINGS, 99_999)).isEqualTo(Spool.Resume.RENEWING);
    bench.work();
    assertThat(spool.id()).isNotEqualTo(before);
    assertThat(spool.resume(Lane.READINGS, 0)).isEqualTo(Spool.Resume.READY);
    assertThat(bench.readAll(Lane.READINGS, 0)).containsExactly("0:unsent");
    assertThat(spool.takeIncidents()).hasSize(1);
  }

  @Test
  void aServerThatLostItsStoreIsToldWhatItWillNotGetAgain() throws IOException {
    Spool spool = bench.open();
    for (int i = 0; i < 5; i++) {
      bench.append(Lane.READINGS, "r" + i);
    }
    spool.acknowledge(Lane.READINGS, 3);
    assertThat(spool.resume(Lane.READINGS, 1)).isEqualTo(Spool.Resume.READY);
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
  void anotherOwnersEventsAreSetAsideNotSent() throws IOException {
    UUID before = bench.open().id();
    bench.append(Lane.ALERTS, "of the old host");
    bench.spool().close();
    bench.owner = "acme/T2-K001";
    Spool spool = bench.open();
    assertThat(spool.id()).isNotEqualTo(before);
    assertThat(bench.readAll(Lane.ALERTS, 0)).isEmpty();
    assertThat(spool.takeIncidents()).anyMatch(text -> text.contains("acme/T1-K017"));
  }

  @Test
  void closingLeavesNoFileOpen() throws IOException {
    bench.open();
    bench.append(Lane.READINGS, "r");
    bench.flush();
    bench.readAll(Lane.READINGS, 0);
    bench.spool().close();
    assertThat(bench.disk.openHandles()).isZero();
  }
}
