package dev.kiosk.simulator.fleet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.jspecify.annotations.Nullable;

/**
 * An operator who sets a limit on a sample of kiosks, one command after the other, and counts the
 * acks. Stepped; whether the limit holds is asked of the kiosks themselves.
 */
final class Orders {

  /** How many kiosks are commanded at the most. */
  private static final int MOST = 100;

  /** Over which time the commands are sent. */
  private static final Duration SPREAD = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Time time;
  private final List<Kiosk> sample = new ArrayList<>();
  private final Map<String, Kiosk> asked = new HashMap<>();
  private final Map<String, Long> sentNanos = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> refusals = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> acked = new ConcurrentLinkedQueue<>();
  private final Latencies latencies = new Latencies();
  private final String run = "fleet-" + UUID.randomUUID();
  private @Nullable Session session;
  private @Nullable String trouble;
  private long startNanos;
  private long inForce;

  Orders(List<Kiosk> kiosks, Time time) {
    this.time = time;
    int count = Math.min(MOST, kiosks.size());
    for (int i = 0; i < count; i++) {
      sample.add(kiosks.get((int) ((long) i * kiosks.size() / count)));
    }
  }

  /** Connects as an operator. */
  void begin(FleetConfig config, SharedTransport network) {
    var request = new ClientUpgradeRequest(config.operators());
    String token = config.tokens().operator();
    if (token != null) {
      request.setHeader("Authorization", "Bearer " + token);
    }
    startNanos = time.nanos();
    try {
      session =
          network
              .client()
              .connect(new Ear(this), request)
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      trouble = "interrupted";
    } catch (IOException | ExecutionException | TimeoutException failure) {
      trouble = String.valueOf(failure.getMessage());
    }
  }

  /** Sends what is due. */
  void step() {
    Session open = session;
    if (open == null) {
      return;
    }
    long passed = time.nanos() - startNanos;
    long due = Math.min(sample.size(), 1 + passed * sample.size() / SPREAD.toNanos());
    while (asked.size() < due) {
      int i = asked.size();
      Kiosk kiosk = sample.get(i);
      String cid = run + "-" + i;
      asked.put(cid, kiosk);
      sentNanos.put(cid, time.nanos());
      String frame =
          "{\"kind\":\"set-threshold\",\"host\":\"%s\",\"pct\":%d,\"cid\":\"%s\"}"
              .formatted(kiosk.host(), 50 + i % 40, cid);
      open.sendText(frame, Callback.NOOP);
    }
  }

  /** Whether each has its answer, or nobody waits any more. */
  boolean isOver() {
    boolean late = time.nanos() - startNanos > SPREAD.plus(PATIENCE).toNanos();
    boolean answered = asked.size() == sample.size() && sentNanos.isEmpty();
    return session == null || answered || late;
  }

  /** The operator leaves; it is looked which limits hold now. */
  void end() {
    inForce =
        acked.stream()
            .filter(cid -> asked.containsKey(cid) && asked.get(cid).holdsLimitOf(cid))
            .count();
    Session open = session;
    if (open != null) {
      open.close();
    }
  }

  /** Whether each was acked, and the limit holds. */
  boolean isWell() {
    return trouble == null && acked.size() == sample.size() && inForce == sample.size();
  }

  /** For people. */
  String words() {
    if (trouble != null) {
      return "no commands could be sent: " + trouble;
    }
    String refused = refusals.isEmpty() ? "" : ", first refusal: " + refusals.peek();
    return String.format(
        Locale.ROOT,
        "%d of %d set-threshold acked, in force at %d; p50 %.0f ms, p99 %.0f ms, max %.0f ms%s",
        acked.size(),
        sample.size(),
        inForce,
        latencies.millis(0.5),
        latencies.millis(0.99),
        latencies.mostMillis(),
        refused);
  }

  private void heard(String frame) {
    if (!frame.contains(run)) {
      return; // telemetry, or another's
    }
    try (JsonParser json = new JsonFactory().createParser(frame)) {
      var texts = new HashMap<String, String>();
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
          texts.put(String.valueOf(json.currentName()), json.getText());
        }
      }
      answered(texts);
    } catch (IOException notJson) {
      refusals.add(frame);
    }
  }

  private void answered(Map<String, String> reply) {
    String cid = reply.getOrDefault("cid", "");
    Long sent = sentNanos.remove(cid);
    if (sent == null) {
      return;
    }
    latencies.add(time.nanos() - sent);
    if ("ack".equals(reply.get("kind"))) {
      acked.add(cid);
    } else {
      refusals.add(String.valueOf(reply.get("reason")));
    }
  }

  /** Public only because Jetty calls it through a public lookup; nobody else is meant to. */
  public static final class Ear implements Session.Listener.AutoDemanding {

    private final Orders orders;

    Ear(Orders orders) {
      this.orders = orders;
    }

    @Override
    public void onWebSocketText(String message) {
      orders.heard(message);
    }
  }
}
