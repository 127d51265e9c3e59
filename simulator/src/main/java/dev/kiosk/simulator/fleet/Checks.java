package dev.kiosk.simulator.fleet;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** What is looked at before a fleet begins, so that there is one clear error and not thousands. */
final class Checks {

  /** What the process has open besides its connections. */
  private static final int OTHER_FILES = 256;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Checks() {}

  /** All of them. */
  static void run(FleetConfig config) throws FleetException {
    if (!SharedTransport.isUsable(config.server())) {
      throw new FleetException(
          "server %s is no address for agents; expected one such as ws://127.0.0.1:9400/ws/agent"
              .formatted(config.server()));
    }
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean machine) {
      files(config.kiosks(), machine.getMaxFileDescriptorCount());
    }
    HttpClient http = config.httpClient(PATIENCE);
    int health = status(http, config, "/healthz", null);
    if (health != 200 && health != 503) {
      throw new FleetException(
          "at %s is no kiosk hub: /healthz is answered with HTTP %d"
              .formatted(config.server(), health));
    }
    String operator = config.tokens().operator();
    int hosts = status(http, config, "/api/hosts?tenant=" + config.tenant(), operator);
    if (hosts == 401 || hosts == 403) {
      throw new FleetException(
          ("the hub does not let the fleet read tenant %s (HTTP %d); give it a token of that tenant"
                  + " that may read and command, with --operator-token-file")
              .formatted(config.tenant(), hosts));
    }
  }

  /** Whether so many connections can be opened. */
  static void files(int kiosks, long most) throws FleetException {
    long needed = kiosks + (long) OTHER_FILES;
    if (most < needed) {
      throw new FleetException(
          "%d kiosks need %d open files, and this process may have %d; run ulimit -n %d before"
              .formatted(kiosks, needed, most, needed));
    }
  }

  private static int status(
      HttpClient http, FleetConfig config, String path, @Nullable String token)
      throws FleetException {
    HttpRequest.Builder request = HttpRequest.newBuilder(config.http(path)).timeout(PATIENCE);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (ConnectException refused) {
      throw new FleetException(
          "no server answers at %s; is the hub running? kiosk-simulator hub starts one"
              .formatted(config.server()));
    } catch (SSLHandshakeException distrust) {
      throw new FleetException(
          "the certificate that %s shows is not accepted (%s); --ca-file names who issued it"
              .formatted(config.server(), distrust.getMessage()));
    } catch (IOException failure) {
      throw new FleetException(
          "the server at %s does not answer HTTP: %s".formatted(config.server(), failure));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new FleetException("interrupted while asking " + config.server());
    }
  }
}
