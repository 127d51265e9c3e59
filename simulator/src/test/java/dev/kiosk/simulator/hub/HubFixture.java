package dev.kiosk.simulator.hub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** What the tests of a running hub have in common. */
final class HubFixture {

  private HubFixture() {}

  static HubTime time() {
    return new HubTime(System::nanoTime, System::currentTimeMillis);
  }

  static HubConfig config(Path dir) {
    return HubConfig.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), dir, time());
  }

  /**
   * Writes a token file.
   *
   * @param lines as in the file, but with the tokens themselves, which are replaced by their hash
   */
  static Path tokens(Path file, String lines) throws IOException {
    String hashed =
        lines
            .lines()
            .map(line -> line.startsWith("#") || line.isBlank() ? line : hashed(line))
            .collect(Collectors.joining("\n"));
    return Files.writeString(file, hashed);
  }

  private static String hashed(String line) {
    String[] words = line.split("\\s+", 2);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(words[0].getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(digest) + " " + words[1];
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  static HttpResponse<String> get(HubServer hub, String path, String... headers)
      throws IOException, InterruptedException {
    return call("GET", hub, path, headers);
  }

  static HttpResponse<String> put(HubServer hub, String path, String... headers)
      throws IOException, InterruptedException {
    return call("PUT", hub, path, headers);
  }

  /** Sends a command over HTTP. */
  static HttpResponse<String> post(HubServer hub, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(hub.httpUri().resolve(path))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
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
