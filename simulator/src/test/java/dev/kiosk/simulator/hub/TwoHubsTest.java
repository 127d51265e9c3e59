package dev.kiosk.simulator.hub;

import static dev.kiosk.simulator.hub.Frames.batch;
import static dev.kiosk.simulator.hub.Frames.cpu;
import static dev.kiosk.simulator.hub.Frames.device;
import static dev.kiosk.simulator.hub.Frames.hello;
import static dev.kiosk.simulator.hub.Frames.receipt;
import static dev.kiosk.simulator.hub.Frames.setThreshold;
import static dev.kiosk.simulator.hub.Frames.welcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kiosk.simulator.hub.nats.NatsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hubs on one JetStream: whoever comes to one sees what comes to the other. */
class TwoHubsTest {

  private static final String ACK = "{\"kind\":\"ack\",\"cid\":\"c1\",\"previous\":null}";

  NatsServer nats;
  HubServer one;
  HubServer other;

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    nats = NatsServer.start(dir);
    HubConfig config =
        HubFixture.config(dir).withStore(nats.config()).withCommandTimeout(Duration.ofSeconds(4));
    one = HubServer.start(config);
    other = HubServer.start(config);
    await().until(() -> health(one).contains("\"hubs\":2") && health(other).contains("\"hubs\":2"));
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
    nats.close();
  }

  private static String health(HubServer hub) throws Exception {
    return HubFixture.get(hub, "/healthz").body();
  }

  private static String hosts(HubServer hub) throws Exception {
    return HubFixture.get(hub, "/api/hosts").body();
  }

  private static Client agent(HubServer hub) throws Exception {
    Client agent = Client.agent(hub).send(hello());
    agent.next();
    return agent;
  }

  @Test
  void aKioskThatComesToTheOtherHubGoesOnWhereItWas() throws Exception {
    try (Client agent = agent(one)) {
      agent.send(batch("readings", 0, cpu(1), cpu(2)));
      assertThat(agent.next()).isEqualTo(receipt("readings", 2));
    }
    try (Client agent = Client.agent(other).send(hello())) {
      assertThat(agent.next()).isEqualTo(welcome(0, 2));
      agent.send(batch("readings", 1, cpu(2), cpu(3)));
      assertThat(agent.next()).isEqualTo(receipt("readings", 3));
    }
    assertThat(HubFixture.get(one, "/api/events?tenant=acme").body().lines())
        .hasSize(3)
        .isEqualTo(HubFixture.get(other, "/api/events?tenant=acme").body().lines().toList());
  }

  @Test
  void aPlainAgentsPositionsGoOnAtTheOtherHub() throws Exception {
    for (HubServer hub : new HubServer[] {one, other, one}) {
      try (Client agent = Client.plainAgent(hub).send(cpu(7)).send(cpu(8)).ping("x")) {
        assertThat(agent.pong()).isEqualTo("x");
      }
    }
    assertThat(HubFixture.get(other, "/api/events?tenant=acme&lane=plain").body().lines())
        .hasSize(6);
  }

  @Test
  void aCommandReachesAKioskOfTheOtherHubAndTheReplyComesBack() throws Exception {
    try (Client agent = agent(one);
        Client operator = Client.operator(other, "acme")) {
      operator.send(setThreshold("T1-K017", 85, "c1"));
      assertThat(agent.next()).isEqualTo(setThreshold("T1-K017", 85, "c1"));
      agent.send(ACK);
      assertThat(operator.next()).isEqualTo(ACK);
    }
  }

  @Test
  void aKioskThatNoHubHoldsIsOfflineAtOnceAndOneThatDoesNotAnswerTimesOut() throws Exception {
    try (Client agent = agent(one);
        Client operator = Client.operator(other, "acme")) {
      operator.send(setThreshold("nobody", 85, "c0"));
      assertThat(operator.next()) // not timeout, which comes later
          .contains("\"cid\":\"c0\"", "offline: no agent of host nobody is connected");
      operator.send(setThreshold("T1-K017", 85, "c1"));
      agent.next();
      assertThat(operator.next()).contains("\"cid\":\"c1\"", "timeout: no answer from T1-K017");
    }
  }

  @Test
  void theNewestConnectionOfAKioskWinsOverAllHubs() throws Exception {
    try (Client older = agent(one);
        Client newer = agent(other);
        Client operator = Client.operator(one, "acme")) {
      assertThat(older.closed()).startsWith("4001 replaced by a newer connection");
      await().until(() -> hosts(one).contains("\"connected\":true"));
      operator.send(setThreshold("T1-K017", 85, "c1"));
      assertThat(newer.next()).isEqualTo(setThreshold("T1-K017", 85, "c1"));
      newer.send(ACK);
      assertThat(operator.next()).isEqualTo(ACK);
    }
  }

  @Test
  void operatorsSeeTheEventsOfAllHubsOnceAndOfTheirTenantOnly() throws Exception {
    try (Client agent = agent(one);
        Client near = Client.operator(one, "acme");
        Client far = Client.operator(other, "acme");
        Client wild = Client.operator(other, "%3E");
        Client dotted = Client.operator(other, "acme.eu")) {
      agent.send(batch("readings", 0, cpu(1), cpu(2))).next();
      agent.send(batch("readings", 1, cpu(2), cpu(3))).next();
      for (Client operator : new Client[] {near, far}) {
        assertThat(operator.next()).isEqualTo(cpu(1));
        assertThat(operator.next()).isEqualTo(cpu(2));
        assertThat(operator.next()).isEqualTo(cpu(3));
      }
      try (Client eu = Client.agent(one).send(hello("acme.eu", "K", "s"))) {
        eu.next();
        eu.send(batch("readings", 0, cpu("acme.eu", "K", 9))).next();
        assertThat(dotted.next()).isEqualTo(cpu("acme.eu", "K", 9));
      }
      assertThat(near.isQuiet() && far.isQuiet() && wild.isQuiet() && dotted.isQuiet()).isTrue();
    }
  }

  @Test
  void anyHubListsTheHostsOfAllHubs() throws Exception {
    try (Client agent = agent(one)) {
      agent.send(device("warning", true));
      await()
          .untilAsserted(
              () ->
                  assertThat(hosts(other))
                      .contains("\"host\":\"T1-K017\"", "\"connected\":true")
                      .contains("\"devices\":[" + device("warning", true) + "]"));
    }
    await().untilAsserted(() -> assertThat(hosts(other)).doesNotContain("\"connected\":true"));
  }

  @Test
  void whileNatsIsAwayNothingIsReceiptedAndHealthSaysSo() throws Exception {
    try (Client agent = agent(one)) {
      nats.kill();
      await().until(() -> HubFixture.get(one, "/healthz").statusCode() == 503);
      assertThat(health(one)).contains("\"status\":\"failed\"", "NATS is away");
      agent.send(batch("readings", 0, cpu(1)));
      assertThat(agent.closed()).startsWith("1013 ");
      assertThat(agent.isQuiet()).isTrue();
    }
    nats.start();
    await().until(() -> health(one).contains("\"status\":\"ok\""));
    try (Client agent = Client.agent(one).send(hello())) {
      assertThat(agent.next()).isEqualTo(welcome(0, 0));
      agent.send(batch("readings", 0, cpu(1)));
      assertThat(agent.next()).isEqualTo(receipt("readings", 1));
    }
  }

  @Test
  void aStoreThatCannotBeReadIsSaidAndNeverLooksEmpty() throws Exception {
    try (Client agent = agent(one)) {
      agent.send(batch("readings", 0, cpu(1), cpu(2))).next();
    }
    nats.kill();
    await().until(() -> HubFixture.get(one, "/healthz").statusCode() == 503);
    for (String path :
        List.of("/api/events?tenant=acme", "/api/events?tenant=acme&host=T1-K017", "/api/hosts")) {
      HttpResponse<String> refused = HubFixture.get(one, path);
      assertThat(refused.statusCode()).as(path).isEqualTo(503);
      assertThat(refused.body()).as(path).startsWith("the store cannot be read now: ");
    }
  }

  @Test
  void anExportThatCannotGoOnIsCutOffAndNeverLooksWhole() throws Exception {
    int batches = 200; // some 20 MB as it is handed out, more than lies in buffers on its way
    String[] events = new String[500];
    try (Client agent = agent(one)) {
      for (int i = 0; i < batches; i++) {
        for (int j = 0; j < events.length; j++) {
          events[j] = cpu(events.length * (long) i + j);
        }
        agent.send(batch("readings", events.length * (long) i, events)).next();
      }
    }
    HttpRequest export =
        HttpRequest.newBuilder(one.httpUri().resolve("/api/events?tenant=acme")).build();
    InputStream body = HttpClient.newHttpClient().send(export, BodyHandlers.ofInputStream()).body();
    assertThat(body.read()).isEqualTo('{');
    nats.kill();
    assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
  }
}
