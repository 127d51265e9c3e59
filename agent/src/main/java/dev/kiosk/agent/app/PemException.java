package dev.kiosk.agent.app;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** A file of a {@code wss} connection that cannot be used. Its message names the file. */
final class PemException extends GeneralSecurityException {

  private static final long serialVersionUID = 1;

  private final transient Path file;

  /**
   * A file with a fault.
   *
   * @param fault what is wrong with it, to be read behind its name: "holds no certificate"
   */
  PemException(Path file, String fault) {
    this(file, fault, null);
  }

  PemException(Path file, String fault, @Nullable Exception cause) {
    super(file + " " + fault, cause);
    this.file = file;
  }

  /** The file to be mended. */
  Path file() {
    return file;
  }
}
