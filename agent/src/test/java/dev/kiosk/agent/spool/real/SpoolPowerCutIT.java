package dev.kiosk.agent.spool.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.spool.LossReason;
import dev.kiosk.agent.spool.SpoolConfig;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Takes the power from the disk under a running spool: what was accepted is there when it is back,
 * and nothing of what a file system makes of unforced writes keeps the spool from opening.
 *
 * <p>A run is repeated, as far as the machine's timing allows, with {@code -Dspool.seed=N}.
 */
class SpoolPowerCutIT {

  private static final long PLENTY = 32L << 20;
  private static final int CUTS = 8;
  private static final int CUTS_WHEN_FULL = 4;
  private static final int FAILURES = 5;

  private final long seed = Long.getLong("spool.seed", new Random().nextLong() & 0xFFFF_FFFFL);
  private final Random random = new Random(seed);
  private final Facts facts = new Facts();

  @BeforeAll
  static void needsMounts() throws IOException {
    Mount.assumeAllowed();
  }

  @Test
  void whatWasAcceptedIsThereAfterEachOfManyPowerCuts() throws Exception {
    try (CutDisk disk = CutDisk.create()) {
      for (int n = 0; n < CUTS; n++) {
        liveAndLosePower(disk, PLENTY, true);
        audit(disk, PLENTY, Set.of());
      }
    }
    System.out.printf("spool.seed=%d: %d power cuts, %s%n", seed, CUTS, facts.sums());
  }

  @Test
  void aFullSpoolThatLosesPowerAccountsForEachEventItDropped() throws Exception {
    try (CutDisk disk = CutDisk.create()) {
      for (int n = 0; n < CUTS_WHEN_FULL; n++) {
        liveAndLosePower(disk, SpoolConfig.LEAST_BYTES, n % 2 == 1);
        audit(disk, SpoolConfig.LEAST_BYTES, Set.of(LossReason.FULL));
      }
    }
    System.out.printf("spool.seed=%d: %d power cuts, %s%n", seed, CUTS_WHEN_FULL, facts.sums());
  }

  @Test
  void whatWasAcceptedIsThereAfterTheDiskFailedUnderTheSpool() throws Exception {
    liveOnFailingDisks(false);
  }

  @Test
  void whatWasAcceptedIsThereAfterTheDiskFailedUnderASession() throws Exception {
    liveOnFailingDisks(true);
  }

  private void liveAndLosePower(CutDisk disk, long maxBytes, boolean served) throws Exception {
    try (Victim victim = Victim.start(life(disk, maxBytes), served, facts)) {
      if (random.nextInt(5) == 0) {
        victim.await("B");
        LockSupport.parkNanos(random.nextLong(60_000_000)); // while it opens
      } else {
        victim.await("O ");
        victim.await(served ? random.nextInt(15_000) : 3000 + random.nextInt(5000));
      }
      List<String> before = victim.said();
      disk.cut();
      List<String> said = victim.kill();
      facts.before(before);
      facts.perhapsBefore(said.subList(before.size(), said.size()));
    }
    disk.restart();
  }

  private void liveOnFailingDisks(boolean served) throws Exception {
    try (CutDisk disk = CutDisk.create()) {
      for (int n = 0; n < FAILURES; n++) {
        liveOnAFailingDisk(disk, served);
        audit(disk, PLENTY, Set.of());
      }
    }
    System.out.printf("spool.seed=%d: %d disk failures, %s%n", seed, FAILURES, facts.sums());
  }

  /**
   * The program goes on for a while in memory, and is killed then. What it told before the failure
   * must hold, and with no disk nothing may be told any more. In between the file system itself
   * lies: of a fsync that is under way while ext4 is shut down, Linux (seen with 6.18) now and then
   * reports success although its journal was dropped.
   */
  private void liveOnAFailingDisk(CutDisk disk, boolean served) throws Exception {
    try (Victim victim = Victim.start(life(disk, PLENTY), served, facts)) {
      victim.await("O ");
      victim.await(random.nextInt(3500));
      List<String> before = victim.said();
      disk.fail();
      victim.await("F ");
      for (int i = 0; i < 8; i++) {
        victim.awaitAnother("T ");
      }
      List<String> said = victim.kill();
      facts.before(before);
      facts.perhapsBefore(said.subList(before.size(), said.size()));
      if (!served) { // what a server has needs no disk any more
        assertThat(wellBehindTheFailure(said))
            .as("accepted without a disk")
            .noneMatch(line -> line.startsWith("A ") || line.startsWith("R "));
      }
    }
    disk.replug();
  }

  /** A reading that was accepted before may be told of a flush interval later. */
  private static List<String> wellBehindTheFailure(List<String> said) {
    List<String> behind = said.stream().dropWhile(line -> !line.startsWith("F ")).toList();
    List<String> times = behind.stream().filter(line -> line.startsWith("T ")).toList();
    return behind.subList(behind.indexOf(times.get(times.size() / 2)), behind.size());
  }

  private void audit(CutDisk disk, long maxBytes, Set<LossReason> allowed) throws IOException {
    try (Folder copy = Folder.copyOf(disk.point().resolve("spool"))) {
      new Audit(facts, allowed)
          .of(new Life(copy.path(), maxBytes, seed), "spool.seed=%d".formatted(seed));
    }
  }

  private Life life(CutDisk disk, long maxBytes) {
    return new Life(disk.point().resolve("spool"), maxBytes, random.nextLong());
  }
}
