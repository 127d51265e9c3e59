package dev.kiosk.simulator.hub;

import static dev.kiosk.simulator.hub.Frames.hello;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationTest {

  private static final String AGENT = "agent-of-k017 tenant=acme role=agent host=T1-K017\n";
  private static final String ANA = "operator-ana tenant=acme role=operator name=ana\n";
  private static final String BEN = "operator-ben tenant=acme role=operator name=ben\n";
  private static final String ADMIN = "admin-of-all tenant=* role=admin\n";

  private Path dir;

  @BeforeEach
  void useFolder(@TempDir Path folder) {
    dir = folder;
  }

  /** Puts a file in place of the token file, whole. */
  private Path tokens(String lines) throws Exception {
    Path next = HubFixture.tokens(dir.resolve("next"), lines);
    return Files.move(
        next,
        dir.resolve("tokens"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private HubServer hub() throws Exception {
    Path file = tokens(AGENT + ANA + BEN + ADMIN);
    return HubServer.start(HubFixture.config(dir.resolve("data")).withTokens(file));
  }

  private static Client as(String token, URI uri) throws Exception {
    return Client.connect(uri, HubServer.SUBPROTOCOL, token, true);
  }

  private static String tokenFileOk(HubServer hub) throws Exception {
    String all = HubFixture.get(hub, "/metrics", "Authorization", "Bearer admin-of-all").body();
    return all.lines().filter(line -> line.startsWith("kiosk_hub_token_file_ok")).toList().get(0);
  }

  @Test
  void takingATokenAwayEndsItsConnectionsWithinSecondsAndNoOthers() throws Exception {
    try (HubServer hub = hub();
        Client agent = as("agent-of-k017", hub.agentUri());
        Client silent = as("agent-of-k017", hub.agentUri());
        Client ana = as("operator-ana", HubFixture.telemetry(hub, ""));
        Client ben = as("operator-ben", HubFixture.telemetry(hub, ""))) {
      agent.send(hello()).next();
      tokens(BEN + ADMIN + "operator-eve tenant=acme role=operator\n");
      assertThat(agent.closed()).isEqualTo("1008 the token was taken away or changed");
      assertThat(silent.closed()).isEqualTo("1008 the token was taken away or changed");
      assertThat(ana.closed()).isEqualTo("1008 the token was taken away or changed");
      assertThat(ben.send("{\"cid\":\"here\"}").next()).contains("\"cid\":\"here\"");
      as("operator-eve", HubFixture.telemetry(hub, "")).close();
      assertThat(
              HubFixture.get(hub, "/api/hosts", "Authorization", "Bearer operator-ana")
                  .statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void aTokenThatMayDoLessFromNowOnHasToComeAgain() throws Exception {
    try (HubServer hub = hub();
        Client ana = as("operator-ana", HubFixture.telemetry(hub, ""))) {
      tokens(AGENT + ANA.replace("role=operator", "role=viewer") + ADMIN);
      assertThat(ana.closed()).isEqualTo("1008 the token was taken away or changed");
    }
  }

  @Test
  void aFileWithMistakesOrNoFileAtAllKeepsTheOldOneInForceAndSaysSo() throws Exception {
    try (HubServer hub = hub();
        Client ana = as("operator-ana", HubFixture.telemetry(hub, ""))) {
      assertThat(tokenFileOk(hub)).endsWith(" 1");
      tokens(ADMIN + BEN.replace("role=", "rule="));
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(tokenFileOk(hub)).endsWith(" 0"));
      assertThat(ana.send("{\"cid\":\"here\"}").next()).contains("\"cid\":\"here\"");
      tokens(AGENT + ANA + ADMIN);
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(tokenFileOk(hub)).endsWith(" 1"));
      Files.delete(dir.resolve("tokens"));
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(tokenFileOk(hub)).endsWith(" 0"));
      assertThat(ana.send("{\"cid\":\"there\"}").next()).contains("\"cid\":\"there\"");
    }
  }
}
