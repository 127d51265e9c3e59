package dev.kiosk.agent.systemd;

import dev.kiosk.agent.log.Log;
import dev.kiosk.agent.time.Step;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells the service manager how the agent is (sd_notify(3)): {@code READY=1} once all parts work,
 * {@code STATUS=} in words when they change, {@code WATCHDOG=1} twice in its time while all parts
 * come forward, {@code RELOADING=1} and {@code STOPPING=1}. What cannot be sent now is tried again
 * with the next step; nothing here ever waits for the manager.
 *
 * <p>Stepped by one thread; everything else from any thread.
 */
public final class Notifier implements Step {

  /** Words are not told more often; the parts are looked at as often. Each look is a wake-up. */
  private static final Duration PACE = Duration.ofSeconds(5);

  /** While it starts: soon enough that nobody waits for it. */
  private static final Duration START_PACE = Duration.ofMillis(10);

  /** An idle loop steps each five seconds, so less would call it stuck. */
  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(10);

  /** A start that takes longer is looked at with the usual pace. */
  private static final Duration START = Duration.ofSeconds(5);

  private static final int MOST_CHARS = 300;
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}]+");

  private enum Phase {
    STARTING,
    READY,
    RELOADING,
    STOPPING
  }

  private enum Way {
    CLOSED,
    OPEN,
    BLOCKED
  }

  private record Work(Watch watch, Supplier<String> words) {}

  private final Datagrams datagrams;
  private final @Nullable Duration watchdog;
  private final Duration pace;
  private final Time time;
  private volatile Way way = Way.CLOSED;
  private volatile Phase phase = Phase.STARTING;
  private volatile @Nullable Work work;
  private volatile Runnable wake = () -> {};
  private volatile boolean refusalTold;
  private String told = "";
  private @Nullable Long begunNanos;
  private long lookAtNanos;
  private long sayAtNanos;
  private long feedAtNanos;

  /**
   * A notifier that tells nothing before {@link #watch}.
   *
   * @param watchdog how long the agent may be silent; null when it may be for ever
   */
  public Notifier(Datagrams datagrams, @Nullable Duration watchdog, Time time) {
    this.datagrams = datagrams;
    this.watchdog = watchdog;
    this.time = time;
    this.pace =
        watchdog == null || watchdog.dividedBy(4).compareTo(PACE) > 0
            ? PACE
            : atLeast(watchdog.dividedBy(4));
    long now = time.nanos();
    this.lookAtNanos = now;
    this.sayAtNanos = now;
    this.feedAtNanos = now;
  }

  private static Duration atLeast(Duration pace) {
    return pace.compareTo(START_PACE) < 0 ? START_PACE : pace;
  }

  private Duration patience() {
    Duration half = watchdog == null ? LEAST_PATIENCE : watchdog.dividedBy(2);
    return half.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : half;
  }

  /** The notifier that the environment of this process asks for. */
  public static Notifier of(Asked asked, Time time) {
    Datagrams way =
        asked.connected() ? new InheritedSocket(time) : new UnixDatagrams(asked.socket());
    return new Notifier(way, asked.watchdog(), time);
  }

  /** Whom to wake when there is something to tell. */
  public void onNews(Runnable wakeLoop) {
    wake = wakeLoop;
  }

  /**
   * The agent works with these parts from now on. Once each of them has stepped it is ready, unless
   * a reload is under way.
   *
   * @param words how it is, in one line; asked each five seconds
   */
  public void watch(List<Part> parts, Supplier<String> words) {
    work = new Work(new Watch(parts, patience(), pace, time.nanos()), words);
    wake.run();
  }

  /** A reload begins: until {@link #reloaded} the agent is not called ready. */
  public synchronized void reloading() {
    if (phase != Phase.STOPPING) {
      phase = Phase.RELOADING;
      tell(() -> "RELOADING=1\nMONOTONIC_USEC=" + datagrams.monotonicMicros());
    }
  }

  /** The reload is over, whatever came of it. */
  public void reloaded() {
    synchronized (this) {
      phase = phase == Phase.RELOADING ? Phase.STARTING : phase;
    }
    wake.run();
  }

  /** The agent stops; nothing more is told. */
  public synchronized void stopping() {
    phase = Phase.STOPPING;
    tell("STOPPING=1\nSTATUS=Stopping");
  }

  @Override
  public int step(long nowNanos) {
    if (way == Way.CLOSED) {
      open(); // here, so that the start of the agent does not wait for it
    }
    Work current = work;
    if (current == null || phase == Phase.STOPPING || way != Way.OPEN) {
      return 0;
    }
    boolean well = current.watch().look(nowNanos);
    lookAtNanos = nowNanos + pace.toNanos();
    if (current.watch().isUp()) {
      ready();
    }
    feed(well, nowNanos);
    say(current, nowNanos);
    return 0;
  }

  private void open() {
    try {
      datagrams.open();
      way = Way.OPEN;
    } catch (IOException impossible) {
      way = Way.BLOCKED;
      Log.error(
          "The service manager cannot be told that the agent works ({}); a unit with Type=notify will end it",
          impossible.getMessage());
    }
  }

  private synchronized void ready() {
    if (phase == Phase.STARTING && tell("READY=1")) {
      phase = Phase.READY;
      begunNanos = null;
    }
  }

  private void feed(boolean well, long nowNanos) {
    if (watchdog != null && well && nowNanos - feedAtNanos >= 0 && tell("WATCHDOG=1")) {
      feedAtNanos = nowNanos + watchdog.dividedBy(2).toNanos();
    }
  }

  private void say(Work current, long nowNanos) {
    if (nowNanos - sayAtNanos < 0 || phase != Phase.READY) {
      return;
    }
    String words = current.words().get();
    if (!words.equals(told) && tell("STATUS=" + oneLine(words))) {
      told = words;
      sayAtNanos = nowNanos + PACE.toNanos();
    }
  }

  /** Words may come from a device: they must not be taken for another assignment. */
  private static String oneLine(String words) {
    String line = UNPRINTABLE.matcher(words).replaceAll(" ").strip();
    return line.length() <= MOST_CHARS ? line : line.substring(0, MOST_CHARS - 2) + " …";
  }

  private interface Message {
    String text() throws IOException;
  }

  private boolean tell(String text) {
    return tell(() -> text);
  }

  private boolean tell(Message message) {
    if (way != Way.OPEN) {
      return false;
    }
    try {
      boolean sent = datagrams.send(message.text());
      refusalTold &= !sent;
      return sent;
    } catch (IOException refused) {
      if (!refusalTold) { // it is tried again with each step
        refusalTold = true;
        Log.warn("The service manager cannot be told how the agent is: {}", refused.getMessage());
      }
      return false;
    }
  }

  @Override
  public long wakeAtNanos(long nowNanos) {
    if (work == null || phase == Phase.STOPPING || way == Way.BLOCKED) {
      return nowNanos + pace.toNanos();
    }
    if (phase != Phase.STARTING) {
      boolean feedFirst = feedAtNanos - nowNanos > 0 && feedAtNanos - lookAtNanos < 0;
      return watchdog != null && feedFirst ? feedAtNanos : lookAtNanos;
    }
    Long begun = begunNanos;
    if (begun == null) {
      begun = nowNanos;
      begunNanos = begun;
    }
    return nowNanos - begun < START.toNanos() ? nowNanos + START_PACE.toNanos() : lookAtNanos;
  }
}
