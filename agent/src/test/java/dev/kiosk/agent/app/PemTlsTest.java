package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.link.websocket.Authority;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemTlsTest {

  private final Path dir;
  private final Authority authority;
  private final Path ca;
  private final Path cert;
  private final Path key;

  PemTlsTest(@TempDir Path dir) throws Exception {
    this.dir = dir;
    authority =
        Authority.in(dir).sign("server", "ip:127.0.0.1").sign("client", "dns:kiosk.example");
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
    assertThat(talk(new PemTls(new PemFiles(ca, null, null)), false)).isEqualTo(42);
  }

  @Test
  void anotherAuthorityIsNot() throws Exception {
    Path other = Files.createDirectory(dir.resolve("other"));
    Path otherCa =
        Files.writeString(other.resolve("ca.pem"), Authority.in(other).certificate("ca"));
    assertThatThrownBy(() -> talk(new PemTls(new PemFiles(otherCa, null, null)), false))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aClientCertificateIsShownWhereTheServerAsksForOne() throws Exception {
    assertThat(talk(new PemTls(new PemFiles(ca, cert, key)), true)).isEqualTo(42);
    assertThatThrownBy(() -> talk(new PemTls(new PemFiles(ca, null, null)), true))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aBadRenewalIsToldAndTheOldPairUsedOn() throws Exception {
    var tls = new PemTls(new PemFiles(ca, cert, key));
    assertThat(talk(tls, true)).isEqualTo(42);
    Files.writeString(cert, "half a certifi");
    assertThat(talk(tls, true)).isEqualTo(42);
  }

  @Test
  void filesThatCannotBeUsedAreNamed() throws Exception {
    Files.writeString(ca, "no certificate here");
    assertThatThrownBy(() -> new PemTls(new PemFiles(ca, null, null)).factory())
        .hasMessageContaining("ca.pem")
        .hasMessageContaining("PEM");
    Path gone = dir.resolve("gone.pem");
    assertThatThrownBy(() -> new PemTls(new PemFiles(gone, null, null)).factory())
        .hasMessageContaining("gone.pem cannot be read");
    Files.writeString(key, authority.certificate("client"));
    assertThatThrownBy(() -> new PemTls(new PemFiles(null, cert, key)).factory())
        .hasMessageContaining("key.pem")
        .hasMessageContaining("PKCS#8");
  }
}
