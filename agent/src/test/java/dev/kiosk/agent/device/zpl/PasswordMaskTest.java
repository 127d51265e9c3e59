package dev.kiosk.agent.device.zpl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordMaskTest {

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PasswordMask mask = new PasswordMask(ZplFuzzTest.collecting(shown));

  @Test
  void onlyThePasswordIsMaskedHoweverTheAnswerIsCut() {
    String answer = Vectors.host(Vectors.ZT410_FIRST, Vectors.ZT410_SECOND);
    for (int piece = 1; piece <= answer.length(); piece++) {
      shown.reset();
      for (int from = 0; from < answer.length(); from += piece) {
        receive(answer.substring(from, Math.min(answer.length(), from + piece)));
      }
      mask.flush();
      assertThat(shown()).isEqualTo(answer.replace("1234,0", "****,0"));
    }
  }

  @Test
  void otherAnswersAreShownAsTheyAre() {
    receive(Vectors.ZT410_ERRORS + Vectors.IDENTITY);
    mask.flush();

    assertThat(shown()).isEqualTo(Vectors.ZT410_ERRORS + Vectors.IDENTITY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00021234,0", "\u00021234", "\u0002secret\u0003", "234,0\u0003"})
  void aFrameThatIsBrokenIsMaskedAsWell(String piece) {
    receive(piece);
    mask.means("no answer");

    assertThat(shown()).doesNotContain("234").doesNotContain("secret").endsWith("<no answer>");
  }

  @Test
  void theOrderOfWhatIsSentReceivedAndMeantIsKept() {
    mask.sent("~HS".getBytes(ISO_8859_1));
    receive("\u0002030,0,0");
    mask.sent("~HQES".getBytes(ISO_8859_1));

    assertThat(shown()).isEqualTo("~HS\u0002030,0,0~HQES");
  }

  private void receive(String text) {
    mask.received(text.getBytes(ISO_8859_1));
  }

  private String shown() {
    return shown.toString(ISO_8859_1);
  }
}
