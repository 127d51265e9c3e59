package dev.kiosk.simulator.hub.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiosk.simulator.hub.peers.Peers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a page is told, driven by hand: no thread runs, and time is a number. */
class PageFeedTest {

  private final KnownFleet fleet = new KnownFleet();
  private final PageFeed feed = new PageFeed(fleet, Peers.NONE, () -> 0, Runnable::run);
  private final List<String> frames = new ArrayList<>();
  private final PageView page = feed.open("acme", frames::add);
  private long nowMillis = 1_000_000;

  private static String device(String state, String condition) {
    return """
    {"type":"device","ts":1500,"device":"bagtag","deviceKind":"printer","state":"%s","conditions":[%s]}"""
        .formatted(state, condition.isEmpty() ? "" : '"' + condition + '"');
  }

  private static String error(String code, String device, boolean active, long ts) {
    return """
    {"type":"error","ts":%d,"code":"%s","message":"It is so","device":"%s","severity":"error","active":%b}"""
        .formatted(ts, code, device, active);
  }

  /** The next frame, after the page has drawn the last and a while has passed. */
  private JsonNode next() throws Exception {
    frames.clear();
    page.heard("{\"kind\":\"more\"}");
    nowMillis += 1000;
    page.step(nowMillis);
    assertThat(frames).hasSize(1);
    return new ObjectMapper().readTree(frames.get(0));
  }

  private JsonNode only(JsonNode frame) {
    assertThat(frame.path("hosts")).hasSize(1);
    return frame.path("hosts").get(0);
  }

  @Test
  void aPageIsToldNothingThatItHasNotAskedFor() {
    page.step(nowMillis);
    assertThat(frames).hasSize(1); // it begins by asking
    feed.stored("acme", "T1-K1", error("MEDIA_OUT", "bagtag", true, 5));
    page.step(nowMillis + 60_000);
    assertThat(frames).hasSize(1);
    page.heard("{\"kind\":\"more\"}");
    page.step(nowMillis + 60_000);
    assertThat(frames).hasSize(2);
  }

  @Test
  void allKiosksAreToldInPiecesAndThenOnlyWhatChanges() throws Exception {
    for (int i = 0; i < 4000; i++) {
      fleet.put("K%04d".formatted(i), true, "v1", device("ready", ""));
    }
    fleet.stored().add("K0000");
    fleet.stored().add("Z-only-stored");
    List<String> told = new ArrayList<>();
    JsonNode frame;
    do {
      frame = next();
      assertThat(frames.get(0).length()).isLessThan(400_000);
      frame.path("hosts").forEach(host -> told.add(host.path("host").asText()));
    } while (!frame.path("complete").asBoolean());
    assertThat(told).hasSize(4001).doesNotHaveDuplicates().contains("Z-only-stored");
    assertThat(next().path("hosts")).isEmpty();
    fleet.put("K0007", true, "v1", device("error", "MEDIA_OUT"));
    JsonNode changed = only(next());
    assertThat(changed.path("host").asText()).isEqualTo("K0007");
    assertThat(changed.path("state").asText()).isEqualTo("error");
    assertThat(changed.path("code").asText()).isEqualTo("MEDIA_OUT");
    fleet.put("Z-only-stored", true, "v1");
    assertThat(only(next()).path("state").asText()).isEqualTo("ready");
  }

  @Test
  void whatWasNotHeardOfSinceTheStartIsNotCalledWell() throws Exception {
    fleet.stored().add("K1");
    JsonNode row = only(next());
    assertThat(row.path("state").asText()).isEqualTo("offline");
    assertThat(row.path("at").asLong()).isZero();
  }

  @Test
  void aConditionHoldsSinceItsAlert() throws Exception {
    fleet.put("K1", true, "v1", device("error", "MEDIA_OUT"));
    feed.stored("acme", "K1", error("MEDIA_OUT", "bagtag", true, 1234));
    feed.stored("acme", "K1", error("MEDIA_OUT", "bagtag", true, 9999)); // told again
    assertThat(only(next()).path("at").asLong()).isEqualTo(1234);
  }

  @Test
  void theAgentsOwnConditionsAndThoseOfPlainKiosksCountFromTheirAlerts() throws Exception {
    fleet.put("K1", true, "plain");
    assertThat(only(next()).path("state").asText()).isEqualTo("ready");
    feed.stored("acme", "K1", error("MEDIA_OUT", "bagtag", true, 5));
    assertThat(only(next()).path("device").asText()).isEqualTo("bagtag");
    feed.stored("acme", "K1", error("SPOOL_WRITE_FAILED", "", true, 6));
    assertThat(only(next()).path("more").asInt()).isEqualTo(1);
    feed.stored("acme", "K1", error("MEDIA_OUT", "bagtag", false, 7));
    feed.stored("acme", "K1", error("SPOOL_WRITE_FAILED", "", false, 8));
    assertThat(only(next()).path("state").asText()).isEqualTo("ready");
  }

  @Test
  void whatBeganBeforeTheStartOfTheHubIsFoundInTheStore() throws Exception {
    fleet.alerts().add(error("SPOOL_WRITE_FAILED", "", true, 5));
    fleet.alerts().add(error("CERT_EXPIRING", "", true, 6));
    fleet.alerts().add(error("CERT_EXPIRING", "", false, 7));
    fleet.put("K1", true, "v1", device("ready", ""));
    JsonNode row = only(next());
    assertThat(row.path("code").asText()).isEqualTo("SPOOL_WRITE_FAILED");
    assertThat(row.path("more").asInt()).isZero();
    assertThat(row.path("at").asLong()).isEqualTo(5);
    feed.stored("acme", "K1", error("SPOOL_WRITE_FAILED", "", false, 8));
    assertThat(only(next()).path("state").asText()).isEqualTo("ready");
  }

