package dev.kiosk.agent.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects the secrets of a configuration, so that they can be taken out of other texts: what its
 * addresses hold, and what is in the files that it names. Works on a text that is no valid
 * configuration too.
 */
final class KnownSecrets {

  private static final int LONGEST_BYTES = 64 << 10;

  /** A certificate is for everybody; its lines are not to be looked for. */
  private static final Set<String> NOT_SECRET = Set.of("ca_file", "client_cert_file");

  private static final Pattern NAMED_FILE =
      Pattern.compile("(\\w+_file)\\s*=\\s*(?:\"([^\"\\n]+)\"|'([^'\\n]+)'|([^&\\s\"']+))");

  private static final Pattern IN_ADDRESS =
      Pattern.compile("(?<=[?&]community=)[^&\\s\"']+|(?<=://)[^/@\\s\"']+(?=@)");

  private static final Pattern IN_QUERY_OF_SERVER =
      Pattern.compile("wss?://[^\\s\"'?]*\\?([^\\s\"']*)");

  private final Set<String> found = new LinkedHashSet<>();

  private KnownSecrets() {}

  /**
   * The secrets that a text names or holds.
   *
   * @param text the configuration, as it stands in its file
   * @param root below which systemd's credential of the service is looked for
   */
  static Secrets of(String text, Path root) {
    var known = new KnownSecrets();
    Matcher inAddress = IN_ADDRESS.matcher(text);
    while (inAddress.find()) {
      known.add(inAddress.group());
    }
    Matcher query = IN_QUERY_OF_SERVER.matcher(text);
    while (query.find()) {
      for (String option : query.group(1).split("&")) {
        known.add(option.substring(option.indexOf('=') + 1));
      }
    }
    Matcher file = NAMED_FILE.matcher(text);
    while (file.find()) {
      if (!NOT_SECRET.contains(file.group(1))) {
        for (int i = 2; i <= file.groupCount(); i++) {
          known.addFile(file.group(i));
        }
      }
    }
    known.addFile(root.resolve("run/credentials/kiosk-agent.service/token").toString());
    return Secrets.of(known.found);
  }

  private void add(String written) {
    found.add(written);
    found.add(decoded(written));
  }

  private static String decoded(String written) {
    try {
      return URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return written;
    }
  }

  /** Each line of a file: a key in PEM form may be told line by line. */
  private void addFile(@Nullable String name) {
    if (name == null) {
      return;
    }
    try {
      Path file = Path.of(decoded(name));
      if (!Files.isRegularFile(file)) {
        return;
      }
      try (InputStream in = Files.newInputStream(file)) {
        String text = new String(in.readNBytes(LONGEST_BYTES), StandardCharsets.UTF_8);
        text.lines()
            .map(String::strip)
            .filter(line -> !line.startsWith("-----"))
            .forEach(found::add);
      }
    } catch (IOException | InvalidPathException unreadable) {
      // what we may not read, we cannot have told anybody
    }
  }
}
