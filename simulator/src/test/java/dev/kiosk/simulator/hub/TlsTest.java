package dev.kiosk.simulator.hub;

import static dev.kiosk.simulator.hub.Frames.hello;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.link.websocket.Authority;
import dev.kiosk.simulator.hub.access.TlsFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

  private static Authority authority;

  private Path dir;
  private Path certificate;
  private Path key;

  @BeforeAll
  static void makeCertificates(@TempDir Path folder) throws Exception {
    authority =
        Authority.in(folder)
            .sign("one", "ip:127.0.0.1", "-keyalg", "RSA")
            .sign("two", "ip:127.0.0.1", "-keyalg", "Ed25519")
            .sign("client", "dns:kiosk");
  }

  @BeforeEach
  void putFiles(@TempDir Path folder) throws Exception {
    dir = folder;
    certificate = dir.resolve("cert.pem");
    key = dir.resolve("key.pem");
    put("one");
  }

  private void put(String alias) throws Exception {
    Files.writeString(certificate, authority.certificate(alias));
    Files.writeString(key, authority.key(alias));
  }

  private HubServer hub(@Nullable Path clientCa) throws Exception {
    return HubServer.start(
        HubFixture.config(dir.resolve("data")).withTls(new TlsFiles(certificate, key, clientCa)));
  }

  /** Trusts the authority; shows a certificate of it when asked to. */
  private static HttpClient client(@Nullable String alias) throws Exception {
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    List<Certificate> ca = certificates(authority.certificate("ca"));
    anchors.setCertificateEntry("ca", ca.get(0));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(alias == null ? null : keys(alias), trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static KeyManager[] keys(String alias) throws Exception {
    byte[] pkcs8 =
        Base64.getMimeDecoder()
            .decode(authority.key(alias).replaceAll("-----[A-Z ]+-----", "").strip());
    PrivateKey key =
        java.security.KeyFactory.getInstance("EC")
            .generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(pkcs8));
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry(
        alias,
        key,
        new char[0],
        certificates(authority.certificate(alias)).toArray(Certificate[]::new));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, new char[0]);
    return keys.getKeyManagers();
  }

  private static List<Certificate> certificates(String pem) throws Exception {
    return List.copyOf(
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
  }

  /** The name in the certificate that the hub shows now. */
  private static String shown(HubServer hub) throws Exception {
    var answer =
        client(null)
            .send(
                HttpRequest.newBuilder(hub.httpUri().resolve("/healthz")).build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    var session = answer.sslSession().orElseThrow();
    return ((X509Certificate) session.getPeerCertificates()[0]).getSubjectX500Principal().getName();
  }

  @Test
  void agentsAndBrowsersComeByTlsOnTheSamePort() throws Exception {
    try (HubServer hub = hub(null);
        Client agent = Client.connect(client(null), hub.agentUri(), HubServer.SUBPROTOCOL)) {
      assertThat(hub.agentUri().getScheme()).isEqualTo("wss");
      assertThat(hub.httpUri().getScheme()).isEqualTo("https");
      assertThat(agent.send(hello()).next()).contains("welcome");
      assertThat(shown(hub)).isEqualTo("CN=one");
    }
  }

  @Test
  void renewedFilesHoldWithoutARestartAndBadOnesChangeNothing() throws Exception {
    try (HubServer hub = hub(null);
        Client agent = Client.connect(client(null), hub.agentUri(), HubServer.SUBPROTOCOL)) {
      assertThat(shown(hub)).isEqualTo("CN=one");
      put("two");
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(shown(hub)).isEqualTo("CN=two"));
      assertThat(agent.send(hello()).next()).as("open ones stay").contains("welcome");
      Files.writeString(certificate, authority.certificate("one")); // the key is still of the other
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(certificateOk(hub)).isEqualTo("0"));
      assertThat(shown(hub)).isEqualTo("CN=two");
      put("one");
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(shown(hub)).isEqualTo("CN=one"));
      assertThat(certificateOk(hub)).isEqualTo("1");
    }
  }

  private static String certificateOk(HubServer hub) throws Exception {
    var answer =
        client(null)
            .send(
                HttpRequest.newBuilder(hub.httpUri().resolve("/metrics")).build(),
                BodyHandlers.ofString());
    return answer.body().replaceAll("(?s).*\nkiosk_hub_certificate_ok (\\d).*", "$1");
  }

  @Test
  void withAClientCaOnlyItsCertificatesComeIn() throws Exception {
    Path ca = Files.writeString(dir.resolve("ca.pem"), authority.certificate("ca"));
    try (HubServer hub = hub(ca)) {
      assertThatThrownBy(() -> shown(hub)).isInstanceOf(IOException.class);
      try (Client agent = Client.connect(client("client"), hub.agentUri(), HubServer.SUBPROTOCOL)) {
        assertThat(agent.send(hello()).next()).contains("welcome");
      }
    }
  }

  @Test
  void aBadFileIsOneSentenceThatNamesItAndLeavesNothingOpen() throws Exception {
    assertRefused(Files.writeString(dir.resolve("empty"), ""), key, "it holds no certificate");
    assertRefused(dir.resolve("absent"), key, "there is no such file");
    assertRefused(
        certificate,
        Files.writeString(dir.resolve("other.pem"), authority.key("client")),
        "does not belong to the first certificate of");
    assertRefused(
        certificate,
        Files.writeString(
            dir.resolve("old.pem"), authority.key("one").replace("PRIVATE KEY", "RSA PRIVATE KEY")),
        "openssl pkcs8 -topk8 -nocrypt -in old.pem");
    try (HubServer hub = hub(null)) {
      assertThat(shown(hub)).isEqualTo("CN=one");
    }
  }

  private void assertRefused(Path badCertificate, Path badKey, String sentence) {
    Path bad = badCertificate.equals(certificate) ? badKey : badCertificate;
    HubConfig config =
        HubFixture.config(dir.resolve("data")).withTls(new TlsFiles(badCertificate, badKey, null));
    assertThatThrownBy(() -> HubServer.start(config))
        .isInstanceOf(HubException.class)
        .hasMessageContaining(bad.toString())
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("\n");
  }
}
