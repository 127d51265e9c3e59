package dev.kiosk.agent.link;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.spool.Batch;
import dev.kiosk.agent.spool.Drain;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.wire.Codec;
import dev.kiosk.agent.wire.ServerMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;

/**
 * A session of the plain contract: one frame is one event, and it is delivered once the server has
 * answered a ping that was sent after it. Only {@code cpu} and {@code error} travel.
 */
final class PlainSession implements Session {

  private static final int MOST_READ_EVENTS = 256;
  private static final long MOST_READ_BYTES = 64 << 10;
  private static final long PING_AFTER_NANOS = Duration.ofMillis(250).toNanos();

  private final Outbound out;
  private final Drain drain;
  private final Counters counters;
  private final Map<Lane, LaneCursor> cursors = new EnumMap<>(Lane.class);
  private final ArrayDeque<Mark> marks = new ArrayDeque<>();
  private final Flow flow;
  private final Deadlines deadlines;
  private boolean unmarked;
  private long firstUnmarkedNanos;

  /** What a pong of this number confirms. */
  private record Mark(long ping, long sentNanos, long alerts, long readings) {
    long of(Lane lane) {
      return lane == Lane.ALERTS ? alerts : readings;
    }
  }

  PlainSession(Outbound out, Drain drain, Counters counters, LinkConfig config, long nowNanos) {
    this.out = out;
    this.drain = drain;
    this.counters = counters;
    this.flow = new Flow(config, drain, nowNanos);
    this.deadlines = config.deadlines();
    for (Lane lane : Lane.values()) {
      cursors.put(lane, new LaneCursor(lane, drain.receipted(lane), drain.next(lane)));
    }
  }

  /** The server keeps no positions, so the spool must. */
  PlainSession begin() {
    drain.keepReceipts(true);
    return this;
  }

  @Override
  public String contract() {
    return "plain";
  }

  @Override
  public boolean established() {
    return true;
  }

  @Override
  public long underWay() {
    return cursors.values().stream().mapToLong(LaneCursor::inFlight).sum();
  }

  @Override
  public boolean wantsRestart() {
    return !drain.isCurrent();
  }

  @Override
  public void onMessage(ServerMessage message, long nowNanos) {
    // receipts and welcomes mean nothing at this level; a server that sends them did not choose the
    // other
  }

  @Override
  public void onPong(long number, long nowNanos) {
    if (marks.stream().noneMatch(mark -> mark.ping == number)) {
      return;
    }
    Mark mark;
    do { // a pong confirms all that came before its ping
      mark = marks.removeFirst();
      for (Lane lane : Lane.values()) {
        LaneCursor cursor = cursor(lane);
        counters.add(Counter.EVENTS_DELIVERED, cursor.receipted(mark.of(lane)));
        drain.acknowledge(lane, cursor.receipted);
        drain.inFlight(lane, cursor.receipted, cursor.next);
      }
    } while (mark.ping != number);
  }

  @Override
  public int pump(long nowNanos) throws ContractBrokenException {
    Mark oldest = marks.peekFirst();
    if (oldest != null && nowNanos - oldest.sentNanos > deadlines.receipt().toNanos()) {
      throw new ContractBrokenException(
          "a ping has no pong for %d s".formatted(deadlines.receipt().toSeconds()));
    }
    int frames = lane(Lane.ALERTS, nowNanos);
    frames += lane(Lane.READINGS, nowNanos);
    boolean burstEnded = unmarked && frames == 0;
    if (burstEnded || (unmarked && nowNanos - firstUnmarkedNanos >= PING_AFTER_NANOS)) {
      unmarked = false;
      long alerts = cursor(Lane.ALERTS).next;
      long readings = cursor(Lane.READINGS).next;
      marks.addLast(new Mark(out.ping(nowNanos), nowNanos, alerts, readings));
      frames++;
    }
    return frames;
  }

  private int lane(Lane lane, long nowNanos) {
    LaneCursor cursor = cursor(lane);
    int frames = 0;
    while (out.hasRoom()) {
      int allowed = flow.allowance(cursor, MOST_READ_EVENTS, nowNanos);
      if (allowed < 1) {
        break;
      }
      Batch batch = drain.read(lane, cursor.next, allowed, MOST_READ_BYTES);
      if (batch.isEmpty() && batch.first() == cursor.next) {
        break;
      }
      for (byte[] event : batch.events()) {
        if (Codec.isPlain(event)) {
          out.sendEvents(event, 1);
        }
      }
      flow.sent(cursor, batch);
      if (!unmarked) {
        unmarked = true;
        firstUnmarkedNanos = nowNanos;
      }
      frames++;
    }
    return frames;
  }

  private LaneCursor cursor(Lane lane) {
    LaneCursor cursor = cursors.get(lane);
    if (cursor == null) {
      throw new IllegalStateException("no cursor for " + lane);
    }
    return cursor;
  }

  @Override
  public long wakeAtNanos(long nowNanos) {
    if (unmarked) {
      return nowNanos; // the burst may be over: then its ping is due
    }
    return flow.wakeAtNanos(nowNanos, nowNanos + Duration.ofSeconds(60).toNanos());
  }
}
