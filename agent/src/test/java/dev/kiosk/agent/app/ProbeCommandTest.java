package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.device.usb.FakeSysfs;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ProbeCommandTest {

  private final Path root;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  ProbeCommandTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void aPrinterWithoutPaperIsToldInWordsWithTheBytes() throws IOException {
    try (ServerSocket printer = printer(0x1A, 0x32, 0x12, 0x7E)) {
      int code = run("escpos", "tcp://127.0.0.1:" + printer.getLocalPort(), "--raw");

      assertThat(code).isEqualTo(2);
      assertThat(out.toString())
          .contains(": error (asked ESC/POS tcp://127.0.0.1:")
          .contains("MEDIA_OUT (roll): The paper has run out.")
          .contains("what to do: Load new paper and close the cover.")
          .contains("seen: DLE EOT 1..4 = 1A 32 12 7E")
          .containsSubsequence("sent     10 04 01", "received 1A", "sent     10 04 02");
    }
  }

  @ParameterizedTest
  @CsvSource({"12 12 12 12,0,ready", "12 12 12 1E,1,warning", "00 00 00 00,2,unknown"})
  void theExitCodeTellsTheState(String bytes, int code, String state) throws IOException {
    int[] answers =
        Arrays.stream(bytes.split(" ")).mapToInt(b -> Integer.parseInt(b, 16)).toArray();
    try (ServerSocket printer = printer(answers)) {
      String endpoint = "tcp://127.0.0.1:" + printer.getLocalPort();

      assertThat(run("escpos", endpoint)).isEqualTo(code);
      assertThat(out.toString()).contains(": " + state + " (").doesNotContain("sent ");
    }
  }

  @Test
  void anAbsentScannerIsOffline() throws IOException {
    new FakeSysfs(root);

    assertThat(run("usb", "usb:05e0:1900")).isEqualTo(2);
    assertThat(out.toString()).contains(": offline (").contains("DEVICE_ABSENT");
  }

  @Test
  void aPluggedInScannerIsReadyAndNamed() throws IOException {
    new FakeSysfs(root).plug("1-1", "05e0", "1900").attribute("1-1", "product", "DS457");

    assertThat(run("usb", "usb:05e0:1900")).isZero();
    assertThat(out.toString()).contains("model DS457");
  }

  @ParameterizedTest
  @CsvSource({
    "fax,tcp://a,'driver \"fax\" is not known; the drivers are escpos'",
    "escpos,usb:1-1,'endpoint \"usb:1-1\": that is not of the form tcp://host:port'",
    "usb,tcp://a,'endpoint \"tcp://a\": that names no USB device'"
  })
  void wrongUsageIsOneSentenceAndItsOwnExitCode(String driver, String endpoint, String sentence) {
    assertThat(run(driver, endpoint)).isEqualTo(64);
    assertThat(err.toString()).startsWith(sentence).hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"--timeout=5", "--timeout=99ms", "--timeout=61s", "--nonsense"})
  void wrongOptionsAreWrongUsageToo(String option) {
    assertThat(run("usb", "usb:1-1", option)).isEqualTo(64);
    assertThat(err.toString()).isNotBlank();
  }

  private int run(String driver, String endpoint, String... options) {
    var line =
        new CommandLine(new ProbeCommand(Time.system()))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    var arguments = new ArrayList<String>();
    arguments.add(driver);
    arguments.add(endpoint);
    arguments.add("--root=" + root);
    arguments.addAll(List.of(options));
    return line.execute(arguments.toArray(String[]::new));
  }

  /** Serves one connection: one answer for each request. */
  private static ServerSocket printer(int... answers) throws IOException {
    var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    var thread =
        new Thread(
            () -> {
              try (Socket client = server.accept()) {
                for (int answer : answers) {
                  client.getInputStream().readNBytes(3);
                  client.getOutputStream().write(answer);
                }
                client.getInputStream().read();
              } catch (IOException over) {
                // the test is over
              }
            },
            "fake-printer");
    thread.setDaemon(true);
    thread.start();
    return server;
  }
}
