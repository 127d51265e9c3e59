package dev.kiosk.simulator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiosk.agent.peer.Browser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator page as a person's browser shows it. Pictures go to {@code target/pages}. */
class HubPageInBrowserTest {

  private static final String CPU = ".limit[data-metric=cpu]";
  private static final String SOON = "2000";

  private Path dir;
  private final List<AutoCloseable> open = new ArrayList<>();
  private Browser browser;
  private HubServer hub;

  @BeforeEach
  void start(@TempDir Path fresh) throws Exception {
    dir = fresh;
    browser = Browser.start(Path.of("."), Path.of("target/pages"));
    hub = hub(0, null);
  }

  private HubServer hub(int port, @Nullable Path tokens) throws Exception {
    var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return HubServer.start(
        HubConfig.of(listen, dir.resolve("data"), HubFixture.time())
            .withTokens(tokens)
            .withCommandTimeout(Duration.ofMillis(1500)));
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    if (hub != null) {
      hub.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  private PageKiosk kiosk(String name) throws Exception {
    PageKiosk kiosk = PageKiosk.connect(hub, "acme", name);
    open.add(kiosk);
    return kiosk;
  }

  private PageKiosk healthy(String name) throws Exception {
    return kiosk(name).printer("bagtag", "ready").printer("receipt", "ready");
  }

  private void look(String awaited) throws IOException {
    browser.run("open", hub.httpUri().toString());
    browser.run("await", awaited, "5000");
  }

  @Test
  void isReadableAtEveryWidthInLightAndDark() throws Exception {
    browser.run("shoot", "hub-empty", hub.httpUri().toString());
    try (PageKiosk alone = healthy("T1-K001").cpu(37.5)) {
      browser.run("shoot", "hub-one", hub.httpUri().toString());
      alone.printer("bagtag", "error", "MEDIA_OUT", "COVER_OPEN");
      alone.alert("MEDIA_OUT", "bagtag", true, "bagtag (bag tags): The paper has run out.");
      alone.alert("THRESHOLD_EXCEEDED", "", true, "CPU load is 97 %, above 90 % for 10 s");
      healthy("T1-K002").printer("bagtag", "warning", "MEDIA_LOW");
      healthy("T1-K003").printer("bagtag", "unknown", "STATUS_UNKNOWN");
      healthy("T1-K004").close();
      for (int i = 5; i < 40; i++) {
        healthy("T1-K%03d".formatted(i));
      }
      browser.run("shoot", "hub-faults", hub.httpUri().toString());
    }
  }

  @Test
  void showsAFaultAndItsEndWithoutBeingLoadedAnew() throws Exception {
    PageKiosk kiosk = healthy("T1-K017");
    look("2 devices ready");
    kiosk.printer("bagtag", "error", "MEDIA_OUT");
    kiosk.alert("MEDIA_OUT", "bagtag", true, "bagtag (bag tags): The paper has run out.");
    browser.run("is", "#fleet", "bagtag: the paper has run out.", SOON);
    browser.run("is", ".cards", "Load new paper and close the cover.", SOON);
    browser.run("is", ".history", "bagtag (bag tags): The paper has run out.", SOON);
    browser.run("is", "#live", "bagtag (bag tags): The paper has run out.", SOON);
    browser.run("is", "#sum", "1 out of order", SOON);
    kiosk.printer("bagtag", "ready");
    kiosk.alert("MEDIA_OUT", "bagtag", false, "bagtag (bag tags): The paper has run out.");
    browser.run("is", "#fleet", "2 devices ready", SOON);
    browser.run("is", ".history", "Ended: bagtag", SOON);
    kiosk.close();
    browser.run("is", "#fleet", "Not connected", SOON);
    browser.run("is", ".facts", "what stands here is from then", SOON);
    browser.run("clean");
  }

  @Test
  void aLimitIsShownAtOnceAndConfirmedByTheKiosk() throws Exception {
    PageKiosk kiosk = healthy("T1-K017").cpu(37.5);
    look("2 devices ready");
    kiosk.cpu(42);
    browser.run("is", CPU + " .now", "now 42 %", SOON);
    browser.run("fill", "#new-cpu", "85");
    assertThat(browser.run("text", CPU + " .value")).isEqualTo("Limit 85 % waiting for the kiosk");
    JsonNode command = kiosk.command();
    assertThat(command.path("kind").asText()).isEqualTo("set-threshold");
    assertThat(command.path("pct").asDouble()).isEqualTo(85);
    kiosk.ack(command, 90);
    browser.run("is", CPU + " .outcome", "Confirmed by the kiosk", SOON);
    assertThat(browser.run("text", CPU + " .value")).isEqualTo("Limit 85 %");
    browser.run("click", CPU + " .clear");
    assertThat(browser.run("text", CPU + " .value"))
        .isEqualTo("Limit as configured waiting for the kiosk");
    command = kiosk.command();
    assertThat(command.path("kind").asText()).isEqualTo("clear-threshold");
    kiosk.ack(command, 85);
    browser.run("is", CPU + " .outcome", "Confirmed by the kiosk", SOON);
    browser.run("clean");
  }

  @Test
  void anImpossibleLimitIsSentRefusedAndRolledBackInWords() throws Exception {
    PageKiosk kiosk = healthy("T1-K017");
    look("2 devices ready");
    browser.run("fill", "#new-cpu", "85");
    kiosk.ack(kiosk.command(), 90);
    browser.run("is", CPU + " .outcome", "Confirmed by the kiosk", SOON);
    browser.run("fill", "#new-cpu", "140");
    assertThat(browser.run("text", CPU + " .value")).isEqualTo("Limit 140 % waiting for the kiosk");
    kiosk.nack(kiosk.command(), "invalid-threshold: pct must be within 0..100, was 140");
    browser.run(
        "is",
        CPU + " .outcome",
        "The kiosk refused 140 %: pct must be within 0..100, was 140. Back to 85 %.",
        SOON);
    assertThat(browser.run("text", CPU + " .value")).isEqualTo("Limit 85 %");
  }

  @Test
  void withoutAnAnswerItIsRolledBackAndALateAnswerStillCounts() throws Exception {
    PageKiosk kiosk = healthy("T1-K017");
    look("2 devices ready");
    browser.run("fill", "#new-cpu", "85");
    browser.run("is", CPU + " .outcome", "No answer in time to 85 %", "4000");
    assertThat(browser.run("text", CPU + " .value")).isEqualTo("Limit not known");
    kiosk.ack(kiosk.command(), 90);
    browser.run("is", CPU + " .outcome", "85 % holds after all.", SOON);
    assertThat(browser.run("text", CPU + " .value")).isEqualTo("Limit 85 %");
  }

  @Test
  void whatAnotherOperatorSetsIsShownToo() throws Exception {
    PageKiosk kiosk = healthy("T1-K017");
    look("2 devices ready");
    try (Client other = Client.operator(hub, "acme")) {
      other.send(
          "{\"kind\":\"set-threshold\",\"host\":\"T1-K017\",\"pct\":66,\"cid\":\"another\"}");
      kiosk.ack(kiosk.command(), 90);
      browser.run("is", CPU + " .value", "Limit 66 %", SOON);
      browser.run("is", CPU + " .outcome", "set by local", SOON);
    }
    browser.run("click", ".audit summary");
    browser.run("is", ".audit", "local: CPU load to 66 %, ack", SOON);
    browser.run("open", hub.httpUri().toString()); // a page that is opened later knows it as well
    browser.run("is", CPU + " .value", "Limit 66 %", "5000");
    browser.run("clean");
  }

  @Test
  void overlappingChangesAndAnswersInTheWrongOrderEndWithWhatTheKioskHas() throws Exception {
    PageKiosk kiosk = healthy("T1-K017");
    look("2 devices ready");
    browser.run("fill", "#new-cpu", "80");
    browser.run("fill", "#new-cpu", "140");
    browser.run("fill", "#new-cpu", "70");
    assertThat(browser.run("text", CPU + " .value")).isEqualTo("Limit 70 % waiting for 3 answers");
    JsonNode first = kiosk.command();
    JsonNode second = kiosk.command();
    JsonNode third = kiosk.command();
    kiosk.nack(third, "storage-failed: the disk is full");
    browser.run("is", CPU + " .value", "Limit 140 % waiting for 2 answers", SOON);
    kiosk.nack(second, "invalid-threshold: pct must be within 0..100, was 140");
    browser.run("is", CPU + " .value", "Limit 80 % waiting for the kiosk", SOON);
    kiosk.ack(first, 90);
    browser.run("is", CPU + " .outcome", "Confirmed by the kiosk", SOON);
    assertThat(browser.run("text", CPU + " .value")).isEqualTo("Limit 80 %");
  }

  @Test
  void aKioskThatIsNotConnectedSaysSoAtOnce() throws Exception {
    healthy("T1-K017").close();
    look("Not connected");
    browser.run("fill", "#new-cpu", "85");
    browser.run("is", CPU + " .outcome", "The kiosk is not connected", SOON);
    assertThat(browser.run("text", CPU + " .value")).isEqualTo("Limit not known");
  }

  @Test
  void aLostConnectionIsSaidAndMendsItself() throws Exception {
    PageKiosk kiosk = healthy("T1-K017");
    look("2 devices ready");
    int port = hub.port();
    hub.close();
    browser.run("await", "No connection to the hub since", "3000");
    browser.run("fill", "#new-cpu", "85"); // waits for the connection
    assertThat(browser.run("text", CPU + " .value")).contains("85 % waiting");
    kiosk.close();
    hub = hub(port, null);
    PageKiosk back = healthy("T1-K017");
    browser.run("gone", "No connection to the hub since", "12000");
    browser.run("is", ".facts", "Connected for", "5000");
    browser.run("is", "#live", "The connection was lost from", SOON);
    back.printer("bagtag", "error", "COVER_OPEN");
    browser.run("is", "#fleet", "a cover is open", SOON);
  }

  @Test
  void asksForATokenAndShowsOnlyWhatItAllows() throws Exception {
    int port = hub.port();
    hub.close();
    Path tokens =
        HubFixture.tokens(
            dir.resolve("tokens"),
            """
            agent-of-acme  tenant=acme role=agent
            agent-of-other tenant=other role=agent
            viewer-of-acme tenant=acme role=viewer
            admin-of-all   tenant=* role=admin
            """);
    hub = hub(port, tokens);
    open.add(PageKiosk.connect(hub, "acme", "T1-K017", "agent-of-acme").printer("a", "ready"));
    open.add(PageKiosk.connect(hub, "other", "X-9", "agent-of-other").printer("b", "ready"));
    browser.run("shoot", "hub-door", hub.httpUri().toString());
    browser.run("open", hub.httpUri().toString());
    browser.run("await", "This hub shows its kiosks to those who have a token.", "5000");
    browser.run("fill", "#token", "wrong-token-1");
    browser.run("await", "This hub does not know that token.", SOON);
    browser.run("fill", "#token", "agent-of-acme");
    browser.run("await", "That token may not look here", SOON);
    browser.run("fill", "#token", "viewer-of-acme");
    browser.run("is", "#fleet", "T1-K017", SOON);
    browser.run("is", "#kiosk", "Your token may look, not change.", SOON);
    assertThat(browser.run("count", CPU + " form:visible")).isEqualTo("0");
    assertThat(browser.run("count", "#tenant:visible")).isEqualTo("0");
    browser.run("clean");
    browser.run("open", hub.httpUri().toString()); // another tab, which has no token
    browser.run("fill", "#token", "admin-of-all");
    browser.run("is", "#fleet", "T1-K017", SOON);
    browser.run("choose", "#tenants", "other");
    browser.run("is", "#fleet", "X-9", SOON);
    browser.run("is", "#kiosk-title", "X-9", SOON);
    assertThat(browser.run("text", "#fleet")).doesNotContain("T1-K017");
    browser.run("clean");
  }

  @Test
  void showsWhatKiosksSayAsTextAndNeverAsMarkup() throws Exception {
    String evil = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>";
    PageKiosk kiosk = kiosk("<b onmouseover=window.hacked=1>K1</b>");
    kiosk.printer(evil, "error", evil.substring(0, 20), "<script>window.hacked=1</script>");
    kiosk.alert("<script>window.hacked=1</script>", evil, true, evil);
    kiosk.alert(evil, "", true, "\u202egnorw\u202c \"'`${window.hacked=1}");
    look("<b onmouseover=window.hacked=1>K1</b>");
    browser.run("is", ".cards", "<img src=x onerror=window.hacked=1>", SOON);
    browser.run("is", ".history", "<script>window.hacked=1</script>", SOON);
    kiosk.alert("<i>", evil, false, evil);
    browser.run("is", "#live", "Ended: <img", SOON);
    browser.run("fill", "#new-cpu", "7");
    kiosk.nack(kiosk.command(), "invalid-threshold: " + evil);
    browser.run("is", CPU + " .outcome", "<script>window.hacked=1</script>", SOON);
    assertThat(browser.run("count", "img, b[onmouseover], main script")).isEqualTo("0");
    assertThat(browser.run("eval", "String(window.hacked)")).contains("undefined");
    browser.run("shoot", "hub-hostile", hub.httpUri().toString());
    browser.run("clean");
  }

  @Test
  void findsKiosksByTextStateAndKeyboard() throws Exception {
    for (int i = 1; i <= 60; i++) {
      healthy("T1-K%03d".formatted(i));
    }
    healthy("T2-K001").printer("receipt", "error", "MEDIA_JAM");
    healthy("T2-K002").printer("receipt", "warning", "MEDIA_LOW");
    look("62 all");
    browser.run("is", "#kiosk-title", "T2-K001", SOON); // the worst
    assertThat(Integer.parseInt(browser.run("count", ".kiosk-row"))).isLessThan(30);
    browser.run("type", "#search", "nearly used");
    assertThat(browser.run("count", ".kiosk-row")).isEqualTo("1");
    browser.run("type", "#search", "");
    browser.run("click", ".chip.error");
    assertThat(browser.run("count", ".kiosk-row")).isEqualTo("1");
    browser.run("click", ".chip.error");
    browser.run("click", "#search");
    browser.run("press", "ArrowDown"); // into the list
    browser.run("press", "End");
    browser.run("is", "#kiosk-title", "T1-K060", SOON);
    browser.run("press", "ArrowUp");
    browser.run("is", "#kiosk-title", "T1-K059", SOON);
    browser.run("press", "Home");
    browser.run("is", "#kiosk-title", "T2-K001", SOON);
    browser.run("clean");
  }

  @Test
  void whatIsReadInTheLiveEventsStaysWhereItIs() throws Exception {
    PageKiosk kiosk = healthy("T1-K017");
    look("2 devices ready");
    browser.run("click", "[data-which=all]");
    kiosk.cpu(DoubleStream.iterate(1, i -> i < 400, i -> i + 1).map(i -> i % 100).toArray());
    browser.run("is", ".events", "CPU load 99 %", SOON);
    browser.run("eval", "document.querySelector('.events').scrollTop = 3000");
    browser.run("is", ".pause", "Paused, 0 new. Go on", SOON);
    String read = browser.run("text", ".events");
    kiosk.cpu(DoubleStream.generate(() -> 100).limit(500).toArray());
    browser.run("is", ".pause", "Paused, 500 new. Go on", SOON);
    assertThat(browser.run("text", ".events")).isEqualTo(read);
    browser.run("click", ".pause");
    browser.run("is", ".events", "CPU load 100 %", SOON);
    browser.run("is", ".pause", "Pause", SOON);
    browser.run("clean");
  }

  @Test
  void aThousandEventsASecondLeaveThePageSmall() throws Exception {
    PageKiosk kiosk = healthy("T1-K017");
    look("2 devices ready");
    browser.run("click", "[data-which=all]");
    double[] batch = DoubleStream.iterate(0, i -> i < 100, i -> i + 1).toArray();
    Thread feeder =
        new Thread(
            () -> {
              try {
                while (!Thread.currentThread().isInterrupted()) {
                  kiosk.cpu(batch);
                  Thread.sleep(100); // the rate itself, not a wait for something
                }
              } catch (Exception ended) {
                Thread.currentThread().interrupt();
              }
            });
    feeder.start();
    try {
      System.out.println("The page at 1,000 events a second: " + browser.run("flood", "20000"));
    } finally {
      feeder.interrupt();
      feeder.join();
    }
    assertThat(browser.run("count", ".event-row").length()).isLessThan(3);
    browser.run("clean");
  }
}
