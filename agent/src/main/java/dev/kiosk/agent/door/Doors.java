package dev.kiosk.agent.door;

import dev.kiosk.agent.log.Log;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * All places where the agent listens, and the one thread that waits there. While nobody visits it
 * does not wake at all; a visitor gets a thread of its own for as long as it stays, and this one
 * wakes for its deadlines. It closes the connection of who does not ask or does not listen, so such
 * a one costs a place for that time, and nothing else.
 *
 * <p>There is no thread before the first door is opened.
 */
public final class Doors implements AutoCloseable {

  private static final long WAIT_AFTER_FAILURE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long PATIENCE_MILLIS = 1000;

  private final Time time;
  private final Starter starter;
  private final List<Door> open = new ArrayList<>();
  private @Nullable Selector selector;
  private @Nullable Thread thread;
  private boolean closed;
  private volatile boolean ending;

  /** Gives work a thread. */
  interface Starter {
    /**
     * Starts.
     *
     * @throws OutOfMemoryError when the machine has no more threads
     */
    Thread start(Runnable work, String name);
  }

  /** No door yet. */
  public Doors(Time time) {
    this(time, Doors::startDaemon);
  }

  Doors(Time time, Starter starter) {
    this.time = time;
    this.starter = starter;
  }

  private static Thread startDaemon(Runnable work, String name) {
    var started = new Thread(work, name);
    started.setDaemon(true);
    started.start();
    return started;
  }

  /** The clock that its visitors are measured by. */
  public Time time() {
    return time;
  }

  /**
   * Opens a door.
   *
   * @param channel bound; belongs to the door from now on, unless this throws
   * @throws IOException when the kernel refuses what it takes to wait
   * @throws IllegalStateException after {@link #close}
   */
  public synchronized Door open(ServerSocketChannel channel, DoorRules rules, Visitor visitor)
      throws IOException {
    if (closed) {
      throw new IllegalStateException("these doors are closed for good");
    }
    Selector waiting = selector == null ? Selector.open() : selector;
    selector = waiting;
    if (thread == null) {
      thread = starter.start(() -> run(waiting), "doors");
    }
    channel.configureBlocking(false);
    SelectionKey key = channel.register(waiting, SelectionKey.OP_ACCEPT);
    var door = new Door(channel, key, this, rules, visitor);
    key.attach(door);
    open.add(door);
    waiting.wakeup();
    return door;
  }

  void start(Runnable work, String name) {
    starter.start(work, name);
  }

  /** Makes the thread look at its deadlines soon; for a clock that is moved by hand, too. */
  public void wake() {
    Selector waiting;
    synchronized (this) {
      waiting = selector;
    }
    if (waiting != null) {
      waiting.wakeup();
    }
  }

  private void run(Selector waiting) {
    long waitNanos = Visit.NEVER;
    boolean told = false;
    while (!ending) {
      try {
        waitNanos = turn(waiting, waitNanos);
      } catch (Throwable failure) { // the one catch-all of this thread: it must not end
        if (!told) {
          Log.error(failure, "The doors met an unexpected error and go on");
        }
        told = true;
        LockSupport.parkNanos(this, WAIT_AFTER_FAILURE_NANOS);
        waitNanos = 0;
      }
    }
    end(waiting);
  }

  /** Waits, and does what is due then; returns how long the next wait may be. */
  private long turn(Selector waiting, long waitNanos) throws IOException {
    if (waitNanos == Visit.NEVER) {
      waiting.select();
    } else {
      waiting.select(Math.max(1, waitNanos / 1_000_000 + 1));
    }
    shutThoseThatClose(waiting);
    long nowNanos = time.nanos();
    long next = Visit.NEVER;
    for (SelectionKey key : waiting.keys()) {
      if (key.attachment() instanceof Door door && key.isValid()) {
        next = Math.min(next, door.look(waiting.selectedKeys().remove(key), nowNanos));
      }
    }
    waiting.selectedKeys().clear();
    return next;
  }

  private void shutThoseThatClose(Selector waiting) throws IOException {
    var shut = new ArrayList<Door>();
    synchronized (this) {
      for (Door door : open) {
        if (door.closing()) {
          shut.add(door);
        }
      }
      open.removeAll(shut);
    }
    if (!shut.isEmpty()) {
      shut.forEach(Door::shut);
      waiting.selectNow(); // only so the kernel hears of it
      shut.forEach(Door::isShut);
    }
  }

  private static void end(Selector waiting) {
    try {
      waiting.close();
    } catch (IOException gone) {
      Log.debug("The doors did not close in order ({})", gone.getMessage());
    }
  }

  /** Closes all doors, as each would be closed, and ends the thread. */
  @Override
  public void close() {
    List<Door> last;
    Thread running;
    synchronized (this) {
      closed = true;
      last = List.copyOf(open);
      running = thread;
    }
    last.forEach(Door::close);
    ending = true;
    wake();
    try {
      if (running != null) {
        running.join(PATIENCE_MILLIS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
