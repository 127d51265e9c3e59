package dev.kiosk.simulator.fleet;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.link.LinkStatus;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.wire.CpuEvent;
import dev.kiosk.agent.wire.ErrorEvent;
import dev.kiosk.agent.wire.Event;
import dev.kiosk.agent.wire.Sender;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A virtual kiosk: a machine with a disk and clocks, on which the agent's code runs, ends, and runs
 * again. It makes events and keeps book of them.
 *
 * <p>Stepped by its {@link Crew}; what is said to be called from any thread may be.
 */
final class Kiosk {

  /** One event of so many is an alert. */
  private static final int ALERT_EACH = 30;

  /** Load has two decimals in a frame; they carry the number of the event. */
  private static final int LOADS = 10_000;

  private static final int MOST_BEHIND = 100;
  private static final int MOST_ROUNDS = 1000;

  private final Shared shared;
  private final Sender sender;
  private final KioskTime time;
  private final Line line;
  private final Crew crew;
  private final Runnable wake;
  private final List<Book> books = new ArrayList<>(1);
  private final Waiting waitingAlerts = new Waiting();
  private final Waiting waitingReadings = new Waiting();
  private MemoryDisk disk = new MemoryDisk();
  private Book book = new Book();
  private volatile @Nullable KioskAgent agent;
  private volatile int waiting;
  private long made;
  private long madeAlerts;
  private long bootAtNanos;
  private long makeAtNanos;
  private long frozenUntilNanos;

  /** Whether its crew was told that something arrived for it; the crew's. */
  final AtomicBoolean called = new AtomicBoolean();

  /** When its crew will look at it next; the crew's. */
  long dueNanos = Crew.NEVER;

  Kiosk(Shared shared, Sender sender, Crew crew, long bootAtNanos) {
    this.shared = shared;
    this.sender = sender;
    this.time = new KioskTime(shared.time());
    this.line = new Line(shared.network(), shared.meters().opened());
    this.crew = crew;
    this.wake = () -> crew.call(this);
    this.bootAtNanos = bootAtNanos;
    this.makeAtNanos = bootAtNanos;
    this.frozenUntilNanos = bootAtNanos;
    books.add(book);
  }

  /** Its name. */
  String host() {
    return sender.host();
  }

  /** Whether events flow. From any thread. */
  boolean isConnected() {
    KioskAgent running = agent;
    return running != null && running.link().status().state() == LinkStatus.State.CONNECTED;
  }

  /** Why the last connection failed; null when it did not. From any thread. */
  @Nullable LinkStatus status() {
    KioskAgent running = agent;
    return running == null ? null : running.link().status();
  }

  /** Events without receipt. From any thread. */
  int waiting() {
    return waiting;
  }

  /** Whether the command with this cid set the limit that holds. From any thread. */
  boolean holdsLimitOf(String cid) {
    KioskAgent running = agent;
    return running != null
        && running.commands().limits().values().stream().anyMatch(limit -> limit.cid().equals(cid));
  }

  /** Its network. From any thread. */
  Line line() {
    return line;
  }

  /** Who steps it. */
  Crew crew() {
    return crew;
  }

  /** Its clocks. */
  KioskTime time() {
    return time;
  }

  /** What it appended, by disk. */
  List<Book> books() {
    return books;
  }

  /** All that is due. */
  void step(long nowNanos) throws IOException {
    if (nowNanos - bootAtNanos < 0 || nowNanos - frozenUntilNanos < 0) {
      return;
    }
    KioskAgent running = agent;
    if (running == null) {
      var machine = new KioskAgent.Machine(sender, time, disk, line, () -> printer(madeAlerts));
      running = KioskAgent.boot(machine, shared.link(), shared.counters(), wake);
      agent = running;
    }
    make(running, nowNanos);
    int rounds = 0;
    while (running.step(nowNanos) > 0) {
      rounds++;
      if (rounds > MOST_ROUNDS) {
        throw new IllegalStateException(host() + " never comes to rest");
      }
    }
    receipts(running.spool(), Lane.ALERTS, waitingAlerts);
    receipts(running.spool(), Lane.READINGS, waitingReadings);
    waiting = waitingAlerts.size() + waitingReadings.size();
  }

  private void make(KioskAgent running, long nowNanos) {
    long period = shared.periodNanos();
    if (nowNanos - makeAtNanos > MOST_BEHIND * period) {
      makeAtNanos = nowNanos; // it was off, or frozen
    }
    while (nowNanos - makeAtNanos >= 0) {
      if (shared.isMaking()) {
        makeOne(running);
      }
      makeAtNanos += period;
    }
  }

