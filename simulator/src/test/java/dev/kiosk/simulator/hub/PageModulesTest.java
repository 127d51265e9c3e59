package dev.kiosk.simulator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.peer.Peer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The parts of the page that need no browser, by Node's own test runner. */
class PageModulesTest {

  @Test
  void limitsAreRolledBackExactly() throws Exception {
    Peer.needs("node", "nodejs");
    Process tests =
        new ProcessBuilder("node", "--test", "src/test/browser/limits.test.mjs")
            .redirectErrorStream(true)
            .start();
    String said = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tests.waitFor()).as(said).isZero();
  }
}
