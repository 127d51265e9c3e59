package dev.kiosk.simulator.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.simulator.hub.nats.NatsCluster;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hubs on a NATS cluster of three servers, each of which holds all; the one that takes what is
 * written is killed, comes back, and then the next one is. Prints its figures.
 */
class NatsClusterTest {

  private static final int KIOSKS = 10;
  private static final long READ_MILLIS = 50;
  private static final long A_SECOND = 1000 / READ_MILLIS;
  private static final int ROUNDS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern POSITION = Pattern.compile("\"position\":(\\d+)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
  private final List<NumberedKiosk> kiosks = new ArrayList<>();
  private final List<HubServer> hubs = new ArrayList<>();
  private NatsCluster nats;
  private int cids;

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    nats = NatsCluster.start(dir);
    for (String name : List.of("one", "other")) {
      hubs.add(HubServer.start(HubFixture.config(dir.resolve(name)).withStore(nats.config())));
    }
    for (int i = 0; i < KIOSKS; i++) {
      NumberedKiosk kiosk = new NumberedKiosk("K" + i, hubs.get(i % 2).agentUri(), http, timer);
      kiosks.add(kiosk);
      kiosk.connect();
    }
    Object unused =
        timer.scheduleAtFixedRate(
            () -> kiosks.forEach(NumberedKiosk::read),
            READ_MILLIS,
            READ_MILLIS,
            TimeUnit.MILLISECONDS);
    await().atMost(PATIENCE).until(() -> kiosks.stream().allMatch(kiosk -> kiosk.receipted() > 0));
  }

  @AfterEach
  void stop() {
    timer.shutdownNow();
    kiosks.forEach(NumberedKiosk::close);
    hubs.forEach(HubServer::close);
    nats.close();
  }

  @Test
  void aServerOfTheClusterThatIsKilledLosesNothingAndIsHardlyNoticed() throws Exception {
    List<Long> receipts = new ArrayList<>();
    List<Long> commands = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      String killed = nats.killLeader();
      long since = System.nanoTime();
      long[] within = kiosks.stream().mapToLong(kiosk -> kiosk.made() + A_SECOND).toArray();
      await().atMost(PATIENCE).until(() -> allAreReceiptedUpTo(within));
      receipts.add(millisSince(since));
      for (HubServer hub : hubs) {
        for (int i = 0; i < KIOSKS; i++) {
          obeys(hub, "K" + i);
        }
      }
      commands.add(millisSince(since));
      nats.revive(killed);
    }
    // some seconds pass until another server leads; readers that NATS gives to the one that is gone
    // must not hold up each command
    assertThat(commands).allMatch(millis -> millis < 35_000);
    kiosks.forEach(NumberedKiosk::stop);
    await()
        .atMost(PATIENCE)
        .until(() -> kiosks.stream().allMatch(kiosk -> kiosk.receipted() == kiosk.made()));
    System.out.printf(
        "two hubs on three servers, %d of them killed: %s; all kiosks had receipts of what"
            + " they made in the second after a kill %s ms after it, all obeyed both hubs %s ms"
            + " after it%n",
        ROUNDS, kept(), receipts, commands);
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  private boolean allAreReceiptedUpTo(long[] positions) {
    for (int i = 0; i < positions.length; i++) {
      if (kiosks.get(i).receipted() < positions[i]) {
        return false;
      }
    }
    return true;
  }

  /** Commands a kiosk at a hub again and again until it obeys. */
  private void obeys(HubServer hub, String host) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              cids++;
              String command = Frames.setThreshold(host, 50, "c" + cids);
              return HubFixture.post(
                          hub,
                          "/api/commands?tenant=acme",
                          command,
                          "Content-Type",
                          "application/json")
                      .statusCode()
                  == 200;
            });
  }

  /** Asks again only while the hub refuses: what it tells must be whole at once. */
  private static List<String> events(HubServer hub, String path) {
    return await()
        .atMost(PATIENCE)
        .until(() -> HubFixture.get(hub, path), answer -> answer.statusCode() == 200)
        .body()
        .lines()
        .toList();
  }

  /** What each hub hands out of all that the kiosks have made. */
  private String kept() throws Exception {
    long made = 0;
    for (int i = 0; i < KIOSKS; i++) {
      made += kiosks.get(i).made();
      for (HubServer hub : hubs) {
        String path = "/api/events?tenant=acme&lane=readings&host=K" + i;
        List<String> lines = events(hub, path);
        Set<Long> seen = new HashSet<>();
        for (String line : lines) {
          Matcher position = POSITION.matcher(line);
          assertThat(position.find()).as(line).isTrue();
          assertThat(seen.add(Long.parseLong(position.group(1)))).as("twice: " + line).isTrue();
        }
        assertThat(seen).as("K" + i).hasSize((int) kiosks.get(i).made());
      }
    }
    return "%d events, none lost or twice".formatted(made);
  }
}
