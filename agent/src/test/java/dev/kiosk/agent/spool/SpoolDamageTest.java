package dev.kiosk.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.counters.Counter;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpoolDamageTest {

  private final SpoolBench bench = new SpoolBench();

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
  void aFolderThatIsRemovedIsToldAndBegunAnew() throws IOException {
    Spool spool = bench.open();
    bench.append(Lane.READINGS, "gone");
    bench.append(Lane.ALERTS, "gone too");
    bench.flush();
    for (var file : bench.disk.files().keySet()) {
      bench.disk.delete(file);
    }
    bench.time.pass(Duration.ofSeconds(6));
    bench.append(Lane.READINGS, "after");
    bench.flush();
    assertThat(spool.takeIncidents()).singleElement().asString().contains("folder was removed");
    assertThat(spool.stats().readings().lost()).containsEntry(LossReason.DAMAGED, 1L);
    assertThat(spool.stats().alerts().lost()).containsEntry(LossReason.DAMAGED, 1L);
    Spool again = bench.afterKill();
    assertThat(again.id()).isEqualTo(spool.id());
    assertThat(bench.readAll(Lane.READINGS, 0)).first().isEqualTo("1:after");
  }

  @Test
  void aLedgerOfAnySizeDoesNotKeepTheSpoolFromOpening() throws IOException {
    bench.open();
    bench.disk.killProcess();
    try (var file = bench.disk.open(bench.dir.resolve(Ledger.FILE_NAME))) {
      file.write(java.nio.ByteBuffer.allocate((4 << 20) + 1), 0);
    }
    assertThat(bench.open().takeIncidents()).isNotEmpty();
  }
}
