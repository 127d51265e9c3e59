package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.spool.SpoolConfig;
import dev.kiosk.agent.status.Examples;
import dev.kiosk.agent.status.StatusServer;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BundleCommandTest {

  private static final List<String> ALL =
      List.of(
          "config.toml",
          "devices.txt",
          "journal.txt",
          "metrics.txt",
          "problems.txt",
          "spool.txt",
          "status.json",
          "status.txt",
          "system.txt");

  @TempDir private Path dir = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path root = Path.of("");
  private Path config = Path.of("");
  private Path archive = Path.of("");
  private Path log = Path.of("");
  private @Nullable String answer;

  @BeforeEach
  void kiosk() throws IOException {
    root = Files.createDirectories(dir.resolve("root"));
    config = dir.resolve("agent.toml");
    archive = dir.resolve("bundle.zip");
    log = Files.writeString(dir.resolve("log"), "2026-03-02T12:00:00 Agent watches K of acme\n");
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/os-release"), "ID=debian\nPRETTY_NAME=\"Debian 12\"\n");
    config(freePort(), "");
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private void config(int statusPort, String more) throws IOException {
    Files.writeString(
        config,
        """
        [kiosk]
        tenant_id = "acme"
        host = "K"
        state_dir = "%s"
        [server]
        url = "wss://fleet.example.com/ws?access=pl4nted-query"
        token_file = "%s"
        [status]
        listen = "127.0.0.1:%d"
        %s
        """
            .formatted(dir.resolve("state"), dir.resolve("token"), statusPort, more));
  }

  private int run(String... more) {
    var journal = new LogTail(List.of("cat", log.toString()), Duration.ofSeconds(30), 1 << 20);
    var command =
        new BundleCommand(
            Time.system(),
            journal,
            (to, question) -> {
              to.print(question);
              return answer;
            });
    String[] arguments =
        Stream.concat(
                Stream.of("--config", "" + config, "--root", "" + root, "--out", "" + archive),
                Stream.of(more))
            .toArray(String[]::new);
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private Map<String, String> inside() throws IOException {
    var files = new TreeMap<String, String>();
    try (var zip = new ZipInputStream(Files.newInputStream(archive))) {
      ZipEntry entry;
      while ((entry = zip.getNextEntry()) != null) {
        assertThat(entry.getName()).matches("kiosk-agent-\\w+-[0-9]{8}-[0-9]{6}/[a-z]+\\.[a-z]+");
        String name = entry.getName().substring(entry.getName().indexOf('/') + 1);
        files.put(name, new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  private StatusServer serve() throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return StatusServer.listen(address, Examples::troubled, new Counters());
  }

  @Test
  void aRunningAgentTellsItsStatusAndKeepsItsDevices() throws IOException {
    String device =
        """
        [[device]]
        id = "bagtag"
        kind = "printer"
        driver = "escpos"
        endpoint = "tcp://127.0.0.1:%d"
        """;
    try (StatusServer server = serve();
        var printer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      config(server.address().getPort(), device.formatted(printer.getLocalPort()));
      assertThat(run()).isZero();
      printer.setSoTimeout(1);
      assertThatThrownBy(printer::accept).hasMessageContaining("timed out");
    }
    Map<String, String> inside = inside();
    assertThat(inside.keySet()).containsExactlyElementsOf(ALL);
    assertThat(inside.get("status.json")).contains("\"health\" : \"critical\"");
    assertThat(inside.get("status.txt")).contains("cannot print bag tags");
    assertThat(inside.get("metrics.txt")).contains("kiosk_agent_health 2");
    assertThat(inside.get("config.toml")).contains("tenant_id = \"acme\"", "max_size = \"64MiB\"");
    assertThat(inside.get("devices.txt")).contains("not asked", "bagtag (printer): escpos tcp://");
    assertThat(inside.get("journal.txt")).isEqualTo(Files.readString(log));
    assertThat(inside.get("system.txt")).contains("Debian 12", "time zone", "java", "folder");
    assertThat(inside.get("problems.txt"))
        .isEqualTo("spool.txt: no such file or folder: " + dir.resolve("state/spool") + "\n");
    assertThat(out.toString()).contains(archive + " will hold:", "can be mailed").contains(ALL);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
        .isEqualTo("rw-------");
  }

  @Test
  void noSecretIsInside() throws IOException {
    Files.writeString(dir.resolve("token"), "pl4nted-token\n");
    Path phrase = Files.writeString(dir.resolve("phrase"), "pl4nted phrase\n");
    Path credential = root.resolve("run/credentials/kiosk-agent.service/token");
    Files.createDirectories(credential.getParent());
    Files.writeString(credential, "pl4nted-credential");
    config(
        freePort(),
        """
        [[device]]
        id = "a"
        kind = "printer"
        driver = "snmp"
        endpoint = "snmp://127.0.0.1:9?community=pl4nted%%26community"
        timeout = "100ms"
        [[device.source]]
        driver = "snmp"
        endpoint = "snmp://127.0.0.1:9?user=kiosk&auth=SHA-256&auth_file=%s"
        timeout = "100ms"
        """
            .formatted(phrase));
    Files.writeString(
        log,
        """
        sent pl4nted-token and pl4nted-credential, then pl4nted-query
        read "pl4nted phrase", community pl4nted&community or pl4nted%26community
        Authorization: Bearer pl4ntedElsewhere.x
        Authorization: Basic pl4ntedElsewhere=
        GET http://kiosk:pl4nted-userinfo@example.com/?token=pl4nted-unknown&x=kept
        {"password":"pl4nted-json"} snmp://10.0.0.7?community=pl4nted-other
        -----BEGIN PRIVATE KEY-----
        pl4ntedPrivateKey
        -----END PRIVATE KEY-----
        the end
        """);
    assertThat(run("--yes")).isZero();
    Map<String, String> inside = inside();
    inside.forEach((name, text) -> assertThat(text).as(name).doesNotContain("pl4nted"));
    assertThat(out.toString() + err).doesNotContain("pl4nted");
    assertThat(inside.get("journal.txt")).contains("x=kept", "the end", "***");
    assertThat(inside.get("config.toml")).contains("community=***");
    assertThat(inside.get("devices.txt")).contains("community=***");
  }

  @Test
  void aConfigurationThatCannotBeUsedIsTreatedNoLessCarefully() throws IOException {
    Files.writeString(dir.resolve("token"), "pl4nted-token\n");
    Files.writeString(
        config,
        "[server]\nurl = \"http://k:pl4nted@h/?token=pl4nted\"\ntoken_file = '%s'\n[[device]\n"
            .formatted(dir.resolve("token")));
    Files.writeString(log, "the token is pl4nted-token\n");
    assertThat(run("--url", "http://127.0.0.1:" + freePort())).isZero();
    Map<String, String> inside = inside();
    inside.forEach((name, text) -> assertThat(text).as(name).doesNotContain("pl4nted"));
    assertThat(inside.get("config.toml")).contains("not TOML");
    assertThat(inside.get("problems.txt")).contains("the configuration cannot be used");
  }

  @Test
  void whatIsMissingIsToldAndTheRestIsWrittenAllTheSame() throws IOException {
    Files.delete(config);
    Files.delete(log);
    assertThat(run("--url", "http://127.0.0.1:" + freePort())).isZero();
    assertThat(inside().getOrDefault("problems.txt", "").lines())
        .anySatisfy(line -> assertThat(line).startsWith("config.toml: there is no configuration"))
        .anySatisfy(line -> assertThat(line).contains("status.json", "nothing listens there"))
        .anySatisfy(line -> assertThat(line).startsWith("journal.txt: cat failed: "));
    assertThat(inside().get("status.txt")).contains("nothing listens there");
  }

  @Test
  void withoutAnAgentTheDevicesAreAsked() throws IOException {
    String device =
        """
        [[device]]
        id = "bagtag"
        kind = "printer"
        driver = "escpos"
        endpoint = "tcp://127.0.0.1:%d"
        timeout = "1s"
        """
            .formatted(freePort());
    config(freePort(), device);
    assertThat(run()).isZero();
    assertThat(inside().get("devices.txt"))
        .startsWith("bagtag (printer): escpos tcp://127.0.0.1:")
        .contains("  offline (took ", "  LINK_DOWN: ");
  }

  @Test
  void anAgentThatRunsWithoutStatusKeepsItsDevicesToo() throws IOException {
    Path process = Files.createDirectories(root.resolve("proc/4711"));
    Files.writeString(
        process.resolve("cmdline"), "java\0-cp\0x\0dev.kiosk.agent.app.Main\0run\0--config\0c\0");
    assertThat(run()).isZero();
    assertThat(inside().get("devices.txt")).contains("an agent runs (process 4711)");
  }

  @Test
  void whatIsBufferedAndLostIsInside() throws IOException {
    var spoolConfig =
        new SpoolConfig(
            dir.resolve("state/spool"),
            4 << 20,
            Duration.ofDays(1),
            Duration.ofSeconds(1),
            "acme/K");
    var on = new Spool.Surroundings(Disk.real(), Time.system(), new Counters(), new Random(1));
    try (Spool spool = Spool.open(spoolConfig, on, gap -> List.of(new byte[] {'{', '}'}))) {
      spool.append(Lane.ALERTS, "{}".getBytes(StandardCharsets.UTF_8));
      spool.step(Time.system().nanos());
      assertThat(run()).isZero();
    }
    assertThat(inside().get("spool.txt"))
        .contains("owner     acme/K", "alerts    1 waiting", "lost      nothing");
  }

  @Test
  void aPersonWhoDoesNotWantItGetsNothing() {
    answer = "n";
    assertThat(run()).isEqualTo(1);
    assertThat(out.toString()).contains("will hold:", "Write it?", "Nothing was written.");
    assertThat(archive).doesNotExist();
    assertThat(run("--yes")).isZero();
    assertThat(archive).exists();
  }

  @Test
  void aFileThatIsThereIsLeftAsItIs() throws IOException {
    Files.writeString(archive, "precious");
    assertThat(run()).isEqualTo(74);
    assertThat(err.toString()).contains("there is a file " + archive + " already", "--out");
    assertThat(archive).hasContent("precious");
    assertThatThrownBy(() -> BundleFile.write(archive, "x", List.of(), 0))
        .isInstanceOf(IOException.class);
    assertThat(archive).hasContent("precious");
  }

  @Test
  void whereItCannotBeWrittenIsSaidBeforeAnythingIsCollected() throws IOException {
    archive = dir.resolve("nowhere/bundle.zip");
    assertThat(run()).isEqualTo(74);
    assertThat(err.toString())
        .isEqualTo(
            "kiosk-agent: there is no folder %s; give another place with --out%n"
                .formatted(dir.resolve("nowhere")));
    archive = root;
    assertThat(run()).isEqualTo(74);
    assertThat(err.toString())
        .contains("%s is a folder; give the name of a file in it with --out".formatted(root));
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void nothingIsLeftBehindWhereWritingFails() throws IOException {
    var tooLong = List.of(new Bundle.Entry("n".repeat(70_000), "no entry of a ZIP file", ""));
    assertThatThrownBy(() -> BundleFile.write(archive, "x", tooLong, 0))
        .isInstanceOf(IllegalArgumentException.class);
    try (Stream<Path> left = Files.list(dir)) {
      assertThat(left).noneMatch(file -> file.toString().contains(".part")).doesNotContain(archive);
    }
  }

  @Test
  void secretsThatCannotBeReadAreToldForTheyCouldNotBeLookedFor() throws IOException {
    Files.createSymbolicLink(dir.resolve("token"), Path.of("/proc/self/mem"));
    assertThat(run("--yes")).isZero();
    assertThat(inside().get("problems.txt"))
        .contains(dir.resolve("token") + " could not be read, so secrets that it holds");
    assertThat(out.toString()).contains("make it as root").doesNotContain("can be mailed");
  }

  @Test
  void aConfigurationThatCannotBeReadIsToldToo() throws IOException {
    Files.delete(config);
    Files.createDirectory(config);
    assertThat(run("--yes", "--url", "http://127.0.0.1:" + freePort())).isZero();
    assertThat(inside().get("problems.txt")).contains(config + " could not be read, so secrets");
    assertThat(out.toString()).doesNotContain("can be mailed");
  }

  @Test
  void devicesThatHangTakeNoLongerThanAllMay() throws Exception {
    try (var hung = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String device =
          """
          [[device]]
          id = "%s"
          kind = "printer"
          driver = "escpos"
          endpoint = "tcp://127.0.0.1:%d"
          timeout = "1m"
          """;
      config(
          freePort(),
          device.formatted("a", hung.getLocalPort()) + device.formatted("b", hung.getLocalPort()));
      AgentConfig read = ConfigReader.read(config, root);
      var machine = Machine.of(root, Time.system());
      assertThat(DeviceLooks.of(read, machine, Duration.ofMillis(300)))
          .contains("could not be asked: it took longer than", "not asked: the others");
    }
  }

  @Test
  void anAddressThatIsNoneIsWrongUsage() {
    assertThat(run("--url", "ftp://x")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(archive).doesNotExist();
  }

  @Test
  void ofALongLogTheEndIsKept() throws IOException, InterruptedException {
    String script = "i=0; while [ $i -lt 500 ]; do echo line $i; i=$((i+1)); done";
    var journal = new LogTail(List.of("sh", "-c", script), Duration.ofSeconds(30), 100);
    assertThat(journal.read())
        .startsWith("(the beginning is left out)\nline 4")
        .endsWith("line 498\nline 499\n")
        .hasSizeLessThan(140);
  }

  @Test
  void aLogThatDoesNotComeIsGivenUp() {
    var silent = new LogTail(List.of("sleep", "600"), Duration.ofMillis(50), 100);
    assertThatThrownBy(silent::read).isInstanceOf(IOException.class).hasMessageContaining("longer");
    var none = new LogTail(List.of("no-such-program-here"), Duration.ofSeconds(30), 100);
    assertThatThrownBy(none::read).isInstanceOf(IOException.class);
    var empty = new LogTail(List.of("true"), Duration.ofSeconds(30), 100);
    assertThatThrownBy(empty::read).hasMessage("true printed nothing");
  }
}
