package dev.kiosk.agent.systemd;

import dev.kiosk.agent.disk.DiskWaits;
import dev.kiosk.agent.time.Loop;

/** A part of the agent that must come forward for the watchdog to be fed. */
public interface Part {

  /** Its role, for the log. */
  String name();

  /** Grows with each step that came to its end; it does so also while there is nothing to do. */
  long steps();

  /**
   * The number of the disk operation that it waits for, {@link DiskWaits#NONE} when it waits for
   * none.
   */
  long diskOperation();

  /** Where it is now, for the log; empty when not known. */
  String where();

  /** A loop as a part. */
  static Part of(Loop loop, DiskWaits waits) {
    return new LoopPart(loop, waits);
  }

  /** A piece of work that is no loop and must be over soon: as a part that stands still. */
  static Part inOneGo(String name) {
    return new OneGo(name, Thread.currentThread());
  }
}
