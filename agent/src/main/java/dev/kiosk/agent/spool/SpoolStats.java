package dev.kiosk.agent.spool;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the spool holds at one moment.
 *
 * @param id the spool id
 * @param alerts the lane of alerts
 * @param readings the lane of readings
 * @param bytes whole files and what waits in memory
 * @param maxBytes the bound
 * @param room bytes that can still be taken before something is lost: less when the disk refuses,
 *     as memory is smaller
 * @param pressure 0 to 3
 * @param writtenToday bytes written to disk since midnight UTC, or since the start where that was
 *     later
 * @param openGaps losses that the server does not know of yet
 * @param refusing why the disk refuses, or null when it does not
 */
public record SpoolStats(
    UUID id,
    LaneStats alerts,
    LaneStats readings,
    long bytes,
    long maxBytes,
    long room,
    int pressure,
    long writtenToday,
    List<Gap> openGaps,
    @Nullable String refusing) {

  /**
   * One lane.
   *
   * @param held events that the server has not receipted
   * @param bytes of files and memory
   * @param next the position that the next event gets
   * @param receipted positions below are with the server
   * @param oldestMillis wall clock of about the oldest event held, milliseconds since the Unix
   *     epoch, or null when none is held
   * @param lost sums since the spool began; for restart the number of restarts
   * @param lastLostMillis wall clock at which each was found last, milliseconds since the Unix
   *     epoch
   */
  public record LaneStats(
      Lane lane,
      long held,
      long bytes,
      long next,
      long receipted,
      @Nullable Long oldestMillis,
      Map<LossReason, Long> lost,
      Map<LossReason, Long> lastLostMillis) {}

  /** That lane's part. */
  public LaneStats of(Lane lane) {
    return lane == Lane.ALERTS ? alerts : readings;
  }
}
