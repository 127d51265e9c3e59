package dev.kiosk.simulator.hub;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.kiosk.simulator.hub.EventStore.Known;
import dev.kiosk.simulator.hub.EventStore.StoredKept;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
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

  /** How many events of a lane are read ahead. */
  private static final int READ_AHEAD = 32;

  private final EventStore store;
  private final String prefix;
  private final @Nullable String host;
  private final @Nullable String spool;
  private final @Nullable String lane;
  private final long from;
  private final long limit;

  private EventExport(EventStore store, @Nullable String tenant, Fields query) {
    this.store = store;
    this.host = query.getValue("host");
    this.spool = query.getValue("spool");
    this.lane = query.getValue("lane");
    this.from = number(query, "from", 0);
    this.limit = number(query, "limit", Long.MAX_VALUE);
    if (tenant == null) {
      throw new IllegalArgumentException("tenant= is missing");
    }
    this.prefix =
        host == null ? StreamId.tenantKey(tenant) : StreamId.hostKey(new HostId(tenant, host));
  }

  /**
   * An export as a query describes it.
   *
   * @throws IllegalArgumentException when the query is wrong, with what was expected
   */
  static EventExport of(EventStore store, @Nullable String tenant, Fields query) {
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

  /** Writes all lines. */
  void write(OutputStream out) throws IOException {
    try (Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8))) {
      long left = limit;
      PriorityQueue<Lane> lanes = new PriorityQueue<>(Comparator.comparingLong(Lane::ts));
      HostId current = null;
      for (Known known : store.streams(prefix)) {
        if (!known.stream().host().equals(current)) {
          left = drain(lanes, left, writer);
          current = known.stream().host();
        }
        if (isChosen(known.stream())) {
          Lane next = new Lane(known);
          if (next.fill()) {
            lanes.add(next);
          }
        }
      }
      drain(lanes, left, writer);
    }
  }

  private boolean isChosen(StreamId stream) {
    return (spool == null || spool.equals(stream.spool()))
        && (lane == null || lane.equals(stream.lane()));
  }

  private static long drain(PriorityQueue<Lane> lanes, long limit, Writer writer)
      throws IOException {
    long left = limit;
    for (Lane oldest = lanes.poll(); oldest != null && left > 0; oldest = lanes.poll()) {
      oldest.writeNext(writer);
      left--;
      if (oldest.fill()) {
        lanes.add(oldest);
      }
    }
    lanes.clear();
    return left;
  }

  private final class Lane {

    private final Known known;
    private final Deque<StoredKept> ahead = new ArrayDeque<>();
    private long position = from;

    private Lane(Known known) {
      this.known = known;
    }

    /** Makes sure that there is a next event; returns whether there is. */
    private boolean fill() {
      if (ahead.isEmpty()) {
        ahead.addAll(store.read(known.state().number(), position, READ_AHEAD));
      }
      return !ahead.isEmpty();
    }

    private long ts() {
      return ahead.getFirst().kept().ts();
    }

    private void writeNext(Writer writer) throws IOException {
      StoredKept next = ahead.removeFirst();
      position = next.position() + 1;
      StreamId stream = known.stream();
      writer.write("{\"tenant\":\"" + quoted(stream.host().tenantId()));
      writer.write("\",\"host\":\"" + quoted(stream.host().host()));
      writer.write("\",\"spool\":\"" + quoted(stream.spool()));
      writer.write("\",\"lane\":\"" + stream.lane());
      writer.write("\",\"position\":" + next.position() + ",\"event\":");
      writer.write(next.kept().json());
      writer.write("}\n");
    }

    private static String quoted(String text) {
      return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
  }
}
