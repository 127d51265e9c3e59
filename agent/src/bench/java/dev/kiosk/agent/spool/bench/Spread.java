package dev.kiosk.agent.spool.bench;

import java.util.List;

/** Several measurements of the same thing. */
record Spread(double least, double median, double most) {

  static Spread of(List<Double> measured) {
    List<Double> sorted = measured.stream().sorted().toList();
    int last = sorted.size() - 1;
    double median = (sorted.get(last / 2) + sorted.get((last + 1) / 2)) / 2;
    return new Spread(sorted.get(0), median, sorted.get(last));
  }

  /** The median, and in brackets the least and the most, with so many decimals. */
  String text(int decimals) {
    String number = "%." + decimals + "f";
    return (number + " (" + number + " to " + number + ")").formatted(median, least, most);
  }
}
