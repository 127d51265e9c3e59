package dev.kiosk.simulator.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiosk.agent.spool.Lane;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A server that keeps the contract to the letter, and keeps everything by identity. It complains
 * when an identity comes twice with different content, even over a loss of its own store.
 */
final class Server {

  /** A range of positions for which nothing more comes, as the server was told. */
  record ToldGap(Identity first, long count, String reason) {
    boolean covers(Identity place) {
      return place.spool().equals(first.spool())
          && place.lane() == first.lane()
          && place.position() >= first.position()
          && place.position() < first.position() + count;
    }
  }

  /** What the server goes by of one lane of one spool. It forgets it with its store. */
  private static final class LaneStore {
    private final Set<Long> ahead = new HashSet<>();
    private final List<ToldGap> gaps = new ArrayList<>();
    private long next;

    void keep(long position) {
      if (position >= next) {
        ahead.add(position);
      }
    }

    /** Moves over all that is stored or in a gap. */
    void advance() {
      long passed;
      do {
        passed = next;
        while (ahead.remove(next)) {
          next++;
        }
        for (ToldGap gap : gaps) {
          long end = gap.first().position() + gap.count();
          if (gap.first().position() <= next && next < end) {
            next = end;
          }
        }
      } while (next > passed);
      ahead.removeIf(position -> position < next);
      gaps.removeIf(gap -> gap.first().position() + gap.count() <= next);
    }
  }

  private final ObjectMapper json = new ObjectMapper();
  private final Map<Identity, String> kept = new LinkedHashMap<>();
  private final List<ToldGap> toldGaps = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private Map<String, LaneStore> lanes = new TreeMap<>();
  private Consumer<String> toAgent = frame -> {};
  private Consumer<JsonNode> onReply = reply -> {};

  /** Who hears the answers to commands. */
  void onReply(Consumer<JsonNode> operator) {
    onReply = operator;
  }

  /** Sends a command to the agent over its newest connection; may be lost with it. */
  void command(String frame) {
    toAgent.accept(frame);
  }

  /** All events that ever came, by identity, in the order of their arrival. */
  Map<Identity, String> kept() {
    return kept;
  }

  /** All gaps that were ever told. */
  List<ToldGap> toldGaps() {
    return toldGaps;
  }

  /** What the agent did that the contract does not allow. */
  List<String> complaints() {
    return complaints;
  }

  /** The store is lost, and with it all connections: everybody begins at position 0 again. */
  void forget() {
    lanes = new TreeMap<>();
  }

  /** A connection comes in. */
  Session accept(Consumer<String> answer) {
    return new Session(answer);
  }

  /** One connection; its positions are meant under the spool id that it greeted with. */
  final class Session {
    private final Consumer<String> answer;
    private final Map<String, LaneStore> born = lanes;
    private final Map<Lane, Long> receipted = new EnumMap<>(Lane.class);
    private String spool = "";

    Session(Consumer<String> answer) {
      this.answer = answer;
    }

    void onText(String text) {
      if (born != lanes) {
        return; // the server that this connection led to is no more
      }
      JsonNode frame;
      try {
        frame = json.readTree(text);
      } catch (JsonProcessingException malformed) {
        complaints.add("not JSON: " + text);
        return;
      }
      switch (frame.path("kind").asText()) {
        case "ack", "nack" -> onReply.accept(frame);
        case "hello" -> {
          toAgent = answer;
          spool = frame.path("spool").asText();
          for (Lane lane : Lane.values()) {
            receipted.put(lane, store(lane).next);
          }
          answer.accept(
              "{\"kind\":\"welcome\",\"lanes\":{\"alerts\":{\"next\":%d},\"readings\":{\"next\":%d}}}"
                  .formatted(store(Lane.ALERTS).next, store(Lane.READINGS).next));
        }
        case "batch" -> batch(frame);
        default -> {
          if (!frame.path("live").asBoolean() && !frame.path("type").asText().equals("heartbeat")) {
            complaints.add("outside a batch: " + text);
          }
        }
      }
    }

    private void batch(JsonNode frame) {
      Lane lane = lane(frame);
      long position = frame.path("first").asLong();
      for (JsonNode event : frame.path("events")) {
        keep(new Identity(spool, lane, position++), event);
      }
      for (Lane moved : Lane.values()) {
        store(moved).advance();
        receipt(moved, store(moved).next);
      }
    }

    private void receipt(Lane of, long next) {
      if (next > receipted.getOrDefault(of, 0L)) {
        receipted.put(of, next);
        answer.accept(
            "{\"kind\":\"receipt\",\"lane\":\"%s\",\"next\":%d}".formatted(of.wireName(), next));
      }
    }

    private void keep(Identity identity, JsonNode event) {
      String text = event.toString();
      String before = kept.putIfAbsent(identity, text);
      if (before != null && !before.equals(text)) {
        complaints.add(identity + " was " + before + " and is now " + text);
      }
      store(identity.lane()).keep(identity.position());
      if (event.path("type").asText().equals("gap")) {
        var first = new Identity(spool, lane(event), event.path("first").asLong());
        var gap = new ToldGap(first, event.path("count").asLong(), event.path("reason").asText());
        toldGaps.add(gap);
        store(first.lane()).gaps.add(gap);
      }
    }

    private LaneStore store(Lane lane) {
      return lanes.computeIfAbsent(spool + "/" + lane, key -> new LaneStore());
    }

    private static Lane lane(JsonNode from) {
      return Lane.valueOf(from.path("lane").asText().toUpperCase(Locale.ROOT));
    }
  }
}
