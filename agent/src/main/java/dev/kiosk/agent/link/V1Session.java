package dev.kiosk.agent.link;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.spool.Batch;
import dev.kiosk.agent.spool.Drain;
import dev.kiosk.agent.spool.Gap;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.wire.Codec;
import dev.kiosk.agent.wire.ServerMessage;
import dev.kiosk.agent.wire.WireLane;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A session of {@code kiosk.telemetry.v1}: hello, welcome, batches with positions, receipts.
 *
 * <p>After the welcome the order is: live device states, gaps, alerts, readings. A gap always
 * leaves before anything behind its range.
 */
final class V1Session implements Session {

  private static final int MOST_BATCH_EVENTS = 512;
  private static final long MOST_BATCH_BYTES = 64 << 10;
  private static final long RENEWAL_LOOK_NANOS = Duration.ofMillis(10).toNanos();
  private static final long HEARTBEAT_NANOS = Duration.ofSeconds(30).toNanos();

  private final Outbound out;
  private final Drain drain;
  private final Codec codec;
  private final Counters counters;
  private final LiveEvents live;
  private final SentMarks marks;
  private final Map<Lane, LaneCursor> cursors = new EnumMap<>(Lane.class);
  private final Set<Long> toldGaps = new HashSet<>();
  private final Flow flow;
  private final Deadlines deadlines;
  private final long welcomeDeadlineNanos;
  private boolean welcomed;
  private boolean renewing;
  private long nextHeartbeatNanos;

  /** What a session needs besides its connection. */
  record Parts(
      Drain drain,
      Codec codec,
      Counters counters,
      LinkConfig config,
      LiveEvents live,
      SentMarks marks) {}

  V1Session(Outbound out, Parts parts, long nowNanos) {
    this.out = out;
    this.drain = parts.drain();
    this.codec = parts.codec();
    this.counters = parts.counters();
    this.live = parts.live();
    this.marks = parts.marks();
    this.flow = new Flow(parts.config(), drain, nowNanos);
    this.deadlines = parts.config().deadlines();
    this.welcomeDeadlineNanos = nowNanos + deadlines.welcome().toNanos();
  }

  /** Says hello. */
  V1Session greet() {
    out.send(live.hello(drain));
    return this;
  }

  @Override
  public String contract() {
    return LinkConfig.V1;
  }

  @Override
  public boolean established() {
    return welcomed;
  }

  @Override
  public long underWay() {
    return cursors.values().stream().mapToLong(LaneCursor::inFlight).sum();
  }

  @Override
  public boolean wantsRestart() {
    return !drain.isCurrent(); // renewing takes a moment: the new id must be on disk
  }

  @Override
  public void onMessage(ServerMessage message, long nowNanos) throws ContractBrokenException {
    if (message instanceof ServerMessage.Welcome welcome) {
      if (welcomed || renewing) {
        throw new ContractBrokenException("a second welcome");
      }
      welcome(welcome, nowNanos);
    } else if (message instanceof ServerMessage.Receipt receipt) {
      receipt(receipt, nowNanos);
    }
  }

  private void welcome(ServerMessage.Welcome welcome, long nowNanos) {
    drain.keepReceipts(false);
    for (Lane lane : Lane.values()) { // if one lane is not what the server knows, neither is
      if (next(welcome, lane) > drain.next(lane)) {
        drain.resume(lane, next(welcome, lane));
        renewing = true;
        return;
      }
    }
    for (Lane lane : Lane.values()) {
      long next = next(welcome, lane);
      if (drain.resume(lane, next) == Drain.Resume.RENEWING) {
        renewing = true;
        return;
      }
      var cursor = new LaneCursor(lane, next, drain.next(lane));
      cursor.progressNanos = nowNanos;
      cursors.put(lane, cursor);
    }
    welcomed = true;
    nextHeartbeatNanos = nowNanos;
    for (byte[] state : live.states()) {
      out.send(state);
    }
  }

  private static long next(ServerMessage.Welcome welcome, Lane lane) {
    return lane == Lane.ALERTS ? welcome.alertsNext() : welcome.readingsNext();
  }

  private void receipt(ServerMessage.Receipt receipt, long nowNanos)
      throws ContractBrokenException {
    Lane lane = receipt.lane() == WireLane.ALERTS ? Lane.ALERTS : Lane.READINGS;
    if (!welcomed) {
      throw new ContractBrokenException("a receipt before the welcome");
    }
    LaneCursor cursor = cursor(lane);
    if (receipt.next() > marks.end(lane)) {
      throw new ContractBrokenException(
          "a receipt for %s up to %d, sent was only up to %d"
              .formatted(lane.wireName(), receipt.next(), marks.end(lane)));
    }
    if (receipt.next() < cursor.receipted) {
      throw new ContractBrokenException(
          "a receipt for %s that goes back from %d to %d"
              .formatted(lane.wireName(), cursor.receipted, receipt.next()));
    }
    if (receipt.next() > cursor.receipted) {
      cursor.progressNanos = nowNanos;
    }
    counters.add(Counter.EVENTS_DELIVERED, cursor.receipted(receipt.next()));
    drain.acknowledge(lane, receipt.next());
    drain.inFlight(lane, cursor.receipted, cursor.next);
  }

