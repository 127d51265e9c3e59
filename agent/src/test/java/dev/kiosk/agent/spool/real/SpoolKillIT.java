package dev.kiosk.agent.spool.real;

import dev.kiosk.agent.spool.LossReason;
import dev.kiosk.agent.spool.SpoolConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Kills an agent's spool again and again in one folder. What a process has written is in the
 * kernel's hands, so after SIGKILL nothing that was accepted may be missing.
 *
 * <p>A run is repeated, as far as the machine's timing allows, with {@code -Dspool.seed=N}.
 */
class SpoolKillIT {

  private static final int KILLS = 25;
  private static final int KILLS_WHEN_FULL = 8;
  private static final long PLENTY = 64L << 20;

  private final long seed = Long.getLong("spool.seed", new Random().nextLong() & 0xFFFF_FFFFL);
  private final Random random = new Random(seed);

  @Test
  void whatWasAcceptedIsThereAfterEachOfManyKills() throws Exception {
    try (Folder home = Folder.create("kill")) {
      var facts = new Facts();
      for (int n = 1; n <= KILLS; n++) {
        var life = new Life(home.path(), PLENTY, random.nextLong());
        liveAndBeKilled(life, true, facts);
        audit(home.path(), PLENTY, facts, Set.of());
      }
      System.out.printf("spool.seed=%d: %d kills, %s%n", seed, KILLS, facts.sums());
      new Audit(facts, Set.of()).of(new Life(home.path(), PLENTY, seed), "at the end");
    }
  }

  @Test
  void aFullSpoolThatIsKilledAccountsForEachEventItDropped() throws Exception {
    try (Folder home = Folder.create("kill-full")) {
      var facts = new Facts();
      for (int n = 1; n <= KILLS_WHEN_FULL; n++) {
        var life = new Life(home.path(), SpoolConfig.LEAST_BYTES, random.nextLong());
        liveAndBeKilled(life, n % 3 == 0, facts);
        audit(home.path(), SpoolConfig.LEAST_BYTES, facts, Set.of(LossReason.FULL));
      }
      System.out.printf("spool.seed=%d: %d kills, %s%n", seed, KILLS_WHEN_FULL, facts.sums());
    }
  }

  /** Some die while they open the spool, some while they close it, most after some lines. */
  private void liveAndBeKilled(Life life, boolean served, Facts facts)
      throws IOException, InterruptedException {
    try (Victim victim = Victim.start(life, served, facts)) {
      int when = random.nextInt(6);
      if (when == 0) {
        victim.await("B");
        LockSupport.parkNanos(random.nextLong(60_000_000));
      } else {
        victim.await("O ");
        victim.await(random.nextInt(6000));
        if (when == 1) {
          victim.askToStop();
        }
        // Not always just behind a line, and within the stop or behind it.
        LockSupport.parkNanos(random.nextLong(when == 1 ? 60_000_000 : 10_000_000));
      }
      facts.before(victim.kill());
    }
  }

  /** On a copy, so that the next life finds what the kill left and not what the audit tidied up. */
  private void audit(Path dir, long maxBytes, Facts facts, Set<LossReason> allowed)
      throws IOException {
    try (Folder copy = Folder.copyOf(dir)) {
      new Audit(facts, allowed)
          .of(new Life(copy.path(), maxBytes, seed), "spool.seed=%d".formatted(seed));
    }
  }
}
