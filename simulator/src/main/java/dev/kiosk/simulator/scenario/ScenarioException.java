package dev.kiosk.simulator.scenario;

import java.util.List;

/** A scenario has mistakes. */
public final class ScenarioException extends Exception {

  private final List<String> problems;

  ScenarioException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  /** All mistakes, one line each, beginning with {@code line 3: }. */
  public List<String> problems() {
    return problems;
  }
}
