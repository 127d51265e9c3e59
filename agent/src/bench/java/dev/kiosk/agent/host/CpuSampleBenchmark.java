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
import oshi.util.driver.linux.proc.CpuStat;

/**
 * What one CPU sample costs: reading {@code /proc/stat} and comparing it with the read before, by
 * the agent's own reader and through OSHI. Every call reads the kernel's file anew.
 *
 * <p>Once as it is compiled in a hot loop, and once interpreted, as code is that runs once a
 * second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgsAppend = "-Dtinylog.level=warn") // OSHI logs each file that it reads
public class CpuSampleBenchmark {

  private CpuProbe probe;
  private CpuProbe oshi;

  /** Opens the sensors once, as the agent does. */
  @Setup
  public void open() {
    probe =
        (CpuProbe)
            HostSensors.open(Path.of("/"), Path.of("/tmp")).stream()
                .filter(CpuProbe.class::isInstance)
                .findFirst()
                .orElseThrow();
    oshi = new CpuProbe(CpuSampleBenchmark::ticksOfOshi);
  }

  private static boolean ticksOfOshi(long[] into) {
    System.arraycopy(CpuStat.getSystemCpuLoadTicks(), 0, into, 0, into.length);
    return true;
  }

  /** One sample; returned so that it is not optimised away. */
  @Benchmark
  public OptionalDouble sample() {
    return probe.read();
  }

  /** The same, interpreted. */
  @Benchmark
  @Fork(
      value = 2,
      jvmArgsAppend = {"-Xint", "-Dtinylog.level=warn"})
  public OptionalDouble sampleInterpreted() {
    return probe.read();
  }

  /** The same with OSHI's Linux code without native libraries. */
  @Benchmark
  public OptionalDouble sampleThroughOshi() {
    return oshi.read();
  }

  /** That one, interpreted. */
  @Benchmark
  @Fork(
      value = 2,
      jvmArgsAppend = {"-Xint", "-Dtinylog.level=warn"})
  public OptionalDouble sampleThroughOshiInterpreted() {
    return oshi.read();
  }
}
