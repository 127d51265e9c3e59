package dev.kiosk.agent.recorder;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.sampler.Sample;
import dev.kiosk.agent.wire.DeviceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows one device from sample to sample: which conditions hold, and what state they make. */
final class DeviceTracker {

  /** Older than this many intervals, a state is not known any more. */
  private static final int STALE_INTERVALS = 3;

  /** A port in use says nothing; when it lasts, the device counts as not known. */
  private static final long IN_USE_TOO_LONG_NANOS = Duration.ofMinutes(10).toNanos();

  /** Hidden while a cause is shown: they are what the cause looks like from outside. */
  private static final Set<Condition> SYMPTOMS =
      EnumSet.of(Condition.DEVICE_OFFLINE, Condition.DEVICE_PAUSED, Condition.RECOVERABLE_FAULT);

  private static final Set<Condition> CAUSES =
      EnumSet.of(
          Condition.COVER_OPEN,
          Condition.MEDIA_OUT,
          Condition.MEDIA_JAM,
          Condition.CUTTER_FAULT,
          Condition.HARDWARE_FAULT);

  private final DeviceSettings settings;
  private final Map<Condition, Debounce> debounces = new EnumMap<>(Condition.class);
  private final Map<Condition, DeviceView.Raised> raised = new EnumMap<>(Condition.class);
  private @Nullable Long inUseSinceNanos;
  private long staleAtNanos;
  private DeviceView view;

  DeviceTracker(DeviceSettings settings, Map<Condition, Long> raisedBefore, Now now) {
    this.settings = settings;
    raisedBefore.forEach(
        (condition, since) -> {
          var debounce = new Debounce(rule(condition), true);
          debounce.refill(); // nobody watched meanwhile: it may be another roll
          debounces.put(condition, debounce);
          raised.put(condition, new DeviceView.Raised(condition, since, null, null, false));
        });
    this.staleAtNanos = now.nanos() + STALE_INTERVALS * settings.interval().toNanos();
    this.view =
        new DeviceView(
            settings.id(),
            settings.kind(),
            settings.service(),
            raisedBefore.isEmpty() ? DeviceState.UNKNOWN : States.of(raisedBefore.keySet()),
            List.copyOf(raised.values()),
            null,
            null,
            null,
            null,
            null,
            now.wallMillis());
  }

  /** Both clocks at one moment. */
  record Now(long nanos, long wallMillis) {}

  /**
   * A condition that began or ended; {@code flapping} when it will not be told each time from now
   * on.
   */
  record Change(Condition condition, boolean begin, DeviceView.Raised raised) {}

  DeviceView view() {
    return view;
  }

  /** When {@link #stale} must be asked. */
  long staleAtNanos() {
    return staleAtNanos;
  }

  /** Takes a sample and tells what it changed. */
  List<Change> sample(Sample.OfDevice sample) {
    var now = new Now(sample.takenNanos(), sample.wallMillis());
    staleAtNanos = now.nanos() + STALE_INTERVALS * sample.intervalNanos();
    Map<Condition, Finding> shown = shown(sample.findings());
    Set<Condition> unseen = EnumSet.noneOf(Condition.class);
    unseen.addAll(sample.unobservable());
    if (shown.containsKey(Condition.MEDIA_OUT)) {
      unseen.add(Condition.MEDIA_LOW); // an empty roll is not a full one
      shown.remove(Condition.MEDIA_LOW);
    }
    inUse(shown, now);
    if (shown.containsKey(Condition.MEDIA_OUT) || shown.containsKey(Condition.COVER_OPEN)) {
      debounces.values().stream().filter(Debounce::needsRefill).forEach(Debounce::refill);
    }
    Set<Condition> asked = EnumSet.noneOf(Condition.class);
    asked.addAll(shown.keySet());
    asked.addAll(debounces.keySet());
    var changes = new ArrayList<Change>();
    for (Condition condition : asked) {
      Debounce debounce =
          debounces.computeIfAbsent(condition, key -> new Debounce(rule(key), false));
      if (unseen.contains(condition)) {
        continue;
      }
      boolean flappedBefore = debounce.flapping();
      boolean changed = debounce.sample(shown.containsKey(condition), now.nanos());
      Finding finding = shown.get(condition);
      keep(condition, debounce, finding, now);
      DeviceView.Raised held = raised.get(condition);
      if (changed || (held != null && debounce.flapping() && !flappedBefore)) {
        changes.add(change(condition, debounce.raised(), held, now));
      }
    }
    look(sample, now);
    return changes;
  }

