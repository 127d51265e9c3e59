package dev.kiosk.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.simulator.hub.HostId;
import dev.kiosk.simulator.hub.HubConfig;
import dev.kiosk.simulator.hub.HubEvents;
import dev.kiosk.simulator.hub.HubException;
import dev.kiosk.simulator.hub.HubServer;
import dev.kiosk.simulator.hub.HubTime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fleets against a hub in this process, over real sockets. */
@Timeout(120)
class FleetTest {

  private static final Duration SHORT = Duration.ofSeconds(6);

  @TempDir private Path dir = Path.of("");

  private static HubServer hub(Path data, int port) {
    return hub(config(data, port));
  }

  private static HubConfig config(Path data, int port) {
    var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return HubConfig.of(listen, data, new HubTime(System::nanoTime, System::currentTimeMillis));
  }

  private static HubServer hub(HubConfig config) {
    try {
      return HubServer.start(config);
    } catch (HubException refused) {
      throw new AssertionError(refused);
    }
  }

  private static Summary run(FleetConfig config, Consumer<String> out) throws FleetException {
    return Fleet.run(config, out, new CountDownLatch(1));
  }

  @Test
  void fiftyKiosksWithFaultsLoseNothingAndStoreNothingTwice() throws Exception {
    try (HubServer hub = hub(dir, 0)) {
      FleetConfig config =
          FleetConfig.of(50, hub.agentUri(), SHORT).withRate(10).withFaults(7, 600);

      Summary summary = run(config, line -> {});

      assertThat(summary.well()).as("%s", summary.lines()).isTrue();
      assertThat(summary.lost()).isZero();
      assertThat(summary.twice()).isZero();
      assertThat(summary.stored()).isGreaterThan(1000);
      assertThat(summary.lines())
          .anyMatch(line -> line.startsWith("faults") && line.contains("cut"));
    }
  }

  /** A hub that ends once twenty kiosks are connected, and another one that takes its place. */
  private static final class Pair implements HubEvents, AutoCloseable {
    private final AtomicInteger connected = new AtomicInteger();
    private final CompletableFuture<HubServer> second = new CompletableFuture<>();
    private final HubServer first;
    private final HubConfig next;

    Pair(Path firstData, Path secondData) throws HubException {
      first = HubServer.start(config(firstData, 0), this);
      next = config(secondData, first.port());
    }

    @Override
    public void agentConnected(HostId host, String contract) {
      if (connected.incrementAndGet() == 20) {
        second.completeAsync(
            () -> {
              first.close();
              return hub(next);
            });
      }
    }

    @Override
    public void close() {
      second.join().close();
    }
  }

  @Test
  void aHubThatIsStartedAnewHasEverything() throws Exception {
    var lines = new CopyOnWriteArrayList<String>();
    try (var hubs = new Pair(dir, dir)) {
      FleetConfig config = FleetConfig.of(20, hubs.first.agentUri(), SHORT).withRate(5);

      Summary summary = run(config, lines::add);

      assertThat(summary.well()).as("%s", summary.lines()).isTrue();
      assertThat(lines).anyMatch(line -> line.startsWith("all 20 were without the server"));
    }
  }

  @Test
  void aHubThatLosesItsStoreIsFoundOut() throws Exception {
    try (var hubs = new Pair(dir.resolve("one"), dir.resolve("two"))) {
      FleetConfig config = FleetConfig.of(20, hubs.first.agentUri(), SHORT).withRate(5);

      Summary summary = run(config, line -> {});

      assertThat(summary.well()).isFalse();
      assertThat(summary.lost()).isPositive();
      assertThat(summary.lines()).anyMatch(line -> line.contains("lost: F000"));
    }
  }

  @Test
  void oneErrorSaysThatNoServerIsThere() {
    HubServer gone = hub(dir, 0);
    URI uri = gone.agentUri();
    gone.close();

    assertThatThrownBy(() -> run(FleetConfig.of(5, uri, SHORT), line -> {}))
        .isInstanceOf(FleetException.class)
        .hasMessage(
            "no server answers at %s; is the hub running? kiosk-simulator hub starts one", uri);
  }

  @Test
  void oneErrorSaysThatTheTokenIsRefused() throws Exception {
    String secret = "a-token-of-an-operator-of-the-fleet";
    String operator = "sha256:%s tenant=fleet role=operator%n".formatted(digest(secret));
    Path tokens = Files.writeString(dir.resolve("tokens"), operator);
    try (HubServer hub = hub(config(dir.resolve("data"), 0).withTokens(tokens))) {
      FleetConfig config = FleetConfig.of(5, hub.agentUri(), SHORT);

      assertThatThrownBy(() -> run(config, line -> {}))
          .isInstanceOf(FleetException.class)
          .hasMessageContaining("does not let the fleet read tenant fleet (HTTP 401)");
      var reader = new FleetConfig.Tokens("wrong", secret);
      assertThatThrownBy(() -> run(config.withTokens(reader), line -> {}))
          .isInstanceOf(FleetException.class)
          .hasMessageContaining("refuses F00001: refused with HTTP 401")
          .hasMessageContaining("--token-file");
    }
  }

  private static String digest(String token) throws NoSuchAlgorithmException {
    byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void oneErrorSaysThatThereAreTooFewFiles() {
    assertThatThrownBy(() -> Checks.files(5000, 1024))
        .isInstanceOf(FleetException.class)
        .hasMessage(
            "5000 kiosks need 5256 open files, and this process may have 1024; run ulimit -n 5256 before");
  }
}
