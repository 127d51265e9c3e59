package dev.kiosk.agent.host;

import dev.kiosk.agent.telemetry.Metric;
import java.util.OptionalDouble;

/** Physical memory that new programs could not have: what is not "available" to the kernel. */
final class MemoryProbe implements HostProbe {

  private final Figures memory;
  private final long[] now = new long[2];

  MemoryProbe(Figures memory) {
    this.memory = memory;
  }

  @Override
  public Metric metric() {
    return Metric.MEMORY;
  }

  @Override
  public OptionalDouble read() {
    if (!memory.read(now)) {
      return OptionalDouble.empty();
    }
    long total = now[Figures.TOTAL];
    long available = now[Figures.AVAILABLE];
    if (total <= 0 || available < 0 || available > total) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(100.0 * (total - available) / total);
  }
}
