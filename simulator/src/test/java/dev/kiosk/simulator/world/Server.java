package dev.kiosk.simulator.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A server that keeps the contract to the letter, and keeps everything by identity. It complains
 * when an identity comes twice with different content.
 */
final class Server {

  /** Where an event stands: spool, lane, position. */
  record Identity(String spool, String lane, long position) implements Comparable<Identity> {
    @Override
    public int compareTo(Identity other) {
      int bySpool = spool.compareTo(other.spool);
      int byLane = bySpool == 0 ? lane.compareTo(other.lane) : bySpool;
      return byLane == 0 ? Long.compare(position, other.position) : byLane;
    }
  }

  private final ObjectMapper json = new ObjectMapper();
  private final Map<Identity, String> kept = new TreeMap<>();
  private final List<long[]> gaps = new ArrayList<>();
  private final List<Identity> gapStarts = new ArrayList<>();
  private final Map<String, Long> next = new TreeMap<>();
  private final List<String> complaints = new ArrayList<>();
  private String spool = "";
  private int repeated;

  /** All events by identity. */
  Map<Identity, String> kept() {
    return kept;
  }

  /** What the agent did that the contract does not allow. */
  List<String> complaints() {
    return complaints;
  }

  /** How many events came again. */
  int repeated() {
    return repeated;
  }

  void onText(String text, Consumer<String> answer) {
    JsonNode frame;
    try {
      frame = json.readTree(text);
    } catch (JsonProcessingException malformed) {
      complaints.add("not JSON: " + text);
      return;
    }
    switch (frame.path("kind").asText()) {
      case "hello" -> {
        spool = frame.path("spool").asText();
        answer.accept(
            "{\"kind\":\"welcome\",\"lanes\":{\"alerts\":{\"next\":%d},\"readings\":{\"next\":%d}}}"
                .formatted(next("alerts"), next("readings")));
      }
      case "batch" -> batch(frame, answer);
      default -> {
        if (!frame.path("live").asBoolean() && !frame.path("type").asText().equals("heartbeat")) {
          complaints.add("outside a batch: " + text);
        }
      }
    }
  }

  private void batch(JsonNode frame, Consumer<String> answer) {
    String lane = frame.path("lane").asText();
    long position = frame.path("first").asLong();
    long alertsBefore = next("alerts");
    long readingsBefore = next("readings");
    for (JsonNode event : frame.path("events")) {
      var identity = new Identity(spool, lane, position++);
      String before = kept.put(identity, event.toString());
      if (before != null) {
        repeated++;
        if (!before.equals(event.toString())) {
          complaints.add(identity + " was " + before + " and is now " + event);
        }
      }
      if (event.path("type").asText().equals("gap")) {
        gapStarts.add(
            new Identity(spool, event.path("lane").asText(), event.path("first").asLong()));
        gaps.add(new long[] {event.path("first").asLong(), event.path("count").asLong()});
      }
    }
    advance("alerts");
    advance("readings");
    if (next("alerts") > alertsBefore) {
      answer.accept(receipt("alerts"));
    }
    if (next("readings") > readingsBefore) {
      answer.accept(receipt("readings"));
    }
  }

  private String receipt(String lane) {
    return "{\"kind\":\"receipt\",\"lane\":\"%s\",\"next\":%d}".formatted(lane, next(lane));
  }

  private long next(String lane) {
    return next.getOrDefault(spool + "/" + lane, 0L);
  }

  private void advance(String lane) {
    long at = next(lane);
    boolean moved = true;
    while (moved) {
      moved = false;
      while (kept.containsKey(new Identity(spool, lane, at))) {
        at++;
      }
      for (int i = 0; i < gaps.size(); i++) {
        Identity start = gapStarts.get(i);
        long end = gaps.get(i)[0] + gaps.get(i)[1];
        if (start.spool().equals(spool)
            && start.lane().equals(lane)
            && gaps.get(i)[0] <= at
            && at < end) {
          at = end;
          moved = true;
        }
      }
    }
    next.put(spool + "/" + lane, at);
  }
}
