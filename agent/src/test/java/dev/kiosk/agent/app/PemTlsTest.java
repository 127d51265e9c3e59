package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.link.websocket.Authority;
import dev.kiosk.agent.time.ManualTime;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemTlsTest {

  private static Authority authority;

  private final ManualTime time = new ManualTime();
  private final Path dir;
  private final Path ca;
  private final Path cert;
  private final Path key;

  @BeforeAll
  static void signCertificates(@TempDir Path folder) throws Exception {
    authority =
        Authority.in(folder)
            .sign("server", "ip:127.0.0.1")
            .sign("client", "dns:kiosk.example")
            .sign("renewed", "dns:kiosk.example")
            .sign("rsa", "dns:kiosk.example", "-keyalg", "RSA")
            .sign("ended", "dns:kiosk.example", "-startdate", "-10d", "-validity", "5");
  }

  PemTlsTest(@TempDir Path dir) throws Exception {
    time.stepWall(Duration.ofMillis(Time.system().wallMillis() - time.wallMillis()));
    this.dir = dir;
    ca = Files.writeString(dir.resolve("ca.pem"), authority.certificate("ca"));
    cert = Files.writeString(dir.resolve("cert.pem"), authority.certificate("client"));
    key = Files.writeString(dir.resolve("key.pem"), authority.key("client"));
  }

  /** Shakes hands with a server of the authority and says one byte. */
  private int talk(PemTls tls, boolean needsClient) throws IOException, GeneralSecurityException {
    try (ServerSocket server = authority.listen("server")) {
      ((SSLServerSocket) server).setNeedClientAuth(needsClient);
      CompletableFuture<Void> served =
          CompletableFuture.runAsync(
              () -> {
                try (Socket peer = server.accept()) {
                  peer.getOutputStream().write(42);
                } catch (IOException refused) {
                  // the client sees it as well
                }
              });
      try (var socket =
          (SSLSocket) tls.factory().createSocket("127.0.0.1", server.getLocalPort())) {
        socket.setSoTimeout(10_000);
        return socket.getInputStream().read();
      } finally {
        served.join();
      }
    }
  }

  @Test
  void aConfiguredAuthorityIsTrusted() throws Exception {
    assertThat(talk(new PemTls(new PemFiles(ca, null, null), time), false)).isEqualTo(42);
  }

  @Test
  void anotherAuthorityIsNot() throws Exception {
    Path other = Files.createDirectory(dir.resolve("other"));
    Path otherCa =
        Files.writeString(other.resolve("ca.pem"), Authority.in(other).certificate("ca"));
    assertThatThrownBy(() -> talk(new PemTls(new PemFiles(otherCa, null, null), time), false))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aClientCertificateIsShownWhereTheServerAsksForOne() throws Exception {
    assertThat(talk(new PemTls(new PemFiles(ca, cert, key), time), true)).isEqualTo(42);
    assertThatThrownBy(() -> talk(new PemTls(new PemFiles(ca, null, null), time), true))
        .isInstanceOf(IOException.class);
  }

  private PemTls client() {
    return new PemTls(new PemFiles(ca, cert, key), time);
  }

  private static String subject(PemTls tls) {
    return Objects.requireNonNull(tls.inUse()).subject();
  }

  @Test
  void aBadRenewalIsToldAndTheOldPairUsedOn() throws Exception {
    PemTls tls = client();
    assertThat(talk(tls, true)).isEqualTo(42);
    Files.writeString(cert, "half a certifi");
    assertThat(talk(tls, true)).isEqualTo(42);
    assertThat(tls.trouble()).contains("cert.pem holds no certificate");
    assertThat(subject(tls)).isEqualTo("CN=client");
  }

  @Test
  void aRenewalCountsOnceBothFilesAreThere() throws Exception {
    PemTls tls = client();
    assertThat(talk(tls, true)).isEqualTo(42);
    Files.writeString(cert, authority.certificate("renewed"));
    assertThat(talk(tls, true)).isEqualTo(42);
    assertThat(tls.trouble())
        .isEqualTo(
            "%s does not belong to the certificate in %s (CN=renewed); both must be renewed together"
                .formatted(key, cert));
    assertThat(subject(tls)).isEqualTo("CN=client");
    Files.writeString(key, authority.key("renewed"));
    assertThat(talk(tls, true)).isEqualTo(42);
    assertThat(tls.trouble()).isNull();
    assertThat(subject(tls)).isEqualTo("CN=renewed");
  }

  @Test
  void aKeyOfAnotherKindIsAStranger() throws Exception {
    Files.writeString(key, authority.key("rsa"));
    assertThatThrownBy(() -> client().factory())
        .hasMessageContaining("key.pem does not belong to the certificate in ");
    Files.writeString(cert, authority.certificate("rsa"));
    assertThat(talk(client(), true)).isEqualTo(42);
  }

  @Test
  void aFileThatVanishesIsNoRenewal() throws Exception {
    PemTls tls = client();
    assertThat(talk(tls, true)).isEqualTo(42);
    Files.delete(key);
    assertThat(talk(tls, true)).isEqualTo(42);
    assertThat(tls.trouble()).contains("key.pem cannot be read: there is no such file");
  }

  @Test
  void aCertificateThatHasEndedReplacesNone() throws Exception {
    PemTls tls = client();
    assertThat(talk(tls, true)).isEqualTo(42);
    Files.writeString(cert, authority.certificate("ended"));
    Files.writeString(key, authority.key("ended"));
    assertThat(talk(tls, true)).isEqualTo(42);
    assertThat(tls.trouble()).contains("cert.pem holds a certificate that ended on ");
    PemTls other = client();
    assertThat(other.factory()).isNotNull(); // better than none: it may be the clock that is wrong
    assertThat(subject(other)).isEqualTo("CN=ended");
  }

  @Test
  void betweenConnectionsTheFilesAreLookedAtEveryMinute() throws Exception {
    PemTls tls = client();
    assertThat(tls.inUse()).isNull();
    assertThat(tls.step(time.nanos())).isEqualTo(1);
    assertThat(subject(tls)).isEqualTo("CN=client");
    Files.writeString(cert, authority.certificate("renewed"));
    Files.writeString(key, authority.key("renewed"));
    time.pass(Duration.ofSeconds(59));
    assertThat(tls.step(time.nanos())).isZero();
    time.passTo(tls.wakeAtNanos(time.nanos()));
    assertThat(tls.step(time.nanos())).isEqualTo(1);
    assertThat(subject(tls)).isEqualTo("CN=renewed");
  }

  @ParameterizedTest
  @CsvSource({
    "RSA PRIVATE KEY, AAAA, holds a key in another form (RSA PRIVATE KEY) than PKCS#8",
    "EC PRIVATE KEY, AAAA, holds a key in another form (EC PRIVATE KEY) than PKCS#8",
    "OPENSSH PRIVATE KEY, AAAA, holds a key in another form (OPENSSH PRIVATE KEY)",
    "ENCRYPTED PRIVATE KEY, AAAA, 'is protected by a passphrase, which nobody can type'",
    "RSA PRIVATE KEY, 'Proc-Type: 4,ENCRYPTED AAAA', is protected by a passphrase"
  })
  void aKeyInAnotherFormIsToldWithTheCommandThatConvertsIt(String label, String body, String what)
      throws IOException {
    Files.writeString(
        key, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label));
    assertThatThrownBy(() -> client().factory())
        .hasMessageContaining("key.pem " + what)
        .hasMessageContaining("convert it: openssl pkey -in " + key + " -out " + key + ".new");
  }

  @Test
  void damagedFilesAreToldInWords() throws IOException {
    Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nMIGH\n");
    assertThatThrownBy(() -> client().factory()).hasMessageContaining("key.pem is cut off");
    Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----\n");
    assertThatThrownBy(() -> client().factory()).hasMessageContaining("no base64 text");
    Files.writeString(cert, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assertThatThrownBy(() -> client().factory())
        .hasMessageContaining("cert.pem holds a damaged certificate");
    Files.write(cert, new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> client().factory())
        .hasMessageContaining("cert.pem cannot be read: it has more than");
  }

  @Test
  void certificateAndKeyMayStandInOneFile() throws Exception {
    Files.writeString(cert, authority.key("client") + authority.certificate("client"));
    assertThat(talk(new PemTls(new PemFiles(ca, cert, cert), time), true)).isEqualTo(42);
  }

  @Test
  void filesThatCannotBeUsedAreNamed() throws Exception {
    Files.writeString(ca, "no certificate here");
    assertThatThrownBy(() -> new PemTls(new PemFiles(ca, null, null), time).factory())
        .hasMessageContaining("ca.pem")
        .hasMessageContaining("PEM");
    Path gone = dir.resolve("gone.pem");
    assertThatThrownBy(() -> new PemTls(new PemFiles(gone, null, null), time).factory())
        .hasMessageContaining("gone.pem cannot be read");
    Files.writeString(key, authority.certificate("client"));
    assertThatThrownBy(() -> new PemTls(new PemFiles(null, cert, key), time).factory())
        .hasMessageContaining("key.pem")
        .hasMessageContaining("PKCS#8");
  }
}
