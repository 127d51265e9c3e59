package dev.kiosk.agent.host;

import dev.kiosk.agent.telemetry.Metric;
import java.util.OptionalDouble;
import oshi.hardware.GlobalMemory;

/** Physical memory that new programs could not have: what is not "available" to the kernel. */
final class MemoryProbe implements HostProbe {

  private final GlobalMemory memory;

  MemoryProbe(GlobalMemory memory) {
    this.memory = memory;
  }

  @Override
  public Metric metric() {
    return Metric.MEMORY;
  }

  @Override
  public OptionalDouble read() {
    long total = memory.getTotal();
    long available = memory.getAvailable();
    if (total <= 0 || available < 0 || available > total) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(100.0 * (total - available) / total);
  }
}
