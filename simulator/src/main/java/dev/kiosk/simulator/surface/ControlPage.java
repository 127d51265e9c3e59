package dev.kiosk.simulator.surface;

import dev.kiosk.simulator.device.DeviceCondition;
import java.util.Collection;
import java.util.stream.Collectors;

/** The page for people: which devices there are, how they are, and how to break them. */
final class ControlPage {

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>Simulated devices</title>
      <style>
        body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
        table { border-collapse: collapse }
        th, td { text-align: left; vertical-align: top; padding: .3rem 1rem .3rem 0 }
        code { font-size: .9rem }
      </style>
      <h1>Simulated devices</h1>
      <table>
      <tr><th>Device<th>Endpoint<th>Now<th>Conditions it can have
      %s</table>
      <h2>Break and mend</h2>
      <p>From a shell:
      <pre><code>kiosk-simulator fault DEVICE CONDITION on
      kiosk-simulator fault DEVICE CONDITION off
      kiosk-simulator fault DEVICE network ok|refuse|silent|slow|garbage|half|drop|close|single</code></pre>
      <p>Over HTTP, answered in JSON:
      <pre><code>GET    /devices
      GET    /devices/DEVICE
      PUT    /devices/DEVICE/conditions/CONDITION      begins it
      DELETE /devices/DEVICE/conditions/CONDITION      ends it
      PUT    /devices/DEVICE/network/MODE              slow?amount=MILLISECONDS, drop?amount=BYTES</code></pre>
      """;

  private ControlPage() {}

  static String of(Collection<Station> stations) {
    return PAGE.formatted(stations.stream().map(ControlPage::row).collect(Collectors.joining()));
  }

  private static String row(Station station) {
    String possible =
        station.device().possible().stream()
            .map(DeviceCondition::friendlyName)
            .collect(Collectors.joining(", "));
    return "<tr><td>%s<td><code>%s</code><td>%s<td>%s%n"
        .formatted(
            escape(station.device().id()),
            escape(station.endpoint()),
            escape(station.words()),
            possible);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
