package dev.kiosk.simulator.hub;

import static dev.kiosk.simulator.hub.Frames.batch;
import static dev.kiosk.simulator.hub.Frames.cpu;
import static dev.kiosk.simulator.hub.Frames.device;
import static dev.kiosk.simulator.hub.Frames.error;
import static dev.kiosk.simulator.hub.Frames.hello;
import static dev.kiosk.simulator.hub.Frames.setThreshold;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandRelayTest {

  private static final String ACK = "{\"kind\":\"ack\",\"cid\":\"c1\",\"previous\":null}";

  final Watched watched = new Watched();
  HubServer hub;

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    hub = HubServer.start(HubFixture.config(dir), watched);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  /** Puts down what is told, to be waited for. */
  private static final class Watched implements HubEvents {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Override
    public void agentConnected(HostId host, String level) {
      told.add("connected " + host + " " + level);
    }

    @Override
    public void agentLeft(HostId host, String reason) {
      told.add("left " + host);
    }

    @Override
    public void eventStored(StoredEvent event) {
      told.add("stored " + event.lane() + " " + event.position());
    }

    @Override
    public void commandRelayed(HostId host, String command) {
      told.add("relayed " + host);
    }

    @Override
    public void answered(HostId host, String reply) {
      told.add("answered " + host);
    }

    @Override
    public void operatorConnected(String tenantId) {
      told.add("operator " + tenantId);
    }

    private @Nullable String next() throws InterruptedException {
      return told.poll(10, TimeUnit.SECONDS);
    }
  }

  private Client agent() throws Exception {
    Client agent = Client.agent(hub).send(hello());
    agent.next();
    assertThat(watched.next()).isEqualTo("connected acme/T1-K017 v1");
    return agent;
  }

  private Client operator(String tenant) throws Exception {
    Client operator = Client.operator(hub, tenant);
    assertThat(watched.next()).isEqualTo("operator " + tenant);
    return operator;
  }

  @Test
  void aCommandReachesItsHostUnchangedAndTheReplyReturnsToWhoAsked() throws Exception {
    try (Client agent = agent();
        Client other = operator("acme");
        Client operator = operator("acme")) {
      String command = setThreshold("T1-K017", 85, "c1");
      operator.send(command);
      assertThat(agent.next()).isEqualTo(command);
      agent.send(ACK);
      assertThat(operator.next()).isEqualTo(ACK);
      String clear = "{\"kind\":\"clear-threshold\",\"host\":\"T1-K017\",\"cid\":\"c2\"}";
      assertThat(operator.send(clear)).isNotNull();
      assertThat(agent.next()).isEqualTo(clear);
      String nack = "{\"kind\":\"nack\",\"cid\":\"c2\",\"reason\":\"storage-failed: no\"}";
      agent.send(nack);
      assertThat(operator.next()).isEqualTo(nack);
      assertThat(other.isQuiet()).isTrue();
    }
  }

  @Test
  void commandsReachAgentsOfThePlainContractToo() throws Exception {
    try (Client agent = Client.plainAgent(hub).send(cpu(1)).ping("x")) {
      agent.pong();
      assertThat(watched.next()).isEqualTo("connected acme/T1-K017 plain");
      assertThat(watched.next()).isEqualTo("stored plain 0");
      try (Client operator = operator("acme")) {
        operator.send(setThreshold("T1-K017", 85, "c1"));
        assertThat(agent.next()).isEqualTo(setThreshold("T1-K017", 85, "c1"));
        agent.send(ACK);
        assertThat(operator.next()).isEqualTo(ACK);
      }
    }
  }

  @Test
  void aHostThatIsNotConnectedIsAnsweredForAtOnce() throws Exception {
    try (Client operator = operator("acme")) {
      operator.send(setThreshold("T1-K099", 85, "c\\\"1"));
      assertThat(operator.next())
          .isEqualTo(
              "{\"kind\":\"nack\",\"cid\":\"c\\\"1\","
                  + "\"reason\":\"offline: no agent of host T1-K099 is connected\"}");
    }
  }

  @Test
  void aHostThatDoesNotAnswerIsAnsweredForAfterTheTimeout(@TempDir Path other) throws Exception {
    hub.close();
    HubConfig config = HubFixture.config(other).withCommandTimeout(Duration.ofMillis(300));
    hub = HubServer.start(config, watched);
    try (Client agent = agent();
        Client operator = operator("acme")) {
      operator.send(setThreshold("T1-K017", 85, "c1"));
      agent.next();
      assertThat(operator.next())
          .startsWith(
              "{\"kind\":\"nack\",\"cid\":\"c1\",\"reason\":\"timeout: no answer from T1-K017");
      agent.send(ACK);
      assertThat(operator.next()).isEqualTo(ACK.replace("}", ",\"late\":true}"));
      agent.send(ACK); // nobody asked for a third answer
      assertThat(agent.ping("x").pong()).isEqualTo("x");
      assertThat(operator.isQuiet()).isTrue();
    }
  }

  @Test
  void aCommandThatWasGivenUpMayBeAskedAgainButItsCidIsTaken(@TempDir Path other) throws Exception {
    hub.close();
    HubConfig config = HubFixture.config(other).withCommandTimeout(Duration.ofMillis(300));
    hub = HubServer.start(config, watched);
    try (Client agent = agent();
        Client one = operator("acme");
        Client two = operator("acme")) {
      one.send(setThreshold("T1-K017", 85, "c1"));
      agent.next();
      assertThat(one.next()).contains("timeout: ");
      two.send(setThreshold("T1-K017", 20, "c1"));
      assertThat(two.next()).contains("malformed: another command without an answer has this cid");
      two.send(setThreshold("T1-K017", 85, "c1"));
      agent.next();
      agent.send(ACK);
      assertThat(two.next()).isEqualTo(ACK);
      assertThat(one.next()).isEqualTo(ACK.replace("}", ",\"late\":true}"));
      agent.send(ACK).ping("x").pong();
      assertThat(one.isQuiet() && two.isQuiet()).isTrue();
    }
  }

  @Test
  void theSameCommandOfTwoOperatorsIsAnsweredToBoth() throws Exception {
    try (Client agent = agent();
        Client one = operator("acme");
        Client two = operator("acme")) {
      one.send(setThreshold("T1-K017", 85, "c1"));
      agent.next();
      two.send(setThreshold("T1-K017", 85, "c1"));
      agent.next();
      agent.send(ACK).send(ACK);
      assertThat(one.next()).isEqualTo(ACK);
      assertThat(two.next()).isEqualTo(ACK);
    }
  }

  @Test
  void anotherCommandUnderACidThatWaitsIsRefusedAndNotSent() throws Exception {
    try (Client agent = agent();
        Client one = operator("acme");
        Client two = operator("acme")) {
      one.send(setThreshold("T1-K017", 85, "c1"));
      agent.next();
      two.send(setThreshold("T1-K017", 20, "c1"));
      assertThat(two.next()).contains("\"malformed: another command waits under this cid\"");
      agent.send(ACK);
      assertThat(one.next()).isEqualTo(ACK);
      assertThat(agent.isQuiet()).isTrue();
    }
  }

  @Test
  void whatIsNotACommandIsRefusedWhenItHasACidAndPassedOverWhenNot() throws Exception {
    try (Client operator = operator("acme")) {
      operator.send("nonsense").send("[]").send("{\"kind\":\"set-threshold\"}").send("{}");
      operator.send("{\"cid\":\"a\",\"kind\":7,\"host\":\"T1-K017\"}");
      assertThat(operator.next()).contains("\"cid\":\"a\"", "\"malformed: ");
      operator.send("{\"cid\":\"b\",\"kind\":\"reboot\",\"host\":\"T1-K017\"}");
      assertThat(operator.next()).contains("\"cid\":\"b\"", "\"unsupported-command: ");
      assertThat(operator.isQuiet()).isTrue();
    }
  }

  @Test
  void operatorsSeeCpuAndErrorEventsOfTheirTenantOnlyAsTheAgentWroteThem() throws Exception {
    try (Client agent = agent();
        Client acme = operator("acme");
        Client other = operator("other")) {
      agent.send(batch("readings", 0, cpu(1)));
      agent.send(batch("alerts", 0, error(2, "MEDIA_OUT"), device("error", false)));
      agent.send(batch("readings", 0, cpu(1), cpu(3)));
      assertThat(acme.next()).isEqualTo(cpu(1));
      assertThat(acme.next()).isEqualTo(error(2, "MEDIA_OUT"));
      assertThat(acme.next()).isEqualTo(cpu(3));
      assertThat(acme.isQuiet()).isTrue();
      other.send(setThreshold("T1-K017", 85, "c1"));
      assertThat(other.next()).contains("\"offline: ");
    }
  }

  @Test
  void aSlowOperatorLosesItsOldestEventsAndHoldsUpNobody() throws Exception {
    try (Client agent = agent();
        Client deaf = Client.deafOperator(hub, "acme");
        Client quick = Client.operator(hub, "acme")) {
      String long1 = error(1, "X".repeat(4000));
      int batches = 60;
      for (int i = 0; i < batches; i++) {
        String[] events = new String[100];
        Arrays.fill(events, long1);
        agent.send(batch("alerts", 100L * i, events));
        for (int j = 0; j < 100; j++) {
          assertThat(quick.next()).isEqualTo(long1);
        }
      }
      assertThat(HubFixture.get(hub, "/metrics").body())
          .contains("kiosk_hub_operators_connected 2\n")
          .doesNotContain("kiosk_hub_operator_events_dropped_total 0\n");
      assertThat(deaf.isQuiet()).isTrue();
    }
  }

  @Test
  void observersAreToldInOrder() throws Exception {
    try (Client agent = agent();
        Client operator = operator("acme")) {
      agent.send(batch("readings", 0, cpu(1), cpu(2)));
      assertThat(watched.next()).isEqualTo("stored readings 0");
      assertThat(watched.next()).isEqualTo("stored readings 1");
      operator.send(setThreshold("T1-K017", 85, "c1"));
      assertThat(watched.next()).isEqualTo("relayed acme/T1-K017");
      agent.send(ACK);
      assertThat(watched.next()).isEqualTo("answered acme/T1-K017");
    }
    assertThat(watched.next()).isEqualTo("left acme/T1-K017");
  }
}
