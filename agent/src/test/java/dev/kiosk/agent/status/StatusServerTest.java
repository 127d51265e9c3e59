package dev.kiosk.agent.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
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
  private final Counters counters = new Counters();
  private StatusServer server;

  @BeforeEach
  void listen() throws IOException {
    server = StatusServer.listen(at(127, 0), snapshot::get, counters);
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
        .containsPattern(
            "cannot print bag tags: the paper has run out .for <time [^>]*>12 min</time>")
        .contains("Load new paper and close the cover.")
        .contains("Not connected to the server")
        .contains("400 readings dropped: the buffer was full, most recently at 12:36:09.")
        .contains("set by the server at 2026-03-01 09:41:09 (command 3f0c)");
    assertThat(body(answer)).doesNotContainPattern("(src|href)=\"(?![/#])");
    assertThat(answer).contains("script-src 'self'").doesNotContain("unsafe-inline");
    assertThat(body(answer)).doesNotContainPattern("<script>|<style| style=| on[a-z]+=\"");
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
        "Host: localhost:80@evil.example",
        "Host: localhost:evil.example",
        "Host: user@localhost",
        "Host: [::1%lo]",
        "Host: 127.0.0.1.nip.io",
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
  @CsvSource({
    "http://127.0.0.1:9310, 200",
    "http://localhost:8080, 200",
    "http://evil.example, 403",
    "https://127.0.0.1, 403",
    "http://127.0.0.1.evil.example, 403",
    "http://localhost:80@evil.example, 403",
    "null, 403"
  })
  void pagesOfOtherSitesAreRefused(String origin, int code) throws IOException {
    assertThat(exchange(request("GET", "/healthz", "Host: localhost\r\nOrigin: " + origin)))
        .startsWith("HTTP/1.1 " + code);
  }

  @ParameterizedTest
  @CsvSource({
    "cross-site, no-cors, image, 403",
    "cross-site, no-cors, script, 403",
    "cross-site, navigate, iframe, 403",
    "cross-site, navigate, document, 200",
    "same-origin, cors, empty, 200",
    "none, navigate, document, 200"
  })
  void pagesOfOtherSitesMayLeadHereButEmbedNothing(String site, String mode, String dest, int code)
      throws IOException {
    String headers =
        "Host: localhost\r\nSec-Fetch-Site: %s\r\nSec-Fetch-Mode: %s\r\nSec-Fetch-Dest: %s";
    assertThat(exchange(request("GET", "/healthz", headers.formatted(site, mode, dest))))
        .startsWith("HTTP/1.1 " + code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"})
  void nothingButReadingIsAllowed(String method) throws IOException {
    String answer = exchange(request(method, "/status", "Host: localhost"));
    assertThat(answer).startsWith("HTTP/1.1 405").contains("Allow: GET, HEAD");
    assertThat(answer).doesNotContainIgnoringCase("access-control");
  }

  @Test
  void whatIsRefusedIsCountedByItsReason() throws IOException {
    exchange(request("GET", "/status", "Host: evil.example"));
    exchange(request("GET", "/status", "Host: localhost\r\nOrigin: http://evil.example"));
    exchange(request("POST", "/status", "Host: localhost"));
    exchange(request("POST", "/status", "Host: localhost"));
    get("/nothing");
    assertThat(counters.value(Counter.STATUS_REFUSED_HOST)).isEqualTo(1);
    assertThat(counters.value(Counter.STATUS_REFUSED_ORIGIN)).isEqualTo(1);
    assertThat(counters.value(Counter.STATUS_REFUSED_METHOD)).isEqualTo(2);
    assertThat(counters.value(Counter.STATUS_REFUSED_PATH)).isEqualTo(1);
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
    assertThat(counters.value(Counter.STATUS_FAILURES)).isEqualTo(1);
    snapshot.set(Examples.healthy());
    assertThat(get("/status")).startsWith("HTTP/1.1 200");
  }

  @Test
  void clientsThatNeverFinishAskingDoNotBlockOthersForLong() throws IOException {
    try (Socket one = half();
        Socket two = half();
        Socket three = half()) {
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> body(get("/healthz")).equals("ok\n"));
      assertThat(one.isConnected() && two.isConnected() && three.isConnected()).isTrue();
    }
  }

  @Test
  void anOpenPageIsSentWhatChanged() throws IOException {
    try (Socket page = ask("/events")) {
      var lines = new BufferedReader(new InputStreamReader(page.getInputStream(), UTF_8));
      String first = until(lines, "event: look");
      assertThat(first).contains("text/event-stream", "All is well", "id=\"devices\"");
      snapshot.set(Examples.with(Examples.printer(DeviceStatus.State.ERROR, Condition.MEDIA_OUT)));
      server.show();
      String second = until(lines, "event: look");
      assertThat(second).contains("the paper has run out").doesNotContain("id=\"server\"");
      server.show();
      assertThat(until(lines, "event: look")).doesNotContain("event: part");
    }
  }

  @Test
  void thePagesThatAreKeptFreshAreBounded() throws IOException {
    var pages = new ArrayList<Socket>();
    try {
      for (int i = 0; i < LiveStreams.MOST; i++) {
        Socket page = ask("/events");
        pages.add(page);
        until(
            new BufferedReader(new InputStreamReader(page.getInputStream(), UTF_8)), "event: look");
      }
      assertThat(get("/events")).startsWith("HTTP/1.1 503").contains("too many pages");
      assertThat(counters.value(Counter.STATUS_REFUSED_PAGES)).isEqualTo(1);
      assertThat(get("/metrics")).contains("kiosk_agent_status_pages_open " + LiveStreams.MOST);
      assertThat(get("/healthz")).startsWith("HTTP/1.1 200");
    } finally {
      for (Socket page : pages) {
        page.close();
      }
    }
    // a page that is gone is found when something is sent to it
    await()
        .until(
            () -> {
              server.show();
              return !server.watched();
            });
  }

  private Socket ask(String path) throws IOException {
    var socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.setSoTimeout(20_000);
    socket
        .getOutputStream()
        .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(UTF_8));
    socket.getOutputStream().flush();
    return socket;
  }

  private static String until(BufferedReader lines, String end) throws IOException {
    var read = new StringBuilder();
    while (read.indexOf(end) < 0) {
      read.append(lines.readLine()).append('\n');
    }
    return read.toString();
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
      assertThatThrownBy(() -> StatusServer.listen(at(127, port), snapshot::get, counters))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "the status page cannot listen on 127.0.0.1:%d: the port is taken; stop what uses it"
                      .formatted(port)
                  + " (ss -ltnp shows it) or choose another \"listen\" in [status]");
    }
  }

  @Test
  void anAddressOfAnotherMachineIsToldToo() {
    assertThatThrownBy(() -> StatusServer.listen(at(203, 0), snapshot::get, counters))
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
