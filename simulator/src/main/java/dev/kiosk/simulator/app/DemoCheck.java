package dev.kiosk.simulator.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Walks through the demo without a person: a fault at each device, a threshold, a wrong one, the
 * status. Ends with the first thing that does not happen in time.
 */
final class DemoCheck {

  /** Two polls of half a second, the debounce of five, and a slow machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Demo demo;
  private final DemoLines lines;

  DemoCheck(Demo demo, DemoLines lines) {
    this.demo = demo;
    this.lines = lines;
  }

  /** Something did not happen. */
  static final class FailedException extends Exception {

    private static final long serialVersionUID = 1L;

    FailedException(String what) {
      super(what);
    }
  }

  void run() throws FailedException, InterruptedException, IOException {
    URI telemetry = demo.hub().agentUri().resolve("telemetry?tenant=" + Demo.TENANT);
    try (Operator operator = Operator.connect(telemetry)) {
      expect(operator, "a CPU reading", "\"type\":\"cpu\"");
      fault("bagtag", "MEDIA_OUT", true);
      expect(operator, "MEDIA_OUT begins", "\"code\":\"MEDIA_OUT\"", "\"active\":true");
      fault("bagtag", "MEDIA_OUT", false);
      expect(operator, "MEDIA_OUT ends", "\"code\":\"MEDIA_OUT\"", "\"active\":false");
      fault("scanner", "DEVICE_ABSENT", true);
      expect(operator, "DEVICE_ABSENT begins", "\"code\":\"DEVICE_ABSENT\"", "\"active\":true");
      fault("scanner", "DEVICE_ABSENT", false);
      expect(operator, "DEVICE_ABSENT ends", "\"code\":\"DEVICE_ABSENT\"", "\"active\":false");
      operator.send(command("check-1", 85));
      expect(operator, "an ack", "\"kind\":\"ack\"", "check-1");
      operator.send(command("check-2", 140));
      expect(operator, "a nack", "\"kind\":\"nack\"", "check-2", "invalid-threshold");
    }
    pages();
  }

  private static String command(String cid, int percent) {
    return "{\"kind\":\"set-threshold\",\"host\":\"%s\",\"pct\":%d,\"cid\":\"%s\"}"
        .formatted(Demo.HOST, percent, cid);
  }

  private void fault(String device, String condition, boolean on)
      throws IOException, InterruptedException, FailedException {
    URI uri =
        URI.create(demo.devices().controlUrl())
            .resolve("/devices/" + device + "/conditions/" + condition);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                (on ? request.PUT(HttpRequest.BodyPublishers.noBody()) : request.DELETE()).build(),
                HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new FailedException("the control of the devices said " + response.body());
    }
  }

  private void expect(Operator operator, String what, String... texts)
      throws FailedException, InterruptedException {
    if (operator.await(PATIENCE, texts) == null) {
      throw new FailedException(
          "the operator did not hear %s within %d s".formatted(what, PATIENCE.toSeconds()));
    }
    lines.line("check", "heard by an operator: " + what);
  }

  private void pages() throws IOException, InterruptedException, FailedException {
    expectPage(demo.hub().httpUri(), "/page/app.js");
    expectPage(demo.hub().httpUri().resolve("/api/hosts"), Demo.HOST);
    expectPage(URI.create(demo.statusUrl() + "status"), "\"bagtag\"");
    expectPage(URI.create(demo.statusUrl()), "bag tags");
    expectPage(URI.create(demo.statusUrl() + "metrics"), "kiosk_agent_");
  }

  private void expectPage(URI uri, String text)
      throws IOException, InterruptedException, FailedException {
    HttpResponse<String> page =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    if (page.statusCode() != 200 || !page.body().contains(text)) {
      throw new FailedException("%s said %d without %s".formatted(uri, page.statusCode(), text));
    }
    lines.line("check", "there is " + uri.getPath());
  }
}
