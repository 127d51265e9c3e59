package dev.kiosk.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Damage that a start meets: nothing is swallowed by it and no position comes twice. */
class SpoolStartDamageTest {

  private final SpoolBench bench = new SpoolBench();

  @Test
  void newEventsDoNotFallIntoAnOldGapWhenThePositionsAreUnreadable() throws IOException {
    bench.open();
    bench.afterKill(); // leaves open gaps at the beginning of both lanes
    bench.disk.killProcess();
    bench.disk.cut(bench.dir.resolve(Positions.FILE_NAME), 0);
    Spool spool = bench.open();
    long alert = bench.append(Lane.ALERTS, "alert");
    long reading = bench.append(Lane.READINGS, "reading");
    bench.flush();
    assertThat(bench.readAll(Lane.ALERTS, 0)).contains(alert + ":alert");
    assertThat(bench.readAll(Lane.READINGS, 0)).containsExactly(reading + ":reading");
    for (Gap gap : spool.openGaps()) {
      assertThat(bench.readAll(Lane.ALERTS, gap.announcedAt()).get(0))
          .isEqualTo(
              "%d:gap %s %d %d %s"
                  .formatted(gap.announcedAt(), gap.lane(), gap.first(), gap.end(), gap.reason()));
    }
  }

  @Test
  void aPositionDoesNotComeTwiceWhenTheNewestSlotIsDamaged() throws IOException {
    UUID id = bench.open().id();
    bench.afterStop();
    long sent = bench.append(Lane.READINGS, "sent, not written");
    assertThat(bench.readAll(Lane.READINGS, 0)).hasSize(1);
    bench.disk.killProcess();
    bench.disk.flipBit(bench.dir.resolve(Positions.FILE_NAME), newestSlot() * 128 * 8 + 200);
    Spool spool = bench.open();
    boolean another = !spool.id().equals(id) || spool.next(Lane.READINGS) > sent;
    assertThat(another).isTrue();
  }

  private int newestSlot() throws IOException {
    var bytes = java.nio.ByteBuffer.allocate(256);
    try (var file = bench.disk.openRead(bench.dir.resolve(Positions.FILE_NAME))) {
      file.read(bytes, 0);
    }
    return bytes.getLong(8) > bytes.getLong(128 + 8) ? 0 : 1;
  }

  @Test
  void soundRecordsBehindADamagedLengthAreNotTakenForATornTail() throws IOException {
    bench.open();
    for (int i = 0; i < 5; i++) {
      bench.append(Lane.ALERTS, "alert " + i);
      bench.work();
    }
    bench.disk.killProcess();
    var file = bench.dir.resolve(Segment.fileName(Lane.ALERTS, 0));
    long size = bench.disk.size(file);
    bench.disk.flipBit(file, SegmentFormat.HEADER_BYTES * 8 + 6); // of the first record's length
    Spool spool = bench.open();
    assertThat(spool.takeIncidents()).isNotEmpty();
    assertThat(bench.disk.size(file)).isEqualTo(size);
  }

  @Test
  void aFileThatWentAwayDoesNotStopTheLane() throws IOException {
    Spool spool = bench.open();
    String text = "x".repeat(1000);
    for (int i = 0; i < 3_000; i++) {
      bench.append(Lane.READINGS, text);
    }
    bench.flush();
    bench.disk.delete(bench.dir.resolve(Segment.fileName(Lane.READINGS, 0)));
    assertThat(bench.readAll(Lane.READINGS, 0)).isNotEmpty();
    assertThat(spool.openGaps()).anyMatch(gap -> gap.reason() == LossReason.DAMAGED);
    bench.drain().acknowledge(Lane.READINGS, 3_000);
    bench.flush();
    assertThat(spool.refusing()).isEmpty();
  }

  @Test
  void aDiskThatRefusesToBeReadForAMomentLosesNothing() throws IOException {
    Spool spool = bench.open();
    bench.append(Lane.ALERTS, "alert");
    bench.work();
    bench.disk.refuseReads("Input/output error");
    assertThat(bench.readAll(Lane.ALERTS, 0)).isEmpty();
    bench.time.pass(Duration.ofSeconds(30));
    assertThat(bench.readAll(Lane.ALERTS, 0)).isEmpty();
    bench.disk.heal();
    assertThat(bench.readAll(Lane.ALERTS, 0)).containsExactly("0:alert");
    assertThat(spool.openGaps()).isEmpty();
  }

  @Test
  void aPlaceThatCanNeverBeReadIsGivenUpAndTold() throws IOException {
    Spool spool = bench.open();
    bench.append(Lane.ALERTS, "alert");
    bench.work();
    bench.disk.refuseReads("Input/output error");
    bench.readAll(Lane.ALERTS, 0);
    bench.time.pass(Duration.ofSeconds(61));
    bench.readAll(Lane.ALERTS, 0);
    assertThat(spool.openGaps()).anyMatch(gap -> gap.reason() == LossReason.DAMAGED);
  }

