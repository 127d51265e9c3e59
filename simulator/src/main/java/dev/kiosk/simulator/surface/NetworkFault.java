package dev.kiosk.simulator.surface;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a device's network does to its answers.
 *
 * @param mode which fault
 * @param amount for SLOW the delay of each answer in milliseconds, for DROP the bytes that leave
 *     before the connection breaks; 0 for all others
 */
public record NetworkFault(Mode mode, int amount) {

  /** The faults. */
  public enum Mode {
    /** Answers come at once. */
    OK(0, 0),
    /** Nothing listens. */
    REFUSE(0, 0),
    /** Takes connections and bytes and never answers. */
    SILENT(0, 0),
    /** Answers late. */
    SLOW(2_000, 60_000),
    /** Answers with bytes that are no answer in any protocol. */
    GARBAGE(0, 0),
    /** Cuts each answer in half, rounded down, and stays connected. */
    HALF(0, 0),
    /** Breaks each connection after so many bytes of answers. */
    DROP(2, 1_000_000),
    /** Accepts each connection and closes it at once. */
    CLOSE(0, 0),
    /** Serves one connection at a time; the second waits in silence until the first leaves. */
    SINGLE(0, 0);

    private final int usual;
    private final int most;

    Mode(int usual, int most) {
      this.usual = usual;
      this.most = most;
    }

    /** How it is written in commands and addresses. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a number goes with it. */
    public boolean takesAmount() {
      return most > 0;
    }
  }

  /** No fault. */
  public static final NetworkFault NONE = new NetworkFault(Mode.OK, 0);

  /**
   * The fault of that name. Half with a number is another word for drop with that number.
   *
   * @param amount milliseconds for slow, bytes for drop; null for the usual one
   * @throws IllegalArgumentException if there is no such fault or amount; the message is one
   *     sentence for people
   */
  public static NetworkFault of(String name, @Nullable Integer amount) {
    Mode mode =
        Arrays.stream(Mode.values())
            .filter(each -> each.wireName().equals(name.toLowerCase(Locale.ROOT)))
            .findFirst()
            .orElseThrow(() -> unknown(name));
    if (amount == null) {
      return new NetworkFault(mode, mode.usual);
    }
    if (mode == Mode.HALF) {
      mode = Mode.DROP;
    }
    if (amount < 0 || amount > mode.most) {
      throw new IllegalArgumentException(
          mode.takesAmount()
              ? "network %s takes a number from 0 to %d, not %d."
                  .formatted(mode.wireName(), mode.most, amount)
              : "network %s takes no number.".formatted(mode.wireName()));
    }
    return new NetworkFault(mode, amount);
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "\"%s\" is no network fault; known are %s."
            .formatted(
                name,
                Arrays.stream(Mode.values())
                    .map(Mode::wireName)
                    .collect(Collectors.joining(", "))));
  }

  /** What holds, to be read behind {@code its network}. */
  public String words() {
    return switch (mode) {
      case OK -> "is well";
      case REFUSE -> "refuses connections";
      case SILENT -> "takes connections and never answers";
      case SLOW -> "answers after " + amount + " ms";
      case GARBAGE -> "answers with bytes that no device sends";
      case HALF -> "cuts each answer in half";
      case DROP -> "breaks the connection after " + amount + " bytes";
      case CLOSE -> "accepts connections and closes them at once";
      case SINGLE -> "serves one connection and leaves the next in silence";
    };
  }
}
