package dev.kiosk.agent.link;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Takes the answers to the commands of one connection from the thread that carries them out to the
 * link's. Bounded by the commands that may wait. What is left here when the connection ends is
 * given again when the command comes again.
 */
final class Answers {

  private final ConcurrentLinkedQueue<byte[]> frames = new ConcurrentLinkedQueue<>();
  private final Runnable wake;

  Answers(Runnable wake) {
    this.wake = wake;
  }

  void add(byte[] frame) {
    frames.add(frame);
    wake.run();
  }

  byte @Nullable [] poll() {
    return frames.poll();
  }
}
