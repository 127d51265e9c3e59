package dev.kiosk.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A spool whose disk is away: events live in memory and are sent from there. */
class SpoolMemoryTest {

  private final SpoolBench bench = new SpoolBench();

  @Test
  void aDiskThatRefusesFromTheFirstStartDoesNotKeepEventsFromBeingSent() throws IOException {
    bench.disk.refuse("Read-only file system");
    Spool spool = bench.open();
    assertThat(spool.refusing()).contains("Read-only file system");
    bench.append(Lane.ALERTS, "alert");
    bench.append(Lane.READINGS, "reading");
    bench.work();
    assertThat(bench.readAll(Lane.ALERTS, 0)).containsExactly("0:alert");
    assertThat(bench.readAll(Lane.READINGS, 0)).containsExactly("0:reading");
  }

  @Test
  void whatWaitsInMemoryGoesToTheDiskOnceItTakesIt() throws IOException {
    bench.disk.refuse("Read-only file system");
    Spool spool = bench.open();
    bench.append(Lane.ALERTS, "delivered");
    bench.append(Lane.ALERTS, "waits");
    bench.append(Lane.READINGS, "reading");
    Drain inMemory = bench.drain();
    inMemory.acknowledge(Lane.ALERTS, 1);
    bench.disk.heal();
    bench.flush();
    bench.flush();
    assertThat(spool.refusing()).isEmpty();
    assertThat(inMemory.isCurrent()).isFalse();
    assertThat(inMemory.read(Lane.ALERTS, 0, 10, 1000).isEmpty()).isTrue();
    bench.afterKill();
    assertThat(bench.readAll(Lane.ALERTS, 0).get(0)).isEqualTo("0:waits");
    assertThat(bench.readAll(Lane.READINGS, 0)).containsExactly("0:reading");
  }

  @Test
  void whatTheLastRunLeftOnDiskIsSentOnceTheDiskCanBeRead() throws IOException {
    UUID id = bench.open().id();
    bench.append(Lane.ALERTS, "of the last run");
    bench.spool().close();
    bench.disk.refuse("Input/output error");
    Spool spool = bench.open();
    assertThat(spool.id()).isNotEqualTo(id);
    bench.append(Lane.ALERTS, "of this run");
    bench.drain().acknowledge(Lane.ALERTS, 0);
    bench.disk.heal();
    bench.flush();
    bench.flush();
    assertThat(spool.id()).isEqualTo(id);
    assertThat(bench.readAll(Lane.ALERTS, 0)).containsExactly("0:of the last run", "1:of this run");
    assertThat(spool.openGaps()).isEmpty();
  }

  @Test
  void whenTheReservedPositionsRunOutAnIdInMemoryTakesOver() throws IOException {
    Spool spool = bench.open();
    UUID onDisk = spool.id();
    bench.append(Lane.READINGS, "on disk");
    bench.flush();
    bench.disk.refuse("No space left on device");
    long last = 0;
    for (int i = 0; i < 2 * Reserve.BLOCK; i++) {
      last = bench.append(Lane.READINGS, "r" + i);
      bench.work();
    }
    bench.flush();
    assertThat(spool.id()).isNotEqualTo(onDisk);
    bench.append(Lane.ALERTS, "alert");
    assertThat(bench.readAll(Lane.READINGS, 0))
        .hasSize((int) (1 + 2 * Reserve.BLOCK))
        .startsWith("0:on disk")
        .endsWith(last + ":r" + (2 * Reserve.BLOCK - 1));
    assertThat(bench.readAll(Lane.ALERTS, 0)).containsExactly("0:alert");
    UUID inMemory = spool.id();
    bench.disk.heal();
    bench.flush();
    bench.flush();
    assertThat(bench.afterKill().id()).isEqualTo(inMemory);
    assertThat(bench.readAll(Lane.READINGS, 0)).hasSize((int) (1 + 2 * Reserve.BLOCK));
  }

  @Test
  void aDiskThatDoesNotAnswerIsToldAndAlertsAreSentFromMemory() throws IOException {
    Spool spool = bench.open();
    bench.append(Lane.ALERTS, "alert");
    bench.disk.duringForce(
        () -> {
          bench.disk.duringForce(() -> {});
          assertThat(bench.readAll(Lane.ALERTS, 0)).isEmpty();
          bench.time.pass(Duration.ofSeconds(11));
          assertThat(spool.refusing()).contains("no answer");
          assertThat(bench.readAll(Lane.ALERTS, 0)).containsExactly("0:alert");
        });
    bench.work();
    assertThat(spool.refusing()).isEmpty();
    assertThat(bench.readAll(Lane.ALERTS, 0)).containsExactly("0:alert");
  }

