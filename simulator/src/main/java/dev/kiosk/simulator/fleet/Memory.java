package dev.kiosk.simulator.fleet;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What this process holds. */
final class Memory {

  private Memory() {}

  /** Bytes of heap in use after the garbage was collected. */
  static long heapAfterCollection() {
    System.gc();
    System.gc(); // the first one leaves what only references kept
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** How many threads there are. */
  static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  /**
   * What the kiosks take up.
   *
   * @param before bytes of heap before there was a kiosk
   * @param connected the same with all of them connected and nothing under way
   * @param closed the same without their connections
   * @param disks bytes on their disks, which are in this heap too
   */
  record Sizes(int kiosks, long before, long connected, long closed, long disks, int threads) {

    String words() {
      return String.format(
          Locale.ROOT,
          "%.1f KiB of heap for each kiosk: %.1f its session with the socket, %.1f the rest of the"
              + " agent's code, %.1f what is on its disk; %d threads for all %d",
          each(connected - before),
          each(connected - closed),
          each(closed - before - disks),
          each(disks),
          threads,
          kiosks);
    }

    private double each(long bytes) {
      return bytes / 1024.0 / kiosks;
    }
  }
}
