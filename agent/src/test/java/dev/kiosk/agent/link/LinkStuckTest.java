package dev.kiosk.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Servers that are alive and yet keep events waiting: the link leaves them and tries again. */
class LinkStuckTest {

  @Test
  void receiptsOfOneLaneDoNotExcuseTheOther() throws IOException {
    var bench = new LinkBench();
    FakeTransport.FakeConnection connection = bench.connectV1();
    bench.alert("never receipted");
    for (int i = 0; i < 12; i++) {
      bench.readings(1);
      bench.pass(Duration.ofSeconds(10));
      connection.pong();
      if (connection.closeCode() == -1) {
        bench.receipt("readings", i + 1);
      }
    }
    assertThat(connection.closeCode()).isEqualTo(1002);
  }
}
