package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.device.RefusingPort;
import dev.kiosk.agent.peer.Peer;
import dev.kiosk.agent.status.Examples;
import dev.kiosk.agent.status.StatusServer;
import dev.kiosk.agent.status.StatusSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {

  /**
   * A label, a value with its unit, and up to four numbers, by the monitoring plugins' guidelines.
   */
  private static final Pattern PERFDATA =
      Pattern.compile("[a-z_]+=-?[0-9.]+(%|B|s|c)?(;[0-9.]*:?){0,2}(;[0-9.]*){0,2}");

  @TempDir private Path dir = Path.of("");
  private final StringWriter out = new StringWriter();

  private int run(String url) {
    return new CommandLine(new CheckCommand()).setOut(new PrintWriter(out)).execute("--url", url);
  }

  private int check(StatusSnapshot snapshot) throws IOException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (StatusServer server = StatusServer.listen(loopback, () -> snapshot, new Counters())) {
      return run("http://127.0.0.1:" + server.address().getPort());
    }
  }

  @Test
  void theExitCodeAndTheWordAgree() throws IOException {
    assertThat(check(Examples.healthy())).isZero();
    assertThat(out.toString()).startsWith("KIOSK OK - ");
    out.getBuffer().setLength(0);
    assertThat(check(Examples.troubled())).isEqualTo(2);
    assertThat(out.toString()).startsWith("KIOSK CRITICAL - ").contains("cannot print bag tags");
  }

  @Test
  void itIsOneLineWithPerformanceDataBehindOneBar() throws IOException {
    check(Examples.hostile());
    assertThat(out.toString().lines()).hasSize(1);
    String[] parts = out.toString().strip().split("\\|", -1);
    assertThat(parts).hasSize(2);
    assertThat(parts[1].strip().split(" ")).allMatch(datum -> PERFDATA.matcher(datum).matches());
    assertThat(parts[1]).contains("buffer=", "alerts=", "readings=", "devices_not_ready=");
  }

  @Test
  void noAgentIsUnknown() throws IOException {
    try (RefusingPort port = RefusingPort.take()) {
      assertThat(run("http://127.0.0.1:" + port.number())).isEqualTo(3);
    }
    assertThat(out.toString()).startsWith("KIOSK UNKNOWN - no agent at ");
  }

  @Test
  void whatCannotBeAskedIsUnknownToo() {
    assertThat(run("ftp://nowhere")).isEqualTo(3);
    assertThat(out.toString()).startsWith("KIOSK UNKNOWN - \"ftp://nowhere\" is not the address");
    CommandLine line = MainCommand.commandLine().setErr(new PrintWriter(new StringWriter()));
    assertThat(line.execute("check", "--ulr", "x")).isEqualTo(3);
  }

  @Test
  void theServiceModeIsSaidInWords() throws IOException {
    assertThat(check(Examples.serviced(Examples.troubled(), "Anna | B"))).isEqualTo(2);
    assertThat(out.toString())
        .startsWith("KIOSK CRITICAL - In service mode by Anna / B for 40 min more; ");
  }

  @Test
  void limitsAreGivenAsTheKioskIsJudged() throws IOException {
    check(Examples.healthy());
    assertThat(out.toString().strip())
        .endsWith(
            "| cpu=37.5%;90.0;;0;100 temperature=61.0; buffer=24576B;60397920;;0;67108864"
                + " alerts=0;;;0 readings=12;;;0 lost=0c;;;0 devices_not_ready=0;;;0;2"
                + " devices_blocked=0;;0;0;2 certificate=17280000s;2592000:;0:"
                + " uptime=273600s;;;0 agent_memory=52428800B;;;0 agent_cpu=0.31%;;;0");
  }

  /** Parses as monitoring plugins in Perl do, and judges each value by the limits beside it. */
  private static final String PARSER =
      """
      use Monitoring::Plugin::Performance;
      my ($words, $data) = split / \\| /, join("", <STDIN>);
      for my $each (Monitoring::Plugin::Performance->parse_perfstring($data)) {
        my $status = $each->threshold->get_status($each->value);
        print join(" ", $each->label, $each->value, $each->uom || "-", $status), "\\n";
      }
      """;

  @Test
  void aParserOfMonitoringPluginsReadsTheSameNumbersAndJudgesThemAlike() throws Exception {
    Peer.needs("perl", "perl");
    Assumptions.assumeTrue(
        Files.exists(Path.of("/usr/share/perl5/Monitoring/Plugin/Performance.pm")),
        "Monitoring::Plugin is not installed here; Debian has it in libmonitoring-plugin-perl");
    assertThat(parsed(Examples.healthy()))
        .contains("cpu 37.5 % 0", "buffer 24576 B 0", "lost 0 c 0", "certificate 17280000 s 0")
        .hasSize(12)
        .allMatch(datum -> datum.endsWith(" 0"));
    assertThat(parsed(Examples.troubled()))
        .contains("cpu 37.5 % 1", "buffer 65011712 B 1", "devices_blocked 1 - 2", "lost 400 c 0")
        .hasSize(11);
    assertThat(parsed(Examples.certificate(-5_000, null))).contains("certificate -5 s 2");
    assertThat(parsed(Examples.hostile())).isNotEmpty();
  }

  private List<String> parsed(StatusSnapshot snapshot) throws Exception {
    out.getBuffer().setLength(0);
    check(snapshot);
    Path line = Files.writeString(dir.resolve("line"), out.toString());
    Path parser = Files.writeString(dir.resolve("parser.pl"), PARSER);
    return Peer.run("sh", "-c", "exec perl " + parser + " < " + line).lines().toList();
  }
}
