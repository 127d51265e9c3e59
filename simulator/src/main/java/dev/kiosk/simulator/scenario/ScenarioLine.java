package dev.kiosk.simulator.scenario;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one line of a scenario, word by word. Mistakes are IllegalArgumentExceptions. */
final class ScenarioLine {

  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
  private static final Pattern RATE = Pattern.compile("(\\d{1,4})/h");
  private static final long HOUR_MILLIS = 3_600_000;
  private static final int HIGHEST_RATE = 1_000;

  /** How long a fault at random lasts if nothing says. */
  private static final long USUAL_LASTS_MILLIS = 30_000;

  /** What repeats faster than this could not be followed. */
  private static final long LEAST_PERIOD_MILLIS = 1_000;

  private final int number;
  private final Deque<String> words;
  private final List<Fault> possible;

  /**
   * A line.
   *
   * @param possible what may happen where it leaves that to chance
   */
  ScenarioLine(int number, String text, List<Fault> possible) {
    this.number = number;
    this.possible = possible;
    this.words = new ArrayDeque<>(Arrays.asList(text.split("\\s+")));
  }

  Scenario.Entry entry() {
    String kind = next("at, every or random");
    return switch (kind) {
      case "at" -> {
        long at = time("a time");
        yield fault(new Occasion.Once(at), lasts());
      }
      case "every" -> {
        long period = time("a period");
        require(period >= LEAST_PERIOD_MILLIS, "every needs a period of at least 1s");
        yield fault(new Occasion.Every(period), requiredLasts("every"));
      }
      case "random" -> random();
      default ->
          throw new IllegalArgumentException(
              "expected at, every or random, found \"%s\"".formatted(kind));
    };
  }

  private Scenario.Entry random() {
    expect("seed");
    String seed = next("a whole number");
    require(seed.matches("\\d{1,18}"), "expected a whole number, found \"%s\"".formatted(seed));
    expect("rate");
    String rate = next("a rate like 6/h");
    Matcher found = RATE.matcher(rate);
    require(found.matches(), "expected a rate like 6/h, found \"%s\"".formatted(rate));
    int perHour = Integer.parseInt(found.group(1));
    require(perHour >= 1 && perHour <= HIGHEST_RATE, "the rate must be 1/h to 1000/h");
    Long written = lasts();
    long slot = HOUR_MILLIS / perHour;
    long lasts = written != null ? written : Math.min(USUAL_LASTS_MILLIS, slot / 2);
    require(lasts < slot, "at that rate each must last less than %dms".formatted(slot));
    var occasion = new Occasion.Random(Long.parseLong(seed), slot, lasts);
    return words.size() < 2 ? chance(occasion, words.poll()) : fault(occasion, lasts);
  }

  /** Any fault, of any device or of one. */
  private Scenario.Entry chance(Occasion.Random occasion, @Nullable String device) {
    List<Fault> faults =
        possible.stream().filter(each -> device == null || each.device().equals(device)).toList();
    require(
        !faults.isEmpty(),
        device == null
            ? "there is no device that could fail at random"
            : "there is no device \"%s\" that could fail at random".formatted(device));
    return new Scenario.Entry(
        number,
        occasion,
        occasion.lastsMillis(),
        at -> faults.get(occasion.choice(at, faults.size())));
  }

  private Scenario.Entry fault(Occasion occasion, @Nullable Long lasts) {
    require(
        lasts == null || lasts < occasion.leastGapMillis(),
        "it must last less than the time to the next");
    String device = next("a device");
    String fault = next("a condition, or network");
    boolean network = Fault.isNetwork(fault);
    String start = network ? network() : lastWordOr("on");
    require(
        network || start.equals("on") || start.equals("off"),
        "expected on or off, found \"%s\"".formatted(start));
    require(lasts == null || !start.equals("off"), "what goes off cannot go off again later");
    require(words.isEmpty(), "too much: \"%s\"".formatted(String.join(" ", words)));
    var what = new Fault(device, fault, start, network ? "ok" : "off");
    return new Scenario.Entry(number, occasion, lasts, at -> what);
  }

  private String network() {
    String mode = next("what the network is to do");
    String amount = words.peek();
    if (amount != null && amount.matches("\\d{1,9}")) {
      return mode + " " + words.remove();
    }
    return mode;
  }

  private String lastWordOr(String usual) {
    String word = words.poll();
    return word == null ? usual : word;
  }

  private @Nullable Long lasts() {
    if ("for".equals(words.peek())) {
      words.remove();
      return time("a time");
    }
    return null;
  }

  private long requiredLasts(String kind) {
    Long lasts = lasts();
    if (lasts == null) {
      throw new IllegalArgumentException(kind + " needs \"for\" and how long it lasts");
    }
    return lasts;
  }

  private long time(String what) {
    String word = next(what);
    Matcher found = TIME.matcher(word);
    require(found.matches(), "expected %s like 30s, found \"%s\"".formatted(what, word));
    long count = Long.parseLong(found.group(1));
    return switch (found.group(2)) {
      case "ms" -> count;
      case "s" -> count * 1_000;
      case "m" -> count * 60_000;
      default -> count * HOUR_MILLIS;
    };
  }

  private void expect(String word) {
    String found = next(word);
    require(found.equals(word), "expected %s, found \"%s\"".formatted(word, found));
  }

  private String next(String what) {
    String word = words.poll();
    if (word == null) {
      throw new IllegalArgumentException("expected %s, found the end of the line".formatted(what));
    }
    return word;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
