package dev.kiosk.agent.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcStatTest {

  /** Of a machine with two processors, Linux 6.18; the lines behind are left out. */
  private static final String CAPTURED =
      """
      cpu  4159077 209122 524859 5034270 19667 0 24163 1291 0 0
      cpu0 2076599 106384 248014 2541836 4374 0 8211 662 0 0
      cpu1 2082478 102738 276845 2492433 15292 0 15951 628 0 0
      """;

  private final Path proc;
  private final Path stat;
  private final ProcStat read;
  private final long[] ticks = new long[Figures.TICKS];

  ProcStatTest(@TempDir Path proc) {
    this.proc = proc;
    stat = proc.resolve("stat");
    read = new ProcStat(proc);
  }

  @Test
  void theFirstLineIsThatOfAllProcessors() throws IOException {
    Files.writeString(stat, CAPTURED);

    assertThat(read.read(ticks)).isTrue();
    assertThat(ticks) // ticks, without those of guests
        .containsExactly(4159077, 209122, 524859, 5034270, 19667, 0, 24163, 1291);
  }

  @Test
  void theOpenFileIsReadFromItsBeginningEachTime() throws IOException {
    for (long user = 9; user < 12; user++) { // ticks; the line grows by a digit
      Files.writeString(stat, "cpu  %d 0 0 5 0 0 0 0 0 0\n".formatted(user));
      assertThat(read.read(ticks)).isTrue();
      assertThat(ticks[0]).isEqualTo(user);
    }
  }

  @Test
  void countersGrowFarBeyondThirtyTwoBits() {
    assertThat(parse("cpu  4294967296 2147483648 3 999999999999999999 5 6 7 8 9 10\n")).isTrue();
    assertThat(ticks) // ticks
        .containsExactly(4294967296L, 2147483648L, 3, 999999999999999999L, 5, 6, 7, 8);
  }

  @Test
  void aLineWithMoreNumbersThanAreKnownTodayIsRead() throws IOException {
    Files.writeString(stat, "cpu  1 2 3 4 5 6 7 8" + " 123456789".repeat(40) + "\n");

    assertThat(read.read(ticks)).isTrue();
    assertThat(ticks).containsExactly(1, 2, 3, 4, 5, 6, 7, 8); // ticks
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cpu",
        "cpu ",
        "cpu  \n",
        "cpu0 1 2 3 4 5 6 7 8 9 10\n",
        "intr 1 2 3 4 5 6 7 8 9 10\n",
        "cpu  1 2 3 4 5 6 7\n",
        "cpu  1 2 3 4\n5 6 7 8 9 10\n",
        "cpu  1 2 3 4 5 6 7 8x 9 10\n",
        "cpu  1 2 -3 4 5 6 7 8 9 10\n",
        "cpu  1 2 3.5 4 5 6 7 8 9 10\n",
        "cpu  1 2 3 1000000000000000000 5 6 7 8 9 10\n",
        "cpu  1 2 3 99999999999999999999999999 5 6 7 8 9 10\n",
        "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
      })
  void whatIsNoSuchLineGivesNothing(String text) throws IOException {
    Files.writeString(stat, text);

    assertThat(read.read(ticks)).isFalse();
  }

  @Test
  void aLineThatIsCutOffGivesNothingUnlessTheNumbersAreWhole() {
    String whole = "cpu  11 22 33 44 55 66 77 88 99 10\n";
    int eight = "cpu  11 22 33 44 55 66 77 88".length();
    for (int length = 0; length <= eight; length++) { // bytes; at the last, more digits may follow
      assertThat(parse(whole.substring(0, length))).isFalse();
    }
    for (int length = eight + 1; length <= whole.length(); length++) { // bytes
      assertThat(parse(whole.substring(0, length))).isTrue();
      assertThat(ticks).containsExactly(11, 22, 33, 44, 55, 66, 77, 88); // ticks
    }
  }

  @Test
  void bytesOfAnEarlierReadAreNotTakenForThisOne() {
    byte[] text = "cpu  1 2 3 4 5 6 7 8 9 10\n".getBytes(US_ASCII);

    assertThat(ProcStat.parse(text, "cpu  1 2 3 4".length(), ticks)).isFalse();
  }

  @Test
  void aFileThatComesLateOrWasAwayIsReadAsSoonAsItIsThere() throws IOException {
    assertThat(read.read(ticks)).isFalse();

    Files.writeString(stat, CAPTURED);
    assertThat(read.read(ticks)).isTrue();

    Files.writeString(stat, ""); // the open file has nothing more to say
    Files.delete(stat);
    assertThat(read.read(ticks)).isFalse();
    assertThat(read.read(ticks)).isFalse();

    Files.writeString(stat, "cpu  1 2 3 4 5 6 7 8 9 10\n");
    assertThat(read.read(ticks)).isTrue();
    assertThat(ticks).containsExactly(1, 2, 3, 4, 5, 6, 7, 8); // ticks
  }

  @Test
  void aFolderInItsPlaceGivesNothing() throws IOException {
    Files.createDirectory(stat);

    assertThat(read.read(ticks)).isFalse();
    assertThat(new ProcStat(proc.resolve("nowhere")).read(ticks)).isFalse();
  }

  private boolean parse(String text) {
    return ProcStat.parse(text.getBytes(US_ASCII), text.length(), ticks);
  }
}
