package dev.kiosk.simulator.surface.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.surface.Host;
import dev.kiosk.simulator.surface.NetworkFault;
import dev.kiosk.simulator.surface.SecondClient;
import dev.kiosk.simulator.surface.Station;
import dev.kiosk.simulator.surface.TcpOutlet;
import dev.kiosk.simulator.surface.TcpPlace;
import dev.kiosk.simulator.surface.Traffic;
import dev.kiosk.simulator.surface.escpos.Dialect;
import dev.kiosk.simulator.surface.escpos.EscPosProtocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60) // a stream in which nothing comes is read for ever
class PanelTest {

  private final HttpClient client = HttpClient.newHttpClient();
  private final TrafficLog log = new TrafficLog(() -> 1_000);
  private final SimulatedPrinter printer =
      new SimulatedPrinter(
          new Identity("bagtag", "EPSON", "<b>TM</b>", "X7B1"), Dialect.EPSON.shows());
  private TcpOutlet escpos;
  private ControlServer control;

  @BeforeEach
  void start() throws Exception {
    escpos =
        TcpOutlet.start(
            new TcpPlace("bagtag", "escpos", "tcp://%s", Host.ANY_PORT, SecondClient.SILENT),
            EscPosProtocol.of(printer, Dialect.EPSON, (device, what) -> {}),
            (device, what) -> {},
            log.of("escpos"));
    control =
        ControlServer.start(
            Host.ANY_PORT, Map.of("bagtag", new Station(printer, List.of(escpos))), log);
  }

  @AfterEach
  void stop() {
    control.close();
    escpos.close();
  }

