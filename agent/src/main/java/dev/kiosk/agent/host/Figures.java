package dev.kiosk.agent.host;

/**
 * Numbers of this machine that are read again and again, into the same array: nothing is left
 * behind for the garbage collector. For one thread.
 */
interface Figures {

  /** How many ticks {@link CpuProbe} compares. */
  int TICKS = 8;

  /** Where among the ticks the idle ones stand. */
  int IDLE = 3;

  /** Where those stand in which a processor waited for a disk. */
  int IOWAIT = 4;

  /** Where {@link MemoryProbe} finds all memory. */
  int TOTAL = 0;

  /** Where it finds the memory that new programs could have, in the same unit. */
  int AVAILABLE = 1;

  /**
   * Reads them now.
   *
   * @param into is filled whole: eight ticks since the start of the machine, in the order of {@code
   *     /proc/stat} (user, nice, system, idle, iowait, irq, softirq, steal), or total and available
   *     memory
   * @return false when they are not known; the array then holds anything
   */
  boolean read(long[] into);
}
