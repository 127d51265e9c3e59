package dev.kiosk.agent.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with all of its mistakes. */
public final class ConfigException extends Exception {

  private final transient List<Problem> problems;

  /**
   * An exception for these mistakes.
   *
   * @param problems at least one
   */
  public ConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::text).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All mistakes, in the order of the file. {@link #getMessage()} has them one a line. */
  public List<Problem> problems() {
    return problems;
  }
}
