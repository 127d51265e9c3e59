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

class TtpStatusTest {

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "06,    0,",
    "06,    1, MEDIA_LOW",
    "15 01, 0, MEDIA_NOT_TAKEN",
    "15 02, 0, CUTTER_FAULT",
    "15 03, 1, MEDIA_OUT MEDIA_LOW",
    "15 04, 1, COVER_OPEN",
    "15 05, 0, MEDIA_FEED_FAULT",
    "15 06, 0, OVER_TEMPERATURE",
    "15 07, 0, HARDWARE_FAULT",
    "15 08, 0, MEDIA_JAM",
    "15 09, 0, RECOVERABLE_FAULT",
    "15 0A, 0, MEDIA_FEED_FAULT",
    "15 0B, 0, MEDIA_FEED_FAULT",
    "15 0C, 0, RECOVERABLE_FAULT",
    "15 0D, 0, CONFIG_FAULT",
    "15 0E, 0, CONFIG_FAULT",
    "15 0F, 0, CONFIG_FAULT",
    "15 10, 0, MEDIA_NOT_TAKEN",
    "15 11, 0, DEVICE_PAUSED",
    "15 FF, 0, RECOVERABLE_FAULT"
  })
  void givesTheConditionsOf(String fault, int nearEnd, String expected) throws Exception {
    List<Condition> wanted =
        expected == null
            ? List.of()
            : Arrays.stream(expected.split(" ")).map(Condition::valueOf).toList();

    assertThat(TtpStatus.parse(hex(fault), nearEnd).findings())
        .extracting(Finding::condition)
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void ofSeveralFaultsTheLowestIsToldSoHigherOnesAreUndecided() throws Exception {
    assertThat(TtpStatus.parse(hex("06"), 0).judged())
        .contains(Condition.CUTTER_FAULT, Condition.CONFIG_FAULT, Condition.DEVICE_PAUSED);
    assertThat(TtpStatus.parse(hex("15 03"), 0).judged())
        .contains(Condition.CUTTER_FAULT, Condition.MEDIA_OUT)
        .doesNotContain(Condition.COVER_OPEN, Condition.CONFIG_FAULT, Condition.MEDIA_NOT_TAKEN);
    assertThat(TtpStatus.parse(hex("15 04"), 1).judged())
        .contains(Condition.COVER_OPEN, Condition.CUTTER_FAULT)
        .doesNotContain(Condition.MEDIA_OUT, Condition.MEDIA_LOW);
  }

  @Test
  void digitsCountAsNumbers() throws Exception {
    assertThat(TtpStatus.parse(hex("06"), '1').nearEnd()).isTrue();
    assertThat(TtpStatus.parse(hex("06"), '0').nearEnd()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12", "15", "06 01", "15 01 01", "10 0F"})
  void whatIsNoFaultReportIsRefused(String bytes) {
    assertThatThrownBy(() -> TtpStatus.parse(hex(bytes), 0)).isInstanceOf(EscPosException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 0x12, 0xFF, -1, 0x32})
  void aNearEndThatIsNeitherYesNorNoRefusesTheWhole(int nearEnd) {
    assertThatThrownBy(() -> TtpStatus.parse(hex("06"), nearEnd))
        .isInstanceOf(EscPosException.class);
  }

  @Test
  void noBytesAtAllMakeItThrowAnythingButItsOwn() {
    Fuzz.of(hex("06 00"), hex("15 03 01"))
        .feed(
            input -> {
              int last = input.length == 0 ? -1 : input[input.length - 1] & 0xFF;
              byte[] fault = Arrays.copyOf(input, Math.max(0, input.length - 1));
              try {
                TtpStatus status = TtpStatus.parse(fault, last);
                assertThat(status.judged())
                    .containsAll(status.findings().stream().map(Finding::condition).toList());
                assertThat(TtpStatus.words(fault)).isNotBlank();
              } catch (EscPosException refused) {
                assertThat(refused.getMessage()).isNotBlank();
              }
            });
  }

  private static byte[] hex(String hex) {
    return HexFormat.ofDelimiter(" ").parseHex(hex);
  }
}
