package dev.kiosk.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.link.LinkStatus.State;
import dev.kiosk.agent.spool.Lane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that break the contract, or keep it in an unusual way. */
class LinkContractTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\":\"welcome\",\"lanes\":{}}", // a second one
        "{\"kind\":\"welcome\"}",
        "{\"kind\":\"receipt\",\"lane\":\"events\",\"next\":1}",
        "{\"kind\":\"receipt\",\"lane\":\"readings\"}",
        "{\"kind\":\"receipt\",\"lane\":\"readings\",\"next\":1.5}",
        "{\"kind\":\"receipt\",\"lane\":\"readings\",\"next\":-1}",
        "{\"kind\":\"receipt\",\"lane\":\"readings\",\"next\":9007199254740993}",
        "{\"kind\":\"receipt\",\"lane\":\"alerts\",\"next\":1}", // none was sent
      })
  void whatBreaksItEndsTheSessionAndDeletesNothing(String frame) throws IOException {
    var bench = new LinkBench();
    bench.readings(3);
    FakeTransport.FakeConnection connection = bench.connectV1();
    connection.say(frame);
    bench.settle();
    assertThat(connection.closeCode()).isEqualTo(1002);
    assertThat(bench.link.status().lastError()).startsWith("the server broke the contract: ");
    assertThat(bench.spool.stats().readings().held()).isEqualTo(3);
    bench.pass(Duration.ofSeconds(1));
    FakeTransport.FakeConnection next = bench.connectV1();
    assertThat(next.sent()).anyMatch(sent -> sent.contains("\"readings\",\"first\":0,"));
    bench.receipt("readings", 3);
    assertThat(bench.spool.stats().readings().held()).isZero();
  }

  @Test
  void aReceiptBeforeTheWelcomeIsAProtocolError() throws IOException {
    var bench = new LinkBench();
    bench.readings(3);
    bench.settle();
    FakeTransport.FakeConnection connection = bench.transport.last();
    connection.open(LinkConfig.V1);
    connection.say("{\"kind\":\"receipt\",\"lane\":\"readings\",\"next\":1}");
    bench.settle();
    assertThat(connection.closeCode()).isEqualTo(1002);
    assertThat(bench.spool.receipted(Lane.READINGS)).isZero();
  }

  @Test
  void aReceiptThatSaysTheSameAgainOrCoversHalfABatchIsFine() throws IOException {
    var bench = new LinkBench();
    bench.readings(4);
    FakeTransport.FakeConnection connection = bench.connectV1();
    bench.receipt("readings", 2);
    bench.receipt("readings", 2);
    bench.receipt("readings", 4);
    bench.receipt("readings", 4);
    bench.receipt("alerts", 0);
    assertThat(connection.closeCode()).isEqualTo(-1);
    assertThat(bench.spool.stats().readings().held()).isZero();
  }

  @Test
  void aWelcomeWithoutALaneBeginsItAtZero() throws IOException {
    var bench = new LinkBench();
    bench.readings(2);
    bench.alert("first");
    bench.settle();
    FakeTransport.FakeConnection connection = bench.transport.last();
    connection.open(LinkConfig.V1);
    connection.say("{\"kind\":\"welcome\",\"lanes\":{\"readings\":{\"next\":1}}}");
    bench.settle();
    assertThat(connection.sent()).anyMatch(sent -> sent.contains("\"alerts\",\"first\":0,"));
    assertThat(connection.sent()).anyMatch(sent -> sent.contains("\"readings\",\"first\":1,"));
  }

  @Test
  void aGapLeavesAheadOfItsTurnThoughTheWindowOfAlertsIsFull() throws IOException {
    var bench = new LinkBench(10, Integer.MAX_VALUE);
    bench.readings(5);
    bench.connectV1();
    bench.receipt("readings", 5);
    bench.transport.last().drop("gone");
    for (int i = 0; i < 50; i++) {
      bench.alert("backlog " + i);
    }
    bench.readings(1);
    bench.pass(Duration.ofSeconds(1));
    FakeTransport.FakeConnection connection = bench.connectV1(); // its store is lost
    bench.pass(Duration.ofSeconds(1));
    var batches = connection.sent().stream().filter(sent -> sent.contains("\"batch\"")).toList();
    assertThat(batches).hasSize(3); // the window of alerts is full after ten
    assertThat(batches.get(0)).contains("\"first\":0,").contains("backlog 9");
    assertThat(batches.get(1))
        .startsWith("{\"kind\":\"batch\",\"lane\":\"alerts\",\"first\":50,")
        .contains("\"reason\":\"forgotten\"");
    assertThat(batches.get(2)).contains("\"readings\",\"first\":5,");
    bench.receipt("readings", 6); // the gap is in, the alerts are not yet receipted
    for (long next = 10; next <= 51; next += 10) {
      bench.receipt("alerts", Math.min(next, 51));
    }
    bench.receipt("alerts", 51);
    assertThat(bench.spool.stats().alerts().held()).isZero();
    assertThat(connection.closeCode()).isEqualTo(-1);
  }

  @Test
  void aBatchCarriesTheBytesOfTheSpoolAsTheyAre() throws IOException {
    var bench = new LinkBench();
    String odd = "{ \"type\" : \"cpu\" ,\t\"pct\":1.50e1, \"x\":\"\\u00e9é\" }";
    bench.spool.append(Lane.READINGS, odd.getBytes(StandardCharsets.UTF_8));
    bench.spool.append(Lane.READINGS, odd.getBytes(StandardCharsets.UTF_8));
    FakeTransport.FakeConnection connection = bench.connectV1();
    assertThat(connection.sent())
        .contains(
            "{\"kind\":\"batch\",\"lane\":\"readings\",\"first\":0,\"events\":["
                + odd
                + ","
                + odd
                + "]}");
    assertThat(bench.link.status().state()).isEqualTo(State.CONNECTED);
  }

  @Test
  void whatTheServerHasInAGapIsNotCountedAsDelivered() throws IOException {
    var bench = new LinkBench();
    bench.readings(5);
    bench.connectV1();
    bench.receipt("readings", 5);
    assertThat(bench.counters.value(Counter.EVENTS_DELIVERED)).isEqualTo(5);
    bench.transport.last().drop("gone");
    bench.readings(2);
    bench.pass(Duration.ofSeconds(1));
    bench.connectV1(); // its store is lost: a gap tells of the five
    bench.pass(Duration.ofSeconds(1));
    bench.receipt("alerts", 1);
    bench.receipt("readings", 7);
    assertThat(bench.counters.value(Counter.EVENTS_DELIVERED)).isEqualTo(5 + 1 + 2);
  }

  @Test
  void theNextSessionWithAServerThatIsAheadWaitsForTheNewSpoolId() throws IOException {
    var bench = new LinkBench();
    bench.readings(3);
    bench.connectV1();
    bench.receipt("readings", 2);
    bench.transport.last().drop("gone");
    bench.pass(Duration.ofSeconds(1));
    String before = bench.spool.id().toString();
    bench.settle();
    FakeTransport.FakeConnection ahead = bench.transport.last();
    ahead.open(LinkConfig.V1);
    ahead.say("{\"kind\":\"welcome\",\"lanes\":{\"readings\":{\"next\":1000}}}");
    for (int i = 0; i < 20; i++) { // the disk takes its time
      bench.link.step(bench.time.nanos());
      bench.time.pass(Duration.ofMillis(100));
    }
    int connections = bench.transport.connections().size();
    assertThat(ahead.closeCode()).isEqualTo(-1);
    bench.settle();
    assertThat(ahead.closeCode()).isEqualTo(1000);
    bench.pass(Duration.ofSeconds(1));
    assertThat(bench.transport.connections()).hasSize(connections + 1);
    FakeTransport.FakeConnection next = bench.connectV1();
    bench.pass(Duration.ofSeconds(1));
    assertThat(next.sent().get(0)).contains("hello").doesNotContain(before);
    assertThat(next.sent())
        .as("what the old id delivered is skipped under the new one, and nobody was stopped")
        .anyMatch(sent -> sent.contains("\"count\":2") && sent.contains("\"forgotten\""))
        .noneMatch(sent -> sent.contains("\"restart\""));
  }
}
