package dev.kiosk.agent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.sampler.Sampler;
import dev.kiosk.agent.wire.DeviceState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Devices that take long to answer, but no longer than they may. */
class SlowDeviceTest {

  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final RecorderBench bench;

  SlowDeviceTest() throws IOException {
    bench = new RecorderBench();
  }

  /** Answers that all is well; the recorder goes on while it is waited for. */
  private final class Slow implements Probe {
    private Duration takes;

    Slow(Duration takes) {
      this.takes = takes;
    }

    @Override
    public Observation observe(Duration timeout) {
      pass(takes);
      return Observation.of("slow", List.of());
    }

    @Override
    public String endpoint() {
      return "serial:/dev/ttyUSB0";
    }
  }

  private void pass(Duration duration) {
    for (long ms = 0; ms < duration.toMillis(); ms += 100) {
      bench.time.pass(Duration.ofMillis(100));
      bench.work();
    }
  }

  private Sampler of(Slow... probes) throws IOException {
    var tasks = new ArrayList<Sampler.DeviceTask>();
    var settings = new ArrayList<DeviceSettings>();
    for (int i = 0; i < probes.length; i++) {
      tasks.add(new Sampler.DeviceTask(id(i), probes[i], INTERVAL, TIMEOUT));
    }
    Sampler sampler = sampler(tasks);
    for (int i = 0; i < probes.length; i++) {
      Duration interval = sampler.longestInterval(id(i));
      settings.add(new DeviceSettings(id(i), "printer", null, interval, null, null));
    }
    bench.devices = settings;
    bench.restart(); // with a queue of its own
    bench.errors();
    return sampler(tasks);
  }

  private Sampler sampler(List<Sampler.DeviceTask> tasks) {
    var outlet = new Sampler.Outlet(bench.queue, bench.time, bench.counters);
    return Sampler.of(List.of(), tasks, () -> 0, outlet);
  }

  private static String id(int i) {
    return i == 0 ? "bagtag" : "bagtag" + i;
  }

  private void run(Sampler sampler, Duration duration) {
    long end = bench.time.nanos() + duration.toNanos();
    while (bench.time.nanos() < end) {
      int work = sampler.workers().get(0).step().step(bench.time.nanos());
      if (work == 0) {
        pass(Duration.ofMillis(100));
      }
      bench.work();
    }
  }

  @Test
  void aLookThatTakesLongerThanThreeIntervalsIsWaitedFor() throws IOException {
    var probe = new Slow(Duration.ofMillis(2900));
    run(of(probe), Duration.ofMinutes(1));
    assertThat(bench.errors()).isEmpty();
    assertThat(bench.device().state()).isEqualTo(DeviceState.READY);
  }

  @Test
  void soIsOneThatIsSlowAllOfASudden() throws IOException {
    var probe = new Slow(Duration.ZERO);
    Sampler sampler = of(probe);
    run(sampler, Duration.ofSeconds(10));
    probe.takes = Duration.ofMillis(2900);
    run(sampler, Duration.ofSeconds(10));
    assertThat(bench.errors()).isEmpty();
  }

  @Test
  void soAreTheOthersBehindTheSameEndpoint() throws IOException {
    Duration takes = Duration.ofMillis(2900);
    run(of(new Slow(takes), new Slow(takes), new Slow(takes)), Duration.ofMinutes(1));
    assertThat(bench.errors()).isEmpty();
    assertThat(bench.recorder.devices())
        .extracting(DeviceView::state)
        .containsOnly(DeviceState.READY);
  }

  @Test
  void aDriverThatHangsIsNotWaitedForLongerThanThreeRounds() throws IOException {
    var probe = new Slow(Duration.ZERO);
    Sampler sampler = of(probe);
    run(sampler, Duration.ofSeconds(10));
    assertThat(bench.device().state()).isEqualTo(DeviceState.READY);
    pass(TIMEOUT.multipliedBy(3).plusMillis(100));
    assertThat(bench.errors()).containsExactly("STATUS_UNKNOWN true");
  }
}