  @Test
  void alertsOnDiskAreNotEvictedForReadingsThatWaitInMemory() throws IOException {
    Spool spool = bench.open();
    String text = "x".repeat(1000);
    for (int i = 0; i < 1_500; i++) {
      bench.append(Lane.ALERTS, text);
    }
    bench.work();
    bench.disk.refuse("Read-only file system");
    bench.flush();
    for (int i = 0; i < 3_500; i++) {
      bench.append(Lane.READINGS, text);
    }
    bench.flush();
    bench.disk.heal();
    for (int i = 0; i < 5; i++) {
      bench.flush();
    }
    assertThat(spool.stats().bytes()).isLessThanOrEqualTo(SpoolConfig.LEAST_BYTES);
    assertThat(spool.openGaps()).noneMatch(gap -> gap.lane() == Lane.ALERTS);
  }

  @Test
  void afterAnOrderlyStopACutFileIsToldAtOnce() throws IOException {
    bench.open();
    bench.append(Lane.ALERTS, "kept");
    bench.work();
    bench.append(Lane.ALERTS, "cut off");
    bench.spool().close();
    var file = bench.dir.resolve(Segment.fileName(Lane.ALERTS, 0));
    bench.disk.cut(file, (int) bench.disk.size(file) - 1);
    Spool spool = bench.open();
    assertThat(spool.takeIncidents()).singleElement().asString().contains("1 alerts");
    assertThat(spool.stats().alerts().lost()).containsEntry(LossReason.DAMAGED, 1L);
    bench.append(Lane.ALERTS, "new");
    bench.work();
    assertThat(bench.readAll(Lane.ALERTS, 0)).first().isEqualTo("0:kept");
    assertThat(bench.readAll(Lane.ALERTS, 0)).last().asString().endsWith(":new");
  }

  @Test
  void aLaterRecordOfAWriteThatWasNeverForcedIsNoDamage() throws IOException {
    String half = "x".repeat(SegmentWriter.GROUP_BYTES / 2 + 1);
    for (long seed = 0; seed < 50; seed++) {
      var cut = new SpoolBench();
      cut.open();
      cut.append(Lane.READINGS, "forced");
      cut.flush();
      cut.disk.duringForce(
          () -> {
            throw new java.io.UncheckedIOException(new IOException("the power goes here"));
          });
      for (int i = 0; i < 6; i++) {
        cut.append(Lane.READINGS, half);
      }
      cut.time.pass(Duration.ofSeconds(2));
      assertThatThrownBy(() -> cut.spool().step(cut.time.nanos()))
          .isInstanceOf(java.io.UncheckedIOException.class);
      cut.disk.duringForce(() -> {});
      Spool spool = cut.afterPowerCut(seed);
      assertThat(spool.takeIncidents()).as("seed %d", seed).isEmpty();
      assertThat(cut.readAll(Lane.READINGS, 0)).as("seed %d", seed).startsWith("0:forced");
    }
  }

  @Test
  void damageToWhatWasDeliveredAWhileAgoIsNoLoss() throws IOException {
    bench.open();
    for (int i = 0; i < 3; i++) {
      bench.append(Lane.ALERTS, "alert " + i);
      bench.work();
    }
    bench.drain().acknowledge(Lane.ALERTS, 3);
    bench.time.pass(Duration.ofMinutes(16));
    bench.work();
    bench.disk.killProcess();
    var file = bench.dir.resolve(Segment.fileName(Lane.ALERTS, 0));
    bench.disk.flipBit(file, (SegmentFormat.HEADER_BYTES + 20) * 8);
    Spool spool = bench.open();
    assertThat(spool.stats().alerts().lost()).doesNotContainKey(LossReason.DAMAGED);
    assertThat(spool.takeIncidents()).isNotEmpty();
  }

  @Test
  void whatCanBeReadButWasNeverForcedIsWrittenAgainBeforeItIsTrusted() throws IOException {
    for (int failing = 1; failing < 20; failing++) {
      var twice = new SpoolBench();
      twice.open();
      twice.append(Lane.READINGS, "r0");
      twice.flush();
      twice.append(Lane.READINGS, "r1");
      twice.time.pass(Duration.ofSeconds(2));
      twice.disk.cutPowerBefore(2); // written, not forced
      assertThatThrownBy(() -> twice.spool().step(twice.time.nanos()))
          .isInstanceOf(dev.kiosk.agent.disk.FakeDisk.PowerCutException.class);
      twice.disk.killProcess();
      twice.disk.cutPowerBefore(Long.MAX_VALUE / 2);
      twice.disk.failOperation(failing);
      twice.open();
      twice.flush();
      twice.flush();
      twice.append(Lane.READINGS, "r2");
      twice.flush();
      Spool spool = twice.afterPowerCut(failing);
      twice.flush();
      assertThat(twice.readAll(Lane.READINGS, 0))
          .as("operation %d", failing)
          .anyMatch(event -> event.endsWith(":r2"))
          .startsWith("0:r0");
      assertThat(spool.stats().readings().lost()).doesNotContainKey(LossReason.DAMAGED);
      assertThat(spool.takeIncidents()).isEmpty();
    }
  }
}
