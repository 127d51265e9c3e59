package dev.kiosk.agent.threshold;

import dev.kiosk.agent.command.Carrier;
import dev.kiosk.agent.command.Command;
import dev.kiosk.agent.command.Outcome;
import dev.kiosk.agent.command.Outcome.Reason;
import dev.kiosk.agent.command.PushedLimit;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Reading;
import dev.kiosk.agent.telemetry.Unit;
import dev.kiosk.agent.time.Time;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The limits that hold, and which of them are exceeded. Commands come from the link's thread,
 * readings from the recorder's.
 */
public final class Thresholds implements Carrier {

  /** No kiosk is colder or hotter than this, °C; a limit beyond would never say anything. */
  private static final double LEAST_CELSIUS = -40;

  private static final double MOST_CELSIUS = 150;

  private final String host;
  private final Time time;
  private final Map<Metric, Limit> configured = new EnumMap<>(Metric.class);
  private final Map<Metric, Limit> limits = new EnumMap<>(Metric.class);
  private final Map<Metric, Watch> watches = new EnumMap<>(Metric.class);

  /** Where one metric stands with respect to its limit. */
  private static final class Watch {
    boolean exceeded;
    boolean limitChanged;
    @Nullable Long aboveSinceNanos;
  }

  /**
   * The configured limits, before any command.
   *
   * @param host the name that commands must carry
   * @param configured at most one for each metric
   */
  public Thresholds(String host, List<Limit> configured, Time time) {
    this.host = host;
    this.time = time;
    for (Limit limit : configured) {
      this.configured.put(limit.metric(), limit);
    }
    limits.putAll(this.configured);
  }

  @Override
  public synchronized Decision decide(Command command, Map<String, PushedLimit> pushed) {
    if (command instanceof Command.SetThreshold set) {
      Optional<Decision> refused = refusal(set.host(), set.metric(), pushed);
      return refused.orElseGet(() -> decideSet(set, pushed));
    }
    if (command instanceof Command.ClearThreshold clear) {
      Optional<Decision> refused = refusal(clear.host(), clear.metric(), pushed);
      return refused.orElseGet(() -> decideClear(clear, pushed));
    }
    if (command instanceof Command.Unsupported unsupported) {
      String sentence = "'" + unsupported.kind() + "' is not a command of this agent";
      return refuse(Reason.UNSUPPORTED_COMMAND, sentence, pushed);
    }
    String problem = command instanceof Command.Malformed malformed ? malformed.problem() : "";
    return refuse(Reason.MALFORMED, problem, pushed);
  }

  private Optional<Decision> refusal(String to, String metric, Map<String, PushedLimit> pushed) {
    if (!to.equals(host)) {
      String sentence = "this is " + host + ", the command is for " + to;
      return Optional.of(refuse(Reason.WRONG_HOST, sentence, pushed));
    }
    if (Metric.ofWireName(metric).isEmpty()) {
      String sentence = "'" + metric + "' is not one of cpu, memory, disk, temperature";
      return Optional.of(refuse(Reason.UNKNOWN_METRIC, sentence, pushed));
    }
    return Optional.empty();
  }

  private Decision decideSet(Command.SetThreshold set, Map<String, PushedLimit> pushed) {
    Metric metric = Metric.ofWireName(set.metric()).orElseThrow();
    boolean percent = metric.unit() == Unit.PERCENT;
    double least = percent ? 0 : LEAST_CELSIUS;
    double most = percent ? 100 : MOST_CELSIUS;
    if (!(set.pct() >= least && set.pct() <= most)) {
      return refuse(Reason.INVALID_THRESHOLD, Words.outOfRange(least, most, set.pct()), pushed);
    }
    var changed = new HashMap<>(pushed);
    changed.put(
        set.metric(), new PushedLimit(set.metric(), set.pct(), set.cid(), time.wallMillis()));
    return new Decision(new Outcome.Ack(current(metric)), changed);
  }

  private Decision decideClear(Command.ClearThreshold clear, Map<String, PushedLimit> pushed) {
    Metric metric = Metric.ofWireName(clear.metric()).orElseThrow();
    var changed = new HashMap<>(pushed);
    changed.remove(clear.metric());
    return new Decision(new Outcome.Ack(current(metric)), changed);
  }

  private @Nullable Double current(Metric metric) {
    Limit limit = limits.get(metric);
    return limit == null ? null : Double.valueOf(limit.value());
  }

  private static Decision refuse(Reason why, String sentence, Map<String, PushedLimit> pushed) {
    return new Decision(new Outcome.Nack(why, sentence), pushed);
  }

  @Override
  public synchronized void apply(Map<String, PushedLimit> pushed) {
    for (Metric metric : Metric.values()) {
      PushedLimit of = pushed.get(metric.wireName());
      Limit own = configured.get(metric);
      Limit limit = of == null ? own : Limit.pushed(metric, of, own);
      Limit before = limit == null ? limits.remove(metric) : limits.put(metric, limit);
      if (limit == null ? before != null : !limit.isSameAs(before)) {
        watch(metric).limitChanged = true;
      }
    }
  }

  /**
   * Compares a reading with its limit.
   *
   * @param nowNanos monotonic time of the reading
   * @return the crossing, if this reading makes one
   */
  public synchronized Optional<Crossing> observe(Reading reading, long nowNanos) {
    Metric metric = reading.metric();
    Limit limit = limits.get(metric);
    Watch watch = watch(metric);
    boolean changed = watch.limitChanged;
    watch.limitChanged = false;
    if (limit == null) {
      watch.aboveSinceNanos = null;
      return watch.exceeded ? end(watch, metric, Words.takenBack(metric)) : Optional.empty();
    }
    double value = reading.value();
    if (watch.exceeded) {
      // A new limit above the reading ends the matter at once; the old clear value no longer
      // counts.
      // So does a limit without a distance below it, such as 0 %, which nothing could fall under.
      boolean noDistance = limit.clearValue() >= limit.value();
      boolean back =
          value < limit.clearValue() || ((changed || noDistance) && value <= limit.value());
      return back ? end(watch, metric, Words.back(reading, limit)) : Optional.empty();
    }
    if (value <= limit.value()) {
      watch.aboveSinceNanos = null;
      return Optional.empty();
    }
    Long since = watch.aboveSinceNanos;
    if (since == null) {
      since = nowNanos;
      watch.aboveSinceNanos = since;
    }
    if (nowNanos - since < limit.duration().toNanos()) {
      return Optional.empty();
    }
    watch.exceeded = true;
    return Optional.of(new Crossing(metric, true, Words.exceeded(reading, limit)));
  }

  private static Optional<Crossing> end(Watch watch, Metric metric, String sentence) {
    watch.exceeded = false;
    watch.aboveSinceNanos = null;
    return Optional.of(new Crossing(metric, false, sentence));
  }

  /** Says that a limit was exceeded when the last run ended, so that its end is not missed. */
  public synchronized void restoreExceeded(Metric metric) {
    Watch watch = watch(metric);
    watch.exceeded = true;
    watch.limitChanged = false; // a pushed limit that was put back into force is no new one
  }

  /** Whether the metric's limit is exceeded now. */
  public synchronized boolean isExceeded(Metric metric) {
    return watch(metric).exceeded;
  }

  /** The limits that hold now, by metric. */
  public synchronized Map<Metric, Limit> limits() {
    return new LinkedHashMap<>(limits);
  }

  private Watch watch(Metric metric) {
    return watches.computeIfAbsent(metric, key -> new Watch());
  }
}
