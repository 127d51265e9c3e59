package dev.kiosk.simulator.hub.fault;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When each connection ends, and how.
 *
 * @param code the close code (RFC 6455, 7.4). {@link #CUT} ends it without a close frame
 * @param after the age at which it ends, when not by frames
 * @param frames how many frames of the agent it lasts, pings among them; 0 when it ends by age
 */
public record CloseFault(int code, Duration after, int frames) implements Fault {

  /** RFC 6455, 7.4.1: what a peer notes that got no close frame; it is never sent. */
  public static final int CUT = 1006;

  static final String FORMS = "CODE, CODE:TIME, CODE:NUMBERframes";

  private static final Pattern WRITTEN =
      Pattern.compile("(\\d{4})(?::(?:(\\d{1,6})frames?|(.+)))?");

  /** What is written, or null. */
  static @Nullable CloseFault of(String written) {
    Matcher parts = WRITTEN.matcher(written);
    if (!parts.matches() || !isCode(Integer.parseInt(parts.group(1)))) {
      return null;
    }
    int code = Integer.parseInt(parts.group(1));
    if (parts.group(2) != null) {
      int frames = Integer.parseInt(parts.group(2));
      return frames == 0 ? null : new CloseFault(code, Duration.ZERO, frames);
    }
    Duration after = parts.group(3) == null ? Duration.ZERO : Span.parse(parts.group(3));
    return after == null ? null : new CloseFault(code, after, 0);
  }

  /** RFC 6455, 7.4.1 and 7.4.2, and the registry of its section 11.7: what may be sent. */
  private static boolean isCode(int code) {
    boolean named = code >= 1000 && code <= 1014 && code != 1004 && code != 1005;
    return named || (code >= 3000 && code <= 4999);
  }

  @Override
  public String words() {
    String what = code == CUT ? "cuts each connection" : "closes each connection with " + code;
    if (frames > 0) {
      return "%s after %d frames".formatted(what, frames);
    }
    return after.isZero() ? what + " at once" : what + " after " + Span.text(after);
  }
}
