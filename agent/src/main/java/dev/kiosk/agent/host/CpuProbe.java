package dev.kiosk.agent.host;

import dev.kiosk.agent.telemetry.Metric;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import oshi.hardware.CentralProcessor.TickType;

/**
 * Processor load between two reads, over all processors. Time in which a processor waits for a disk
 * counts as idle; time that a hypervisor took away counts as busy.
 */
final class CpuProbe implements HostProbe {

  private final Supplier<long[]> ticks;
  private long @Nullable [] before;

  /**
   * A probe that has read nothing yet.
   *
   * @param ticks time since the start of the machine in the order of {@link TickType}; all 0 when
   *     it cannot be read
   */
  CpuProbe(Supplier<long[]> ticks) {
    this.ticks = ticks;
  }

  @Override
  public Metric metric() {
    return Metric.CPU;
  }

  /** {@inheritDoc} The first read has nothing to compare with and gives no value. */
  @Override
  public OptionalDouble read() {
    long[] now = ticks.get();
    if (now[TickType.IDLE.getIndex()] == 0) {
      return OptionalDouble.empty(); // not read: the difference to it would be a load since boot
    }
    long[] last = before;
    before = now;
    return last == null ? OptionalDouble.empty() : percentBusy(last, now);
  }

  /** OSHI's own difference gives 0 when no tick has passed; an unknown load is not a load of 0. */
  static OptionalDouble percentBusy(long[] before, long[] now) {
    long total = 0;
    for (int i = 0; i < now.length; i++) {
      total += now[i] - before[i];
    }
    long idle = passed(before, now, TickType.IDLE) + passed(before, now, TickType.IOWAIT);
    if (total <= 0) {
      return OptionalDouble.empty();
    }
    // The kernel's count of waiting for disks may step back a little (man 5 proc).
    double percent = 100.0 * (total - idle) / total;
    return OptionalDouble.of(Math.max(0, Math.min(100, percent)));
  }

  private static long passed(long[] before, long[] now, TickType type) {
    return now[type.getIndex()] - before[type.getIndex()];
  }
}
