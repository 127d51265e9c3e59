package dev.kiosk.simulator.hub;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.kiosk.simulator.hub.store.SpoolId;
import dev.kiosk.simulator.hub.store.Store;
import dev.kiosk.simulator.hub.store.Store.Kept;
import dev.kiosk.simulator.hub.store.Store.Known;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code /api/events}: one line for each event, {@code
 * {"tenant","host","spool","lane","position","event":{…}}}.
 *
 * <p>Host by host; within a host oldest first by {@code ts}, but each lane of a spool always by
 * position, whatever its clock did. {@code from} is the lowest position, in every lane that is
 * chosen; {@code limit} the most lines. Memory is bounded by a few events for each lane of a host.
 */
final class EventExport {

  private final Store store;
  private final String tenant;
  private final @Nullable String host;
  private final @Nullable String spool;
  private final @Nullable String lane;
  private final long from;
  private final long limit;

  private EventExport(Store store, @Nullable String tenant, Fields query) {
    this.store = store;
    this.host = query.getValue("host");
    this.spool = query.getValue("spool");
    this.lane = query.getValue("lane");
    this.from = number(query, "from", 0);
    this.limit = number(query, "limit", Long.MAX_VALUE);
    if (tenant == null) {
      throw new IllegalArgumentException("tenant= is missing");
    }
    this.tenant = tenant;
  }

  /**
   * An export as a query describes it.
   *
   * @throws IllegalArgumentException when the query is wrong, with what was expected
   */
  static EventExport of(Store store, @Nullable String tenant, Fields query) {
    return new EventExport(store, tenant, query);
  }

  private static long number(Fields query, String name, long otherwise) {
    String given = query.getValue(name);
    if (given == null) {
      return otherwise;
    }
    if (!given.matches("\\d{1,18}")) {
      throw new IllegalArgumentException(name + "= must be a whole number of at least 0");
    }
    return Long.parseLong(given);
  }

  /**
   * Writes all lines, and closes {@code out} behind the last one; not when it fails, as a part of
   * the lines must not look like all.
   */
  void write(OutputStream out) throws IOException {
    PriorityQueue<Lane> lanes = new PriorityQueue<>(Comparator.comparingLong(Lane::ts));
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    try {
      long left = limit;
      String current = null;
      for (Known known : store.lanes(tenant, host)) {
        if (!known.spool().host().equals(current)) {
          left = drain(lanes, left, writer);
          current = known.spool().host();
        }
        if (isChosen(known)) {
          open(known, lanes);
        }
      }
      drain(lanes, left, writer);
      writer.close();
    } finally {
      close(lanes); // when the reader went away in the middle, or the store did
    }
  }

  private boolean isChosen(Known known) {
    return (spool == null || spool.equals(known.spool().spool()))
        && (lane == null || lane.equals(known.lane()));
  }

  private void open(Known known, PriorityQueue<Lane> lanes) {
    Lane opened = new Lane(known, store.read(known, from));
    if (opened.advance()) {
      lanes.add(opened);
    } else {
      opened.close();
    }
  }

  private static long drain(PriorityQueue<Lane> lanes, long limit, Writer writer)
      throws IOException {
    long left = limit;
    for (Lane oldest = lanes.poll(); oldest != null && left > 0; oldest = lanes.poll()) {
      oldest.write(writer);
      left--;
      if (oldest.advance()) {
        lanes.add(oldest);
      } else {
        oldest.close();
      }
    }
    close(lanes);
    return left;
  }

  private static void close(PriorityQueue<Lane> lanes) {
    lanes.forEach(Lane::close);
    lanes.clear();
  }

  /** A lane that is being read, and its next event. */
  private static final class Lane implements AutoCloseable {

    private final Known known;
    private final Store.Cursor cursor;
    private @Nullable Kept next;

    private Lane(Known known, Store.Cursor cursor) {
      this.known = known;
      this.cursor = cursor;
    }

    /** Goes to the next event; returns whether there is one. */
    private boolean advance() {
      try {
        next = cursor.next();
      } catch (UncheckedIOException unreadable) {
        close();
        throw unreadable;
      }
      return next != null;
    }

    private long ts() {
      return next == null ? Long.MAX_VALUE : next.ts();
    }

    private void write(Writer writer) throws IOException {
      if (next == null) {
        return;
      }
      SpoolId spool = known.spool();
      writer.write("{\"tenant\":\"" + quoted(spool.tenantId()));
      writer.write("\",\"host\":\"" + quoted(spool.host()));
      writer.write("\",\"spool\":\"" + quoted(spool.spool()));
      writer.write("\",\"lane\":\"" + known.lane());
      writer.write("\",\"position\":" + next.position() + ",\"event\":");
      writer.write(next.json());
      writer.write("}\n");
    }

    @Override
    public void close() {
      cursor.close();
    }

    private static String quoted(String text) {
      return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
  }
}
