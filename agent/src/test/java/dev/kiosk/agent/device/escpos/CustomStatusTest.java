package dev.kiosk.agent.device.escpos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Fuzz;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CustomStatusTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "all is well,                 00 00 00 00,",
    "no paper,                    01 00 00 00, MEDIA_OUT",
    "near end,                    04 00 00 00, MEDIA_LOW",
    "near end and virtual end,    44 00 00 00, MEDIA_LOW",
    "ticket in the output,        20 00 00 00, MEDIA_NOT_TAKEN",
    "notch seen,                  80 00 00 00,",
    "head up,                     00 01 00 00, COVER_OPEN",
    "cover open and no paper,     01 02 00 00, COVER_OPEN",
    "head up and cover open,      00 03 00 00, COVER_OPEN COVER_OPEN",
    "spooling and feeding,        00 0C 00 00, DEVICE_BUSY",
    "keys pressed,                00 60 00 00,",
    "head too hot,                00 00 01 00, OVER_TEMPERATURE",
    "communication error,         00 00 02 00, RECOVERABLE_FAULT",
    "supply voltage,              00 00 08 00, POWER_FAULT",
    "command refused,             00 00 20 00,",
    "one that differs by model,   00 00 40 00, RECOVERABLE_FAULT",
    "undefined recoverable error, 00 00 04 00, RECOVERABLE_FAULT",
    "another of those,            00 00 10 00, RECOVERABLE_FAULT",
    "undefined unrecoverable one, 00 00 00 10, RECOVERABLE_FAULT",
    "the highest of those,        00 00 00 80, RECOVERABLE_FAULT",
    "all that have no name,       00 00 54 F0, RECOVERABLE_FAULT",
    "notch not found,             00 00 80 00, MEDIA_FEED_FAULT",
    "cutter error,                00 00 00 01, CUTTER_FAULT",
    "cutter cover open,           00 00 00 02, COVER_OPEN",
    "RAM and EEPROM,              00 00 00 0C, CONFIG_FAULT CONFIG_FAULT",
    "undefined bits of no error,  1A 90 00 00,"
  })
  void givesTheConditionsOf(String state, String bytes, String expected) throws Exception {
    List<Condition> wanted =
        expected == null
            ? List.of()
            : Arrays.stream(expected.split(" ")).map(Condition::valueOf).toList();

    assertThat(status("10 0F " + bytes).findings())
        .as(state)
        .extracting(Finding::condition)
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void anOpenCoverLeavesThePaperUndecided() throws Exception {
    assertThat(status("10 0F 01 02 00 00").judged())
        .contains(Condition.COVER_OPEN)
        .doesNotContain(Condition.MEDIA_OUT, Condition.MEDIA_NOT_TAKEN);
    assertThat(status("10 0F 00 00 00 00").judged())
        .contains(Condition.MEDIA_OUT, Condition.MEDIA_NOT_TAKEN)
        .doesNotContain(Condition.DEVICE_OFFLINE);
  }

  @Test
  void eachBitThatIsSetIsSaidInWords() throws Exception {
    assertThat(status("10 0F 24 02 00 01").words())
        .isEqualTo("full status: paper near end, ticket in the output, cover open, cutter error");
    assertThat(status("10 0F 00 00 50 40").words())
        .isEqualTo(
            "full status: an error that differs by model, an error that no manual names,"
                + " an unrecoverable error that no manual names");
    assertThat(status("10 0F 00 00 00 00").words()).isEqualTo("full status: nothing to report");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10 0F 00 00 00",
        "10 0F 00 00 00 00 00",
        "10 0E 00 00 00 00",
        "12 0F 01 01 01 01"
      })
  void whatHasNotTheHeaderAndLengthIsRefused(String bytes) {
    assertThatThrownBy(() -> status(bytes)).isInstanceOf(EscPosException.class);
  }

  @Test
  void noBytesAtAllMakeItThrowAnythingButItsOwn() {
    Fuzz.of(hex("10 0F 00 00 00 00"), hex("10 0F FF FF FF FF"))
        .feed(
            input -> {
              try {
                CustomStatus status = CustomStatus.parse(input);
                assertThat(status.judged())
                    .containsAll(status.findings().stream().map(Finding::condition).toList());
                assertThat(status.words()).isNotBlank();
              } catch (EscPosException refused) {
                assertThat(refused.getMessage()).isNotBlank();
              }
            });
  }

  private static CustomStatus status(String hex) throws EscPosException {
    return CustomStatus.parse(hex(hex));
  }

  private static byte[] hex(String hex) {
    return HexFormat.ofDelimiter(" ").parseHex(hex);
  }
}
