package dev.kiosk.agent.door;

import dev.kiosk.agent.log.Log;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One connection, while somebody talks over it. Its thread waits in the kernel; the thread of the
 * {@link Doors} watches the time and ends that wait.
 */
public final class Visit {

  /** Nothing is due before somebody comes. */
  static final long NEVER = Long.MAX_VALUE;

  /** The JDK keeps as much outside of the heap for each thread that writes. */
  private static final int PIECE_BYTES = 16 * 1024;

  private enum State {
    ASKING,
    ANSWERING,
    SHUT
  }

  private final SocketChannel channel;
  private final DoorRules rules;
  private final Doors doors;
  private final CountDownLatch ended = new CountDownLatch(1);
  private State state = State.ASKING;
  private long deadlineNanos;
  private boolean late;

  Visit(SocketChannel channel, DoorRules rules, Doors doors) {
    this.channel = channel;
    this.rules = rules;
    this.doors = doors;
    this.deadlineNanos = time().nanos() + rules.asking().toNanos();
  }

  private Time time() {
    return doors.time();
  }

  /** The connection; reading and writing wait. Nothing comes any more once the visit is late. */
  public SocketChannel channel() {
    return channel;
  }

  /** Says that the request has come: from now on the time for the answer counts. */
  public synchronized void asked() {
    if (state == State.ASKING) {
      state = State.ANSWERING;
      deadlineNanos = time().nanos() + rules.answering().toNanos();
    }
  }

  /**
   * Whether the time for asking was over before {@link #asked()}. The connection then reads as if
   * the other side had ended, and it can still be told why.
   */
  public synchronized boolean late() {
    return late;
  }

  /**
   * Sends all of it, however long the other side takes, as far as the time goes.
   *
   * @throws IOException when the other side has left, or the time is over
   */
  public void send(byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.position() < bytes.length) {
      left.limit(Math.min(bytes.length, left.position() + PIECE_BYTES));
      channel.write(left);
    }
  }

  /**
   * Ends the own side, and takes what the other one still sends until it ends too. Without that,
   * what was sent last may be lost to it: a connection that is closed with something unread is
   * reset.
   *
   * @param mostBytes how much is taken
   * @param patience how long; the time for the answer does not count any more
   * @throws IOException when the other side has left, or does not end in time
   */
  public void sayGoodbye(int mostBytes, Duration patience) throws IOException {
    synchronized (this) {
      if (state != State.SHUT) {
        state = State.ANSWERING;
        deadlineNanos = time().nanos() + patience.toNanos();
      }
    }
    doors.wake(); // it waits for a later time
    channel.shutdownOutput();
    ByteBuffer unread = ByteBuffer.allocate(Math.min(mostBytes, PIECE_BYTES));
    int taken = 0;
    for (int count = 0; count >= 0 && taken < mostBytes; count = channel.read(unread.clear())) {
      taken += count;
    }
  }

  /**
   * Does what is due.
   *
   * @return for how long nothing else will be, nanoseconds
   */
  synchronized long look(long nowNanos) {
    if (state == State.SHUT) {
      return NEVER;
    }
    if (nowNanos - deadlineNanos >= 0) {
      expire(nowNanos);
    }
    return state == State.SHUT ? NEVER : deadlineNanos - nowNanos;
  }

  private void expire(long nowNanos) {
    if (state == State.ANSWERING) {
      shut();
      return;
    }
    late = true;
    state = State.ANSWERING;
    deadlineNanos = nowNanos + rules.answering().toNanos();
    try {
      channel.shutdownInput(); // the thread that waits for it goes on
    } catch (IOException gone) {
      shut();
    }
  }

  /** Closes the connection; the visit's thread ends as soon as it touches it. */
  synchronized void shut() {
    state = State.SHUT;
    try {
      channel.close();
    } catch (IOException gone) {
      Log.debug("A connection did not close in order ({})", gone.getMessage());
    }
  }

  /** Called when the thread has nothing more to do. */
  void end() {
    shut();
    ended.countDown();
  }

  /** Waits until the thread has nothing more to do. */
  boolean awaitEnd(long nanos) throws InterruptedException {
    return ended.await(nanos, TimeUnit.NANOSECONDS);
  }
}
