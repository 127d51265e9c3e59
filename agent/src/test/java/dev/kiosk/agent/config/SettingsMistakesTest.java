package dev.kiosk.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingsMistakesTest {

  private enum Kind {
    PRINTER,
    SCANNER
  }

  @Test
  void everyMistakeIsToldAtOnceWithItsPlaceAndWhatWasExpected() throws IOException {
    Settings settings = Settings.parse("agent.toml", resource("mistakes.toml"));
    readAll(settings);
    assertThat(texts(settings) + "\n").isEqualTo(resource("mistakes.txt"));
  }

  private static void readAll(Settings settings) {
    Settings kiosk = settings.table("kiosk");
    kiosk.requiredText("tenant_id", "the tenant's name");
    kiosk.requiredText("host", "the kiosk's name");
    Settings server = settings.table("server");
    server.requiredText("url", "the server's address, such as \"wss://fleet.example.com/ws\"");
    server.optionalText("client_key");
    server.duration("ping_interval", seconds(10), seconds(1), seconds(300));
    server.wholeNumber("max_in_flight", 1024, 1, 65_536);
    server.flag("allow_insecure", false);
    server.text("note", "");
    Settings spool = settings.table("spool");
    spool.size("max_size", 64L << 20, 4L << 20, 1L << 40);
    spool.size("segment", 1L << 20, 64L << 10, Long.MAX_VALUE);
    spool.duration("flush_interval", seconds(1), seconds(0), seconds(60));
    spool.duration("max_age", Duration.ofDays(30), Duration.ofHours(1), Duration.ofDays(365));
    Settings sample = settings.table("sample");
    sample.durationOrOff("cpu", seconds(1), Duration.ofMillis(100), Duration.ofHours(1));
    sample.durationOrOff("memory", seconds(30), seconds(1), Duration.ofHours(1));
    sample.text("list", "");
    Settings cpu = settings.table("threshold").table("cpu");
    cpu.number("pct", 90, 0, 100);
    cpu.optionalNumber("clear_pct", 0, 100);
    cpu.duration("for", seconds(10), seconds(0), Duration.ofDays(1));
    settings.table("status").text("listen", "127.0.0.1:9310");
    for (Settings device : settings.tables("device")) {
      device.requiredText("id", "a short name");
      device.requiredOneOf("kind", Kind.SCANNER, Kind.class);
      device.requiredText("endpoint", "where the device is");
      device.optionalWholeNumber("retries", 0, Integer.MAX_VALUE);
      device.duration("timeout", seconds(3), seconds(1), seconds(60));
    }
    settings.tables("device").get(1).problem("id", "no device at this gate");
  }

  @Test
  void textThatIsNotTomlGivesOneProblemWithItsLine() {
    assertThat(syntax("[server]\nurl = wss://x\n"))
        .isEqualTo(
            "a.toml:2:7: not TOML: not understood here; text must stand in quotes,"
                + " and '=' after a key");
    assertThat(syntax("[server\nurl = 1\n")).startsWith("a.toml:1:8: not TOML: the line ends too");
    assertThat(syntax("[server]\nurl = \"abc\n")).startsWith("a.toml:2:");
    assertThat(syntax("a = [1,\n")).startsWith("a.toml:2:").contains("file ends too early");
  }

  @Test
  void aKeyGivenTwiceIsFoundWhereItIsRepeated() {
    assertThat(syntax("[spool]\nmax_age = \"1d\"\n\nmax_age = \"2d\"\n"))
        .isEqualTo("a.toml:4:1: spool.max_age: given twice; first in line 2");
    assertThat(syntax("[[device]]\nid = 1\n[[device]]\nid = 2\nid = 3\n"))
        .isEqualTo("a.toml:5:1: device[2].id: given twice; first in line 4");
    assertThat(syntax("[spool]\n[kiosk]\n[spool]\n"))
        .isEqualTo("a.toml:3:1: spool: given twice; first in line 1");
  }

  @Test
  void aSecretIsNotRepeatedInAMessage() {
    Settings settings =
        Settings.parse("a.toml", "[x]\ntoken = 424242\nendpoint = \"a://u:p@h?c=q\"");
    settings.table("x").optionalText("token");
    settings.table("x").flag("endpoint", false);
    assertThat(texts(settings))
        .doesNotContain("424242", "u:p", "c=q")
        .contains("x.token: found a value (not shown); expected text in quotes")
        .contains("found \"a://…h?…\"");
  }

  @Test
  void oneTableWhereManyAreExpectedIsExplained() {
    Settings settings = Settings.parse("a.toml", "[device]\nid = 1\n[[kiosk]]\n");
    settings.tables("device");
    settings.table("kiosk");
    assertThat(texts(settings))
        .isEqualTo(
            """
            a.toml:1:1: device: found a table; expected tables, each headed [[device]]
            a.toml:3:1: kiosk: found a list; expected a table, headed [kiosk]""");
  }

  @Test
  void aProblemAboutAKeyThatIsNotThereStandsAtItsTable() {
    Settings settings = Settings.parse("a.toml", "\n[kiosk]\n");
    settings.table("kiosk").requiredText("host", "a name");
    settings.table("server").requiredText("url", "an address");
    assertThat(texts(settings))
        .isEqualTo(
            """
            a.toml:2:1: kiosk.host: missing; expected a name
            a.toml: server.url: missing; expected an address""");
  }

  @Test
  void problemsCanBeThrownTogether() {
    Settings settings = Settings.parse("a.toml", "x = 1\ny = 2\n");
    assertThatThrownBy(settings::refuseProblems)
        .isInstanceOfSatisfying(
            ConfigException.class, refused -> assertThat(refused.problems()).hasSize(2))
        .hasMessageContaining("unknown key 'x'")
        .hasMessageContaining("\na.toml:2:1: y: ");
  }

  @Test
  void noTextMakesReadingThrowOrHang() throws IOException {
    String good = resource("mistakes.toml");
    var random = new Random(7);
    for (int round = 0; round < 3000; round++) {
      var text = new StringBuilder(good);
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = random.nextInt(text.length());
        if (random.nextBoolean()) {
          text.deleteCharAt(at);
        } else {
          text.insert(at, "[]{}\"'=.,#\n\\x0\u0000".charAt(random.nextInt(15)));
        }
      }
      Settings settings = Settings.parse("agent.toml", text.toString());
      settings.table("kiosk").text("host", "");
      settings.tables("device").forEach(device -> device.text("id", ""));
      assertThat(settings.problems()).as("round %d: %s", round, text).isNotEmpty();
    }
  }

  private static String syntax(String toml) {
    return texts(Settings.parse("a.toml", toml));
  }

  private static String texts(Settings settings) {
    return settings.problems().stream().map(Problem::text).collect(Collectors.joining("\n"));
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = SettingsMistakesTest.class.getResourceAsStream("/config/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
