package dev.kiosk.agent.device.usb;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What one probe remembers from look to look: re-enumerations and over-currents. */
final class UsbHistory {

  private static final int UNSTABLE_FROM = 3;
  private static final long WINDOW_NANOS = Duration.ofMinutes(10).toNanos();

  /** The counter tells of a moment; it is shown for long enough to be seen by a person. */
  private static final long OVER_CURRENT_SHOWN_NANOS = Duration.ofMinutes(1).toNanos();

  private final Deque<Long> reconnectNanos = new ArrayDeque<>();
  private @Nullable UsbDevice last;
  private boolean lastWasAmbiguous;
  private long trafficNanos;
  private OptionalLong overCurrents = OptionalLong.empty();
  private @Nullable String countedPort;
  private @Nullable Long overCurrentNanos;

  /**
   * The device was seen. A new address means that it was enumerated again, and so does a shorter
   * time of connection: addresses go round, and a hub may give the same one again.
   *
   * @param ambiguous whether others match as well; a change of port then is no sign
   */
  void seen(UsbDevice device, boolean ambiguous, long nowNanos) {
    UsbDevice before = last;
    if (before == null) {
      trafficNanos = nowNanos;
    } else {
      boolean moved = !before.port().equals(device.port());
      boolean comparable = !moved || !(ambiguous || lastWasAmbiguous);
      boolean again = moved || isAnother(before.address(), device.address());
      if (comparable && (again || wentBack(before.connectedMillis(), device.connectedMillis()))) {
        reconnectNanos.addLast(nowNanos);
        if (reconnectNanos.size() > UNSTABLE_FROM) {
          reconnectNanos.removeFirst();
        }
      }
      if (again || !Objects.equals(before.urbs(), device.urbs())) {
        trafficNanos = nowNanos;
      }
    }
    last = device;
    lastWasAmbiguous = ambiguous;
  }

  private static boolean isAnother(@Nullable String address, @Nullable String now) {
    return address != null && now != null && !address.equals(now);
  }

  private static boolean wentBack(@Nullable Long millis, @Nullable Long now) {
    return millis != null && now != null && now < millis;
  }

  /** How long nothing has gone over the bus to the device, as far back as we have looked. */
  Duration idle(long nowNanos) {
    return Duration.ofNanos(nowNanos - trafficNanos);
  }

  /** Whether the hub counts over-currents at the port that was last asked about. */
  boolean countsOverCurrents() {
    return overCurrents.isPresent();
  }

  /** The counter of a port was read. The first value and one that went back are a new start. */
  void counted(String port, OptionalLong count, long nowNanos) {
    boolean samePort = port.equals(countedPort);
    if (samePort
        && count.isPresent()
        && overCurrents.isPresent()
        && count.getAsLong() > overCurrents.getAsLong()) {
      overCurrentNanos = nowNanos;
    }
    if (count.isPresent() || !samePort) {
      overCurrents = count;
    }
    countedPort = port;
  }

  /** The port on which the device was last seen, or null when it never was. */
  @Nullable String lastPort() {
    return last == null ? null : last.port();
  }

  /** Whether the device was enumerated again three times within ten minutes. */
  boolean unstable(long nowNanos) {
    return reconnectNanos.size() >= UNSTABLE_FROM
        && nowNanos - reconnectNanos.getFirst() <= WINDOW_NANOS;
  }

  /** Whether the hub cut the power of the port within the last minute. */
  boolean overCurrent(long nowNanos) {
    return overCurrentNanos != null && nowNanos - overCurrentNanos <= OVER_CURRENT_SHOWN_NANOS;
  }
}
