package dev.kiosk.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.disk.FakeDisk;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One fixed story, told again and again, with the power going or the disk failing at each point.
 */
class SpoolCrashTest {

  private static final int OUTCOMES = 6;

  /** Appends, receipts, segment turns, evictions, stops and kills. */
  private static void story(Witness witness) throws IOException {
    witness.open();
    for (int i = 0; i < 6; i++) {
      witness.append(Lane.ALERTS, 30);
      witness.append(Lane.READINGS, 40);
      witness.work();
    }
    witness.flush();
    witness.receipt(Lane.READINGS, 0.5);
    witness.append(Lane.READINGS, 40); // shown, not written
    witness.look();
    witness.kill();
    for (int i = 0; i < 14; i++) { // turns a segment of each lane
      witness.append(Lane.ALERTS, 900);
      witness.append(Lane.READINGS, 900);
      witness.flush();
    }
    witness.receipt(Lane.ALERTS, 0.9); // frees a segment
    witness.receipt(Lane.READINGS, 0.7);
    witness.flush();
    witness.stop();
    for (int i = 0; i < 9; i++) { // evicts readings
      witness.append(Lane.READINGS, 3_000);
      witness.flush();
    }
    witness.append(Lane.ALERTS, 30);
    witness.work();
    witness.receipt(Lane.ALERTS, 1);
    witness.kill();
    for (int i = 0; i < 5; i++) {
      witness.append(Lane.ALERTS, 3_000);
      witness.append(Lane.READINGS, 3_000);
      witness.flush();
    }
    witness.stop();
    witness.append(Lane.ALERTS, 30);
    witness.work();
  }

  @Test
  void theStoryByItselfKeepsAllPromises() throws IOException {
    var witness = new Witness();
    story(witness);
    witness.check();
    witness.checkUndamaged();
    assertThat(witness.ledger(LossReason.FULL)).isEqualTo(witness.missing()).isPositive();
    witness.checkWorks();
  }

  @Test
  void thePowerMayGoBeforeAnyOperationOfTheDisk() throws IOException {
    long cuts = 0;
    boolean over = false;
    for (long n = 1; !over; n++) {
      var witness = new Witness();
      witness.bench.disk.cutPowerBefore(n);
      try {
        story(witness);
        over = true;
      } catch (FakeDisk.PowerCutException cut) {
        for (int outcome = 0; outcome < OUTCOMES; outcome++) {
          cuts++;
          FakeDisk disk = witness.bench.disk.afterPowerCut(Witness.random(n * OUTCOMES + outcome));
          afterTheCut(
              witness.on(disk), "cut before operation %d, outcome %d".formatted(n, outcome));
        }
      }
    }
    assertThat(cuts).isGreaterThan(1_000);
  }

  private static void afterTheCut(Witness after, String when) throws IOException {
    try {
      after.open();
      after.check();
      after.checkUndamaged();
      after.checkWorks();
      after.checkUndamaged();
    } catch (AssertionError | RuntimeException failure) {
      throw new AssertionError(when + ": " + failure.getMessage(), failure);
    }
  }

  @ParameterizedTest
  @EnumSource(FakeDisk.Errno.class)
  void anyOneOperationMayFail(FakeDisk.Errno how) throws IOException {
    for (long n = 1; ; n++) {
      var witness = new Witness();
      witness.bench.disk.failOperation(n, how);
      try {
        story(witness);
        witness.flush();
        witness.flush();
        assertThat(witness.bench.spool().refusing()).isEmpty();
        witness.check();
        witness.checkUndamaged();
        witness.checkWorks();
        FakeDisk disk = witness.bench.disk.afterPowerCut(Witness.random(n));
        Witness after = witness.on(disk);
        after.open();
        after.check();
        after.checkUndamaged();
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError(
            "%s at operation %d: %s".formatted(how, n, failure.getMessage()), failure);
      }
      if (witness.bench.disk.operations() < n) {
        return;
      }
    }
  }
}
