package dev.kiosk.simulator.fleet;

import dev.kiosk.agent.time.Time;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Notices when the whole fleet is without its server, and how long all take to be back. */
final class Returns {

  private final Time time;
  private final Peak opened;
  private final int kiosks;
  private boolean whole;
  private long openedBefore;
  private @Nullable Long goneNanos;
  private @Nullable Long firstBackNanos;

  Returns(Time time, Peak opened, int kiosks) {
    this.time = time;
    this.opened = opened;
    this.kiosks = kiosks;
  }

  /**
   * Looks.
   *
   * @param connected how many are connected now
   * @return a line for people when all are back; else null
   */
  @Nullable String look(int connected) {
    long now = time.nanos();
    whole |= connected == kiosks || opened.total() >= kiosks;
    Long gone = goneNanos;
    if (gone == null) {
      if (whole && connected <= kiosks / 2) {
        goneNanos = now;
        openedBefore = opened.total();
        opened.takeMost();
      }
      return null;
    }
    Long first = firstBackNanos;
    if (first == null) {
      firstBackNanos = opened.total() > openedBefore ? Long.valueOf(now) : null;
      return null;
    }
    if (connected < kiosks) {
      return null;
    }
    goneNanos = null;
    firstBackNanos = null;
    return String.format(
        Locale.ROOT,
        "all %d were without the server for %.1f s and are back %.1f s after the first; "
            + "most in a second: %d connects",
        kiosks,
        (first - gone) / 1e9,
        (now - first) / 1e9,
        opened.takeMost());
  }
}
