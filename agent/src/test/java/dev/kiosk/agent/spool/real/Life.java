package dev.kiosk.agent.spool.real;

import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.spool.Gap;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.spool.SpoolConfig;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * One opening of a spool on the disk of this machine.
 *
 * @param dir the spool's folder
 * @param maxBytes its bound
 * @param seed of all that is random in this life
 */
record Life(Path dir, long maxBytes, long seed) {

  /** Short, so that readings are accepted soon and groups are many. */
  static final Duration FLUSH_INTERVAL = Duration.ofMillis(30);

  private static final String GAP_WORD = "gap";

  /** Another life in the same folder. */
  Life withSeed(long other) {
    return new Life(dir, maxBytes, other);
  }

  Spool open() throws IOException {
    return open(Time.system());
  }

  /** Opens under a clock of one's own. */
  Spool open(Time time) throws IOException {
    var config =
        new SpoolConfig(dir, maxBytes, Duration.ofDays(30), FLUSH_INTERVAL, "acme/T1-K017");
    var on = new Spool.Surroundings(Disk.real(), time, new Counters(), new Random(seed));
    return Spool.open(config, on, Life::announce);
  }

  private static List<byte[]> announce(Gap gap) {
    String text =
        "%s %s %d %d %s".formatted(GAP_WORD, gap.lane(), gap.first(), gap.end(), gap.reason());
    return List.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Whether the event is one that tells of a gap; {@link Range#parse} reads what follows the word.
   */
  static boolean tellsOfGap(byte[] event) {
    return new String(event, StandardCharsets.UTF_8).startsWith(GAP_WORD + " ");
  }

  /** Names the content of an event. */
  static String hash(byte[] event) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(event);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