  @Test
  void theRingInMemoryIsBoundedByBytesAndItsLossesAreTold() throws IOException {
    bench.disk.refuse("Read-only file system");
    Spool spool = bench.open();
    String large = "x".repeat(20_000);
    for (int i = 0; i < 2_000; i++) {
      bench.append(Lane.READINGS, i % 2 == 0 ? "small" : large);
    }
    SpoolStats.LaneStats readings = spool.stats().readings();
    long lost = readings.lost().getOrDefault(LossReason.FULL, 0L);
    assertThat(readings.bytes())
        .isBetween(SpoolState.MOST_PENDING_BYTES / 2, SpoolState.MOST_PENDING_BYTES);
    assertThat(readings.held()).isEqualTo(2_000 - lost);
    assertThat(bench.readAll(Lane.READINGS, 0)).hasSize((int) (2_000 - lost));
    assertThat(spool.openGaps()).singleElement().extracting(Gap::count).isEqualTo(lost);
  }

  @Test
  void whatIsInFlightIsNotDroppedFromMemory() throws IOException {
    bench.disk.refuse("Read-only file system");
    Spool spool = bench.open();
    String large = "x".repeat(20_000);
    for (int i = 0; i < 300; i++) {
      bench.append(Lane.READINGS, large);
      bench.drain().inFlight(Lane.READINGS, 0, 5);
    }
    assertThat(spool.openGaps()).isEmpty();
    bench.drain().inFlight(Lane.READINGS, 0, 0);
    bench.append(Lane.READINGS, large);
    assertThat(spool.openGaps()).isNotEmpty();
  }

  @Test
  void theRoomThatIsLeftIsThatOfTheMemoryWhileTheDiskIsAway() throws IOException {
    bench.maxBytes = 64L << 20;
    Spool spool = bench.open();
    assertThat(spool.stats().room()).isEqualTo(64L << 20);
    bench.disk.refuse("No space left on device");
    bench.append(Lane.READINGS, "x".repeat(1000));
    bench.flush();
    assertThat(spool.stats().room()).isEqualTo(SpoolState.MOST_PENDING_BYTES - 1000);
    assertThat(spool.pressure()).isZero();
    for (int i = 0; i < 2_200; i++) {
      bench.append(Lane.READINGS, "x".repeat(1000));
    }
    assertThat(spool.pressure()).isEqualTo(1);
  }

  @Test
  void aFullDiskIsNotTakenForHealedBecauseNothingHadToBeWritten() throws IOException {
    Spool spool = bench.open();
    bench.disk.capacity(bench.disk.used());
    bench.append(Lane.ALERTS, "alert");
    bench.flush();
    assertThat(spool.refusing()).contains("No space left on device");
    bench.drain().acknowledge(Lane.ALERTS, 1); // it was sent from memory
    for (int i = 0; i < 20; i++) {
      bench.flush();
      assertThat(spool.refusing()).contains("No space left on device");
    }
    bench.disk.capacity(Long.MAX_VALUE);
    bench.flush();
    bench.flush();
    assertThat(spool.refusing()).isEmpty();
    assertThat(bench.disk.files()).doesNotContainKey(bench.dir.resolve("probe"));
  }

  @Test
  void aFolderThatIsReplacedWhileTheDiskRefusesIsToldAndCounted() throws IOException {
    Spool spool = bench.open();
    bench.append(Lane.ALERTS, "gone");
    bench.flush();
    for (var file : java.util.List.copyOf(bench.disk.files().keySet())) {
      bench.disk.delete(file);
    }
    bench.disk.refuse("Input/output error");
    bench.time.pass(Duration.ofSeconds(6));
    bench.append(Lane.ALERTS, "waits");
    bench.flush();
    bench.disk.heal();
    bench.flush();
    bench.flush();
    assertThat(spool.refusing()).isEmpty();
    assertThat(spool.stats().alerts().lost()).containsEntry(LossReason.DAMAGED, 1L);
    assertThat(spool.takeIncidents()).anyMatch(incident -> incident.contains("folder was"));
    assertThat(bench.readAll(Lane.ALERTS, 0)).anyMatch(event -> event.endsWith(":waits"));
  }
}
