package dev.kiosk.agent.app;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * What the operating system draws, from which ids are made that no two kiosks may share. It costs
 * some milliseconds the first time, which most starts can do without. From any thread.
 */
final class SystemRandom implements RandomGenerator {

  private static final class OnDemand {
    private static final SecureRandom SOURCE = new SecureRandom();
  }

  @Override
  public long nextLong() {
    return OnDemand.SOURCE.nextLong();
  }
}
