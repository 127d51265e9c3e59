package dev.kiosk.agent.device.usb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceIdTest {

  @Test
  void longAndShortKeysInAnyOrderAreUnderstood() {
    DeviceId longKeys =
        DeviceId.parse(
            "MANUFACTURER:Zebra Technologies;COMMAND SET:ZPL;MODEL:ZTC TLP 2824 Plus;"
                + "CLASS:PRINTER;PROTOCOLS:IEEE1284.4;");
    assertThat(longKeys)
        .isEqualTo(new DeviceId("Zebra Technologies", "ZTC TLP 2824 Plus", null, "ZPL"));
    assertThat(DeviceId.parse("mdl:TM-T20;SERN:77;mfg:EPSON;CMD:ESC/POS"))
        .isEqualTo(new DeviceId("EPSON", "TM-T20", "77", "ESC/POS"));
  }

  @Test
  void theMakerIsNotSaidTwice() {
    assertThat(DeviceId.parse("MFG:EPSON;MDL:EPSON TM-T20;").name()).isEqualTo("EPSON TM-T20");
    assertThat(DeviceId.parse("MFG:Star;MDL:TSP143;").name()).isEqualTo("Star TSP143");
    assertThat(DeviceId.parse("MFG:Star;").name()).isNull();
  }

  /** Lengths that count wrongly leave their own bytes in front, or cut the end off. */
  @Test
  void strayBytesInFrontAndACutEndDoNoHarm() {
    assertThat(DeviceId.parse("\u0000!MFG:Custom;MDL:VKP80").name()).isEqualTo("Custom VKP80");
    assertThat(DeviceId.parse("MFG:Custom;MDL:VK\u0007P80;SN").name()).isEqualTo("Custom VKP80");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";", ":", ":;:;", "MFG:;MDL: ;", "no id at all"})
  void nothingIsMadeUp(String text) {
    assertThat(DeviceId.parse(text)).isEqualTo(new DeviceId(null, null, null, null));
  }
}
