package dev.kiosk.simulator.hub.page;

import dev.kiosk.simulator.hub.peers.Peers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Other hubs that answer at once, or not at all. */
final class FakePeers implements Peers {

  private final Map<String, UnaryOperator<String>> hubs = new HashMap<>();
  private final List<String> watched = new ArrayList<>();
  private boolean hears = true;
  private boolean silent;
  private int asked;
  private int longest;

  /** How each answers; to be changed. */
  Map<String, UnaryOperator<String>> byName() {
    return hubs;
  }

  List<String> watched() {
    return watched;
  }

  int asked() {
    return asked;
  }

  /** How long the longest answer was, in bytes. */
  int longest() {
    return longest;
  }

  void hear(boolean now) {
    hears = now;
  }

  void silence(boolean now) {
    silent = now;
  }

  @Override
  public CompletableFuture<String> ask(String hub, String question) {
    asked++;
    UnaryOperator<String> answers = hubs.get(hub);
    if (silent || answers == null) {
      return CompletableFuture.failedFuture(new IllegalStateException("no answer"));
    }
    String answer = answers.apply(question);
    longest = Math.max(longest, answer.getBytes(StandardCharsets.UTF_8).length);
    return CompletableFuture.completedFuture(answer);
  }

  @Override
  public Set<String> hubs() {
    return Set.copyOf(hubs.keySet());
  }

  @Override
  public boolean hears() {
    return hears;
  }

  @Override
  public boolean bringsEvents() {
    return true;
  }

  @Override
  public void watch(String tenantId) {
    watched.add(tenantId);
  }

  @Override
  public void unwatch(String tenantId) {
    watched.remove(tenantId);
  }

  @Override
  public void join(Mine mine) {}

  @Override
  public void connected(String tenantId, String host, long sinceMillis) {}

  @Override
  public void left(String tenantId, String host) {}

  @Override
  public void command(Command command, Consumer<String> offline) {}

  @Override
  public void replied(String tenantId, String host, String json) {}

  @Override
  public List<Held> hosts(@Nullable String tenantId) {
    return List.of();
  }

  @Override
  public void close() {}
}
