package dev.kiosk.agent.time;

/** The one place that reads the machine's clocks. */
final class SystemTime implements Time {

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public long wallMillis() {
    return System.currentTimeMillis();
  }
}
