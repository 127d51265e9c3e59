package dev.kiosk.simulator.hub.nats;

import dev.kiosk.simulator.hub.store.Store.Appended;
import dev.kiosk.simulator.hub.store.Store.Batch;
import dev.kiosk.simulator.hub.store.Store.Entry;
import io.nats.client.impl.Headers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The next message of a spool while it is put together, and what is to be told once it is taken.
 */
final class Draft {

  /** Names the write, so that a hub whose question was not answered finds out what became of it. */
  static final String WRITE = "Kiosk-Write";

  static final String EXPECTED = "Nats-Expected-Last-Subject-Sequence";

  private record Piece(Asked.Append of, Batch batch, Appended done) {}

  /** What became of an attempt to add a batch. */
  enum Added {
    WHOLLY,
    /** The message is full; some of the batch may be in it. */
    FULL,
    /** It breaks a rule, see {@link #refusal}. */
    REFUSED
  }

  private final Standing before;
  private final int maxBytes;
  private final String write;
  private final List<Piece> pieces = new ArrayList<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final StringBuilder parts = new StringBuilder();
  private Standing after;
  private int room;
  private String refusal = "";

  /**
   * A message without events.
   *
   * @param before where the spool stands
   * @param maxBytes the most that a body may have
   * @param write names this write, and no other
   */
  Draft(Standing before, int maxBytes, String write) {
    this.before = before;
    this.after = before;
    this.maxBytes = maxBytes;
    this.room = maxBytes;
    this.write = write;
  }

  /** Adds a batch, or as much of it as fits. */
  Added add(Asked.Append append) {
    Batch piece = append.piece(room);
    if (piece.entries().isEmpty()) {
      if (room < maxBytes) {
        return Added.FULL;
      }
      refusal = "an event is longer than the store takes, which is %d bytes".formatted(maxBytes);
      return Added.REFUSED;
    }
    Standing.Step step = after.with(piece);
    if (step == null) {
      refusal = "lane %s has too many open ranges; close them first".formatted(append.lane());
      return Added.REFUSED;
    }
    boolean whole = append.isLast(piece);
    write(piece, step.done());
    after = step.after();
    pieces.add(new Piece(append, piece, step.done()));
    return whole ? Added.WHOLLY : Added.FULL;
  }

  private void write(Batch piece, Appended done) {
    BitSet fresh = done.fresh();
    for (int from = fresh.nextSetBit(0); from >= 0; ) {
      int end = fresh.nextClearBit(from);
      parts.append(parts.isEmpty() ? "" : ";").append(piece.lane()).append(' ');
      parts.append(done.first() + from).append(' ').append(end - from);
      for (Entry entry : piece.entries().subList(from, end)) {
        room -= Asked.Append.weight(entry);
        body.writeBytes((entry.ts() + " " + entry.json() + "\n").getBytes(StandardCharsets.UTF_8));
      }
      from = fresh.nextSetBit(end);
    }
  }

  /** Why the last batch was refused. */
  String refusal() {
    return refusal;
  }

  boolean isEmpty() {
    return pieces.isEmpty();
  }

  /** Whether it says anything that the stream does not know. */
  boolean isNews() {
    return !after.equals(before);
  }

  Standing after() {
    return after;
  }

  String writeName() {
    return write;
  }

  byte[] body() {
    return body.toByteArray();
  }

  /** The headers of a message that follows the one with this sequence number of its subject. */
  Headers headers(long lastSequence) {
    Headers headers = new Headers();
    headers.put(EXPECTED, Long.toString(lastSequence));
    headers.put(WRITE, write);
    headers.put(Standing.HEADER, after.header());
    headers.put(Part.HEADER, parts.toString());
    return headers;
  }

  /** Tells that it is stored; returns the batches that are wholly stored by it, in order. */
  List<Asked> stored() {
    List<Asked> done = new ArrayList<>();
    for (Piece piece : pieces) {
      if (piece.of().stored(piece.batch(), piece.done())) {
        done.add(piece.of());
      }
    }
    return done;
  }
}
