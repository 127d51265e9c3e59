package dev.kiosk.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.spool.Lane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Events that an earlier tenant or host of this kiosk left: they go first, under their own hello.
 */
class LinkFormerTest {

  private final LinkBench bench;
  private final LinkBench.FakeFormer former;

  LinkFormerTest() throws IOException {
    bench = new LinkBench(1024, Integer.MAX_VALUE, List.of("acme/OLD"));
    former = bench.formers.get(0);
    for (int i = 0; i < 3; i++) {
      former.spool.append(
          Lane.ALERTS, "{\"type\":\"error\",\"message\":\"old\"}".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void theyGoFirstAndThenThisKiosksOwnUnderAnotherHello() throws IOException {
    bench.alert("own");
    FakeTransport.FakeConnection first = bench.connectV1();
    assertThat(String.join(" ", first.sent())).contains(former.spool.id().toString(), "old");
    bench.receipt("alerts", 3);
    assertThat(former.ended).isEqualTo("drained");
    assertThat(first.closeCode()).isEqualTo(1000);
    bench.settle();
    FakeTransport.FakeConnection second = bench.connectV1();
    assertThat(second).isNotSameAs(first);
    assertThat(String.join(" ", second.sent()))
        .contains(bench.spool.id().toString(), "own")
        .doesNotContain("old");
  }

  @Test
  void aServerThatRefusesThemThreeTimesIsNotAskedAgain() throws IOException {
    for (int i = 0; i < 3; i++) {
      bench.settle();
      FakeTransport.FakeConnection connection = bench.transport.last();
      connection.open(LinkConfig.V1);
      bench.settle();
      assertThat(String.join(" ", connection.sent())).contains(former.spool.id().toString());
      connection.closeBy(1008);
      bench.pass(Duration.ofSeconds(11));
      if (i < 2) {
        assertThat(former.ended).isEmpty();
        bench.connectV1(); // this kiosk's own events are not kept waiting
        assertThat(String.join(" ", bench.transport.last().sent()))
            .contains(bench.spool.id().toString());
        liveUntilAnotherConnection();
      }
    }
    assertThat(former.ended).startsWith("refused: ").contains("1008");
    bench.connectV1();
    assertThat(String.join(" ", bench.transport.last().sent()))
        .contains(bench.spool.id().toString());
  }

  @Test
  void aServerThatIsAwayIsNoRefusal() throws IOException {
    for (int i = 0; i < 20; i++) {
      bench.settle();
      bench.transport.last().drop("connection refused");
      bench.pass(Duration.ofSeconds(11));
    }
    bench.connectV1();
    assertThat(String.join(" ", bench.transport.last().sent()))
        .contains(former.spool.id().toString());
    assertThat(former.ended).isEmpty();
  }

  private void liveUntilAnotherConnection() {
    FakeTransport.FakeConnection own = bench.transport.last();
    for (int i = 0; i < 100 && bench.transport.last() == own; i++) {
      bench.pass(Duration.ofSeconds(10));
      if (bench.transport.last() == own) {
        own.pong();
      }
    }
  }
}
