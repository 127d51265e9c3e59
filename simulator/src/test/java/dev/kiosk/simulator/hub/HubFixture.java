package dev.kiosk.simulator.hub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/** What the tests of a running hub have in common. */
final class HubFixture {

  private HubFixture() {}

  static HubTime time() {
    return new HubTime(System::nanoTime, System::currentTimeMillis);
  }

  static HubConfig config(Path dir) {
    return HubConfig.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), dir, time());
  }

  static HttpResponse<String> get(HubServer hub, String path, String... headers)
      throws IOException, InterruptedException {
    return call("GET", hub, path, headers);
  }

  static HttpResponse<String> put(HubServer hub, String path, String... headers)
      throws IOException, InterruptedException {
    return call("PUT", hub, path, headers);
  }

  private static HttpResponse<String> call(
      String method, HubServer hub, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(hub.httpUri().resolve(path.replace("%", "%25")))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  static URI telemetry(HubServer hub, String query) {
    return hub.agentUri().resolve("telemetry" + query);
  }
}
