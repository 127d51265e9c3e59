package dev.kiosk.simulator.hub;

import static dev.kiosk.simulator.hub.Frames.batch;
import static dev.kiosk.simulator.hub.Frames.cpu;
import static dev.kiosk.simulator.hub.Frames.hello;
import static dev.kiosk.simulator.hub.Frames.receipt;
import static dev.kiosk.simulator.hub.Frames.setThreshold;
import static dev.kiosk.simulator.hub.Frames.welcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kiosk.simulator.hub.fault.Faults;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault as an agent meets it. */
class FaultsInForceTest {

  private static final long FAR = 1_000_000_000;

  HubServer hub;

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    hub =
        HubServer.start(
            HubFixture.config(dir)
                .withCommandTimeout(Duration.ofMillis(200))
                .withFaults(Faults.NONE));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void set(String fault) throws Exception {
    HttpResponse<String> answer = HubFixture.put(hub, "/api/faults?" + fault);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private Client greeted() throws Exception {
    Client agent = Client.agent(hub).send(hello());
    agent.next();
    return agent;
  }

  private static Client reading(Client agent, long position) throws Exception {
    return agent.send(batch("readings", position, cpu(position)));
  }

  /** Until this much of the clock has passed; a pause that was asked for never ends early. */
  private static void assertTook(long sinceNanos, Duration least) {
    assertThat(Duration.ofNanos(System.nanoTime() - sinceNanos)).isGreaterThanOrEqualTo(least);
  }

  @Test
  void lateReceiptsLeaveAfterTheirTimeAndInOrder() throws Exception {
    try (Client agent = greeted()) {
      set("receipts=late:300ms");
      long since = System.nanoTime();
      reading(agent, 0);
      reading(agent, 1);
      assertThat(agent.next()).startsWith("{\"kind\":\"receipt\"");
      assertTook(since, Duration.ofMillis(300));
      assertThat(agent.next()).isEqualTo(receipt("readings", 2));
    }
  }

  @Test
  void aLateReceiptThatWasOvertakenDoesNotLeave() throws Exception {
    try (Client agent = greeted();
        Client operator = Client.operator(hub, "acme")) {
      set("receipts=late:3s"); // longer than what follows takes on a busy machine
      reading(agent, 0);
      operator.next();
      set("receipts=off");
      reading(agent, 1);
      assertThat(agent.next()).isEqualTo(receipt("readings", 2));
      await().during(Duration.ofMillis(3_200)).until(agent::isQuiet);
    }
  }

  @Test
  void lostReceiptsNeverLeaveThoughTheEventsAreStored() throws Exception {
    try (Client agent = greeted();
        Client operator = Client.operator(hub, "acme")) {
      set("receipts=lost");
      reading(agent, 0);
      operator.next(); // is told after the receipt would have left
      set("receipts=off");
      reading(agent, 1);
      assertThat(agent.next()).isEqualTo(receipt("readings", 2));
    }
  }

  @Test
  void someReceiptsAreLostByChance() throws Exception {
    try (Client agent = greeted();
        Client operator = Client.operator(hub, "acme")) {
      set("receipts=lost:50%");
      for (int i = 0; i < 100; i++) {
        reading(agent, i);
        operator.next(); // a receipt for each, so that each has its chance
      }
      set("receipts=off");
      reading(agent, 100);
      int left = 1;
      while (!agent.next().equals(receipt("readings", 101))) {
        left++;
      }
      assertThat(left).isBetween(2, 100);
    }
  }

  @Test
  void doubledReceiptsLeaveTwice() throws Exception {
    try (Client agent = greeted()) {
      set("receipts=doubled");
      reading(agent, 0);
      assertThat(agent.next()).isEqualTo(receipt("readings", 1));
      assertThat(agent.next()).isEqualTo(receipt("readings", 1));
    }
  }

  @Test
  void wrongReceiptsAreOfMoreThanWasSentOrGoBack() throws Exception {
    try (Client agent = greeted()) {
      set("receipts=beyond");
      reading(agent, 0);
      assertThat(agent.next()).isEqualTo(receipt("readings", FAR + 1));
      set("receipts=back");
      reading(agent, 1);
      assertThat(agent.next()).isEqualTo(receipt("readings", 2));
      assertThat(agent.next()).isEqualTo(receipt("readings", 1));
    }
  }

  @Test
  void inThePlainContractThePongsAreTheReceipts() throws Exception {
    try (Client agent = Client.plainAgent(hub);
        Client operator = Client.operator(hub, "acme")) {
      set("receipts=lost");
      agent.ping("lost").send(cpu(1));
      operator.next();
      set("receipts=doubled");
      agent.ping("twice");
      assertThat(agent.pong()).isEqualTo("twice");
      assertThat(agent.pong()).isEqualTo("twice");
      set("receipts=late:300ms");
      long since = System.nanoTime();
      agent.ping("late");
      assertThat(agent.pong()).isEqualTo("late");
      assertTook(since, Duration.ofMillis(300));
    }
  }

  @Test
  void aSilentHubSaysNothingAndStores() throws Exception {
    set("silent=on");
    try (Client agent = Client.agent(hub);
        Client operator = Client.operator(hub, "acme")) {
      agent.send(hello()).ping("unheard");
      reading(agent, 0);
      operator.next();
      operator.send(setThreshold("T1-K017", 85, "c1"));
      assertThat(operator.next()).contains("\"reason\":\"timeout");
      set("silent=off");
      assertThat(agent.ping("heard").pong()).isEqualTo("heard");
      assertThat(agent.isQuiet()).isTrue();
    }
  }

  @Test
  void aSlowReaderWaitsBeforeEachFrame() throws Exception {
    set("reading=slow:200ms");
    long since = System.nanoTime();
    try (Client agent = greeted()) {
      reading(agent, 0);
      reading(agent, 1);
      assertThat(agent.next()).isEqualTo(receipt("readings", 1));
      assertThat(agent.next()).isEqualTo(receipt("readings", 2));
      assertTook(since, Duration.ofMillis(600));
    }
  }

  @Test
  void aHubThatReadsNothingGoesOnWhereItStoppedOnceItIsMended() throws Exception {
    set("reading=none");
    try (Client agent = Client.agent(hub).send(hello()).ping("later")) {
      await().during(Duration.ofMillis(300)).until(agent::isQuiet);
      set("reading=off");
      assertThat(agent.next()).isEqualTo(welcome(0, 0));
      assertThat(agent.pong()).isEqualTo("later");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1008, 1011, 1012, 1013, 1014, 4001})
  void connectionsAreClosedWithTheCodeAtOnce(int code) throws Exception {
    set("close=" + code);
    try (Client agent = Client.agent(hub)) {
      assertThat(agent.closed()).isEqualTo(code + " the fault close is set");
    }
  }

  @Test
  void connectionsThatAreOpenAreClosedToo() throws Exception {
    try (Client agent = greeted()) {
      set("close=1013:10ms");
      assertThat(agent.closed()).startsWith("1013 ");
    }
  }

  @Test
  void aCloseThatWasMendedInTimeDoesNotHappen() throws Exception {
    try (Client agent = greeted()) {
      set("close=1013:2s"); // longer than mending takes on a busy machine
      set("close=off");
      await().during(Duration.ofMillis(2_200)).until(agent::isQuiet);
    }
  }

  @Test
  void aConnectionLastsAsManyFramesAsAreGiven() throws Exception {
    set("close=1011:3frames");
    try (Client agent = greeted()) {
      reading(agent, 0);
      assertThat(agent.next()).isEqualTo(receipt("readings", 1));
      reading(agent, 1);
      assertThat(agent.closed()).startsWith("1011 ");
    }
    assertThat(HubFixture.get(hub, "/api/events?tenant=acme&lane=readings").body().lines())
        .hasSize(2);
  }

  @Test
  void aCutConnectionEndsWithoutAWord() throws Exception {
    try (Client agent = greeted()) {
      set("close=1006");
      assertThat(agent.closed()).matches("1006 .*|error .*"); // as the system tells it
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 429, 503})
  void agentsAreRefusedAndOperatorsAreNot(int status) throws Exception {
    set("upgrade=" + status + ":30s");
    assertThatThrownBy(() -> Client.agent(hub))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> {
              assertThat(refused.getResponse().statusCode()).isEqualTo(status);
              assertThat(refused.getResponse().headers().firstValue("Retry-After")).hasValue("30");
            });
    Client.operator(hub, "acme").close();
    set("upgrade=off");
    greeted().close();
  }

