package dev.kiosk.agent.status;

import dev.kiosk.agent.condition.Severity;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one device. A state is a value, its source and its age.
 *
 * @param id the configured id
 * @param kind {@code printer}, {@code scanner} or {@code sensor}
 * @param service what it is used for, for instance {@code bag tags}, if configured
 * @param state the state as a whole
 * @param conditions the conditions that hold, worst first
 * @param alsoSeen what is shown too, but is what one of the conditions looks like from outside
 * @param source who said so last; null before the first answer
 * @param ageMillis how long ago the last answer came, in milliseconds; null before it
 * @param sinceMillis when state or conditions changed last, milliseconds since the Unix epoch; null
 *     before the first answer
 * @param model the device's own name, if it told
 * @param serial its serial number, if it told
 */
public record DeviceStatus(
    String id,
    String kind,
    @Nullable String service,
    State state,
    List<RaisedCondition> conditions,
    List<AlsoSeen> alsoSeen,
    @Nullable String source,
    @Nullable Long ageMillis,
    @Nullable Long sinceMillis,
    @Nullable String model,
    @Nullable String serial) {

  /** The state of a device as a whole. */
  public enum State {
    /** Answered in time and can give its service. */
    READY,
    /** Works, will need help. */
    WARNING,
    /** The service is blocked. */
    ERROR,
    /** Cannot be reached. */
    OFFLINE,
    /** Nobody knows; never to be read as ready. */
    UNKNOWN;

    private final String lowerCase = name().toLowerCase(Locale.ROOT);

    /** The name in JSON, for instance {@code ready}. */
    public String wireName() {
      return lowerCase;
    }

    /** The state of that name; a name that is not known is a state that is not known. */
    public static State ofWireName(String name) {
      for (State state : values()) {
        if (state.wireName().equals(name)) {
          return state;
        }
      }
      return UNKNOWN;
    }
  }

  /** Copies the lists. */
  public DeviceStatus {
    conditions = List.copyOf(conditions);
    alsoSeen = List.copyOf(alsoSeen);
  }

  /**
   * A condition that is not told by itself.
   *
   * @param code the name of the condition
   * @param because the name of the one that explains it
   */
  public record AlsoSeen(String code, String because) {}

  /** What is wrong, one sentence; says so when nothing is, or when nothing is known. */
  public String sentence() {
    if (!conditions.isEmpty()) {
      return conditions.get(0).wrong();
    }
    if (state == State.READY) {
      return "Nothing is wrong.";
    }
    return ageMillis == null ? "It has not answered yet." : "Nothing reliable is known about it.";
  }

  /**
   * Since when the state as a whole holds, milliseconds since the Unix epoch: since the first of
   * the worst conditions began, though others have come or gone since; null before the first
   * answer.
   */
  @Nullable Long stateSinceMillis() {
    if (conditions.isEmpty()) {
      return sinceMillis;
    }
    Severity worst = conditions.get(0).severity();
    return conditions.stream()
        .filter(condition -> condition.severity() == worst)
        .map(RaisedCondition::sinceMillis)
        .min(Long::compare)
        .orElse(sinceMillis);
  }

  /** What to do, one sentence; null when there is nothing to do. */
  public @Nullable String advice() {
    return conditions.isEmpty() || state == State.READY ? null : conditions.get(0).next();
  }

  /** The CUSS 2 message code of the worst condition; null when nothing is known. */
  public @Nullable String cuss() {
    if (!conditions.isEmpty()) {
      return conditions.get(0).cuss();
    }
    return state == State.READY ? "OK" : null;
  }

  /** What the device is for, in words: "printer for bag tags", or "printer bagtag". */
  String role() {
    return service == null ? kind + " " + id : kind + " for " + service;
  }

  /** What a passenger cannot do while the device does not work: "cannot print bag tags". */
  String blocked() {
    if (service == null) {
      return role() + " does not work";
    }
    return switch (kind) {
      case "printer" -> "cannot print " + service;
      case "scanner" -> "cannot scan " + service;
      default -> "no " + service;
    };
  }
}
