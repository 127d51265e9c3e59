package dev.kiosk.simulator.hub;

import static dev.kiosk.simulator.hub.Frames.ack;
import static dev.kiosk.simulator.hub.Frames.hello;
import static dev.kiosk.simulator.hub.Frames.setThreshold;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {

  private static String audit(HubServer hub) throws Exception {
    return HubFixture.get(hub, "/api/audit?tenant=acme&host=T1-K017").body();
  }

  private static String thresholds(HubServer hub) throws Exception {
    return HubFixture.get(hub, "/api/thresholds?tenant=acme&host=T1-K017").body();
  }

  @Test
  void theAuditListNamesTheTokenThatAsked(@TempDir Path dir) throws Exception {
    Path file =
        HubFixture.tokens(
            dir.resolve("tokens"),
            """
            agent-of-acme tenant=acme role=agent
            operator-ana  tenant=acme role=operator name=ana
            """);
    try (HubServer hub = HubServer.start(HubFixture.config(dir.resolve("data")).withTokens(file));
        Client agent =
            Client.connect(hub.agentUri(), HubServer.SUBPROTOCOL, "agent-of-acme", true);
        Client ana = Client.connect(HubFixture.telemetry(hub, ""), null, "operator-ana", true)) {
      agent.send(hello()).next();
      ana.send(setThreshold("T1-K017", 85, "c1"));
      agent.next();
      ana.send(setThreshold("T1-K017", 80, "c2"));
      agent.next();
      agent.send(ack("c1", "90")).send(ack("c2", "85"));
      ana.next();
      ana.next();
      var audit = HubFixture.get(hub, "/api/audit", "Authorization", "Bearer operator-ana").body();
      assertThat(audit)
          .contains("\"who\":\"ana\"", "\"cid\":\"c1\"", "\"cid\":\"c2\"", "\"outcome\":\"ack\"");
      assertThat(audit.indexOf("c2")).as("newest first").isLessThan(audit.indexOf("c1"));
      assertThat(
              HubFixture.get(
                      hub, "/api/thresholds?host=T1-K017", "Authorization", "Bearer operator-ana")
                  .body())
          .contains(
              "\"metric\":\"cpu\",\"state\":\"set\",\"pct\":80.0,\"previous\":85.0,\"who\":\"ana\"",
              "\"metric\":\"memory\",\"state\":\"unknown\"}");
    }
  }

  @Test
  void whatWasSetIsKnownAfterKillMinusNineAndARestart(@TempDir Path dir) throws Exception {
    Process child = HubProcess.start(dir);
    try (BufferedReader said = child.inputReader();
        Client agent =
            Client.connect(HubProcess.agentUri(said), HubServer.SUBPROTOCOL, null, true);
        Client operator =
            Client.connect(agent.uri().resolve("telemetry?tenant=acme"), null, null, true)) {
      agent.send(hello()).next();
      operator.send(setThreshold("T1-K017", 85, "c1"));
      agent.next();
      agent.send(ack("c1", "90"));
      operator.next();
      operator.send(setThreshold("T1-K017", 70, "c2"));
      agent.next(); // it has reached the kiosk, and the hub dies before the answer
    } finally {
      child.destroyForcibly();
      assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    try (HubServer hub = HubServer.start(HubFixture.config(dir))) {
      assertThat(audit(hub))
          .contains("\"cid\":\"c1\"", "\"outcome\":\"ack\"", "\"previous\":90.0")
          .contains("\"cid\":\"c2\"", "\"outcome\":\"unknown\"");
      assertThat(thresholds(hub))
          .contains("\"state\":\"unknown\",\"pct\":85.0", "\"unanswered\":[\"c2\"]");
    }
    try (HubServer again = HubServer.start(HubFixture.config(dir))) {
      assertThat(audit(again)).contains("\"cid\":\"c1\"", "\"cid\":\"c2\"");
    }
  }
}
