package dev.kiosk.agent.device.zpl;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one look at a printer shows, by both of its answers: a fault in either counts. Where they
 * speak of the same thing and differ, that is kept as a detail: the printer changed between them.
 */
public final class ZplStatus {

  /** What ~HS alone can judge. */
  private static final Set<Condition> BY_HOST_STATUS =
      Set.of(
          Condition.MEDIA_OUT,
          Condition.SUPPLY_OUT,
          Condition.COVER_OPEN,
          Condition.UNDER_TEMPERATURE,
          Condition.BUFFER_FULL,
          Condition.DEVICE_PAUSED,
          Condition.DEVICE_OFFLINE);

  /** What ~HQES alone, or the setting that says the same, can judge. */
  private static final Set<Condition> BY_ERROR_STATUS =
      Set.of(
          Condition.MEDIA_OUT,
          Condition.MEDIA_JAM,
          Condition.MEDIA_FEED_FAULT,
          Condition.SUPPLY_OUT,
          Condition.COVER_OPEN,
          Condition.CUTTER_FAULT,
          Condition.PRINTHEAD_FAULT,
          Condition.OVER_TEMPERATURE,
          Condition.RECOVERABLE_FAULT,
          Condition.HARDWARE_FAULT,
          Condition.SERVICE_DUE,
          Condition.LIFE_END,
          Condition.DEVICE_PAUSED,
          Condition.DEVICE_OFFLINE);

  /** What each of the two answers knows another part of. */
  private static final Set<Condition> BY_BOTH =
      Set.of(Condition.CONFIG_FAULT, Condition.MEDIA_NOT_TAKEN);

  private final @Nullable HostStatus host;
  private final @Nullable ErrorStatus errors;
  private final Signs signs = new Signs();

  private ZplStatus(@Nullable HostStatus host, @Nullable ErrorStatus errors) {
    this.host = host;
    this.errors = errors;
  }

  /**
   * Puts two answers together.
   *
   * @param host the answer to ~HS, null when there was none
   * @param errors the answer to ~HQES, null when there was none
   */
  static ZplStatus of(@Nullable HostStatus host, @Nullable ErrorStatus errors) {
    var status = new ZplStatus(host, errors);
    if (host != null) {
      host.addTo(status.signs);
    }
    if (errors != null) {
      errors.addTo(status.signs, host == null || host.usesRibbon());
    }
    return status;
  }

  /**
   * Puts the answers to ~HS and ~HQES together.
   *
   * @param hostFrames the three frames that answer ~HS, without 02 and 03; empty if there was none
   * @param errorFrame the frame that answers ~HQES, without 02 and 03; null if there was none
   * @throws ZplException when one of them is no such answer; nothing of the other counts then
   */
  public static ZplStatus parse(List<String> hostFrames, @Nullable String errorFrame)
      throws ZplException {
    return of(
        hostFrames.isEmpty() ? null : HostStatus.parse(hostFrames),
        errorFrame == null ? null : ErrorStatus.parse(errorFrame));
  }

  /** The conditions that the answers show; empty when all is well. */
  public List<Finding> findings() {
    return signs.findings(raw());
  }

  /** Whether something stops the printer. */
  boolean faulty() {
    return signs.faulty();
  }

  /** Whether the printer warns that its roll is nearly empty. */
  boolean nearEnd() {
    return errors != null && errors.has(WarningFlag.PAPER_NEAR_END);
  }

  /**
   * The conditions on which these answers have no say.
   *
   * @param nearEndSensor whether the printer is known to look at the end of its roll; where it does
   *     not, the missing warning is no sign of a full roll
   */
  public Set<Condition> unobservable(boolean nearEndSensor) {
    Set<Condition> blind = EnumSet.allOf(Condition.class);
    blind.removeIf(Condition::isAboutTheWayThere);
    if (host != null) {
      blind.removeAll(BY_HOST_STATUS);
    }
    if (errors != null) {
      blind.removeAll(BY_ERROR_STATUS);
      if (nearEndSensor || nearEnd()) {
        blind.remove(Condition.MEDIA_LOW);
      }
    }
    if (host != null && errors != null) {
      blind.removeAll(BY_BOTH);
    }
    // What was found was judged, even where its absence would say nothing.
    findings().forEach(found -> blind.remove(found.condition()));
    blind.addAll(signs.hidden());
    return blind;
  }

  /** Both answers and what is odd about them, for an engineer. Holds no password. */
  public String raw() {
    List<String> parts = new ArrayList<>();
    if (host != null) {
      parts.add(host.raw());
    }
    if (errors != null) {
      parts.add(errors.raw());
    }
    if (host != null && errors != null) {
      addDisagreement(parts, host, errors);
    }
    return String.join("; ", parts);
  }

  private static void addDisagreement(List<String> parts, HostStatus host, ErrorStatus errors) {
    Set<ErrorFlag> differ = EnumSet.noneOf(ErrorFlag.class);
    addIf(differ, ErrorFlag.MEDIA_OUT, host.paperOut() != errors.has(ErrorFlag.MEDIA_OUT));
    addIf(differ, ErrorFlag.HEAD_OPEN, host.headUp() != errors.has(ErrorFlag.HEAD_OPEN));
    addIf(differ, ErrorFlag.HEAD_TOO_HOT, host.tooHot() != errors.has(ErrorFlag.HEAD_TOO_HOT));
    addIf(
        differ,
        ErrorFlag.RIBBON_OUT,
        host.usesRibbon() && host.ribbonOut() != errors.has(ErrorFlag.RIBBON_OUT));
    if (!differ.isEmpty()) {
      parts.add(
          "the two answers differ about "
              + differ.stream()
                  .map(flag -> flag.condition().name())
                  .collect(Collectors.joining(", ")));
    }
  }

  private static void addIf(Set<ErrorFlag> flags, ErrorFlag flag, boolean so) {
    if (so) {
      flags.add(flag);
    }
  }
}
