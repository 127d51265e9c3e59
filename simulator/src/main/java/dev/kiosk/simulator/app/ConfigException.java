package dev.kiosk.simulator.app;

import java.util.List;

/** A configuration or scenario has mistakes. The message holds all of them, one a line. */
public final class ConfigException extends Exception {

  private final List<String> problems;

  /**
   * Mistakes in the order in which they stand in the file.
   *
   * @param problems each one line that says where and what was expected
   */
  public ConfigException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  /** The mistakes, one line each. */
  public List<String> problems() {
    return problems;
  }
}
