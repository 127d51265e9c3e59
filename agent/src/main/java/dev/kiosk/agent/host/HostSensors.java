package dev.kiosk.agent.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Opens the measurements of this machine. */
public final class HostSensors {

  private static final Path PROC = Path.of("/proc");

  private HostSensors() {}

  /**
   * One probe for each metric.
   *
   * @param root where {@code /sys} and {@code /proc} are looked for. Load and memory are those of
   *     this machine where it has no folder {@code proc}, as a simulation of devices only, and on
   *     another system than Linux
   * @param dataFolder the folder whose file system is watched; need not exist yet
   */
  public static List<HostProbe> open(Path root, Path dataFolder) {
    SysFolder.tell(root.resolve("sys"));
    boolean linux = System.getProperty("os.name").equals("Linux");
    Load load = linux ? Load.ofLinux(root.resolve("proc")) : OshiLoad.open();
    return List.of(
        new CpuProbe(load.ticks()),
        new MemoryProbe(load.memory()),
        new DiskProbe(dataFolder),
        new TemperatureProbe(root));
  }

  /**
   * What is read again and again.
   *
   * @param ticks of all processors, for {@link CpuProbe}
   * @param memory for {@link MemoryProbe}
   */
  record Load(Figures ticks, Figures memory) {

    /**
     * Not through OSHI, whose read of that one line costs more than all else that the sampler of an
     * idle agent does, and whose start brings a hundred classes that live as long as the agent.
     */
    private static Load ofLinux(Path proc) {
      Path there = Files.isDirectory(proc) ? proc : PROC;
      return new Load(new ProcStat(there), new ProcMemory(there));
    }
  }
}
