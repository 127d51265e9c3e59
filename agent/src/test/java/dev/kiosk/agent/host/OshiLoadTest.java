package dev.kiosk.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import oshi.hardware.common.platform.linux.LinuxGlobalMemory;
import oshi.util.driver.linux.proc.CpuStat;

/** OSHI in place of our readers, and as the yardstick for them. */
class OshiLoadTest {

  /** Only used by OSHI for figures about swapping, which are not read. */
  private static final long PAGE_BYTES = 4096;

  private static final Path PROC = Path.of("/proc");

  @Test
  void onAnySystemOshiGivesLoadAndMemory() {
    HostSensors.Load load = OshiLoad.open();
    var cpu = new CpuProbe(load.ticks());

    assertThat(cpu.read()).isEmpty();
    OptionalDouble percent = await().until(cpu::read, OptionalDouble::isPresent);
    assertThat(percent.getAsDouble()).isBetween(0.0, 100.0);
    assertThat(new MemoryProbe(load.memory()).read().orElseThrow()).isBetween(0.0, 100.0);
  }

  /**
   * Between two reads of ours stands one of OSHI's. Tried until it fits, because the time of
   * waiting for disks may step back between them; with numbers in another order it never would.
   */
  @Test
  @EnabledOnOs(OS.LINUX)
  void ticksAreThoseThatOshiReads() {
    var ours = new ProcStat(PROC);
    long[] before = new long[Figures.TICKS];
    long[] after = new long[Figures.TICKS];
    await()
        .untilAsserted(
            () -> {
              assertThat(ours.read(before)).isTrue();
              long[] oshi = CpuStat.getSystemCpuLoadTicks();
              assertThat(ours.read(after)).isTrue();
              assertThat(oshi).hasSameSizeAs(before);
              for (int i = 0; i < oshi.length; i++) {
                assertThat(oshi[i]).as("tick %d", i).isBetween(before[i], after[i]); // ticks
              }
            });
  }

  /**
   * What is available goes up and down all the time, so OSHI's need not lie between two of ours at
   * once. Where nothing happens for the moment that three reads take, all are the same: tried until
   * then, without a tolerance that could hide another figure.
   */
  @Test
  @EnabledOnOs(OS.LINUX)
  void memoryIsThatWhichOshiReads() {
    var ours = new ProcMemory(PROC);
    long[] before = new long[2];
    long[] after = new long[2];
    await()
        .untilAsserted(
            () -> {
              assertThat(ours.read(before)).isTrue();
              var oshi = new LinuxGlobalMemory(PAGE_BYTES); // a new one has kept no value
              long available = oshi.getAvailable() / 1024; // KiB
              assertThat(ours.read(after)).isTrue();
              assertThat(oshi.getTotal() / 1024).isEqualTo(before[Figures.TOTAL]); // KiB
              assertThat(available)
                  .isBetween(
                      Math.min(before[Figures.AVAILABLE], after[Figures.AVAILABLE]),
                      Math.max(before[Figures.AVAILABLE], after[Figures.AVAILABLE]));
            });
  }
}
