package dev.kiosk.simulator.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.simulator.hub.nats.NatsServer;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hubs on one JetStream behind one address, each in a process of its own, with the real agent
 * and other kiosks connected, and the operator page of one of them open. The other hub, which has
 * the agent, is killed in the middle. Prints its figures.
 */
class TwoHubsKilledTest {

  /** How many kiosks beside the agent; each reads twenty times a second. */
  private static final int KIOSKS = Integer.getInteger("kiosk.two-hubs.kiosks", 20);

  private static final long READ_MILLIS = 50;

  /** How long they run before the kill, and after it. */
  private static final Duration WHILE = Duration.ofSeconds(4);

  private static final Duration COMMANDS = Duration.ofSeconds(15);
  private static final Pattern POSITION = Pattern.compile("\"position\":(\\d+)");
  private static final Pattern STAMP = Pattern.compile("\"ts\":(\\d+)");

  @TempDir private Path dir = Path.of("");
  private final List<AutoCloseable> running = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
  private final List<NumberedKiosk> kiosks = new ArrayList<>();
  private int cids;
  private String lastAtDoomed = "";

  /** A program of ours, running. */
  private record Running(Process process, URI uri) implements AutoCloseable {
    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  @AfterEach
  void stopAll() throws Exception {
    timer.shutdownNow();
    kiosks.forEach(NumberedKiosk::close);
    for (int i = running.size() - 1; i >= 0; i--) {
      running.get(i).close();
    }
  }

