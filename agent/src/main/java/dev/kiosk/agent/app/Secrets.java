package dev.kiosk.agent.app;

import dev.kiosk.agent.link.LinkConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of texts that people will read: those that are known, wherever they stand, and
 * what stands where a secret belongs, whether it is known or not.
 */
final class Secrets {

  /** What is shown in place of a secret. */
  static final String MASK = "***";

  /**
   * Shorter ones, and the one that everybody knows, are masked only where they stand as secrets.
   */
  private static final int LEAST_LENGTH = 4;

  private static final String EVERYBODY_KNOWS = "public";

  /** What a key for a secret is called. */
  static final String NAMES =
      "[\\w-]{0,40}(?:community|token|secret|passw(?:or)?d|passphrase|pwd|credential|api[_-]?key)[\\w-]{0,40}";

  /** User and password of an address (RFC 3986, section 3.2.1). */
  private static final Pattern USER_INFO =
      Pattern.compile("(?<=[a-zA-Z][a-zA-Z0-9+.-]{0,20}://)[^/\\s\"']+(?=@)");

  /** Of a server, whose query may hold its secret under any name. */
  private static final Pattern SERVER_ADDRESS = Pattern.compile("(?i)\\bwss?://[^\\s\"']+");

  /** {@code community=…} in an address or a line of a log; the name of a file is no secret. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)\\b(?!"
              + NAMES
              + "_file\\b)("
              + NAMES
              + ")([\"']?\\s?[=:]\\s?[\"']?)([^&\\s\"',;]+)");

  /** RFC 6750, section 2.1, and RFC 7617, section 2. */
  private static final Pattern AUTHORIZATION =
      Pattern.compile("(?i)\\b(Bearer\\s+|Authorization:\\s*\\w+\\s+)[A-Za-z0-9._~+/=-]{4,}");

  /** A key in PEM form; the end may have been cut off. */
  private static final Pattern PRIVATE_KEY =
      Pattern.compile(
          "-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\\z)");

  private final List<String> known;

  private Secrets(List<String> known) {
    this.known = known;
  }

  /** Knows these, also as they are written in addresses, in JSON and in base 64. */
  static Secrets of(Collection<String> secrets) {
    var known = new ArrayList<String>();
    for (String secret : secrets) {
      if (secret.length() >= LEAST_LENGTH && !secret.equals(EVERYBODY_KNOWS)) {
        addForms(secret, known);
      }
    }
    return new Secrets(
        known.stream()
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed()) // none in pieces
            .toList());
  }

  private static void addForms(String secret, Collection<String> known) {
    known.add(secret);
    known.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
    for (IntPredicate plain : List.<IntPredicate>of(Secrets::inQuery, Secrets::anywhere)) {
      known.add(percent(secret, plain, "%%%02X"));
      known.add(percent(secret, plain, "%%%02x"));
    }
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    known.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
    known.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Masks what stands where a secret belongs; it knows none. */
  static String mask(String text) {
    String masked = PRIVATE_KEY.matcher(text).replaceAll(MASK);
    masked = USER_INFO.matcher(masked).replaceAll(MASK);
    masked = SERVER_ADDRESS.matcher(masked).replaceAll(Secrets::withoutQuery);
    masked = NAMED.matcher(masked).replaceAll(Secrets::withoutValue);
    return AUTHORIZATION.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASK));
  }

  private static String withoutValue(MatchResult named) {
    return Matcher.quoteReplacement(named.group(1) + named.group(2) + MASK);
  }

  private static String withoutQuery(MatchResult address) {
    return Matcher.quoteReplacement(LinkConfig.shown(address.group()));
  }

  /** The text without the secrets that are known, and without what {@link #mask} masks. */
  String scrub(String text) {
    String scrubbed = text;
    for (String secret : known) {
      scrubbed = scrubbed.replace(secret, MASK);
    }
    return mask(scrubbed);
  }

  /** What needs no percent sign in a query (RFC 3986, section 3.4). */
  private static boolean inQuery(int letter) {
    return letter > ' ' && letter < 0x7f && "%&=#?+\"".indexOf(letter) < 0;
  }

  /** What never needs one (section 2.3). */
  private static boolean anywhere(int letter) {
    return letter < 0x7f && (Character.isLetterOrDigit(letter) || "._~-".indexOf(letter) >= 0);
  }

  private static String percent(String text, IntPredicate plain, String form) {
    var written = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      int letter = Byte.toUnsignedInt(each);
      written.append(plain.test(letter) ? Character.toString(letter) : String.format(form, letter));
    }
    return written.toString();
  }
}
