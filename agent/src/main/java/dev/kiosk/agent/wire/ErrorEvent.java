package dev.kiosk.agent.wire;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Severity;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition began or ended, or something happened that has no duration (a moment).
 *
 * @param code what is wrong
 * @param message one sentence for people; cut at 1,024 characters
 * @param device the configured id of the device, or null when the agent speaks of itself
 * @param severity how bad it is
 * @param active true when it begins, false when it ends, null for a moment
 * @param subject the part concerned, if the source names one; cut at 128 characters
 * @param raw what the source said, for an engineer, never passenger data; cut at 1,024 characters
 * @param flapping whether it comes and goes so often that single changes are held back
 * @param service whether somebody works on the kiosk, so that nobody is to be called
 */
public record ErrorEvent(
    long ts,
    Condition code,
    String message,
    @Nullable String device,
    Severity severity,
    @Nullable Boolean active,
    @Nullable String subject,
    @Nullable String raw,
    boolean flapping,
    boolean service)
    implements Event {

  private static final Set<Condition> MOMENTS =
      EnumSet.of(Condition.EVENTS_LOST, Condition.SPOOL_DAMAGED, Condition.CLOCK_STEP);

  /** Refuses a moment with {@code active}, and any other condition without. */
  public ErrorEvent {
    Limits.notNegative("ts", ts);
    if (isMoment(code) != (active == null)) {
      throw new IllegalArgumentException(
          code
              + (isMoment(code)
                  ? " is a moment and has no active"
                  : " begins and ends, and needs active"));
    }
    message = Text.bounded(message, Limits.MESSAGE_CHARS);
    device = device == null ? null : Limits.name("device", device);
    subject = Limits.optional(subject, Limits.NAME_CHARS);
    raw = Limits.optional(raw, Limits.MESSAGE_CHARS);
  }

  /** A moment of the agent itself, with the severity of its code. */
  public static ErrorEvent moment(long ts, Condition code, String message) {
    return new ErrorEvent(ts, code, message, null, code.severity(), null, null, null, false, false);
  }

  /** The same event, with whether the kiosk is being serviced. */
  public ErrorEvent inService(boolean now) {
    return new ErrorEvent(ts, code, message, device, severity, active, subject, raw, flapping, now);
  }

  /** Whether the code is reported once, without begin and end. */
  public static boolean isMoment(Condition code) {
    return MOMENTS.contains(code);
  }

  @Override
  public String type() {
    return "error";
  }

  @Override
  public WireLane spooledIn() {
    return WireLane.ALERTS;
  }

  @Override
  public void writeTo(FieldWriter out) throws IOException {
    out.text("code", code.name());
    out.text("message", message);
    out.optionalText("device", device);
    out.text("severity", severity.wireName());
    if (active != null) {
      out.flag("active", active);
    }
    out.optionalText("subject", subject);
    out.optionalText("raw", raw);
    out.flagIfSet("flapping", flapping);
    out.flagIfSet("service", service);
  }
}
