package dev.kiosk.simulator.hub.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A page of one hub and the kiosks of another, driven by hand: no thread runs. */
class OtherHubsTest {

  private static final String READY =
      "{\"type\":\"device\",\"device\":\"bagtag\",\"state\":\"ready\",\"conditions\":[]}";

  private final AtomicLong nowMillis = new AtomicLong(1_000_000);
  private final FakePeers peers = new FakePeers();
  private final KnownFleet near = new KnownFleet();
  private final KnownFleet far = new KnownFleet();
  private final PageFeed here = new PageFeed(near, peers, nowMillis::get, Runnable::run);
  private final PageFeed there = new PageFeed(far, new FakePeers(), nowMillis::get, Runnable::run);
  private final List<String> frames = new ArrayList<>();
  private final Map<String, JsonNode> rows = new TreeMap<>();

  @BeforeEach
  void meet() {
    peers.byName().put("there", there::answer);
  }

  private JsonNode next(PageView page) throws Exception {
    frames.clear();
    page.heard("{\"kind\":\"more\"}");
    nowMillis.addAndGet(1000);
    here.others().step(nowMillis.get());
    page.step(nowMillis.get());
    assertThat(frames).hasSize(1);
    JsonNode frame = new ObjectMapper().readTree(frames.get(0));
    frame.path("hosts").forEach(row -> rows.put(row.path("host").asText(), row));
    return frame;
  }

  private String state(String host) {
    return row(host).path("state").asText();
  }

  private JsonNode row(String host) {
    return rows.getOrDefault(host, MissingNode.getInstance());
  }

  @Test
  void allKiosksOfALargeFleetAreToldAtOnceAndThenWhatChanges() throws Exception {
    near.put("NEAR", true, "v1", READY);
    for (int i = 0; i < 4000; i++) {
      far.put("K%04d".formatted(i), true, "v1", READY);
    }
    try (PageView page = here.open("acme", frames::add)) {
      JsonNode frame = next(page);
      while (!frame.path("complete").asBoolean()) {
        frame = next(page);
      }
      assertThat(rows).hasSize(4001);
      assertThat(next(page).path("hosts")).isEmpty();
      far.put("K0007", false, "v1", READY);
      assertThat(next(page).path("hosts")).hasSize(1);
      assertThat(state("K0007")).isEqualTo("offline");
      assertThat(peers.longest()).as("bytes of an answer").isLessThan(256 << 10);
    }
  }

  @Test
  void theLastAlertsAreAskedForOnceHoweverManyAnswersTheKiosksTake() throws Exception {
    List<Boolean> forAlerts = new ArrayList<>();
    peers
        .byName()
        .put(
            "there",
            question -> {
              forAlerts.add(FleetQuestion.of(question).recent());
              return there.answer(question);
            });
    for (int i = 0; i < 4000; i++) {
      far.put("K%04d".formatted(i), true, "v1", READY);
    }
    try (PageView page = here.open("acme", frames::add)) {
      next(page);
      assertThat(forAlerts).hasSizeGreaterThan(2).startsWith(true);
      assertThat(forAlerts.subList(1, forAlerts.size())).doesNotContain(true);
    }
  }

  @Test
  void nobodyIsAskedAndNothingIsHeardWhileNobodyLooks() throws Exception {
    here.others().step(nowMillis.addAndGet(1000));
    assertThat(peers.asked()).isZero();
    PageView page = here.open("acme", frames::add);
    PageView second = here.open("acme", frames::add);
    assertThat(peers.watched()).containsExactly("acme");
    next(page);
    assertThat(peers.asked()).isPositive();
    page.close();
    page.close();
    assertThat(peers.watched()).containsExactly("acme");
    second.close();
    assertThat(peers.watched()).isEmpty();
    int asked = peers.asked();
    here.others().step(nowMillis.addAndGet(1000));
    assertThat(peers.asked()).isEqualTo(asked);
    here.storedAnywhere("acme", "K1", READY); // one that was under way
  }

  @Test
  void whileNobodyIsHeardAllStaysAsItWasAndThePageSaysSo() throws Exception {
    far.put("K1", true, "v1", READY);
    try (PageView page = here.open("acme", frames::add)) {
      assertThat(next(page).has("unseen")).isFalse();
      peers.hear(false);
      long since = nowMillis.get() + 1000;
      assertThat(next(page).path("unseen").asLong()).isEqualTo(since);
      peers.byName().clear();
      far.put("K1", false, "v1", READY);
      assertThat(next(page).path("unseen").asLong()).isEqualTo(since);
      assertThat(state("K1")).isEqualTo("ready");
      meet();
      peers.hear(true);
      assertThat(next(page).has("unseen")).isFalse();
      assertThat(state("K1")).isEqualTo("offline");
    }
  }

