package dev.kiosk.simulator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class VersionTest {

  @ParameterizedTest
  @ValueSource(strings = {"--version", "hub --version", "fleet -V"})
  void theProgramAndItsCommandsTellWhichVersionTheyAre(String words) {
    var out = new StringWriter();
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out));

    assertThat(line.execute(words.split(" ", -1))).isZero();
    assertThat(out.toString()).startsWith("kiosk-simulator ").hasLineCount(1);
  }
}
