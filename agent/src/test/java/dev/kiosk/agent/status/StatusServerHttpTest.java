package dev.kiosk.agent.status;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.door.Doors;
import dev.kiosk.agent.time.ManualTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the server speaks HTTP, byte for byte, with whoever comes. */
class StatusServerHttpTest {

  private static final String LOCAL = "Host: localhost\r\n";

  private final ManualTime time = new ManualTime(); // it is 12:06:40 in UTC
  private final Counters counters = new Counters();
  private final Doors doors = new Doors(time);
  private StatusServer server;

  @BeforeEach
  void listen() throws IOException {
    server = listen(0);
  }

  private StatusServer listen(int port) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return StatusServer.listen(doors, address, Examples::healthy, counters);
  }

  @AfterEach
  void close() {
    server.close();
    doors.close();
  }

  private Socket connect() throws IOException {
    var socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static String heard(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), UTF_8);
  }

  private String exchange(String text) throws IOException {
    try (Socket socket = connect()) {
      say(socket, text);
      return heard(socket);
    }
  }

  private static String head(String answer) {
    return answer.substring(0, answer.indexOf("\r\n\r\n") + 4);
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  @Test
  void anAnswerHasAllThatAClientNeeds() throws IOException {
    assertThat(exchange("GET /healthz HTTP/1.1\r\n" + LOCAL + "\r\n"))
        .startsWith(
            "HTTP/1.1 200 OK\r\nDate: Sun, 24 Nov 2024 12:06:40 GMT\r\nConnection: close\r\n")
        .contains("\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 3\r\n")
        .contains("\r\nCache-Control: no-store\r\n", "\r\nX-Content-Type-Options: nosniff\r\n")
        .endsWith("\r\n\r\nok\n");
  }

  @ParameterizedTest
  @CsvSource({
    "400, 'GET /healthz\r\n'",
    "400, 'GET /healthz HTTP/1.1\n'",
    "400, 'GET /healthz HTTP/1.1\r\n\r\n'",
    "400, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n'",
    "400, 'GET /healthz HTTP/1.1\r\nHost : localhost\r\n\r\n'",
    "400, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n folded\r\n\r\n'",
    "400, 'GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n'",
    "400, 'GET * HTTP/1.1\r\nHost: localhost\r\n\r\n'",
    "403, 'GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'",
    "403, 'GET http://x@localhost/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'",
    "403, 'GET /healthz HTTP/1.0\r\n\r\n'",
    "405, 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n'",
    "405, 'CONNECT localhost:1 HTTP/1.1\r\nHost: localhost\r\n\r\n'",
    "405, 'get /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'",
    "404, 'GET /healthz/ HTTP/1.1\r\nHost: localhost\r\n\r\n'",
    "505, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'",
    "200, 'GET http://localhost/healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n'",
    "200, 'GET /%68ealthz?x=y HTTP/1.1\r\nhOST: LocalHost:1\r\n\r\n'",
    "200, 'GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n'",
    "200, '\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'"
  })
  void eachRequestGetsItsStatus(int code, String request) throws IOException {
    String answer = exchange(request);
    assertThat(answer).startsWith("HTTP/1.1 " + code + " ");
    assertThat(head(answer))
        .contains("\r\nConnection: close\r\n", "\r\nX-Frame-Options: DENY\r\n", "\r\nDate: ")
        .contains("\r\nContent-Length: " + body(answer).length() + "\r\n");
    assertThat(head(answer).contains("\r\nAllow: GET, HEAD\r\n")).isEqualTo(code == 405);
    assertThat(body(answer)).endsWith("\n");
  }

  @Test
  void whatIsTooLongIsToldAtOnceAndTheAnswerArrives() throws IOException {
    assertThat(exchange("GET /" + "x".repeat(60_000))).startsWith("HTTP/1.1 414 URI Too Long\r\n");
    String begin = "GET / HTTP/1.1\r\n" + LOCAL;
    assertThat(exchange(begin + "X: " + "x".repeat(60_000))).startsWith("HTTP/1.1 431 ");
    assertThat(exchange(begin + "X: y\r\n".repeat(100) + "\r\n"))
        .startsWith("HTTP/1.1 431 ")
        .contains("more than 64 header fields");
  }

  @Test
  void whoSpeaksTlsIsTurnedAwayAtTheFirstByte() throws IOException {
    assertThat(exchange("\u0016\u0003\u0001\u0002\u0000\u0001")).startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/status", "/metrics", "/healthz", "/page.css", "/nothing"})
  void aHeadIsThatOfTheWholeAnswer(String path) throws IOException {
    String rest = path + " HTTP/1.1\r\n" + LOCAL + "\r\n";
    assertThat(exchange("HEAD " + rest)).isEqualTo(head(exchange("GET " + rest)));
  }

  @Test
  void theHeadOfALivePageHasNoLengthAndTakesNoPlace() throws IOException {
    assertThat(exchange("HEAD /events HTTP/1.1\r\n" + LOCAL + "\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("text/event-stream")
        .doesNotContain("Content-Length")
        .endsWith("\r\n\r\n");
    assertThat(server.watched()).isFalse();
  }

  @Test
  void whoWouldGoOnGetsOneAnswer() throws IOException {
    String request = "GET /healthz HTTP/1.1\r\nConnection: keep-alive\r\n" + LOCAL + "\r\n";
    String answer = exchange(request + request);
    assertThat(head(answer)).contains("\r\nConnection: close\r\n");
    assertThat(body(answer)).isEqualTo("ok\n");
  }

  @ParameterizedTest
  @CsvSource({"POST, 405", "GET, 200"})
  void aBodyIsNotReadAndTheAnswerArrivesAllTheSame(String method, int code) throws IOException {
    int length = 50_000;
    String head =
        method + " /healthz HTTP/1.1\r\n" + LOCAL + "Content-Length: " + length + "\r\n\r\n";
    for (int i = 0; i < 50; i++) { // a reset would come now and then only
      assertThat(exchange(head + "x".repeat(length))).startsWith("HTTP/1.1 " + code);
    }
  }

  @Test
  void aBodyThatNeverComesIsNotWaitedForLong() throws IOException {
    try (Socket socket = connect()) {
      say(socket, "POST / HTTP/1.1\r\n" + LOCAL + "Content-Length: 5\r\n\r\n");
      assertThat(heard(socket)).startsWith("HTTP/1.1 405 ");
      await()
          .until(
              () -> {
                time.pass(Duration.ofSeconds(1));
                doors.wake();
                return isGone(socket);
              });
    }
  }

  /** Whether the other side has closed its socket as a whole. */
  private static boolean isGone(Socket socket) throws IOException {
    try {
      say(socket, "x");
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Test
  void whoAsksTooSlowlyIsToldSo() {
    await() // time passes here before the server has read what was said, now and then
        .ignoreException(SocketException.class)
        .until(
            () -> heardWhenLate("GET /healthz HTTP/1.1\r\nHost: loc").startsWith("HTTP/1.1 408 "));
  }

  @Test
  void whoSaysNothingIsToldNothing() throws IOException {
    assertThat(heardWhenLate("")).isEmpty();
  }

  private String heardWhenLate(String said) throws IOException {
    try (Socket slow = connect()) {
      say(slow, said);
      turn();
      time.pass(StatusServer.RULES.asking());
      doors.wake();
      return heard(slow);
    }
  }

  /** Returns when those who came before have been let in: they are in the order of the kernel. */
  private void turn() throws IOException {
    assertThat(exchange("GET /healthz HTTP/1.1\r\n" + LOCAL + "\r\n")).endsWith("ok\n");
  }

  @Test
  void aRequestMayComeByteForByte() throws IOException {
    try (Socket socket = connect()) {
      socket.setTcpNoDelay(true);
      for (char c : ("GET /healthz HTTP/1.1\r\n" + LOCAL + "\r\n").toCharArray()) {
        say(socket, String.valueOf(c));
      }
      assertThat(heard(socket)).endsWith("ok\n");
    }
  }

  @Test
  void silentVisitorsKeepOthersOutForTheTimeOfARequestAndNoLonger() throws IOException {
    var silent = new ArrayList<Socket>();
    try {
      for (int i = 0; i < StatusServer.RULES.places() - 1; i++) {
        silent.add(connect());
      }
      turn(); // all of them are inside, and there is one place
      silent.add(connect());
      try (Socket waits = connect()) {
        say(waits, "GET /healthz HTTP/1.1\r\n" + LOCAL + "\r\n");
        time.pass(StatusServer.RULES.asking());
        doors.wake();
        assertThat(heard(waits)).endsWith("ok\n");
      }
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void aLivePageOutlastsTheTimeOfARequestAndEndsWithThatOfAnAnswer() throws IOException {
    try (Socket page = connect()) {
      say(page, "GET /events HTTP/1.1\r\n" + LOCAL + "\r\n");
      var lines = new BufferedReader(new InputStreamReader(page.getInputStream(), UTF_8));
      assertThat(lines.readLine()).startsWith("HTTP/1.1 200");
      await().until(server::watched);
      time.pass(StatusServer.RULES.asking());
      turn();
      assertThat(server.watched()).isTrue();
      time.pass(StatusServer.RULES.answering());
      doors.wake();
      await()
          .until(
              () -> {
                server.show();
                return !server.watched();
              });
    }
  }

  @Test
  void anEndFreesTheAddressAtOnceWhoeverIsThere() throws IOException {
    int port = server.address().getPort();
    for (int i = 0; i < 10; i++) {
      try (Socket page = connect();
          Socket silent = connect()) {
        say(page, "GET /events HTTP/1.1\r\n" + LOCAL + "\r\n");
        await().until(server::watched);
        server.close();
        server = listen(port);
        assertThat(endsSoon(page) && endsSoon(silent)).isTrue();
        turn();
      }
    }
    assertThat(counters.value(Counter.STATUS_FAILURES)).isZero();
  }

  private static boolean endsSoon(Socket socket) throws IOException {
    try {
      return heard(socket) != null;
    } catch (SocketException reset) { // it was cut off in the kernel's queue
      return true;
    }
  }

  @Test
  void aUsualClientIsContent() throws Exception {
    HttpClient client = HttpClient.newHttpClient(); // tries an upgrade to HTTP/2 first
    URI uri = URI.create("http://localhost:" + server.address().getPort() + "/status");
    for (int i = 0; i < 3; i++) {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(StatusReader.read(answer.body())).isEqualTo(Examples.healthy());
    }
  }
}
