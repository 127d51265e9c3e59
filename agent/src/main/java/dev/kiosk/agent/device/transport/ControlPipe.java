package dev.kiosk.agent.device.transport;

import java.time.Duration;
import java.util.Optional;

/**
 * What was learned of the way by which a printer is asked beside its print data. The kernel gives
 * each question five seconds (USB_CTRL_GET_TIMEOUT, Linux drivers/usb/class/usblp.c) and nothing
 * breaks it off, while an application that wants to print is turned away. So a printer that was
 * slow once is not asked again, and one that was never asked is not asked late.
 *
 * <p>Kept from look to look, until the printer is plugged in anew. For one thread at a time.
 */
final class ControlPipe {

  /** A printer that is well answers in milliseconds. */
  private static final Duration SLOW = Duration.ofSeconds(1);

  /**
   * A whole look takes 2.9 s at most. The first one of a small machine that has just started the
   * agent takes over one, though the printer is quick.
   */
  private static final Duration LATE = Duration.ofSeconds(3);

  private Pace pace = Pace.UNTRIED;
  private Optional<String> deviceId = Optional.empty();
  private boolean knowsId;

  private enum Pace {
    UNTRIED,
    QUICK,
    SLOW
  }

  /**
   * Whether a question may be asked now.
   *
   * @param openNanos how long the application has been kept out already
   */
  boolean mayAsk(long openNanos) {
    return switch (pace) {
      case UNTRIED -> openNanos <= LATE.toNanos();
      case QUICK -> true;
      case SLOW -> false;
    };
  }

  /** A question was answered, or refused, after so long. */
  void took(long nanos) {
    pace = nanos <= SLOW.toNanos() ? Pace.QUICK : Pace.SLOW;
  }

  /** Whether the printer was asked what it is. */
  boolean knowsId() {
    return knowsId;
  }

  /** What the printer said of itself: empty when it was not asked, or does not say. */
  Optional<String> deviceId() {
    return deviceId;
  }

  /** The printer was asked what it is. */
  void is(Optional<String> said) {
    deviceId = said;
    knowsId = true;
  }

  /** What is plugged in from now on may be another printer. */
  void forget() {
    pace = Pace.UNTRIED;
    deviceId = Optional.empty();
    knowsId = false;
  }
}
