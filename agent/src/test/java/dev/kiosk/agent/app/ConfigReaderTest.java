package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kiosk.agent.config.ConfigException;
import dev.kiosk.agent.config.Problem;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.threshold.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {

  private static final String LEAST =
      """
      [kiosk]
      tenant_id = "acme"
      host = "T1-K017"
      [server]
      url = "wss://fleet.example.com/ws/agent"
      """;

  @TempDir private Path root = Path.of("");

  private AgentConfig parse(String text) throws ConfigException {
    return ConfigReader.parse("agent.toml", text, root);
  }

  private List<String> problems(String text) {
    ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> parse(text));
    assertThat(wrong).isNotNull();
    return wrong.problems().stream().map(Problem::text).toList();
  }

  @Test
  void everythingButServerAndKioskHasItsDefault() throws ConfigException {
    AgentConfig config = parse(LEAST);
    assertThat(config.stateDir()).isEqualTo(Path.of("/var/lib/kiosk-agent"));
    assertThat(config.spool().dir()).isEqualTo(Path.of("/var/lib/kiosk-agent/spool"));
    assertThat(config.spool().maxBytes()).isEqualTo(64L << 20);
    assertThat(config.spool().maxAge()).isEqualTo(Duration.ofDays(30));
    assertThat(config.spool().flushInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.link().pingInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.link().backoffInitial()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.link().backoffMax()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.link().maxInFlight()).isEqualTo(1024);
    assertThat(config.link().replayRate()).isEqualTo(2000);
    assertThat(config.intervals())
        .containsEntry(Metric.CPU, Duration.ofSeconds(1))
        .containsEntry(Metric.MEMORY, Duration.ofSeconds(30))
        .containsEntry(Metric.DISK, Duration.ofSeconds(60))
        .containsEntry(Metric.TEMPERATURE, Duration.ofSeconds(30));
    assertThat(config.limits())
        .containsExactly(new Limit(Metric.CPU, 90, 80, Duration.ofSeconds(10), null));
    assertThat(config.statusListen()).hasToString("/127.0.0.1:9310");
    assertThat(config.devices()).isEmpty();
  }

  @Test
  void aNameThatNoFileCanHaveIsAProblemAndNoCrash() {
    String text =
        """
        [kiosk]
        tenant_id = "acme"
        state_dir = "/a\\u0000b"
        [server]
        url = "wss://fleet.example.com/ws/agent"
        token_file = "/t\\u0000"
        ca_file = "/t\\u0000"
        client_cert_file = "/t\\u0000"
        client_key_file = "/t\\u0000"
        [spool]
        dir = "/s\\u0000"
        [service]
        socket = "/s\\u0000"
        """;
    assertThat(problems(text))
        .hasSize(7)
        .allMatch(problem -> problem.contains("expected the name of a file or folder"));
  }

  @Test
  void aDeviceMayNameSeveralSources() throws ConfigException {
    AgentConfig config =
        parse(
            LEAST
                + """

                [[device]]
                id = "bagtag"
                kind = "printer"
                driver = "escpos"
                endpoint = "tcp://10.0.0.7"
                [[device.source]]
                driver = "usb"
                endpoint = "usb:04b8:0202"
                interval = "2s"
                timeout = "1s"
                """);
    DeviceConfig device = config.devices().get(0);
    assertThat(device.sources())
        .containsExactly(
            new DeviceConfig.Source(
                "escpos", "tcp://10.0.0.7", Duration.ofSeconds(30), Duration.ofSeconds(3)),
            new DeviceConfig.Source(
                "usb", "usb:04b8:0202", Duration.ofSeconds(2), Duration.ofSeconds(1)));
    assertThat(device.longestInterval()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void everyKeyOfTheDocumentedExampleIsKnown() throws ConfigException {
    AgentConfig config =
        parse(
            """
            [kiosk]
            tenant_id = "acme"
            host = "T1-K017"
            state_dir = "/var/lib/x"
            [server]
            url = "ws://127.0.0.1:9400/ws/agent"
            token_file = "/etc/kiosk-agent/token"
            ca_file = "/etc/kiosk-agent/ca.pem"
            client_cert_file = "/etc/kiosk-agent/cert.pem"
            client_key_file = "/etc/kiosk-agent/key.pem"
            allow_insecure = false
            ping_interval = "20s"
            backoff_initial = "1s"
            backoff_max = "30s"
            max_in_flight = 100
            replay_rate = "unlimited"
            [spool]
            dir = "/var/lib/x/spool"
            max_size = "8MiB"
            max_age = "7d"
            flush_interval = "2s"
            [sample]
            cpu = "500ms"
            memory = "off"
            disk = "5m"
            temperature = "10s"
            [threshold.cpu]
            pct = 95
            for = "30s"
            clear_pct = 70
            [threshold.temperature]
            pct = 85
            [status]
            listen = "off"
            [[device]]
            id = "bagtag"
            kind = "printer"
            service = "bag tags"
            driver = "escpos"
            endpoint = "tcp://127.0.0.1:9100"
            interval = "30s"
            timeout = "3s"
            raise_after = 2
            clear_after = 3
            """);
    assertThat(config.link().replayRate()).isEqualTo(Integer.MAX_VALUE);
    assertThat(config.tls().ca()).isEqualTo(Path.of("/etc/kiosk-agent/ca.pem"));
    assertThat(config.statusListen()).isNull();
    assertThat(config.intervals()).doesNotContainKey(Metric.MEMORY);
    assertThat(config.limits()).extracting(Limit::clearValue).containsExactly(70.0, 75.0);
    assertThat(config.devices()).singleElement().extracting(DeviceConfig::clearAfter).isEqualTo(3);
  }

  @Test
  void theExampleThatShipsShowsTheDefaultsAndEveryKey() throws ConfigException, IOException {
    String example = Files.readString(Path.of("src/dist/conf/agent.toml"));
    String all = example.replaceAll("(?m)^# (?=\\[|[a-z_]+ = )", "");
    AgentConfig shown = parse(all.replace("host = \"T1-K017\"", "host = \"K\""));
    AgentConfig usual =
        parse(
            "[kiosk]\ntenant_id = \"acme\"\nhost = \"K\"\n[server]\nurl ="
                + " \"wss://fleet.example.com/ws/agent\"\n");
    assertThat(shown.spool()).isEqualTo(usual.spool());
    assertThat(shown.intervals()).isEqualTo(usual.intervals());
    assertThat(shown.limits()).isEqualTo(usual.limits());
    assertThat(shown.statusListen()).isEqualTo(usual.statusListen());
    assertThat(shown.serviceSocket()).isEqualTo(usual.serviceSocket());
    assertThat(shown.stateDir()).isEqualTo(usual.stateDir());
    assertThat(shown.link())
        .usingRecursiveComparison()
        .ignoringFields("token")
        .isEqualTo(usual.link());
    assertThat(shown.devices()).hasSize(1);
    assertThat(parse(example).devices()).isEmpty();
  }

  @Test
  void theServiceSocketIsWhereSystemdMakesRoomOrElsewhereOrOff() throws ConfigException {
    assertThat(parse(LEAST).serviceSocket()).isEqualTo(Path.of("/run/kiosk-agent/control"));
    assertThat(parse(LEAST + "[service]\nsocket = \"off\"\n").serviceSocket()).isNull();
    assertThat(parse(LEAST + "[service]\nsocket = \"/tmp/s\"\n").serviceSocket())
        .isEqualTo(Path.of("/tmp/s"));
    for (String wrong : List.of("here", "/run/", "/" + "x".repeat(103))) {
      assertThat(problems(LEAST + "[service]\nsocket = \"" + wrong + "\"\n"))
          .singleElement()
          .asString()
          .contains("service.socket: expected an absolute path");
    }
  }

  @Test
  void theHostIsTheMachinesNameWhereNoneIsGiven() throws ConfigException, IOException {
    Path hostname = root.resolve("proc/sys/kernel/hostname");
    Files.createDirectories(hostname.getParent());
    Files.writeString(hostname, "gate-12\n");
    assertThat(parse(LEAST.replace("host = \"T1-K017\"\n", "")).host()).isEqualTo("gate-12");
  }

  @Test
  void unencryptedConnectionsAreForThisMachineOrOnPurpose() throws ConfigException {
    String beyond = LEAST.replace("wss://fleet.example.com", "ws://fleet.example.com");
    assertThat(problems(beyond))
        .singleElement()
        .asString()
        .startsWith("agent.toml:5:1: server.url: ")
        .contains("allow_insecure");
    assertThat(parse(beyond + "allow_insecure = true\n").allowInsecure()).isTrue();
    for (String here : List.of("127.0.0.1:1", "localhost", "[::1]:9400")) {
      assertThat(parse(LEAST.replace("wss://fleet.example.com", "ws://" + here))).isNotNull();
    }
  }

  @Test
  void everyMistakeIsToldAtOnceWithItsPlace() {
    assertThat(
            problems(
                """
                [kiosk]
                tenant = "acme"
                [server]
                url = "http://example.com"
                backoff_initial = "20s"
                client_cert_file = "c.pem"
                [spool]
                max_size = "1MiB"
                [threshold.cpu]
                pct = 80
                clear_pct = 85
                [threshold.memory]
                clear_pct = 5
                [status]
                listen = "here"
                [[device]]
                id = "two words"
                kind = "fax"
                driver = "espos"
                endpoint = "tcp://127.0.0.1"
                [[device]]
                id = "a"
                kind = "scanner"
                driver = "usb"
                endpoint = "tcp://127.0.0.1:9100"
                interval = "100ms"
                """))
        .containsExactly(
            "agent.toml:1:1: kiosk.tenant_id: missing; expected the tenant's id",
            "agent.toml:2:1: kiosk.tenant: unknown key 'tenant'; did you mean 'tenant_id'?",
            "agent.toml:3:1: server.backoff_max: expected at least backoff_initial",
            "agent.toml:4:1: server.url: expected wss://HOST/PATH (or ws:// to this machine), was"
                + " http://example.com",
            "agent.toml:6:1: server.client_cert_file: client_cert_file and client_key_file go"
                + " together; give both or neither",
            "agent.toml:8:1: spool.max_size: found \"1MiB\"; expected a size from 4MiB to 1024GiB",
            "agent.toml:11:1: threshold.cpu.clear_pct: expected at most pct (80.0): the reading must"
                + " fall below it to end",
            "agent.toml:13:1: threshold.memory.clear_pct: there is no pct beside it; give both or"
                + " neither",
            "agent.toml:15:1: status.listen: expected ADDRESS:PORT, for instance 127.0.0.1:9310, or"
                + " off",
            "agent.toml:17:1: device[1].id: expected letters, digits, '.', '_' and '-', at most 64,"
                + " was 'two words'",
            "agent.toml:18:1: device[1].kind: found \"fax\"; expected one of \"printer\", \"scanner\","
                + " \"sensor\"",
            "agent.toml:19:1: device[1].driver: found \"espos\"; the drivers are " + Drivers.KNOWN,
            "agent.toml:25:1: device[2].endpoint: endpoint \"tcp://127.0.0.1:9100\": that names no USB"
                + " device; expected vendor and product (usb:05e0:1900), also with a serial number"
                + " (usb:05e0:1900:SERIAL), or a port (usb:1-1.2)",
            "agent.toml:26:1: device[2].interval: found \"100ms\"; expected a duration from 500ms to"
                + " 1d");
  }

  @Test
  void twoDevicesOfOneNameAreAMistake() {
    String device =
        """
        [[device]]
        id = "a"
        kind = "scanner"
        driver = "usb"
        endpoint = "usb:05e0:1900"
        """;
    assertThat(problems(LEAST + device + device))
        .singleElement()
        .asString()
        .startsWith("agent.toml:12:1: device[2].id: ");
  }

  @Test
  void aPasswordInAWrongAddressIsNotTold() {
    for (String address :
        List.of("http://kiosk:pl4nted@example.com/?token=pl4nted", "wss://k:pl4nted@a b")) {
      assertThat(problems(LEAST.replace("wss://fleet.example.com/ws/agent", address)))
          .singleElement()
          .asString()
          .contains("server.url: ", "***@")
          .doesNotContain("pl4nted");
    }
  }
}
