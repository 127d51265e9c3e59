package dev.kiosk.agent.link;

import java.util.function.Consumer;

/**
 * What carries frames. A port: {@code link.websocket} is the real one, tests hand in one under
 * their control.
 */
public interface Transport {

  /**
   * Begins to connect and returns at once. All that happens later is told to {@code events}, from
   * any thread, and ends with exactly one {@link TransportEvent.Closed}, also when the connection
   * never came to be. The receiver only enqueues.
   *
   * @param target where to
   */
  Connection connect(Target target, Consumer<TransportEvent> events);

  /** One connection, from its attempt to its end. Calls never block on the network. */
  interface Connection {

    /** Queues a text frame (UTF-8 JSON). Without effect when the connection is not open. */
    void send(byte[] utf8);

    /**
     * Queues a ping.
     *
     * @param number not negative; the pong brings it back
     */
    void ping(long number);

    /** Bytes of frames that were queued and have not yet been handed to the operating system. */
    long queuedBytes();

    /**
     * Closes with a close frame if that still goes out, and without one soon after.
     *
     * @param code WebSocket close code, RFC 6455 section 7.4
     */
    void close(int code, String reason);

    /** Drops the connection at once, without a close frame. Idempotent. */
    void abort();
  }
}
