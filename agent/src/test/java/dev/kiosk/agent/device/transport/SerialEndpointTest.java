package dev.kiosk.agent.device.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SerialEndpointTest {

  @ParameterizedTest
  @CsvSource({
    "serial:/dev/ttyUSB0, serial:/dev/ttyUSB0?baud=9600",
    "serial:/dev/ttyS1?baud=115200, serial:/dev/ttyS1?baud=115200",
    "serial:/dev/ttyS1?parity=even&data=7&stop=2, serial:/dev/ttyS1?baud=9600&parity=even&data=7&stop=2",
    "serial:/dev/ttyS1?unseen=open&stop=2, serial:/dev/ttyS1?baud=9600&stop=2&unseen=open",
    "serial:/dev/ttyS1?unseen=leave, serial:/dev/ttyS1?baud=9600",
    "serial:/dev/serial/by-id/usb-FTDI_A-if00-port0?data=8, serial:/dev/serial/by-id/usb-FTDI_A-if00-port0?baud=9600"
  })
  void hasOneCanonicalText(String text, String canonical) {
    assertThat(SerialEndpoint.parse(text)).hasToString(canonical);
    assertThat(SerialEndpoint.parse(canonical)).isEqualTo(SerialEndpoint.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "serial:, is not the path of a device",
    "serial:ttyUSB0, is not the path of a device",
    "serial:/, is not the path of a device",
    "serial:/dev/../etc/passwd, is not the path of a device",
    "serial:/dev/serial/by-id/.#usb-FTDI, is not the path of a device",
    "serial:/dev/ttyS0?, is no option",
    "serial:/dev/ttyS0?baud=, is no option",
    "serial:/dev/ttyS0?baud=9601, expected 1200",
    "serial:/dev/ttyS0?parity=mark, 'expected none, even, odd'",
    "serial:/dev/ttyS0?unseen=yes, 'expected leave, open'",
    "serial:/dev/ttyS0?baud=9600&baud=9600, given twice"
  })
  void aWrongOneIsExplainedInOneSentenceThatQuotesIt(String text, String why) {
    assertThatThrownBy(() -> SerialEndpoint.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"")
        .hasMessageContaining(why);
  }

  @Test
  void aPathIsLookedForBelowTheRootOnce() {
    assertThat(NodePath.below(Path.of("/"), "/dev/ttyS0")).isEqualTo(Path.of("/dev/ttyS0"));
    assertThat(NodePath.below(Path.of("/tmp/k"), "/dev/ttyS0"))
        .isEqualTo(Path.of("/tmp/k/dev/ttyS0"));
    assertThat(NodePath.below(Path.of("/tmp/k"), "/tmp/k/dev/ttyS0"))
        .isEqualTo(Path.of("/tmp/k/dev/ttyS0"));
  }
}
