package dev.kiosk.simulator.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiosk.simulator.hub.nats.NatsServer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator page of one hub shows the kiosks of all that share its JetStream. */
class PageOverHubsTest {

  private NatsServer nats;
  private Path folder;
  private HubServer one;
  private HubServer other;

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    folder = dir;
    nats = NatsServer.start(dir);
    one = hub("one");
    other = hub("other");
    await().until(() -> hubs(one) == 2 && hubs(other) == 2);
  }

  private HubServer hub(String name) throws Exception {
    return HubServer.start(HubFixture.config(folder.resolve(name)).withStore(nats.config()));
  }

  private static int hubs(HubServer hub) throws Exception {
    String health = HubFixture.get(hub, "/healthz").body();
    return Integer.parseInt(health.replaceAll(".*\"hubs\":(\\d+).*\\s*", "$1"));
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
    nats.close();
  }

  private static List<Double> percentages(PageClient page) {
    return page.events().stream()
        .filter(event -> event.path("type").asText().equals("cpu"))
        .map(event -> event.path("pct").asDouble())
        .toList();
  }

  @Test
  void aKioskOfAnotherHubIsShownWithItsDevicesAndWhatHolds() throws Exception {
    try (PageKiosk kiosk = PageKiosk.connect(one, "acme", "K1");
        PageClient page = PageClient.open(other, "acme").untilComplete()) {
      page.until(() -> page.state("K1").equals("ready"));
      kiosk.printer("bagtag", "error", "MEDIA_OUT").alert("MEDIA_OUT", "bagtag", true, "No paper");
      page.until(() -> page.state("K1").equals("error"));
      assertThat(page.row("K1").path("code").asText()).isEqualTo("MEDIA_OUT");
      page.watch("K1").until(() -> !page.kiosk().path("raised").isEmpty());
      assertThat(page.kiosk().path("connected").asBoolean()).isTrue();
      assertThat(page.kiosk().path("agent").asText()).isEqualTo("1.0.0");
      assertThat(page.kiosk().at("/devices/0/device").asText()).isEqualTo("bagtag");
      assertThat(page.kiosk().at("/raised/0/message").asText()).isEqualTo("No paper");
      long heard = page.kiosk().path("heard").asLong();
      kiosk.cpu(1);
      page.until(() -> page.kiosk().path("heard").asLong() > heard);
      kiosk.printer("bagtag", "ready").alert("MEDIA_OUT", "bagtag", false, "Paper");
      page.until(() -> page.state("K1").equals("ready") && page.kiosk().path("raised").isEmpty());
    }
  }

  @Test
  void aPageThatIsOpenedLaterKnowsAllAtOnce() throws Exception {
    try (PageKiosk near = PageKiosk.connect(other, "acme", "NEAR");
        PageKiosk far = PageKiosk.connect(one, "acme", "FAR")) {
      near.printer("bagtag", "ready").alert("MEDIA_LOW", "bagtag", true, "near");
      far.printer("bagtag", "warning", "MEDIA_LOW").alert("MEDIA_LOW", "bagtag", true, "far");
      far.alert("CERT_EXPIRING", "", true, "far too");
      await()
          .until(
              () -> HubFixture.get(other, "/api/events?tenant=acme").body().lines().count() == 3);
      try (PageClient page = PageClient.open(other, "acme").untilComplete()) {
        assertThat(page.state("NEAR")).isEqualTo("ready");
        assertThat(page.state("FAR")).isEqualTo("warning");
        assertThat(page.recent().stream().map(event -> event.path("message").asText()).toList())
            .containsExactlyInAnyOrder("near", "far", "far too");
        assertThat(page.unseen()).isZero();
      }
    }
  }

  @Test
  void eachEventOfAllHubsIsShownOnceAndInOrder() throws Exception {
    double[] readings = IntStream.range(1, 51).asDoubleStream().toArray();
    try (PageKiosk near = PageKiosk.connect(other, "acme", "NEAR");
        PageKiosk far = PageKiosk.connect(one, "acme", "FAR");
        PageClient page = PageClient.open(other, "acme").untilComplete();
        PageClient second = PageClient.open(other, "acme").untilComplete()) {
      far.cpu(0.5); // the page is there before its events are: so they are waited for
      page.until(() -> percentages(page).contains(0.5));
      near.cpu(readings);
      far.cpu(readings);
      near.cpu(100);
      far.cpu(100);
      page.until(() -> percentages(page).stream().filter(pct -> pct == 100).count() == 2);
      for (String host : List.of("NEAR", "FAR")) {
        assertThat(
                page.events().stream()
                    .filter(event -> event.path("host").asText().equals(host))
                    .map(event -> event.path("pct").asDouble())
                    .filter(pct -> pct >= 1))
            .as(host)
            .hasSize(51)
            .isSorted();
      }
      second.leave();
      near.cpu(99); // one of two pages left, and the other one still hears
      page.until(() -> percentages(page).contains(99.0));
    }
  }

  @Test
  void theKiosksOfAHubThatIsGoneAreNotConnectedUntilTheyComeHere() throws Exception {
    try (PageKiosk first = PageKiosk.connect(one, "acme", "K1");
        PageClient page = PageClient.open(other, "acme").watch("K1")) {
      first.printer("bagtag", "error", "MEDIA_OUT").alert("MEDIA_OUT", "bagtag", true, "No paper");
      page.until(() -> page.state("K1").equals("error"));
      long before = System.currentTimeMillis();
      one.close();
      page.until(() -> page.state("K1").equals("offline"));
      JsonNode row = page.row("K1");
      assertThat(row.path("code").asText()).as("what it told last").isEqualTo("MEDIA_OUT");
      assertThat(row.path("at").asLong()).isBetween(before - 5000, System.currentTimeMillis());
      assertThat(page.unseen()).as("a hub that is stopped is not missed").isZero();
      try (PageKiosk again = PageKiosk.connect(other, "acme", "K1")) {
        page.until(() -> !page.state("K1").equals("offline"));
        again.printer("bagtag", "ready");
        page.until(() -> page.kiosk().at("/raised/0/code").asText().equals("MEDIA_OUT"));
        again.alert("MEDIA_OUT", "bagtag", false, "Paper");
        page.until(() -> page.kiosk().path("raised").isEmpty());
        assertThat(page.state("K1")).isEqualTo("ready");
      }
      page.until(() -> page.state("K1").equals("offline"));
    }
  }

  @Test
  void aKioskThatWentAwayAndCameBackShowsWhatHoldsNow() throws Exception {
    try (PageClient near = PageClient.open(other, "acme").watch("K1")) {
      try (PageKiosk first = PageKiosk.connect(other, "acme", "K1")) {
        first.alert("CERT_EXPIRING", "", true, "soon");
        near.until(() -> near.kiosk().path("raised").size() == 1);
      }
    } // nobody looks here any more, so this hub is not told what happens at the other one
    try (PageKiosk second = PageKiosk.connect(one, "acme", "K1")) {
      second.alert("CERT_EXPIRING", "", false, "renewed").alert("SPOOL_FULL", "", true, "full");
      await()
          .until(() -> HubFixture.get(one, "/api/events?tenant=acme").body().lines().count() == 3);
    }
    try (PageKiosk third = PageKiosk.connect(other, "acme", "K1");
        PageClient near = PageClient.open(other, "acme").watch("K1").untilComplete()) {
      third.cpu(1);
      near.until(() -> near.kiosk().at("/raised/0/code").asText().equals("SPOOL_FULL"));
      assertThat(near.kiosk().path("raised")).hasSize(1);
    }
  }

  @Test
  void aHubThatStartsLaterShowsWhatIsThere() throws Exception {
    try (PageKiosk kiosk = PageKiosk.connect(one, "acme", "K1")) {
      kiosk.printer("bagtag", "error", "COVER_OPEN");
      try (HubServer third = hub("third");
          PageClient page = PageClient.open(third, "acme")) {
        page.until(() -> page.state("K1").equals("error"));
        try (PageKiosk late = PageKiosk.connect(third, "acme", "K2");
            PageClient far = PageClient.open(one, "acme")) {
          late.printer("bagtag", "ready");
          far.until(() -> far.state("K2").equals("ready") && far.state("K1").equals("error"));
        }
      }
    }
  }

  @Test
  void whileTheOthersAreNotHeardThePageSaysSoAndThenCatchesUp() throws Exception {
    try (PageKiosk kiosk = PageKiosk.connect(one, "acme", "K1");
        PageClient page = PageClient.open(other, "acme").watch("K1").untilComplete()) {
      kiosk.printer("bagtag", "ready");
      page.until(() -> page.kiosk().path("devices").size() == 1);
      long before = System.currentTimeMillis();
      nats.kill();
      page.until(() -> page.unseen() > 0);
      assertThat(page.unseen()).isBetween(before - 1000, System.currentTimeMillis());
      kiosk.printer("bagtag", "error", "COVER_OPEN");
      try (PageClient late = PageClient.open(other, "acme").untilComplete()) {
        assertThat(late.unseen()).as("a page that is opened meanwhile").isPositive();
      }
      assertThat(page.state("K1")).as("as it was").isEqualTo("ready");
      nats.start();
      page.until(() -> page.unseen() == 0 && page.state("K1").equals("error"));
    }
  }

  @Test
  void nothingOfOneTenantReachesThePageOfAnother() throws Exception {
    try (PageKiosk kiosk = PageKiosk.connect(one, "acme", "K1");
        PageKiosk own = PageKiosk.connect(one, "bravo", "B1");
        PageClient bravo = PageClient.open(other, "bravo").watch("K1");
        PageClient acme = PageClient.open(other, "acme");
        PageClient wild = PageClient.open(other, "%3E").untilComplete();
        PageClient prefix = PageClient.open(other, "acme.K1").untilComplete()) {
      kiosk.printer("bagtag", "error", "MEDIA_OUT").alert("MEDIA_OUT", "bagtag", true, "No paper");
      acme.until(() -> acme.state("K1").equals("error") && !acme.events().isEmpty());
      own.alert("CERT_EXPIRING", "", true, "soon");
      bravo.until(() -> !bravo.events().isEmpty() && bravo.state("B1").equals("warning"));
      for (PageClient page : List.of(bravo, wild, prefix)) {
        page.next();
        page.next();
        assertThat(page.rows()).doesNotContainKey("K1");
        assertThat(page.events() + "" + page.recent() + page.kiosk()).doesNotContain("acme");
      }
      assertThat(bravo.kiosk().path("connected").asBoolean()).isFalse();
      assertThat(bravo.kiosk().path("devices")).isEmpty();
      assertThat(bravo.kiosk().path("raised")).isEmpty();
      assertThat(acme.rows()).containsOnlyKeys("K1");
    }
  }
}
