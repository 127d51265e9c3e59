package dev.kiosk.simulator.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who sets limits from afar, one after the other, and asks again by the same cid until
 * there is an answer, over however many connections and runs of the agent. Complains when a cid is
 * answered differently, or when {@code previous} is not the limit that was acknowledged last: then
 * a command was forgotten, or applied twice.
 */
final class Operator {

  private static final long ASK_AGAIN_NANOS = Duration.ofSeconds(20).toNanos();
  private static final String DISK = "storage-failed";

  private final Timeline timeline;
  private final Random random;
  private final Server server;
  private final double configured;
  private final Map<String, String> answers = new LinkedHashMap<>();
  private final List<String> complaints = new ArrayList<>();
  private @Nullable Asked underway;
  private double limit;
  private int number;
  private int answeredByRepeat;

  /**
   * A command.
   *
   * @param limitAfter the limit when it is carried out; null when it must be refused
   */
  private record Asked(String cid, String frame, @Nullable Double limitAfter) {}

  Operator(Timeline timeline, Random random, Server server, double configured) {
    this.timeline = timeline;
    this.random = random;
    this.server = server;
    this.configured = configured;
    this.limit = configured;
  }

  /** Goes to work, until the world ends. */
  void begin() {
    server.onReply(this::answered);
    timeline.after(ASK_AGAIN_NANOS, this::turn);
  }

  private void turn() {
    Asked current = underway;
    if (current != null) {
      server.command(current.frame());
    } else if (random.nextInt(3) == 0 && !answers.isEmpty()) {
      var cids = List.copyOf(answers.keySet());
      String old = cids.get(random.nextInt(cids.size()));
      server.command(set(old, 1)); // whatever it says: that cid has its answer
    } else {
      Asked next = next("c" + number++);
      underway = next;
      server.command(next.frame());
    }
    timeline.after(
        ASK_AGAIN_NANOS + (long) (random.nextDouble() * 4 * ASK_AGAIN_NANOS), this::turn);
  }

  private Asked next(String cid) {
    return switch (random.nextInt(8)) {
      case 0 -> new Asked(cid, set(cid, 140), null);
      case 1 -> new Asked(cid, set(cid, 50).replace("\"K\"", "\"L\""), null);
      case 2, 3 ->
          new Asked(
              cid,
              "{\"kind\":\"clear-threshold\",\"host\":\"K\",\"cid\":\"%s\"}".formatted(cid),
              configured);
      default -> {
        int pct = 5 + random.nextInt(90);
        yield new Asked(cid, set(cid, pct), (double) pct);
      }
    };
  }

  private static String set(String cid, int pct) {
    return "{\"kind\":\"set-threshold\",\"host\":\"K\",\"pct\":%d,\"cid\":\"%s\"}"
        .formatted(pct, cid);
  }

  private void answered(JsonNode reply) {
    String cid = reply.path("cid").asText();
    if (reply.path("reason").asText().startsWith(DISK)) {
      return; // nothing was changed, and it may be asked again
    }
    String before = answers.putIfAbsent(cid, reply.toString());
    if (before != null) {
      answeredByRepeat++;
      if (!before.equals(reply.toString())) {
        complaints.add("%s was answered %s, and now %s".formatted(cid, before, reply));
      }
      return;
    }
    Asked asked = underway;
    if (asked == null || !asked.cid().equals(cid)) {
      complaints.add("an answer to nothing that was asked: " + reply);
      return;
    }
    underway = null;
    Double after = asked.limitAfter();
    boolean ack = reply.path("kind").asText().equals("ack");
    if (ack != (after != null)) {
      complaints.add("%s was answered %s".formatted(asked.frame(), reply));
    } else if (after != null) {
      double previous = reply.path("previous").asDouble(Double.NaN);
      if (previous != limit) {
        complaints.add("%s: the limit before was %s".formatted(reply, limit));
      }
      limit = after;
    }
  }

  /** The limit that holds, as far as anybody can know. */
  double limit() {
    return limit;
  }

  /** How many commands have their answer, and how many answers were given again. */
  List<Integer> figures() {
    return List.of(answers.size(), answeredByRepeat);
  }

  List<String> complaints() {
    return complaints;
  }

  /** Whether a command still waits for its answer. */
  boolean waits() {
    return underway != null;
  }
}
