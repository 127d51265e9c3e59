package dev.kiosk.simulator.hub;

import static dev.kiosk.simulator.hub.Frames.ack;
import static dev.kiosk.simulator.hub.Frames.hello;
import static dev.kiosk.simulator.hub.Frames.setThreshold;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandApiTest {

  private static final String[] JSON = {"Content-Type", "application/json"};
  private static final String JSON_TYPE = "Content-Type: application/json\r\n";
  private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)");
  private static final String PATH = "/api/commands?tenant=acme";

  HubServer hub;

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    hub = HubServer.start(HubFixture.config(dir).withCommandTimeout(Duration.ofMillis(400)));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private CompletableFuture<HttpResponse<String>> post(String command) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return HubFixture.post(hub, PATH, command, JSON);
          } catch (Exception failed) {
            throw new IllegalStateException(failed);
          }
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {'kind':'ack','cid':'c1','previous':90}",
        "422 | {'kind':'nack','cid':'c1','reason':'invalid-threshold: pct was 140'}",
        "409 | {'kind':'nack','cid':'c1','reason':'wrong-host: this kiosk is another'}",
        "502 | {'kind':'nack','cid':'c1','reason':'storage-failed: the disk is full'}",
        "422 | {'kind':'nack','cid':'c1','reason':'some-new-word: as it may be'}",
      })
  void theAnswerOfTheKioskIsTheAnswerOfTheRequest(int status, String quoted) throws Exception {
    String reply = quoted.replace('\'', '"');
    try (Client agent = Client.agent(hub).send(hello())) {
      agent.next();
      var answer = post(setThreshold("T1-K017", 85, "c1"));
      assertThat(agent.next()).isEqualTo(setThreshold("T1-K017", 85, "c1"));
      agent.send(reply);
      assertThat(answer.get().statusCode()).isEqualTo(status);
      assertThat(answer.get().body()).isEqualTo(reply + "\n");
      assertThat(answer.get().headers().firstValue("Content-Type")).contains("application/json");
    }
  }

  @Test
  void aHostThatIsAwayOrSilentIsAnsweredFor() throws Exception {
    HttpResponse<String> away = post(setThreshold("T1-K099", 85, "c1")).get();
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(away.body()).contains("\"kind\":\"nack\",\"cid\":\"c1\"", "\"offline: ");
    try (Client agent = Client.agent(hub).send(hello())) {
      agent.next();
      HttpResponse<String> silent = post(setThreshold("T1-K017", 85, "c2")).get();
      assertThat(silent.statusCode()).isEqualTo(504);
      assertThat(silent.body()).contains("\"cid\":\"c2\"", "\"timeout: ");
      assertThat(agent.next()).contains("c2");
      agent.send(ack("c2", "90")).ping("x").pong();
      assertThat(HubFixture.get(hub, "/api/audit?tenant=acme&host=T1-K017").body())
          .contains("\"outcome\":\"timeout\"", "\"late\":{\"outcome\":\"ack\",\"previous\":90.0");
    }
  }

  @Test
  void whatIsNoCommandIsRefusedInWords() throws Exception {
    assertThat(post("nonsense").get().statusCode()).isEqualTo(400);
    assertThat(post("{\"kind\":\"set-threshold\"}").get().body()).contains("needs a cid");
    HttpResponse<String> unknown =
        post("{\"kind\":\"reboot\",\"host\":\"T1-K017\",\"cid\":\"c1\"}").get();
    assertThat(unknown.statusCode()).isEqualTo(422);
    assertThat(unknown.body()).contains("\"cid\":\"c1\"", "unsupported-command: ");
    assertThat(HubFixture.post(hub, "/api/commands", "{}", JSON).statusCode()).isEqualTo(400);
    assertThat(HubFixture.get(hub, PATH).statusCode()).isEqualTo(405);
  }

  @Test
  void aLongBodyIsRefusedHoweverItIsSent() throws Exception {
    assertThat(post("x".repeat(70_000)).get().statusCode()).isEqualTo(413);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.port())) {
      socket.setSoTimeout(20_000);
      send(socket, head("POST", PATH) + JSON_TYPE + "Transfer-Encoding: chunked\r\n\r\n");
      String chunk = "8000\r\n" + "x".repeat(0x8000) + "\r\n";
      send(socket, chunk + chunk + chunk);
      assertThat(status(socket)).isEqualTo(413);
      send(socket, chunk + "0\r\n\r\n" + head("GET", "/healthz") + "\r\n");
      assertThat(status(socket)).isEqualTo(200);
    }
  }

  /** A connection that is closed under a sender who is not done loses him the answer. */
  @ParameterizedTest
  @CsvSource({"/api/commands?tenant=acme, 413", "/api/commands, 400", "/api/status, 405"})
  void aRefusedBodyIsStillTakenSoThatTheAnswerArrives(String path, int status) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.port())) {
      socket.setSoTimeout(20_000);
      send(socket, head("POST", path) + JSON_TYPE + "Content-Length: 70000\r\n\r\n");
      assertThat(status(socket)).isEqualTo(status);
      send(socket, "x".repeat(70_000));
      send(socket, head("GET", "/healthz") + "\r\n");
      assertThat(status(socket)).isEqualTo(200);
    }
  }

  @Test
  void aBodyWithoutEndIsCutOff() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.port())) {
      socket.setSoTimeout(20_000);
      send(socket, head("POST", PATH) + JSON_TYPE + "Content-Length: 8000000\r\n\r\n");
      assertThat(status(socket)).isEqualTo(413);
      assertThatThrownBy(() -> send(socket, "x".repeat(8_000_000))).isInstanceOf(IOException.class);
    }
  }

  private String head(String method, String path) {
    return "%s %s HTTP/1.1\r\nHost: localhost:%d\r\n".formatted(method, path, hub.port());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads one whole answer and gives its status. */
  private static int status(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int octet = socket.getInputStream().read();
      assertThat(octet).as("closed after: " + head).isNotNegative();
      head.append((char) octet);
    }
    Matcher length = CONTENT_LENGTH.matcher(head);
    assertThat(length.find()).as(head.toString()).isTrue();
    socket.getInputStream().readNBytes(Integer.parseInt(length.group(1)));
    return Integer.parseInt(head.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
  }

  @Test
  void aPageFromElsewhereCannotCommand() throws Exception {
    String command = setThreshold("T1-K017", 85, "c1");
    for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded"}) {
      assertThat(HubFixture.post(hub, PATH, command, "Content-Type", type).statusCode())
          .isEqualTo(415);
    }
    for (String origin :
        new String[] {"https://evil.example", "null", "http://localhost:1", "http://127.0.0.1"}) {
      assertThat(
              HubFixture.post(
                      hub, PATH, command, "Content-Type", "application/json", "Origin", origin)
                  .statusCode())
          .as(origin)
          .isEqualTo(403);
    }
    String own = "http://127.0.0.1:" + hub.port();
    assertThat(
            HubFixture.post(hub, PATH, command, "Content-Type", "application/json", "Origin", own)
                .statusCode())
        .isEqualTo(503);
    assertThat(HubFixture.get(hub, "/api/audit?tenant=acme").body())
        .contains("\"who\":\"local\"", "\"outcome\":\"offline\"");
  }
}
