package dev.kiosk.simulator.hub.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
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
 *          "unseen":…,"recent":[…],"events":[…],"skipped":0}
 * </pre>
 *
 * <p>{@code hosts} are {@link Summary summaries} of kiosks that changed, at first of all; {@code
 * complete} stands in the frame after which all are told. {@code kiosk} is the one watched, {@code
 * limits} says that it answered a command, whoever sent it. {@code events} are as the agents wrote
 * them; {@code recent} stands once, at first: alerts from before the page was opened, which may
 * stand in {@code events} too. {@code unseen} stands while not all other hubs are heard: since when
 * what is told of their kiosks may be old. Without news a frame comes once a second.
 */
public final class PageView implements AutoCloseable {

  private static final long PACE_MILLIS = 200;
  private static final long QUIET_MILLIS = 1000;
  private static final int MAX_SUMMARIES = 1500;

  /** How long a page waits until it can be told all at once. */
  private static final long BEGIN_MILLIS = 3_000;

  /** Until what could not be read is tried again. */
  private static final long AGAIN_MILLIS = 2_000;

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
  private final long openedMillis;
  private boolean begun;
  private boolean complete;
  private boolean recentTold;
  private boolean storedTold;
  private long readMillis;
  private long sentMillis;
  private volatile boolean asked = true;
  private volatile @Nullable String watched;
  private volatile boolean answered;
  private volatile boolean watchIsNew;
  private volatile @Nullable SortedSet<String> stored;
  private volatile boolean reading = true;

  PageView(PageFeed feed, String tenant, long nowMillis, Consumer<String> out) {
    this.feed = feed;
    this.tenant = tenant;
    this.openedMillis = nowMillis;
    this.readMillis = nowMillis;
    this.out = out;
    this.writer = new NewsWriter(feed, tenant);
    feed.readStored(this);
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

  /** Takes the names of the kiosks of which something is stored; null when nobody knows now. */
  void stored(@Nullable SortedSet<String> names) {
    stored = names;
    reading = false;
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
    begun = begun || isReady(nowMillis);
    takeStored(nowMillis);
    boolean settled = feed.raised().isSettled() || isLate(nowMillis);
    List<String> changed = begun ? changed() : List.of();
    boolean completes = begun && !complete && settled && changed.size() < MAX_SUMMARIES;
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
    List<String> recent = recentTold || !begun ? List.of() : feed.recent(tenant);
    recentTold = begun;
    out.accept(
        writer.frame(
            new NewsWriter.News(
                nowMillis,
                changed,
                completes,
                host != null && wants ? new NewsWriter.Watched(host, told.containsKey(host)) : null,
                limits,
                recent,
                taken,
                feed.others().unseenSince(tenant, nowMillis))));
  }

  private boolean isReady(long nowMillis) {
    return (!reading && feed.others().isCaughtUp(tenant, nowMillis)) || isLate(nowMillis);
  }

  private boolean isLate(long nowMillis) {
    return Math.abs(nowMillis - openedMillis) > BEGIN_MILLIS;
  }

  /** What is stored is told once it is known, and asked for again until it is. */
  private void takeStored(long nowMillis) {
    SortedSet<String> names = stored;
    if (names != null && !storedTold) {
      storedTold = true;
      names.forEach(host -> told.putIfAbsent(host, -1L));
      complete = false;
    } else if (names == null && !reading && Math.abs(nowMillis - readMillis) > AGAIN_MILLIS) {
      readMillis = nowMillis;
      reading = true;
      feed.readStored(this);
    }
  }

  private List<String> changed() {
    List<String> changed = new ArrayList<>();
    feed.fleet()
        .visit(
            tenant,
            (host, version) -> {
              Long before = told.get(host);
              if (changed.size() < MAX_SUMMARIES && (before == null || before != version)) {
                told.put(host, version);
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
