package dev.kiosk.agent.device;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Random inputs and mutations of good ones for a parser. {@code -Dkiosk.fuzz=10000000} asks for
 * more than the usual hundred thousand, {@code -Dkiosk.fuzz.seed=7} for others.
 */
public final class Fuzz {

  private static final int LONGEST_RANDOM = 96;
  private static final int MOST_MUTATIONS = 6;

  private final List<byte[]> samples;
  private final Random random = new Random(Long.getLong("kiosk.fuzz.seed", 1));

  /** What is to bear any input: it may throw its protocol's own exception, nothing else. */
  @FunctionalInterface
  public interface Parser {

    /** Parses, and swallows the one exception that is allowed. */
    void parse(byte[] input);
  }

  private Fuzz(List<byte[]> samples) {
    this.samples = samples;
  }

  /** Inputs made from these good ones. */
  public static Fuzz of(byte[]... samples) {
    return new Fuzz(List.of(samples));
  }

  /**
   * Feeds the parser.
   *
   * @throws AssertionError with the input in hexadecimal when it throws anything
   */
  public void feed(Parser parser) {
    int count = Integer.getInteger("kiosk.fuzz", 100_000);
    for (int i = 0; i < count; i++) {
      byte[] input = next();
      try {
        parser.parse(input);
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError unexpected) {
        throw new AssertionError(
            "input " + i + " of " + count + ": " + HexFormat.of().formatHex(input), unexpected);
      }
    }
  }

  private byte[] next() {
    if (samples.isEmpty() || random.nextInt(4) == 0) {
      var noise = new byte[random.nextInt(LONGEST_RANDOM)];
      random.nextBytes(noise);
      return noise;
    }
    byte[] input = samples.get(random.nextInt(samples.size())).clone();
    for (int left = random.nextInt(MOST_MUTATIONS); left >= 0; left--) {
      input = mutate(input);
    }
    return input;
  }

  private byte[] mutate(byte[] input) {
    if (input.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(input.length);
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(input, at); // cut off
      case 1 -> splice(input, at, at); // a piece of another in between
      case 2 -> splice(input, at, Math.min(input.length, at + 1 + random.nextInt(4)));
      case 3 -> set(input, at, (byte) (input[at] ^ (1 << random.nextInt(8))));
      case 4 -> set(input, at, (byte) (random.nextBoolean() ? 0xFF : 0));
      default -> set(input, at, (byte) random.nextInt());
    };
  }

  private static byte[] set(byte[] input, int at, byte value) {
    input[at] = value;
    return input;
  }

  /** The input without what is from {@code from} to {@code to}, with a piece of another instead. */
  private byte[] splice(byte[] input, int from, int to) {
    byte[] other = samples.get(random.nextInt(samples.size()));
    int length = Math.min(other.length, random.nextInt(8));
    int at = random.nextInt(other.length - length + 1);
    var result = new byte[from + length + input.length - to];
    System.arraycopy(input, 0, result, 0, from);
    System.arraycopy(other, at, result, from, length);
    System.arraycopy(input, to, result, from + length, input.length - to);
    return result;
  }
}