  private Change change(
      Condition condition, boolean begin, DeviceView.@Nullable Raised held, Now now) {
    if (held != null) {
      return new Change(condition, begin, held);
    }
    return new Change(
        condition, false, new DeviceView.Raised(condition, now.wallMillis(), null, null, false));
  }

  private void keep(Condition condition, Debounce debounce, @Nullable Finding finding, Now now) {
    if (!debounce.raised()) {
      raised.remove(condition);
      return;
    }
    DeviceView.Raised before = raised.get(condition);
    raised.put(
        condition,
        new DeviceView.Raised(
            condition,
            before == null ? now.wallMillis() : before.sinceMillis(),
            finding == null ? (before == null ? null : before.subject()) : finding.subject(),
            finding == null ? (before == null ? null : before.raw()) : finding.raw(),
            debounce.flapping()));
  }

  private static Map<Condition, Finding> shown(List<Finding> findings) {
    var shown = new EnumMap<Condition, Finding>(Condition.class);
    for (Finding finding : findings) {
      if (finding.condition() != Condition.DEVICE_OK) {
        shown.put(finding.condition(), finding);
      }
    }
    if (shown.keySet().stream().anyMatch(CAUSES::contains)) {
      shown.keySet().removeAll(SYMPTOMS);
    }
    return shown;
  }

  private void inUse(Map<Condition, Finding> shown, Now now) {
    if (!shown.containsKey(Condition.PORT_IN_USE)) {
      inUseSinceNanos = null;
      return;
    }
    Long since = inUseSinceNanos;
    if (since == null) {
      inUseSinceNanos = now.nanos();
    } else if (now.nanos() - since > IN_USE_TOO_LONG_NANOS) {
      shown.put(
          Condition.STATUS_UNKNOWN,
          Finding.of(Condition.STATUS_UNKNOWN, "port in use for over 10 min"));
    }
  }

  /** The state may have become too old to count. */
  List<Change> stale(Now now) {
    if (now.nanos() - staleAtNanos < 0 || raised.containsKey(Condition.STATUS_UNKNOWN)) {
      return List.of();
    }
    Debounce debounce =
        debounces.computeIfAbsent(Condition.STATUS_UNKNOWN, key -> new Debounce(rule(key), false));
    Finding finding = Finding.of(Condition.STATUS_UNKNOWN, "no answer for 3 intervals");
    boolean changed = debounce.sample(true, now.nanos());
    keep(Condition.STATUS_UNKNOWN, debounce, finding, now);
    show(States.of(raised.keySet()), now);
    DeviceView.Raised held = raised.get(Condition.STATUS_UNKNOWN);
    return changed && held != null
        ? List.of(new Change(Condition.STATUS_UNKNOWN, true, held))
        : List.of();
  }

  private void look(Sample.OfDevice sample, Now now) {
    view =
        new DeviceView(
            view.id(),
            view.kind(),
            view.service(),
            view.state(),
            view.raised(),
            sample.source(),
            sample.model() == null ? view.model() : sample.model(),
            sample.serial() == null ? view.serial() : sample.serial(),
            now.wallMillis(),
            now.nanos(),
            view.sinceMillis());
    // While a fault is seen but not believed yet, the state stays: "ready" would be said against
    // better knowledge.
    boolean undecided =
        raised.isEmpty() && debounces.values().stream().anyMatch(Debounce::undecided);
    show(undecided ? view.state() : States.of(raised.keySet()), now);
  }

  private void show(DeviceState state, Now now) {
    var held = new ArrayList<>(raised.values());
    held.sort((one, other) -> States.WORST_FIRST.compare(one.condition(), other.condition()));
    boolean same = state == view.state() && conditions(held).equals(conditions(view.raised()));
    view =
        new DeviceView(
            view.id(),
            view.kind(),
            view.service(),
            state,
            held,
            view.source(),
            view.model(),
            view.serial(),
            view.observedAtMillis(),
            view.observedNanos(),
            same ? view.sinceMillis() : now.wallMillis());
  }

  static List<Condition> conditions(List<DeviceView.Raised> raised) {
    return raised.stream().map(DeviceView.Raised::condition).toList();
  }

  private Rule rule(Condition condition) {
    Integer raiseAfter = settings.raiseAfter();
    Integer clearAfter = settings.clearAfter();
    Rule usual = Rule.of(condition);
    boolean oursToJudge =
        condition == Condition.STATUS_UNKNOWN || condition == Condition.PORT_IN_USE;
    if (oursToJudge || (raiseAfter == null && clearAfter == null)) {
      return usual; // age and ownership are facts, not samples that could err
    }
    return Rule.samples(
        raiseAfter == null ? usual.raiseSamples() : raiseAfter,
        clearAfter == null ? usual.clearSamples() : clearAfter);
  }
}
