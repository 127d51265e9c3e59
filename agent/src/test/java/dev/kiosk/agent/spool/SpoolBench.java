package dev.kiosk.agent.spool;

import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.disk.FakeDisk;
import dev.kiosk.agent.time.ManualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A spool on a fake disk under manual time, with the moves that tests need. */
final class SpoolBench {

  final FakeDisk disk;
  final ManualTime time = new ManualTime();
  final Counters counters = new Counters();
  final Random random;
  Path dir = Path.of("/spool");
  long maxBytes = SpoolConfig.LEAST_BYTES;
  Duration maxAge = Duration.ofDays(30);
  String owner = "acme/T1-K017";

  SpoolBench() {
    this(new FakeDisk(), 1);
  }

  /** On a disk that was used before; with another seed, as no two runs draw the same ids. */
  SpoolBench(FakeDisk disk, long seed) {
    this.disk = disk;
    this.random = new Random(seed);
  }

  private @Nullable Spool spool;
  private @Nullable Drain drain;

  Spool open() throws IOException {
    Spool opened =
        Spool.open(
            config(), new Spool.Surroundings(disk, time, counters, random), SpoolBench::announce);
    spool = opened;
    drain = opened.drain();
    return opened;
  }

  SpoolConfig config() {
    return new SpoolConfig(dir, maxBytes, maxAge, Duration.ofSeconds(1), owner);
  }

  /** Opens again after an end of the kind. */
  Spool afterKill() throws IOException {
    disk.killProcess();
    return open();
  }

  Spool afterPowerCut(long seed) throws IOException {
    disk.cutPower(new Random(seed));
    return open();
  }

  Spool afterStop() throws IOException {
    drain().close();
    spool().close();
    return open();
  }

  Spool spool() {
    Spool open = spool;
    if (open == null) {
      throw new IllegalStateException("not open");
    }
    return open;
  }

  /** What a session under the present spool id would use. */
  Drain drain() {
    Drain current = drain;
    if (current == null || !current.isCurrent()) {
      if (current != null) {
        current.close();
      }
      current = spool().drain();
      drain = current;
    }
    return current;
  }

  private static List<byte[]> announce(Gap gap) {
    return List.of(
        bytes("gap %s %d %d %s".formatted(gap.lane(), gap.first(), gap.end(), gap.reason())));
  }

  /** Steps until nothing is left to do, then lets the flush interval pass and steps again. */
  void flush() {
    work();
    time.pass(Duration.ofSeconds(2));
    work();
  }

  void work() {
    for (int i = 0; i < 10_000 && spool().step(time.nanos()) > 0; i++) {
      // until nothing is left to do
    }
  }

  long append(Lane lane, String text) {
    return spool().append(lane, bytes(text)).position();
  }

  /** Everything that can be read from a position on, as {@code position:text}. */
  List<String> readAll(Lane lane, long from) {
    var all = new ArrayList<String>();
    long at = from;
    while (true) {
      Batch batch = drain().read(lane, at, 100, 64 << 10);
      if (batch.isEmpty()) {
        return all;
      }
      for (int i = 0; i < batch.events().size(); i++) {
        all.add(
            (batch.first() + i) + ":" + new String(batch.events().get(i), StandardCharsets.UTF_8));
      }
      at = batch.end();
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
