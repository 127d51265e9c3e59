package dev.kiosk.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.disk.FakeDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each bit of each file of a small spool flipped, and each file cut at each byte. */
class SpoolFlipTest {

  private interface Damage {
    void to(FakeDisk disk) throws IOException;
  }

  /** Two segments of alerts, one of readings, an open gap in the ledger. */
  private static Witness small(boolean orderly) throws IOException {
    var witness = new Witness();
    witness.bench.maxBytes = 800; // segments of 200 bytes
    witness.open();
    witness.append(Lane.READINGS, 1);
    witness.flush();
    witness.kill();
    for (int i = 0; i < 6; i++) {
      witness.append(Lane.ALERTS, 1);
      witness.work();
    }
    witness.append(Lane.READINGS, 1);
    witness.flush();
    if (orderly) {
      witness.bench.drain().close();
      witness.bench.spool().close();
    }
    return witness;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anyFlippedBit(boolean orderly) throws IOException {
    Witness before = small(orderly);
    for (Path file : before.bench.disk.files().keySet()) {
      int bits = (int) before.bench.disk.size(file) * 8;
      for (int bit = 0; bit < bits; bit++) {
        int flipped = bit;
        String what = "bit %d of byte %d of %s".formatted(bit % 8, bit / 8, file);
        after(before, disk -> disk.flipBit(file, flipped), false, what);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anyFileCutAtAnyByte(boolean orderly) throws IOException {
    Witness before = small(orderly);
    for (Path file : before.bench.disk.files().keySet()) {
      for (int size = 0; size < before.bench.disk.size(file); size++) {
        int cut = size;
        String what = "%s cut to %d bytes".formatted(file, size);
        after(before, disk -> disk.cut(file, cut), !orderly, what);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anyFileRemoved(boolean orderly) throws IOException {
    Witness before = small(orderly);
    for (Path file : List.copyOf(before.bench.disk.files().keySet())) {
      after(before, disk -> disk.delete(file), !orderly, file + " removed");
    }
  }

  private static void after(Witness before, Damage damage, boolean cut, String what)
      throws IOException {
    FakeDisk disk = before.bench.disk.afterPowerCut(new Random(1));
    damage.to(disk);
    Witness after = before.on(disk);
    try {
      after.open();
      after.look();
      after.checkDamaged(cut);
      after.checkWorks();
      assertThat(disk.files()).isNotEmpty();
    } catch (AssertionError | RuntimeException failure) {
      throw new AssertionError(what + ": " + failure.getMessage(), failure);
    }
  }
}
