package dev.kiosk.agent.device.usb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.device.Fuzz;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsbEndpointTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "usb:05e0:1900",
        "usb:05e0:1900:A B:7",
        "usb:1-1",
        "usb:1-1.2.4",
        "usb:12-3",
        "usb:05e0:1900:A?B",
        "usb:1-1?expect=cdc",
        "usb:05e0:1701?expect=hid&active=2h",
        "usb:05e0:1701:A?B?active=15m"
      })
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
        "usb:1-1?x",
        "tcp://a"
      })
  void refusesAnythingElseWithASentenceThatQuotesIt(String text) {
    assertThatThrownBy(() -> UsbEndpoint.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("endpoint \"" + text + "\": ")
        .hasMessageContaining("usb:05e0:1900");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "usb:1-1?expect=serial|expect is \"serial\"; expected cdc, hid, printer, vendor",
        "usb:1-1?active=5s|active is \"5s\"; expected a duration",
        "usb:1-1?activ=2h|\"activ=2h\" is no option; expected expect=… or active=…",
        "usb:1-1?expect=cdc&expect=hid|the option expect is given twice",
        "usb:1-1?expect=|\"expect=\" is no option"
      })
  void wrongOptionsAreNamed(String text, String why) {
    assertThatThrownBy(() -> UsbEndpoint.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("endpoint \"" + text + "\": " + why);
  }

  @Test
  void noTextBreaksTheParsers() {
    Fuzz.of(
            bytes("usb:05e0:1900:A B:7?expect=cdc&active=2h"),
            bytes("usb:1-1.2?expect=hid"),
            bytes("MFG:Zebra;CMD:ZPL;MDL:KR403;CLS:PRINTER;SN:42J1;"))
        .feed(
            input -> {
              String text = new String(input, StandardCharsets.ISO_8859_1);
              DeviceId id = DeviceId.parse(text);
              assertThat(String.valueOf(id.name()).length()).isLessThanOrEqualTo(241);
              try {
                UsbEndpoint endpoint = UsbEndpoint.parse(text);
                assertThat(UsbEndpoint.parse(endpoint.toString())).isEqualTo(endpoint);
              } catch (IllegalArgumentException refused) {
                assertThat(refused.getMessage()).startsWith("endpoint \"");
              }
            });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
