package dev.kiosk.simulator.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiosk.agent.time.Time;
import dev.kiosk.simulator.device.Happenings;
import dev.kiosk.simulator.hub.HostId;
import dev.kiosk.simulator.hub.HubEvents;
import dev.kiosk.simulator.hub.StoredEvent;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Prints what happens in the demo as it happens, one line each: when, who, what. */
final class DemoLines implements HubEvents, Happenings {

  /** Readings come each second; a line for each would bury the rest. */
  private static final int READINGS_A_LINE = 10;

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final PrintWriter out;
  private final Time time;
  private final ObjectMapper json = new ObjectMapper();
  private int readings;

  DemoLines(PrintWriter out, Time time) {
    this.out = out;
    this.time = time;
  }

  synchronized void line(String who, String what) {
    LocalTime now =
        LocalTime.ofInstant(Instant.ofEpochMilli(time.wallMillis()), ZoneId.systemDefault());
    out.printf("%s  %-7s  %s%n", CLOCK.format(now), who, what);
    out.flush();
  }

  @Override
  public void happened(String device, String what) {
    line("device", device + ": " + what);
  }

  @Override
  public void agentConnected(HostId host, String level) {
    line("server", host + " is connected and speaks contract level " + level);
  }

  @Override
  public void agentLeft(HostId host, String reason) {
    line("server", host + " has left: " + reason);
  }

  @Override
  public void commandRelayed(HostId host, String command) {
    line("server", "command to " + host + ": " + command);
  }

  @Override
  public void answered(HostId host, String reply) {
    line("server", "answer of " + host + ": " + reply);
  }

  @Override
  public void eventStored(StoredEvent event) {
    JsonNode stored;
    try {
      stored = json.readTree(event.json());
    } catch (JsonProcessingException impossible) {
      line("server", "stored what is no JSON: " + event.json());
      return;
    }
    switch (stored.path("type").asText()) {
      case "error" -> line("server", "alert: " + error(stored));
      case "device" -> line("server", "state: " + device(stored));
      case "gap" -> line("server", "gap: " + event.json());
      case "cpu" -> reading(stored.path("pct").asDouble());
      default -> {
        // memory, disk and temperature come twice a minute; the server's API shows them
      }
    }
  }

  private static String error(JsonNode error) {
    String what = error.path("code").asText();
    if (error.has("active")) {
      what += error.path("active").asBoolean() ? " began" : " ended";
    }
    String service = error.path("service").asBoolean() ? " while the kiosk is serviced" : "";
    return "%s%s. %s".formatted(what, service, error.path("message").asText());
  }

  private static String device(JsonNode device) {
    String conditions =
        StreamSupport.stream(device.path("conditions").spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(", "));
    String state = device.path("device").asText() + " is " + device.path("state").asText();
    return conditions.isEmpty() ? state : state + " (" + conditions + ")";
  }

  private synchronized void reading(double percent) {
    readings++;
    if (readings % READINGS_A_LINE == 1) {
      line(
          "server",
          String.format(
              Locale.ROOT,
              "%d readings of the CPU stored, the last is %.1f %%",
              readings,
              percent));
    }
  }
}
