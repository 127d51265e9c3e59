package dev.kiosk.agent.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AskedTest {

  private static final String PID = "4711";

  private static @Nullable Asked by(String... variables) {
    var environment = new HashMap<String, String>();
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return Asked.by(Map.copyOf(environment), PID);
  }

  @Test
  void withoutASocketNobodyAsks() {
    assertThat(by()).isNull();
    assertThat(by("WATCHDOG_USEC", "30000000", "NOTIFY_SOCKET", "")).isNull();
  }

  @Test
  void aPathAndAnAbstractNameAreTaken() {
    assertThat(by("NOTIFY_SOCKET", "/run/systemd/notify"))
        .isEqualTo(new Asked("/run/systemd/notify", null, false));
    assertThat(by("NOTIFY_SOCKET", "@notify")).isEqualTo(new Asked("@notify", null, false));
  }

  @Test
  void anotherKindOfSocketIsNot() {
    assertThat(by("NOTIFY_SOCKET", "vsock:2:1234")).isNull();
    assertThat(by("NOTIFY_SOCKET", "notify")).isNull();
    assertThat(by("NOTIFY_SOCKET", "@")).isNull();
    assertThat(by("NOTIFY_SOCKET", "/" + "x".repeat(107))).isNull();
  }

  @Test
  void theWatchdogIsForTheProcessThatItNames() {
    Asked ours = new Asked("@n", Duration.ofMillis(2500), false);
    assertThat(by("NOTIFY_SOCKET", "@n", "WATCHDOG_USEC", "2500000")).isEqualTo(ours);
    assertThat(by("NOTIFY_SOCKET", "@n", "WATCHDOG_USEC", "2500000", "WATCHDOG_PID", "4711"))
        .isEqualTo(ours);
    assertThat(by("NOTIFY_SOCKET", "@n", "WATCHDOG_USEC", "2500000", "WATCHDOG_PID", "1"))
        .isEqualTo(new Asked("@n", null, false));
  }

  @Test
  void aWatchdogThatIsNoNumberIsNone() {
    for (String wrong : new String[] {"", "0", "-1", "soon", "99999999999999999999"}) {
      assertThat(by("NOTIFY_SOCKET", "@n", "WATCHDOG_USEC", wrong))
          .isEqualTo(new Asked("@n", null, false));
    }
  }

  @Test
  void aSocketMayComeConnected() {
    assertThat(by("NOTIFY_SOCKET", "@n", "KIOSK_NOTIFY_STDIN", "1"))
        .isEqualTo(new Asked("@n", null, true));
  }
}
