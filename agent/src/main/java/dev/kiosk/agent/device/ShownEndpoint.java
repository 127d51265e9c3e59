package dev.kiosk.agent.device;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Endpoints as a complaint may repeat them. What somebody wrote in the wrong form may hold a
 * password or a community in any place, and complaints go to terminals, logs and tickets.
 */
public final class ShownEndpoint {

  private static final String HIDDEN = "…";

  /** All before the last {@code @} may be user and password, which may hold any character. */
  private static final Pattern BEFORE_AT = Pattern.compile("(?s)^([A-Za-z]{1,8}:(?://)?)?.*@");

  private static final Pattern SNMP = Pattern.compile("(?si)\\s*(snmp:(?://)?)(.*)");

  private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9.:\\[\\]_-]*");

  /** Those whose options are ours, and no secrets. */
  private static final Pattern WITH_OPTIONS =
      Pattern.compile("(?s)(?:tcp|serial|usb|gpio|cups):.*");

  private static final Pattern SECRET_OPTION =
      Pattern.compile(
          "(?si)([?&;][^=&]*(?:com+uni|passw|passp|_pass|pwd|secret|token|auth|priv|key)[^=&]*=)"
              + "[^&]*");

  private ShownEndpoint() {}

  /**
   * What was given as an endpoint, without what could be a secret: of SNMP the authority alone; of
   * others what stands before an {@code @}, the values of options that are called like secrets, and
   * all options where there can be none. Three dots stand for what is left out.
   */
  public static String of(String text) {
    Matcher snmp = SNMP.matcher(text);
    if (snmp.matches()) {
      String rest = snmp.group(2);
      return snmp.group(1) + (rest.contains("@") ? HIDDEN : authority(rest));
    }
    String shown = withoutSecrets(text);
    int question = shown.indexOf('?');
    boolean ours = question < 0 || WITH_OPTIONS.matcher(shown).matches();
    return ours ? shown : shown.substring(0, question + 1) + HIDDEN;
  }

  /** The text up to the first character that no host and port can have. */
  public static String authority(String text) {
    Matcher plain = AUTHORITY.matcher(text);
    String shown = plain.lookingAt() ? plain.group() : "";
    return shown.length() == text.length() ? shown : shown + HIDDEN;
  }

  /** An address without user, password and the values of options that are called like secrets. */
  public static String withoutSecrets(String address) {
    String shown = BEFORE_AT.matcher(address).replaceFirst("$1" + HIDDEN + "@");
    return SECRET_OPTION.matcher(shown).replaceAll("$1" + HIDDEN);
  }

  /** One of the options of an endpoint, {@code key=value}. */
  static String option(String option) {
    return withoutSecrets("?" + option).substring(1);
  }
}
