package dev.kiosk.simulator.hub.access;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * TLS from files. Renewed files hold for connections that come after; open ones stay. Files that
 * cannot be used change nothing.
 */
public final class Tls {

  private static final char[] NO_PASSWORD = "".toCharArray();

  private final TlsFiles files;
  private final FileWatch watch;
  private final SslContextFactory.Server context = new SslContextFactory.Server();
  private volatile @Nullable String trouble;
  private volatile long endsMillis;

  /** What the files hold. */
  private record Material(KeyStore key, @Nullable KeyStore clients, X509Certificate own) {}

  private Tls(TlsFiles files, FileWatch watch) {
    this.files = files;
    this.watch = watch;
  }

  /**
   * Reads the files.
   *
   * @throws BadFileException when one of them cannot be used; it names it
   */
  public static Tls read(TlsFiles files) throws BadFileException {
    Tls tls = new Tls(files, new FileWatch(files.all())); // before reading, to miss no change
    Material material = material(files);
    tls.put(tls.context, material);
    tls.context.setNeedClientAuth(material.clients() != null);
    return tls;
  }

  /** What takes connections in front of the protocol that is spoken within. */
  public SslConnectionFactory before(String protocol) {
    return new SslConnectionFactory(context, protocol);
  }

  /** Why the files as they are now are not in force, or null as long as all is well. */
  public @Nullable String trouble() {
    return trouble;
  }

  /** When the certificate in force ends, milliseconds since the Unix epoch. */
  public long endsMillis() {
    return endsMillis;
  }

  /** Reads the files again when they have changed. To be called every second or so. */
  public void refresh() {
    if (!watch.hasChanged()) {
      return;
    }
    try {
      Material material = material(files);
      context.reload(same -> put(same, material));
      trouble = null;
      Logger.info("the certificate was read again; it ends {}", material.own().getNotAfter());
    } catch (BadFileException wrong) {
      keep(wrong.words());
    } catch (Exception unfit) { // Jetty's own signature
      keep("the certificate in %s cannot be used: %s".formatted(files.certificate(), unfit));
    }
  }

  private void keep(String why) {
    trouble = why;
    Logger.warn("{}; the certificate from before stays in force", why);
  }

  private void put(SslContextFactory to, Material material) {
    to.setKeyStore(material.key());
    to.setKeyStorePassword("");
    to.setTrustStore(material.clients());
    endsMillis = material.own().getNotAfter().toInstant().toEpochMilli();
  }

  private static Material material(TlsFiles files) throws BadFileException {
    List<X509Certificate> chain = Pem.certificates("certificate file", files.certificate());
    PrivateKey key = Pem.key("key file", files.key());
    X509Certificate own = chain.get(0);
    if (!Pem.belongs(key, own.getPublicKey())) {
      throw new BadFileException(
          "key file %s does not belong to the first certificate of %s"
              .formatted(files.key(), files.certificate()));
    }
    try {
      KeyStore keys = store();
      keys.setKeyEntry("hub", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
      if (files.clientCa() == null) {
        return new Material(keys, null, own);
      }
      KeyStore clients = store();
      for (X509Certificate ca : Pem.certificates("client CA file", files.clientCa())) {
        clients.setCertificateEntry("ca" + clients.size(), ca);
      }
      return new Material(keys, clients, own);
    } catch (GeneralSecurityException | IOException unfit) {
      throw new BadFileException(
          "certificate file %s cannot be used: %s".formatted(files.certificate(), unfit));
    }
  }

  private static KeyStore store() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }
}
