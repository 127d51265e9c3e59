package dev.kiosk.simulator.app;

import dev.kiosk.agent.peer.Browser;
import dev.kiosk.agent.time.Time;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger does with the demo: two pages, and nothing that must be read before. */
class DemoOperatorPageIT {

  private static final String CPU = ".limit[data-metric=cpu] ";
  private static final String PATIENCE = "20000";

  @Test
  void aStrangerBreaksAPrinterSeesItAndChangesALimit(@TempDir Path dir) throws Exception {
    var lines = new DemoLines(new PrintWriter(new StringWriter()), Time.system());
    Path pictures = Path.of("target/pages");
    try (Demo demo = Demo.start(dir, DemoPorts.FREE, lines, lines);
        Browser panel = Browser.start(Path.of("."), pictures);
        Browser page = Browser.start(Path.of("."), pictures)) {
      page.run("open", demo.hub().httpUri().toString());
      page.run("is", "#kiosk-title", Demo.HOST, PATIENCE); // chosen by itself
      page.run("is", ".cards", "bagtag", PATIENCE);
      panel.run("open", demo.devices().controlUrl());

      panel.run("click", "#device-bagtag button[title=\"bagtag has no paper\"]");
      String seen = page.run("is", ".cards", "The paper has run out.", PATIENCE);
      System.out.println("The operators' page shows a fault of the simulator " + seen);
      page.run("is", "#fleet", "bagtag: the paper has run out.", PATIENCE);
      panel.run("click", "#device-bagtag .well");
      page.run("gone", "bagtag: the paper has run out.", PATIENCE);

      page.run("fill", "#new-cpu", "85");
      page.run("is", CPU + ".outcome", "Confirmed by the kiosk", PATIENCE);
      page.run("is", CPU + ".value", "Limit 85 %", PATIENCE);

      page.run("fill", "#new-cpu", "140");
      page.run("is", CPU + ".outcome", "The kiosk refused 140 %", PATIENCE);
      page.run("is", CPU + ".value", "Limit 85 %", PATIENCE);
      page.run("is", CPU + ".outcome", "Back to 85 %.", PATIENCE);
      page.run("picture", "demo-refused");

      page.run("click", CPU + ".clear");
      page.run("is", CPU + ".value", "Limit as configured", PATIENCE);
      page.run("clean");
    }
  }
}
