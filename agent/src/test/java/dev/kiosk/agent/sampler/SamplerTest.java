package dev.kiosk.agent.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.host.HostProbe;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.time.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplerTest {

  private final ManualTime time = new ManualTime();
  private final Counters counters = new Counters();
  private final SampleQueue queue = new SampleQueue(counters);
  private final Sampler.Outlet outlet = new Sampler.Outlet(queue, time, counters);
  private int pressure;

  /** A device that answers what the test prepared, and nothing wrong otherwise. */
  private static final class Scripted implements Probe {
    private final String endpoint;
    private final Queue<Observation> answers = new ArrayDeque<>();

    Scripted(String endpoint) {
      this.endpoint = endpoint;
    }

    @Override
    public Observation observe(Duration timeout) {
      Observation next = answers.poll();
      return next == null ? Observation.of(endpoint, List.of()) : next;
    }

    @Override
    public String endpoint() {
      return endpoint;
    }
  }

  private static HostProbe load(OptionalDouble value) {
    return new HostProbe() {
      @Override
      public Metric metric() {
        return Metric.CPU;
      }

      @Override
      public OptionalDouble read() {
        return value;
      }
    };
  }

  private static Sampler.DeviceTask task(String id, Probe probe) {
    return new Sampler.DeviceTask(id, probe, Duration.ofSeconds(30), Duration.ofSeconds(3));
  }

  private void run(Sampler sampler, Duration duration) {
    long end = time.nanos() + duration.toNanos();
    while (time.nanos() < end) {
      for (Sampler.Worker worker : sampler.workers()) {
        worker.step().step(time.nanos());
      }
      time.pass(Duration.ofMillis(100));
    }
  }

  private List<Sample> samples() {
    var samples = new ArrayList<Sample>();
    for (@Nullable Sample sample = queue.poll(); sample != null; sample = queue.poll()) {
      samples.add(sample);
    }
    return samples;
  }

  @Test
  void theHostIsReadAtItsBeat() {
    var host = List.of(new Sampler.HostTask(load(OptionalDouble.of(12)), Duration.ofSeconds(1)));
    run(Sampler.of(host, List.of(), () -> pressure, outlet), Duration.ofSeconds(60));
    assertThat(samples()).hasSize(60);
  }

  @Test
  void eachStepOfPressureDoublesTheIntervals() {
    var host = List.of(new Sampler.HostTask(load(OptionalDouble.of(12)), Duration.ofSeconds(1)));
    Sampler sampler = Sampler.of(host, List.of(), () -> pressure, outlet);
    pressure = 3;
    run(sampler, Duration.ofSeconds(80));
    assertThat(samples()).hasSize(10);
  }

  @Test
  void aReadingThatIsNotKnownIsLeftOut() {
    var host = List.of(new Sampler.HostTask(load(OptionalDouble.empty()), Duration.ofSeconds(1)));
    run(Sampler.of(host, List.of(), () -> pressure, outlet), Duration.ofSeconds(5));
    assertThat(samples()).isEmpty();
    assertThat(counters.value(Counter.READINGS_MISSING)).isEqualTo(5);
  }

  @Test
  void devicesBehindOneEndpointShareAWorkerAndOthersDoNot() {
    Sampler sampler =
        Sampler.of(
            List.of(),
            List.of(
                task("a", new Scripted("tcp://one")),
                task("b", new Scripted("tcp://two")),
                task("c", new Scripted("tcp://one"))),
            () -> pressure,
            outlet);
    assertThat(sampler.workers())
        .extracting(Sampler.Worker::name)
        .containsExactly("probe-a", "probe-b");
  }

  @Test
  void aPortInUseIsAskedLessAndLessOftenUntilItIsFree() {
    var probe = new Scripted("tcp://one");
    var task = new Sampler.DeviceTask("a", probe, Duration.ofSeconds(5), Duration.ofSeconds(3));
    Sampler sampler = Sampler.of(List.of(), List.of(task), () -> pressure, outlet);
    for (int i = 0; i < 8; i++) {
      probe.answers.add(Observation.blind("one", Finding.of(Condition.PORT_IN_USE)));
    }
    run(sampler, Duration.ofMinutes(30));
    List<Long> taken = samples().stream().map(Sample::takenNanos).toList();
    var waits = new ArrayList<Long>();
    for (int i = 1; i < 10; i++) {
      waits.add(Duration.ofNanos(taken.get(i) - taken.get(i - 1)).toSeconds());
    }
    assertThat(waits).containsExactly(10L, 20L, 40L, 80L, 160L, 300L, 300L, 300L, 5L);
    assertThat(counters.value(Counter.PROBES_PUT_OFF)).isEqualTo(8);
    assertThat(counters.value(Counter.PROBES_UNANSWERED)).isZero();
  }

  @Test
  void aProbeWithoutAnAnswerIsCounted() {
    var probe = new Scripted("tcp://one");
    probe.answers.add(Observation.blind("one", Finding.of(Condition.NOT_RESPONDING)));
    probe.answers.add(Observation.blind("one", Finding.of(Condition.LINK_DOWN)));
    run(
        Sampler.of(List.of(), List.of(task("a", probe)), () -> pressure, outlet),
        Duration.ofSeconds(5));
    assertThat(counters.value(Counter.PROBES_UNANSWERED)).isEqualTo(2);
    assertThat(counters.value(Counter.PROBES_PUT_OFF)).isZero();
  }

  @Test
  void aDriverThatThrowsCostsItsOwnStateOnly() {
    Probe broken =
        new Probe() {
          @Override
          public Observation observe(Duration timeout) {
            throw new IllegalStateException("bug");
          }

          @Override
          public String endpoint() {
            return "tcp://one";
          }
        };
    Sampler sampler =
        Sampler.of(
            List.of(),
            List.of(task("a", broken), task("b", new Scripted("tcp://one"))),
            () -> pressure,
            outlet);
    run(sampler, Duration.ofSeconds(1));
    assertThat(samples())
        .satisfiesExactly(
            a ->
                assertThat(((Sample.OfDevice) a).seen().findings())
                    .extracting(Finding::condition)
                    .containsExactly(Condition.STATUS_UNKNOWN),
            b -> assertThat(((Sample.OfDevice) b).seen().findings()).isEmpty());
    assertThat(counters.value(Counter.PROBE_FAILURES)).isEqualTo(1);
  }

  /** A driver whose native library does not load on this machine, until it is {@code mended}. */
  private static final class NotLinked implements Probe {
    private boolean mended;
    private String why = "libgpiod.so: wrong ELF class";

    @Override
    public Observation observe(Duration timeout) {
      if (!mended) {
        throw new UnsatisfiedLinkError(why);
      }
      return Observation.of("gpio", List.of());
    }

    @Override
    public String endpoint() {
      return "tcp://one";
    }
  }

  private static List<Condition> shown(Sample sample) {
    return ((Sample.OfDevice) sample).seen().findings().stream().map(Finding::condition).toList();
  }

  @Test
  void aDriverThatCannotBeLinkedCostsItsOwnStateOnlyAndIsToldOnce() {
    var broken = new NotLinked();
    Sampler sampler =
        Sampler.of(
            List.of(),
            List.of(task("a", broken), task("b", new Scripted("tcp://one"))),
            () -> pressure,
            outlet);
    var said = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      run(sampler, Duration.ofSeconds(1));
      assertThat(samples())
          .satisfiesExactly(
              a -> assertThat(shown(a)).containsExactly(Condition.STATUS_UNKNOWN),
              b -> assertThat(shown(b)).isEmpty());
      run(sampler, Duration.ofMinutes(5));
      assertThat(said.toString(StandardCharsets.UTF_8)).containsOnlyOnce("The driver of a failed");
      broken.mended = true;
      samples();
      run(sampler, Duration.ofMinutes(1));
      assertThat(samples()).isNotEmpty().allSatisfy(well -> assertThat(shown(well)).isEmpty());
      broken.mended = false;
      broken.why = "libgpiod.so: no such file";
      run(sampler, Duration.ofMinutes(1));
      assertThat(said.toString(StandardCharsets.UTF_8))
          .contains("wrong ELF class")
          .doesNotContain("\tat ", "  at ");
      assertThat(said.toString(StandardCharsets.UTF_8).split("The driver of a failed")).hasSize(3);
    } finally {
      System.setErr(before);
    }
    assertThat(counters.value(Counter.PROBE_FAILURES)).isGreaterThan(2);
  }

  @Test
  void aMachineThatIsOutOfMemoryIsNoMistakeOfADriver() {
    Probe hungry =
        new Probe() {
          @Override
          public Observation observe(Duration timeout) {
            throw new OutOfMemoryError("Java heap space");
          }

          @Override
          public String endpoint() {
            return "tcp://one";
          }
        };
    Sampler sampler = Sampler.of(List.of(), List.of(task("a", hungry)), () -> pressure, outlet);
    assertThatThrownBy(() -> run(sampler, Duration.ofSeconds(1)))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(samples()).isEmpty();
  }

  static List<Throwable> mistakes() {
    return List.of(
        new NoClassDefFoundError("com/sun/jna/Native"), new IllegalStateException("bug"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aReadingThatFailsCostsNoOther(Throwable mistake) {
    HostProbe broken =
        new HostProbe() {
          @Override
          public Metric metric() {
            return Metric.MEMORY;
          }

          @Override
          public OptionalDouble read() {
            if (mistake instanceof Error error) {
              throw error;
            }
            throw (RuntimeException) mistake;
          }
        };
    var host =
        List.of(
            new Sampler.HostTask(broken, Duration.ofSeconds(1)),
            new Sampler.HostTask(load(OptionalDouble.of(12)), Duration.ofSeconds(1)));
    run(Sampler.of(host, List.of(), () -> pressure, outlet), Duration.ofSeconds(10));
    assertThat(samples()).hasSize(10);
    assertThat(counters.value(Counter.PROBE_FAILURES)).isEqualTo(10);
  }

  @Test
  void aRecorderThatIsBehindLosesTheOldestSamplesAndTheyAreCounted() {
    var host = List.of(new Sampler.HostTask(load(OptionalDouble.of(1)), Duration.ofMillis(100)));
    run(Sampler.of(host, List.of(), () -> pressure, outlet), Duration.ofSeconds(500));
    assertThat(samples()).hasSize(4096);
    assertThat(counters.value(Counter.SAMPLES_DROPPED)).isEqualTo(5000 - 4096);
  }

  @Test
  void whatHasChangedIsAskedAgainSoon() {
    var probe = new Scripted("tcp://one");
    Sampler sampler = Sampler.of(List.of(), List.of(task("a", probe)), () -> pressure, outlet);
    run(sampler, Duration.ofSeconds(29));
    assertThat(samples()).as("all is well").hasSize(1);
    Observation out =
        Observation.of("tcp://one", List.of(Finding.of(Condition.MEDIA_OUT, "n=4: 7E")));
    probe.answers.addAll(List.of(out, out, out, out));
    run(sampler, Duration.ofSeconds(10));
    assertThat(samples()).as("at 30, 33 and 36 s").hasSize(3);
    run(sampler, Duration.ofSeconds(20));
    assertThat(samples()).as("known now").isEmpty();
    run(sampler, Duration.ofSeconds(20));
    assertThat(samples()).as("at its usual beat, at 66 s").hasSize(1);
  }

  @Test
  void theIntervalInForceIsNoShorterThanARoundOfItsWorkerMayTake() {
    var often = Duration.ofSeconds(1);
    var seldom = Duration.ofSeconds(30);
    var timeout = Duration.ofSeconds(3);
    var one = new Sampler.DeviceTask("a", new Scripted("tcp://one"), often, timeout);
    var other = new Sampler.DeviceTask("b", new Scripted("tcp://one"), seldom, timeout);
    var second = new Sampler.DeviceTask("a", 1, new Scripted("snmp://one"), often, timeout);
    Sampler sampler = Sampler.of(List.of(), List.of(one, other, second), () -> pressure, outlet);
    run(sampler, Duration.ofMillis(100));
    assertThat(samples())
        .extracting(sample -> ((Sample.OfDevice) sample).intervalNanos())
        .containsExactly(
            Duration.ofSeconds(6).toNanos(), seldom.toNanos(), Duration.ofSeconds(3).toNanos());
    assertThat(sampler.longestInterval("a")).isEqualTo(Duration.ofSeconds(6));
    assertThat(sampler.longestInterval("b")).isEqualTo(seldom);
  }

  @Test
  void aSecondSourceHasAWorkerOfItsOwnName() {
    var second =
        new Sampler.DeviceTask(
            "a", 1, new Scripted("snmp://one"), Duration.ofSeconds(30), Duration.ofSeconds(3));
    var tasks = List.of(task("a", new Scripted("tcp://one")), second);
    Sampler sampler = Sampler.of(List.of(), tasks, () -> pressure, outlet);
    assertThat(sampler.workers())
        .extracting(Sampler.Worker::name)
        .containsExactly("probe-a", "probe-a-2");
  }
}