  private void makeOne(KioskAgent running) {
    long ts = Math.max(0, time.wallMillis());
    made++;
    if (made % ALERT_EACH == 0) {
      long number = madeAlerts++;
      append(running, Lane.ALERTS, alert(ts, number), number);
    } else {
      long number = made - 1 - madeAlerts;
      append(running, Lane.READINGS, new CpuEvent(ts, load(number)), number);
    }
    shared.meters().made().increment();
  }

  private void append(KioskAgent to, Lane lane, Event event, long number) {
    Spool.Place place = to.spool().append(lane, to.codec().encode(event));
    book.took(place.spool().toString(), lane, place.position(), number);
    (lane == Lane.ALERTS ? waitingAlerts : waitingReadings).add(place.position(), time.nanos());
  }

  /** The load that the reading of a number tells. */
  static double load(long number) {
    return number % LOADS / 100.0;
  }

  /** What the alert of a number tells as the device's own words. */
  static String words(long number) {
    return "event " + number;
  }

  private static ErrorEvent alert(long ts, long number) {
    boolean begins = number % 2 == 0;
    String message = begins ? "Bag-tag printer is out of media" : "Bag-tag printer has media again";
    return new ErrorEvent(
        ts,
        Condition.MEDIA_OUT,
        message,
        KioskAgent.PRINTER,
        Condition.MEDIA_OUT.severity(),
        begins,
        null,
        words(number),
        false,
        false);
  }

  private static Condition printer(long alerts) {
    return alerts % 2 == 0 ? Condition.DEVICE_OK : Condition.MEDIA_OUT;
  }

  private void receipts(Spool spool, Lane lane, Waiting of) {
    if (of.size() == 0) {
      return;
    }
    long receipted = spool.receipted(lane);
    long now = time.nanos();
    while (of.first() < receipted) {
      shared.meters().receipts().add(now - of.poll());
    }
  }

  /** When {@link #step} wants to be called though nothing arrives. */
  long wakeAtNanos(long nowNanos) {
    KioskAgent running = agent;
    if (running == null || nowNanos - frozenUntilNanos < 0) {
      return Math.max(bootAtNanos, frozenUntilNanos);
    }
    return Math.min(makeAtNanos, running.wakeAtNanos(nowNanos));
  }

  /** The process hangs: it neither reads nor writes, and its sockets stay. */
  void freeze(Duration forSo) {
    frozenUntilNanos = time.nanos() + forSo.toNanos();
  }

  /** The process is killed, and begins again on the same disk. */
  void kill(Duration off) {
    KioskAgent running = agent;
    if (running == null) {
      return;
    }
    Spool spool = running.spool();
    excuse(spool, Lane.ALERTS, waitingAlerts);
    excuse(spool, Lane.READINGS, waitingReadings);
    gone(off);
    disk.processGone();
  }

  /** What was neither on disk nor receipted, the kill takes; the spool says what was. */
  private void excuse(Spool spool, Lane lane, Waiting of) {
    of.keepIf(
        position -> {
          boolean accepted = spool.isAccepted(new Spool.Place(spool.id(), lane, position));
          if (!accepted) {
            book.excuse(lane, position);
          }
          return accepted;
        });
  }

  /** The machine is replaced by one with an empty disk. */
  void replace(Duration off) {
    if (agent == null) {
      return;
    }
    forget(Lane.ALERTS, waitingAlerts);
    forget(Lane.READINGS, waitingReadings);
    gone(off);
    disk = new MemoryDisk();
    book = new Book();
    books.add(book);
  }

  private void forget(Lane lane, Waiting of) {
    of.keepIf(
        position -> {
          book.excuse(lane, position);
          return false;
        });
  }

  /** The process ends in order, and begins again. */
  void restart(Duration off) throws IOException {
    if (agent != null) {
      stop();
      bootAtNanos = time.nanos() + off.toNanos();
    }
  }

  private void gone(Duration off) {
    agent = null;
    line.processGone();
    bootAtNanos = time.nanos() + off.toNanos();
  }

  /** What is on its disk, bytes; when nobody steps it. */
  long diskBytes() {
    return disk.bytes();
  }

  /** Says goodbye to the server; to be stepped no more. */
  void hangUp() {
    KioskAgent running = agent;
    if (running != null) {
      running.link().shutDown();
      line.left();
    }
  }

  /** Ends in order: nothing is lost, and what is not receipted stays on the disk. */
  void stop() throws IOException {
    hangUp();
    KioskAgent running = agent;
    if (running != null) {
      agent = null;
      running.spool().close();
    }
  }
}
