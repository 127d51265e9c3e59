package dev.kiosk.agent.host;

import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.util.GlobalConfig;

/**
 * Processor and memory through OSHI, which knows many systems: for a developer's machine that is no
 * Linux. Alone in knowing OSHI, so that on a kiosk none of its classes is loaded.
 */
final class OshiLoad {

  private OshiLoad() {}

  /** Over OSHI objects that are made once: making them costs a hundred times as much as a read. */
  static HostSensors.Load open() {
    // OSHI keeps a value for 300 ms, which a sample every 100 ms would see as "no time has passed".
    // The setting belongs to OSHI, holds for the whole process, and is read at its first use only.
    GlobalConfig.set(GlobalConfig.OSHI_UTIL_MEMOIZER_EXPIRATION, 0);
    HardwareAbstractionLayer hardware = new SystemInfo().getHardware();
    CentralProcessor processor = hardware.getProcessor();
    GlobalMemory memory = hardware.getMemory();
    return new HostSensors.Load(into -> ticks(processor, into), into -> memory(memory, into));
  }

  /** All of them are 0 when OSHI cannot read them. */
  private static boolean ticks(CentralProcessor processor, long[] into) {
    long[] ticks = processor.getSystemCpuLoadTicks();
    into[0] = ticks[TickType.USER.getIndex()];
    into[1] = ticks[TickType.NICE.getIndex()];
    into[2] = ticks[TickType.SYSTEM.getIndex()];
    into[Figures.IDLE] = ticks[TickType.IDLE.getIndex()];
    into[Figures.IOWAIT] = ticks[TickType.IOWAIT.getIndex()];
    into[5] = ticks[TickType.IRQ.getIndex()];
    into[6] = ticks[TickType.SOFTIRQ.getIndex()];
    into[7] = ticks[TickType.STEAL.getIndex()];
    return true;
  }

  /** In bytes. */
  private static boolean memory(GlobalMemory memory, long[] into) {
    into[Figures.TOTAL] = memory.getTotal();
    into[Figures.AVAILABLE] = memory.getAvailable();
    return true;
  }
}
