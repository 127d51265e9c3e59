package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.link.LinkStatus;
import dev.kiosk.agent.link.LinkStatus.State;
import dev.kiosk.agent.link.websocket.Authority;
import dev.kiosk.agent.status.StatusSnapshot;
import dev.kiosk.agent.time.Time;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole agent against real TLS servers: whom it believes, what it shows, and what it says. */
@Timeout(120)
class TransportSecurityTest {

  private static Authority authority;
  private static Authority stranger;

  private final Path dir;
  private final Path ca;
  private final Path cert;
  private final Path key;
  private final Path token;
  private @Nullable RunningAgent running;

  @BeforeAll
  static void signCertificates(@TempDir Path ours, @TempDir Path theirs) throws Exception {
    authority =
        Authority.in(ours)
            .sign("here", "ip:127.0.0.1")
            .sign("elsewhere", "dns:elsewhere.example")
            .sign("old", "ip:127.0.0.1", "-startdate", "-10d", "-validity", "5")
            .sign("client", "dns:k", "-validity", "400")
            .sign("renewed", "dns:k", "-validity", "400")
            .sign("ending", "dns:k", "-validity", "20")
            .sign("ended", "dns:k", "-startdate", "-10d", "-validity", "5");
    stranger = Authority.in(theirs);
  }

  TransportSecurityTest(@TempDir Path dir) throws Exception {
    this.dir = dir;
    ca = Files.writeString(dir.resolve("ca.pem"), authority.certificate("ca"));
    cert = dir.resolve("client.pem");
    key = dir.resolve("client.key");
    token = Files.writeString(dir.resolve("token"), "one\n");
  }

  @AfterEach
  void stop() {
    RunningAgent over = running;
    if (over != null) {
      over.close();
    }
  }

  private void install(String alias) throws Exception {
    Files.writeString(cert, authority.certificate(alias));
    Files.writeString(key, authority.key(alias));
  }

  private String url(SecureServer server) {
    return """
        url = "wss://%s/ws/agent"
        ca_file = "%s"
        token_file = "%s"
        """
        .formatted(server.address(), ca, token);
  }

  private String pair() {
    return """
        client_cert_file = "%s"
        client_key_file = "%s"
        """
        .formatted(cert, key);
  }

  private Agent assemble(String server) throws Exception {
    String text =
        """
        [kiosk]
        tenant_id = "acme"
        host = "K"
        state_dir = "%s"
        [sample]
        cpu = "off"
        memory = "off"
        disk = "off"
        temperature = "off"
        [server]
        backoff_initial = "100ms"
        backoff_max = "1s"
        """
            .formatted(dir.resolve("state"));
    AgentConfig config = ConfigReader.parse("agent.toml", text + server, Path.of("/"));
    Platform platform = Platform.real(Path.of("/"), config.tls());
    return Agent.assemble(config, platform, new Probes(List.of(), List.of()));
  }

  private void start(String server) throws Exception {
    stop();
    running = RunningAgent.start(assemble(server), Time.system());
  }

  private Agent agent() {
    return Objects.requireNonNull(running).agent();
  }

  private StatusSnapshot.Server status() {
    return new Snapshots(agent(), Time.system()).take().server();
  }

  private LinkStatus await(State state) {
    patiently()
        .pollInterval(Duration.ofMillis(10))
        .until(() -> agent().link().status().state() == state);
    return agent().link().status();
  }

  /** Whole agents over real TLS, on a machine that others build on, too. */
  private static ConditionFactory patiently() {
    return Awaitility.await().atMost(Duration.ofSeconds(30));
  }