  @Test
  void whatWasToldBeforeSomebodyLookedIsNotLost() throws Exception {
    fleet.put("K1", true, "plain");
    feed.stored("acme", "K1", error("MEDIA_OUT", "bagtag", true, 1)); // no more among the last
    feed.stored("acme", "K1", error("COVER_OPEN", "bagtag", true, 2));
    fleet.alerts().add(error("COVER_OPEN", "bagtag", true, 2));
    fleet.alerts().add(error("COVER_OPEN", "bagtag", false, 3)); // stored, and about to be told
    JsonNode row = only(next());
    assertThat(row.path("code").asText()).isEqualTo("MEDIA_OUT");
    assertThat(row.path("more").asInt()).isZero();
  }

  @Test
  void theWorstComesFirstAndAnUnknownDeviceIsNotWell() throws Exception {
    fleet.put("K1", true, "v1", device("unknown", ""), device("warning", "MEDIA_LOW"));
    assertThat(only(next()).path("state").asText()).isEqualTo("warning");
    fleet.put("K1", true, "v1", device("ready", ""), device("unknown", "STATUS_UNKNOWN"));
    assertThat(only(next()).path("state").asText()).isEqualTo("unknown");
    fleet.put("K1", true, "v1", device("offline", "LINK_DOWN"), device("unknown", ""));
    assertThat(only(next()).path("state").asText()).isEqualTo("error");
    fleet.put("K1", false, "v1", device("error", "MEDIA_OUT"));
    assertThat(only(next()).path("state").asText()).isEqualTo("offline");
  }

  @Test
  void ofTooManyEventsTheNewestAreToldAndTheOthersCounted() throws Exception {
    for (int i = 0; i < 5000; i++) {
      feed.stored("acme", "K1", "{\"type\":\"cpu\",\"pct\":" + i + "}");
    }
    feed.stored("acme", "K1", "{\"type\":\"metric\",\"x\":\"" + "x".repeat(100_000) + "\"}");
    JsonNode frame = next();
    assertThat(frame.path("events")).hasSize(1000);
    assertThat(frame.path("events").get(999).path("pct").asInt()).isEqualTo(4999);
    assertThat(frame.path("skipped").asInt()).isEqualTo(4001);
    assertThat(next().path("skipped").asInt()).isZero();
  }

  @Test
  void aPageThatIsOpenedLaterIsToldTheLastAlertsOnce() throws Exception {
    for (int i = 0; i < 300; i++) {
      feed.stored("acme", "K1", error("MEDIA_OUT", "bagtag", i % 2 == 0, i));
      feed.stored("acme", "K1", "{\"type\":\"cpu\",\"pct\":1}");
    }
    List<String> later = new ArrayList<>();
    try (PageView second = feed.open("acme", later::add)) {
      second.step(nowMillis);
      second.heard("{\"kind\":\"more\"}");
      second.step(nowMillis + 2000);
    }
    JsonNode recent = new ObjectMapper().readTree(later.get(0)).path("recent");
    assertThat(recent).hasSize(200);
    assertThat(recent.get(199).path("ts").asInt()).isEqualTo(299);
    assertThat(later.get(1)).doesNotContain("recent");
  }

  @Test
  void theKioskThatIsWatchedIsToldInFullAndWhenItAnswersACommand() throws Exception {
    fleet.put("K1", true, "v1", device("ready", ""));
    next();
    assertThat(page.heard("{\"kind\":\"watch\",\"host\":\"K1\"}")).isTrue();
    assertThat(next().path("kiosk").path("devices").get(0).path("device").asText())
        .isEqualTo("bagtag");
    feed.answered("acme", "K2");
    assertThat(next().has("limits")).isFalse();
    feed.answered("acme", "K1");
    assertThat(next().path("limits").asBoolean()).isTrue();
    assertThat(next().has("limits")).isFalse();
    page.heard("{\"kind\":\"watch\"}");
    assertThat(next().has("kiosk")).isFalse();
  }

  @Test
  void ofAKioskThatIsWatchedTheStoreIsAskedOnlyIfItMayKnowIt() throws Exception {
    fleet.stored().add("K1"); // and not heard of since the start
    fleet.alerts().add(error("SPOOL_WRITE_FAILED", "", true, 5));
    page.heard("{\"kind\":\"watch\",\"host\":\"invented\"}");
    assertThat(next().path("kiosk").path("raised")).isEmpty();
    page.heard("{\"kind\":\"watch\",\"host\":\"invented too\"}");
    assertThat(next().path("kiosk").path("connected").asBoolean()).isFalse();
    assertThat(fleet.lookedFor()).isEmpty();
    page.heard("{\"kind\":\"watch\",\"host\":\"K1\"}");
    next();
    assertThat(fleet.lookedFor()).containsExactly("K1");
    assertThat(next().at("/kiosk/raised/0/code").asText()).isEqualTo("SPOOL_WRITE_FAILED");
  }

  @Test
  void whatIsMeantForTheHubIsLeftToIt() {
    assertThat(page.heard("{\"kind\":\"set-threshold\",\"host\":\"K1\"}")).isFalse();
    assertThat(page.heard("not json")).isFalse();
    assertThat(page.heard("[]")).isFalse();
  }

  @Test
  void nothingOfAnotherTenantArrives() throws Exception {
    feed.stored("other", "K1", error("MEDIA_OUT", "bagtag", true, 5));
    feed.answered("other", "K1");
    JsonNode frame = next();
    assertThat(frame.path("hosts")).isEmpty();
    assertThat(frame.path("events")).isEmpty();
  }

  @Test
  void aPageThatLeftIsForgotten() {
    assertThat(feed.open()).isEqualTo(1);
    page.close();
    assertThat(feed.open()).isZero();
  }
}
