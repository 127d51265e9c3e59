package dev.kiosk.agent.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files that a {@code wss} connection is made with; all may be absent.
 *
 * @param ca certificates to trust instead of the system's
 * @param clientCert this agent's certificate, its chain behind it
 * @param clientKey the private key of it, PKCS#8
 */
public record PemFiles(@Nullable Path ca, @Nullable Path clientCert, @Nullable Path clientKey) {

  /** No files: the system's authorities, no client certificate. */
  public static final PemFiles NONE = new PemFiles(null, null, null);

  /** Whether there is no file to look at. */
  boolean isNone() {
    return ca == null && clientCert == null && clientKey == null;
  }
}