  /** Waits until the last error has these words in it; the attempts go on meanwhile. */
  private void awaitError(String words) {
    patiently()
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> assertThat(agent().link().status().lastError()).contains(words));
  }

  private void awaitMet(List<String> met, int count) {
    patiently().pollInterval(Duration.ofMillis(10)).until(() -> met.size() >= count);
  }

  @Test
  void aServerWithTheNameOfAnotherIsNotTalkedTo() throws Exception {
    try (var server = SecureServer.showing(authority, "elsewhere")) {
      start(url(server));
      awaitError("the certificate of " + server.address() + " is not for this server: ");
      assertThat(server.tokens()).isEmpty();
    }
  }

  @Test
  void aServerOfAnAuthorityThatIsNotTrustedIsNotTalkedTo() throws Exception {
    Files.writeString(ca, stranger.certificate("ca"));
    try (var server = SecureServer.showing(authority, "here")) {
      start(url(server));
      awaitError(
          "the certificate of %s is not signed by an authority that this machine trusts"
              .formatted(server.address()));
      assertThat(server.tokens()).isEmpty();
      Files.writeString(ca, authority.certificate("ca"));
      await(State.CONNECTED);
    }
  }

  @Test
  void aServerWhoseCertificateHasEndedIsNotTalkedTo() throws Exception {
    try (var server = SecureServer.showing(authority, "old")) {
      start(url(server));
      awaitError(
          "the certificate of %s has expired, or the clock of this machine is wrong"
              .formatted(server.address()));
      assertThat(server.tokens()).isEmpty();
    }
  }

  @Test
  void aServerThatWantsACertificateSaysSoAndGetsIt() throws Exception {
    try (var server = SecureServer.demanding(authority, "here")) {
      start(url(server));
      awaitError("the server requires a certificate of this kiosk (client_cert_file)");
      install("client");
      start(url(server) + pair());
      await(State.CONNECTED);
      assertThat(server.subjects()).containsExactly("CN=client");
    }
  }

  @Test
  void aCertificateOfOursThatHasEndedIsToldByTheServerAndByTheStatus() throws Exception {
    install("ended");
    try (var server = SecureServer.demanding(authority, "here")) {
      start(url(server) + pair());
      awaitError("certificate of this kiosk");
      patiently()
          .untilAsserted(
              () -> assertThat(agent().recorder().certificateSince()).as("told").isNotNull());
      assertThat(new Snapshots(agent(), Time.system()).take())
          .extracting(snapshot -> dev.kiosk.agent.status.Assessment.of(snapshot).headline())
          .asString()
          .contains("the client certificate CN=ended ended on ");
    }
  }

  @Test
  void aRenewedPairIsShownAtTheNextConnection() throws Exception {
    install("client");
    try (var server = SecureServer.demanding(authority, "here")) {
      start(url(server) + pair());
      awaitMet(server.subjects(), 1);
      await(State.CONNECTED);
      install("renewed");
      server.endSession();
      awaitMet(server.subjects(), 2);
      assertThat(server.subjects()).containsExactly("CN=client", "CN=renewed");
      await(State.CONNECTED);
    }
  }

  @Test
  void aBadRenewalIsToldOnceAndTheOldPairIsShownOn() throws Exception {
    install("client");
    var said = new ByteArrayOutputStream();
    PrintStream before = System.err;
    try (var server = SecureServer.demanding(authority, "here")) {
      System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
      start(url(server) + pair());
      awaitMet(server.subjects(), 1);
      Files.writeString(cert, authority.certificate("renewed")); // and its key is still to come
      for (int connection = 2; connection <= 4; connection++) {
        await(State.CONNECTED);
        server.endSession();
        awaitMet(server.subjects(), connection);
      }
      assertThat(server.subjects()).hasSize(4).containsOnly("CN=client");
      String why = key + " does not belong to the certificate in " + cert + " (CN=renewed)";
      assertThat(status().certificateTrouble()).startsWith(why);
      assertThat(status().certificate())
          .extracting(StatusSnapshot.Certificate::subject)
          .isEqualTo("CN=client");
      assertThat(said.toString(StandardCharsets.UTF_8)).containsOnlyOnce(why);
      install("renewed");
      await(State.CONNECTED);
      server.endSession();
      awaitMet(server.subjects(), 5);
      assertThat(server.subjects()).last().isEqualTo("CN=renewed");
      assertThat(status().certificateTrouble()).isNull();
      assertThat(said.toString(StandardCharsets.UTF_8)).contains("the next connection uses");
    } finally {
      System.setErr(before);
    }
  }

  @Test
  void whileThereHasBeenNoGoodPairTheLinkSaysWhy() throws Exception {
    Files.writeString(cert, authority.certificate("client"));
    Files.writeString(key, authority.key("renewed"));
    try (var server = SecureServer.demanding(authority, "here")) {
      start(url(server) + pair());
      awaitError("TLS cannot be set up: " + key + " does not belong to the certificate in ");
      install("client");
      await(State.CONNECTED);
    }
  }

  @Test
  void aCertificateThatEndsSoonIsToldUntilItIsRenewedAcrossARestart() throws Exception {
    install("ending");
    try (var server = SecureServer.demanding(authority, "here")) {
      start(url(server) + pair());
      patiently().until(() -> agent().recorder().certificateSince() != null);
      Long since = agent().recorder().certificateSince();
      start(url(server) + pair());
      patiently().until(() -> agent().tls().inUse() != null);
      assertThat(status().certificate())
          .extracting(StatusSnapshot.Certificate::expiringSinceMillis)
          .isEqualTo(since);
      stop();
      install("renewed");
      start(url(server) + pair());
      patiently().until(() -> agent().recorder().certificateSince() == null);
    }
  }

  @Test
  void aRevokedTokenIsRejectedUntilTheFileHoldsANewOne() throws Exception {
    try (var server = SecureServer.showing(authority, "here")) {
      server.accept("one");
      start(url(server));
      await(State.CONNECTED);
      server.accept("two");
      server.endSession();
      LinkStatus rejected = await(State.REJECTED);
      assertThat(rejected.lastError()).contains("refused with HTTP 401", "token");
      Files.writeString(token, "two\n");
      await(State.CONNECTED);
      assertThat(server.tokens()).startsWith("Bearer one", "Bearer one").endsWith("Bearer two");
    }
  }

  @Test
  void aConnectionThatLeavesTheMachineUnencryptedIsShown() throws Exception {
    Agent beyond = assemble("url = \"ws://fleet.example.com/\"\nallow_insecure = true\n");
    assertThat(notes(beyond)).singleElement().asString().contains("allow_insecure");
    Agent here = assemble("url = \"ws://127.0.0.1:1/\"\nallow_insecure = true\n");
    assertThat(notes(here)).isEmpty();
  }

  private static List<String> notes(Agent agent) throws IOException {
    try {
      return new Snapshots(agent, Time.system()).take().server().notes();
    } finally {
      agent.closeSpools();
    }
  }
}
