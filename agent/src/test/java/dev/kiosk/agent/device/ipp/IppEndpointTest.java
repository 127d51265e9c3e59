package dev.kiosk.agent.device.ipp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.device.Fuzz;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IppEndpointTest {

  @ParameterizedTest
  @CsvSource({
    "ipp://10.0.0.8, ipp://10.0.0.8:631/ipp/print, ipp://10.0.0.8:631/ipp/print",
    "ipp://10.0.0.8/, ipp://10.0.0.8:631/ipp/print, ipp://10.0.0.8:631/ipp/print",
    "ipp://p1.gate:8631/x, ipp://p1.gate:8631/x, ipp://p1.gate:8631/x",
    "ipp://[fd00::7]/ipp, ipp://[fd00::7]:631/ipp, ipp://[fd00::7]:631/ipp",
    "cups:bagtag, cups:bagtag, ipp://localhost/printers/bagtag",
    "cups:gate-ß, cups:gate-ß, ipp://localhost/printers/gate-%C3%9F",
    "cups:q?socket=/tmp/c.sock, cups:q?socket=/tmp/c.sock, ipp://localhost/printers/q",
    "cups://srv/q, cups://srv:631/q, ipp://srv:631/printers/q"
  })
  void reads(String text, String canonical, String uri) {
    IppEndpoint endpoint = IppEndpoint.parse(text);

    assertThat(endpoint).hasToString(canonical);
    assertThat(endpoint.printerUri()).isEqualTo(uri);
    assertThat(IppEndpoint.parse(canonical)).isEqualTo(endpoint);
  }

  @ParameterizedTest
  @CsvSource({
    "ipps://10.0.0.8/ipp/print, IPP over TLS is not supported",
    "ipp://, is no host and port",
    "ipp://10.0.0.8:0/x, is no host and port",
    "ipp://10.0.0.300/x, is no host and port",
    "tcp://10.0.0.8:631, neither a printer nor a queue",
    "cups:, the queue is missing",
    "cups:a/b, no name of a queue",
    "cups:a b, no name of a queue",
    "cups:a?socket=relative, an absolute path",
    "cups://srv, not of the form cups://host:port/QUEUE",
    "cups://srv/, the queue is missing"
  })
  void refusesInOneSentence(String text, String why) {
    assertThatThrownBy(() -> IppEndpoint.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("endpoint \"" + text + "\": ")
        .hasMessageContaining(why)
        .hasMessageContaining("expected for instance ipp://10.0.0.8:631/ipp/print");
  }

  @ParameterizedTest
  @CsvSource({
    "ipp://admin:hunter2@10.0.0.8/ipp, ipp://…@10.0.0.8/ipp, password is not supported",
    "cups://admin:hunter2@srv/q, cups://…@srv/q, password is not supported",
    "ipp://admin:hun/hunter2@10.0.0.8/ipp, ipp://…@10.0.0.8/ipp, neither a printer nor a queue",
    "ipp://10.0.0.8/x?y=hunter2, ipp://10.0.0.8/x?…, neither a printer nor a queue",
    "ipp://10.0.0.8?y=hunter2, ipp://10.0.0.8?…, is no host and port"
  })
  void repeatsNoPassword(String text, String shown, String why) {
    assertThatThrownBy(() -> IppEndpoint.parse(text))
        .hasMessageStartingWith("endpoint \"" + shown + "\": ")
        .hasMessageContaining(why)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void noTextMakesItThrowAnythingButItsOwn() {
    Fuzz.of(
            "ipp://[fd00::7]:631/ipp/print".getBytes(StandardCharsets.UTF_8),
            "cups://admin:pw@srv:631/q".getBytes(StandardCharsets.UTF_8),
            "cups:gate-ß?socket=/run/c.sock".getBytes(StandardCharsets.UTF_8))
        .feed(
            input -> {
              try {
                IppEndpoint endpoint = IppEndpoint.parse(new String(input, StandardCharsets.UTF_8));
                assertThat(IppEndpoint.parse(endpoint.text())).isEqualTo(endpoint);
              } catch (IllegalArgumentException refused) {
                assertThat(refused.getMessage()).startsWith("endpoint \"");
              }
            });
  }

  @Test
  void theSocketLiesBelowTheRoot() {
    Path root = Path.of("/of/a/simulation");
    assertThat(IppEndpoint.parse("cups:q").socketFile(root))
        .isEqualTo(Path.of("/of/a/simulation/run/cups/cups.sock"));
    assertThat(IppEndpoint.parse("cups:q?socket=/x/c.sock").socketFile(root))
        .isEqualTo(Path.of("/of/a/simulation/x/c.sock"));
  }
}
