package dev.kiosk.simulator.hub.nats;

import static org.awaitility.Awaitility.await;

import dev.kiosk.simulator.hub.store.Retention;
import dev.kiosk.simulator.hub.store.StoreConfig;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ClusterInfo;
import io.nats.client.api.Replica;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Three nats-servers that hold each message three times. */
public final class NatsCluster implements AutoCloseable {

  private static final int SERVERS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Map<String, NatsServer> servers = new LinkedHashMap<>();

  private NatsCluster() {}

  /** A cluster that takes messages; the test is skipped where nats-server is not installed. */
  public static NatsCluster start(Path dir) throws Exception {
    NatsCluster cluster = new NatsCluster();
    List<Integer> ports = NatsServer.freePorts(SERVERS);
    String routes = ports.stream().map(NatsCluster::route).collect(Collectors.joining(","));
    try {
      for (int i : IntStream.range(0, SERVERS).toArray()) {
        String name = "n" + i;
        cluster.servers.put(
            name,
            NatsServer.start(
                Files.createDirectories(dir.resolve(name)),
                "-n",
                name,
                "-cluster_name",
                "kiosks",
                "-cluster",
                route(ports.get(i)),
                "-routes",
                routes));
      }
      await().atMost(PATIENCE).until(cluster::isUp);
      return cluster;
    } catch (RuntimeException | IOException | InterruptedException failed) {
      cluster.close();
      throw failed;
    }
  }

  private static String route(int port) {
    return "nats://127.0.0.1:" + port;
  }

  private boolean isUp() throws Exception {
    try {
      return ask(
          management -> {
            StreamConfiguration probe =
                StreamConfiguration.builder()
                    .name("PROBE")
                    .subjects("probe")
                    .storageType(StorageType.Memory)
                    .replicas(SERVERS)
                    .build();
            management.addStream(probe);
            return management.deleteStream("PROBE");
          });
    } catch (JetStreamApiException | IOException notYet) {
      return false;
    }
  }

  private interface Question<T> {
    T of(JetStreamManagement management) throws IOException, JetStreamApiException;
  }

  private <T> T ask(Question<T> question) throws Exception {
    Connection connection = Nats.connect(Options.builder().server(urls()).build());
    try {
      return question.of(connection.jetStreamManagement());
    } finally {
      connection.close();
    }
  }

  private String urls() {
    return servers.values().stream().map(NatsServer::url).collect(Collectors.joining(","));
  }

  /** A store in it that keeps all, three times. */
  public StoreConfig config() {
    return new StoreConfig(urls(), SERVERS, Retention.FOREVER);
  }

  /** Kills the server that takes what is written to the events' stream; its name. */
  public String killLeader() throws Exception {
    String leader = whole(Stream.NAME).getLeader();
    server(leader).kill();
    return leader;
  }

  /** Kills a server that has a stream and does not lead it; its name. */
  String killFollower(String stream) throws Exception {
    String follower = whole(stream).getReplicas().get(0).getName();
    server(follower).kill();
    return follower;
  }

  /** Starts one again, which does not have all at first. */
  void begin(String name) throws Exception {
    server(name).start();
  }

  /** Whether each server has all that was written to a stream. */
  boolean isWhole(String stream) throws Exception {
    return isWhole(state(stream));
  }

  /** Starts one again, and waits until it has all that the others have. */
  public void revive(String name) throws Exception {
    server(name).start();
    await().atMost(PATIENCE).until(() -> isWhole(Stream.NAME));
  }

  private ClusterInfo whole(String stream) throws Exception {
    await().atMost(PATIENCE).until(() -> isWhole(stream));
    return state(stream);
  }

  private static boolean isWhole(ClusterInfo state) {
    List<Replica> others = state.getReplicas();
    return state.getLeader() != null
        && others.size() == SERVERS - 1
        && others.stream().allMatch(other -> other.isCurrent() && !other.isOffline());
  }

  private ClusterInfo state(String stream) throws Exception {
    return ask(management -> management.getStreamInfo(stream).getClusterInfo());
  }

  private NatsServer server(String name) {
    NatsServer server = servers.get(name);
    if (server == null) {
      throw new IllegalArgumentException(name + " is none of " + servers.keySet());
    }
    return server;
  }

  @Override
  public void close() {
    servers.values().forEach(NatsServer::close);
  }
}
