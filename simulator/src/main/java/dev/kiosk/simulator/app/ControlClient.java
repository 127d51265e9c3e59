package dev.kiosk.simulator.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Calls the control interface of running devices or of a running hub. */
final class ControlClient {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final URI control;
  private final Kind kind;
  private final @Nullable SSLContext trust;

  private ControlClient(URI control, Kind kind, @Nullable SSLContext trust) {
    this.control = control;
    this.kind = kind;
    this.trust = trust;
  }

  /**
   * What is called.
   *
   * @param usual its address when it was given none
   * @param name what it is called
   * @param start how to have one that takes faults
   */
  private record Kind(String usual, String name, String start) {
    static final Kind DEVICES =
        new Kind(
            DevicesConfig.USUAL_CONTROL,
            "simulator of devices",
            "kiosk-simulator devices --config FILE");
    static final Kind HUB =
        new Kind(HubCommand.USUAL_ADDRESS, "hub that takes faults", "kiosk-simulator hub --faults");

    URI uri(@Nullable URI given) {
      return given != null ? given : URI.create("http://" + usual);
    }
  }

  /** A client of simulated devices; null calls them where they usually are. */
  static ControlClient ofDevices(@Nullable URI control) {
    return new ControlClient(Kind.DEVICES.uri(control), Kind.DEVICES, null);
  }

  /**
   * A client of a hub.
   *
   * @param control its address; null calls it where it usually is
   * @param trust whose certificates it may have on https; null for those that Java trusts
   */
  static ControlClient ofHub(@Nullable URI control, @Nullable SSLContext trust) {
    URI usual = URI.create((trust == null ? "http://" : "https://") + Kind.HUB.usual());
    return new ControlClient(control == null ? usual : control, Kind.HUB, trust);
  }

  /**
   * What the simulator said.
   *
   * @param status the HTTP status code
   * @param sentence what holds now, or why it does not
   */
  record Answer(int status, String sentence) {

    boolean done() {
      return status == 200;
    }

    /** Whether what was asked for does not exist. */
    boolean unknown() {
      return status == 400 || status == 404;
    }
  }

  /** Begins or ends a condition. */
  Answer condition(String device, String condition, boolean on)
      throws IOException, InterruptedException {
    String path = "/devices/%s/conditions/%s".formatted(escape(device), escape(condition));
    return call(on ? "PUT" : "DELETE", path);
  }

  /**
   * What a network is to do.
   *
   * @param amount null for the usual one
   * @param outlet where, by driver or endpoint; null for everywhere
   */
  record Network(String mode, @Nullable Integer amount, @Nullable String outlet) {

    private String query() {
      var parameters = new ArrayList<String>();
      if (amount != null) {
        parameters.add("amount=" + amount);
      }
      if (outlet != null) {
        parameters.add("outlet=" + escape(outlet));
      }
      return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    }
  }

  /** Breaks or mends a device's network. */
  Answer network(String device, Network network) throws IOException, InterruptedException {
    String path = "/devices/%s/network/%s".formatted(escape(device), escape(network.mode()));
    return call("PUT", path + network.query());
  }

  /** Sets or mends a fault of a hub. */
  Answer hubFault(String name, String value) throws IOException, InterruptedException {
    return call("PUT", "/api/faults?%s=%s".formatted(escape(name), escape(value)));
  }

  private Answer call(String method, String path) throws IOException, InterruptedException {
    try {
      URI uri = URI.create(control.toString().replaceFirst("/+$", "") + path);
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .method(method, HttpRequest.BodyPublishers.noBody())
              .timeout(ANSWER)
              .build();
      HttpClient.Builder client =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
      if (trust != null) {
        client.sslContext(trust);
      }
      HttpResponse<String> response =
          client.build().send(request, HttpResponse.BodyHandlers.ofString());
      return read(response);
    } catch (IllegalArgumentException wrong) {
      throw new IOException(
          "--control must be an address like http://%s, was \"%s\"."
              .formatted(kind.usual(), control),
          wrong);
    } catch (ConnectException | HttpConnectTimeoutException nobody) {
      throw new IOException(
          "no %s answers at %s; start one with %s.".formatted(kind.name(), control, kind.start()),
          nobody);
    } catch (JsonProcessingException strange) {
      throw new IOException(
          "what answers at %s is not a %s; start one with %s."
              .formatted(control, kind.name(), kind.start()),
          strange);
    } catch (SSLHandshakeException distrust) {
      throw new IOException(
          "the certificate that %s shows is not accepted (%s); --ca-file names who issued it."
              .formatted(control, distrust.getMessage()),
          distrust);
    } catch (IOException broken) {
      throw new IOException("what answers at %s: %s.".formatted(control, broken), broken);
    }
  }

  private Answer read(HttpResponse<String> response) throws IOException {
    JsonNode body = new ObjectMapper().readTree(response.body());
    JsonNode sentence = body.path(response.statusCode() == 200 ? "words" : "error");
    if (!sentence.isTextual()) {
      throw new IOException("an answer without a sentence, status " + response.statusCode());
    }
    return new Answer(response.statusCode(), sentence.textValue());
  }

  /** For a path segment or a query; a slash in it would lead elsewhere. */
  private static String escape(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
