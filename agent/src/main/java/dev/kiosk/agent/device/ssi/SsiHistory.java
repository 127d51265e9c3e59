package dev.kiosk.agent.device.ssi;

import java.util.ArrayDeque;
import java.util.Deque;

/** Which of the last ten looks met messages with wrong checksums. */
final class SsiHistory {

  private static final int LOOKS = 10;
  private static final int MOST_GARBLED = 3;

  private final Deque<Boolean> garbled = new ArrayDeque<>();

  /** One more look is over. */
  void looked(boolean wasGarbled) {
    garbled.addLast(wasGarbled);
    if (garbled.size() > LOOKS) {
      garbled.removeFirst();
    }
  }

  /** Whether three or more of the last ten were garbled: that is no single disturbance. */
  boolean noisy() {
    return garbled.stream().filter(each -> each).count() >= MOST_GARBLED;
  }
}
