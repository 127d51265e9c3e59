package dev.kiosk.agent.spool.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.LossReason;
import dev.kiosk.agent.spool.Spool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A spool whose disk is full, out of inodes or read-only: it says so, goes on, and heals. */
class SpoolFullDiskIT {

  private static final long MORE_THAN_THE_DISK = 64L << 20;
  private static final String FULL = "No space left on device";
  private static final String READ_ONLY = "Read-only file system";

  private Folder home;
  private Mount disk;

  @BeforeAll
  static void needsMounts() throws IOException {
    Mount.assumeAllowed();
  }

  @BeforeEach
  void mountSmallDisk() throws IOException {
    home = Folder.create("full");
    disk = Mount.tmpfs(home.path().resolve("disk"), "size=4m,nr_inodes=64");
  }

  @AfterEach
  void removeIt() throws IOException {
    try {
      disk.close();
    } finally {
      home.close();
    }
  }

  @Test
  void onAFullDiskItSaysSoGoesOnInMemoryAndHealsWithoutALoss() throws IOException {
    Path ballast = ballast(3 << 20);
    try (Held held = Held.open(life(MORE_THAN_THE_DISK))) {
      Spool spool = held.spool();
      held.appendUntil(() -> !spool.refusing().isEmpty());
      assertThat(spool.refusing()).contains(FULL);
      assertThat(spool.stats().refusing()).contains(FULL);
      for (int i = 0; i < 100; i++) {
        held.append(i % 10 == 0 ? Lane.ALERTS : Lane.READINGS, 1000);
      }
      held.assertAllReadable();
      Files.delete(ballast);
      held.waitForRetry();
      assertThat(spool.refusing()).isEmpty();
      held.assertAllReadable();
      assertAllAccepted(held);
      held.stop();
      held.start();
      held.assertAllReadable();
    }
  }

  @Test
  void whatMemoryCannotHoldIsCountedAndTold() throws IOException {
    disk.remount("size=16m");
    Path ballast = ballast(15 << 20);
    try (Held held = Held.open(life(MORE_THAN_THE_DISK))) {
      Spool spool = held.spool();
      held.appendUntil(() -> !spool.openGaps().isEmpty());
      assertThat(spool.refusing()).contains(FULL);
      held.append(Lane.ALERTS, 10);
      held.assertAllAccountedFor();
      Files.delete(ballast);
      held.waitForRetry();
      assertThat(spool.refusing()).isEmpty();
      held.assertAllAccountedFor();
      assertLedgerAgrees(held);
      held.stop();
      held.start();
      held.assertAllAccountedFor();
      assertLedgerAgrees(held);
    }
  }

  @Test
  void aSpoolThatFilledTheDiskItselfEmptiesItWithTheReceipts() throws IOException {
    try (Held held = Held.open(life(MORE_THAN_THE_DISK))) {
      Spool spool = held.spool();
      held.appendUntil(() -> !spool.refusing().isEmpty());
      held.deliver();
      held.waitForRetry();
      assertThat(spool.refusing()).isEmpty();
      held.appendUntil(() -> spool.next(Lane.ALERTS) % 50 == 0);
      held.assertAllReadable();
    }
  }

  @Test
  void aSpoolThatFilledTheDiskItselfEmptiesItWhileEventsKeepComing() throws IOException {
    try (Held held = Held.open(life(MORE_THAN_THE_DISK))) {
      Spool spool = held.spool();
      held.appendUntil(() -> !spool.refusing().isEmpty());
      for (int i = 0; i < 10; i++) {
        held.deliver();
        held.append(Lane.READINGS, 1000); // there is always one that wants to be written
        held.waitForRetry();
      }
      assertThat(spool.refusing()).isEmpty();
      held.assertAllReadable();
    }
  }

