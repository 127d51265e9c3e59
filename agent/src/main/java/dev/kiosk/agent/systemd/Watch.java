package dev.kiosk.agent.systemd;

import dev.kiosk.agent.disk.DiskWaits;
import dev.kiosk.agent.log.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges whether all parts come forward.
 *
 * <p>A part is stuck when no step of it has ended for the whole patience. Only time that this watch
 * has seen counts: after the machine was suspended or the process stopped, nobody is blamed for the
 * time that nobody had. Nor does the time count that a part waits for one and the same disk
 * operation: the spool tells of such a disk by itself, events go on in memory, and a restart would
 * lose those and meet the same disk.
 */
final class Watch {

  private static final class Watched {
    private final Part part;
    private long steps = -1;
    private long operation = DiskWaits.NONE;
    private long heldNanos;
    private boolean told;

    Watched(Part part) {
      this.part = part;
    }
  }

  private final List<Watched> parts = new ArrayList<>();
  private final Duration patience;
  private final long mostNanos;
  private long lastNanos;

  /**
   * A watch that begins now.
   *
   * @param patience the longest that a part may take for one step
   * @param pace how often {@link #look} is called at least, while the process runs
   */
  Watch(List<Part> parts, Duration patience, Duration pace, long nowNanos) {
    parts.forEach(part -> this.parts.add(new Watched(part)));
    this.patience = patience;
    this.mostNanos = 2 * pace.toNanos();
    this.lastNanos = nowNanos;
  }

  /** Whether each part has come to the end of a step, or is kept from it by the disk alone. */
  boolean isUp() {
    return parts.stream().allMatch(each -> each.part.steps() > 0 || waitsForDisk(each));
  }

  /** Still the operation that it was at the last look. */
  private static boolean waitsForDisk(Watched each) {
    long operation = each.part.diskOperation();
    return operation != DiskWaits.NONE && operation == each.operation;
  }

  /** Looks at all parts; tells of each that is stuck, once. Whether none is. */
  boolean look(long nowNanos) {
    long seenNanos = Math.min(Math.max(0, nowNanos - lastNanos), mostNanos);
    lastNanos = nowNanos;
    boolean well = true;
    for (Watched each : parts) {
      well &= look(each, seenNanos);
    }
    return well;
  }

  private boolean look(Watched each, long seenNanos) {
    long steps = each.part.steps();
    if (steps != each.steps) {
      if (each.told) {
        Log.info("The {} comes forward again", each.part.name());
      }
      each.heldNanos = 0;
      each.told = false;
    } else if (!waitsForDisk(each)) {
      each.heldNanos += seenNanos;
    }
    each.steps = steps;
    each.operation = each.part.diskOperation();
    boolean stuck = each.heldNanos >= patience.toNanos();
    if (stuck && !each.told) {
      each.told = true;
      String where = each.part.where();
      Log.error(
          "The {} has not come forward for {} s{}; the watchdog is not fed until it does, and then starts the agent anew",
          each.part.name(),
          each.heldNanos / 1_000_000_000,
          where.isEmpty() ? "" : " (" + where + ")");
    }
    return !stuck;
  }
}
