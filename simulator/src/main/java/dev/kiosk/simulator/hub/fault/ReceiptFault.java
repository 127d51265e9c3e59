package dev.kiosk.simulator.hub.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of receipts; in the plain contract, of the pongs that stand for them.
 *
 * @param kind which fault
 * @param late for LATE, how long each is held back; zero for all others
 * @param percent for LOST, how many of a hundred do not leave, drawn for each; 0 for all others
 */
public record ReceiptFault(Kind kind, Duration late, int percent) implements Fault {

  /** The faults. */
  public enum Kind {
    /** They leave later than they could. */
    LATE,
    /** Some, or all, never leave. */
    LOST,
    /** Each leaves twice. */
    DOUBLED,
    /** Each is of more than was sent. A pong has no number: in the plain contract all is well. */
    BEYOND,
    /** After each comes one that takes a part of it back. In the plain contract all is well. */
    BACK
  }

  static final String FORMS = "late:TIME, lost, lost:PERCENT%, doubled, beyond, back";

  /** What is written, or null. */
  static @Nullable ReceiptFault of(String written) {
    String number = written.substring(written.indexOf(':') + 1);
    return switch (written) {
      case "lost" -> lost(100);
      case "doubled" -> plain(Kind.DOUBLED);
      case "beyond" -> plain(Kind.BEYOND);
      case "back" -> plain(Kind.BACK);
      default -> written.startsWith("late:") ? late(number) : share(written, number);
    };
  }

  private static @Nullable ReceiptFault late(String written) {
    Duration time = Span.parse(written);
    return time == null ? null : new ReceiptFault(Kind.LATE, time, 0);
  }

  private static @Nullable ReceiptFault share(String written, String number) {
    if (!written.matches("lost:\\d{1,3}%")) {
      return null;
    }
    int percent = Integer.parseInt(number.substring(0, number.length() - 1));
    return percent >= 1 && percent <= 100 ? lost(percent) : null;
  }

  private static ReceiptFault lost(int percent) {
    return new ReceiptFault(Kind.LOST, Duration.ZERO, percent);
  }

  private static ReceiptFault plain(Kind kind) {
    return new ReceiptFault(kind, Duration.ZERO, 0);
  }

  @Override
  public String words() {
    return switch (kind) {
      case LATE -> "sends receipts " + Span.text(late) + " late";
      case LOST -> percent == 100 ? "sends no receipts" : "loses " + percent + " % of its receipts";
      case DOUBLED -> "sends each receipt twice";
      case BEYOND -> "sends receipts of what was never sent";
      case BACK -> "takes back a part of each receipt";
    };
  }
}
