package dev.kiosk.agent.app;

import dev.kiosk.agent.link.FormerOrigin;
import dev.kiosk.agent.link.LiveEvents;
import dev.kiosk.agent.log.Log;
import dev.kiosk.agent.recorder.GapAnnouncer;
import dev.kiosk.agent.recorder.ServiceMode;
import dev.kiosk.agent.spool.Drain;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.spool.SpoolConfig;
import dev.kiosk.agent.spool.SpoolStats;
import dev.kiosk.agent.time.Step;
import dev.kiosk.agent.time.Time;
import dev.kiosk.agent.wire.Codec;
import dev.kiosk.agent.wire.Sender;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of a tenant and host that this kiosk had before: a spool that only empties, with a
 * hello of its own and nothing live to tell.
 *
 * <p>Stepped by a thread of its own; the link's thread says when it is over.
 */
final class Former implements FormerOrigin, LiveEvents, Step {

  private final Spool spool;
  private final Spool own;
  private final Sender sender;
  private final Codec codec;
  private final Time time;
  private boolean over;

  private Former(Spool spool, Spool own, Sender sender, Time time) {
    this.spool = spool;
    this.own = own;
    this.sender = sender;
    this.codec = new Codec(sender);
    this.time = time;
  }

  /** Opens what earlier owners left. What cannot be opened now waits for the next start. */
  static List<Former> openAll(
      SpoolConfig config, Spool own, Spool.Surroundings on, ServiceMode service) {
    var formers = new ArrayList<Former>();
    try {
      for (SpoolConfig former : Spool.formers(config, on.disk())) {
        String[] name = former.owner().split("/", 2);
        var sender = new Sender(name[0], name[name.length - 1]);
        long flush = former.flushInterval().toMillis();
        var announcer = new GapAnnouncer(new Codec(sender), on.time(), flush, service);
        var opened = new Former(Spool.open(former, on, announcer), own, sender, on.time());
        if (opened.isEmpty()) {
          opened.drained();
        } else {
          Log.info("Events of {} are left; they go first, under that name", former.owner());
          formers.add(opened);
        }
      }
    } catch (IOException refusing) {
      Log.warn(
          "What is left of earlier owners cannot be opened ({}); it waits for the next start",
          Messages.reason(refusing));
    }
    return formers;
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
  public String owner() {
    return spool.owner();
  }

  @Override
  public boolean isEmpty() {
    SpoolStats stats = spool.stats();
    boolean held = stats.alerts().held() > 0 || stats.readings().held() > 0;
    return !held && stats.openGaps().isEmpty() && spool.refusing().isEmpty();
  }

  @Override
  public synchronized void drained() {
    over = true;
    Log.info("The server has all events of {}", owner());
    try {
      spool.remove();
    } catch (IOException refusing) {
      Log.warn("What is left of {} cannot be removed ({})", owner(), Messages.reason(refusing));
    }
  }

  @Override
  public synchronized void refused(String why) {
    over = true;
    try {
      own.tell(
          "The server does not take the events of %s (%s); they are set aside in %s."
              .formatted(owner(), why, spool.setAside()));
    } catch (IOException refusing) {
      own.tell("The server does not take the events of %s (%s).".formatted(owner(), why));
    }
  }

  @Override
  public byte[] hello(Drain drain) {
    return LiveFrames.hello(codec, sender, drain, Math.max(0, time.wallMillis()));
  }

  @Override
  public List<byte[]> states() {
    return List.of();
  }

  @Override
  public byte @Nullable [] heartbeat(long nowNanos) {
    return null;
  }

  @Override
  public synchronized int step(long nowNanos) {
    return over ? 0 : spool.step(nowNanos);
  }

  @Override
  public synchronized long wakeAtNanos(long nowNanos) {
    return over ? nowNanos + Duration.ofDays(1).toNanos() : spool.wakeAtNanos(nowNanos);
  }

  /** An orderly stop before it is over. */
  synchronized void close() throws IOException {
    if (!over) {
      over = true;
      spool.close();
    }
  }
}
