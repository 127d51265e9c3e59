package dev.kiosk.simulator.hub;

import static dev.kiosk.simulator.hub.Frames.batch;
import static dev.kiosk.simulator.hub.Frames.cpu;
import static dev.kiosk.simulator.hub.Frames.device;
import static dev.kiosk.simulator.hub.Frames.error;
import static dev.kiosk.simulator.hub.Frames.heartbeat;
import static dev.kiosk.simulator.hub.Frames.hello;
import static dev.kiosk.simulator.hub.Frames.receipt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadFramesTest {

  HubServer hub;

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    hub = HubServer.start(HubFixture.config(dir));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not json                                     | 1007 not JSON",
        "{\"kind\":                                   | 1007 not JSON",
        "[1,2]                                        | 1007 a frame must be one JSON object",
        "{} {}                                        | 1007 a frame must be one JSON object",
        "{}                                           | 1007 message: field \"type\" must be a string, but is absent",
        "{\"kind\":7}                                 | 1007 7: field \"kind\" must be a string",
        "{\"kind\":\"batch\",\"lane\":\"readings\",\"first\":0} | 1007 batch: field \"events\" must be",
        "{\"kind\":\"batch\",\"lane\":\"readings\",\"first\":0,\"events\":[]} | 1007 batch: it holds no event",
        "{\"kind\":\"batch\",\"lane\":\"readings\",\"first\":0,\"events\":[3]} | 1007 batch: events[0] must be an object",
        "{\"kind\":\"ack\"}                           | 1007 ack: field \"cid\" must be",
        "{\"type\":\"cpu\",\"ts\":\"now\"}            | 1007 cpu: field \"tenantId\" must be",
      })
  void aFrameThatIsNotWhatTheContractSaysEndsTheSessionWithAReason(String frame, String close)
      throws Exception {
    try (Client agent = Client.agent(hub).send(hello())) {
      agent.next();
      assertThat(agent.send(frame).closed()).startsWith(close);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1 | readings | 37.5 | batch: field \"first\" must be a whole number",
        "9223372036854775807 | readings | 37.5 | batch: field \"first\" must be a position",
        "0 | plain | 37.5 | batch: field \"lane\" must be one of alerts, readings",
        "0 | readings | 140 | cpu: field \"pct\" must be within 0..100, was 140.0",
        "0 | readings | true | cpu: field \"pct\" must be a number",
      })
  void aValueOutOfRangeIsNamed(String first, String lane, String pct, String reason)
      throws Exception {
    String frame =
        batch(lane, 0, cpu(1)).replace("\"first\":0", "\"first\":" + first).replace("37.5", pct);
    try (Client agent = Client.agent(hub).send(hello())) {
      agent.next();
      assertThat(agent.send(frame).closed()).startsWith("1007 " + reason);
    }
  }

  @Test
  void eventsInTheWrongLaneAreRefused() throws Exception {
    assertRefused(
        batch("alerts", 0, cpu(1)), "an event of type cpu does not belong into lane alerts");
    assertRefused(batch("readings", 0, error(1, "X")), "an event of type error does not belong");
    assertRefused(batch("alerts", 0, device("ready", true)), "an event of type device told live");
    assertRefused(batch("alerts", 0, heartbeat()), "an event of type heartbeat");
  }

  private void assertRefused(String frame, String reason) throws Exception {
    try (Client agent = Client.agent(hub).send(hello())) {
      agent.next();
      assertThat(agent.send(frame).closed()).startsWith("1007 batch: " + reason);
    }
  }

  @Test
  void aHelloWithoutLanesIsRefused() throws Exception {
    try (Client agent = Client.agent(hub).send(hello().replace("\"lanes\"", "\"alleys\""))) {
      assertThat(agent.closed()).startsWith("1007 hello: field \"lanes\" must be an object");
    }
  }

  @Test
  void framesNestedTooDeepAreRefused() throws Exception {
    try (Client agent = Client.agent(hub).send("{\"kind\":" + "[".repeat(50))) {
      assertThat(agent.closed()).startsWith("1007 nested deeper than 32");
    }
  }

  @Test
  void binaryFramesAreRefused() throws Exception {
    try (Client agent = Client.agent(hub).sendBinary(new byte[] {1})) {
      assertThat(agent.closed()).startsWith("1003");
    }
  }

  @Test
  void framesBeyondTheLimitAreRefused() throws Exception {
    try (Client agent = Client.agent(hub)) {
      agent.send("{\"kind\":\"" + "x".repeat(FrameDecoder.MAX_FRAME_CHARS) + "\"}");
      assertThat(agent.closed()).startsWith("1009");
    }
  }

  @Test
  void aLongReasonIsCutToWhatACloseFrameHolds() throws Exception {
    String host = "Ü".repeat(120);
    try (Client agent = Client.agent(hub).send(hello())) {
      agent.next();
      agent.send(batch("readings", 0, cpu("acme", host, 1)));
      assertThat(agent.closed()).startsWith("1008 this connection is of acme/T1-K017");
    }
  }

  @Test
  void messagesOutOfTurnAreProtocolErrors() throws Exception {
    try (Client agent = Client.agent(hub).send(batch("readings", 0, cpu(1)))) {
      assertThat(agent.closed()).isEqualTo("1002 batch before hello");
    }
    try (Client agent = Client.agent(hub).send(cpu(1))) {
      assertThat(agent.closed()).isEqualTo("1002 event before hello");
    }
    try (Client agent = Client.plainAgent(hub).send(hello())) {
      assertThat(agent.closed()).startsWith("1002 hello needs the subprotocol");
    }
    try (Client agent = Client.agent(hub).send(hello())) {
      agent.next();
      assertThat(agent.send(cpu(1)).closed()).startsWith("1002 a cpu event has a position");
    }
  }

  @Test
  void eventsOfAnotherTenantOrHostAreRefusedAndNothingOfTheBatchIsKept() throws Exception {
    for (String crossing : new String[] {cpu("other", "T1-K017", 2), cpu("acme", "T1-K018", 2)}) {
      try (Client agent = Client.agent(hub).send(hello())) {
        agent.next();
        agent.send(batch("readings", 0, cpu(1), crossing));
        assertThat(agent.closed()).startsWith("1008 this connection is of acme/T1-K017");
      }
      try (Client agent = Client.plainAgent(hub).send(cpu(1)).send(crossing)) {
        assertThat(agent.closed()).startsWith("1008 this connection is of acme/T1-K017");
      }
    }
    assertThat(HubFixture.get(hub, "/api/events?tenant=other").body()).isEmpty();
    assertThat(HubFixture.get(hub, "/api/events?tenant=acme&lane=readings").body()).isEmpty();
  }

  @Test
  void aSecondHelloOfAnotherHostIsRefused() throws Exception {
    try (Client agent = Client.agent(hub).send(hello())) {
      agent.next();
      agent.send(hello("acme", "T1-K018", "x"));
      assertThat(agent.closed()).startsWith("1008 this connection is of acme/T1-K017");
    }
  }

  @Test
  void aLaneWithTooManyHolesIsRefused() throws Exception {
    try (Client agent = Client.agent(hub).send(hello())) {
      agent.next();
      for (int i = 1; i <= 4097; i++) {
        agent.send(batch("readings", 2L * i, cpu(i)));
      }
      assertThat(agent.closed()).startsWith("1008 lane readings has more than 4096 open ranges");
    }
  }

  @Test
  void theHubGoesOnAfterABadPeer() throws Exception {
    try (Client bad = Client.agent(hub).send("{");
        Client good = Client.agent(hub).send(hello())) {
      bad.closed();
      good.next();
      good.send(batch("readings", 0, cpu(1)));
      assertThat(good.next()).isEqualTo(receipt("readings", 1));
    }
  }

  @Test
  void aHostWhoseSessionWasEndedIsNotShownAsConnected() throws Exception {
    try (Client agent = Client.agent(hub).send(hello())) {
      agent.next();
      assertThat(agent.send("{}").closed()).startsWith("1007");
      await()
          .untilAsserted(
              () ->
                  assertThat(HubFixture.get(hub, "/api/hosts").body())
                      .contains("\"connected\":false"));
    }
  }
}
