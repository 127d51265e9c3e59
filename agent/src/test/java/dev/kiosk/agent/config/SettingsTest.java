package dev.kiosk.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettingsTest {

  private enum Kind {
    PRINTER,
    BAG_SCALE
  }

  private static final Duration LEAST = Duration.ZERO;
  private static final Duration MOST = Duration.ofDays(400);

  @Test
  void givenValuesAreReadAsWritten() {
    Settings settings =
        Settings.parse(
            "a.toml",
            """
            text = "T1-K017"
            flag = true
            whole = 17
            number = 37.5
            wholeAsNumber = 90
            size = "64MiB"
            kind = "bag_scale"
            word = "unlimited"
            count = 2000
            """);
    assertThat(settings.text("text", "")).isEqualTo("T1-K017");
    assertThat(settings.requiredText("text", "a name")).isEqualTo("T1-K017");
    assertThat(settings.flag("flag", false)).isTrue();
    assertThat(settings.wholeNumber("whole", 0, 0, 17)).isEqualTo(17);
    assertThat(settings.number("number", 0, 0, 100)).isEqualTo(37.5);
    assertThat(settings.number("wholeAsNumber", 0, 0, 100)).isEqualTo(90);
    assertThat(settings.size("size", 0, 0, 1L << 40)).isEqualTo(64L << 20);
    assertThat(settings.oneOf("kind", Kind.PRINTER, Kind.class)).isEqualTo(Kind.BAG_SCALE);
    assertThat(settings.wholeNumberOrText("word", "")).isEqualTo("unlimited");
    assertThat(settings.wholeNumberOrText("count", "")).isEqualTo("2000");
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void whatIsNotGivenTakesItsFallback() {
    Settings empty = Settings.parse("a.toml", "");
    assertThat(empty.has("x")).isFalse();
    assertThat(empty.text("x", "y")).isEqualTo("y");
    assertThat(empty.optionalText("x")).isNull();
    assertThat(empty.flag("x", true)).isTrue();
    assertThat(empty.wholeNumber("x", 3, 10, 20)).isEqualTo(3);
    assertThat(empty.optionalNumber("x", 0, 1)).isNull();
    assertThat(empty.durationOrOff("x", null, LEAST, MOST)).isNull();
    assertThat(empty.oneOf("x", Kind.PRINTER, Kind.class)).isEqualTo(Kind.PRINTER);
    assertThat(empty.table("a").table("b").size("x", 5, 0, 9)).isEqualTo(5);
    assertThat(empty.tables("device")).isEmpty();
    assertThat(empty.problems()).isEmpty();
  }

  @Test
  void durationsHaveFiveUnitsAndMayBeOff() {
    Settings settings =
        Settings.parse(
            "a.toml",
            "a = \"500ms\"\nb = \"10s\"\nc = \"15m\"\nd = \"2h\"\ne = \"7d\"\nf = \"off\"");
    Duration fallback = Duration.ofMinutes(1);
    assertThat(settings.duration("a", fallback, LEAST, MOST)).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.duration("b", fallback, LEAST, MOST)).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.duration("c", fallback, LEAST, MOST)).isEqualTo(Duration.ofMinutes(15));
    assertThat(settings.duration("d", fallback, LEAST, MOST)).isEqualTo(Duration.ofHours(2));
    assertThat(settings.durationOrOff("e", fallback, LEAST, MOST)).isEqualTo(Duration.ofDays(7));
    assertThat(settings.durationOrOff("f", fallback, LEAST, MOST)).isNull();
    assertThat(settings.problems()).isEmpty();
    assertThat(settings.duration("f", fallback, LEAST, MOST)).isEqualTo(fallback);
    assertThat(settings.problems()).hasSize(1);
  }

  @Test
  void aBadValueIsNeverClampedButFallsBack() {
    Settings settings = Settings.parse("a.toml", "a = 200\nb = \"1ms\"\nc = \"1GiB\"");
    assertThat(settings.number("a", 90, 0, 100)).isEqualTo(90);
    assertThat(settings.duration("b", Duration.ofSeconds(1), Duration.ofMillis(100), MOST))
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.size("c", 64, 0, 1024)).isEqualTo(64);
    assertThat(settings.problems()).hasSize(3);
  }

  @Test
  void tablesKeepTheOrderOfTheFile() {
    Settings settings =
        Settings.parse("a.toml", "[[d]]\nid = \"b\"\n[[d]]\nid = \"a\"\n[d.sub]\nx = 1\n");
    assertThat(settings.tables("d"))
        .extracting(table -> table.text("id", ""))
        .containsExactly("b", "a");
    settings.tables("d").get(1).table("sub").wholeNumber("x", 0, 0, 9);
    settings.tables("d").get(1).table("sub").problem("x", "no");
    assertThat(settings.problems())
        .containsExactly(new Problem("a.toml", 6, 1, "d[2].sub.x", "no"));
  }

  @Test
  void placesSurviveInlineTablesQuotedKeysAndTextWithBrackets() {
    String toml =
        """
        a = '''
        [b]
        x = 1'''
        d = [ { id = "}" },
              { id = "q\\"]", "odd key".z = 2 } ]
        [t] # comment
          "x.y" . z = 1
        """;
    Settings settings = Settings.parse("a.toml", toml);
    settings.text("a", "");
    settings.tables("d").get(0).text("id", "");
    settings.tables("d").get(1).text("id", "");
    settings.tables("d").get(1).table("odd key").problem("z", "one");
    settings.tables("d").get(1).table("odd key").wholeNumber("z", 0, 0, 9);
    settings.table("t").table("x.y").problem("z", "two");
    settings.table("t").table("x.y").wholeNumber("z", 0, 0, 9);
    assertThat(settings.problems())
        .containsExactly(
            new Problem("a.toml", 5, 22, "d[2].\"odd key\".z", "one"),
            new Problem("a.toml", 7, 3, "t.\"x.y\".z", "two"));
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsAreNoProblem() {
    Settings settings = Settings.parse("a.toml", "\uFEFF[kiosk]\r\nhost = \"k\"\r\nbad = 1\r\n");
    assertThat(settings.table("kiosk").text("host", "")).isEqualTo("k");
    assertThat(settings.problems())
        .extracting(Problem::text)
        .containsExactly("a.toml:3:1: kiosk.bad: unknown key 'bad'; known in [kiosk]: host");
  }
}
