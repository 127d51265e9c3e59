package dev.kiosk.simulator.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code kiosk-simulator health}: whether a part of the simulator answers. A container asks itself
 * with it, every few seconds, so it uses the plain JDK connection, which starts in a fraction of
 * the time of the newer client.
 */
@Command(
    name = "health",
    description =
        "Asks simulated devices or a hub once whether they work, for health checks of containers.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    footer = "Exit code: 0 when it answers 200, else 1; what it says is printed.")
public final class HealthCommand implements Callable<Integer> {

  /** What simulated devices answer whenever they run, broken or not. */
  static final String USUAL_DEVICES = "http://" + DevicesConfig.USUAL_CONTROL + "/devices";

  private static final String USUAL_HUB = "http://" + HubCommand.USUAL_ADDRESS + "/healthz";
  private static final String TLS_HUB = "https://" + HubCommand.USUAL_ADDRESS + "/healthz";

  /** Longer than a pause of a busy machine, shorter than a health check may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Docker keeps 4 KiB of each check. */
  private static final int MOST_BYTES = 4_000;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "URL",
      description = "What to ask (default: the devices, " + USUAL_DEVICES + ").")
  private URI url = URI.create(USUAL_DEVICES);

  @Option(names = "--hub", description = "Ask the hub, " + USUAL_HUB + "; with --ca-file by https.")
  private boolean hub;

  @Mixin private CaFile authorities = new CaFile();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    URI asked = hub ? URI.create(authorities.isGiven() ? TLS_HUB : USUAL_HUB) : url;
    boolean tls = "https".equals(asked.getScheme());
    if (!(tls || "http".equals(asked.getScheme())) || asked.getHost() == null) {
      throw new ParameterException(
          spec.commandLine(),
          "URL must be an address like %s, was \"%s\"".formatted(USUAL_DEVICES, asked));
    }
    if (authorities.isGiven() && !tls) {
      throw new ParameterException(
          spec.commandLine(), "--ca-file goes with https, was \"%s\"".formatted(asked));
    }
    SSLContext trust = authorities.context(spec.commandLine());
    try {
      spec.commandLine().getOut().println(ask(asked, trust));
      return ExitCodes.OK;
    } catch (IOException failed) {
      // Container engines keep what is on either stream; people look for it on the error stream.
      spec.commandLine().getErr().println(failed.getMessage());
      return ExitCodes.FAILED;
    }
  }

  private static String ask(URI url, @Nullable SSLContext trust) throws IOException {
    var connection = (HttpURLConnection) url.toURL().openConnection();
    if (trust != null && connection instanceof HttpsURLConnection secure) {
      secure.setSSLSocketFactory(trust.getSocketFactory());
    }
    connection.setConnectTimeout((int) PATIENCE.toMillis());
    connection.setReadTimeout((int) PATIENCE.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    try {
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        String words = text(connection.getErrorStream());
        throw new IOException(
            "%s answers %d%s".formatted(url, status, words.isEmpty() ? "" : ": " + words));
      }
      return text(connection.getInputStream());
    } catch (SSLHandshakeException distrust) {
      throw new IOException(
          "the certificate that %s shows is not accepted (%s); --ca-file names who issued it"
              .formatted(url, distrust.getMessage()),
          distrust);
    } catch (ConnectException refused) {
      throw new IOException("nothing listens at " + url, refused);
    } catch (SocketTimeoutException silent) {
      throw new IOException(
          "%s does not answer within %d s".formatted(url, PATIENCE.toSeconds()), silent);
    } finally {
      connection.disconnect();
    }
  }

  private static String text(@Nullable InputStream body) throws IOException {
    if (body == null) {
      return "";
    }
    try (body) {
      return new String(body.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip();
    }
  }
}