  @Test
  void aSpoolThatFilledTheDiskItselfEmptiesItAfterALoss() throws IOException {
    try (Held held = Held.open(life(MORE_THAN_THE_DISK))) {
      Spool spool = held.spool();
      held.appendUntil(() -> !spool.openGaps().isEmpty());
      for (int i = 0; i < 10; i++) {
        held.deliver();
        held.waitForRetry();
      }
      assertThat(spool.refusing()).isEmpty();
      assertThat(spool.openGaps()).isEmpty();
      held.append(Lane.ALERTS, 10);
      held.assertAllReadable();
    }
  }

  @Test
  void aSpoolThatWasKilledOnAFullDiskOpensAndHasWhatItAccepted() throws Exception {
    var facts = new Facts();
    try (Victim victim = Victim.start(life(MORE_THAN_THE_DISK), false, facts)) {
      victim.await("F ");
      facts.before(victim.kill());
    }
    takeAllBytes(disk.point().resolve("ballast"));
    try (Held held = Held.open(life(MORE_THAN_THE_DISK))) {
      assertThat(held.readable(Lane.ALERTS)).containsAllEntriesOf(facts.accepted(Lane.ALERTS));
    }
    disk.remount("size=16m");
    new Audit(facts, Set.of()).of(life(MORE_THAN_THE_DISK), "with room again");
  }

  @Test
  void aSpoolThatWasKilledBeforeSomethingElseFilledTheDiskOpensAndCanBeRead() throws Exception {
    var facts = new Facts();
    try (Victim victim = Victim.start(life(MORE_THAN_THE_DISK), false, facts)) {
      victim.await("A ");
      facts.before(victim.kill());
    }
    takeAllBytes(disk.point().resolve("ballast"));
    try (Held held = Held.open(life(MORE_THAN_THE_DISK))) {
      assertThat(held.readable(Lane.ALERTS)).containsAllEntriesOf(facts.accepted(Lane.ALERTS));
    }
  }

  @Test
  void onADiskThatIsReadOnlyAtTheStartItGoesOnInMemoryAndAdoptsTheFolderOnceItCanBeWrittenTo()
      throws IOException {
    try (Held held = Held.open(life(MORE_THAN_THE_DISK))) {
      UUID onDisk = held.spool().id();
      appendToEachLane(held);
      held.stop();
      disk.remount("ro");
      held.start();
      Spool spool = held.spool();
      assertThat(spool.refusing()).contains(READ_ONLY);
      assertThat(spool.id()).isNotEqualTo(onDisk);
      appendToEachLane(held);
      for (Lane lane : Lane.values()) {
        assertThat(held.of(lane)).hasSize(1).isEqualTo(held.readable(lane));
      }
      disk.remount("rw");
      held.waitForRetry();
      assertThat(spool.refusing()).isEmpty();
      assertThat(spool.id()).isEqualTo(onDisk);
      held.assertAllReadable();
      appendToEachLane(held);
      held.stop();
      held.start();
      held.assertAllReadable();
      held.deliver();
      held.assertAllDelivered();
    }
  }

  @Test
  void aDiskThatTurnsReadOnlyByAnErrorIsToldOfAndWhatWasAcceptedIsThereAfterwards()
      throws IOException {
    Path image = home.path().resolve("failing.img");
    Path point = home.path().resolve("failing");
    Mount.makeExt4(image, "16M");
    Life life = new Life(point, MORE_THAN_THE_DISK, 1);
    Mount failing = Mount.ext4(image, point);
    try (Held held = Held.open(life)) {
      held.appendUntil(() -> held.spool().next(Lane.ALERTS) == 50);
      var accepted = Map.copyOf(held.of(Lane.ALERTS));
      assertAllAccepted(held);
      causeError(failing);
      held.appendUntil(() -> held.spool().next(Lane.ALERTS) == 100);
      assertThat(held.spool().refusing()).contains(READ_ONLY);
      held.assertAllReadable();
      UUID id = held.spool().id();
      assertThat(accepted.keySet())
          .map(position -> new Spool.Place(id, Lane.ALERTS, position))
          .allMatch(held.spool()::isAccepted);
      assertThatThrownBy(held::stop).hasMessageContaining(READ_ONLY);
      failing.close();
      failing = Mount.ext4(image, point);
      held.start();
      assertThat(held.spool().takeIncidents()).isEmpty();
      assertThat(held.readable(Lane.ALERTS)).containsAllEntriesOf(accepted);
    } finally {
      failing.close();
    }
  }

