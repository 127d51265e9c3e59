package dev.kiosk.agent.link.websocket;

import dev.kiosk.agent.link.Target;
import dev.kiosk.agent.link.Transport;
import dev.kiosk.agent.link.TransportEvent;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One connection, from its attempt to its end.
 *
 * <p>Its reading thread, {@code link-read}, dials, runs the library's client and tells the end;
 * since all events come from this one thread, the end is the last. A second one, {@code
 * link-deadline}, lives while something has a deadline and drops the socket when it passes. The
 * library's writing thread is {@code link-write}.
 */
final class WebSocketConnection implements Transport.Connection {

  /** How long an orderly close may take. */
  private static final long CLOSING_MILLIS = 1000;

  /** RFC 6455 section 5.5: 125 bytes for the code and the reason. */
  private static final int MAX_REASON_BYTES = 123;

  /** RFC 6750 section 2.1. Anything else could break out of its header. */
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

  private final Target target;
  private final Consumer<TransportEvent> events;
  private final Dialer dialer;
  private final Ending ending;
  private final Time time;
  private final AtomicLong queued = new AtomicLong();
  private final CountDownLatch dialled = new CountDownLatch(1);
  private final CountDownLatch upgraded = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable Client client;

  private WebSocketConnection(
      Target target, Consumer<TransportEvent> events, TlsSource tls, Time time) {
    this.target = target;
    this.events = events;
    this.dialer = new Dialer(target.uri(), target.connectTimeout().toMillis(), tls);
    this.ending = new Ending(target.token());
    this.time = time;
  }

  /** Begins an attempt. */
  static WebSocketConnection start(
      Target target, Consumer<TransportEvent> events, TlsSource tls, Time time) {
    var connection = new WebSocketConnection(target, events, tls, time);
    daemon("link-read", connection::run);
    return connection;
  }

  @Override
  public void send(byte[] utf8) {
    Client open = client;
    if (open != null) {
      open.sendText(utf8);
    }
  }

  @Override
  public void ping(long number) {
    Client open = client;
    if (open != null) {
      open.ping(number);
    }
  }

  @Override
  public long queuedBytes() {
    return over.getCount() == 0 ? 0 : queued.get();
  }

  @Override
  public void close(int code, String reason) {
    if (!ending.because("closed by this side with " + code + ": " + reason)) {
      return; // it is ending already
    }
    Client open = client;
    if (open != null && open.isOpen()) {
      open.close(code, shortened(reason));
      within(CLOSING_MILLIS);
    } else {
      dialer.drop();
    }
  }

  @Override
  public void abort() {
    ending.because("dropped by this side");
    dialer.drop();
  }

  private void run() {
    try {
      String token = target.token();
      if (token != null && !TOKEN.matcher(token).matches()) {
        throw new IOException("the token is empty or has characters that no header can carry");
      }
      daemon("link-deadline", this::superviseConnecting);
      Socket carrier = dialer.dial();
      dialled.countDown();
      talk(carrier);
    } catch (IOException failure) {
      ending.because(String.valueOf(failure.getMessage()));
    } catch (RuntimeException broken) { // the catch-all of this thread: the end must be told
      ending.because("a fault in the agent: " + broken);
    } finally {
      dialer.drop();
      over.countDown();
      dialled.countDown();
      upgraded.countDown();
      events.accept(ending.closed());
    }
  }

  /** Returns when the connection is over and the library's thread has ended. */
  private void talk(Socket carrier) throws IOException {
    var wire = new Wire(carrier, queued, target.token());
    var draft = new BoundedDraft(target.subprotocol(), queued, ending, time);
    var running =
        new Client(target.uri(), draft, wire, queued, ending, events, upgraded::countDown);
    client = running;
    running.run();
    try {
      if (!wire.awaitWriter(CLOSING_MILLIS)) {
        dialer.drop(); // frees a thread that hangs in a write
        wire.awaitWriter(CLOSING_MILLIS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (running.closing()) {
      linger(carrier);
    }
  }

  /**
   * Waits for the server to close, and reads away what it still sends: a socket that is closed with
   * unread bytes is reset, and the server might never read the close frame.
   */
  private void linger(Socket carrier) {
    within(CLOSING_MILLIS);
    try {
      carrier.shutdownOutput();
      InputStream rest = carrier.getInputStream();
      byte[] away = new byte[4096];
      int read;
      do {
        read = rest.read(away);
      } while (read >= 0);
    } catch (IOException gone) {
      // which is what was waited for
    }
  }

  private void superviseConnecting() {
    long millis = target.connectTimeout().toMillis();
    String patience = " within " + millis + " ms";
    if (!await(dialled, millis)) {
      ending.because("no connection to " + dialer.peer() + patience);
      dialer.drop();
    } else if (!await(upgraded, millis)) {
      ending.because(dialer.peer() + " did not answer the upgrade" + patience);
      dialer.drop();
    }
  }

  /** Drops the socket if the connection is not over in this time. */
  private void within(long millis) {
    daemon(
        "link-deadline",
        () -> {
          if (!await(over, millis)) {
            dialer.drop();
          }
        });
  }

  private static boolean await(CountDownLatch latch, long millis) {
    try {
      return latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String shortened(String reason) {
    String cut = reason;
    while (cut.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
      cut = cut.substring(0, cut.length() - 1);
    }
    return cut;
  }

  private static void daemon(String role, Runnable task) {
    var thread = new Thread(task, role);
    thread.setDaemon(true);
    thread.start();
  }
}
