package dev.kiosk.simulator.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.peer.Browser;
import dev.kiosk.agent.time.Time;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's agent as its technician sees it in a browser, while the simulator plays faults. */
class DemoPageIT {

  @Test
  void aFaultOfADeviceAppearsWithoutBeingLoadedAnew(@TempDir Path dir) throws Exception {
    var lines = new DemoLines(new PrintWriter(new StringWriter()), Time.system());
    try (Browser browser = Browser.start(Path.of("../agent"), Path.of("target/pages"));
        Demo demo = Demo.start(dir, DemoPorts.FREE, lines, lines)) {
      browser.run("open", demo.statusUrl());
      browser.run("await", "All is well: 3 devices ready", "20000");
      for (int i = 0; i < 3; i++) {
        fault(demo, "PUT");
        String after =
            browser.run("await", "cannot print bag tags: the paper has run out", "20000");
        System.out.println(
            "The page shows a fault of the simulator " + after); // meant: 2 s at most
        fault(demo, "DELETE");
        browser.run("await", "All is well: 3 devices ready", "20000");
      }
    }
  }

  private static void fault(Demo demo, String method) throws Exception {
    URI condition =
        URI.create(demo.devices().controlUrl()).resolve("/devices/bagtag/conditions/MEDIA_OUT");
    HttpRequest request =
        HttpRequest.newBuilder(condition).method(method, BodyPublishers.noBody()).build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
  }
}
