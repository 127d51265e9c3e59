package dev.kiosk.simulator.bench;

import dev.kiosk.agent.bench.WrappedDisk;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.spool.SpoolConfig;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Fills a spool in a process of its own and stops in order, as an agent whose server was away.
 * Nothing is forced: only the files matter.
 */
public final class FilledSpool {

  private FilledSpool() {}

  /**
   * What to fill it with.
   *
   * @param events how many at the most; it ends earlier when the spool is full
   * @param eventBytes the length of each
   * @param together how many stand in one record; one for a kiosk that samples once a second
   */
  record Content(int events, int eventBytes, int together) {}

  /** To be run in a process of its own; prints how many events it holds. */
  public static void main(String[] arguments) throws IOException {
    var dir = Path.of(arguments[0]);
    int mebibytes = Integer.parseInt(arguments[1]);
    var content =
        new Content(
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]),
            Integer.parseInt(arguments[4]));
    System.out.println(fill(dir, mebibytes, content));
  }

  private static long fill(Path dir, int mebibytes, Content content) throws IOException {
    Time time = Time.system();
    var config =
        new SpoolConfig(
            dir,
            (long) mebibytes << 20,
            Duration.ofDays(30),
            Duration.ZERO,
            Events.TENANT + "/" + Events.HOST);
    var surroundings =
        new Spool.Surroundings(WrappedDisk.unforced(), time, new Counters(), new Random(1));
    var events = new Events(content.eventBytes);
    try (Spool spool = Spool.open(config, surroundings, gap -> List.of(events.numbered(0)))) {
      int count = 0;
      while (count < content.events && spool.openGaps().isEmpty()) {
        spool.append(Lane.READINGS, events.numbered(count));
        count++;
        if (count % content.together == 0) {
          spool.step(time.nanos());
        }
      }
      if (!spool.refusing().isEmpty()) {
        throw new IOException("the spool could not write: " + spool.refusing());
      }
      return spool.stats().readings().held();
    }
  }
}
