package dev.kiosk.agent.device;

import dev.kiosk.agent.config.DurationForm;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of an endpoint behind its question mark: {@code active=low&pull=up}. Every refusal is an
 * IllegalArgumentException with one sentence that quotes the endpoint and says what was expected.
 */
public final class EndpointOptions {

  private final String endpoint;
  private final Map<String, String> values;

  private EndpointOptions(String endpoint, Map<String, String> values) {
    this.endpoint = endpoint;
    this.values = values;
  }

  /**
   * Reads options.
   *
   * @param endpoint the whole endpoint, for messages
   * @param options what stands behind the question mark, or null when there is none
   * @param known the keys that this endpoint may have
   * @throws IllegalArgumentException for a key that is unknown, doubled or without value
   */
  public static EndpointOptions parse(
      String endpoint, @Nullable String options, List<String> known) {
    Map<String, String> values = new LinkedHashMap<>();
    var read = new EndpointOptions(endpoint, values);
    if (options == null) {
      return read;
    }
    for (String option : options.split("&", -1)) {
      int equals = option.indexOf('=');
      String key = equals < 0 ? option : option.substring(0, equals);
      if (!known.contains(key) || equals < 0 || equals == option.length() - 1) {
        throw read.wrong(
            "\""
                + ShownEndpoint.option(option)
                + "\" is no option; expected "
                + String.join("=… or ", known)
                + "=…");
      }
      if (values.put(key, option.substring(equals + 1)) != null) {
        throw read.wrong("the option " + key + " is given twice; expected it once");
      }
    }
    return read;
  }

  /** The value of an option, or null when it was not given. */
  public @Nullable String text(String key) {
    return values.get(key);
  }

  /**
   * One of a few words.
   *
   * @return the word, or the fallback when the option was not given
   * @throws IllegalArgumentException for any other word
   */
  public String oneOf(String key, String fallback, List<String> words) {
    String value = values.getOrDefault(key, fallback);
    if (values.containsKey(key) && !words.contains(value)) {
      throw wrong(key + " is \"" + value + "\"; expected " + String.join(", ", words));
    }
    return value;
  }

  /**
   * A duration.
   *
   * @return the duration, or the fallback when the option was not given
   * @throws IllegalArgumentException when it is none, or out of range
   */
  public @Nullable Duration duration(
      String key, @Nullable Duration fallback, Duration least, Duration most) {
    String value = values.get(key);
    if (value == null) {
      return fallback;
    }
    Duration duration = DurationForm.parse(value);
    if (duration == null || duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      throw wrong(
          key
              + " is \""
              + value
              + "\"; expected "
              + DurationForm.EXPECTED
              + ", from "
              + DurationForm.format(least)
              + " to "
              + DurationForm.format(most));
    }
    return duration;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("endpoint \"" + ShownEndpoint.of(endpoint) + "\": " + what);
  }
}
