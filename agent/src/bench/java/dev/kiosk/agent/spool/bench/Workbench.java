package dev.kiosk.agent.spool.bench;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.spool.SpoolConfig;
import dev.kiosk.agent.time.Time;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A spool with what surrounds it. */
final class Workbench implements Closeable {

  /** What the agent has when nothing is configured. */
  static final long DEFAULT_BYTES = 64L << 20;

  static final Duration DEFAULT_FLUSH_INTERVAL = Duration.ofSeconds(1);
  private static final Duration DEFAULT_AGE = Duration.ofDays(30);
  private static final int MOST_EVENT_BYTES = 1024;
  private static final byte[] FRAME = frame();

  final Spool spool;
  final Counters counters;

  private Workbench(Spool spool, Counters counters) {
    this.spool = spool;
    this.counters = counters;
  }

  /** The limits of a spool in that folder, as they are when nothing is configured. */
  static SpoolConfig defaults(Path dir) {
    return limits(dir, DEFAULT_BYTES, DEFAULT_FLUSH_INTERVAL);
  }

  /** The limits of a spool in that folder; the rest as when nothing is configured. */
  static SpoolConfig limits(Path dir, long maxBytes, Duration flushInterval) {
    return new SpoolConfig(dir, maxBytes, DEFAULT_AGE, flushInterval, "acme/T1-K017");
  }

  static Workbench open(SpoolConfig config, Disk disk, Time time) throws IOException {
    var counters = new Counters();
    var surroundings = new Spool.Surroundings(disk, time, counters, new Random(1));
    var bench =
        new Workbench(Spool.open(config, surroundings, gap -> List.of(event(200))), counters);
    bench.failIfRefused();
    return bench;
  }

  /** An event of so many bytes, a new array for each as the codec makes them. */
  static byte[] event(int bytes) {
    return Arrays.copyOf(FRAME, bytes);
  }

  private static byte[] frame() {
    String event =
        "{\"type\":\"metric\",\"ts\":1732450000000,\"tenantId\":\"acme\",\"host\":\"T1-K017\",\"name\":\"\"}";
    byte[] frame = Arrays.copyOf(event.getBytes(StandardCharsets.UTF_8), MOST_EVENT_BYTES);
    Arrays.fill(frame, event.length(), frame.length, (byte) ' ');
    return frame;
  }

  /** Steps until nothing is due. */
  void settle(Time time) throws IOException {
    while (spool.step(time.nanos()) > 0) {
      // there may be more
    }
    failIfRefused();
  }

  /** What was measured on a disk that refused would be worth nothing. */
  void failIfRefused() throws IOException {
    if (!spool.refusing().isEmpty()) {
      throw new IOException("the spool could not write: " + spool.refusing());
    }
  }

  long bytesWritten() {
    return counters.value(Counter.SPOOL_BYTES_WRITTEN);
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }
}
