package dev.kiosk.simulator.hub.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The names of the faults, and what can be written behind each. */
enum Switch {
  RECEIPTS(ReceiptFault.FORMS, ReceiptFault.FORMS),
  SILENT(Silence.FORMS, "on: connects and reads, says nothing"),
  READING(ReadingFault.FORMS, "slow:TIME before each frame, none"),
  CLOSE(CloseFault.FORMS, CloseFault.FORMS + "; CODE 1006 cuts"),
  UPGRADE(UpgradeFault.FORMS, "STATUS, STATUS:TIME with TIME as Retry-After"),
  WELCOME(WelcomeFault.FORMS, "empty: as if the store were lost, ahead: of what was sent");

  /** Mends. */
  static final String OFF = "off";

  private final String forms;
  private final String help;

  Switch(String forms, String help) {
    this.forms = forms;
    this.help = help;
  }

  /** How it is written. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A line about it for people. */
  String line() {
    return "%-9s %s".formatted(word(), help);
  }

  /**
   * The switch of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Switch named(String word) {
    return Arrays.stream(values())
        .filter(each -> each.word().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(word)));
  }

  private static String unknown(String word) {
    return "\"%s\" is no fault of the hub; known are %s."
        .formatted(
            word, Arrays.stream(values()).map(Switch::word).collect(Collectors.joining(", ")));
  }

  /**
   * What is written behind the name; null for {@code off}.
   *
   * @throws IllegalArgumentException if it is nothing that this fault knows
   */
  @Nullable Fault parse(String value) {
    String written = value.toLowerCase(Locale.ROOT);
    if (written.equals(OFF)) {
      return null;
    }
    Fault fault = read(written);
    if (fault == null) {
      throw new IllegalArgumentException(
          "the fault %s takes %s or off, not \"%s\".%s"
              .formatted(word(), forms, value, expected()));
    }
    return fault;
  }

  private @Nullable Fault read(String written) {
    return switch (this) {
      case RECEIPTS -> ReceiptFault.of(written);
      case SILENT -> Silence.of(written);
      case READING -> ReadingFault.of(written);
      case CLOSE -> CloseFault.of(written);
      case UPGRADE -> UpgradeFault.of(written);
      case WELCOME -> WelcomeFault.of(written);
    };
  }

  /** What the words in capitals stand for. */
  private String expected() {
    var parts = new StringBuilder();
    if (forms.contains("CODE")) {
      parts.append(" CODE is 1000 to 1014 but 1004 and 1005, or 3000 to 4999.");
    }
    if (forms.contains("STATUS")) {
      parts.append(" STATUS is 400 to 599.");
    }
    if (forms.contains("TIME")) {
      parts.append(" TIME is 0s to 60m, ");
      parts.append(this == UPGRADE ? "in whole seconds." : "as 500ms, 2s or 1m.");
    }
    if (forms.contains("PERCENT")) {
      parts.append(" PERCENT is 1 to 100.");
    }
    if (forms.contains("NUMBER")) {
      parts.append(" NUMBER is 1 to 999999.");
    }
    return parts.toString();
  }
}
