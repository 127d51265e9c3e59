package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.config.ConfigException;
import dev.kiosk.agent.config.Problem;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.time.Time;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A complaint about an endpoint goes to terminals, logs and tickets: it repeats no secret. */
class EndpointSecretsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "snmp://10.0.0.7&community=s3cret",
        "snmp://10.0.0.7/s3cret",
        "snmp://10.0.0.7 s3cret",
        "snmp://10.0.0.7;s3cret",
        "snmp://10.0.0.999?community=s3cret",
        "snmp://10.0.0.7?community=s3cret&community=s3cret",
        "SNMP://10.0.0.7?community=s3cret&x",
        "snmp:10.0.0.7?community=s3cret",
        "http://10.0.0.7?community=s3cret",
        "ipp://admin:s3cret@10.0.0.8/ipp",
        "ipp://admin:a/s3cret@10.0.0.8/ipp",
        "ipp:admin:s3cret@10.0.0.8",
        "ipp://10.0.0.8?password=s3cret",
        "ipp://10.0.0.8/ipp?s3cret",
        "cups://admin:s3cret/x@srv/q",
        "tcp://admin:s3cret@10.0.0.7:9100",
        "tcp://admin:s3c@ret/s3cret@10.0.0.7:9100",
        "tcp://10.0.0.7:9100?community=s3cret",
        "serial:/dev/ttyS0?password=s3cret",
        "serial://admin:s3cret@10.0.0.7",
        "usb:04b8:0202?auth_pass=s3cret",
        "gpio:17?token=s3cret"
      })
  void noDriverRepeatsASecret(String text) {
    var drivers = new Drivers(Machine.of(Path.of("/"), Time.system()));
    for (String driver : Drivers.KNOWN.split(", ")) {
      assertThatThrownBy(() -> drivers.create(driver, text))
          .as(driver)
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .doesNotContain("s3cret")
          .hasLineCount(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://h/p?k=s3cret",
        "wss://h/p?k=s3cret#x",
        "wss://h/a b?s3cret",
        "wss://k:s3@cret@h/p",
        "wss://?s3cret",
        "ws://fleet.example.com/p?k=s3cret"
      })
  void theServersAddressIsRepeatedWithoutSecrets(String url) {
    String text = "[kiosk]\ntenant_id = \"a\"\n[server]\nurl = \"" + url + "\"\n";
    assertThatThrownBy(() -> ConfigReader.parse("agent.toml", text, Path.of("/")))
        .isInstanceOfSatisfying(
            ConfigException.class,
            wrong ->
                assertThat(wrong.problems())
                    .hasSize(1)
                    .noneMatch(problem -> problem.text().contains("cret")));
  }

  @Test
  void anEndpointInThePlaceOfTheDriverIsNotRepeatedEither(@TempDir Path dir) throws Exception {
    var err = new StringWriter();
    new CommandLine(new ProbeCommand(Time.system()))
        .setErr(new PrintWriter(err, true))
        .execute("snmp://10.0.0.7?community=s3cret", "snmp");
    assertThat(err.toString()).contains("driver \"snmp://10.0.0.7…\"").doesNotContain("s3cret");

    Path file =
        Files.writeString(
            dir.resolve("agent.toml"),
            """
            [[device]]
            id = "a"
            kind = "printer"
            driver = "snmp://10.0.0.7?community=s3cret"
            endpoint = "snmp"
            [[device]]
            id = "b"
            kind = "snmp://10.0.0.7&community=s3cret"
            driver = "escpos"
            endpoint = "snmp://10.0.0.7?community=s3cret"
            [[device]]
            id = "c"
            kind = "tcp://admin:a/s3cret@10.0.0.7"
            """);
    assertThatThrownBy(() -> ConfigReader.check(file, Path.of("/")))
        .isInstanceOfSatisfying(
            ConfigException.class,
            wrong ->
                assertThat(
                        wrong.problems().stream()
                            .map(Problem::text)
                            .collect(Collectors.joining("\n")))
                    .contains("device[1].driver", "device[2].endpoint", "device[3].kind")
                    .doesNotContain("s3cret"));
  }
}