  @Test
  void theKiosksOfAHubThatIsGoneAreNotConnectedSinceItWasHeardLast() throws Exception {
    far.put("K1", true, "v1", READY);
    try (PageView page = here.open("acme", frames::add)) {
      next(page);
      long last = nowMillis.get();
      peers.byName().clear();
      assertThat(next(page).has("unseen")).isFalse();
      assertThat(state("K1")).isEqualTo("offline");
      assertThat(row("K1").path("at").asLong()).isEqualTo(last);
      near.put("K1", true, "v1", READY);
      next(page);
      assertThat(state("K1")).isEqualTo("ready");
      near.put("K1", false, "v1", READY);
      meet(); // it was not gone after all
      next(page);
      assertThat(state("K1")).isEqualTo("ready");
    }
  }

  @Test
  void aHubThatIsThereAndDoesNotAnswerIsNotSeen() throws Exception {
    far.put("K1", true, "v1", READY);
    try (PageView page = here.open("acme", frames::add)) {
      next(page);
      long last = nowMillis.get();
      peers.silence(true);
      for (int i = 0; i < 8; i++) {
        assertThat(next(page).has("unseen")).isFalse();
      }
      assertThat(next(page).path("unseen").asLong()).isEqualTo(last);
      assertThat(state("K1")).isEqualTo("ready");
    }
  }

  @Test
  void theLastAlertsOfAllHubsStandInTheOrderInWhichTheyHappened() throws Exception {
    String alert = "{\"type\":\"error\",\"code\":\"MEDIA_OUT\",\"active\":true,\"ts\":%d}";
    for (int i = 0; i < 150; i++) {
      here.stored("acme", "NEAR", alert.formatted(2 * i));
      there.stored("acme", "FAR", alert.formatted(2 * i + 1));
    }
    try (PageView page = here.open("acme", frames::add)) {
      JsonNode frame = next(page);
      List<Long> told = new ArrayList<>();
      frame.path("recent").forEach(each -> told.add(each.path("ts").asLong()));
      assertThat(told).hasSize(200).isSorted().startsWith(100L).endsWith(299L);
    }
  }

  @Test
  void aPageWaitsForTheOthersAtItsBeginningButNotForEver() throws Exception {
    peers.silence(true);
    near.put("NEAR", true, "v1", READY);
    try (PageView page = here.open("acme", frames::add)) {
      JsonNode empty = next(page); // so that it knows that the hub is there
      assertThat(empty.path("hosts")).isEmpty();
      assertThat(empty.has("complete")).isFalse();
      nowMillis.addAndGet(3_001);
      assertThat(next(page).path("complete").asBoolean()).isTrue();
      assertThat(rows).containsOnlyKeys("NEAR");
    }
  }

  @Test
  void aKioskThatHasTooMuchToTellIsToldWithoutDetailsAndThoseBehindItAsWell() throws Exception {
    String[] devices = new String[200];
    Arrays.fill(devices, READY.replace("bagtag", "\"".repeat(5000).replace("\"", "\\\"ü")));
    far.put("A-LOUD", true, "v1", devices);
    for (int i = 0; i < 50; i++) {
      far.put("K%04d".formatted(i), true, "v1", READY.replace("bagtag", "ü".repeat(8000)));
    }
    far.put("Z-LAST", true, "v1", READY);
    far.alerts().addAll(Collections.nCopies(200, READY.replace("bagtag", "ü".repeat(8000))));
    try (PageView page = here.open("acme", frames::add)) {
      page.heard("{\"kind\":\"watch\",\"host\":\"A-LOUD\"}");
      for (int i = 0; i < 10; i++) {
        next(page);
      }
      assertThat(rows).hasSize(52).containsKey("Z-LAST");
      assertThat(peers.longest()).as("bytes of an answer").isLessThan(256 << 10);
      assertThat(row("A-LOUD").path("code").asText()).isEqualTo("details-left-out");
      assertThat(state("Z-LAST")).isEqualTo("ready");
    }
  }

  @Test
  void aHubThatIsGoneIsForgottenOnceOthersTellOfItsKiosks() throws Exception {
    for (int i = 0; i < 10; i++) {
      far.put("K" + i, true, "v1", READY);
    }
    try (PageView page = here.open("acme", frames::add)) {
      next(page);
      int once = here.others().remembered("acme");
      for (int restart = 1; restart <= 5; restart++) {
        peers.byName().clear();
        next(page);
        assertThat(state("K1")).isEqualTo("offline");
        peers.byName().put("there" + restart, there::answer);
        next(page);
        next(page);
        assertThat(here.others().remembered("acme")).isEqualTo(once);
        assertThat(state("K1")).isEqualTo("ready");
      }
      far.put("K1", false, "v1", READY);
      next(page);
      assertThat(state("K1")).isEqualTo("offline");
    }
  }

  @Test
  void aTenantWithoutKiosksTakesNoRoomAtTheHubThatIsAsked() {
    FleetLedger ledger = new FleetLedger(far, new RaisedAlerts(far, Runnable::run));
    for (int i = 0; i < 100; i++) {
      var asked = new FleetQuestion("tenant" + i, 0, List.of("K1"), false);
      assertThat(ledger.answer(asked, List.of()).changed()).isEmpty();
    }
    assertThat(ledger.tenants()).isZero();
  }
}
