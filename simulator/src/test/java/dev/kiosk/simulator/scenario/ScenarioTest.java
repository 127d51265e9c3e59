package dev.kiosk.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioTest {

  private static final List<Fault> POSSIBLE =
      List.of(
          Fault.condition("bagtag", "media-out"),
          Fault.condition("bagtag", "cover-open"),
          Fault.network("bagtag", "silent"),
          Fault.condition("scanner", "unplug"));

  private static List<String> play(String text, long fromMillis, long toMillis) throws Exception {
    return Scenario.parse(text, POSSIBLE).between(fromMillis, toMillis).stream()
        .map(ScenarioTest::written)
        .toList();
  }

  private static String written(ScenarioEvent event) {
    return "%d %s %s %s".formatted(event.atMillis(), event.device(), event.fault(), event.value());
  }

  @Test
  void whatIsAtATimeHappensThen() throws Exception {
    String text =
        "# a bad day\nat 30s bagtag media-out\n\nat 50s bagtag media-out off # a new roll\n";
    assertThat(play(text, 0, 60_000))
        .containsExactly("30000 bagtag media-out on", "50000 bagtag media-out off");
    assertThat(play(text, 30_000, 50_000)).containsExactly("30000 bagtag media-out on");
    assertThat(play(text, 30_001, 50_000)).isEmpty();
  }

  @Test
  void whatLastsEndsByItself() throws Exception {
    assertThat(play("at 2m for 15s receipt network silent", 0, 1_000_000))
        .containsExactly("120000 receipt network silent", "135000 receipt network ok");
    assertThat(play("at 0s for 500ms bagtag cover-open", 0, 1_000))
        .containsExactly("0 bagtag cover-open on", "500 bagtag cover-open off");
  }

  @Test
  void whatRepeatsBeginsAfterOnePeriod() throws Exception {
    assertThat(play("every 5m for 10s scanner unplug", 0, 620_000))
        .containsExactly(
            "300000 scanner unplug on",
            "310000 scanner unplug off",
            "600000 scanner unplug on",
            "610000 scanner unplug off");
  }

  @Test
  void chanceKeepsItsRateAndRepeatsItself() throws Exception {
    String text = "random seed 7 rate 6/h for 20s bagtag cover-open";
    List<String> day = play(text, 0, 24 * 3_600_000L);
    assertThat(day).hasSize(6 * 24 * 2);
    assertThat(play(text, 0, 24 * 3_600_000L)).isEqualTo(day);
    assertThat(play(text.replace("seed 7", "seed 8"), 0, 24 * 3_600_000L)).isNotEqualTo(day);
    for (int i = 0; i < day.size(); i++) {
      assertThat(day.get(i)).endsWith(i % 2 == 0 ? "on" : "off");
    }
  }

  @Test
  void chanceMayChooseTheDeviceAndTheFault() throws Exception {
    String text = "random seed 7 rate 6/h";
    List<String> day = play(text, 0, 24 * 3_600_000L);
    assertThat(day).hasSize(6 * 24 * 2).isEqualTo(play(text, 0, 24 * 3_600_000L));
    assertThat(play(text.replace("7", "8"), 0, 24 * 3_600_000L)).isNotEqualTo(day);
    for (int i = 0; i < day.size(); i += 2) {
      String[] begin = day.get(i).split(" ");
      String[] end = day.get(i + 1).split(" ");
      assertThat(Long.parseLong(end[0]) - Long.parseLong(begin[0])).isEqualTo(30_000);
      assertThat(List.of(end[1], end[2])).containsExactly(begin[1], begin[2]);
    }
    assertThat(day.stream().map(each -> each.replaceFirst("\\d+ ", "")).distinct())
        .containsExactlyInAnyOrder(
            "bagtag media-out on",
            "bagtag media-out off",
            "bagtag cover-open on",
            "bagtag cover-open off",
            "bagtag network silent",
            "bagtag network ok",
            "scanner unplug on",
            "scanner unplug off");
  }

  @Test
  void chanceMayChooseTheFaultOfOneDevice() throws Exception {
    assertThat(play("random seed 7 rate 60/h for 5s bagtag", 0, 3_600_000))
        .hasSize(120)
        .allMatch(each -> each.contains(" bagtag "));
  }

  @Test
  void aNetworkMayBreakAtOneOutletWithANumber() throws Exception {
    Scenario scenario = Scenario.parse("at 1s for 1s bagtag network:snmp slow 3000", POSSIBLE);
    List<ScenarioEvent> events = scenario.between(0, 9_000);
    assertThat(events.get(0).isNetwork()).isTrue();
    assertThat(events.get(0).outlet()).isEqualTo("snmp");
    assertThat(events.get(0).mode()).isEqualTo("slow");
    assertThat(events.get(0).amount()).isEqualTo(3_000);
    assertThat(events.get(1).mode()).isEqualTo("ok");
    assertThat(events.get(1).amount()).isNull();
  }

  @Test
  void shortStretchesGiveTheSameAsALongOne() throws Exception {
    Scenario scenario =
        Scenario.parse(
            """
            at 30s for 1s a x
            every 7s for 3s a y
            random seed 1 rate 600/h for 2s b z
            random seed 2 rate 60/h for 20s b network slow
            random seed 3 rate 600/h
            """,
            POSSIBLE);
    var piecewise = new ArrayList<ScenarioEvent>();
    for (long at = 0; at < 600_000; at += 137) {
      piecewise.addAll(scenario.between(at, Math.min(at + 137, 600_000)));
    }
    assertThat(piecewise).isEqualTo(scenario.between(0, 600_000)).hasSizeGreaterThan(500);
  }

  @Test
  void atOneMomentTheLinesHappenInTheirOrder() throws Exception {
    assertThat(play("at 1s a x\nat 1s b y\nat 1s a x off\n", 0, 2_000))
        .containsExactly("1000 a x on", "1000 b y on", "1000 a x off");
  }

  @Test
  void tellsAllMistakesAtOnceByLine() {
    String text =
        """
        at 30 bagtag media-out
        soon bagtag media-out
        at 30s bagtag
        at 30s bagtag media-out maybe
        at 30s bagtag media-out on please
        every 5m scanner unplug
        every 5m for 5m scanner unplug
        every 10ms for 1ms scanner unplug
        at 1s for 1s bagtag media-out off
        random seed x rate 6/h for 1s a b
        random seed 1 rate often for 1s a b
        random seed 1 rate 0/h for 1s a b
        random seed 1 rate 60/h for 60s a b
        random rate 6/h
        at 1s bagtag network
        random seed 1 rate 6/h lift
        at 1s bagtag network slow much
        """;
    assertThat(
            catchThrowableOfType(ScenarioException.class, () -> Scenario.parse(text, POSSIBLE))
                .problems())
        .containsExactly(
            "line 1: expected a time like 30s, found \"30\"",
            "line 2: expected at, every or random, found \"soon\"",
            "line 3: expected a condition, or network, found the end of the line",
            "line 4: expected on or off, found \"maybe\"",
            "line 5: too much: \"please\"",
            "line 6: every needs \"for\" and how long it lasts",
            "line 7: it must last less than the time to the next",
            "line 8: every needs a period of at least 1s",
            "line 9: what goes off cannot go off again later",
            "line 10: expected a whole number, found \"x\"",
            "line 11: expected a rate like 6/h, found \"often\"",
            "line 12: the rate must be 1/h to 1000/h",
            "line 13: at that rate each must last less than 60000ms",
            "line 14: expected seed, found \"rate\"",
            "line 15: expected what the network is to do, found the end of the line",
            "line 16: there is no device \"lift\" that could fail at random",
            "line 17: too much: \"much\"");
  }
}
