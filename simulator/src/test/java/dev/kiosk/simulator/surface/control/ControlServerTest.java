package dev.kiosk.simulator.surface.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.device.SimulatedScanner;
import dev.kiosk.simulator.device.UsbPlug;
import dev.kiosk.simulator.surface.Host;
import dev.kiosk.simulator.surface.SecondClient;
import dev.kiosk.simulator.surface.Station;
import dev.kiosk.simulator.surface.TcpOutlet;
import dev.kiosk.simulator.surface.TcpPlace;
import dev.kiosk.simulator.surface.Traffic;
import dev.kiosk.simulator.surface.UsbIds;
import dev.kiosk.simulator.surface.UsbOutlet;
import dev.kiosk.simulator.surface.escpos.Dialect;
import dev.kiosk.simulator.surface.escpos.EscPosProtocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlServerTest {

  private final HttpClient client = HttpClient.newHttpClient();
  private final SimulatedPrinter printer =
      new SimulatedPrinter(
          new Identity("bagtag", "EPSON", "TM-T88V", "X7B1"), Dialect.EPSON.shows());
  private final SimulatedScanner scanner =
      new SimulatedScanner(new Identity("scanner", "Symbol", "Scanner", ""), UsbPlug.SHOWS);
  private TcpOutlet escpos;
  private ControlServer control;

  @BeforeEach
  void start() throws Exception {
    escpos =
        TcpOutlet.start(
            new TcpPlace("bagtag", "escpos", "tcp://%s", Host.ANY_PORT, SecondClient.SILENT),
            EscPosProtocol.of(printer, Dialect.EPSON, (device, what) -> {}),
            (device, what) -> {},
            Traffic.UNSEEN);
    Map<String, Station> stations = new LinkedHashMap<>();
    stations.put("bagtag", new Station(printer, List.of(escpos)));
    stations.put(
        "scanner",
        new Station(
            scanner,
            List.of(new UsbOutlet(scanner.identity(), UsbIds.parse("05e0:1900").orElseThrow()))));
    control = ControlServer.start(Host.ANY_PORT, stations, new TrafficLog(() -> 0));
  }

  @AfterEach
  void stop() {
    control.close();
    escpos.close();
  }

  private HttpResponse<String> call(String method, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(control.url()).resolve(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode json(String method, String path) throws Exception {
    HttpResponse<String> response = call(method, path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new ObjectMapper().readTree(response.body());
  }

  @Test
  void listsTheDevicesInTheirOrder() throws Exception {
    JsonNode list = json("GET", "/devices");
    assertThat(list).hasSize(2);
    JsonNode bagtag = list.get(0);
    assertThat(bagtag.get("id").textValue()).isEqualTo("bagtag");
    assertThat(bagtag.get("kind").textValue()).isEqualTo("printer");
    assertThat(bagtag.get("driver").textValue()).isEqualTo("escpos");
    assertThat(bagtag.get("endpoint").textValue())
        .isEqualTo("tcp://127.0.0.1:" + escpos.address().getPort());
    assertThat(bagtag.get("conditions")).isEmpty();
    assertThat(bagtag.get("network").textValue()).isEqualTo("ok");
    assertThat(bagtag.get("words").textValue()).isEqualTo("bagtag is well; its network is well.");
    assertThat(list.get(1).get("kind").textValue()).isEqualTo("scanner");
    assertThat(list.get(1).get("network").isNull()).isTrue();
    assertThat(list.get(1).get("words").textValue()).isEqualTo("scanner is well.");
  }

  @Test
  void beginsAndEndsConditionsThatTheDeviceThenShows() throws Exception {
    JsonNode now = json("PUT", "/devices/bagtag/conditions/MEDIA_OUT");
    assertThat(now.get("conditions").toString()).isEqualTo("[\"MEDIA_OUT\"]");
    now = json("PUT", "/devices/bagtag/conditions/cover-open");
    assertThat(now.get("conditions").toString()).isEqualTo("[\"MEDIA_OUT\",\"COVER_OPEN\"]");
    assertThat(now.get("words").textValue())
        .isEqualTo("bagtag has no paper, has its cover open; its network is well.");
    try (var host = new Host(escpos.address())) {
      assertThat(host.probe()).isEqualTo("1A 36 12 7E");
      json("DELETE", "/devices/bagtag/conditions/cover-open");
      json("DELETE", "/devices/bagtag/conditions/cover-open");
      assertThat(host.probe()).isEqualTo("1A 32 12 7E");
    }
    assertThat(json("GET", "/devices/bagtag").get("conditions").toString())
        .isEqualTo("[\"MEDIA_OUT\"]");
  }

  @Test
  void breaksAndMendsTheNetwork() throws Exception {
    assertThat(json("PUT", "/devices/bagtag/network/slow?amount=1500").get("words").textValue())
        .isEqualTo("bagtag is well; its network answers after 1500 ms.");
    assertThat(json("PUT", "/devices/bagtag/network/refuse").get("network").textValue())
        .isEqualTo("refuse");
    assertThatThrownBy(() -> new Host(escpos.address())).isInstanceOf(IOException.class);
    json("PUT", "/devices/bagtag/network/ok");
    try (var host = new Host(escpos.address())) {
      assertThat(host.status(1)).isEqualTo("12");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /devices/lift                   | 404 | there is no device \"lift\"; known are bagtag, scanner.",
        "PUT    | /devices/lift/network/ok        | 404 | there is no device \"lift\"; known are bagtag, scanner.",
        "PUT    | /devices/scanner/conditions/cover | 400 | scanner cannot be \"cover\"; it knows config-fault, device-absent, link-unstable, power-fault, device-paused.",
        "PUT    | /devices/bagtag/network/lava    | 400 | \"lava\" is no network fault; known are ok, refuse, silent, slow, garbage, half, drop, close, single.",
        "PUT    | /devices/bagtag/network/slow?x=1| 400 | the parameters are amount, a whole number, and outlet, a driver or an endpoint.",
        "PUT    | /devices/bagtag/network/slow?amount=x| 400 | amount is a whole number, not \"x\".",
        "PUT    | /devices/bagtag/network/ok?outlet=zpl| 400 | bagtag has no outlet \"zpl\"; known are escpos.",
        "PUT    | /devices/bagtag/network/ok?amount=1 | 400 | network ok takes no number.",
        "PUT    | /devices/scanner/network/ok     | 400 | scanner is not on a network; break it by a condition.",
        "POST   | /devices                        | 405 | /devices is for GET, not POST.",
        "POST   | /                               | 405 | / is for GET, not POST.",
        "GET    | /devices/bagtag/conditions/cover| 405 | /devices/bagtag/conditions/cover is for PUT and DELETE, not GET.",
        "DELETE | /devices/bagtag/network/ok      | 405 | /devices/bagtag/network/ok is for PUT, not DELETE.",
        "GET    | /secrets                        | 404 | there is nothing at /secrets; GET / says what there is.",
        "PUT    | /devices/bagtag/colour/red      | 404 | there is nothing at /devices/bagtag/colour/red; GET / says what there is."
      })
  void refusesWithOneSentence(String method, String path, int status, String sentence)
      throws Exception {
    HttpResponse<String> response = call(method, path);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("application/json; charset=utf-8");
    assertThat(new ObjectMapper().readTree(response.body()).get("error").textValue())
        .isEqualTo(sentence);
  }

  @Test
  void tellsWhatThePanelNeeds() throws Exception {
    JsonNode bagtag = json("PUT", "/devices/bagtag/network/slow");
    JsonNode choice = bagtag.get("choices").get(0);
    assertThat(choice.get("name").textValue()).isEqualTo("DEVICE_OFFLINE");
    assertThat(choice.get("label").textValue()).isEqualTo("device-offline");
    assertThat(choice.get("words").textValue()).isEqualTo("is offline and gives no cause");
    JsonNode outlet = bagtag.get("outlets").get(0);
    assertThat(outlet.get("network").textValue()).isEqualTo("slow");
    assertThat(outlet.get("amount").intValue()).isEqualTo(2_000);
    assertThat(outlet.get("faults")).hasSize(9);
    assertThat(bagtag.get("toml").textValue())
        .isEqualTo(
            "[[device]]\nid = \"bagtag\"\nkind = \"printer\"\ndriver = \"escpos\"\nendpoint = \"%s\"\n",
            escpos.endpoint());
    JsonNode scanned = json("GET", "/devices/scanner");
    assertThat(scanned.get("outlets").get(0).get("faults")).isEmpty();
    assertThat(scanned.get("toml").textValue()).contains("\"usb:05e0:1900\"", "--root DIR");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost:9320", "LOCALHOST", "[::1]:1"})
  void answersToLoopbackNames(String host) throws Exception {
    assertThat(statusFor("Host: " + host + "\r\n")).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kiosk.example.com", "127.0.0.1.example.com", "10.0.0.7:9320", ""})
  void refusesOtherNames(String host) throws Exception {
    assertThat(statusFor("Host: " + host + "\r\n")).startsWith("HTTP/1.1 403");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://elsewhere.example", "null", "http://127.0.0.1:1", "https://OWN"})
  void letsNoOtherSiteIn(String origin) throws Exception {
    String own = control.url().replaceFirst("http://(.*)/", "$1");
    for (String method : new String[] {"GET", "PUT"}) {
      String path = method.equals("GET") ? "devices" : "devices/bagtag/conditions/media-out";
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(control.url() + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .header("Origin", origin.replace("OWN", own))
              .build();
      var response = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(response.headers().map()).doesNotContainKey("access-control-allow-origin");
    }
    assertThat(printer.conditions()).isEmpty();
  }

  @Test
  void letsItsOwnPageIn() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(control.url() + "devices/bagtag/conditions/media-out"))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .header("Origin", control.url().replaceFirst("/$", ""))
            .build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(200);
    assertThat(printer.conditions()).containsExactly(DeviceCondition.MEDIA_OUT);
  }

  @Test
  void listensOnLoopbackOnly() throws Exception {
    var log = new TrafficLog(() -> 0);
    var everywhere = new InetSocketAddress(InetAddress.getByAddress(new byte[4]), 0);
    assertThatThrownBy(() -> ControlServer.start(everywhere, Map.of(), log))
        .hasMessageContaining("is not loopback");
  }

  /** The first line of the answer to a request with exactly that header. */
  private String statusFor(String header) throws IOException {
    URI url = URI.create(control.url());
    try (var socket = new Socket(url.getHost(), url.getPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET /devices HTTP/1.1\r\n" + header + "Connection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
