package dev.kiosk.agent.link.websocket;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import org.jspecify.annotations.Nullable;

/** Puts a failed TLS handshake into words that say what to mend. */
final class TlsWords {

  /** How the JDK tells an alert. */
  private static final String RECEIVED = "Received fatal alert: ";

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
    return "TLS with " + peer + " failed: " + alert(failure.getMessage());
  }

  /**
   * What a server means that ends a connection with a TLS alert (RFC 8446, section 6.2) about the
   * certificate of this side. In TLS 1.3 it may come after the handshake, as the answer to the
   * first bytes. Other messages stay as they are.
   */
  static String alert(@Nullable String message) {
    String said = String.valueOf(message);
    int colon = said.indexOf(RECEIVED);
    String alert = colon < 0 ? "" : said.substring(colon + RECEIVED.length()).strip();
    return switch (alert) {
      case "certificate_expired" ->
          "the server says that the certificate of this kiosk has expired";
      case "certificate_revoked" -> "the server says that the certificate of this kiosk is revoked";
      case "certificate_required" ->
          "the server requires a certificate of this kiosk (client_cert_file) and got none";
      case "bad_certificate", "certificate_unknown", "unsupported_certificate", "unknown_ca" ->
          "the server requires a certificate of this kiosk (client_cert_file) that it accepts: "
              + alert;
      case "handshake_failure" ->
          "the server breaks off the handshake; it may require a certificate of this kiosk"
              + " (client_cert_file)";
      default -> said;
    };
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