  @Test
  void welcomesAreOfALostStoreOrAheadOfTheAgent() throws Exception {
    try (Client agent = reading(greeted(), 0)) {
      agent.next();
    }
    set("welcome=empty");
    try (Client agent = Client.agent(hub)) {
      assertThat(agent.send(hello()).next()).isEqualTo(welcome(0, 0));
    }
    set("welcome=ahead");
    try (Client agent = Client.agent(hub)) {
      assertThat(agent.send(hello()).next()).isEqualTo(welcome(FAR, FAR + 1));
    }
    set("welcome=off");
    try (Client agent = Client.agent(hub)) {
      assertThat(agent.send(hello()).next()).isEqualTo(welcome(0, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"upgrade=503", "welcome=empty"})
  void whatIsMetAtTheBeginningOfAConnectionEndsTheOpenOnes(String fault) throws Exception {
    try (Client agent = greeted()) {
      set(fault);
      assertThat(agent.closed()).isEqualTo("1012 connect again, to another fault");
    }
  }

  @Test
  void anotherFaultOrMendingLeavesConnectionsOpen() throws Exception {
    set("welcome=empty");
    try (Client agent = greeted()) {
      set("welcome=empty&receipts=doubled");
      set("all=off");
      reading(agent, 0);
      assertThat(agent.next()).isEqualTo(receipt("readings", 1));
    }
  }

  @Test
  void faultsHoldTogether() throws Exception {
    set("receipts=doubled&welcome=ahead");
    try (Client agent = Client.agent(hub)) {
      assertThat(agent.send(hello()).next()).isEqualTo(welcome(FAR, FAR));
      reading(agent, 0);
      assertThat(agent.next()).isEqualTo(agent.next()).isEqualTo(receipt("readings", 1));
    }
  }
}
