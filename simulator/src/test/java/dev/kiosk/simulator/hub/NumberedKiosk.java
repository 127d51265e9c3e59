package dev.kiosk.simulator.hub;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A kiosk that keeps the contract and numbers its readings: each stands at the position that it
 * says. It holds what is not receipted, connects again when it is cut off, and answers commands.
 */
final class NumberedKiosk implements WebSocket.Listener, AutoCloseable {

  private static final Pattern READINGS = Pattern.compile("\"readings\":\\{\"next\":(\\d+)");
  private static final Pattern RECEIPT = Pattern.compile("\"lane\":\"readings\",\"next\":(\\d+)");
  private static final Pattern CID = Pattern.compile("\"cid\":\"([^\"]+)\"");
  private static final long RETRY_MILLIS = 300;
  private static final int MAX_BATCH = 50;

  private final String host;
  private final URI uri;
  private final HttpClient client;
  private final ScheduledExecutorService timer;
  private final StringBuilder partial = new StringBuilder();
  private @Nullable WebSocket socket;
  private CompletableFuture<Boolean> saying = CompletableFuture.completedFuture(true);
  private boolean welcome;
  private boolean stopped;
  private long made;
  private long sent;
  private long receipted;
  private int sessions;

  NumberedKiosk(String host, URI uri, HttpClient client, ScheduledExecutorService timer) {
    this.host = host;
    this.uri = uri;
    this.client = client;
    this.timer = timer;
  }

  void connect() {
    CompletableFuture<?> unused =
        client
            .newWebSocketBuilder()
            .subprotocols(HubServer.SUBPROTOCOL)
            .buildAsync(uri, this)
            .whenComplete(
                (opened, failure) -> {
                  if (failure != null) {
                    again();
                  }
                });
  }

  private void again() {
    Object unused = timer.schedule(this::connect, RETRY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** One more reading, unless it was told to stop. */
  synchronized void read() {
    if (!stopped) {
      made++;
    }
    flush();
  }

  private void flush() {
    WebSocket open = socket;
    if (open == null || !welcome || sent == made) {
      return;
    }
    int count = (int) Math.min(MAX_BATCH, made - sent);
    String[] events = new String[count];
    for (int i = 0; i < count; i++) {
      events[i] = Frames.cpu("acme", host, sent + i);
    }
    say(open, Frames.batch("readings", sent, events));
    sent += count;
  }

  /** In order: the client sends one message at a time. */
  private void say(WebSocket open, String message) {
    saying =
        saying
            .exceptionally(failure -> false)
            .thenCompose(before -> open.sendText(message, true).thenApply(by -> true));
  }

  synchronized void stop() {
    stopped = true;
  }

  synchronized long made() {
    return made;
  }

  synchronized long receipted() {
    return receipted;
  }

  synchronized int sessions() {
    return sessions;
  }

  @Override
  public synchronized void onOpen(WebSocket opened) {
    socket = opened;
    welcome = false;
    partial.setLength(0);
    say(opened, Frames.hello("acme", host, "numbered"));
    opened.request(Long.MAX_VALUE);
  }

  @Override
  public synchronized @Nullable CompletionStage<?> onText(
      WebSocket from, CharSequence text, boolean last) {
    partial.append(text);
    if (last) {
      String message = partial.toString();
      partial.setLength(0);
      if (from == socket) {
        said(from, message);
      }
    }
    return null;
  }

  private void said(WebSocket open, String message) {
    Matcher receipt = RECEIPT.matcher(message);
    Matcher readings = READINGS.matcher(message);
    Matcher cid = CID.matcher(message);
    if (readings.find()) {
      long next = Long.parseLong(readings.group(1));
      if (next < receipted) {
        throw new AssertionError(
            "%s was receipted up to %d and is asked from %d".formatted(host, receipted, next));
      }
      sent = next;
      receipted = next;
      welcome = true;
      sessions++;
    } else if (receipt.find()) {
      receipted = Math.max(receipted, Long.parseLong(receipt.group(1)));
    } else if (cid.find()) {
      String ack = "{\"kind\":\"ack\",\"cid\":\"%s\",\"previous\":null}".formatted(cid.group(1));
      say(open, ack);
    }
    flush();
  }

  @Override
  public synchronized @Nullable CompletionStage<?> onClose(
      WebSocket from, int code, String reason) {
    ended(from);
    return null;
  }

  @Override
  public synchronized void onError(WebSocket from, Throwable error) {
    ended(from);
  }

  private void ended(WebSocket gone) {
    if (gone == socket) {
      socket = null;
      welcome = false;
      again();
    }
  }

  @Override
  public synchronized void close() {
    WebSocket open = socket;
    socket = null;
    if (open != null) {
      open.abort();
    }
  }
}
