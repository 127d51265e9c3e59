package dev.kiosk.simulator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class FleetCommandTest {

  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --kiosks 0                       | --kiosks must be 1 to 25000
          --kiosks 5 --rate 0              | --rate must be above 0
          --kiosks 5 --for soon            | --for must be a duration such as "10s"
          --kiosks 5 --for 2s              | --for must be at least 3s
          --kiosks 5 --ramp 1              | --ramp must be a duration
          --kiosks 5 --faults -1           | --faults must be 0 to 100000 a minute
          --kiosks 5 --tenant a/b          | --tenant must be 1 to 64 letters, digits, dots, dashes or underscores
          --kiosks 5 --server localhost    | --server must be an address such as ws://127.0.0.1:9400/ws/agent
          --kiosks 5 --server http://h/    | --server must be an address such as ws://127.0.0.1:9400/ws/agent
          --kiosks 5 --token-file /absent  | --token-file: /absent cannot be read
          --server ws://127.0.0.1:1        | --kiosks
          """)
  void aWrongOptionIsRefusedWithWhatWasExpected(String arguments, String words) {
    assertThat(run(("fleet " + arguments).split(" +"))).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains(words);
  }

  @Test
  void withoutAServerThereIsOneLine() {
    assertThat(run("fleet", "--kiosks", "5", "--server", "ws://127.0.0.1:1")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "kiosk-simulator fleet: no server answers at ws://127.0.0.1:1/ws/agent; is the hub"
                + " running? kiosk-simulator hub starts one");
  }
}
