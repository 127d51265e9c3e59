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

class ProcMemoryTest {

  /** Linux 6.18; the lines behind are left out. */
  private static final String CAPTURED =
      """
      MemTotal:       24684084 kB
      MemFree:        21319028 kB
      MemAvailable:   23456248 kB
      Buffers:           52060 kB
      Cached:          2169748 kB
      """;

  private final Path meminfo;
  private final ProcMemory read;
  private final long[] kib = new long[2];

  ProcMemoryTest(@TempDir Path proc) {
    meminfo = proc.resolve("meminfo");
    read = new ProcMemory(proc);
  }

  @Test
  void totalAndAvailableAreFoundByTheirNames() throws IOException {
    Files.writeString(meminfo, CAPTURED);

    assertThat(read.read(kib)).isTrue();
    assertThat(kib).containsExactly(24684084, 23456248); // KiB
  }

  @Test
  void aTerabyteIsAMemoryToo() {
    assertThat(parse("MemTotal:       68719476736 kB\nMemAvailable:   4294967296 kB\n")).isTrue();
    assertThat(kib).containsExactly(68719476736L, 4294967296L); // KiB: 64 TiB, 4 TiB
  }

  @Test
  void aKernelThatDoesNotTellWhatIsAvailableIsNotGuessedAt() {
    assertThat(parse(CAPTURED.replaceFirst("MemAvailable:.*\n", ""))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "MemTotal:",
        "MemTotal: 20 kB\n",
        "MemAvailable: 10 kB\n",
        "MemTotal: kB\nMemAvailable: 10 kB\n",
        "MemTotal: 20 kB\nMemAvailable: x kB\n",
        "MemTotal: 20 kB\nMemAvailable: -1 kB\n",
        "MemTotal: 20 kB\nMemAvailable: 10 MB\n",
        "MemTotal: 20 kB\nMemAvailable: 10\n",
        "MemTotal: 20 kB\n MemAvailable: 10 kB\n",
        "MemTotal: 20 kB\nNotMemAvailable: 10 kB\n",
        "MemTotal: 9999999999999999 kB\nMemAvailable: 10 kB\n",
        "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
      })
  void whatIsNoSuchTextGivesNothing(String text) throws IOException {
    Files.writeString(meminfo, text);

    assertThat(read.read(kib)).isFalse();
  }

  @Test
  void textThatIsCutOffGivesNothingUnlessBothLinesAreWhole() {
    int both = CAPTURED.indexOf("Buffers");
    for (int length = 0; length < both; length++) { // bytes
      assertThat(parse(CAPTURED.substring(0, length))).isFalse();
    }
    assertThat(parse(CAPTURED.substring(0, both))).isTrue();
  }

  @Test
  void bytesOfAnEarlierReadAreNotTakenForThisOne() {
    byte[] text = CAPTURED.getBytes(US_ASCII);

    assertThat(ProcMemory.parse(text, CAPTURED.indexOf("MemAvailable:") + 20, kib)).isFalse();
  }

  @Test
  void aFileThatComesLateOrWasAwayIsReadAsSoonAsItIsThere() throws IOException {
    assertThat(read.read(kib)).isFalse();

    Files.writeString(meminfo, CAPTURED);
    assertThat(read.read(kib)).isTrue();

    Files.writeString(meminfo, "");
    Files.delete(meminfo);
    assertThat(read.read(kib)).isFalse();

    Files.writeString(meminfo, "MemTotal: 20 kB\nMemAvailable: 10 kB\n");
    assertThat(read.read(kib)).isTrue();
    assertThat(kib).containsExactly(20, 10); // KiB
  }

  @Test
  void moreAvailableThanThereIsCannotBe() {
    var probe =
        new MemoryProbe(
            into -> {
              into[Figures.TOTAL] = 10;
              into[Figures.AVAILABLE] = 11;
              return true;
            });

    assertThat(probe.read()).isEmpty();
  }

  private boolean parse(String text) {
    return ProcMemory.parse(text.getBytes(US_ASCII), text.length(), kib);
  }
}
