package dev.kiosk.simulator.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in. One token a line; a line that begins with # is a remark:
 *
 * <pre>
 *   TOKEN tenant=acme role=agent host=T1-K017      this kiosk only; without host, any of the tenant
 *   TOKEN tenant=acme role=operator                agent | viewer | operator | admin
 *   TOKEN tenant=* role=admin                      all tenants
 * </pre>
 *
 * <p>Only digests are held in memory, and looking one up takes no longer for a better guess.
 */
final class Tokens {

  /** Shorter ones can be guessed. */
  private static final int MIN_LENGTH = 8;

  private final Map<String, Grant> byDigest;

  private Tokens(Map<String, Grant> byDigest) {
    this.byDigest = byDigest;
  }

  /**
   * Reads a file.
   *
   * @throws HubException when it cannot be read, is empty, or has mistakes; it names all of them,
   *     without the tokens
   */
  static Tokens read(Path file) throws HubException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new HubException("token file %s cannot be read".formatted(file), unreadable);
    }
    Map<String, Grant> grants = new HashMap<>();
    List<String> mistakes = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        String mistake = take(line, grants);
        if (mistake != null) {
          mistakes.add("line %d: %s".formatted(i + 1, mistake));
        }
      }
    }
    if (grants.isEmpty() && mistakes.isEmpty()) {
      mistakes.add("it names no token, so nobody could come in");
    }
    if (!mistakes.isEmpty()) {
      throw new HubException("token file %s: %s".formatted(file, String.join("; ", mistakes)));
    }
    return new Tokens(grants);
  }

  /** Takes one line; returns what is wrong with it, or null. */
  private static @Nullable String take(String line, Map<String, Grant> grants) {
    String[] words = line.split("\\s+");
    if (words[0].length() < MIN_LENGTH || words[0].contains("=")) {
      return "must begin with a token of at least %d characters".formatted(MIN_LENGTH);
    }
    Map<String, String> given = new HashMap<>();
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      String key = equals < 0 ? words[i] : words[i].substring(0, equals);
      if (equals < 0 || !List.of("tenant", "role", "host").contains(key)) {
        return "\"%s\" is not one of tenant=, role=, host=".formatted(key);
      }
      given.put(key, words[i].substring(equals + 1));
    }
    String tenant = given.get("tenant");
    Grant.Role role = role(given.get("role"));
    if (tenant == null || tenant.isEmpty()) {
      return "tenant= is missing";
    }
    if (role == null) {
      return "role= must be agent, viewer, operator or admin";
    }
    if (tenant.equals(Grant.ANY) && role != Grant.Role.ADMIN) {
      return "tenant=* is for role=admin only";
    }
    Grant before = grants.put(digest(words[0]), new Grant(tenant, role, given.get("host")));
    return before == null ? null : "this token stands in the file twice";
  }

  private static Grant.@Nullable Role role(@Nullable String word) {
    for (Grant.Role role : Grant.Role.values()) {
      if (role.name().toLowerCase(Locale.ROOT).equals(word)) {
        return role;
      }
    }
    return null;
  }

  /** What a token allows, or null when it is not known. */
  @Nullable Grant find(String token) {
    return byDigest.get(digest(token));
  }

  private static String digest(String token) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
