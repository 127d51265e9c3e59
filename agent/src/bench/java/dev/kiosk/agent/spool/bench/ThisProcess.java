package dev.kiosk.agent.spool.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel and the virtual machine say of this process. Linux only. */
final class ThisProcess {

  private static final Path PROC = Path.of("/proc/self");

  private ThisProcess() {}

  /** Bytes that it caused to be sent to the storage layer (proc_pid_io(5), write_bytes). */
  static long bytesToDisk() throws IOException {
    return number("io", "write_bytes:");
  }

  /** Resident memory in bytes (proc_pid_status(5), VmRSS). */
  static long residentBytes() throws IOException {
    return number("status", "VmRSS:") * 1024;
  }

  /** The most that it ever was, in bytes (VmHWM). */
  static long mostResidentBytes() throws IOException {
    return number("status", "VmHWM:") * 1024;
  }

  /** Heap in use after a collection of all garbage, in bytes. */
  static long liveHeapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** The most that the old generation ever held, in bytes; the young one is garbage and bounded. */
  static long mostOldBytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getName().contains("Tenured"))
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  private static long number(String file, String key) throws IOException {
    for (String line : Files.readAllLines(PROC.resolve(file))) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.substring(key.length()).replace("kB", "").trim());
      }
    }
    throw new IOException(PROC.resolve(file) + " has no " + key);
  }
}
