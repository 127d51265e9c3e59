package dev.kiosk.simulator.hub;

import static dev.kiosk.simulator.hub.Frames.batch;
import static dev.kiosk.simulator.hub.Frames.cpu;
import static dev.kiosk.simulator.hub.Frames.hello;
import static dev.kiosk.simulator.hub.Frames.setThreshold;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {

  private static final String TOKENS =
      """
      # for the tests
      agent-of-k017   tenant=acme role=agent host=T1-K017
      viewer-of-acme  tenant=acme role=viewer
      operator-acme   tenant=acme role=operator
      operator-other  tenant=other role=operator
      admin-of-all    tenant=* role=admin
      """;

  private static HubServer hub(Path dir) throws Exception {
    Path file = HubFixture.tokens(dir.resolve("tokens"), TOKENS);
    return HubServer.start(HubFixture.config(dir.resolve("data")).withTokens(file));
  }

  private static Client as(String token, URI uri) throws Exception {
    return Client.connect(uri, HubServer.SUBPROTOCOL, token, true);
  }

  private static void assertRefused(int status, ThrowingCallable connect) {
    assertThatThrownBy(connect)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(status));
  }

  @Test
  void anAgentComesInWithItsTokenAndOnlyAsItsOwnHost(@TempDir Path dir) throws Exception {
    try (HubServer hub = hub(dir)) {
      assertRefused(401, () -> Client.agent(hub));
      assertRefused(401, () -> as("guessed-token", hub.agentUri()));
      assertRefused(403, () -> as("operator-acme", hub.agentUri()));
      try (Client agent = as("agent-of-k017", hub.agentUri())) {
        assertThat(agent.send(hello()).next()).contains("welcome");
      }
      for (String foreign :
          new String[] {hello("acme", "T1-K018", "s"), hello("other", "T1-K017", "s")}) {
        try (Client agent = as("agent-of-k017", hub.agentUri())) {
          assertThat(agent.send(foreign).closed()).startsWith("1008 the token is not of");
        }
      }
    }
  }

  @Test
  void operatorsAreKeptToTheirTenantAndViewersToReading(@TempDir Path dir) throws Exception {
    try (HubServer hub = hub(dir);
        Client agent = as("agent-of-k017", hub.agentUri())) {
      agent.send(hello()).next();
      assertRefused(401, () -> Client.operator(hub, "acme"));
      assertRefused(403, () -> as("operator-other", HubFixture.telemetry(hub, "?tenant=acme")));
      assertRefused(403, () -> as("agent-of-k017", HubFixture.telemetry(hub, "?tenant=acme")));
      assertRefused(400, () -> as("admin-of-all", HubFixture.telemetry(hub, "")));
      try (Client viewer = as("viewer-of-acme", HubFixture.telemetry(hub, ""));
          Client byQuery =
              Client.connect(
                  HubFixture.telemetry(hub, "?access_token=operator-acme"), null, null, true)) {
        viewer.send(setThreshold("T1-K017", 85, "c1"));
        assertThat(viewer.next()).contains("unsupported-command: this token may read");
        byQuery.send(setThreshold("T1-K017", 85, "c1"));
        assertThat(agent.next()).contains("set-threshold");
      }
    }
  }

  @Test
  void theApiShowsEachTenantItsOwn(@TempDir Path dir) throws Exception {
    try (HubServer hub = hub(dir);
        Client agent = as("admin-of-all", hub.agentUri())) {
      agent.send(hello()).next();
      agent.send(batch("readings", 0, cpu(1))).next();
      assertThat(HubFixture.get(hub, "/api/hosts").statusCode()).isEqualTo(401);
      assertThat(get(hub, "/api/hosts", "agent-of-k017")).startsWith("403");
      assertThat(get(hub, "/api/hosts", "operator-other")).isEqualTo("200 {\"hosts\":[]}");
      assertThat(get(hub, "/api/hosts", "viewer-of-acme")).contains("T1-K017");
      assertThat(get(hub, "/api/hosts", "admin-of-all")).contains("T1-K017");
      assertThat(get(hub, "/api/events?tenant=acme", "operator-other")).startsWith("403");
      assertThat(get(hub, "/api/events", "operator-other")).isEqualTo("200 ");
      assertThat(get(hub, "/api/events", "viewer-of-acme")).contains(cpu(1));
      assertThat(get(hub, "/api/events", "admin-of-all")).isEqualTo("400 tenant= is missing\n");
      assertThat(HubFixture.get(hub, "/healthz").statusCode()).isEqualTo(200);
    }
  }

  private static String get(HubServer hub, String path, String token) throws Exception {
    var response = HubFixture.get(hub, path, "Authorization", "Bearer " + token);
    return response.statusCode() + " " + response.body();
  }

  @Test
  void withoutTokensAWebPageFromElsewhereIsKeptOut(@TempDir Path dir) throws Exception {
    try (HubServer hub = HubServer.start(HubFixture.config(dir))) {
      String evil = "https://evil.example";
      assertThat(HubFixture.get(hub, "/api/hosts", "Origin", evil).statusCode()).isEqualTo(403);
      assertThat(HubFixture.get(hub, "/api/hosts", "Origin", "http://localhost:1").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void withoutTokensTheHubDoesNotListenBeyondLoopback(@TempDir Path dir) {
    HubConfig config = HubConfig.of(new InetSocketAddress("0.0.0.0", 0), dir, HubFixture.time());
    assertThatThrownBy(() -> HubServer.start(config))
        .isInstanceOf(HubException.class)
        .hasMessage(
            "without a token file the hub listens on loopback only, not on 0.0.0.0; give it tokens");
  }
}
