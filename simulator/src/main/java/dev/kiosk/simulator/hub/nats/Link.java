package dev.kiosk.simulator.hub.nats;

import dev.kiosk.simulator.hub.store.StoreException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/** The connection to NATS, which comes back by itself. */
final class Link implements AutoCloseable {

  /** How long an answer may take; a server that is well needs a few milliseconds. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(8);
  private static final Duration RECONNECT_WAIT = Duration.ofMillis(250);

  /** As many as there may be kiosks, each with a message under way, and then some. */
  private static final int MAX_OUTGOING = 100_000;

  private final String servers;
  private final Connection connection;
  private volatile boolean connected;
  private final List<Runnable> whenBack = new CopyOnWriteArrayList<>();

  private Link(String servers) throws IOException, InterruptedException {
    this.servers = servers;
    Options options =
        new Options.Builder()
            .servers(servers.split(","))
            .connectionName("kiosk-hub")
            .maxReconnects(-1)
            .connectionTimeout(CONNECT_PATIENCE)
            .reconnectWait(RECONNECT_WAIT)
            .reconnectJitter(RECONNECT_WAIT)
            .reconnectBufferSize(0) // what cannot be sent now is decided on again later
            .pingInterval(Duration.ofSeconds(5))
            .maxPingsOut(2)
            .maxMessagesInOutgoingQueue(MAX_OUTGOING)
            .reportNoResponders()
            .noEcho() // a hub needs not hear itself
            .connectionListener(new Watch())
            .errorListener(new Complaints())
            .build();
    this.connection = Nats.connect(options);
    this.connected = true;
  }

  /**
   * Connects.
   *
   * @param servers {@code nats://host:port}, or several of one cluster with commas between them
   * @throws StoreException when none can be reached
   */
  static Link open(String servers) throws StoreException {
    try {
      return new Link(servers);
    } catch (IOException | IllegalArgumentException unreachable) {
      throw new StoreException(
          "NATS at %s cannot be reached: %s".formatted(shown(servers), unreachable.getMessage()),
          unreachable);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while connecting to NATS", interrupted);
    }
  }

  /** Addresses without the password that may stand in them. */
  static String shown(String servers) {
    return servers.replaceAll("//[^@,/]*@", "//");
  }

  /** Calls this too from now on, from a thread of the client, when the connection is back. */
  void whenBack(Runnable work) {
    whenBack.add(work);
  }

  /** What JetStream is asked through that answers at once, or not at all; an exception then. */
  JetStreamManagement management() throws IOException {
    return connection.jetStreamManagement(
        JetStreamOptions.builder().requestTimeout(PATIENCE).build());
  }

  boolean isConnected() {
    return connected;
  }

  Connection connection() {
    return connection;
  }

  String servers() {
    return shown(servers);
  }

  /** Asks; the answer fails when there is none in {@link #PATIENCE}, or nobody who could. */
  CompletableFuture<Message> ask(String subject, @Nullable Headers headers, byte[] body) {
    try {
      return connection.requestWithTimeout(subject, headers, body, PATIENCE);
    } catch (IllegalStateException | IllegalArgumentException notNow) {
      return CompletableFuture.failedFuture(notNow); // disconnected, or closed
    }
  }

  /** Says something that nobody answers; nothing happens while there is no connection. */
  void say(String subject, byte[] body) {
    try {
      connection.publish(subject, body);
    } catch (IllegalStateException notNow) {
      Logger.debug("not said to other hubs: {}", notNow.getMessage());
    } catch (IllegalArgumentException tooLong) {
      Logger.error("not said to other hubs at {}: {}", subject, tooLong.getMessage());
    }
  }

  @Override
  public void close() {
    connected = false; // it is not away, it is left
    try {
      connection.close();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Watch implements ConnectionListener {
    @Override
    @SuppressWarnings("deprecation") // its successor hands on to it, and may not stand alone
    public void connectionEvent(Connection of, Events event) {
      switch (event) {
        case DISCONNECTED -> {
          if (connected) { // it is also told of each attempt that fails
            Logger.warn("NATS at {} is away; nothing is receipted until it is back", servers());
          }
          connected = false;
        }
        case RECONNECTED -> {
          connected = true;
          Logger.info("NATS at {} is back", servers());
          whenBack.forEach(Runnable::run);
        }
        default -> Logger.debug("NATS: {}", event);
      }
    }
  }

  private static final class Complaints implements ErrorListener {
    @Override
    public void errorOccurred(Connection of, String error) {
      Logger.warn("NATS: {}", error);
    }

    @Override
    public void exceptionOccurred(Connection of, Exception exception) {
      Logger.debug("NATS: {}", exception.toString());
    }
  }
}
