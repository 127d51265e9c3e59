package dev.kiosk.simulator.hub.metrics;

/**
 * Prometheus' text format, version 0.0.4 (prometheus.io, "Exposition formats"). All names begin
 * with {@code kiosk_hub_}. Labels are words of ours, so nothing in them is escaped.
 */
public final class Exposition {

  /** What it is called in Content-Type. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final String PREFIX = "kiosk_hub_";

  private final StringBuilder text = new StringBuilder();

  /** Begins a metric whose samples follow. */
  void head(String name, String type, String help) {
    text.append("# HELP ").append(PREFIX).append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(PREFIX).append(name).append(' ').append(type).append('\n');
  }

  /** A sample with one label. */
  void sample(String name, String label, String value, long count) {
    text.append(PREFIX).append(name).append('{').append(label).append("=\"").append(value);
    text.append("\"} ").append(count).append('\n');
  }

  void value(String name, double value) {
    text.append(PREFIX).append(name).append(' ').append(number(value)).append('\n');
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** A count without labels. */
  public void counter(String name, String help, long count) {
    head(name, "counter", help);
    value(name, (double) count);
  }

  /** A state without labels. */
  public void gauge(String name, String help, double value) {
    head(name, "gauge", help);
    value(name, value);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
