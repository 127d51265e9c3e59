package dev.kiosk.simulator.hub;

import dev.kiosk.agent.peer.Browser;
import dev.kiosk.simulator.hub.nats.NatsServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator page of one hub in a browser, with a kiosk at another one. */
class TwoHubsInBrowserTest {

  private static final String CPU = ".limit[data-metric=cpu]";
  private static final String SOON = "4000";

  @Test
  void aKioskOfAnotherHubIsSeenAndSetAsIfItWereHere(@TempDir Path dir) throws Exception {
    try (Browser browser = Browser.start(Path.of("."), Path.of("target/pages"));
        NatsServer nats = NatsServer.start(dir);
        HubServer here =
            HubServer.start(HubFixture.config(dir.resolve("here")).withStore(nats.config()));
        HubServer there =
            HubServer.start(HubFixture.config(dir.resolve("there")).withStore(nats.config()));
        PageKiosk near = PageKiosk.connect(here, "acme", "T1-K001");
        PageKiosk kiosk = PageKiosk.connect(there, "acme", "T1-K017")) {
      near.printer("receipt", "ready");
      kiosk.printer("bagtag", "ready");
      browser.run("open", here.httpUri().toString());
      browser.run("await", "1 device ready", "8000");
      browser.run("open", here.httpUri() + "#T1-K017");
      kiosk.printer("bagtag", "error", "MEDIA_OUT");
      kiosk.alert("MEDIA_OUT", "bagtag", true, "bagtag (bag tags): The paper has run out.");
      browser.run("is", "#fleet", "bagtag: the paper has run out.", SOON);
      browser.run("is", ".cards", "Load new paper and close the cover.", SOON);
      browser.run("is", ".history", "bagtag (bag tags): The paper has run out.", SOON);
      browser.run("is", "#live", "bagtag (bag tags): The paper has run out.", SOON);
      browser.run("fill", "#new-cpu", "85");
      kiosk.ack(kiosk.command(), 90);
      browser.run("is", CPU + " .outcome", "Confirmed by the kiosk", SOON);
      try (Client other = Client.operator(there, "acme")) {
        other.send(Frames.setThreshold("T1-K017", 66, "another"));
        kiosk.ack(kiosk.command(), 85);
      }
      browser.run("is", CPU + " .value", "Limit 66 %", SOON);
      browser.run("click", ".audit summary");
      browser.run("is", ".audit", "local: CPU load to 66 %, ack", SOON);
      browser.run("clean");
      nats.kill();
      browser.run("is", "#apart", "This hub does not see all other hubs since", SOON);
      browser.run("is", "#fleet", "bagtag: the paper has run out.", SOON);
      browser.run("shoot", "hub-apart", here.httpUri().toString());
      nats.start();
      browser.run("is", "#live", "this hub did not see all other hubs", "15000");
    }
  }
}
