package dev.kiosk.agent.recorder;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.spool.Announcer;
import dev.kiosk.agent.spool.Gap;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.LossReason;
import dev.kiosk.agent.time.Time;
import dev.kiosk.agent.wire.Codec;
import dev.kiosk.agent.wire.ErrorEvent;
import dev.kiosk.agent.wire.GapEvent;
import dev.kiosk.agent.wire.GapReason;
import dev.kiosk.agent.wire.WireLane;
import java.util.List;
import java.util.Locale;

/**
 * Tells of gaps: a {@code gap} for servers that know positions, EVENTS_LOST for those that do not.
 */
public final class GapAnnouncer implements Announcer {

  private final Codec codec;
  private final Time time;
  private final long flushIntervalMillis;
  private final ServiceMode service;

  /**
   * An announcer.
   *
   * @param flushIntervalMillis what a stop that was not orderly may have taken, at most
   * @param service marks the alerts while somebody works on the kiosk
   */
  public GapAnnouncer(Codec codec, Time time, long flushIntervalMillis, ServiceMode service) {
    this.codec = codec;
    this.time = time;
    this.flushIntervalMillis = flushIntervalMillis;
    this.service = service;
  }

  @Override
  public List<byte[]> events(Gap gap) {
    long now = Math.max(0, time.wallMillis());
    Gap.Span span = gap.span();
    byte[] event =
        codec.encode(
            new GapEvent(
                now,
                gap.lane() == Lane.ALERTS ? WireLane.ALERTS : WireLane.READINGS,
                gap.first(),
                gap.count(),
                span == null ? null : Math.max(0, span.fromMillis()),
                span == null ? null : Math.max(0, span.toMillis()),
                GapReason.valueOf(gap.reason().name())));
    boolean tells = gap.reason().countsAsLost() || restartOfReadings(gap);
    if (!tells) {
      return List.of(event);
    }
    ErrorEvent lost = ErrorEvent.moment(now, Condition.EVENTS_LOST, sentence(gap));
    return List.of(event, codec.encode(lost.inService(service.holds())));
  }

  /** A restart takes readings only: an alert is on disk before anybody hears of it. */
  private static boolean restartOfReadings(Gap gap) {
    return gap.reason() == LossReason.RESTART && gap.lane() == Lane.READINGS;
  }

  private String sentence(Gap gap) {
    if (gap.reason() == LossReason.RESTART) {
      return String.format(
          Locale.US,
          "The agent was stopped without warning: up to %.1f s of readings before it may be lost",
          flushIntervalMillis / 1000.0);
    }
    String why =
        switch (gap.reason()) {
          case FULL -> "the buffer is full";
          case EXPIRED -> "they are older than the greatest age";
          default -> "the file that held them is damaged";
        };
    return "%d %s were dropped: %s".formatted(gap.count(), gap.lane().wireName(), why);
  }
}
