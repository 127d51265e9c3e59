package dev.kiosk.simulator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.simulator.hub.fault.Faults;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultApiTest {

  HubServer hub;

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    hub = HubServer.start(HubFixture.config(dir).withFaults(Faults.NONE.with("upgrade=503:30s")));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private static String words(String sentence) {
    return "{\"words\":\"%s\"}\n".formatted(sentence);
  }

  @Test
  void tellsWhatHoldsAndWhatHoldsAfterAChange() throws Exception {
    assertThat(HubFixture.get(hub, "/api/faults").body())
        .isEqualTo(words("hub refuses agents with HTTP 503 and Retry-After 30."));
    assertThat(HubFixture.put(hub, "/api/faults?receipts=late:2s&upgrade=off").body())
        .isEqualTo(words("hub sends receipts 2s late."));
    assertThat(HubFixture.put(hub, "/api/faults?all=off").body())
        .isEqualTo(words("hub keeps the contract."));
  }

  @Test
  void refusesWholeWithOneSentenceWhatItDoesNotKnow() throws Exception {
    HttpResponse<String> answer = HubFixture.put(hub, "/api/faults?silent=on&colour=red");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .startsWith("{\"error\":\"\\\"colour\\\" is no fault of the hub; known are receipts, ");
    assertThat(HubFixture.get(hub, "/api/faults").body()).doesNotContain("says nothing");
  }

  @Test
  void isNotForPagesFromElsewhereNorUnderOtherNames() throws Exception {
    String evil = "https://evil.example";
    assertThat(HubFixture.put(hub, "/api/faults?silent=on", "Origin", evil).statusCode())
        .isEqualTo(403);
    assertThat(HubFixture.put(hub, "/api/faults?silent=on", "Origin", "null").statusCode())
        .isEqualTo(403);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.port())) {
      socket
          .getOutputStream()
          .write(
              """
              PUT /api/faults?silent=on HTTP/1.1
              Host: evil.example
              Content-Length: 0
              Connection: close

              """
                  .replace("\n", "\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 403");
    }
    assertThat(HubFixture.get(hub, "/api/faults").body()).doesNotContain("says nothing");
  }

  @Test
  void isThereOnlyWhenTheHubWasStartedForIt(@TempDir Path other) throws Exception {
    try (HubServer proper = HubServer.start(HubFixture.config(other))) {
      assertThat(HubFixture.get(proper, "/api/faults").statusCode()).isEqualTo(404);
      assertThat(HubFixture.put(proper, "/api/faults?silent=on").statusCode()).isEqualTo(405);
    }
  }
}
