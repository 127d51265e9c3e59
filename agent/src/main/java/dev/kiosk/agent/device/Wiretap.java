package dev.kiosk.agent.device;

import java.util.function.Supplier;

/**
 * Sees the bytes that a probe sends and receives, for {@code kiosk-agent probe --raw}. Drivers hand
 * over status requests and status answers only, never what passengers scan or print.
 */
public interface Wiretap {

  /** Bytes that went to the device. */
  void sent(byte[] bytes);

  /** Bytes that came from the device. */
  void received(byte[] bytes);

  /**
   * What the bytes that just went to or fro mean, in words.
   *
   * @param meaning for instance {@code DLE EOT 1: printer status}
   */
  void means(String meaning);

  /**
   * The same in words that take some making: in the service nobody reads them.
   *
   * @param meaning called only where somebody looks, and then before this returns
   */
  default void means(Supplier<String> meaning) {
    means(meaning.get());
  }

  /** A wiretap that looks away. */
  Wiretap NONE =
      new Wiretap() {
        @Override
        public void sent(byte[] bytes) {
          // looks away
        }

        @Override
        public void received(byte[] bytes) {
          // looks away
        }

        @Override
        public void means(String meaning) {
          // looks away
        }

        @Override
        public void means(Supplier<String> meaning) {
          // looks away
        }
      };
}
