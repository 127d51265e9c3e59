package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.spool.SpoolConfig;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {

  @TempDir private Path dir = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = MainCommand.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  private Path config(String text) throws IOException {
    return Files.writeString(dir.resolve("agent.toml"), text);
  }

  private String good() {
    return """
        [kiosk]
        tenant_id = "acme"
        host = "K"
        state_dir = "%s"
        [server]
        url = "ws://127.0.0.1:1/ws/agent"
        """
        .formatted(dir.resolve("state"));
  }

  @Test
  void aMissingConfigurationIsOneLineThatSaysWhatToDo() {
    assertThat(run("run", "--config", dir.resolve("nope.toml").toString())).isEqualTo(78);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("there is no configuration file")
        .contains("--config");
  }

  @Test
  void aWrongConfigurationStartsNothing() throws IOException {
    Path file = config(good() + "[spool]\nmax_size = \"lots\"\n");
    assertThat(run("run", "--config", file.toString())).isEqualTo(78);
    assertThat(err.toString().lines().toList())
        .satisfiesExactly(
            problem -> assertThat(problem).contains(":8:1: spool.max_size: "),
            sum -> assertThat(sum).isEqualTo("1 problem; nothing was started"));
    assertThat(dir.resolve("state")).doesNotExist();
  }

  @Test
  void configCheckTellsWhatCanBeUsedAndWhatCannot() throws IOException {
    assertThat(run("config", "--root", dir.toString(), "check", config(good()).toString()))
        .isZero();
    assertThat(out.toString()).contains("can be used: K of acme, 0 devices");
    assertThat(run("config", "--root", dir.toString(), "check", config("[kiosk]\n").toString()))
        .isEqualTo(78);
    assertThat(out.toString()).contains("kiosk.tenant_id").contains("server.url");
  }

  @Test
  void configCheckLooksAtTheFilesThatConnectTheKiosk() throws IOException {
    Path token = Files.writeString(dir.resolve("token"), " \n");
    Path key = Files.writeString(dir.resolve("key.pem"), "nothing");
    String files =
        """
        token_file = "%s"
        ca_file = "%s"
        client_cert_file = "%s"
        client_key_file = "%s"
        """
            .formatted(token, dir.resolve("ca.pem"), key, key);
    Path file = config(good() + files);
    assertThat(run("config", "--root", dir.toString(), "check", file.toString())).isEqualTo(78);
    assertThat(out.toString().lines())
        .containsExactly(
            file + ":7:1: server.token_file: " + token + " is empty; a token is expected",
            "%s:8:1: server.ca_file: %s/ca.pem cannot be read: there is no such file"
                .formatted(file, dir),
            file
                + ":9:1: server.client_cert_file: "
                + key
                + " holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)");
  }

  @Test
  void configCheckTellsWhoElseCanReadASecret() throws IOException {
    Path token = Files.writeString(dir.resolve("token"), "s3cr3t\n");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
    Path file = config(good() + "token_file = \"%s\"\n".formatted(token));
    assertThat(run("config", "--root", dir.toString(), "check", file.toString())).isZero();
    assertThat(out.toString())
        .contains(
            "can be used",
            "note: " + file + ":7:1: server.token_file: " + token + " can be read by")
        .contains("every user of this machine")
        .doesNotContain("s3cr3t");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(run("config", "--root", dir.toString(), "check", file.toString())).isZero();
    assertThat(out.toString().lines().skip(2)).singleElement().asString().contains("can be used");
  }

  @Test
  void aSecondAgentInTheSameFoldersIsRefusedInWords() throws IOException {
    Path file = config(good());
    try (Spool held = spool()) {
      assertThat(held.id()).isNotNull();
      assertThat(run("run", "--config", file.toString())).isEqualTo(74);
    }
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("another agent is running")
        .contains("stop it first");
  }

  private Spool spool() throws IOException {
    var spoolConfig =
        new SpoolConfig(
            dir.resolve("state/spool"),
            4 << 20,
            Duration.ofDays(1),
            Duration.ofSeconds(1),
            "acme/K");
    var on = new Spool.Surroundings(Disk.real(), Time.system(), new Counters(), new Random(1));
    return Spool.open(spoolConfig, on, gap -> List.of(new byte[] {'{', '}'}));
  }

  @Test
  void theSpoolCanBeLookedAtWhileItIsHeld() throws IOException {
    try (Spool spool = spool()) {
      spool.append(Lane.ALERTS, "{\"type\":\"error\"}".getBytes(StandardCharsets.UTF_8));
      spool.step(Time.system().nanos());
      String folder = dir.resolve("state/spool").toString();
      assertThat(run("spool", "stat", "--dir", folder)).isZero();
      assertThat(out.toString())
          .contains("owner     acme/K")
          .contains("alerts    1 waiting for the server, the oldest since ")
          .contains("readings  0 waiting for the server, 0 delivered")
          .contains("lost      nothing");
      assertThat(run("spool", "export", "--dir", folder)).isZero();
      assertThat(out.toString())
          .contains("{\"lane\":\"alerts\",\"position\":0,\"event\":{\"type\":\"error\"}}");
    }
  }

  @Test
  void whatIsDeliveredIsToldFromWhatWaitsAndLossesAreToldInWords() throws IOException {
    String folder = dir.resolve("state/spool").toString();
    try (Spool spool = spool()) {
      spool.append(Lane.ALERTS, "{\"n\":1}".getBytes(StandardCharsets.UTF_8));
      spool.append(Lane.ALERTS, "{\"n\":2}".getBytes(StandardCharsets.UTF_8));
      spool.drain().acknowledge(Lane.ALERTS, 1);
      spool.append(Lane.ALERTS, "{\"n\":3}".getBytes(StandardCharsets.UTF_8));
      spool.step(Time.system().nanos());
    }
    assertThat(run("spool", "stat", "--dir", folder)).isZero();
    assertThat(out.toString()).contains("alerts    2 waiting for the server");
    assertThat(run("spool", "export", "--waiting", "--dir", folder)).isZero();
    assertThat(out.toString()).contains("{\"n\":3}").doesNotContain("{\"n\":1}");
    Files.write(dir.resolve("state/spool/ledger"), new byte[] {1, 2, 3});
    assertThat(run("spool", "stat", "--dir", folder)).isZero();
    assertThat(out.toString()).contains("the loss ledger is damaged");
  }

  @Test
  void aFolderThatIsNoSpoolIsSaidToBeNone() {
    assertThat(run("spool", "stat", "--dir", dir.toString())).isEqualTo(74);
    assertThat(err.toString()).contains("cannot be read as a spool");
  }

  @Test
  void wrongUsageShowsTheUsage() {
    assertThat(run("xyzzy")).isEqualTo(64);
    assertThat(err.toString()).contains("xyzzy").contains("Usage: kiosk-agent");
    assertThat(run("run", "--confg", "x")).isEqualTo(64);
    assertThat(err.toString()).contains("--confg");
  }
}
