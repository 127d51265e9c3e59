package dev.kiosk.agent.link.websocket;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import org.jspecify.annotations.Nullable;

/** Puts a failed TLS handshake into words that say what to mend. */
final class TlsWords {

  private TlsWords() {}

  /** One line about {@code failure}, which a handshake with {@code peer} ended with. */
  static String of(Throwable failure, String peer) {
    String certificate = "the certificate of " + peer;
    if (within(failure, CertificateExpiredException.class) != null) {
      return certificate + " has expired, or the clock of this machine is wrong";
    }
    if (within(failure, CertificateNotYetValidException.class) != null) {
      return certificate + " is not valid yet, or the clock of this machine is wrong";
    }
    if (within(failure, CertPathBuilderException.class) != null
        || within(failure, CertPathValidatorException.class) != null) {
      return certificate + " is not signed by an authority that this machine trusts";
    }
    CertificateException other = within(failure, CertificateException.class);
    if (other != null) {
      return certificate + " is not for this server: " + other.getMessage();
    }
    return "TLS with " + peer + " failed: " + failure.getMessage();
  }

  private static <T extends Throwable> @Nullable T within(Throwable failure, Class<T> kind) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < 10; depth++) {
      if (kind.isInstance(at)) {
        return kind.cast(at);
      }
      at = at.getCause();
    }
    return null;
  }
}
