package dev.kiosk.agent.link;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * Prints how often a fleet of 10,000 kiosks knocks at a server that was away: attempts a second
 * over time, for three lengths of the outage, with the agent's own backoff in virtual time.
 */
public final class HerdFigure {

  private static final int KIOSKS = 10_000;
  private static final int HANDSHAKES = 500;
  private static final int BAR = 60;

  private HerdFigure() {}

  /** Prints to standard output; takes no arguments. */
  public static void main(String[] args) {
    PrintStream out = System.out;
    for (int outage : List.of(2, 20, 600)) {
      Herd herd = new Herd(KIOSKS, HANDSHAKES, 1).outage(Duration.ofSeconds(outage));
      int end = (int) Math.ceil(herd.allBackAfterSeconds());
      out.printf(
          "%n%d kiosks, the server is away for %d s and then takes %d handshakes a second%n",
          KIOSKS, outage, HANDSHAKES);
      out.printf("%8s %10s %10s%n", "second", "attempts", "back");
      int left = 0;
      for (int second = 0; second < end; second++) {
        boolean middle = second >= 30 && second < outage - 5;
        if (middle) {
          left++;
          continue;
        }
        if (left > 0) {
          out.printf("%8s %d seconds like these%n", "...", left);
          left = 0;
        }
        int attempts = herd.attempts(second);
        String bar = "#".repeat(Math.min(BAR, attempts * BAR / KIOSKS));
        out.printf("%8d %10d %10d  %s%n", second, attempts, herd.connected(second), bar);
      }
      out.printf(
          "most in any second from the tenth on: %.1f %% of the fleet (below 25)%n",
          herd.mostPercentInASecond(10));
      out.printf(
          "all are back %.1f s after the server (below 60)%n", herd.allBackAfterSeconds() - outage);
    }
  }
}
