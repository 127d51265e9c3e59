package dev.kiosk.simulator.hub;

import static dev.kiosk.simulator.hub.Frames.batch;
import static dev.kiosk.simulator.hub.Frames.cpu;
import static dev.kiosk.simulator.hub.Frames.device;
import static dev.kiosk.simulator.hub.Frames.error;
import static dev.kiosk.simulator.hub.Frames.gap;
import static dev.kiosk.simulator.hub.Frames.hello;
import static dev.kiosk.simulator.hub.Frames.receipt;
import static dev.kiosk.simulator.hub.Frames.welcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConversationTest {

  HubServer hub;

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    hub = HubServer.start(HubFixture.config(dir));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private Client greeted() throws Exception {
    Client agent = Client.agent(hub).send(hello());
    agent.next();
    return agent;
  }

  private String events(String query) throws Exception {
    return HubFixture.get(hub, "/api/events?tenant=acme&" + query).body();
  }

  @Test
  void aNewSpoolIsWelcomedAtZeroAndItsBatchesAreReceipted() throws Exception {
    try (Client agent = Client.agent(hub)) {
      assertThat(agent.subprotocol()).isEqualTo("kiosk.telemetry.v1");
      assertThat(agent.send(hello()).next()).isEqualTo(welcome(0, 0));
      agent.send(batch("alerts", 0, error(1, "MEDIA_OUT")));
      assertThat(agent.next()).isEqualTo(receipt("alerts", 1));
      agent.send(batch("readings", 0, cpu(2), cpu(3)));
      assertThat(agent.next()).isEqualTo(receipt("readings", 2));
    }
  }

  @Test
  void storedEventsAreExportedWithTheirIdentityAndTheirOwnTextOldestFirst() throws Exception {
    try (Client agent = greeted()) {
      agent.send(batch("readings", 0, cpu(30), cpu(10), cpu(50)));
      agent.next();
      agent.send(batch("alerts", 0, error(20, "MEDIA_OUT")));
      agent.next();
    }
    String identity = "{\"tenant\":\"acme\",\"host\":\"T1-K017\",\"spool\":\"" + Frames.SPOOL;
    assertThat(events("host=T1-K017").lines())
        .containsExactly(
            identity
                + "\",\"lane\":\"alerts\",\"position\":0,\"event\":"
                + error(20, "MEDIA_OUT")
                + "}",
            identity + "\",\"lane\":\"readings\",\"position\":0,\"event\":" + cpu(30) + "}",
            identity + "\",\"lane\":\"readings\",\"position\":1,\"event\":" + cpu(10) + "}",
            identity + "\",\"lane\":\"readings\",\"position\":2,\"event\":" + cpu(50) + "}");
    assertThat(events("host=T1-K017&lane=readings&from=1&limit=1").lines())
        .singleElement()
        .asString()
        .contains("\"position\":1");
    assertThat(events("spool=another")).isEmpty();
  }

  @Test
  void aRepeatedBatchIsReceiptedAgainAndStoredOnce() throws Exception {
    try (Client agent = greeted()) {
      agent.send(batch("readings", 0, cpu(1), cpu(2)));
      assertThat(agent.next()).isEqualTo(receipt("readings", 2));
      agent.send(batch("readings", 1, cpu(2), cpu(3)));
      assertThat(agent.next()).isEqualTo(receipt("readings", 3));
      assertThat(events("lane=readings").lines()).hasSize(3);
      assertThat(HubFixture.get(hub, "/api/hosts").body()).contains("\"duplicates\":1");
    }
  }

  @Test
  void aBatchAboveNextIsHeldAndCountsOnceTheHoleIsFilled() throws Exception {
    try (Client agent = greeted()) {
      agent.send(batch("readings", 3, cpu(4), cpu(5)));
      assertThat(agent.next()).isEqualTo(receipt("readings", 0));
      assertThat(HubFixture.get(hub, "/api/hosts").body()).contains("\"missing\":3");
      agent.send(batch("readings", 0, cpu(1), cpu(2)));
      assertThat(agent.next()).isEqualTo(receipt("readings", 2));
      agent.send(batch("readings", 2, cpu(3)));
      assertThat(agent.next()).isEqualTo(receipt("readings", 5));
    }
  }

  @Test
  void aGapIsStoredAndMovesNextOfTheLaneItNames() throws Exception {
    try (Client agent = greeted()) {
      agent.send(batch("readings", 10, cpu(4)));
      assertThat(agent.next()).isEqualTo(receipt("readings", 0));
      agent.send(batch("alerts", 0, gap("readings", 0, 10)));
      assertThat(new String[] {agent.next(), agent.next()})
          .containsExactlyInAnyOrder(receipt("alerts", 1), receipt("readings", 11));
      assertThat(events("lane=alerts")).contains("\"type\":\"gap\"");
    }
  }

  @Test
  void aGapAmongTheAlertsThemselvesMovesAlerts() throws Exception {
    try (Client agent = greeted()) {
      agent.send(batch("alerts", 7, gap("alerts", 0, 7)));
      assertThat(agent.next()).isEqualTo(receipt("alerts", 8));
    }
  }

  @Test
  void aSecondHelloSwitchesToAnotherSpoolOfTheSameHost() throws Exception {
    try (Client agent = greeted()) {
      agent.send(batch("readings", 0, cpu(1)));
      assertThat(agent.next()).isEqualTo(receipt("readings", 1));
      assertThat(agent.send(hello("acme", "T1-K017", "second")).next()).isEqualTo(welcome(0, 0));
      agent.send(batch("readings", 0, cpu(1), cpu(2)));
      assertThat(agent.next()).isEqualTo(receipt("readings", 2));
      assertThat(events("lane=readings").lines()).hasSize(3);
    }
  }

  @Test
  void liveEventsShowTheHostButAreNotStored() throws Exception {
    try (Client agent = greeted()) {
      agent.send(device("warning", true));
      agent.send(
          """
          {"type":"heartbeat","ts":9,"tenantId":"acme","host":"T1-K017","uptimeMs":5000,\
          "pressure":1,"buffered":{"alerts":0,"readings":12},"dropped":0}""");
      await()
          .untilAsserted(
              () ->
                  assertThat(HubFixture.get(hub, "/api/hosts").body())
                      .contains("\"connected\":true", "\"level\":\"v1\"", "\"agent\":\"1.0.0\"")
                      .contains("\"devices\":[" + device("warning", true) + "]")
                      .contains("\"heartbeat\":{\"type\":\"heartbeat\""));
      assertThat(events("")).isEmpty();
    }
    await()
        .untilAsserted(
            () ->
                assertThat(HubFixture.get(hub, "/api/hosts").body())
                    .contains("\"connected\":false"));
  }

  @Test
  void anOlderDeviceStateFromTheBacklogDoesNotHideTheLiveOne() throws Exception {
    try (Client agent = greeted()) {
      String live = device("ready", true);
      String older = device("error", false).replace("\"ts\":7", "\"ts\":6");
      String newer = device("offline", false).replace("\"ts\":7", "\"ts\":8");
      agent.send(live).send(batch("alerts", 0, older)).next();
      assertThat(HubFixture.get(hub, "/api/hosts").body()).contains("\"devices\":[" + live);
      agent.send(batch("alerts", 1, newer)).next();
      assertThat(HubFixture.get(hub, "/api/hosts").body()).contains("\"devices\":[" + newer);
    }
  }

  @Test
  void messagesOfAKindNotYetKnownArePassedOver() throws Exception {
    try (Client agent = greeted()) {
      agent.send("{\"kind\":\"news\",\"nested\":[{\"deep\":[1]}]}");
      agent.send(batch("readings", 0, "{\"extra\":{\"a\":[1,{}]}," + cpu(1).substring(1)));
      assertThat(agent.next()).isEqualTo(receipt("readings", 1));
    }
  }

  @Test
  void anEventWrittenOnSeveralLinesIsKeptOnOne() throws Exception {
    try (Client agent = greeted()) {
      agent.send(batch("readings", 0, cpu(1).replace(",", ",\r\n"))).next();
      assertThat(events("lane=readings").lines())
          .singleElement()
          .asString()
          .endsWith(cpu(1).replace(",", ",  ") + "}");
    }
  }

  @Test
  void aNewerConnectionOfTheSameHostReplacesTheOlderOne() throws Exception {
    try (Client older = greeted();
        Client newer = greeted()) {
      assertThat(older.closed()).startsWith("4001 replaced by a newer connection");
      newer.send(batch("readings", 0, cpu(1)));
      assertThat(newer.next()).isEqualTo(receipt("readings", 1));
      assertThat(HubFixture.get(hub, "/api/hosts").body()).contains("\"connected\":true");
    }
  }

  @Test
  void aPlainAgentsPingIsAnsweredAfterItsEventsAreStored() throws Exception {
    try (Client agent = Client.plainAgent(hub)) {
      assertThat(agent.subprotocol()).isEmpty();
      for (int i = 0; i < 100; i++) {
        agent.send(cpu(i));
      }
      assertThat(agent.ping("after 100").pong()).isEqualTo("after 100");
      assertThat(events("spool=plain&lane=plain").lines()).hasSize(100);
      assertThat(events("lane=plain&from=99")).contains("\"position\":99,\"event\":" + cpu(99));
      assertThat(agent.isQuiet()).isTrue();
    }
  }

  @Test
  void aPingWithNothingBeforeItIsAnsweredToo() throws Exception {
    try (Client plain = Client.plainAgent(hub);
        Client agent = greeted()) {
      assertThat(plain.ping("a").pong()).isEqualTo("a");
      assertThat(agent.ping("b").pong()).isEqualTo("b");
    }
  }

  @Test
  void positionsOfPlainEventsGoOnAfterAReconnect() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (Client agent = Client.plainAgent(hub).send(cpu(i)).ping("x")) {
        agent.pong();
      }
    }
    assertThat(events("lane=plain&from=2")).contains("\"position\":2,\"event\":" + cpu(2));
  }
}
