package dev.kiosk.simulator.hub.fault;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as people write them: {@code 500ms}, {@code 2s}, {@code 1m}. */
final class Span {

  /** Longer than this nobody watches. */
  static final Duration LONGEST = Duration.ofHours(1);

  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,7})(ms|s|m)");

  private Span() {}

  /** What is written, or null if it is not a time from 0 to {@link #LONGEST}. */
  static @Nullable Duration parse(String written) {
    Matcher parts = WRITTEN.matcher(written);
    if (!parts.matches()) {
      return null;
    }
    long number = Long.parseLong(parts.group(1));
    Duration time =
        switch (parts.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          default -> Duration.ofMinutes(number);
        };
    return time.compareTo(LONGEST) <= 0 ? time : null;
  }

  /** The shortest way to write it. */
  static String text(Duration time) {
    long millis = time.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    return millis % 60_000 != 0 || millis == 0 ? millis / 1000 + "s" : millis / 60_000 + "m";
  }
}
