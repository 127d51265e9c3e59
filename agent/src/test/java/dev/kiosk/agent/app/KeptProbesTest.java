package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.config.ConfigException;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.time.Time;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What one agent has opened for good, and the next one in the same process needs. */
class KeptProbesTest {

  private final KeptProbes kept = new KeptProbes();

  private static Probe made(String driver, String endpoint) {
    return new Drivers(Machine.of(Path.of("/nowhere"), Time.system())).create(driver, endpoint);
  }

  private static AgentConfig configWith(String endpoint) throws ConfigException {
    String text =
        """
        [kiosk]
        tenant_id = "acme"
        [server]
        url = "ws://127.0.0.1:1/ws/agent"
        [[device]]
        id = "door"
        kind = "sensor"
        driver = "gpio"
        endpoint = "%s"
        """
            .formatted(endpoint);
    return ConfigReader.parse("agent.toml", text, Path.of("/"));
  }

  @Test
  void aLineIsReadOnByTheProbeThatHasItOpen() {
    Probe first = kept.orThis(made("gpio", "gpio:17"));
    assertThat(kept.orThis(made("gpio", "gpio:17"))).isSameAs(first);
    assertThat(kept.orThis(made("gpio", "gpio:18"))).isNotSameAs(first);
  }

  @Test
  void whatOpensItsDeviceForEachLookIsMadeAnew() {
    Probe first = kept.orThis(made("escpos", "tcp://127.0.0.1:9100"));
    assertThat(kept.orThis(made("escpos", "tcp://127.0.0.1:9100"))).isNotSameAs(first);
  }

  @Test
  void otherOptionsForAnOpenLineNeedARestart() throws Exception {
    kept.orThis(made("gpio", "gpio:17"));
    assertThat(kept.conflicts(configWith("gpio:17"))).isEmpty();
    assertThat(kept.conflicts(configWith("gpio:18?active=high"))).isEmpty();
    assertThat(kept.conflicts(configWith("gpio:17?debounce=200ms")))
        .singleElement()
        .asString()
        .contains("device door: gpio:17?debounce=200ms")
        .contains("only a restart can change");
  }
}
