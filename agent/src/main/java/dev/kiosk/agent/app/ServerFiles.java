package dev.kiosk.agent.app;

import dev.kiosk.agent.config.Settings;
import dev.kiosk.agent.recorder.ClientCertificate;
import dev.kiosk.agent.time.Day;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the files that the {@code [server]} table names, for {@code config check}. The service
 * itself starts without them: they may still be on their way.
 */
final class ServerFiles {

  private final Settings server;
  private final Time time;

  private ServerFiles(Settings server, Time time) {
    this.server = server;
    this.time = time;
  }

  /**
   * Reports each file that cannot be used as a problem of its key, and notes what else is worth
   * knowing.
   */
  static void check(Settings server, Time time) {
    var files = new ServerFiles(server, time);
    files.token();
    files.authorities();
    files.pair();
  }

  private void token() {
    byte[] content = content("token_file");
    if (content == null) {
      return;
    }
    secret("token_file");
    String token = new String(content, StandardCharsets.UTF_8).strip();
    if (token.isEmpty()) {
      server.problem("token_file", file("token_file") + " is empty; a token is expected");
    } else if (!token.matches("[\\x21-\\x7e]+")) { // RFC 6750, section 2.1
      server.problem(
          "token_file",
          file("token_file") + " must hold one token, without blanks, in plain letters and digits");
    }
  }

  private void authorities() {
    byte[] content = content("ca_file");
    Path file = file("ca_file");
    if (content != null && file != null) {
      try {
        Pem.parse(file, content).certificates();
      } catch (PemException unusable) {
        server.problem("ca_file", String.valueOf(unusable.getMessage()));
      }
    }
  }

  private void pair() {
    byte[] cert = content("client_cert_file");
    byte[] key = content("client_key_file");
    Path certFile = file("client_cert_file");
    Path keyFile = file("client_key_file");
    if (key != null) {
      secret("client_key_file");
    }
    if (cert == null || key == null || certFile == null || keyFile == null) {
      return;
    }
    try {
      ended(ClientPair.of(Pem.parse(certFile, cert), Pem.parse(keyFile, key)), certFile);
    } catch (PemException unusable) {
      String at = unusable.file().equals(certFile) ? "client_cert_file" : "client_key_file";
      server.problem(at, String.valueOf(unusable.getMessage()));
    }
  }

  private void ended(ClientPair pair, Path file) {
    long end = pair.endMillis();
    if (end <= time.wallMillis()) {
      server.problem(
          "client_cert_file",
          "%s (%s) ended on %s".formatted(file, pair.subject(), Day.words(end)));
    } else if (end - ClientCertificate.TOLD_AHEAD.toMillis() <= time.wallMillis()) {
      server.note(
          "client_cert_file", "%s (%s) ends on %s".formatted(file, pair.subject(), Day.words(end)));
    }
  }

  /** What the file holds; null, and told, when there is none or it cannot be read. */
  private byte @Nullable [] content(String key) {
    Path file = file(key);
    if (file == null) {
      return null;
    }
    if (Files.exists(file) && !Files.isReadable(file)) {
      server.note(key, file + " was not looked at: this user may not read it; the service must");
      return null;
    }
    try {
      return Pem.bytes(file);
    } catch (IOException unreadable) {
      server.problem(key, String.valueOf(unreadable.getMessage()));
      return null;
    }
  }

  private void secret(String key) {
    Path file = file(key);
    try {
      if (file != null
          && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        server.note(key, file + " can be read by every user of this machine: chmod o= " + file);
      }
    } catch (IOException | UnsupportedOperationException unknown) {
      // then there is nothing to say about it
    }
  }

  private @Nullable Path file(String key) {
    String text = server.optionalText(key);
    return text == null ? null : Path.of(text);
  }
}
