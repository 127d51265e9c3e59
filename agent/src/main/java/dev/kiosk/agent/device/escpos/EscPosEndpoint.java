package dev.kiosk.agent.device.escpos;

import dev.kiosk.agent.device.ShownEndpoint;
import dev.kiosk.agent.device.transport.Dialers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a printer is, and which language it speaks: {@code tcp://10.0.0.7:9100?dialect=custom} or
 * {@code serial:/dev/ttyUSB0?baud=19200&dialect=ttp}.
 *
 * @param line the endpoint of the line, without the dialect
 * @param dialect the language
 */
record EscPosEndpoint(String line, Dialect dialect) {

  static final String FORMS = Dialers.FORMS + ", each with ?dialect=custom or ?dialect=ttp";

  private static final String KEY = "dialect=";

  /** The languages there are. */
  enum Dialect {
    /** DLE EOT 1 to 4, which nearly all receipt printers know. */
    EPSON,
    /** DLE EOT 20 of Custom's kiosk printers. */
    CUSTOM,
    /** ESC ENQ 1 and 2 of Zebra's kiosk printers. */
    TTP;

    Language language() {
      return switch (this) {
        case EPSON -> new EpsonLanguage();
        case CUSTOM -> new CustomLanguage();
        case TTP -> new TtpLanguage();
      };
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Takes the dialect out of an endpoint; the rest is the line's.
   *
   * @throws IllegalArgumentException with one sentence when the dialect is not known or given twice
   */
  static EscPosEndpoint parse(String text) {
    int question = text.indexOf('?');
    if (question < 0) {
      return new EscPosEndpoint(text, Dialect.EPSON);
    }
    List<String> others = new ArrayList<>();
    List<String> dialects = new ArrayList<>();
    for (String option : text.substring(question + 1).split("&", -1)) {
      (option.startsWith(KEY) ? dialects : others).add(option);
    }
    if (dialects.size() > 1) {
      throw wrong(text, "the option dialect is given twice; expected it once");
    }
    String place = text.substring(0, question);
    String line = others.isEmpty() ? place : place + "?" + String.join("&", others);
    return new EscPosEndpoint(
        line, dialects.isEmpty() ? Dialect.EPSON : dialect(text, dialects.get(0)));
  }

  private static Dialect dialect(String text, String option) {
    String word = option.substring(KEY.length());
    return Stream.of(Dialect.values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    text,
                    "dialect is \""
                        + word
                        + "\"; expected "
                        + Stream.of(Dialect.values())
                            .map(Dialect::word)
                            .collect(Collectors.joining(", "))));
  }

  private static IllegalArgumentException wrong(String text, String why) {
    return new IllegalArgumentException("endpoint \"" + ShownEndpoint.of(text) + "\": " + why);
  }
}
