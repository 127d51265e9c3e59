package dev.kiosk.agent.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusServerTest {

  private final AtomicReference<StatusSnapshot> snapshot =
      new AtomicReference<>(Examples.healthy());
  private StatusServer server;

  @BeforeEach
  void listen() throws IOException {
    server = StatusServer.listen(at(127, 0), snapshot::get);
  }

  @AfterEach
  void close() {
    server.close();
    server.close(); // a second time does nothing
  }

  @Test
  void theStatusIsServedAsJson() throws IOException {
    String answer = get("/status");
    assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("application/json");
    assertThat(StatusReader.read(body(answer).getBytes(UTF_8))).isEqualTo(Examples.healthy());
  }

  @Test
  void aLifeSignIsServed() throws IOException {
    assertThat(body(get("/healthz"))).isEqualTo("ok\n");
  }

  @Test
  void metricsAreServedForPrometheus() throws IOException {
    snapshot.set(Examples.troubled());
    String answer = get("/metrics");
    assertThat(answer).contains("text/plain; version=0.0.4");
    Golden.check("metrics.txt", body(answer));
  }

  @Test
  void thePageIsReadableWithoutAnythingFromElsewhere() throws IOException {
    snapshot.set(Examples.troubled());
    String answer = get("/");
    assertThat(answer)
        .contains("text/html; charset=utf-8")
        .contains("cannot print bag tags: the paper has run out (for 12 min).")
        .contains("Load new paper and close the cover.")
        .contains("not connected to the server")
        .contains("400 readings dropped: the buffer was full")
        .contains("set by command 3f0c");
    assertThat(body(answer)).doesNotContainPattern("(src|href)=\"(?!/)");
    assertThat(answer).containsPattern("script-src 'sha256-[A-Za-z0-9+/=]{44}'");
  }

  @Test
  void namesCannotBecomeMarkup() throws IOException {
    snapshot.set(Examples.hostile());
    assertThat(body(get("/")))
        .doesNotContain("<script>alert", "\u001b")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
    assertThat(body(get("/metrics"))).contains("device=\"evil\\\"\\\\\\n\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "127.0.0.1:9310", "localhost:1", "LOCALHOST", "[::1]", "[::1]:5"})
  void theAgentsOwnNamesAreAnswered(String host) throws IOException {
    assertThat(exchange(request("GET", "/healthz", "Host: " + host))).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: 127.0.0.1.evil.example",
        "Host: localhost.evil.example:80",
        "Host: [::1]evil",
        "Host: [::1",
        "Host:",
        "X: no host at all",
        "Host: 127.0.0.1\r\nHost: evil.example"
      })
  void anyOtherNameIsRefused(String header) throws IOException {
    assertThat(exchange(request("GET", "/status", header)))
        .containsPattern("^HTTP/1.1 (403|400)")
        .doesNotContain("acme");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"})
  void nothingButReadingIsAllowed(String method) throws IOException {
    String answer = exchange(request(method, "/status", "Host: localhost"));
    assertThat(answer).startsWith("HTTP/1.1 405").contains("Allow: GET, HEAD");
    assertThat(answer).doesNotContainIgnoringCase("access-control");
  }

  @Test
  void headIsAnsweredWithoutABody() throws IOException {
    String answer = exchange(request("HEAD", "/status", "Host: localhost"));
    assertThat(answer).startsWith("HTTP/1.1 200").containsPattern("(?i)content-length: [1-9]");
    assertThat(body(answer)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/nothing", "/status/", "/../etc/passwd"})
  void whatIsNotThereIsToldSo(String path) throws IOException {
    assertThat(get(path)).startsWith("HTTP/1.1 404").contains("/metrics and /healthz");
  }

  @Test
  void aSnapshotThatCannotBeTakenIsAnErrorAndNotAHang() throws IOException {
    snapshot.set(null);
    assertThat(get("/status")).startsWith("HTTP/1.1 500").contains("log says why");
    snapshot.set(Examples.healthy());
    assertThat(get("/status")).startsWith("HTTP/1.1 200");
  }

  @Test
  void clientsThatNeverFinishAskingDoNotBlockOthersForLong() throws IOException {
    try (Socket one = half();
        Socket two = half();
        Socket three = half()) {
      await().ignoreExceptions().until(() -> body(get("/healthz")).equals("ok\n"));
      assertThat(one.isConnected() && two.isConnected() && three.isConnected()).isTrue();
    }
  }

  private Socket half() throws IOException {
    var socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.getOutputStream().write("GET /status HTTP/1.1\r\nHost: loc".getBytes(UTF_8));
    socket.getOutputStream().flush();
    return socket;
  }

  @Test
  void aTakenPortIsToldWithWhatToDo() throws IOException {
    try (var taken = new ServerSocket(0)) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> StatusServer.listen(at(127, port), snapshot::get))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "the status page cannot listen on 127.0.0.1:%d: the port is taken; stop what uses it"
                      .formatted(port)
                  + " (ss -ltnp shows it) or choose another \"listen\" in [status]");
    }
  }

  @Test
  void anAddressOfAnotherMachineIsToldToo() {
    assertThatThrownBy(() -> StatusServer.listen(at(203, 0), snapshot::get))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("203.0.0.1:0")
        .hasMessageContaining("choose another");
  }

  /** 127.0.0.1, or the like beginning with another number. */
  private static InetSocketAddress at(int first, int port) throws IOException {
    byte[] address = {(byte) first, 0, 0, 1};
    return new InetSocketAddress(InetAddress.getByAddress(address), port);
  }

  private String get(String path) throws IOException {
    return exchange(request("GET", path, "Host: 127.0.0.1"));
  }

  private static String request(String method, String path, String header) {
    return method + " " + path + " HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n\r\n";
  }

  private String exchange(String request) throws IOException {
    try (var socket = new Socket(server.address().getAddress(), server.address().getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }
}