  private <T> HttpResponse<T> get(String path, HttpResponse.BodyHandler<T> body, String... headers)
      throws Exception {
    var request = HttpRequest.newBuilder(URI.create(control.url()).resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), body);
  }

  private Page open(String... headers) throws Exception {
    HttpResponse<InputStream> response =
        get("/events", HttpResponse.BodyHandlers.ofInputStream(), headers);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("text/event-stream; charset=utf-8");
    return new Page(response.body());
  }

  /** A page's end of the stream of events. */
  private static final class Page implements AutoCloseable {

    private final BufferedReader in;
    private String lastId = "";

    Page(InputStream in) {
      this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** The data of the next event of that name; others before it are skipped. */
    JsonNode next(String event) throws IOException {
      String name = "";
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("id: ")) {
          lastId = line.substring(4);
        } else if (line.startsWith("data: ") && name.equals(event)) {
          return new ObjectMapper().readTree(line.substring(6));
        }
      }
      throw new IOException("the stream ended before an event " + event);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/,          text/html; charset=utf-8,       <template",
    "/panel.css, text/css; charset=utf-8,        prefers-color-scheme",
    "/panel.js,  text/javascript; charset=utf-8, EventSource"
  })
  void sendsItsFilesWithAStrictPolicy(String path, String type, String part) throws Exception {
    HttpResponse<String> response = get(path, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue(type);
    assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(response.body()).contains(part).doesNotContain("://");
  }

  @Test
  void nothingInThePageRunsOrIsStyledInline() throws Exception {
    String page = get("/", HttpResponse.BodyHandlers.ofString()).body();
    assertThat(page).doesNotContain("<style", " style=", " onclick=", "javascript:");
    assertThat(page.replace("<script src=\"/panel.js\" defer>", "")).doesNotContain("<script");
    assertThat(get("/panel.js", HttpResponse.BodyHandlers.ofString()).body())
        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
  }

  @Test
  void aPageHearsOfEachChangeWhoeverMadeIt() throws Exception {
    try (Page page = open()) {
      assertThat(page.next("hello").get("now").longValue()).isEqualTo(1_000);
      JsonNode bagtag = page.next("devices").get(0);
      assertThat(bagtag.get("id").textValue()).isEqualTo("bagtag");
      assertThat(bagtag.get("product").textValue()).isEqualTo("<b>TM</b>");
      assertThat(bagtag.get("conditions")).isEmpty();

      printer.set(DeviceCondition.MEDIA_OUT, true);
      assertThat(page.next("devices").get(0).get("conditions").toString())
          .isEqualTo("[\"MEDIA_OUT\"]");
      escpos.network(NetworkFault.of("silent", null));
      assertThat(page.next("devices").get(0).get("network").textValue()).isEqualTo("silent");
    }
  }

  @Test
  void aPageSeesTheBytesGoBy() throws Exception {
    try (Page page = open()) {
      page.next("devices");
      try (var host = new Host(escpos.address())) {
        assertThat(host.status(1)).isEqualTo("12");
      }
      log.note("bagtag", "MEDIA_OUT on: has no paper");
      var lines = new ArrayList<String>();
      while (lines.size() < 3) {
        page.next("lines").forEach(each -> lines.add(each.toString()));
      }
      assertThat(lines)
          .containsExactlyInAnyOrder(
              "{\"device\":\"bagtag\",\"n\":1,\"at\":1000,\"driver\":\"escpos\",\"from\":\"host\","
                  + "\"hex\":\"10 04 01\",\"length\":3}",
              "{\"device\":\"bagtag\",\"n\":2,\"at\":1000,\"driver\":\"escpos\",\"from\":\"device\","
                  + "\"hex\":\"12\",\"length\":1}",
              "{\"device\":\"bagtag\",\"n\":3,\"at\":1000,\"note\":\"MEDIA_OUT on: has no paper\"}");
    }
  }

  @Test
  void aPageThatComesBackHearsOnlyWhatItHasNotHad() throws Exception {
    log.note("bagtag", "one");
    String had;
    try (Page page = open()) {
      assertThat(page.next("lines").get(0).get("note").textValue()).isEqualTo("one");
      had = page.lastId;
    }
    log.note("bagtag", "two");
    try (Page page = open("Last-Event-ID", had)) {
      assertThat(page.next("lines").get(0).get("note").textValue()).isEqualTo("two");
    }
    try (Page page = open("Last-Event-ID", "another-run/7")) {
      assertThat(page.next("lines").get(0).get("note").textValue()).isEqualTo("one");
    }
  }

  @Test
  void keepsTheLastLinesOfEachDeviceAndTheFirstBytesOfEach() {
    Traffic traffic = log.of("escpos");
    traffic.bytes("receipt", Traffic.Direction.FROM_HOST, new byte[3]);
    for (int i = 0; i < 1_000; i++) {
      traffic.bytes("bagtag", Traffic.Direction.TO_HOST, new byte[4_096]);
    }
    List<TrafficLog.Line> kept = log.after(0);
    assertThat(kept).hasSize(1 + TrafficLog.LINES);
    assertThat(kept.get(0).device()).isEqualTo("receipt");
    TrafficLog.Line last = kept.get(kept.size() - 1);
    assertThat(last.number()).isEqualTo(1_001);
    assertThat(last.ofDevice()).isEqualTo(1_000);
    assertThat(last.what())
        .isInstanceOfSatisfying(
            TrafficLog.Piece.class,
            piece -> {
              assertThat(piece.hex()).hasSize(3 * TrafficLog.BYTES - 1);
              assertThat(piece.length()).isEqualTo(4_096);
            });
    assertThat(log.after(1_001)).isEmpty();
  }

  @Test
  void soManyPagesAtATimeAndTheControlGoesOn() throws Exception {
    var pages = new ArrayList<Page>();
    for (int i = 0; i < 8; i++) {
      pages.add(open());
    }
    assertThat(get("/events", HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(503);
    assertThat(get("/devices", HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    for (Page each : pages) {
      each.close();
    }
    printer.set(DeviceCondition.MEDIA_OUT, true); // writing shows that they are gone
    await()
        .untilAsserted(
            () -> {
              log.note("bagtag", "still there?");
              open().close();
            });
  }

  @ParameterizedTest
  @CsvSource({"Origin, http://elsewhere.example, /events", "Origin, null, /"})
  void noOtherSiteMaySeeIt(String header, String value, String path) throws Exception {
    assertThat(get(path, HttpResponse.BodyHandlers.ofString(), header, value).statusCode())
        .isEqualTo(403);
  }
}
