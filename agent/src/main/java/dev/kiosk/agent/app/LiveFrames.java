package dev.kiosk.agent.app;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.link.LiveEvents;
import dev.kiosk.agent.link.Origin;
import dev.kiosk.agent.recorder.Recorder;
import dev.kiosk.agent.spool.Drain;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.spool.SpoolStats;
import dev.kiosk.agent.time.Time;
import dev.kiosk.agent.wire.Codec;
import dev.kiosk.agent.wire.Heartbeat;
import dev.kiosk.agent.wire.Hello;
import dev.kiosk.agent.wire.Sender;
import java.util.List;

/** What the link tells live of this kiosk: hello, states, heartbeat. */
final class LiveFrames implements LiveEvents, Origin {

  private final Sender sender;
  private final Codec codec;
  private final Spool spool;
  private final Recorder recorder;
  private final Counters counters;
  private final Time time;
  private final long startNanos;

  LiveFrames(Sender sender, Spool spool, Recorder recorder, Counters counters, Time time) {
    this.sender = sender;
    this.codec = new Codec(sender);
    this.spool = spool;
    this.recorder = recorder;
    this.counters = counters;
    this.time = time;
    this.startNanos = time.nanos();
  }

  @Override
  public Spool spool() {
    return spool;
  }

  @Override
  public LiveEvents live() {
    return this;
  }

  @Override
  public byte[] hello(Drain drain) {
    return hello(codec, sender, drain, now());
  }

  /** Greets for a sender with what a session begins with. */
  static byte[] hello(Codec codec, Sender sender, Drain drain, long nowMillis) {
    return codec.hello(
        new Hello(
            sender,
            Version.current(),
            drain.id().toString(),
            nowMillis,
            drain.next(Lane.ALERTS),
            drain.next(Lane.READINGS)));
  }

  @Override
  public List<byte[]> states() {
    return recorder.liveStates();
  }

  @Override
  public byte[] heartbeat(long nowNanos) {
    SpoolStats stats = spool.stats();
    return codec.encode(
        new Heartbeat(
            now(),
            (nowNanos - startNanos) / 1_000_000,
            stats.pressure(),
            stats.alerts().held(),
            stats.readings().held(),
            counters.value(Counter.EVENTS_LOST)));
  }

  private long now() {
    return Math.max(0, time.wallMillis());
  }
}
