package dev.kiosk.agent.status;

import dev.kiosk.agent.status.StatusSnapshot.Threshold;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Reading;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Draws the last hour of each metric as a small chart (SVG 1.1), with its numbers in words. */
final class Charts {

  /** The chart's own units: one for each step across, a hundred from 0 to the top. */
  private static final int HEIGHT = 100;

  private Charts() {}

  static void draw(Html html, StatusSnapshot snapshot) {
    if (snapshot.readings().isEmpty()) {
      html.element("p", "Nothing was measured yet.");
      return;
    }
    html.open("div class=\"cards charts\"");
    for (Reading reading : snapshot.readings()) {
      chart(html, reading, snapshot);
    }
    html.close();
  }

  private static void chart(Html html, Reading reading, StatusSnapshot snapshot) {
    Metric metric = reading.metric();
    String unit = " " + metric.unit().symbol();
    Trend trend = find(snapshot.lastHour(), metric);
    Double highest = trend == null ? null : trend.highest();
    Double limit = limit(snapshot.thresholds(), metric);
    html.open("figure class=\"card\"").open("figcaption");
    html.element("span class=\"name\"", View.capital(metric.words()));
    html.element("strong", Spans.number(reading.value()) + unit);
    String scale = highest == null ? "no history yet" : "highest " + Spans.number(highest) + unit;
    if (limit != null) {
      scale += ", threshold " + Spans.number(limit) + unit;
    }
    html.element("span class=\"meta\"", scale).close();
    if (trend != null && highest != null) {
      svg(html, trend, highest, limit);
    }
    html.close();
  }

  private static void svg(Html html, Trend trend, double highest, @Nullable Double limit) {
    double top = Math.max(100, highest);
    String unit = " " + trend.metric().unit().symbol();
    int steps = trend.means().size();
    html.open("div class=\"plot\"")
        .raw(
            "<svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                .formatted(steps, HEIGHT));
    html.raw("<path class=\"grid\" d=\"M0 50H%1$dM0 0H%1$dM0 100H%1$d\"/>".formatted(steps));
    html.raw("<path class=\"peaks\" d=\"").raw(bars(trend.peaks(), top)).raw("\"/>");
    html.raw("<path class=\"means\" d=\"").raw(line(trend.means(), top)).raw("\"/>");
    if (limit != null) {
      html.raw(
          "<path class=\"limit\" d=\"M0 %sH%d\"/>"
              .formatted(height(Math.min(limit, top), top), steps));
    }
    html.raw("</svg>");
    html.open("p class=\"scale\" aria-hidden=\"true\"").element("span", Spans.number(top) + unit);
    html.element("span", "0").close();
    html.open("p class=\"axis\" aria-hidden=\"true\"").element("span", "1 h ago");
    html.element("span", "now").close().close();
  }

  /** One bar for each step, from the ground to its peak. */
  private static String bars(List<@Nullable Double> values, double top) {
    var path = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      Double value = values.get(i);
      if (value != null) {
        path.append('M').append(i).append(' ').append(HEIGHT);
        path.append('V').append(height(value, top)).append("h1V").append(HEIGHT).append('z');
      }
    }
    return path.toString();
  }

  /** A line through the middle of each step, broken where nothing was read. */
  private static String line(List<@Nullable Double> values, double top) {
    var path = new StringBuilder();
    boolean drawing = false;
    for (int i = 0; i < values.size(); i++) {
      Double value = values.get(i);
      if (value != null) {
        path.append(drawing ? 'L' : 'M').append(i).append(' ').append(height(value, top));
        path.append("h1");
      }
      drawing = value != null;
    }
    return path.toString();
  }

  private static String height(double value, double top) {
    double up = Math.max(0, Math.min(top, value));
    return String.format(Locale.US, "%.1f", HEIGHT - up / top * HEIGHT);
  }

  private static @Nullable Trend find(List<Trend> trends, Metric metric) {
    for (Trend trend : trends) {
      if (trend.metric() == metric) {
        return trend;
      }
    }
    return null;
  }

  private static @Nullable Double limit(List<Threshold> thresholds, Metric metric) {
    for (Threshold threshold : thresholds) {
      if (threshold.metric() == metric) {
        return threshold.limit();
      }
    }
    return null;
  }
}
