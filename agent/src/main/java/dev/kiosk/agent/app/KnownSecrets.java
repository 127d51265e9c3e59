package dev.kiosk.agent.app;

import dev.kiosk.agent.config.TomlTexts;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects the secrets of a configuration, so that they can be taken out of other texts: what its
 * addresses hold, and what is in the files that it names. Looks at its texts as they are meant, and
 * at the file as it is written: that works for one that is no valid configuration too.
 */
final class KnownSecrets {

  private static final int LONGEST_BYTES = 64 << 10;

  /** What is no longer than that may be the name of a file. */
  private static final int LEAST_TOKEN_LENGTH = 16;

  /** A certificate is for everybody; its lines are not to be looked for. */
  private static final Set<String> NOT_SECRET = Set.of("ca_file", "client_cert_file");

  private static final Pattern NAMED_FILE =
      Pattern.compile("(\\w+_file)\\s*=\\s*(?:\"([^\"\\n]+)\"|'([^'\\n]+)'|([^&\\s\"']+))");

  private static final Pattern IN_ADDRESS =
      Pattern.compile("(?<=[?&]community=)[^&\\s\"']+|(?<=://)[^/\\s\"']+(?=@)");

  private static final Pattern IN_QUERY_OF_SERVER =
      Pattern.compile("(?i)wss?://[^\\s\"'?]*\\?([^\\s\"']*)");

  /** {@code token = "…"}, which is no key of ours; commented out it may still hold. */
  private static final Pattern AT_A_SECRETS_NAME =
      Pattern.compile(
          "(?im)^[\\s#]*[\"']?(?!\\w*_file\\b)"
              + Secrets.NAMES
              + "[\"']?\\s*=\\s*[\"']*([^\\s\"'#]+)");

  private static final Pattern SECRETS_NAME = Pattern.compile("(?i)(?!\\w*_file$)" + Secrets.NAMES);

  private final Set<String> found = new LinkedHashSet<>();
  private final List<Path> unread = new ArrayList<>();

  private KnownSecrets() {}

  /**
   * The secrets that a configuration's file names or holds.
   *
   * @param root below which systemd's credential of the service is looked for
   */
  static KnownSecrets in(Path config, Path root) {
    try {
      // broken letters must not hide the others
      return of(new String(Files.readAllBytes(config), StandardCharsets.UTF_8), root);
    } catch (NoSuchFileException none) {
      return of("", root);
    } catch (IOException unreadable) {
      KnownSecrets known = of("", root);
      known.unread.add(config);
      return known;
    }
  }

  /** The same of a configuration's text. */
  static KnownSecrets of(String text, Path root) {
    var known = new KnownSecrets();
    known.look(text);
    Matcher named = AT_A_SECRETS_NAME.matcher(text);
    while (named.find()) {
      known.add(named.group(1));
    }
    for (TomlTexts.Text meant : TomlTexts.of(text)) {
      known.look(meant.value());
      if (meant.key().equals("url") && meant.value().contains("?")) { // also of a wrong form
        known.addQuery(meant.value().substring(meant.value().indexOf('?') + 1));
      }
      if (SECRETS_NAME.matcher(meant.key()).matches()) {
        known.add(meant.value());
      } else if (meant.key().endsWith("_file")) {
        known.addFile(meant.key(), meant.value());
      }
    }
    known.addFile("token", root.resolve("run/credentials/kiosk-agent.service/token").toString());
    return known;
  }

  /** What was found. */
  Secrets secrets() {
    return Secrets.of(found);
  }

  /** Files that hold secrets and could not be read; those secrets are not known. */
  List<Path> unread() {
    return List.copyOf(unread);
  }

  private void look(String text) {
    Matcher inAddress = IN_ADDRESS.matcher(text);
    while (inAddress.find()) {
      String written = inAddress.group();
      add(written);
      add(written.substring(written.indexOf(':') + 1)); // the password alone
    }
    Matcher query = IN_QUERY_OF_SERVER.matcher(text);
    while (query.find()) {
      addQuery(query.group(1));
    }
    Matcher file = NAMED_FILE.matcher(text);
    while (file.find()) {
      for (int i = 2; i <= file.groupCount(); i++) {
        addFile(file.group(1), file.group(i));
      }
    }
  }

  private void addQuery(String query) {
    for (String option : query.split("&")) {
      add(option.substring(option.indexOf('=') + 1));
    }
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
  private void addFile(String key, @Nullable String name) {
    if (name == null || NOT_SECRET.contains(key)) {
      return;
    }
    try {
      Path file = Path.of(decoded(name));
      if (Files.isRegularFile(file)) {
        read(file);
      } else if (Files.notExists(file)) {
        addMistaken(name);
      } else if (!Files.exists(file) && !unread.contains(file)) { // its folder may not be read
        unread.add(file);
      }
    } catch (InvalidPathException noFile) {
      addMistaken(name);
    }
  }

  private void read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(LONGEST_BYTES), StandardCharsets.UTF_8);
      text.lines().map(String::strip).filter(line -> !line.startsWith("-----")).forEach(found::add);
    } catch (IOException unreadable) {
      if (!unread.contains(file)) {
        unread.add(file);
      }
    }
  }

  /** Where the name of a file belongs, somebody may have put the token itself. */
  private void addMistaken(String name) {
    if (name.length() >= LEAST_TOKEN_LENGTH && !name.startsWith("/") && !name.startsWith(".")) {
      add(name);
    }
  }
}
