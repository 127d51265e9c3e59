package dev.kiosk.agent.status;

import dev.kiosk.agent.status.StatusSnapshot.Buffer;
import org.jspecify.annotations.Nullable;

/** Says how long the kiosk can do without its server. */
final class OfflineWords {

  private OfflineWords() {}

  /** Whether the server may be away and nothing is lost. */
  static boolean room(Buffer buffer) {
    Long left = buffer.canStayOfflineMillis();
    return buffer.refusing() == null && (left == null || left >= 1000);
  }

  /** Said on top while it holds, because every step on site begins with switching off. */
  static @Nullable String warning(Buffer buffer) {
    return buffer.refusing() == null
        ? null
        : "Do not restart or switch off this kiosk: what is new is in memory only.";
  }

  /** "can stay offline for 9 d 4 h more at this rate"; part of a sentence. */
  static String of(Buffer buffer) {
    if (buffer.refusing() != null) {
      return "no time left: nothing can be written to the disk, and a restart loses what is in memory";
    }
    Long left = buffer.canStayOfflineMillis();
    if (left == null) {
      return "how long it can stay offline is not known yet";
    }
    return left < 1000
        ? "no time left: the buffer is full, and each new reading drops the oldest"
        : "can stay offline for " + Spans.words(left) + " more at this rate";
  }
}
