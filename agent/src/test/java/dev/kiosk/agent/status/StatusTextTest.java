package dev.kiosk.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTextTest {

  @Test
  void aHealthyKioskIsToldInAFewLines() throws IOException {
    Golden.check("healthy.txt", plain(Examples.healthy()));
  }

  @Test
  void aTroubledKioskIsToldWithSinceWhenAndWhatToDo() throws IOException {
    Golden.check("troubled.txt", plain(Examples.troubled()));
  }

  @Test
  void coloursChangeNothingButColours() throws IOException {
    String coloured = StatusText.of(Examples.troubled(), ZoneOffset.UTC, true);
    assertThat(coloured).contains("\u001b[31mCRITICAL: ").contains("\u001b[1mDEVICES\u001b[0m");
    assertThat(coloured.replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(plain(Examples.troubled()));
  }

  @Test
  void noLineIsWiderThanTheTerminal() {
    assertThat(plain(Examples.troubled()).lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void whatDevicesSayCannotMoveTheCursor() {
    assertThat(plain(Examples.hostile())).doesNotContain("\u001b", "\u202e").contains("?[2J");
  }

  @ParameterizedTest
  @CsvSource({
    "0, less than 1 s",
    "999, less than 1 s",
    "59999, 59 s",
    "60000, 1 min",
    "720000, 12 min",
    "3600000, 1 h",
    "12000000, 3 h 20 min",
    "792000000, 9 d 4 h",
    "864000000, 10 d"
  })
  void spansOfTimeAreToldInWords(long millis, String words) {
    assertThat(Spans.words(millis)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1536, 1.5 KiB",
    "67108864, 64 MiB",
    "5497558138880, 5120 GiB"
  })
  void sizesAreToldInTheirUnit(long bytes, String words) {
    assertThat(Spans.size(bytes)).isEqualTo(words);
  }

  private static String plain(StatusSnapshot snapshot) {
    return StatusText.of(snapshot, ZoneOffset.UTC, false);
  }
}
