package dev.kiosk.agent.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.host.HostProbe;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.time.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class HostFailureTest {

  private final ManualTime time = new ManualTime();
  private final Counters counters = new Counters();
  private final Sampler.Outlet outlet =
      new Sampler.Outlet(new SampleQueue(counters), time, counters);

  private static HostProbe broken(Metric metric) {
    return new HostProbe() {
      @Override
      public Metric metric() {
        return metric;
      }

      @Override
      public OptionalDouble read() {
        throw new IllegalStateException("bug of " + metric);
      }
    };
  }

  @Test
  void eachReadingThatFailsIsToldOnceWhateverFailedBefore() {
    var host =
        List.of(
            new Sampler.HostTask(broken(Metric.CPU), Duration.ofSeconds(1)),
            new Sampler.HostTask(broken(Metric.DISK), Duration.ofSeconds(1)));
    Sampler sampler = Sampler.of(host, List.of(), () -> 0, outlet);
    var said = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      for (int second = 0; second < 5; second++) {
        sampler.workers().forEach(worker -> worker.step().step(time.nanos()));
        time.pass(Duration.ofSeconds(1));
      }
    } finally {
      System.setErr(before);
    }
    assertThat(said.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("The reading of the CPU load failed")
        .containsOnlyOnce("The reading of the disk in use failed");
    assertThat(counters.value(Counter.PROBE_FAILURES)).isEqualTo(10);
  }
}
