package dev.kiosk.agent.device;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one question to a device showed.
 *
 * @param findings all conditions that the answer shows, in no order; empty when the device said
 *     that all is well
 * @param source who says so, for people: for instance {@code ESC/POS tcp://10.0.0.7:9100}
 * @param model the device's own name for itself, if it told
 * @param serial the device's serial number, if it told
 * @param unobservable conditions that this look could not judge; their absence from the findings
 *     says nothing, so they are neither to be raised nor to be cleared by it
 * @param surelyGone conditions that a level shows to be far away, so that no sensor at its edge can
 *     be wrong about them: at least ten points above the limit
 * @param authority how much the source counts where several disagree
 * @param uptime how long the device has been running by its own account, if it told; one that went
 *     down tells of a restart
 */
public record Observation(
    List<Finding> findings,
    String source,
    @Nullable String model,
    @Nullable String serial,
    Set<Condition> unobservable,
    Set<Condition> surelyGone,
    Authority authority,
    @Nullable Duration uptime) {

  /** Copies the collections. */
  public Observation {
    findings = List.copyOf(findings);
    unobservable = Set.copyOf(unobservable);
    surelyGone = Set.copyOf(surelyGone);
  }

  /** An observation that could judge every condition. */
  public Observation(
      List<Finding> findings, String source, @Nullable String model, @Nullable String serial) {
    this(findings, source, model, serial, Set.of(), Set.of(), Authority.DEVICE, null);
  }

  /** An observation without identity that could judge every condition. */
  public static Observation of(String source, List<Finding> findings) {
    return new Observation(findings, source, null, null);
  }

  /**
   * The device was not heard: the finding tells why, and nothing that only the device itself could
   * tell (paper, cover, faults) was seen, neither present nor gone.
   */
  public static Observation blind(String source, Finding why) {
    return of(source, List.of(why)).withUnobservable(onlyTheDeviceCanTell());
  }

  /** The same, with the conditions that it could not judge. */
  public Observation withUnobservable(Set<Condition> conditions) {
    return new Observation(
        findings, source, model, serial, conditions, surelyGone, authority, uptime);
  }

  /** The same, with the conditions that a level shows to be far away. */
  public Observation withSurelyGone(Set<Condition> conditions) {
    return new Observation(
        findings, source, model, serial, unobservable, conditions, authority, uptime);
  }

  /** The same, said by a source of that authority. */
  public Observation withAuthority(Authority authority) {
    return new Observation(
        findings, source, model, serial, unobservable, surelyGone, authority, uptime);
  }

  /** The same, with the device's own account of how long it has been running. */
  public Observation withUptime(@Nullable Duration uptime) {
    return new Observation(
        findings, source, model, serial, unobservable, surelyGone, authority, uptime);
  }

  /** The same, with what the device calls itself. */
  public Observation withIdentity(@Nullable String model, @Nullable String serial) {
    return new Observation(
        findings, source, model, serial, unobservable, surelyGone, authority, uptime);
  }

  private static Set<Condition> onlyTheDeviceCanTell() {
    Set<Condition> conditions = EnumSet.allOf(Condition.class);
    conditions.removeIf(Condition::isAboutTheWayThere);
    return conditions;
  }
}
