package dev.kiosk.simulator.hub.peers;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A hub by itself. */
final class NoPeers implements Peers {

  @Override
  public void join(Mine mine) {}

  @Override
  public boolean bringsEvents() {
    return false;
  }

  @Override
  public void connected(String tenantId, String host, long sinceMillis) {}

  @Override
  public void left(String tenantId, String host) {}

  @Override
  public void command(Command command, Consumer<String> offline) {
    offline.accept("no agent of host %s is connected".formatted(command.host()));
  }

  @Override
  public void replied(String tenantId, String host, String json) {}

  @Override
  public void watch(String tenantId) {}

  @Override
  public void unwatch(String tenantId) {}

  @Override
  public List<Held> hosts(@Nullable String tenantId) {
    return List.of();
  }

  @Override
  public Set<String> hubs() {
    return Set.of();
  }

  @Override
  public boolean hears() {
    return true;
  }

  @Override
  public CompletableFuture<String> ask(String hub, String question) {
    return CompletableFuture.failedFuture(new IllegalStateException("there is no other hub"));
  }

  @Override
  public void close() {}
}
