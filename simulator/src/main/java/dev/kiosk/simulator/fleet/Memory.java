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

  /** For people: what each kiosk takes up. */
  record Sizes(int kiosks, long before, long connected, long closed, int threads) {

    String words() {
      return String.format(
          Locale.ROOT,
          "%.1f KiB of heap for each kiosk, of it %.1f KiB its session with the socket; %d threads for all %d",
          (connected - before) / 1024.0 / kiosks,
          (connected - closed) / 1024.0 / kiosks,
          threads,
          kiosks);
    }
  }
}
