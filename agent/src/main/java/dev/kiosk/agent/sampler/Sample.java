package dev.kiosk.agent.sampler;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.telemetry.Reading;
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
   * @param findings what it shows; empty when all is well
   * @param unobservable conditions that this sample says nothing about, neither yes nor no
   * @param source who says so
   * @param model the device's own name, if it told
   * @param serial the device's serial number, if it told
   * @param wallMillis when, in milliseconds since the Unix epoch
   * @param intervalNanos the interval in force, by which the sample's age is judged
   */
  record OfDevice(
      String device,
      List<Finding> findings,
      Set<Condition> unobservable,
      String source,
      @Nullable String model,
      @Nullable String serial,
      long wallMillis,
      long takenNanos,
      long intervalNanos)
      implements Sample {}
}
