package dev.kiosk.agent.time;

/** The two clocks of a machine. A port: tests hand in one that they move by hand. */
public interface Time {

  /** Monotonic time in nanoseconds from an arbitrary origin. The only clock to wait by. */
  long nanos();

  /**
   * Wall-clock time in milliseconds since the Unix epoch, UTC. Only for stamping; it may jump in
   * both directions.
   */
  long wallMillis();

  /** The clocks of this machine. */
  static Time system() {
    return new SystemTime();
  }
}
