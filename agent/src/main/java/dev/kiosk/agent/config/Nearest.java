package dev.kiosk.agent.config;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the name that was probably meant. */
final class Nearest {

  private Nearest() {}

  /**
   * The known name that is fewest typing mistakes away, or null when none is near enough to be
   * meant: at most a third of its letters, and always two.
   */
  static @Nullable String of(String name, Collection<String> known) {
    String nearest = null;
    int fewest = Integer.MAX_VALUE;
    for (String candidate : known) {
      int mistakes = mistakes(name, candidate);
      if (mistakes <= Math.max(2, candidate.length() / 3)
          && mistakes < candidate.length()
          && mistakes < fewest) {
        nearest = candidate;
        fewest = mistakes;
      }
    }
    return nearest;
  }

  /** Letters inserted, left out, mistaken, or swapped with their neighbour. */
  private static int mistakes(String typed, String meant) {
    int[][] cost = new int[typed.length() + 1][meant.length() + 1];
    for (int i = 0; i <= typed.length(); i++) {
      for (int j = 0; j <= meant.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int differs = typed.charAt(i - 1) == meant.charAt(j - 1) ? 0 : 1;
        int best = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        best = Math.min(best, cost[i - 1][j - 1] + differs);
        boolean swapped =
            i > 1
                && j > 1
                && typed.charAt(i - 1) == meant.charAt(j - 2)
                && typed.charAt(i - 2) == meant.charAt(j - 1);
        cost[i][j] = swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
      }
    }
    return cost[typed.length()][meant.length()];
  }
}
