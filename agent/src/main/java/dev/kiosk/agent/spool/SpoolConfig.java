package dev.kiosk.agent.spool;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Limits of the spool.
 *
 * @param dir its folder, which belongs to it alone
 * @param maxBytes counts whole files; not below 4 MiB
 * @param maxAge of an event, in running time of the agent
 * @param flushInterval the longest a reading stays in memory only; what a crash may take
 * @param owner tenant and host whose events these are; when it changes, what was spooled becomes a
 *     spool of its own, to be drained under the old name
 */
public record SpoolConfig(
    Path dir, long maxBytes, Duration maxAge, Duration flushInterval, String owner) {

  /** The least {@code maxBytes}: a few segments of each lane. */
  public static final long LEAST_BYTES = 4L << 20;

  private static final long MOST_SEGMENT_BYTES = 1 << 20;

  /** A segment takes no further record once it is this long: whole segments are what is evicted. */
  long segmentBytes() {
    return Math.min(MOST_SEGMENT_BYTES, maxBytes / 4);
  }
}
