package dev.kiosk.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuProbeTest {

  /** In ticks: user, nice, system, idle, iowait, irq, softirq, steal. */
  private static final long[] BEFORE = {10, 0, 10, 100, 10, 0, 0, 0};

  private static final long[] LATER = {20, 5, 15, 170, 20, 0, 0, 0};

  @Test
  void theLoadIsTheShareOfTicksThatWereNotIdle() {
    assertThat(CpuProbe.percentBusy(BEFORE, LATER)).hasValue(20.0); // percent: 20 of 100 ticks
  }

  @Test
  void ticksThatAHypervisorTookAwayCountAsBusy() {
    assertThat(CpuProbe.percentBusy(BEFORE, new long[] {10, 0, 10, 130, 10, 0, 0, 10}))
        .hasValue(25.0); // percent: 10 of 40 ticks
  }

  @Test
  void noTickThatPassedIsNoLoad() {
    assertThat(CpuProbe.percentBusy(BEFORE, BEFORE)).isEmpty();
  }

  @Test
  void theTimeOfWaitingForDisksMayStepBack() {
    assertThat(CpuProbe.percentBusy(BEFORE, new long[] {20, 0, 10, 100, 5, 0, 0, 0}))
        .hasValue(100.0); // percent, not 200
  }

  @Test
  void eachReadIsComparedWithTheOneBefore() {
    CpuProbe cpu = probe(BEFORE, LATER, new long[] {20, 5, 15, 170, 20, 0, 10, 0});

    assertThat(cpu.read()).isEmpty();
    assertThat(cpu.read()).hasValue(20.0); // percent
    assertThat(cpu.read()).hasValue(100.0); // percent: 10 of 10 ticks
  }

  @Test
  void ticksThatCouldNotBeReadAreNoLoadAndAreNotComparedWith() {
    CpuProbe cpu = probe(BEFORE, new long[0], new long[Figures.TICKS], LATER);

    assertThat(cpu.read()).isEmpty();
    assertThat(cpu.read()).isEmpty();
    assertThat(cpu.read()).isEmpty();
    assertThat(cpu.read()).hasValue(20.0); // percent
  }

  /** Over one read after the other; one without ticks fails, and leaves something in the array. */
  private static CpuProbe probe(long[]... reads) {
    var left = new ArrayDeque<long[]>(List.of(reads));
    return new CpuProbe(
        into -> {
          long[] read = left.remove();
          into[Figures.IDLE] = 77;
          System.arraycopy(read, 0, into, 0, read.length);
          return read.length > 0;
        });
  }
}
