package dev.kiosk.simulator.hub.page;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One kiosk in a row of the list:
 *
 * <pre>
 *   {"host","state","at","devices","level","device","code","more","service"}
 * </pre>
 *
 * <p>{@code state} is offline, error, warning, unknown or ready; {@code at} is since when, in
 * milliseconds since the epoch, 0 when that is not known. What follows the level is of the worst
 * that holds, and {@code more} counts what else does.
 */
record Summary(
    String state, long atMillis, int devices, @Nullable String level, List<Trouble> troubles) {

  /** Something that is not well; {@code device} is empty where it is the agent's own. */
  record Trouble(String state, String device, String code, long atMillis, boolean service) {}

  private static final List<String> WORST_FIRST = List.of("error", "warning", "unknown", "ready");
  private static final Comparator<Trouble> BY_WEIGHT =
      Comparator.comparingInt((Trouble each) -> WORST_FIRST.indexOf(each.state()))
          .thenComparingLong(Trouble::atMillis);

  /** Sums up a kiosk; null stands for one that was not heard of since the hub's start. */
  static Summary of(Fleet.@Nullable Kiosk kiosk, List<Alert> raised) {
    if (kiosk == null) {
      return new Summary("offline", 0, 0, null, List.of());
    }
    List<Trouble> troubles = new ArrayList<>();
    for (String device : kiosk.devices()) {
      device(Alert.read(device), raised, troubles);
    }
    boolean plain = "plain".equals(kiosk.level());
    for (Alert alert : raised) {
      String state = state(alert.severity());
      if ((plain || alert.device().isEmpty()) && !state.equals("ready")) {
        troubles.add(new Trouble(state, alert.device(), alert.code(), alert.ts(), alert.service()));
      }
    }
    troubles.sort(BY_WEIGHT);
    int devices = kiosk.devices().size();
    if (!kiosk.connected()) {
      return new Summary("offline", kiosk.heardMillis(), devices, kiosk.level(), troubles);
    }
    return troubles.isEmpty()
        ? new Summary("ready", kiosk.sinceMillis(), devices, kiosk.level(), troubles)
        : new Summary(
            troubles.get(0).state(), troubles.get(0).atMillis(), devices, kiosk.level(), troubles);
  }

  private static void device(JsonNode told, List<Alert> raised, List<Trouble> troubles) {
    String word = told.path("state").asText();
    String state = word.equals("offline") ? "error" : word; // a kiosk is what its device is
    if (!WORST_FIRST.contains(state) || state.equals("ready")) {
      return;
    }
    String device = told.path("device").asText();
    List<Alert> its = raised.stream().filter(each -> each.device().equals(device)).toList();
    for (JsonNode code : told.path("conditions")) {
      Alert known =
          its.stream().filter(each -> each.code().equals(code.asText())).findFirst().orElse(null);
      troubles.add(
          known == null
              ? new Trouble(state, device, code.asText(), told.path("ts").asLong(), false)
              : new Trouble(state, device, code.asText(), known.ts(), known.service()));
    }
    if (told.path("conditions").isEmpty()) {
      troubles.add(new Trouble(state, device, "", told.path("ts").asLong(), false));
    }
  }

  private static String state(String severity) {
    return switch (severity) {
      case "critical", "error" -> "error";
      case "warning" -> "warning";
      default -> "ready";
    };
  }

  /** Writes it as an object. */
  void write(JsonGenerator json, String host) throws IOException {
    json.writeStartObject();
    json.writeStringField("host", host);
    json.writeStringField("state", state);
    json.writeNumberField("at", atMillis);
    json.writeNumberField("devices", devices);
    if (level != null) {
      json.writeStringField("level", level);
    }
    if (!troubles.isEmpty()) {
      Trouble worst = troubles.get(0);
      json.writeStringField("device", worst.device());
      json.writeStringField("code", worst.code());
      json.writeNumberField("more", troubles.size() - 1);
      if (worst.service()) {
        json.writeBooleanField("service", true);
      }
    }
    json.writeEndObject();
  }
}
