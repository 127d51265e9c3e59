package dev.kiosk.agent.device.gpio;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.config.DurationForm;
import dev.kiosk.agent.device.EndpointOptions;
import dev.kiosk.agent.device.ShownEndpoint;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which line is meant, and what it tells.
 *
 * @param pin the number of the line on its chip (BCM number on a Raspberry Pi), 0 to 255
 * @param activeHigh whether the condition holds at the high level; else at the low one
 * @param condition what holds then
 * @param pull the resistor within the chip
 * @param debounce how long the level must stand before the condition is believed
 */
public record GpioEndpoint(
    int pin, boolean activeHigh, Condition condition, Pull pull, Duration debounce) {

  /** The forms of this endpoint, for help and error messages. */
  public static final String FORMS =
      "gpio:17?active=low, also &condition=enclosure-open &pull=up &debounce=100ms";

  private static final String SCHEME = "gpio:";

  /** Conditions that a switch or a sensor can tell. */
  private static final List<Condition> CONDITIONS =
      List.of(
          Condition.ENCLOSURE_OPEN,
          Condition.MEDIA_LOW,
          Condition.OUTPUT_FULL,
          Condition.POWER_FAULT,
          Condition.SERVICE_DUE,
          Condition.COVER_OPEN);

  private static final Pattern FORM = Pattern.compile("gpio:([0-9]{1,3})(?:\\?(.*))?");
  private static final int MOST_PIN = 255;
  private static final Duration USUAL_DEBOUNCE = Duration.ofMillis(100);
  private static final Duration LEAST_DEBOUNCE = Duration.ofMillis(20);

  /** A look must end within the usual timeout of three seconds. */
  private static final Duration MOST_DEBOUNCE = Duration.ofSeconds(1);

  /** The resistor that holds a line where nothing drives it. */
  public enum Pull {
    /** To the supply: an open switch to ground reads high. */
    UP,
    /** To ground. */
    DOWN,
    /** None; the circuit has its own. */
    OFF
  }

  /**
   * Reads {@code gpio:17?active=low&condition=enclosure-open&pull=up&debounce=100ms}; all options
   * may be left out, and the condition then is ENCLOSURE_OPEN at the high level.
   *
   * @throws IllegalArgumentException with one sentence that quotes the text and says what was
   *     expected
   */
  public static GpioEndpoint parse(String text) {
    Matcher form = FORM.matcher(text);
    int pin = form.matches() ? Integer.parseInt(form.group(1)) : -1;
    if (pin < 0 || pin > MOST_PIN) {
      throw new IllegalArgumentException(
          "endpoint \""
              + ShownEndpoint.of(text)
              + "\": that names no GPIO line; expected for instance "
              + FORMS);
    }
    List<String> known = List.of("active", "condition", "pull", "debounce");
    var options = EndpointOptions.parse(text, form.group(2), known);
    String active = options.oneOf("active", "high", List.of("high", "low"));
    String condition =
        options.oneOf(
            "condition", "enclosure-open", CONDITIONS.stream().map(GpioEndpoint::word).toList());
    String pull =
        options.oneOf("pull", "off", Arrays.stream(Pull.values()).map(GpioEndpoint::word).toList());
    Duration debounce = options.duration("debounce", USUAL_DEBOUNCE, LEAST_DEBOUNCE, MOST_DEBOUNCE);
    return new GpioEndpoint(
        pin,
        active.equals("high"),
        Condition.valueOf(name(condition)),
        Pull.valueOf(name(pull)),
        debounce == null ? USUAL_DEBOUNCE : debounce);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String name(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The canonical text. */
  @Override
  public String toString() {
    return SCHEME
        + pin
        + (activeHigh ? "?active=high" : "?active=low")
        + "&condition="
        + word(condition)
        + "&pull="
        + word(pull)
        + "&debounce="
        + DurationForm.format(debounce);
  }
}