  @Test
  void aDiskThatStaysReadOnlyDoesNotKeepEventsBehindTheReservedBlockFromTheServer()
      throws IOException {
    Path image = home.path().resolve("failing.img");
    Path point = home.path().resolve("failing");
    Mount.makeExt4(image, "16M");
    try (Mount failing = Mount.ext4(image, point);
        Held held = Held.open(new Life(point, MORE_THAN_THE_DISK, 1))) {
      held.append(Lane.ALERTS, 10);
      causeError(failing);
      for (int i = 0; i < 6000; i++) {
        held.append(Lane.READINGS, 10);
      }
      for (int i = 0; i < 5; i++) {
        held.waitForRetry();
        held.deliver();
      }
      assertThat(held.spool().refusing()).contains(READ_ONLY);
      assertThat(held.spool().stats().readings().held()).isZero();
      held.assertAllDelivered();
    }
  }

  @Test
  void withoutInodesItSaysSoGoesOnInMemoryAndHealsWithoutALoss() throws IOException {
    disk.remount("size=16m");
    try (Held held = Held.open(life(MORE_THAN_THE_DISK))) {
      Spool spool = held.spool();
      held.append(Lane.ALERTS, 10);
      Path names = Files.createDirectory(disk.point().resolve("names"));
      takeAllInodes(names);
      held.appendUntil(() -> !spool.refusing().isEmpty()); // when it turns a segment
      assertThat(spool.refusing()).contains(FULL);
      held.appendUntil(() -> spool.next(Lane.ALERTS) % 50 == 0);
      held.assertAllReadable();
      new Folder(names).close();
      held.waitForRetry();
      assertThat(spool.refusing()).isEmpty();
      held.assertAllReadable();
      assertAllAccepted(held);
      held.stop();
      held.start();
      held.assertAllReadable();
    }
  }

  private Life life(long maxBytes) {
    return new Life(disk.point().resolve("spool"), maxBytes, 1);
  }

  private Path ballast(int bytes) throws IOException {
    return Files.write(disk.point().resolve("ballast"), new byte[bytes]);
  }

  private static void takeAllBytes(Path ballast) throws IOException {
    try (var out = Files.newOutputStream(ballast)) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  out.write(new byte[512]);
                }
              })
          .hasMessageContaining(FULL);
    }
  }

  private static void takeAllInodes(Path dir) {
    assertThatThrownBy(
            () -> {
              for (int i = 0; ; i++) {
                Files.createFile(dir.resolve("taken-" + i));
              }
            })
        .hasMessageContaining(FULL);
  }

  /** What the file system does when it finds itself broken. */
  private static void causeError(Mount ext4) throws IOException {
    Path device = Path.of(Files.getFileStore(ext4.point()).name()).getFileName();
    Path trigger = Path.of("/sys/fs/ext4").resolve(device).resolve("trigger_fs_error");
    Assumptions.assumeTrue(Files.exists(trigger), "needs " + trigger);
    Files.writeString(trigger, "1");
  }

  private static void assertAllAccepted(Held held) {
    assertThat(held.places())
        .allMatch(place -> place.spool().equals(held.spool().id())) // else it says nothing
        .allMatch(held.spool()::isAccepted);
  }

  private static void appendToEachLane(Held held) {
    for (Lane lane : Lane.values()) {
      held.append(lane, 10);
    }
  }

  private static void assertLedgerAgrees(Held held) {
    long counted = 0;
    for (Lane lane : Lane.values()) {
      counted += held.spool().stats().of(lane).lost().getOrDefault(LossReason.FULL, 0L);
    }
    assertThat(counted).isPositive().isEqualTo(held.positionsInGaps());
  }
}
