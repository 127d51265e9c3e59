package dev.kiosk.agent.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/** Words for what stands in a file and for what was expected there. */
final class Found {

  private static final int LONGEST_SHOWN = 60;

  private static final Pattern SECRET_NAME =
      Pattern.compile(".*(token|secret|passw|passphrase|credential|community|key).*");

  /** User and password of an address, and its query, which carries SNMP communities. */
  private static final Pattern SECRET_IN_ADDRESS = Pattern.compile("(?<=://).*@|(?<=[?&]).*");

  private Found() {}

  /** "found …", with the kind of the value where it is not plain to see. A secret is not shown. */
  static String words(String key, JsonNode value) {
    if (secret(key)) {
      return "found a value (not shown)";
    }
    if (value.isTextual()) {
      String shown = SECRET_IN_ADDRESS.matcher(value.textValue()).replaceAll("…");
      return "found \"" + oneLine(shown) + '"';
    }
    if (value.isObject()) {
      return "found a table";
    }
    if (value.isArray()) {
      return "found a list";
    }
    return "found " + oneLine(value.asText());
  }

  /** "from 1 to 10", or "of at least 1" when there is no upper limit. */
  static String range(String least, String most, boolean bounded) {
    return bounded ? "from " + least + " to " + most : "of at least " + least;
  }

  /** A number without the ".0" of a whole one. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return String.valueOf(value);
    }
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** A name of a file is no secret, though what the file holds is one. */
  private static boolean secret(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return SECRET_NAME.matcher(name).matches() && !name.endsWith("_file");
  }

  private static String oneLine(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= LONGEST_SHOWN ? clean : clean.substring(0, LONGEST_SHOWN) + '…';
  }
}
