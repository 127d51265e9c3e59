package dev.kiosk.agent.host;

import java.nio.file.Path;
import java.util.List;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.nativefree.SystemInfo;
import oshi.spi.SystemInfoProvider;
import oshi.util.GlobalConfig;

/** Opens the measurements of this machine. */
public final class HostSensors {

  private HostSensors() {}

  /**
   * One probe for each metric, over OSHI objects that are made once: making them anew for each
   * sample costs a hundred times as much as the sample.
   *
   * @param root where {@code /sys} is looked for; load and memory are always those of this machine
   * @param dataFolder the folder whose file system is watched; need not exist yet
   */
  public static List<HostProbe> open(Path root, Path dataFolder) {
    HardwareAbstractionLayer hardware = hardware();
    return List.of(
        new CpuProbe(hardware.getProcessor()),
        new MemoryProbe(hardware.getMemory()),
        new DiskProbe(dataFolder),
        new TemperatureProbe(root));
  }

  /** On Linux OSHI reads /proc with and without native code; without saves the library. */
  private static HardwareAbstractionLayer hardware() {
    // OSHI keeps a value for 300 ms, which a sample every 100 ms would see as "no time has passed".
    // The setting belongs to OSHI, holds for the whole process, and is read at its first use only.
    GlobalConfig.set(GlobalConfig.OSHI_UTIL_MEMOIZER_EXPIRATION, 0);
    SystemInfoProvider nativeFree = new SystemInfo();
    return nativeFree.isAvailable()
        ? nativeFree.getHardware()
        : new oshi.SystemInfo().getHardware();
  }
}
