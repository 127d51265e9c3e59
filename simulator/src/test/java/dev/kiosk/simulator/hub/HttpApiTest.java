package dev.kiosk.simulator.hub;

import static dev.kiosk.simulator.hub.Frames.batch;
import static dev.kiosk.simulator.hub.Frames.cpu;
import static dev.kiosk.simulator.hub.Frames.hello;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpApiTest {

  HubServer hub;

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    hub = HubServer.start(HubFixture.config(dir));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void thePageSaysWhatItIsAndWhatThereIs() throws Exception {
    var page = HubFixture.get(hub, "/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("Kiosk hub", "/ws/agent", "/ws/telemetry", "/api/events");
    assertThat(HubFixture.get(hub, "/nothing").statusCode()).isEqualTo(404);
    assertThat(HubFixture.get(hub, "/ws/agent").statusCode()).isEqualTo(426);
  }

  @Test
  void healthSaysThatItCanStore() throws Exception {
    assertThat(HubFixture.get(hub, "/healthz").body()).contains("\"status\":\"ok\"");
  }

  @Test
  void anAuditListThatIsBehindIsSoForASecondAtLeast() {
    assertThat(HttpApi.audit(0)).isEmpty();
    assertThat(HttpApi.audit(1)).contains("behind for 1 s, commands are refused");
    assertThat(HttpApi.audit(2_001)).contains("behind for 3 s");
  }

  @Test
  void nothingIsChangedOverHttp() throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(hub.httpUri()).POST(BodyPublishers.ofString("x")).build();
    assertThat(HttpClient.newHttpClient().send(post, BodyHandlers.ofString()).statusCode())
        .isEqualTo(405);
  }

  @Test
  void anExportOfManyEventsIsCompleteAndInOrder() throws Exception {
    int batches = 40;
    try (Client agent = Client.agent(hub).send(hello())) {
      agent.next();
      for (int i = 0; i < batches; i++) {
        String[] events = new String[500];
        for (int j = 0; j < events.length; j++) {
          events[j] = cpu(500L * i + j);
        }
        agent.send(batch("readings", 500L * i, events)).next();
      }
    }
    List<String> lines = HubFixture.get(hub, "/api/events?tenant=acme").body().lines().toList();
    assertThat(lines).hasSize(500 * batches);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i)).contains("\"position\":" + i + ",\"event\":" + cpu(i));
    }
  }

  @Test
  void aWrongQueryIsToldWhatWasExpected() throws Exception {
    assertThat(HubFixture.get(hub, "/api/events").body()).isEqualTo("tenant= is missing\n");
    assertThat(HubFixture.get(hub, "/api/events?tenant=acme&from=x").body())
        .isEqualTo("from= must be a whole number of at least 0\n");
  }

  @Test
  void hostsOfAllTenantsAreListedInOrder() throws Exception {
    try (Client one = Client.agent(hub).send(hello("b", "2", "s"));
        Client two = Client.agent(hub).send(hello("a", "9", "s"))) {
      one.next();
      two.next();
      assertThat(HubFixture.get(hub, "/api/hosts").body())
          .matches("\\{\"hosts\":\\[\\{\"tenant\":\"a\",.*\"tenant\":\"b\".*\\]\\}");
    }
  }
}
