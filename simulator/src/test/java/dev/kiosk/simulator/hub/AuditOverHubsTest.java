package dev.kiosk.simulator.hub;

import static dev.kiosk.simulator.hub.Frames.ack;
import static dev.kiosk.simulator.hub.Frames.hello;
import static dev.kiosk.simulator.hub.Frames.setThreshold;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.simulator.hub.nats.NatsServer;
import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hubs on one JetStream have one audit list and one list of limits. */
class AuditOverHubsTest {

  private NatsServer nats;
  private Path folder;
  private HubServer here;

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    folder = dir;
    nats = NatsServer.start(dir);
    here = hub("here");
  }

  private HubServer hub(String name) throws Exception {
    return HubServer.start(HubFixture.config(folder.resolve(name)).withStore(nats.config()));
  }

  @AfterEach
  void stop() {
    here.close();
    nats.close();
  }

  private static String audit(HubServer hub) throws Exception {
    return HubFixture.get(hub, "/api/audit?tenant=acme").body();
  }

  private static String cpu(HubServer hub) throws Exception {
    return HubFixture.get(hub, "/api/thresholds?tenant=acme&host=T1-K017").body();
  }

  private static Client agent(URI agentUri) throws Exception {
    Client agent = Client.connect(agentUri, HubServer.SUBPROTOCOL, null, true);
    agent.send(hello()).next();
    return agent;
  }

  private static Client operator(URI agentUri) throws Exception {
    return Client.connect(agentUri.resolve("telemetry?tenant=acme"), null, null, true);
  }

  /** Sets a limit, which the kiosk acks. */
  private static void set(Client operator, Client agent, double pct, String cid) throws Exception {
    operator.send(setThreshold("T1-K017", pct, cid));
    assertThat(agent.next()).contains(cid);
    agent.send(ack(cid, "90"));
    assertThat(operator.next()).isEqualTo(ack(cid, "90"));
  }

  @Test
  void whatWasAskedForAtOneHubIsListedAtAllAndAtThoseThatStartLater() throws Exception {
    try (HubServer there = hub("there");
        Client agent = agent(there.agentUri());
        Client near = operator(there.agentUri());
        Client far = operator(here.agentUri())) {
      set(near, agent, 85, "c1");
      set(far, agent, 80, "c2");
      assertThat(audit(here)).as("at once where it was asked").contains("\"cid\":\"c2\"");
      await().untilAsserted(() -> assertThat(audit(there)).isEqualTo(audit(here)));
      assertThat(audit(here))
          .containsSubsequence("\"cid\":\"c2\"", "\"outcome\":\"ack\"", "\"cid\":\"c1\"");
      assertThat(audit(here)).doesNotContain("number", "waiting");
      await().untilAsserted(() -> assertThat(cpu(there)).isEqualTo(cpu(here)));
      assertThat(cpu(here)).contains("\"metric\":\"cpu\",\"state\":\"set\",\"pct\":80.0");
      try (HubServer late = hub("late")) {
        assertThat(audit(late)).as("as soon as it listens").isEqualTo(audit(here));
        assertThat(cpu(late)).isEqualTo(cpu(here));
      }
      set(near, agent, 75, "c3"); // each hub has heard the acks of the other: none is in doubt
      await().untilAsserted(() -> assertThat(cpu(here)).contains("\"state\":\"set\",\"pct\":75.0"));
      assertThat(HubFixture.get(here, "/api/audit?tenant=bravo").body())
          .isEqualTo("{\"entries\":[]}\n");
      assertThat(HubFixture.get(here, "/api/thresholds?tenant=bravo").body())
          .isEqualTo("{\"thresholds\":[]}\n");
    }
  }

  @Test
  void whatWasAnsweredSurvivesTheHubThatWasAsked() throws Exception {
    Process child = HubProcess.start(folder.resolve("doomed"), nats.url());
    try (BufferedReader said = child.inputReader();
        Client agent = agent(HubProcess.agentUri(said));
        Client operator = operator(agent.uri())) {
      set(operator, agent, 85, "c1");
      operator.send(setThreshold("T1-K017", 70, "c2"));
      agent.next(); // it has reached the kiosk, and the hub dies before the answer
    } finally {
      child.destroyForcibly().waitFor();
    }
    await()
        .untilAsserted(
            () -> {
              assertThat(audit(here)).contains("\"cid\":\"c1\"", "\"outcome\":\"ack\"");
              assertThat(audit(here)).contains("\"cid\":\"c2\"", "\"outcome\":\"waiting\"");
            });
    assertThat(cpu(here)).contains("\"pct\":85.0", "\"cid\":\"c1\"");
    try (Client agent = agent(here.agentUri());
        Client operator = operator(here.agentUri())) {
      set(operator, agent, 60, "c3"); // a kiosk obeys in order, so c2 does not matter any more
      assertThat(cpu(here)).contains("\"state\":\"set\",\"pct\":60.0");
    }
  }

  @Test
  void aPageIsToldOfALimitThatWasSetAtAnotherHub() throws Exception {
    try (HubServer there = hub("there");
        Client agent = agent(there.agentUri());
        Client operator = operator(there.agentUri());
        PageClient page = PageClient.open(here, "acme").watch("T1-K017");
        PageClient bravo = PageClient.open(here, "bravo").watch("T1-K017")) {
      page.untilComplete();
      set(operator, agent, 85, "c1");
      page.until(() -> page.limits() > 0);
      assertThat(cpu(here)).contains("\"cid\":\"c1\"");
      bravo.next();
      bravo.next();
      assertThat(bravo.limits()).isZero();
    }
  }

  @Test
  void aCommandThatNatsDoesNotKeepIsNotSentAndTheListGoesOnWhenItIsBack() throws Exception {
    try (HubServer there = hub("there");
        Client agent = agent(here.agentUri());
        Client operator = operator(here.agentUri());
        Client other = operator(there.agentUri())) {
      set(operator, agent, 85, "c1");
      nats.kill();
      await().until(() -> HubFixture.get(here, "/healthz").statusCode() == 503);
      operator.send(setThreshold("T1-K017", 80, "c2"));
      assertThat(operator.next()).contains("\"cid\":\"c2\"", "storage-failed: the hub cannot");
      assertThat(audit(here)).contains("c1").doesNotContain("c2");
      nats.start();
      for (HubServer hub : List.of(here, there)) {
        await()
            .until(
                () ->
                    HubFixture.get(hub, "/healthz")
                        .body()
                        .equals("{\"status\":\"ok\",\"hubs\":2}\n"));
      }
      other.send(setThreshold("T1-K017", 80, "c3"));
      assertThat(agent.next()).contains("c3");
      agent.send(ack("c3", "85"));
      await().untilAsserted(() -> assertThat(audit(here)).contains("\"cid\":\"c3\""));
      await().untilAsserted(() -> assertThat(cpu(here)).contains("\"state\":\"set\",\"pct\":80.0"));
      assertThat(cpu(there)).isEqualTo(cpu(here));
    }
  }

  @Test
  void aCommandForAHostThatNobodyHeardOfTakesNoPlaceInTheList() throws Exception {
    try (HubServer there = hub("there");
        Client agent = agent(there.agentUri());
        Client operator = operator(here.agentUri())) {
      operator.send(setThreshold("made-up", 85, "c1"));
      assertThat(operator.next())
          .contains("\"cid\":\"c1\"", "offline: no agent of host made-up is connected");
      set(operator, agent, 85, "c2");
      assertThat(audit(here)).contains("c2").doesNotContain("c1");
    }
  }
}
