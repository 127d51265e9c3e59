package dev.kiosk.agent.device.escpos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Fuzz;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscPosStatusTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ready with the drawer pin low,       12 12 12 12,",
    "ready with the drawer pin high,      16 12 12 12,",
    "near end,                            12 12 12 1E, MEDIA_LOW",
    "paper end,                           1A 32 12 7E, MEDIA_OUT MEDIA_LOW",
    "printing stopped by paper end only,  1A 32 12 12, MEDIA_OUT",
    "sensor sees no paper but still on,   12 12 12 72, MEDIA_OUT",
    "cover open,                          1A 16 12 12, COVER_OPEN",
    "cover open and sensors in the air,   1A 36 12 7E, COVER_OPEN",
    "cutter error,                        1A 52 1A 12, CUTTER_FAULT",
    "recoverable error,                   1A 52 16 12, RECOVERABLE_FAULT",
    "head too hot,                        1A 52 52 12, OVER_TEMPERATURE",
    "unrecoverable error,                 1A 52 32 12, HARDWARE_FAULT",
    "two errors at once,                  1A 52 3A 12, CUTTER_FAULT HARDWARE_FAULT",
    "error without a cause,               1A 52 12 12, RECOVERABLE_FAULT",
    "feed button held,                    1A 1A 12 12, DEVICE_BUSY",
    "offline without a cause,             1A 12 12 12, DEVICE_OFFLINE",
    "offline and little paper,            1A 12 12 1E, DEVICE_OFFLINE MEDIA_LOW",
    "near end by one bit of the pair,     12 12 12 16, MEDIA_LOW",
    "paper end by one bit of the pair,    12 12 12 32, MEDIA_OUT",
    "error bits although n=2 is silent,   12 12 1A 12, CUTTER_FAULT"
  })
  void givesTheConditionsOf(String state, String bytes, String expected) throws Exception {
    EscPosStatus status = EscPosStatus.parse(bytes(bytes));
    List<Condition> wanted =
        expected == null
            ? List.of()
            : Arrays.stream(expected.split(" ")).map(Condition::valueOf).toList();

    assertThat(status.findings())
        .as(state)
        .extracting(Finding::condition)
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void anOpenCoverLeavesThePaperUndecided() throws Exception {
    EscPosStatus open = EscPosStatus.parse(0x1A, 0x16, 0x12, 0x7E);

    assertThat(open.coverOpen()).isTrue();
    assertThat(open.judged()).doesNotContain(Condition.MEDIA_OUT, Condition.MEDIA_LOW);
    assertThat(EscPosStatus.parse(0x12, 0x12, 0x12, 0x12).judged())
        .contains(Condition.MEDIA_OUT, Condition.MEDIA_LOW);
  }

  @ParameterizedTest
  @CsvSource({"1A,near-end", "16,near-end", "32,paper-end", "52,paper-end"})
  void aHalfPairIsNotedForTheEngineer(String roll, String pair) throws Exception {
    EscPosStatus status = EscPosStatus.parse(0x12, 0x12, 0x12, Integer.parseInt(roll, 16));

    assertThat(status.findings()).hasSize(1);
    assertThat(status.findings().get(0).raw())
        .isEqualTo(
            "DLE EOT 1..4 = 12 12 12 " + roll + "; only one of the two " + pair + " bits is set");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0xFF, 0x10, 0x18, 0x93, 0x11, 0x13, 0x92, 0x02, -1, 0x112})
  void aWrongFixedBitAnywhereRefusesTheWhole(int bad) {
    for (int n = 0; n < 4; n++) {
      int[] answers = {0x1A, 0x32, 0x1A, 0x7E};
      answers[n] = bad;

      assertThatThrownBy(() -> EscPosStatus.parse(answers))
          .isInstanceOf(EscPosException.class)
          .hasMessageContaining("DLE EOT " + (n + 1));
    }
  }

  @Test
  void noBytesAtAllMakeItThrowAnythingButItsOwn() {
    byte[] well = {0x12, 0x12, 0x12, 0x12};
    byte[] paperEnd = {0x1A, 0x32, 0x12, 0x7E};
    Fuzz.of(well, paperEnd)
        .feed(
            input -> {
              var answers = new int[input.length];
              for (int i = 0; i < input.length; i++) {
                answers[i] = input[i]; // negative ones, too, which no line gives
              }
              try {
                assertThat(EscPosStatus.parse(answers).findings()).doesNotContainNull();
              } catch (EscPosException refused) {
                assertThat(refused.getMessage()).isNotBlank();
              }
            });
  }

  @Test
  void everyCombinationOfValidAnswersIsDecoded() throws Exception {
    int[] valid = IntStream.range(0, 256).filter(EscPosStream::isAnswer).toArray();
    assertThat(valid).hasSize(16);
    for (int printer : valid) {
      for (int offline : valid) {
        for (int error : valid) {
          for (int roll : valid) {
            EscPosStatus status = EscPosStatus.parse(printer, offline, error, roll);
            boolean saysOffline = (printer & 0x08) != 0;
            assertThat(status.findings().isEmpty() && saysOffline).isFalse();
          }
        }
      }
    }
  }

  static int[] bytes(String hex) {
    return Arrays.stream(hex.trim().split(" ")).mapToInt(b -> Integer.parseInt(b, 16)).toArray();
  }
}
