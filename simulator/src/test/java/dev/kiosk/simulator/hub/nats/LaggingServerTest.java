package dev.kiosk.simulator.hub.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.simulator.hub.command.Ledger;
import dev.kiosk.simulator.hub.store.SpoolId;
import dev.kiosk.simulator.hub.store.Store.Batch;
import dev.kiosk.simulator.hub.store.Store.Cursor;
import dev.kiosk.simulator.hub.store.Store.Entry;
import dev.kiosk.simulator.hub.store.Store.Gap;
import dev.kiosk.simulator.hub.store.Store.Known;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

  private static final int LINES = 190; // of one limit no more than 200 are kept
  private static final int STARTS =
      12; // at once, since each takes long that begins with a server that has all

  private static final String LINE = "x".repeat(300_000);

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
    String away = nats.killFollower(Stream.NAME);
    for (int i = 0; i < FILLERS; i++) {
      append("filler", i, List.of(FILLER));
    }
    List<String> events = Collections.nCopies(EVENTS, "{}");
    append("known before", 1, events);
    append("new", 0, events);
    append("with a hole", 1, events); // so that its next position says nothing
    nats.begin(away);
    List<String> lies = new ArrayList<>();
    for (int round = 0; round < ROUNDS || !nats.isWhole(Stream.NAME); round++) {
      lies.addAll(lies("known before", 1 + EVENTS, () -> events("known before")));
      lies.addAll(lies("new", EVENTS, () -> events("new")));
      lies.addAll(lies("with a hole", EVENTS, () -> events("with a hole")));
      lies.addAll(lies("lanes", 4, this::lanes));
    }
    assertThat(lies).isEmpty();
  }

  /** The lines that a hub has read of the audit list when it is open. */
  private int lines() {
    AtomicInteger lines = new AtomicInteger();
    try (Ledger ledger = store.audit()) {
      ledger.open(new Counting(lines));
      return lines.get();
    } catch (IOException notNow) {
      throw new UncheckedIOException(notNow);
    }
  }

  private record Counting(AtomicInteger lines) implements Ledger.Reader {
    @Override
    public void line(long position, String line) {
      lines.incrementAndGet();
    }

    @Override
    public void wasGivenUp(long position) {}

    @Override
    public void startOver() {
      lines.set(0);
    }

    @Override
    public List<String> kept() {
      return List.of();
    }
  }

  @Test
  void aHubThatStartsMeanwhileReadsTheWholeAuditList() throws Exception {
    AtomicInteger known = new AtomicInteger();
    try (Ledger ledger = store.audit()) {
      ledger.open(new Counting(known));
      String away = nats.killFollower(AuditStream.NAME);
      await().ignoreExceptions().until(() -> add(ledger, "first") > 0);
      for (int i = 0; i < LINES; i++) {
        long unused = add(ledger, LINE);
      }
      nats.begin(away);
    }
    Queue<String> lies = new ConcurrentLinkedQueue<>();
    ExecutorService hubs = Executors.newFixedThreadPool(STARTS);
    try {
      do {
        hubs.invokeAll(
            Collections.nCopies(
                STARTS, () -> lies.addAll(lies("lines", known.get(), this::lines))));
      } while (!nats.isWhole(AuditStream.NAME));
    } finally {
      hubs.shutdownNow();
    }
    assertThat(lies).isEmpty();
  }

  private static long add(Ledger ledger, String line) throws Exception {
    Ledger.Subject subject = new Ledger.Subject("acme", "K1", "cpu");
    return ledger.add(subject, line).get(10, TimeUnit.SECONDS);
  }
}
