package dev.kiosk.agent.app;

import dev.kiosk.agent.log.Log;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The token that the agent shows to its server, read afresh at each connection so that a renewed
 * one is picked up. From the configured file, or else from the systemd credential {@code token}.
 */
final class TokenFile implements Supplier<@Nullable String> {

  private final @Nullable Path file;
  private @Nullable String lastGood;
  private boolean told;

  TokenFile(@Nullable Path configured) {
    this.file = configured == null ? credential() : configured;
  }

  private static @Nullable Path credential() {
    String directory = System.getenv("CREDENTIALS_DIRECTORY"); // systemd.exec(5), LoadCredential=
    if (directory == null) {
      return null;
    }
    Path token = Path.of(directory, "token");
    if (!Files.exists(token)) {
      return null;
    }
    try {
      // our unit gives an empty one where there is no token; it stays the same while the service
      // runs
      return Files.readString(token).isBlank() ? null : token;
    } catch (IOException unreadable) {
      return token; // which is told when it is needed
    }
  }

  @Override
  public synchronized @Nullable String get() {
    if (file == null) {
      return null;
    }
    try {
      String token = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (token.isEmpty()) { // as one that is just being written
        throw new IOException("it is empty");
      }
      if (told) {
        Log.info("The token file {} can be read again", file);
      }
      lastGood = token;
      told = false;
    } catch (IOException unreadable) {
      if (!told && lastGood == null) {
        Log.error(
            "The token file {} cannot be read ({}); connecting without a token, which the server may refuse",
            file,
            Messages.reason(unreadable));
      } else if (!told) {
        Log.warn(
            "The token file {} cannot be read ({}); using the last token that was read, until the next start",
            file,
            Messages.reason(unreadable));
      }
      told = true;
    }
    return lastGood;
  }

  /** Whether both read the same file: then a connection gets the same token from either. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TokenFile token && Objects.equals(file, token.file);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(file);
  }
}
