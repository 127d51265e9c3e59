package dev.kiosk.simulator.hub.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One token as it stands in the file: its hash, never itself, and what it allows.
 *
 * <pre>
 *   sha256:HEX tenant=acme role=agent host=T1-K017 name=gate-17
 * </pre>
 *
 * <p>The hash has neither salt nor rounds: tokens made here are 256 random bits, which cannot be
 * guessed however fast a guess is.
 *
 * @param digest SHA-256 of the token in UTF-8, 64 lower-case hexadecimal digits
 */
public record TokenLine(String digest, Grant grant) {

  /** Shorter ones can be guessed. */
  private static final int MIN_LENGTH = 8;

  private static final String HASH = "sha256:";
  private static final int RANDOM_BYTES = 32;
  private static final int MAX_NAME_LENGTH = 128;
  private static final List<String> KEYS = List.of("tenant", "role", "host", "name");

  /** A new token that nobody has. */
  public static String randomToken() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The line for a token.
   *
   * @param given values of tenant, role, host and name; those that are null are left out
   * @throws IllegalArgumentException when it would not be taken; in words, without the token
   */
  public static String of(String token, Map<String, @Nullable String> given) {
    if (token.length() < MIN_LENGTH || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException(
          "a token is at least %d characters of ASCII without spaces".formatted(MIN_LENGTH));
    }
    StringBuilder line = new StringBuilder(HASH).append(hash(token));
    for (String key : KEYS) {
      String value = given.get(key);
      if (value != null && value.chars().anyMatch(c -> Character.isWhitespace(c))) {
        throw new IllegalArgumentException(key + "= takes one word without spaces");
      }
      if (value != null) {
        line.append(' ').append(key).append('=').append(value);
      }
    }
    parse(line.toString());
    return line.toString();
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException when it is wrong; in words that repeat no token
   */
  static TokenLine parse(String line) {
    String[] words = line.split("\\s+");
    if (!words[0].matches(HASH + "[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException(
          "must begin with sha256: and the 64 digits of a token's hash, never with the token;"
              + " \"kiosk-simulator token\" makes such a line");
    }
    Map<String, String> given = new HashMap<>();
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      String key = equals < 0 ? words[i] : words[i].substring(0, equals);
      if (equals < 0 || !KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "\"%s\" is not one of tenant=, role=, host=, name=".formatted(key));
      }
      String value = words[i].substring(equals + 1);
      if (value.isEmpty() || value.length() > MAX_NAME_LENGTH) {
        throw new IllegalArgumentException(
            "%s= needs 1 to %d characters".formatted(key, MAX_NAME_LENGTH));
      }
      if (given.put(key, value) != null) {
        throw new IllegalArgumentException(key + "= is given twice");
      }
    }
    String digest = words[0].substring(HASH.length()).toLowerCase(Locale.ROOT);
    return new TokenLine(digest, grant(given, digest));
  }

  private static Grant grant(Map<String, String> given, String digest) {
    String tenant = given.get("tenant");
    Grant.Role role = role(given.get("role"));
    String host = given.get("host");
    if (tenant == null) {
      throw new IllegalArgumentException("tenant= is missing");
    }
    if (role == null) {
      throw new IllegalArgumentException("role= must be agent, viewer, operator or admin");
    }
    if (tenant.equals(Grant.ANY) && role != Grant.Role.ADMIN && role != Grant.Role.VIEWER) {
      throw new IllegalArgumentException("tenant=* is for role=admin and role=viewer only");
    }
    if (host != null && role != Grant.Role.AGENT) {
      throw new IllegalArgumentException("host= is for role=agent only; others have all hosts");
    }
    String name = given.get("name");
    return new Grant(
        tenant, role, host, name != null ? name : role.word() + "-" + digest.substring(0, 8));
  }

  private static Grant.@Nullable Role role(@Nullable String word) {
    for (Grant.Role role : Grant.Role.values()) {
      if (role.word().equals(word)) {
        return role;
      }
    }
    return null;
  }

  /** The hash by which a token is known. */
  static String hash(String token) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