  @Override
  public void onPong(long number, long nowNanos) {
    // a sign of life; delivery is proven by receipts
  }

  @Override
  public int pump(long nowNanos) throws ContractBrokenException {
    if (!welcomed) {
      if (nowNanos - welcomeDeadlineNanos >= 0) {
        throw new ContractBrokenException(
            renewing
                ? "its welcome is ahead of all that there is"
                : "no welcome within %d s".formatted(deadlines.welcome().toSeconds()));
      }
      return 0;
    }
    int frames = heartbeat(nowNanos);
    frames += gaps();
    frames += lane(Lane.ALERTS, nowNanos);
    frames += lane(Lane.READINGS, nowNanos);
    checkProgress(nowNanos);
    return frames;
  }

  private int heartbeat(long nowNanos) {
    if (nowNanos - nextHeartbeatNanos < 0) {
      return 0;
    }
    nextHeartbeatNanos = nowNanos + HEARTBEAT_NANOS;
    byte[] heartbeat = live.heartbeat(nowNanos);
    if (heartbeat == null) {
      return 0;
    }
    out.send(heartbeat);
    return 1;
  }

  /** Each lane for itself: receipts of readings must not hide that alerts are stuck. */
  private void checkProgress(long nowNanos) throws ContractBrokenException {
    for (LaneCursor cursor : cursors.values()) {
      if (cursor.inFlight() == 0) {
        cursor.progressNanos = nowNanos;
      } else if (nowNanos - cursor.progressNanos > deadlines.receipt().toNanos()) {
        throw new ContractBrokenException(
            "no receipt for %s for %d s"
                .formatted(cursor.lane.wireName(), deadlines.receipt().toSeconds()));
      }
    }
  }

  /** Tells of gaps ahead of their turn, each in a batch of its own. */
  private int gaps() {
    int frames = 0;
    for (Gap gap : drain.openGaps()) {
      if (gap.announcedAt() < 0 || toldGaps.contains(gap.announcedAt()) || !out.hasRoom()) {
        continue;
      }
      Batch batch = drain.read(Lane.ALERTS, gap.announcedAt(), 1, MOST_BATCH_BYTES);
      if (batch.isEmpty() || batch.first() != gap.announcedAt()) {
        continue; // its event is not on disk yet
      }
      send(batch);
      toldGaps.add(gap.announcedAt());
      marks.sent(Lane.ALERTS, batch.end());
      marks.sent(gap.lane(), gap.end());
      frames++;
    }
    return frames;
  }

  private int lane(Lane lane, long nowNanos) {
    LaneCursor cursor = cursor(lane);
    int frames = 0;
    while (out.hasRoom()) {
      int allowed = flow.allowance(cursor, MOST_BATCH_EVENTS, nowNanos);
      if (allowed < 1) {
        break;
      }
      Batch batch = drain.read(lane, cursor.next, allowed, MOST_BATCH_BYTES);
      if (batch.isEmpty() || !gapsToldBefore(lane, batch.first())) {
        break;
      }
      send(batch);
      flow.sent(cursor, batch);
      marks.sent(lane, batch.end());
      toldInTurn(batch);
      frames++;
    }
    return frames;
  }

  /** A gap whose event became readable only now was told in its turn. */
  private void toldInTurn(Batch batch) {
    if (batch.lane() != Lane.ALERTS) {
      return;
    }
    for (Gap gap : drain.openGaps()) {
      boolean inside = gap.announcedAt() >= batch.first() && gap.announcedAt() < batch.end();
      if (inside && toldGaps.add(gap.announcedAt())) {
        marks.sent(gap.lane(), gap.end());
      }
    }
  }

  /** A gap leaves before anything behind its range. */
  private boolean gapsToldBefore(Lane lane, long first) {
    for (Gap gap : drain.openGaps()) {
      if (gap.lane() == lane && gap.first() < first && !toldGaps.contains(gap.announcedAt())) {
        return false;
      }
    }
    return true;
  }

  private void send(Batch batch) {
    WireLane lane = batch.lane() == Lane.ALERTS ? WireLane.ALERTS : WireLane.READINGS;
    List<byte[]> events = batch.events();
    out.sendEvents(codec.batch(lane, batch.first(), events), events.size());
  }

  private LaneCursor cursor(Lane lane) {
    LaneCursor cursor = cursors.get(lane);
    if (cursor == null) {
      throw new IllegalStateException("no welcome yet");
    }
    return cursor;
  }

  @Override
  public long wakeAtNanos(long nowNanos) {
    if (renewing) {
      return nowNanos + RENEWAL_LOOK_NANOS;
    }
    if (!welcomed) {
      return welcomeDeadlineNanos;
    }
    long soonest = nextHeartbeatNanos;
    for (LaneCursor cursor : cursors.values()) {
      long receipts = cursor.progressNanos + deadlines.receipt().toNanos() + 1;
      soonest = Math.min(soonest, Math.max(receipts, nowNanos + 1_000_000));
    }
    return flow.wakeAtNanos(nowNanos, soonest);
  }
}
