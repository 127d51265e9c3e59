package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HexTapTest {

  private final HexTap tap = new HexTap();

  @Test
  void bytesOfOneDirectionAreOnePieceWithItsMeaningBelow() {
    tap.sent(new byte[] {0x10, 0x04, 0x01});
    tap.means("DLE EOT 1");
    tap.received(new byte[] {0x12});
    tap.received(new byte[] {0x13});
    tap.sent(new byte[] {0x10});

    assertThat(tap.lines())
        .containsExactly(
            "sent     10 04 01", "         = DLE EOT 1", "received 12 13", "sent     10");
  }

  @Test
  void textStandsBesideItsBytesSixteenALine() {
    tap.received("HTTP/1.1 200 OK\r\nServer".getBytes(StandardCharsets.US_ASCII));

    assertThat(tap.lines())
        .containsExactly(
            "received 48 54 54 50 2F 31 2E 31 20 32 30 30 20 4F 4B 0D  HTTP/1.1 200 OK.",
            "         0A 53 65 72 76 65 72                             .Server");
  }

  @Test
  void aDeviceThatBabblesFillsNoScreen() {
    tap.received(new byte[40_000]);
    tap.received(new byte[40_000]);
    tap.means("nothing");

    assertThat(tap.lines())
        .hasSize(32 * 1024 / 16 + 2)
        .endsWith("         = nothing", "80000 bytes in all; the first 32768 are shown");
  }
}
