package dev.kiosk.agent.link.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.link.Target;
import dev.kiosk.agent.link.Transport.Connection;
import dev.kiosk.agent.link.TransportEvent.Opened;
import dev.kiosk.agent.link.TransportEvent.Text;
import dev.kiosk.agent.time.Time;
import java.io.FileNotFoundException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStoreException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code wss}: whom it trusts, and what it says when it does not. */
@Timeout(60)
class WebSocketTlsTest {

  private static Authority authority;

  private final Recorded events = new Recorded();

  @BeforeAll
  static void signCertificates(@TempDir Path folder) throws Exception {
    authority =
        Authority.in(folder)
            .sign("here", "ip:127.0.0.1,dns:localhost")
            .sign("elsewhere", "dns:elsewhere.example")
            .sign("old", "ip:127.0.0.1", "-startdate", "-10d", "-validity", "5")
            .sign("early", "ip:127.0.0.1", "-startdate", "+10d");
  }

  private static RawPeer serve(String alias) throws Exception {
    return RawPeer.start(
        authority.listen(alias),
        "wss",
        guest -> {
          guest.upgrade(null);
          guest.text("echo " + guest.read().text());
          RawPeer.Frame close = guest.read();
          guest.frame(RawPeer.CLOSE, close.payload());
        });
  }

  private Connection connect(URI uri, TlsSource tls) {
    var target = new Target(uri, "kiosk.telemetry.v1", "s3cr3t-token", Duration.ofSeconds(10));
    return new WebSocketTransport(tls, Time.system()).connect(target, events);
  }

  @Test
  void talksToAServerWhoseAuthorityItTrustsByAddressAndByName() throws Exception {
    try (var peer = serve("here")) {
      for (String host : new String[] {"127.0.0.1", "localhost"}) {
        var one = new Recorded();
        var target = new Target(peer.uri(host), "v1", null, Duration.ofSeconds(10));
        Connection connection =
            new WebSocketTransport(authority::trusting, Time.system()).connect(target, one);
        one.await(Opened.class);
        connection.send("hello".getBytes(StandardCharsets.UTF_8));
        assertThat(one.await(Text.class).text()).isEqualTo("echo hello");
        connection.close(1000, "done");
        assertThat(one.awaitClosed().reason()).isEqualTo("closed by this side with 1000: done");
      }
      assertThat(peer.failures()).isEmpty();
    }
  }

  @Test
  void refusesAServerWhoseAuthorityTheSystemDoesNotKnow() throws Exception {
    try (var peer = serve("here")) {
      connect(peer.uri(), TlsSource.system());
      assertThat(events.awaitClosed().reason())
          .contains("is not signed by an authority that this machine trusts");
    }
  }

  @Test
  void refusesAServerWithTheCertificateOfAnother() throws Exception {
    try (var peer = serve("elsewhere")) {
      connect(peer.uri(), authority::trusting);
      assertThat(events.awaitClosed().reason())
          .startsWith("the certificate of 127.0.0.1:" + peer.port() + " is not for this server");
    }
  }

  @Test
  void refusesACertificateOutsideItsTimeAndRemindsOfTheClock() throws Exception {
    try (var peer = serve("old")) {
      connect(peer.uri(), authority::trusting);
      assertThat(events.awaitClosed().reason())
          .endsWith("has expired, or the clock of this machine is wrong");
    }
    var early = new Recorded();
    try (var peer = serve("early")) {
      var target = new Target(peer.uri(), "v1", null, Duration.ofSeconds(10));
      new WebSocketTransport(authority::trusting, Time.system()).connect(target, early);
      assertThat(early.awaitClosed().reason())
          .endsWith("is not valid yet, or the clock of this machine is wrong");
    }
  }

  @Test
  void aServerWithoutTlsIsToldAsSuch() throws Exception {
    try (var peer = RawPeer.start(guest -> guest.write("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      connect(URI.create("wss://127.0.0.1:" + peer.port()), authority::trusting);
      assertThat(events.awaitClosed().reason())
          .startsWith("TLS with 127.0.0.1:" + peer.port() + " failed: ");
    }
  }

  @Test
  void aServerThatIsSilentInTheHandshakeIsLeftAtTheDeadline() throws Exception {
    try (var peer = RawPeer.start(RawPeer.Guest::awaitEnd)) {
      var uri = URI.create("wss://127.0.0.1:" + peer.port());
      var target = new Target(uri, "v1", null, Duration.ofMillis(400));
      new WebSocketTransport(authority::trusting, Time.system()).connect(target, events);
      assertThat(events.awaitClosed().reason())
          .isEqualTo("no connection to 127.0.0.1:" + peer.port() + " within 400 ms");
    }
  }

  @Test
  void abortFreesAThreadThatHangsInAWriteUnderTls() throws Exception {
    try (var peer =
        RawPeer.start(
            authority.listen("here"),
            "wss",
            guest -> {
              guest.upgrade(null);
              Thread.sleep(60_000); // reads nothing
            })) {
      Connection connection = connect(peer.uri(), authority::trusting);
      events.await(Opened.class);
      for (int i = 0; i < 300; i++) {
        connection.send(new byte[100_000]);
      }
      connection.abort();
      assertThat(events.awaitClosed().reason()).isEqualTo("dropped by this side");
    }
  }

  @Test
  void theTrustIsAskedAfreshAtEachConnectionAndItsFaultsAreTold() throws Exception {
    var asked = new AtomicInteger();
    TlsSource tls =
        () -> {
          if (asked.incrementAndGet() == 1) {
            throw new FileNotFoundException("/etc/kiosk-agent/ca.pem (No such file or directory)");
          }
          throw new KeyStoreException("ca.pem holds no certificate");
        };
    try (var listening = new ServerSocket(0)) {
      var transport = new WebSocketTransport(tls, Time.system());
      var uri = URI.create("wss://127.0.0.1:" + listening.getLocalPort());
      var target = new Target(uri, "v1", null, Duration.ofSeconds(10));
      transport.connect(target, events);
      assertThat(events.awaitClosed().reason()).contains("/etc/kiosk-agent/ca.pem");
      var second = new Recorded();
      transport.connect(target, second);
      assertThat(second.awaitClosed().reason()).contains("ca.pem holds no certificate");
    }
  }
}
