package dev.kiosk.agent.bench;

import java.util.List;

/** Several measurements of the same thing. */
public record Spread(double least, double median, double most) {

  /**
   * Of at least one.
   *
   * @param measured in any order
   */
  public static Spread of(List<Double> measured) {
    List<Double> sorted = measured.stream().sorted().toList();
    int last = sorted.size() - 1;
    double median = (sorted.get(last / 2) + sorted.get((last + 1) / 2)) / 2;
    return new Spread(sorted.get(0), median, sorted.get(last));
  }

  /** The median, and in brackets the least and the most, with so many decimals. */
  public String text(int decimals) {
    String number = "%." + decimals + "f";
    return (number + " (" + number + " to " + number + ")").formatted(median, least, most);
  }
}
