package dev.kiosk.simulator.hub.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.simulator.hub.store.SpoolId;
import dev.kiosk.simulator.hub.store.Store.Batch;
import dev.kiosk.simulator.hub.store.Store.Cursor;
import dev.kiosk.simulator.hub.store.Store.Entry;
import dev.kiosk.simulator.hub.store.Store.Gap;
import dev.kiosk.simulator.hub.store.Store.Known;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server comes back to its cluster after much was written, and may be asked before it has all.
 */
class LaggingServerTest {

  /** Much enough for a second of catching up. */
  private static final int FILLERS = 400;

  private static final String FILLER = "x".repeat(300_000);

  private static final int EVENTS = 100;

  /** At least: for a moment all servers are taken for whole. */
  private static final int ROUNDS = 50;

  private NatsCluster nats;
  private JetStreamStore store;

  record Plain(long ts, String json, @Nullable Gap gap) implements Entry {}

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    nats = NatsCluster.start(dir);
    store = JetStreamStore.open(nats.config(), System::nanoTime, System::currentTimeMillis);
  }

  @AfterEach
  void stop() {
    store.close();
    nats.close();
  }

  private void append(String host, long first, List<String> events) throws Exception {
    Answer answer = new Answer();
    List<Plain> entries = events.stream().map(json -> new Plain(0, json, null)).toList();
    store.append(new Batch(new SpoolId("acme", host, "s"), "readings", first, entries), answer);
    answer.stored();
  }

  private int lanes() {
    int lanes = 0;
    for (Known unused : store.lanes("acme", null)) {
      lanes++;
    }
    return lanes;
  }

  private int events(String host) {
    int events = 0;
    for (Known known : store.lanes("acme", host)) {
      try (Cursor cursor = store.read(known, 0)) {
        while (cursor.next() != null) {
          events++;
        }
      }
    }
    return events;
  }

  /** What is wrong with what is read; nothing when it is refused. */
  private static List<String> lies(String of, int expected, IntSupplier read) {
    try {
      int found = read.getAsInt();
      return found == expected
          ? List.of()
          : List.of("%s: %d instead of %d".formatted(of, found, expected));
    } catch (UncheckedIOException notNow) {
      return List.of();
    }
  }

  @Test
  void whatIsReadMeanwhileIsWholeOrRefused() throws Exception {
    append("known before", 0, List.of("{}"));
    String away = nats.killFollower();
    for (int i = 0; i < FILLERS; i++) {
      append("filler", i, List.of(FILLER));
    }
    List<String> events = Collections.nCopies(EVENTS, "{}");
    append("known before", 1, events);
    append("new", 0, events);
    append("with a hole", 1, events); // so that its next position says nothing
    nats.begin(away);
    List<String> lies = new ArrayList<>();
    for (int round = 0; round < ROUNDS || !nats.isWhole(); round++) {
      lies.addAll(lies("known before", 1 + EVENTS, () -> events("known before")));
      lies.addAll(lies("new", EVENTS, () -> events("new")));
      lies.addAll(lies("with a hole", EVENTS, () -> events("with a hole")));
      lies.addAll(lies("lanes", 4, this::lanes));
    }
    assertThat(lies).isEmpty();
  }
}
