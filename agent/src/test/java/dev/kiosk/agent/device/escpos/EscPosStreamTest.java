package dev.kiosk.agent.device.escpos;

import static dev.kiosk.agent.device.escpos.EscPosStream.Kind.ANSWER;
import static dev.kiosk.agent.device.escpos.EscPosStream.Kind.ASIDE;
import static dev.kiosk.agent.device.escpos.EscPosStream.Kind.FOREIGN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.device.Fuzz;
import dev.kiosk.agent.device.escpos.EscPosStream.Kind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EscPosStreamTest {

  @Test
  void anAnswerAloneIsAnAnswer() {
    assertThat(kinds(0x12, 0x1A, 0x7E)).containsExactly(ANSWER, ANSWER, ANSWER);
  }

  @Test
  void anAutomaticStatusBeforeTheAnswerIsSetAside() {
    assertThat(kinds(0x18, 0x00, 0x0F, 0x60, 0x1A))
        .containsExactly(ASIDE, ASIDE, ASIDE, ASIDE, ANSWER);
  }

  @Test
  void flowControlMayStandAnywhere() {
    assertThat(kinds(0x13, 0x10, 0x13, 0x00, 0x11, 0x03, 0x00, 0x11, 0x12))
        .containsExactly(ASIDE, ASIDE, ASIDE, ASIDE, ASIDE, ASIDE, ASIDE, ASIDE, ANSWER);
  }

  @Test
  void twoAutomaticStatusesInARowAreBothSetAside() {
    assertThat(kinds(0x10, 0, 0, 0, 0x14, 0, 3, 0, 0x12)).endsWith(ANSWER).doesNotContain(FOREIGN);
  }

  @Test
  void anAutomaticStatusWithoutItsFixedBitIsForeign() {
    assertThat(kinds(0x00, 0x00, 0x00, 0x00)).containsOnly(FOREIGN);
  }

  @Test
  void anAutomaticStatusThatBreaksOffIsForeign() {
    assertThat(kinds(0x10, 0x00, 0x12)).containsExactly(ASIDE, ASIDE, FOREIGN);
  }

  @Test
  void aByteWithTheHighestBitIsForeign() {
    assertThat(kinds(0xFF, 0x93, 0x92)).containsOnly(FOREIGN);
  }

  @Test
  void afterAnyBytesNoMoreThanOneFrameIsAwaited() {
    Fuzz.of(new byte[] {0x18, 0x00, 0x0F, 0x60, 0x1A}, new byte[] {0x13, 0x10, 0x11, 0, 0, 0})
        .feed(
            input -> {
              var stream = new EscPosStream();
              for (byte value : input) {
                assertThat(stream.take(value & 0xFF)).isNotNull();
              }
              for (int most = 0; most < 3; most++) {
                stream.take(0);
              }
              assertThat(stream.midFrame()).isFalse();
            });
  }

  private static List<Kind> kinds(int... bytes) {
    var stream = new EscPosStream();
    return Arrays.stream(bytes).mapToObj(stream::take).toList();
  }
}
