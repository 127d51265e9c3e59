package dev.kiosk.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.spool.Lane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlainSessionTest {

  @Test
  void oneFrameIsOneEventAndAPongConfirmsIt() throws IOException {
    var bench = new LinkBench();
    FakeTransport.FakeConnection connection = bench.connect("", 0, 0);
    bench.readings(3);
    bench.alert("paper out");
    bench.settle();
    assertThat(connection.sent())
        .hasSize(4)
        .allMatch(frame -> frame.startsWith("{\"type\":"))
        .noneMatch(frame -> frame.contains("hello"));
    assertThat(bench.spool.receipted(Lane.READINGS)).isZero();
    connection.pong();
    bench.settle();
    assertThat(bench.spool.receipted(Lane.READINGS)).isEqualTo(3);
    assertThat(bench.spool.receipted(Lane.ALERTS)).isEqualTo(1);
  }

  @Test
  void whatNoPongConfirmedIsSentAgainAfterAReconnect() throws IOException {
    var bench = new LinkBench();
    FakeTransport.FakeConnection first = bench.connect("", 0, 0);
    bench.readings(2);
    bench.settle();
    first.drop("cable out");
    bench.pass(Duration.ofSeconds(1));
    FakeTransport.FakeConnection second = bench.connect("", 0, 0);
    assertThat(second.sent()).hasSize(2);
  }

  @Test
  void aPongConfirmsOnlyWhatWasSentBeforeItsPing() throws IOException {
    var bench = new LinkBench();
    FakeTransport.FakeConnection connection = bench.connect("", 0, 0);
    bench.readings(2);
    bench.settle();
    long ping = connection.pings().get(connection.pings().size() - 1);
    bench.readings(5);
    bench.settle();
    connection.events().accept(new TransportEvent.Pong(ping));
    bench.settle();
    assertThat(bench.spool.receipted(Lane.READINGS)).isEqualTo(2);
  }

  @Test
  void eventsThatThisLevelDoesNotKnowArePassedOver() throws IOException {
    var bench = new LinkBench();
    FakeTransport.FakeConnection connection = bench.connect("", 0, 0);
    byte[] device = "{\"type\":\"device\",\"ts\":1}".getBytes(StandardCharsets.UTF_8);
    bench.spool.append(Lane.ALERTS, device);
    bench.alert("seen");
    bench.settle();
    assertThat(connection.sent()).hasSize(1).allMatch(frame -> frame.contains("seen"));
    connection.pong();
    bench.settle();
    assertThat(bench.spool.receipted(Lane.ALERTS)).isEqualTo(2);
  }

  @Test
  void aServerThatTalksButNeverAnswersAPingIsLeft() throws IOException {
    var bench = new LinkBench();
    FakeTransport.FakeConnection connection = bench.connect("", 0, 0);
    bench.readings(1);
    for (int i = 0; i < 7; i++) {
      bench.pass(Duration.ofSeconds(10));
      connection.say("{\"hello\":1}"); // alive, but it confirms nothing
    }
    assertThat(connection.closeCode()).isEqualTo(1002);
    assertThat(bench.link.status().lastError()).contains("no pong");
  }

  @Test
  void aWindowFullOfUnconfirmedEventsWaits() throws IOException {
    var bench = new LinkBench(10, Integer.MAX_VALUE);
    FakeTransport.FakeConnection connection = bench.connect("", 0, 0);
    bench.readings(25);
    bench.settle();
    assertThat(connection.sent()).hasSize(10);
    connection.pong();
    bench.settle();
    assertThat(connection.sent()).hasSize(20);
  }
}
