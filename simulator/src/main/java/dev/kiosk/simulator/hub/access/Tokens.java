package dev.kiosk.simulator.hub.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in, as a file says it: one {@link TokenLine} a line; a line that begins with # is a
 * remark. Immutable. Looking one up takes no longer for a better guess.
 *
 * <pre>
 *   sha256:HEX tenant=acme role=agent host=T1-K017   this kiosk only; without host, any of the tenant
 *   sha256:HEX tenant=acme role=operator name=ana    agent | viewer | operator | admin
 *   sha256:HEX tenant=* role=admin                   all tenants; also for viewer
 * </pre>
 */
final class Tokens {

  private final Map<String, Grant> byDigest;

  private Tokens(Map<String, Grant> byDigest) {
    this.byDigest = byDigest;
  }

  /**
   * Reads a file.
   *
   * @throws BadFileException when it cannot be read, is empty, or has mistakes; it names all of
   *     them, without the tokens
   */
  static Tokens read(Path file) throws BadFileException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new BadFileException("token file", file, unreadable);
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
      throw new BadFileException("token file %s: %s".formatted(file, String.join("; ", mistakes)));
    }
    return new Tokens(grants);
  }

  /** Takes one line; returns what is wrong with it, or null. */
  private static @Nullable String take(String text, Map<String, Grant> grants) {
    try {
      TokenLine line = TokenLine.parse(text);
      Grant before = grants.put(line.digest(), line.grant());
      return before == null ? null : "this token stands in the file twice";
    } catch (IllegalArgumentException wrong) {
      return wrong.getMessage();
    }
  }

  /** The pass of a token, or null when it is not known. */
  @Nullable Pass find(String token) {
    String digest = TokenLine.hash(token);
    Grant grant = byDigest.get(digest);
    return grant == null ? null : new Pass(grant, digest);
  }

  /** Whether a pass that was given out earlier still says what the file says. */
  boolean confirms(Pass pass) {
    return pass.grant().equals(byDigest.get(pass.digest()));
  }

  /** How many there are. */
  int count() {
    return byDigest.size();
  }
}
