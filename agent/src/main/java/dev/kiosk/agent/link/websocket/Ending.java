package dev.kiosk.agent.link.websocket;

import dev.kiosk.agent.link.TransportEvent.Closed;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection ends. Several parties may see the same end (the deadline drops the socket, the
 * reader then finds it gone); the first cause is the true one and stays.
 *
 * <p>Every reason is made fit for a log: one line, of bounded length, without the token, even if
 * the server sent the token back to us.
 */
final class Ending {

  private static final int LONGEST_REASON = 240;

  private final @Nullable String secret;
  private @Nullable Closed cause;

  /**
   * No cause yet.
   *
   * @param secret never to appear in a reason
   */
  Ending(@Nullable String secret) {
    this.secret = secret;
  }

  /** An end without codes. Returns whether this is the first cause. */
  boolean because(String reason) {
    return decide(Closed.because(clean(reason)));
  }

  /** The server sent a close frame; its reason may be missing. */
  void closedByPeer(int code, @Nullable String reason) {
    String words = "closed by the server with " + code;
    String said = clean(reason == null || reason.isEmpty() ? words : words + ": " + reason);
    decide(new Closed(OptionalInt.of(code), OptionalInt.empty(), OptionalLong.empty(), said));
  }

  /** The server answered the upgrade with something else than 101. */
  void refused(HttpAnswer answer) {
    decide(
        new Closed(
            OptionalInt.empty(),
            OptionalInt.of(answer.status()),
            answer.retryAfterSeconds(),
            clean(answer.words())));
  }

  /** Whether a cause is known. */
  synchronized boolean decided() {
    return cause != null;
  }

  /** The event that tells it. */
  synchronized Closed closed() {
    return cause == null ? Closed.because("the connection ended") : cause;
  }

  private synchronized boolean decide(Closed candidate) {
    if (cause != null) {
      return false;
    }
    cause = candidate;
    return true;
  }

  private String clean(String reason) {
    String line = reason.replaceAll("\\p{C}+", " ").strip();
    if (secret != null && !secret.isEmpty()) {
      line = line.replace(secret, "***");
    }
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "...";
  }
}
