package dev.kiosk.agent.device.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.device.Fuzz;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorStateTest {

  @ParameterizedTest
  @CsvSource({
    "'',   no octets",
    "00,   00",
    "0000, 00 00",
    "8000, 80 00 (lowPaper)",
    "40,   40 (noPaper)",
    "2000, 20 00 (lowToner)",
    "0100, 01 00 (serviceRequested)",
    "4400, '44 00 (noPaper, jammed)'",
    "0080, 00 80 (inputTrayMissing)",
    "0004, 00 04 (inputTrayEmpty)",
    "0001, 00 01",
    "000080, 00 00 80"
  })
  void readsTheMostSignificantBitFirstFromAnyNumberOfOctets(String hex, String expected) {
    assertThat(new ErrorState(HexFormat.of().parseHex(hex))).hasToString(expected);
  }

  @Test
  void anyOctetsHaveAMeaning() {
    Fuzz.of(new byte[] {(byte) 0x80, 0}, new byte[] {0x40}, new byte[0])
        .feed(
            input -> {
              var state = new ErrorState(input);
              long set = Arrays.stream(ErrorState.Bit.values()).filter(state::has).count();
              assertThat(state.toString()).isNotBlank();
              assertThat(set).isBetween(0L, 15L);
            });
  }
}
