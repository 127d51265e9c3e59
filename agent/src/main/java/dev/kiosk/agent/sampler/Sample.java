package dev.kiosk.agent.sampler;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.telemetry.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One thing that was seen, on its way to the recorder. */
public sealed interface Sample {

  /** When, in monotonic nanoseconds. */
  long takenNanos();

  /** A value of the host. */
  record OfHost(Reading reading, long takenNanos) implements Sample {}

  /**
   * An answer of a device, or its silence.
   *
   * @param device the configured id
   * @param source which of its sources spoke
   * @param seen what it showed
   * @param wallMillis when, in milliseconds since the Unix epoch
   * @param intervalNanos the interval in force, by which the sample's age is judged: pressure and
   *     back-off included, and never shorter than one round of its worker may take
   */
  record OfDevice(
      String device, Source source, Seen seen, long wallMillis, long takenNanos, long intervalNanos)
      implements Sample {}

  /**
   * One of the sources of a device.
   *
   * @param index 0 for the first that is configured
   * @param authority where sources disagree, the one with more is believed
   * @param words who says so, for people
   */
  record Source(int index, int authority, String words) {}

  /**
   * What a source showed.
   *
   * @param findings empty when all is well
   * @param unobservable conditions that this sample says nothing about, neither yes nor no
   * @param surelyGone conditions that a level shows to be far away
   * @param model the device's own name, if it told
   * @param serial the device's serial number, if it told
   * @param uptime how long it has been running by its own account, if it told
   */
  record Seen(
      List<Finding> findings,
      Set<Condition> unobservable,
      Set<Condition> surelyGone,
      @Nullable String model,
      @Nullable String serial,
      @Nullable Duration uptime) {}

  /** What an observation showed. */
  static Seen seen(Observation observation) {
    return new Seen(
        observation.findings(),
        observation.unobservable(),
        observation.surelyGone(),
        observation.model(),
        observation.serial(),
        observation.uptime());
  }
}
