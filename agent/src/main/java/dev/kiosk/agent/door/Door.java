package dev.kiosk.agent.door;

import dev.kiosk.agent.log.Log;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One place where visitors come in. Made by {@link Doors#open}. */
public final class Door implements AutoCloseable {

  /** The thread that closes it has nothing else that takes long. */
  private static final long CLOSE_MILLIS = 1000;

  /**
   * Who cannot be let in, for want of memory or file descriptors, is still there a second later.
   */
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  private final ServerSocketChannel channel;
  private final SelectionKey key;
  private final DoorRules rules;
  private final Visitor visitor;
  private final Doors doors;
  private final Set<Visit> visits = new HashSet<>();
  private final CountDownLatch shut = new CountDownLatch(1);
  private boolean closing;
  // of the doors' thread alone:
  private int visitors;
  private boolean paused;
  private long pausedNanos;
  private boolean told;

  Door(
      ServerSocketChannel channel,
      SelectionKey key,
      Doors doors,
      DoorRules rules,
      Visitor visitor) {
    this.channel = channel;
    this.key = key;
    this.doors = doors;
    this.rules = rules;
    this.visitor = visitor;
  }

  /**
   * Lets in who has knocked, as far as there are places, and ends what has taken too long.
   *
   * @return for how long it need not be called unless somebody knocks, nanoseconds
   */
  long look(boolean knocked, long nowNanos) {
    if (paused && nowNanos - pausedNanos >= PAUSE_NANOS) {
      paused = false;
    }
    if (knocked && !paused && !full()) {
      letIn(nowNanos);
    }
    long wait = paused ? pausedNanos + PAUSE_NANOS - nowNanos : Visit.NEVER;
    for (Visit visit : visits()) {
      wait = Math.min(wait, visit.look(nowNanos));
    }
    key.interestOps(paused || full() ? 0 : SelectionKey.OP_ACCEPT);
    return wait;
  }

  private void letIn(long nowNanos) {
    try {
      SocketChannel client = channel.accept();
      if (client != null) {
        receive(client);
      }
      told = false;
    } catch (IOException | OutOfMemoryError refused) { // the latter: no thread could be made
      if (!told) {
        Log.error(
            "Nobody can be let in at the door \"{}\" now ({}); it is tried again each second",
            rules.name(),
            refused.getMessage());
      }
      told = true;
      paused = true;
      pausedNanos = nowNanos;
    }
  }

  private void receive(SocketChannel client) {
    var visit = new Visit(client, rules, doors);
    synchronized (this) {
      visits.add(visit);
      if (closing) {
        end(visit);
        return;
      }
    }
    boolean received = false;
    try {
      visitors++;
      doors.start(() -> run(visit), rules.name() + "-" + visitors);
      received = true;
    } finally {
      if (!received) {
        end(visit);
      }
    }
  }

  private void run(Visit visit) {
    try {
      visitor.receive(visit);
    } catch (IOException gone) {
      Log.debug("A visitor of {} left early ({})", rules.name(), gone.getMessage());
    } catch (Throwable failure) { // of one visitor; the others come all the same
      Log.error(failure, "A visit at the door \"{}\" met an unexpected error", rules.name());
    } finally {
      end(visit);
      doors.wake(); // there is a place again, and one deadline less to wait for
    }
  }

  private void end(Visit visit) {
    visit.end();
    synchronized (this) {
      visits.remove(visit);
    }
  }

  private synchronized List<Visit> visits() {
    return List.copyOf(visits);
  }

  private synchronized boolean full() {
    return visits.size() >= rules.places();
  }

  /** How many are inside. */
  synchronized int inside() {
    return visits.size();
  }

  synchronized boolean closing() {
    return closing;
  }

  /** Gives the address back, as far as the selector lets it. */
  void shut() {
    try {
      channel.close();
    } catch (IOException gone) {
      Log.debug("The door {} did not close in order ({})", rules.name(), gone.getMessage());
    }
  }

  /** Called when the address is free again. */
  void isShut() {
    shut.countDown();
  }

  /**
   * Closes the door and all connections that came by it. Its address is free afterwards. Threads
   * may still be on their way out.
   */
  @Override
  public void close() {
    close(Duration.ZERO);
  }

  /**
   * The same, and waits for those who talk.
   *
   * @param patience the longest wait for their threads
   * @return whether nobody is inside any more
   */
  public boolean close(Duration patience) {
    synchronized (this) {
      closing = true;
    }
    List<Visit> inside = visits();
    inside.forEach(Visit::shut);
    doors.wake();
    try {
      if (!shut.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
        Log.error("The door \"{}\" does not close", rules.name());
      }
      long endNanos = doors.time().nanos() + patience.toNanos();
      for (Visit visit : inside) {
        if (!visit.awaitEnd(endNanos - doors.time().nanos())) {
          return false;
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
    return true;
  }
}
