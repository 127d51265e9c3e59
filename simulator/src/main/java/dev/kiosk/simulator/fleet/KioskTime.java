package dev.kiosk.simulator.fleet;

import dev.kiosk.agent.time.Time;

/** The clocks of one kiosk: the machine's, with a wall clock that can be set. */
final class KioskTime implements Time {

  private final Time machine;
  private volatile long aheadMillis;

  KioskTime(Time machine) {
    this.machine = machine;
  }

  /** Somebody sets the wall clock, {@code millis} ahead of what it shows. */
  synchronized void step(long millis) {
    aheadMillis += millis;
  }

  @Override
  public long nanos() {
    return machine.nanos();
  }

  @Override
  public long wallMillis() {
    return machine.wallMillis() + aheadMillis;
  }
}
