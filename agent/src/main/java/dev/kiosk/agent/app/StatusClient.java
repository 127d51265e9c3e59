package dev.kiosk.agent.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the status of an agent. The plain JDK connection is used because it starts in a tenth of
 * the time of the newer client.
 */
final class StatusClient {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(3);
  private static final int MOST_BYTES = 4 << 20;

  private final URI base;

  private StatusClient(URI base) {
    this.base = base;
  }

  /**
   * A client of one agent.
   *
   * @param url such as {@code http://127.0.0.1:9310}
   * @throws IllegalArgumentException when it is no such address; the message is for people
   */
  static StatusClient of(String url) {
    try {
      URI base = new URI(url);
      if ("http".equals(base.getScheme()) && base.getHost() != null) {
        return new StatusClient(base);
      }
    } catch (URISyntaxException malformed) {
      throw new IllegalArgumentException(expected(url), malformed);
    }
    throw new IllegalArgumentException(expected(url));
  }

  private static String expected(String url) {
    return "\"" + url + "\" is not the address of an agent, such as http://127.0.0.1:9310";
  }

  /**
   * Asks once.
   *
   * @return the JSON, as it came
   * @throws IOException when there is no status to be had; the message is one line and says what to
   *     do
   */
  byte[] fetch() throws IOException {
    return fetch("/status");
  }

  /** Asks once for the metrics; as {@link #fetch()} else. */
  byte[] metrics() throws IOException {
    return fetch("/metrics");
  }

  private byte[] fetch(String path) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) base.resolve(path).toURL().openConnection();
    connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
    connection.setReadTimeout((int) READ_TIMEOUT.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    try {
      int code = connection.getResponseCode();
      if (code != HttpURLConnection.HTTP_OK) {
        throw refused(code, firstLine(connection.getErrorStream()));
      }
      try (InputStream in = connection.getInputStream()) {
        byte[] body = in.readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
          throw new IOException("more than 4 MiB came; that is no agent");
        }
        return body;
      }
    } catch (ConnectException | SocketTimeoutException silent) {
      String why = silent instanceof ConnectException ? "nothing listens there" : "no answer";
      throw new IOException(
          "no agent at %s (%s); is it running? Try: systemctl status kiosk-agent"
              .formatted(base, why),
          silent);
    } finally {
      connection.disconnect();
    }
  }

  private IOException refused(int code, String words) {
    String why = words.isEmpty() ? "" : ": " + words;
    return new IOException(
        "%s answered %d%s; give the agent's own address with --url".formatted(base, code, why));
  }

  private static String firstLine(@Nullable InputStream in) throws IOException {
    if (in == null) {
      return "";
    }
    String text = new String(in.readNBytes(1000), StandardCharsets.UTF_8);
    return text.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "?");
  }
}
