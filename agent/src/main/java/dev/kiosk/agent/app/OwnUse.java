package dev.kiosk.agent.app;

import dev.kiosk.agent.status.StatusSnapshot.Use;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Measures what the agent itself takes of the machine. */
final class OwnUse {

  private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long STEP_NANOS = Duration.ofSeconds(5).toNanos();
  private static final Path STAT = Path.of("/proc/self/stat"); // proc_pid_stat(5)
  private static final int UTIME = 11; // fields behind the name and its bracket
  private static final int STIME = 12;
  private static final long TICK_NANOS = 10_000_000; // USER_HZ is 100 (time(7))
  private static final Path STATUS = Path.of("/proc/self/status"); // proc(5)
  private static final String RESIDENT = "\nVmRSS:";

  private final Deque<Point> points = new ArrayDeque<>();
  private volatile Use use = Use.UNKNOWN;

  /** How much processor time had been used at a moment. */
  private record Point(long atNanos, long usedNanos) {}

  /**
   * Looks if the last look was a while ago.
   *
   * @param nowNanos monotonic time
   */
  synchronized void look(long nowNanos) {
    Point last = points.peekLast();
    if (last != null && nowNanos - last.atNanos < STEP_NANOS) {
      return;
    }
    Long used = processorNanos();
    Double percent = null;
    if (used != null) {
      var now = new Point(nowNanos, used);
      points.addLast(now);
      while (points.size() > 2 && nowNanos - points.getFirst().atNanos > WINDOW_NANOS) {
        points.removeFirst();
      }
      Point first = points.getFirst();
      long span = now.atNanos - first.atNanos;
      percent = span <= 0 ? null : Double.valueOf(100.0 * (now.usedNanos - first.usedNanos) / span);
    }
    use = new Use(resident(), percent);
  }

  /** As it was at the last look. */
  Use use() {
    return use;
  }

  /** Not by {@code ProcessHandle}, which reads all that is known of the process each time. */
  private static @Nullable Long processorNanos() {
    try {
      String stat = Files.readString(STAT, StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", STIME + 2);
      return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * TICK_NANOS;
    } catch (IOException | RuntimeException unknown) {
      return null;
    }
  }

  private static @Nullable Long resident() {
    try {
      String status = Files.readString(STATUS, StandardCharsets.ISO_8859_1);
      int at = status.indexOf(RESIDENT);
      if (at >= 0) {
        int end = status.indexOf(" kB", at); // of 1024 bytes
        return Long.parseLong(status.substring(at + RESIDENT.length(), end).strip()) * 1024;
      }
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException elsewhere) {
      // no Linux: not known
    }
    return null;
  }
}
