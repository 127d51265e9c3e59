package dev.kiosk.agent.bench;

import java.io.PrintStream;

/** What a figure says: lines, and for each reach whether it was reached. */
public final class Report {

  private final PrintStream out;

  /** A report that is printed there. */
  public Report(PrintStream out) {
    this.out = out;
  }

  /** Says something that has no reach. */
  public void line(String text) {
    out.println("  " + text);
  }

  /**
   * Says what was wanted and what was measured.
   *
   * @param reached whether the one is as good as the other
   */
  public void reach(boolean reached, String wanted, String measured) {
    line("reach: " + wanted + ", measured " + measured + ": " + (reached ? "reached" : "MISSED"));
  }
}
