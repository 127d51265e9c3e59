package dev.kiosk.agent.device.usb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsbEndpointTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"usb:05e0:1900", "usb:05e0:1900:A B:7", "usb:1-1", "usb:1-1.2.4", "usb:12-3"})
  void itsTextCanBeReadAgain(String text) {
    assertThat(UsbEndpoint.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "usb:",
        "usb:5e0:1900",
        "usb:05e0",
        "usb:05e0:1900:",
        "usb:1-",
        "usb:usb1",
        "usb:../../etc",
        "usb:1-1/..",
        "usb:1-1:1.0",
        "tcp://a"
      })
  void refusesAnythingElseWithASentenceThatQuotesIt(String text) {
    assertThatThrownBy(() -> UsbEndpoint.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("endpoint \"" + text + "\": ")
        .hasMessageContaining("usb:05e0:1900");
  }
}
