package dev.kiosk.agent.link.websocket;

import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLSocketFactory;

/** Says whom a {@code wss} connection trusts, and as whom it presents itself. */
@FunctionalInterface
public interface TlsSource {

  /**
   * The factory for the next connection. Asked once per connection, in that connection's own
   * thread, so that renewed certificates are picked up. The name of the server is verified in any
   * case; that is not up to the factory.
   *
   * @throws IOException if a file cannot be read; the connection then ends with this message
   * @throws GeneralSecurityException if a file holds no usable certificate or key; likewise
   */
  SSLSocketFactory factory() throws IOException, GeneralSecurityException;

  /** Trusts what the Java runtime trusts, and presents no certificate. */
  static TlsSource system() {
    return () -> (SSLSocketFactory) SSLSocketFactory.getDefault();
  }
}
