package dev.kiosk.agent.host;

import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one CPU sample costs: reading {@code /proc/stat} through OSHI and comparing it with the read
 * before. Every call reads the kernel's file anew.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgsAppend = "-Dtinylog.level=warn") // OSHI logs each file that it reads
public class CpuSampleBenchmark {

  private CpuProbe probe;

  /** Opens the sensors once, as the agent does. */
  @Setup
  public void open() {
    probe =
        (CpuProbe)
            HostSensors.open(Path.of("/"), Path.of("/tmp")).stream()
                .filter(CpuProbe.class::isInstance)
                .findFirst()
                .orElseThrow();
  }

  /** One sample; returned so that it is not optimised away. */
  @Benchmark
  public OptionalDouble sample() {
    return probe.read();
  }
}
