package dev.kiosk.agent.app;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code wss} connection is made of.
 *
 * @param authorities trusted instead of the system's; null for the system's
 * @param pair this agent's certificate and key; null for none
 */
record TlsMaterial(@Nullable List<X509Certificate> authorities, @Nullable ClientPair pair) {

  /**
   * A factory that shares nothing with the one before: a session that is resumed would not look at
   * the certificates again.
   */
  SSLSocketFactory factory() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        pair == null ? null : pair.keyManagers(),
        authorities == null ? null : trusting(authorities).getTrustManagers(),
        null);
    return context.getSocketFactory();
  }

  private static TrustManagerFactory trusting(List<X509Certificate> authorities)
      throws GeneralSecurityException {
    KeyStore store = KeyStores.empty();
    int number = 0;
    for (X509Certificate authority : authorities) {
      store.setCertificateEntry("ca-" + number++, authority);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust;
  }
}
