package dev.kiosk.simulator.hub.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One open page. It is told what is new in frames that it asks for one by one, so that a page that
 * draws slowly, or is not looked at, hears less often instead of falling behind:
 *
 * <pre>
 *   page  {"kind":"more"}                       I have drawn; tell me what is new
 *         {"kind":"watch","host":"T1-K017"}     tell me all of this kiosk; none when absent
 *   hub   {"kind":"news","now":…,"hosts":[…],"complete":true,"kiosk":{…},"limits":true,
 *          "recent":[…],"events":[…],"skipped":0}
 * </pre>
 *
 * <p>{@code hosts} are {@link Summary summaries} of kiosks that changed, at first of all; {@code
 * complete} stands once, in the frame after which all are told. {@code kiosk} is the one watched,
 * {@code limits} says that it answered a command, whoever sent it. {@code events} are as the agents
 * wrote them; {@code recent} stands once, at first: alerts from before the page was opened, which
 * may stand in {@code events} too. Without news a frame comes once a second.
 */
public final class PageView implements AutoCloseable {

  private static final long PACE_MILLIS = 200;
  private static final long QUIET_MILLIS = 1000;
  private static final int MAX_SUMMARIES = 1500;

  /** As many events as the page keeps. */
  private static final int MAX_EVENTS = 1000;

  private static final int MAX_EVENTS_CHARS = 2 << 20;
  private static final int MAX_HOST_CHARS = 128;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PageFeed feed;
  private final String tenant;
  private final Consumer<String> out;
  private final NewsWriter writer;
  private final EventWindow window = new EventWindow(MAX_EVENTS, MAX_EVENTS_CHARS);
  private final Map<String, Long> told = new HashMap<>(); // the feed's thread alone
  private boolean begun;
  private boolean complete;
  private boolean recentTold;
  private long sentMillis;
  private volatile boolean asked = true;
  private volatile @Nullable String watched;
  private volatile boolean answered;
  private volatile boolean watchIsNew;

  PageView(PageFeed feed, String tenant, Consumer<String> out) {
    this.feed = feed;
    this.tenant = tenant;
    this.out = out;
    this.writer = new NewsWriter(feed, tenant);
  }

  String tenant() {
    return tenant;
  }

  /** Takes a frame of the page; false when it is not for the feed but a command. */
  public boolean heard(String frame) {
    JsonNode fields;
    try {
      fields = JSON.readTree(frame);
    } catch (JsonProcessingException notJson) {
      return false;
    }
    switch (fields.path("kind").asText()) {
      case "more" -> asked = true;
      case "watch" -> {
        String host = fields.path("host").asText();
        watched = host.isEmpty() || host.length() > MAX_HOST_CHARS ? null : host;
        watchIsNew = true; // after what it stands for
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  void stored(String event) {
    window.add(event);
  }

  void answered(String host) {
    if (host.equals(watched)) {
      answered = true;
    }
  }

  /** Sends what is new, if it was asked and it is time. */
  void step(long nowMillis) {
    long waited = nowMillis - sentMillis;
    boolean fresh = watchIsNew;
    if (!asked || (waited < PACE_MILLIS && waited >= 0 && complete && !fresh)) {
      return;
    }
    List<String> changed = changed();
    boolean completes = !complete && changed.size() < MAX_SUMMARIES;
    boolean quiet = waited >= 0 && waited < QUIET_MILLIS;
    String host = watched;
    boolean wants = host != null && (fresh || changed.contains(host) || !quiet || answered);
    EventWindow.Taken taken = window.take();
    if (quiet && !completes && !wants && changed.isEmpty() && taken.isEmpty()) {
      return;
    }
    asked = false;
    watchIsNew = watchIsNew && !fresh;
    boolean limits = wants && answered;
    answered = answered && !limits;
    sentMillis = nowMillis;
    complete = complete || completes;
    List<String> recent = recentTold ? List.of() : feed.recent(tenant);
    recentTold = true;
    out.accept(
        writer.frame(
            new NewsWriter.News(
                nowMillis, changed, completes, wants ? host : null, limits, recent, taken)));
  }

  private List<String> changed() {
    List<String> changed = new ArrayList<>();
    if (!begun) {
      begun = true;
      feed.fleet().stored(tenant).forEach(host -> told.put(host, -1L));
      feed.fleet().visit(tenant, (host, version) -> told.put(host, -1L));
    }
    feed.fleet()
        .visit(
            tenant,
            (host, version) -> {
              long now = version + feed.raised().version(tenant, host);
              Long before = told.get(host);
              if (changed.size() < MAX_SUMMARIES && (before == null || before != now)) {
                told.put(host, now);
                changed.add(host);
              }
            });
    if (!complete) {
      for (Map.Entry<String, Long> each : told.entrySet()) { // stored, and not heard of since
        if (changed.size() < MAX_SUMMARIES && each.getValue() == -1) {
          each.setValue(-2L);
          changed.add(each.getKey());
        }
      }
    }
    return changed;
  }

  /** The page is gone. */
  @Override
  public void close() {
    feed.left(this);
  }
}
