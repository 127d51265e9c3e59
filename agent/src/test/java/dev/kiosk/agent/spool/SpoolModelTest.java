package dev.kiosk.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.disk.FakeDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeded random histories against the witness, which is the model: a list of all events. */
class SpoolModelTest {

  private static final List<FakeDisk.Errno> ERRNOS = List.of(FakeDisk.Errno.values());

  /** More are told with {@code -Dkiosk.histories=N}. */
  private static final int HISTORIES = Integer.getInteger("kiosk.histories", 3_000);

  /** One history: what is done next follows from the seed. */
  private static final class History {
    final Random random;
    final StringBuilder log = new StringBuilder();
    Witness witness = new Witness();

    History(long seed) {
      random = Witness.random(seed);
      witness.bench.maxBytes = random.nextLong(4_000, 64_000);
      witness.bench.maxAge = Duration.ofMinutes(1 + random.nextInt(100));
    }

    void run() throws IOException {
      if (random.nextInt(8) == 0) {
        witness.bench.disk.refuse("Input/output error");
      }
      witness.open();
      int moves = 5 + random.nextInt(60);
      for (int i = 0; i < moves; i++) {
        move();
      }
      witness.bench.disk.heal();
      witness.bench.disk.capacity(Long.MAX_VALUE);
      witness.flush();
      witness.flush();
      assertThat(witness.bench.spool().refusing()).isEmpty();
      witness.check();
      witness.checkUndamaged();
      assertThat(witness.missing())
          .as("accepted events that are gone are in the ledger")
          .isLessThanOrEqualTo(
              witness.ledger(LossReason.FULL) + witness.ledger(LossReason.EXPIRED));
      witness.checkWorks();
    }

    private void move() throws IOException {
      FakeDisk disk = witness.bench.disk;
      int move = random.nextInt(28);
      log.append(' ').append(move);
      switch (move) {
        case 0, 1, 2, 3, 4, 5 -> append();
        case 6, 7, 8 -> witness.work();
        case 9, 10, 11, 12 -> witness.flush();
        case 13, 14 -> witness.receipt(lane(), random.nextDouble());
        case 15 -> witness.receipt(lane(), 1);
        case 16 -> witness.kill();
        case 17 -> {
          witness = witness.on(disk.afterPowerCut(random));
          witness.open();
        }
        case 18 -> witness.stop();
        case 19 -> disk.refuse("Read-only file system");
        case 20, 21 -> disk.heal();
        case 22 -> disk.failOperation(1 + random.nextInt(12), errno());
        case 23 -> witness.bench.time.pass(Duration.ofMinutes(random.nextInt(60)));
        case 24 -> disk.capacity(disk.used() + random.nextInt(3_000));
        case 25 -> disk.capacity(Long.MAX_VALUE);
        case 26 -> witness.serverForgets();
        default -> serverAheadNowAndThen();
      }
    }

    private void append() {
      for (int i = random.nextInt(6); i >= 0; i--) {
        witness.append(lane(), random.nextInt(random.nextInt(10) == 0 ? 5_000 : 200));
      }
    }

    private void serverAheadNowAndThen() {
      if (random.nextInt(4) == 0) {
        witness.serverIsAhead();
      }
    }

    private Lane lane() {
      return random.nextBoolean() ? Lane.ALERTS : Lane.READINGS;
    }

    private FakeDisk.Errno errno() {
      return ERRNOS.get(random.nextInt(ERRNOS.size()));
    }
  }

  private static void tell(long seed) throws IOException {
    var history = new History(seed);
    try {
      history.run();
    } catch (AssertionError | RuntimeException failure) {
      throw new AssertionError(
          "seed %d: %s; moves%s".formatted(seed, failure.getMessage(), history.log), failure);
    }
  }

  @Test
  void thousandsOfRandomHistories() throws IOException {
    var failures = new ArrayList<String>();
    for (long seed = 0; seed < HISTORIES && failures.size() < 20; seed++) {
      try {
        tell(seed);
      } catch (AssertionError failure) {
        failures.add(String.valueOf(failure.getMessage()));
      }
    }
    assertThat(failures).isEmpty();
  }

  /** Histories that failed once. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        3507, 5501, 6171, 7222, 9044, 9744, 16742, 22641, 36815, 63538, 83228, 84653, 142976
      })
  void historiesThatFailedOnce(long seed) throws IOException {
    tell(seed);
  }
}
