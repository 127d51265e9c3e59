package dev.kiosk.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.telemetry.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostSensorsTest {

  private final Path root;

  HostSensorsTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void thereIsOneProbeForEachMetric() {
    assertThat(HostSensors.open(root, root))
        .extracting(HostProbe::metric)
        .containsExactly(Metric.values());
  }

  @Test
  void theFirstLookAtTheProcessorGivesNothingAndLaterOnesALoad() {
    HostProbe cpu = probe(Metric.CPU);
    assertThat(cpu.read()).isEmpty();

    OptionalDouble load = await().until(cpu::read, OptionalDouble::isPresent);
    assertThat(load.getAsDouble()).isBetween(0.0, 100.0);
  }

  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      names = {"MEMORY", "DISK"})
  void memoryAndDiskAreSharesOfTheWhole(Metric metric) {
    OptionalDouble percent = probe(metric).read();

    assertThat(percent).isPresent();
    assertThat(percent.getAsDouble()).isBetween(0.0, 100.0);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void loadAndMemoryAreThoseOfTheRoot() throws IOException {
    Path proc = Files.createDirectory(root.resolve("proc"));
    HostProbe cpu = probe(Metric.CPU);
    Files.writeString(proc.resolve("stat"), "cpu  10 0 10 100 10 0 0 0 0 0\n");
    Files.writeString(proc.resolve("meminfo"), "MemTotal: 2000 kB\nMemAvailable: 500 kB\n");

    assertThat(cpu.read()).isEmpty();
    Files.writeString(proc.resolve("stat"), "cpu  20 5 15 170 20 0 0 0 0 0\n");
    assertThat(cpu.read()).hasValue(20.0); // percent: 20 of 100 ticks
    assertThat(probe(Metric.MEMORY).read()).hasValue(75.0); // percent: 1500 of 2000 kB
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aProcThatTellsNothingGivesNoLoadAndNoMemory() throws IOException {
    Files.createDirectory(root.resolve("proc"));

    HostProbe cpu = probe(Metric.CPU);
    assertThat(cpu.read()).isEmpty();
    assertThat(cpu.read()).isEmpty();
    assertThat(probe(Metric.MEMORY).read()).isEmpty();
  }

  @Test
  void aFolderThatIsNotThereYetIsJudgedByItsParent() {
    assertThat(new DiskProbe(root.resolve("later/spool")).read()).isPresent();
  }

  @Test
  void withoutThermalZonesThereIsNoTemperature() {
    assertThat(probe(Metric.TEMPERATURE).read()).isEmpty();
  }

  @Test
  void theHottestZoneCounts() throws IOException {
    zone(0, "41250\n");
    zone(1, "63000\n");
    zone(2, "not a number\n");
    zone(3, "");

    assertThat(probe(Metric.TEMPERATURE).read()).hasValue(63.0);
  }

  @Test
  void frostIsATemperatureToo() throws IOException {
    zone(0, "-7500\n");

    assertThat(probe(Metric.TEMPERATURE).read()).hasValue(-7.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-274000", "999999", "99999999999999999999999999", "4e3"})
  void aSensorThatCannotBeRightGivesNothing(String text) throws IOException {
    zone(0, text);

    assertThat(probe(Metric.TEMPERATURE).read()).isEmpty();
  }

  private void zone(int number, String temp) throws IOException {
    Path zone = root.resolve("sys/class/thermal/thermal_zone" + number);
    Files.createDirectories(zone);
    Files.writeString(zone.resolve("temp"), temp);
  }

  private HostProbe probe(Metric metric) {
    return HostSensors.open(root, root).stream()
        .filter(probe -> probe.metric() == metric)
        .findFirst()
        .orElseThrow();
  }
}