  @Test
  void aHubThatIsKilledLosesNothingAndItsKiosksObeyTheOtherOneSoon() throws Exception {
    NatsServer nats = NatsServer.start(Files.createDirectory(dir.resolve("nats")));
    running.add(nats);
    Running doomed = hub(nats, "doomed");
    Running other = hub(nats, "other");
    TcpSwitch address = new TcpSwitch(List.of(doomed.uri().getPort(), other.uri().getPort()));
    running.add(address);
    startAgent(address.port());
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> get(doomed, "api/hosts").contains("connected\":true"));
    startKiosks(URI.create("ws://127.0.0.1:" + address.port() + "/ws/agent"));
    try (Client operator = operator(other);
        PageClient page = PageClient.open(other.uri(), "acme", null)) {
      page.until(() -> connected(page) == KIOSKS + 1);
      long elsewhere = heldBy(doomed);
      assertThat(elsewhere).isPositive().isLessThan(KIOSKS + 1);
      setLimitAt(doomed);
      long before = commandMillis(operator, "AGENT");
      TimeUnit.MILLISECONDS.sleep(WHILE.toMillis()); // the load itself, not a wait for something
      long killedMillis = System.currentTimeMillis();
      long killedNanos = System.nanoTime();
      doomed.process().destroyForcibly().waitFor();
      String audit = audited(other);
      long agent = commandMillis(operator, "AGENT");
      for (int i = 0; i < KIOSKS; i++) {
        commandMillis(operator, "K" + i);
      }
      Duration commands = Duration.ofNanos(System.nanoTime() - killedNanos);
      page.until(() -> movedSince(page, killedMillis) >= elsewhere - 1); // but for the agent
      long shown = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killedNanos);
      TimeUnit.MILLISECONDS.sleep(WHILE.toMillis());
      page.next(); // by now it is known that the other hub is gone
      page.until(() -> connected(page) == KIOSKS + 1);
      finish();
      System.out.printf(
          "two hubs, one killed: %d kiosks and the agent; %s; a command across hubs took %d ms"
              + " before, the agent obeyed %d ms after the kill, all kiosks %d ms%n"
              + "two hubs, one page: before the kill the page of the other hub showed %d kiosks as"
              + " connected, %d of them at the hub that was killed; %d ms after it showed these"
              + " as connected anew, and later all %d; the limit set at the killed hub is in the other's list: %s%n",
          KIOSKS,
          kept(other),
          before,
          agent,
          commands.toMillis(),
          KIOSKS + 1,
          elsewhere,
          shown,
          connected(page),
          audit);
      assertThat(commands).isLessThan(COMMANDS);
    }
  }

  private static Client operator(Running hub) throws Exception {
    return Client.connect(hub.uri().resolve("telemetry?tenant=acme"), null, null, true);
  }

  /** How many kiosks a page shows that are connected. */
  private static long connected(PageClient page) {
    return page.rows().values().stream()
        .filter(row -> !row.path("state").asText().equals("offline"))
        .count();
  }

  /** How many kiosks, apart from the agent, a page shows that connected since then. */
  private static long movedSince(PageClient page, long millis) {
    return page.rows().values().stream()
        .filter(row -> row.path("state").asText().equals("ready"))
        .filter(row -> row.path("host").asText().startsWith("K"))
        .filter(row -> row.path("at").asLong() >= millis)
        .count();
  }

  /** How many kiosks a hub has itself. */
  private long heldBy(Running hub) throws Exception {
    return get(hub, "metrics")
        .lines()
        .filter(line -> line.startsWith("kiosk_hub_agents_connected "))
        .map(line -> (long) Double.parseDouble(line.split(" ")[1]))
        .findFirst()
        .orElseThrow();
  }

  private void setLimitAt(Running doomed) throws Exception {
    try (Client operator = operator(doomed)) {
      long unused = commandMillis(operator, "K0");
    }
    lastAtDoomed = "c" + cids;
  }

  /** What the audit list says of that limit. */
  private String audited(Running hub) throws Exception {
    Pattern entry = Pattern.compile("\"cid\":\"" + lastAtDoomed + "\"[^}]*\"outcome\":\"ack\"");
    Matcher found = entry.matcher(get(hub, "api/audit?tenant=acme&host=K0"));
    assertThat(found.find()).as(lastAtDoomed).isTrue();
    return found.group();
  }

  private static Process java(Path log, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectOutput(log.toFile())
        .redirectError(new File(log + ".err"))
        .start();
  }

  private Running hub(NatsServer nats, String name) throws Exception {
    Path log = dir.resolve(name);
    Process process =
        java(log, HubProcess.class.getName(), dir.resolve(name + ".d").toString(), nats.url());
    running.add(new Running(process, URI.create("")));
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.readString(log).contains("\n"));
    return new Running(process, URI.create(Files.readString(log).lines().findFirst().orElse("")));
  }

  private void startAgent(int port) throws IOException {
    Path config = dir.resolve("agent.toml");
    Files.writeString(
        config,
        """
        [kiosk]
        tenant_id = "acme"
        host = "AGENT"
        state_dir = "%s"
        [server]
        url = "ws://127.0.0.1:%d/ws/agent"
        [spool]
        dir = "%s"
        [sample]
        cpu = "100ms"
        [status]
        listen = "off"
        [service]
        socket = "off"
        """
            .formatted(dir.resolve("state"), port, dir.resolve("spool")));
    Process agent =
        java(
            dir.resolve("agent.log"),
            "dev.kiosk.agent.app.Main",
            "run",
            "--config",
            config.toString());
    running.add(new Running(agent, URI.create("")));
  }

  private void startKiosks(URI uri) {
    for (int i = 0; i < KIOSKS; i++) {
      NumberedKiosk kiosk = new NumberedKiosk("K" + i, uri, http, timer);
      kiosks.add(kiosk);
      kiosk.connect();
    }
    Object unused =
        timer.scheduleAtFixedRate(
            () -> kiosks.forEach(NumberedKiosk::read),
            READ_MILLIS,
            READ_MILLIS,
            TimeUnit.MILLISECONDS);
    await().until(() -> kiosks.stream().allMatch(kiosk -> kiosk.receipted() > 0));
  }

  /** Commands a host again and again until it obeys; returns how long that took. */
  private long commandMillis(Client operator, String host) throws Exception {
    long start = System.nanoTime();
    while (true) {
      cids++;
      String cid = "c" + cids;
      operator.send(Frames.setThreshold(host, 50 + cids % 40, cid));
      String reply = operator.next();
      while (!reply.contains(cid)) {
        reply = operator.next(); // telemetry, or a late answer to an earlier one
      }
      if (reply.contains("\"ack\"")) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** Lets all kiosks hand over what they have. */
  private void finish() {
    kiosks.forEach(NumberedKiosk::stop);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> kiosks.stream().allMatch(kiosk -> kiosk.receipted() == kiosk.made()));
  }

  private String kept(Running hub) throws Exception {
    long made = 0;
    long lost = 0;
    long twice = 0;
    for (int i = 0; i < KIOSKS; i++) {
      Set<Long> seen = new HashSet<>();
      for (String line : get(hub, events("K" + i)).lines().toList()) {
        long position = number(POSITION, line);
        assertThat(number(STAMP, line)).as(line).isEqualTo(position);
        twice += seen.add(position) ? 0 : 1;
      }
      made += kiosks.get(i).made();
      lost += kiosks.get(i).made() - seen.size();
      assertThat(kiosks.get(i).sessions()).isGreaterThan(0);
    }
    List<Long> agent = new ArrayList<>();
    get(hub, events("AGENT")).lines().forEach(line -> agent.add(number(POSITION, line)));
    twice += agent.size() - new HashSet<>(agent).size();
    lost += agent.get(agent.size() - 1) + 1 - new HashSet<>(agent).size();
    assertThat(lost).as("lost").isZero();
    assertThat(twice).as("twice").isZero();
    return "%d events of the kiosks and %d of the agent, %d lost, %d twice"
        .formatted(made, agent.size(), lost, twice);
  }

  private static String events(String host) {
    return "api/events?tenant=acme&lane=readings&host=" + host;
  }

  private static long number(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    assertThat(matcher.find()).as(line).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private String get(Running hub, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + hub.uri().getPort() + "/" + path);
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }
}
