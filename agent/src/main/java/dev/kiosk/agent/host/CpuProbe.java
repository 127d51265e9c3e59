package dev.kiosk.agent.host;

import dev.kiosk.agent.telemetry.Metric;
import java.util.OptionalDouble;

/**
 * Processor load between two reads, over all processors. Time in which a processor waits for a disk
 * counts as idle; time that a hypervisor took away counts as busy.
 */
final class CpuProbe implements HostProbe {

  private final Figures ticks;
  private boolean hasRead;
  private long[] before = new long[Figures.TICKS];
  private long[] now = new long[Figures.TICKS];

  /**
   * A probe that has read nothing yet.
   *
   * @param ticks time since the start of the machine; idle is 0 when it cannot be read
   */
  CpuProbe(Figures ticks) {
    this.ticks = ticks;
  }

  @Override
  public Metric metric() {
    return Metric.CPU;
  }

  /** {@inheritDoc} The first read has nothing to compare with and gives no value. */
  @Override
  public OptionalDouble read() {
    if (!ticks.read(now) || now[Figures.IDLE] == 0) {
      return OptionalDouble.empty(); // not read: the difference to it would be a load since boot
    }
    OptionalDouble load = hasRead ? percentBusy(before, now) : OptionalDouble.empty();
    hasRead = true;
    long[] free = before;
    before = now;
    now = free;
    return load;
  }

  /** Nothing when no tick has passed: an unknown load is not a load of 0. */
  static OptionalDouble percentBusy(long[] before, long[] now) {
    long total = 0;
    for (int i = 0; i < now.length; i++) {
      total += now[i] - before[i];
    }
    if (total <= 0) {
      return OptionalDouble.empty();
    }
    long idle = now[Figures.IDLE] - before[Figures.IDLE];
    idle += now[Figures.IOWAIT] - before[Figures.IOWAIT];
    // The kernel's count of waiting for disks may step back a little (man 5 proc).
    double percent = 100.0 * (total - idle) / total;
    return OptionalDouble.of(Math.max(0, Math.min(100, percent)));
  }
}
