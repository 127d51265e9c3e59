package dev.kiosk.agent.device.zpl;

import dev.kiosk.agent.condition.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The error and warning flags of a printer, as ~HQES tells them in one frame and the setting {@code
 * zpl.system_status} in one value (Zebra ZPL II Programming Guide, ~HQES and zpl.system_status):
 *
 * <pre>
 *   PRINTER STATUS                         the lines are padded with blanks
 *   ERRORS:    f gggggggg hhhhhhhh         f whether there are any, g group 2, h group 1,
 *   WARNINGS:  f gggggggg hhhhhhhh         both in hexadecimal
 *
 *   x,f,gggggggg,hhhhhhhh,f,gggggggg,hhhhhhhh
 * </pre>
 *
 * <p>The bits decide, not f.
 *
 * @param errors the errors of group 1, 32 bits
 * @param warnings the warnings of group 1, 32 bits
 * @param unknownErrors whether there is an error that is in no table of ours
 * @param raw what came, without the padding
 */
record ErrorStatus(long errors, long warnings, boolean unknownErrors, String raw) {

  private static final String FLAGS =
      "[ ]{0,80}([01])[ ]{1,80}([0-9A-Fa-f]{8})[ ]{1,80}([0-9A-Fa-f]{8})";
  private static final String END = "[ ]{0,80}(?:[\\r\\n]+|$)[ ]{0,80}";

  private static final Pattern ANSWER =
      Pattern.compile(
          "[ \\r\\n]{0,80}PRINTER STATUS"
              + END
              + "ERRORS:"
              + FLAGS
              + END
              + "WARNINGS:"
              + FLAGS
              + "(?:[ \\r\\n].*)?",
          Pattern.DOTALL);
  private static final Pattern SETTING =
      Pattern.compile(
          "[01],([01]),([0-9A-Fa-f]{8}),([0-9A-Fa-f]{8}),([01]),([0-9A-Fa-f]{8}),([0-9A-Fa-f]{8})"
              + "(?:,.*)?");

  /**
   * Reads the frame that answers ~HQES, without its 02 and 03.
   *
   * @throws ZplException when it does not have this form; nothing of it counts then
   */
  static ErrorStatus parse(String frame) throws ZplException {
    Matcher parts = ANSWER.matcher(frame);
    if (!parts.matches()) {
      throw new ZplException("the answer to ~HQES does not name errors and warnings as it should");
    }
    return of("~HQES", parts);
  }

  /**
   * Reads the value of {@code zpl.system_status}, with or without quotation marks.
   *
   * @throws ZplException when it does not have this form
   */
  static ErrorStatus ofSetting(String value) throws ZplException {
    Matcher parts = SETTING.matcher(value.replace("\"", ""));
    if (!parts.matches()) {
      throw new ZplException("zpl.system_status does not name errors and warnings as it should");
    }
    return of("zpl.system_status", parts);
  }

  private static ErrorStatus of(String source, Matcher parts) {
    long errors = Long.parseLong(parts.group(3), 16);
    long others = Long.parseLong(parts.group(2), 16);
    boolean flagged = parts.group(1).equals("1");
    long known = 0;
    for (ErrorFlag flag : ErrorFlag.values()) {
      known |= flag.bit();
    }
    boolean unknown = (errors & ~known) != 0 || others != 0 || (flagged && errors == 0);
    String raw =
        String.format(
            Locale.US,
            "%s errors %s %s %s, warnings %s %s %s",
            source,
            parts.group(1),
            parts.group(2),
            parts.group(3),
            parts.group(4),
            parts.group(5),
            parts.group(6));
    return new ErrorStatus(errors, Long.parseLong(parts.group(6), 16), unknown, raw);
  }

  /** Whether that error is there. */
  boolean has(ErrorFlag flag) {
    return (errors & flag.bit()) != 0;
  }

  /** Whether that warning is there. */
  boolean has(WarningFlag flag) {
    return (warnings & flag.bit()) != 0;
  }

  /**
   * Adds what it shows.
   *
   * @param ribbon whether the printer may use a ribbon; without one that flag means nothing
   */
  void addTo(Signs signs, boolean ribbon) {
    for (ErrorFlag flag : ErrorFlag.values()) {
      if (flag == ErrorFlag.PAUSED) {
        signs.paused(has(flag));
      } else if (ribbon || flag != ErrorFlag.RIBBON_OUT) {
        signs.fault(has(flag), flag.condition(), flag.subject());
      }
    }
    signs.fault(unknownErrors, Condition.RECOVERABLE_FAULT, "an error that is in no table");
    for (WarningFlag flag : WarningFlag.values()) {
      signs.note(has(flag), flag.condition(), flag.subject(), flag.severity());
    }
  }

  /** What it says, for a person who looks at the bytes. */
  String words() {
    List<String> said = new ArrayList<>();
    for (ErrorFlag flag : ErrorFlag.values()) {
      if (has(flag)) {
        said.add(words(flag));
      }
    }
    if (unknownErrors) {
      said.add("an unknown error");
    }
    for (WarningFlag flag : WarningFlag.values()) {
      if (has(flag)) {
        said.add("warning " + words(flag));
      }
    }
    return said.isEmpty() ? "nothing wrong" : String.join(", ", said);
  }

  private static String words(Enum<?> flag) {
    return flag.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
