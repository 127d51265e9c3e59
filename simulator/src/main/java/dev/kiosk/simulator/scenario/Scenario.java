package dev.kiosk.simulator.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A timeline of faults. One line each; {@code #} begins a comment:
 *
 * <pre>
 * at 30s bagtag media-out                            begins and stays
 * at 50s bagtag media-out off                        ends
 * at 2m for 15s receipt network silent               begins, and is well again 15 s later
 * at 3m for 15s receipt network:escpos slow 3000     one outlet only, and a number
 * every 5m for 10s scanner unplug                    after 5 min, 10 min, ...
 * random seed 7 rate 6/h for 20s bagtag cover-open   once in each sixth of an hour; the same
 *                                                    moments each time it is played
 * random seed 7 rate 6/h bagtag                      any fault of that device, for 30 s
 * random seed 7 rate 6/h                             any fault of any device, for 30 s
 * </pre>
 *
 * <p>Times are written 500ms, 10s, 5m, 2h. Names of devices and faults are not checked here.
 */
public final class Scenario {

  private final List<Entry> entries;

  private Scenario(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * One line of the text.
   *
   * @param lastsMillis how long it holds; null if it has no end of its own
   * @param fault by the moment of its beginning, what happens; always the same for a moment
   */
  record Entry(int line, Occasion occasion, @Nullable Long lastsMillis, LongFunction<Fault> fault) {

    private void addTo(List<ScenarioEvent> events, long from, long to) {
      occasion
          .within(from, to)
          .forEach(at -> events.add(event(at, fault.apply(at), fault.apply(at).start())));
      if (lastsMillis != null) {
        long lasts = lastsMillis;
        occasion
            .within(from - lasts, to - lasts)
            .forEach(at -> events.add(event(at + lasts, fault.apply(at), fault.apply(at).end())));
      }
    }

    private ScenarioEvent event(long at, Fault what, String value) {
      return new ScenarioEvent(at, line, what.device(), what.fault(), value);
    }
  }

  /**
   * Reads a scenario.
   *
   * @param possible what may happen where a line leaves it to chance, in an order that matters
   * @throws ScenarioException if it has mistakes; it tells all of them, by line
   */
  public static Scenario parse(String text, List<Fault> possible) throws ScenarioException {
    var entries = new ArrayList<Entry>();
    var problems = new ArrayList<String>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String content = line.replaceFirst("#.*", "").strip();
      if (!content.isEmpty()) {
        try {
          entries.add(new ScenarioLine(number, content, possible).entry());
        } catch (IllegalArgumentException wrong) {
          problems.add("line %d: %s".formatted(number, wrong.getMessage()));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ScenarioException(problems);
    }
    return new Scenario(entries);
  }

  /**
   * What is to happen in a stretch of time. Neighbouring stretches give the same as one long one.
   *
   * @param fromMillis since the scenario began; included
   * @param toMillis since the scenario began; not included
   * @return by time, and by line for the same moment
   */
  public List<ScenarioEvent> between(long fromMillis, long toMillis) {
    var events = new ArrayList<ScenarioEvent>();
    entries.forEach(each -> each.addTo(events, fromMillis, toMillis));
    events.sort(
        Comparator.comparingLong(ScenarioEvent::atMillis).thenComparingInt(ScenarioEvent::line));
    return events;
  }

  /** One event for each line, to check the names in it; its time means nothing. */
  public List<ScenarioEvent> mentioned() {
    return entries.stream()
        .map(each -> each.event(0, each.fault.apply(0), each.fault.apply(0).start()))
        .toList();
  }
}
