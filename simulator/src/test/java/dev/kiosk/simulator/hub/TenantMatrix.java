package dev.kiosk.simulator.hub;

import static dev.kiosk.simulator.hub.Frames.ack;
import static dev.kiosk.simulator.hub.Frames.batch;
import static dev.kiosk.simulator.hub.Frames.hello;
import static dev.kiosk.simulator.hub.Frames.setThreshold;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.simulator.hub.nats.NatsServer;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two tenants with kiosks, events, commands and limits of their own, one kiosk name among them that
 * both have; and every token at every door and route. What is of one tenant has its name in it, so
 * that it can be seen where it does not belong.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TenantMatrix {

  private static final String TOKENS =
      """
      %1$s-agent-k1  tenant=%1$s role=agent host=K1
      %1$s-agent-any tenant=%1$s role=agent
      %1$s-viewer    tenant=%1$s role=viewer name=vera-of-%1$s
      %1$s-operator  tenant=%1$s role=operator name=otto-of-%1$s
      %1$s-admin     tenant=%1$s role=admin name=ada-of-%1$s
      """;

  /** Of a tenant that is not there, and as long as the name of one that is. */
  private static final String NOBODY = "ghost";

  private static final List<String> TENANTS = List.of("aloha", "bravo");
  private static final List<String> ROLES =
      List.of("agent-k1", "agent-any", "viewer", "operator", "admin");
  private static final List<String> ROUTES =
      List.of("/api/hosts", "/api/events", "/api/audit", "/api/thresholds", "/api/page");

  private final List<Client> open = new ArrayList<>();
  private final List<NatsServer> servers = new ArrayList<>();
  private HubServer hub;
  private HubServer agents;

  /** Closes a server after the hubs. */
  void toClose(NatsServer server) {
    servers.add(server);
  }

  /** Starts what is tested: a hub for operators, and the same or another one for agents. */
  abstract List<HubServer> start(Path dir, Path tokens) throws Exception;

  @BeforeAll
  void fill(@TempDir Path dir) throws Exception {
    String all = "all-viewer tenant=* role=viewer\nall-admin tenant=* role=admin\n";
    Path file =
        HubFixture.tokens(
            dir.resolve("tokens"), TOKENS.formatted("aloha") + TOKENS.formatted("bravo") + all);
    List<HubServer> hubs = start(dir, file);
    hub = hubs.get(0);
    agents = hubs.get(1);
    for (String tenant : TENANTS) {
      for (String host : List.of("K1", "only-" + tenant)) {
        Client agent = agent(tenant + "-agent-any");
        open.add(agent);
        agent.send(hello(tenant, host, tenant)).next();
        agent.send(batch("alerts", 0, alert(tenant, host, "stored"))).next();
        try (Client operator = operator(tenant + "-operator", "")) {
          operator.send(setThreshold(host, 85, "cid-of-" + tenant));
          agent.next();
          agent.send(ack("cid-of-" + tenant, "90"));
          operator.next();
        }
      }
    }
  }

  @AfterAll
  void stop() {
    open.forEach(Client::close);
    hub.close();
    agents.close();
    servers.forEach(NatsServer::close);
  }

  private Client agent(String token) throws Exception {
    return Client.connect(agents.agentUri(), HubServer.SUBPROTOCOL, token, true);
  }

  /** An operator that the hub knows, see {@link Client#operator}. */
  private Client operator(String token, String query) throws Exception {
    Client operator = Client.connect(HubFixture.telemetry(hub, query), null, token, true);
    operator.send("{\"cid\":\"here\"}").next();
    return operator;
  }

  private static String alert(String tenant, String host, String what) {
    return """
    {"type":"error","ts":5,"tenantId":"%1$s","host":"%2$s","code":"MEDIA_OUT",\
    "message":"%3$s at %1$s","severity":"error","active":true}"""
        .formatted(tenant, host, what);
  }

  private static String other(String tenant) {
    return tenant.equals("aloha") ? "bravo" : "aloha";
  }

  /** Status, headers that matter and body without its times, as one text. */
  private static String told(HttpResponse<String> answer) {
    return "%d %s %s %s"
        .formatted(
            answer.statusCode(),
            answer.headers().firstValue("Content-Type").orElse(""),
            answer.headers().firstValue("WWW-Authenticate").orElse(""),
            answer.body().replaceAll("\"(at|tookMillis)\":\\d+", "\"$1\":0"));
  }

  private String get(String token, String path) throws Exception {
    return told(HubFixture.get(hub, path, "Authorization", "Bearer " + token));
  }

  private String post(String token, String query, String host, String cid) throws Exception {
    return told(
        HubFixture.post(
            hub,
            "/api/commands" + query,
            setThreshold(host, 85, cid),
            "Authorization",
            "Bearer " + token,
            "Content-Type",
            "application/json"));
  }

  static Stream<Arguments> tenantsAndRoles() {
    return TENANTS.stream()
        .flatMap(tenant -> ROLES.stream().map(role -> Arguments.of(tenant, role)));
  }

  @ParameterizedTest
  @MethodSource("tenantsAndRoles")
  void noRouteTellsAnythingOfAnotherTenant(String tenant, String role) throws Exception {
    String token = tenant + "-" + role;
    String foreign = other(tenant);
    boolean reads = !role.startsWith("agent");
    for (String route : ROUTES) {
      for (String query :
          List.of("", "?tenant=" + tenant, "?host=K1", "?tenant=" + tenant + "&host=K1")) {
        String told = get(token, route + query);
        assertThat(told).as(route + query).startsWith(reads ? "200" : "403");
        assertThat(told).as(route + query).doesNotContain(foreign);
        if (reads) {
          assertThat(told).as(route + query).contains(tenant);
        }
      }
    }
    assertThat(get(token, "/metrics")).startsWith("403").doesNotContain(foreign);
    assertThat(get(token, "/healthz"))
        .matches("200 application/json {2}\\{\"status\":\"ok\"(,\"hubs\":2)?}\n");
  }

  @ParameterizedTest
  @MethodSource("tenantsAndRoles")
  void anotherTenantIsToldApartFromOneThatIsNotThereByNothing(String tenant, String role)
      throws Exception {
    String token = tenant + "-" + role;
    String foreign = other(tenant);
    for (String route : ROUTES) {
      for (String query :
          List.of("?tenant=%s", "?tenant=%s&host=K1", "?tenant=%s&host=only-%s", "?host=only-%s")) {
        String real = get(token, route + query.replace("%s", foreign));
        String absent = get(token, route + query.replace("%s", NOBODY));
        assertThat(real.replace(foreign, NOBODY)).as(route + query).isEqualTo(absent);
        assertThat(real).as(route + query).doesNotContain("stored at", "otto-of-" + foreign);
      }
    }
    for (String query : List.of("", "?tenant=" + tenant, "?tenant=%s")) {
      String real = post(token, query.replace("%s", foreign), "only-" + foreign, "x-1");
      String absent = post(token, query.replace("%s", NOBODY), "only-" + NOBODY, "x-1");
      assertThat(real.replace(foreign, NOBODY)).as(query).isEqualTo(absent);
    }
    assertThat(handshake(token, "?tenant=" + foreign)).isEqualTo(403);
    assertThat(handshake(token, "?tenant=" + NOBODY)).isEqualTo(403);
  }

  private int handshake(String token, String query) throws Exception {
    try {
      Client.connect(HubFixture.telemetry(hub, query), null, token, true).close();
      return 101;
    } catch (ExecutionException refused) {
      if (refused.getCause() instanceof WebSocketHandshakeException handshake) {
        return handshake.getResponse().statusCode();
      }
      throw refused;
    }
  }

  @Test
  void whoMayComeInWhereAndCommandWhom() throws Exception {
    Map<String, List<Integer>> expected = // at /ws/telemetry, /api/commands of the own tenant
        Map.of(
            "agent-k1", List.of(403, 403),
            "agent-any", List.of(403, 403),
            "viewer", List.of(101, 403),
            "operator", List.of(101, 503),
            "admin", List.of(101, 503));
    for (String tenant : TENANTS) {
      for (String role : ROLES) {
        String token = tenant + "-" + role;
        assertThat(
                List.of(
                    handshake(token, ""),
                    Integer.parseInt(post(token, "", "nowhere", "c").substring(0, 3))))
            .as(token)
            .isEqualTo(expected.get(role));
      }
    }
    assertThat(get("all-viewer", "/api/hosts")).contains("only-aloha", "only-bravo");
    assertThat(get("all-admin", "/metrics")).startsWith("200").doesNotContain("aloha", "bravo");
    assertThat(get("all-viewer", "/metrics")).startsWith("200");
    assertThat(post("all-viewer", "?tenant=aloha", "K1", "c")).startsWith("403");
    assertThat(post("all-admin", "?tenant=aloha", "nowhere", "c")).startsWith("503");
    assertThat(HubFixture.get(hub, "/metrics").statusCode()).isEqualTo(401);
  }

  static Stream<Arguments> agentsAndHosts() {
    return Stream.of("aloha", "bravo", NOBODY)
        .flatMap(
            tenant ->
                Stream.of("K1", "only-aloha", "only-bravo", "new")
                    .flatMap(
                        host ->
                            Stream.of("agent-k1", "agent-any", "admin")
                                .map(role -> Arguments.of("aloha-" + role, tenant, host))));
  }

  @ParameterizedTest
  @MethodSource("agentsAndHosts")
  void anAgentIsOnlyWhoItsTokenSays(String token, String tenant, String host) throws Exception {
    boolean may = tenant.equals("aloha") && (!token.equals("aloha-agent-k1") || host.equals("K1"));
    if (may && !host.equals("new")) {
      return; // would take the place of a kiosk that the other tests need
    }
    try (Client agent = agent(token)) {
      agent.send(hello(tenant, host, "s"));
      if (may) {
        assertThat(agent.next()).contains("welcome");
      } else {
        assertThat(agent.closed())
            .isEqualTo("1008 the token is not of %s/%s".formatted(tenant, host));
      }
    }
    if (!may) {
      try (Client plain = Client.connect(agents.agentUri(), null, token, true)) {
        plain.send(alert(tenant, host, "forged"));
        assertThat(plain.closed())
            .isEqualTo("1008 the token is not of %s/%s".formatted(tenant, host));
      }
      assertThat(get("all-admin", "/api/events?tenant=" + tenant)).doesNotContain("forged");
    }
    for (Client kiosk : open) {
      assertThat(kiosk.isQuiet()).as("nobody was put in the place of a kiosk").isTrue();
    }
  }

  @Test
  void eventsReachTheOperatorsOfTheirTenantOnly() throws Exception {
    try (Client aloha = operator("aloha-operator", "");
        Client viewer = operator("aloha-viewer", "");
        Client bravo = operator("bravo-operator", "");
        Client all = operator("all-viewer", "?tenant=bravo");
        Client kiosk = agent("aloha-agent-any").send(hello("aloha", "K3", "s"))) {
      kiosk.next();
      kiosk.send(batch("alerts", 0, alert("aloha", "K3", "live"))).next();
      assertThat(aloha.next()).isEqualTo(alert("aloha", "K3", "live"));
      assertThat(viewer.next()).isEqualTo(alert("aloha", "K3", "live"));
      assertThat(bravo.send("{\"cid\":\"still\"}").next()).contains("still");
      assertThat(all.send("{\"cid\":\"still\"}").next()).contains("still");
      assertThat(bravo.isQuiet() && all.isQuiet()).isTrue();
    }
  }

  @Test
  void aCidBelongsToOneHostOfOneTenantAndNobodyElseCanAnswerIt() throws Exception {
    Client alohaK1 = open.get(0);
    Client alohaOther = open.get(1);
    Client bravoK1 = open.get(2);
    try (Client aloha = operator("aloha-operator", "");
        Client colleague = operator("aloha-admin", "");
        Client bravo = operator("bravo-operator", "")) {
      aloha.send(setThreshold("K1", 10, "same"));
      bravo.send(setThreshold("K1", 20, "same"));
      colleague.send(setThreshold("only-aloha", 30, "same"));
      assertThat(alohaK1.next()).contains("\"pct\":10");
      assertThat(bravoK1.next()).contains("\"pct\":20");
      assertThat(alohaOther.next()).contains("\"pct\":30");
      alohaOther.send(ack("mine", "1")).send(ack("same", "3")).ping("x").pong();
      bravoK1.send(ack("same", "2")).ping("x").pong();
      assertThat(colleague.next()).isEqualTo(ack("same", "3"));
      assertThat(bravo.next()).isEqualTo(ack("same", "2"));
      assertThat(aloha.isQuiet()).as("not answered by anybody else").isTrue();
      alohaK1.send(ack("same", "1"));
      assertThat(aloha.next()).isEqualTo(ack("same", "1"));
      assertThat(bravo.isQuiet() && colleague.isQuiet()).isTrue();
      bravoK1.send(ack("only-aloha-has-it", "2")).ping("y").pong();
      assertThat(get("aloha-admin", "/api/thresholds?host=K1")).contains("\"pct\":10.0");
      assertThat(get("bravo-admin", "/api/thresholds?host=K1")).contains("\"pct\":20.0");
    }
  }
}
