package dev.kiosk.simulator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.peer.Peer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of the page that need no browser, by Node's own test runner. */
class PageModulesTest {

  @ParameterizedTest
  @ValueSource(strings = {"limits", "list"})
  void keepsWhatItsOwnTestsSay(String module) throws Exception {
    Peer.needs("node", "nodejs");
    Process tests =
        new ProcessBuilder("node", "--test", "src/test/browser/" + module + ".test.mjs")
            .redirectErrorStream(true)
            .start();
    String said = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tests.waitFor()).as(said).isZero();
  }
}
