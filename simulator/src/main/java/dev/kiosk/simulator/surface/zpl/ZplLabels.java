package dev.kiosk.simulator.surface.zpl;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.SimulatedPrinter;
import java.util.HashSet;
import java.util.Set;

/**
 * The labels of one printer, whoever sent them: printed while it is online, waiting otherwise. With
 * a peeler the next label waits until the last is taken. Safe for many threads.
 */
final class ZplLabels {

  /** As many as three digits tell; what is beyond is forgotten. */
  private static final int MOST_WAITING = 999;

  private final SimulatedPrinter printer;
  private final boolean peel;
  private final Set<Object> unfinished = new HashSet<>();
  private int waiting;
  private long printed;

  ZplLabels(SimulatedPrinter printer, boolean peel) {
    this.printer = printer;
    this.peel = peel;
  }

  /** A host began a label. */
  synchronized void begin(Object host) {
    unfinished.add(host);
  }

  /** A host left; the label that it had begun is forgotten. */
  synchronized void forget(Object host) {
    unfinished.remove(host);
  }

  /** A host ended the label that it had begun. */
  void end(Object host) {
    synchronized (this) {
      if (!unfinished.remove(host)) {
        return;
      }
      waiting = Math.min(MOST_WAITING, waiting + 1);
    }
    print();
  }

  /** Prints what can be printed. To be called when the printer's state has changed. */
  void print() {
    while (printOne()) {
      if (peel) {
        // Outside the lock: the printer tells its listeners, and this is one of them.
        printer.set(DeviceCondition.MEDIA_NOT_TAKEN, true);
      }
    }
  }

  private synchronized boolean printOne() {
    boolean blocked =
        printer.offline()
            || (peel && printer.conditions().contains(DeviceCondition.MEDIA_NOT_TAKEN));
    if (waiting == 0 || blocked) {
      return false;
    }
    waiting--;
    printed++;
    return true;
  }

  /** How many wait to be printed, 0 to 999. */
  synchronized int waiting() {
    return waiting;
  }

  /** Whether a label has begun and not ended. */
  synchronized boolean partial() {
    return !unfinished.isEmpty();
  }

  /** How many it has printed. */
  synchronized long printed() {
    return printed;
  }
}
