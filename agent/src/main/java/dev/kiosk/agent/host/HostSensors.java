package dev.kiosk.agent.host;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.common.platform.linux.LinuxGlobalMemory;
import oshi.util.GlobalConfig;
import oshi.util.PlatformEnum;
import oshi.util.driver.linux.proc.CpuStat;

/** Opens the measurements of this machine. */
public final class HostSensors {

  /** Only used by OSHI for figures about swapping, which are not read. */
  private static final long PAGE_BYTES = 4096;

  private HostSensors() {}

  /**
   * One probe for each metric, over OSHI objects that are made once: making them anew for each
   * sample costs a hundred times as much as the sample.
   *
   * @param root where {@code /sys} is looked for; load and memory are always those of this machine
   * @param dataFolder the folder whose file system is watched; need not exist yet
   */
  public static List<HostProbe> open(Path root, Path dataFolder) {
    // OSHI keeps a value for 300 ms, which a sample every 100 ms would see as "no time has passed".
    // The setting belongs to OSHI, holds for the whole process, and is read at its first use only.
    GlobalConfig.set(GlobalConfig.OSHI_UTIL_MEMOIZER_EXPIRATION, 0);
    SysFolder.tell(root.resolve("sys"));
    boolean linux = PlatformEnum.getCurrentPlatform() == PlatformEnum.LINUX;
    Load load = linux ? Load.ofLinux() : Load.ofAnySystem();
    return List.of(
        new CpuProbe(load.ticks()),
        new MemoryProbe(load.memory()),
        new DiskProbe(dataFolder),
        new TemperatureProbe(root));
  }

  /** What OSHI is asked again and again. */
  private record Load(Supplier<long[]> ticks, GlobalMemory memory) {

    /**
     * OSHI's Linux code without native libraries, which reads the same files of /proc as the code
     * with them. Its parts are taken directly: what is around them would first start programs and
     * read the whole machine's description, to find out what is not needed here.
     */
    static Load ofLinux() {
      return new Load(CpuStat::getSystemCpuLoadTicks, new LinuxGlobalMemory(PAGE_BYTES));
    }

    /** For a developer's machine that is no Linux. */
    static Load ofAnySystem() {
      HardwareAbstractionLayer hardware = new SystemInfo().getHardware();
      CentralProcessor processor = hardware.getProcessor();
      return new Load(processor::getSystemCpuLoadTicks, hardware.getMemory());
    }
  }
}
