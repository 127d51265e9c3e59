package dev.kiosk.agent.link.websocket;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority of our own, made by the JDK's keytool in a test's folder. */
public final class Authority {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path store;

  private Authority(Path store) {
    this.store = store;
  }

  /** A new authority that keeps its keys in the folder. */
  public static Authority in(Path folder) throws IOException, InterruptedException {
    var authority = new Authority(folder.resolve("authority.p12"));
    authority.keytool("-alias", "ca", "-dname", "CN=Test CA", "-ext", "bc:c");
    return authority;
  }

  /** Signs a server certificate for {@code names}, for example {@code ip:127.0.0.1}. */
  public Authority sign(String alias, String names, String... more)
      throws IOException, InterruptedException {
    var arguments =
        new ArrayList<>(
            List.of(
                "-alias", alias, "-dname", "CN=" + alias, "-signer", "ca", "-ext", "san=" + names));
    arguments.addAll(List.of(more));
    keytool(arguments.toArray(String[]::new));
    return this;
  }

  /** A listening socket that presents the certificate {@code alias}. */
  public ServerSocket listen(String alias) throws IOException, GeneralSecurityException {
    KeyStore single = empty();
    single.setKeyEntry(
        alias, all().getKey(alias, PASSWORD), PASSWORD, all().getCertificateChain(alias));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(single, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), anchors().getTrustManagers(), null);
    return context
        .getServerSocketFactory()
        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** Trusts this authority and no other. */
  SSLSocketFactory trusting() throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, anchors().getTrustManagers(), null);
    return context.getSocketFactory();
  }

  private TrustManagerFactory anchors() throws IOException, GeneralSecurityException {
    KeyStore anchors = empty();
    anchors.setCertificateEntry("ca", all().getCertificate("ca"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(anchors);
    return trust;
  }

  /** The certificate and its chain, as PEM; {@code ca} is the authority's own. */
  public String certificate(String alias) throws IOException, GeneralSecurityException {
    var pem = new StringBuilder();
    for (Certificate certificate : all().getCertificateChain(alias)) {
      pem.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    return pem.toString();
  }

  /** The private key, as PEM in PKCS#8 form. */
  public String key(String alias) throws IOException, GeneralSecurityException {
    return pem("PRIVATE KEY", all().getKey(alias, PASSWORD).getEncoded());
  }

  private static String pem(String kind, byte[] bytes) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
  }

  private KeyStore all() throws IOException, GeneralSecurityException {
    KeyStore all = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      all.load(in, PASSWORD);
    }
    return all;
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore empty = KeyStore.getInstance("PKCS12");
    empty.load(null, null);
    return empty;
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString()));
    command.addAll(List.of(arguments));
    if (!command.contains("-keyalg")) {
      command.addAll(List.of("-keyalg", "EC"));
    }
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed: " + said);
    }
  }
}
