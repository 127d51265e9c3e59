package dev.kiosk.simulator.hub.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.simulator.hub.HostId;
import org.junit.jupiter.api.Test;

class ThresholdsTest {

  private final Thresholds thresholds = new Thresholds();

  private static HostId host(String tenant, int number) {
    return new HostId(tenant, "K" + number);
  }

  private boolean keeps(HostId host) {
    thresholds.change(host, "cpu", limit -> limit.sent(1, "cid"));
    return !thresholds.of(host).isEmpty();
  }

  @Test
  void theLimitsOfOneTenantLeaveRoomForThoseOfAnother() {
    for (int i = 0; i < Thresholds.MAX_HOSTS; i++) {
      assertThat(keeps(host("aloha", i))).isTrue();
    }
    HostId oneMore = host("aloha", Thresholds.MAX_HOSTS);

    assertThat(keeps(oneMore)).isFalse();
    assertThat(keeps(host("bravo", 0))).isTrue();

    thresholds.changeKnown(host("aloha", 7), "cpu", limit -> Limit.UNKNOWN);
    assertThat(keeps(oneMore)).as("what is forgotten leaves room").isTrue();
  }

  @Test
  void aKioskThatAcksMadeUpNamesIsStopped() {
    HostId host = host("aloha", 1);
    for (int i = 0; i < 100; i++) {
      thresholds.change(host, "metric-" + i, limit -> limit.sent(1, "cid"));
    }
    assertThat(thresholds.of(host)).hasSize(16);
  }
}
