package dev.kiosk.agent.link.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.link.TransportEvent;
import dev.kiosk.agent.link.TransportEvent.Closed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** The events of one connection, in their order. */
final class Recorded implements Consumer<TransportEvent> {

  private final List<TransportEvent> events = new CopyOnWriteArrayList<>();

  @Override
  public void accept(TransportEvent event) {
    events.add(event);
  }

  List<TransportEvent> all() {
    return List.copyOf(events);
  }

  <T extends TransportEvent> List<T> all(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Waits for the first event of a kind. */
  <T extends TransportEvent> T await(Class<T> kind) {
    return await(kind, 1).get(0);
  }

  <T extends TransportEvent> List<T> await(Class<T> kind, int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> all(kind).size() >= count);
    return all(kind);
  }

  /** Waits for the end, and checks that it is the only one, the last, and leaves no thread. */
  Closed awaitClosed() {
    Closed closed = await(Closed.class);
    awaitNoThreads();
    assertThat(all(Closed.class)).hasSize(1);
    assertThat(all()).last().isEqualTo(closed);
    return closed;
  }

  private static void awaitNoThreads() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(15))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(() -> assertThat(linkThreads()).isEmpty());
  }

  /** Threads of any connection, but for a lookup that the system may leave hanging. */
  static List<String> linkThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(
            name ->
                (name.startsWith("link-") && !name.equals("link-resolve"))
                    || name.contains("WebSocket")
                    || name.contains("connectionLost"))
        .toList();
  }
}
