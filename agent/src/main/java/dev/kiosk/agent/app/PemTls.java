package dev.kiosk.agent.app;

import dev.kiosk.agent.link.websocket.TlsSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * TLS from PEM files, read afresh at each connection: a renewed certificate is picked up, a bad one
 * is told and the last good one used on.
 */
final class PemTls implements TlsSource {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  /** Protects nothing: the key store lives in memory only. */
  private static final char[] NO_PASSWORD = new char[0];

  private final PemFiles files;
  private @Nullable SSLSocketFactory lastGood;

  PemTls(PemFiles files) {
    this.files = files;
  }

  @Override
  public synchronized SSLSocketFactory factory() throws IOException, GeneralSecurityException {
    try {
      lastGood = read();
    } catch (IOException | GeneralSecurityException bad) {
      SSLSocketFactory before = lastGood;
      if (before == null) {
        throw bad;
      }
      Logger.error("{}; the certificate that was read before is used on", bad.getMessage());
      return before;
    }
    return lastGood;
  }

  private SSLSocketFactory read() throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys(), trust(), null);
    return context.getSocketFactory();
  }

  private TrustManager @Nullable [] trust() throws IOException, GeneralSecurityException {
    Path ca = files.ca();
    if (ca == null) {
      return null; // the system's
    }
    KeyStore store = emptyStore();
    int number = 0;
    for (Certificate certificate : certificates(ca)) {
      store.setCertificateEntry("ca-" + number++, certificate);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust.getTrustManagers();
  }

  private KeyManager @Nullable [] keys() throws IOException, GeneralSecurityException {
    Path cert = files.clientCert();
    Path key = files.clientKey();
    if (cert == null || key == null) {
      return null;
    }
    KeyStore store = emptyStore();
    Certificate[] chain = certificates(cert).toArray(new Certificate[0]);
    store.setKeyEntry(
        "client", privateKey(key, chain[0].getPublicKey().getAlgorithm()), NO_PASSWORD, chain);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    return keys.getKeyManagers();
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static List<Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    byte[] pem = bytes(file);
    Collection<? extends Certificate> found;
    try {
      found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
    } catch (GeneralSecurityException malformed) {
      throw new GeneralSecurityException(
          file + " holds no readable certificate (PEM is expected): " + malformed.getMessage(),
          malformed);
    }
    if (found.isEmpty()) {
      throw new GeneralSecurityException(file + " holds no certificate; PEM is expected");
    }
    return new ArrayList<>(found);
  }

  private static PrivateKey privateKey(Path file, String algorithm)
      throws IOException, GeneralSecurityException {
    Matcher pem = KEY.matcher(new String(bytes(file), StandardCharsets.US_ASCII));
    if (!pem.find()) {
      throw new GeneralSecurityException(
          file + " holds no private key in PKCS#8 form (-----BEGIN PRIVATE KEY-----)");
    }
    byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new IOException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }
}
