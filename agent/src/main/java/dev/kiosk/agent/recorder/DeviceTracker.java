package dev.kiosk.agent.recorder;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.condition.Severity;
import dev.kiosk.agent.sampler.Sample;
import dev.kiosk.agent.wire.DeviceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows one device from sample to sample: which conditions hold, and what state they make. */
final class DeviceTracker {

  /** A port in use says nothing; when it lasts, the device counts as not known. */
  private static final long IN_USE_TOO_LONG_NANOS = Duration.ofMinutes(10).toNanos();

  /** One look without judgement is nothing. */
  private static final int FORSAKEN_LOOKS = 3;

  private final DeviceSettings settings;
  private final Map<Condition, Debounce> debounces = new EnumMap<>(Condition.class);
  private final Held held = new Held();
  private final Sources sources;
  private final RollChange rollChange = new RollChange();
  private final Duration[] uptimes;

  /** What an earlier run told and nobody has judged since, with how often nobody could. */
  private final Map<Condition, Integer> inherited = new EnumMap<>(Condition.class);

  private @Nullable Long inUseSinceNanos;
  private long staleAtNanos;
  private DeviceView view;

  DeviceTracker(DeviceSettings settings, Map<Condition, Told> raisedBefore, Now now) {
    this.settings = settings;
    this.uptimes = new Duration[settings.sources()];
    raisedBefore.forEach(
        (condition, told) -> {
          var debounce = new Debounce(rule(condition), true);
          debounce.refill(); // nobody watched meanwhile: it may be another roll
          debounces.put(condition, debounce);
          held.restore(condition, told, now.nanos());
          inherited.put(condition, 0);
        });
    this.staleAtNanos = now.nanos() + staleNanos();
    this.sources = new Sources(settings.sources(), staleAtNanos);
    this.view =
        new DeviceView(
            settings.id(),
            settings.kind(),
            settings.service(),
            raisedBefore.isEmpty() ? DeviceState.UNKNOWN : States.of(held.all()),
            List.copyOf(held.all()),
            List.of(),
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
   * A condition that began, ended, became worse, or will not be told each time from now on because
   * it is flapping.
   */
  record Change(Condition condition, boolean begin, DeviceView.Raised raised) {}

  DeviceView view() {
    return view;
  }

  /** When {@link #look} must be asked at the latest. */
  long staleAtNanos() {
    return staleAtNanos;
  }

  /** How old its state may become, in nanoseconds. */
  long staleNanos() {
    return Sources.STALE_INTERVALS * settings.interval().toNanos();
  }

  /** Takes a sample and tells what it changed. */
  List<Change> sample(Sample.OfDevice sample) {
    var now = new Now(sample.takenNanos(), sample.wallMillis());
    if (restarted(sample)) {
      debounces.values().forEach(Debounce::restart);
    }
    Sources.Verdict verdict = sources.take(sample);
    Long stale = sources.staleAtNanos();
    staleAtNanos = stale == null ? staleAtNanos : stale;
    Map<Condition, Finding> shown = verdict.shown();
    inUse(shown, now);
    refills(sample, shown);
    var unreachable = new Unreachable(verdict, condition -> held.get(condition) != null);
    Set<Condition> asked = EnumSet.noneOf(Condition.class);
    asked.addAll(shown.keySet());
    asked.addAll(debounces.keySet());
    asked.addAll(unreachable.concerned());
    asked.removeAll(verdict.undecided());
    var changes = new ArrayList<Change>();
    for (Condition condition : asked) {
      Finding finding = shown.get(condition);
      switch (unreachable.of(condition)) {
        case ITS_OWN -> judge(condition, finding, now).ifPresent(changes::add);
        case KEPT -> judge(condition, null, true, now).ifPresent(changes::add);
        case SUSPECT -> debounce(condition).suspect(now.nanos());
        case NOTHING -> {}
      }
    }
    unreachable.cleared().forEach(condition -> debounce(condition).forget());
    inherited.keySet().removeAll(asked);
    forsaken(now).forEach(changes::add);
    observed(sample, verdict, now);
    return changes;
  }

  /**
   * Ends what an earlier run told when, look after look, no source can judge it: another driver is
   * configured now, or a print queue has forgotten it.
   */
  private List<Change> forsaken(Now now) {
    var changes = new ArrayList<Change>();
    for (Condition condition : List.copyOf(inherited.keySet())) {
      DeviceView.Raised before = held.get(condition);
      boolean nobody = sources.nobodyJudges(condition, now.nanos());
      int looks = nobody ? inherited.merge(condition, 1, Integer::sum) : 0;
      inherited.put(condition, looks);
      if (looks >= FORSAKEN_LOOKS * settings.sources() && before != null) {
        inherited.remove(condition);
        debounces.remove(condition);
        held.end(condition);
        changes.add(new Change(condition, false, before));
      }
    }
    return changes;
  }

  private Debounce debounce(Condition condition) {
    return debounces.computeIfAbsent(condition, key -> new Debounce(rule(key), false));
  }

  private Optional<Change> judge(Condition condition, @Nullable Finding finding, Now now) {
    return judge(condition, finding, finding != null, now);
  }

  private Optional<Change> judge(
      Condition condition, @Nullable Finding finding, boolean holds, Now now) {
    Debounce debounce = debounce(condition);
    DeviceView.Raised before = held.get(condition);
    long holdNanos = replaced(condition) ? 0 : rollChange.holdNanos(condition, held, now.nanos());
    boolean changed = debounce.sample(holds, now.nanos(), holdNanos);
    if (changed && !debounce.raised()) {
      rollChange.ended(condition, now.nanos());
    }
    if (!debounce.raised()) {
      held.end(condition);
      return before == null ? Optional.empty() : Optional.of(new Change(condition, false, before));
    }
    held.hold(condition, finding, debounce.flapping(), now);
    return news(condition, before);
  }

  /** Whether there is something to tell of a condition that holds. */
  private Optional<Change> news(Condition condition, DeviceView.@Nullable Raised before) {
    DeviceView.Raised after = held.get(condition);
    if (after == null) {
      return Optional.empty();
    }
    Severity told = held.told(condition);
    boolean worth =
        before == null
            || told == null
            || after.severity().compareTo(told) > 0
            || (after.flapping() && !before.flapping());
    if (!worth) {
      return Optional.empty();
    }
    held.tell(after);
    return Optional.of(new Change(condition, true, after));
  }

  private boolean restarted(Sample.OfDevice sample) {
    Duration uptime = sample.seen().uptime();
    int source = sample.source().index();
    if (uptime == null) {
      return false;
    }
    Duration before = uptimes[source];
    uptimes[source] = uptime;
    return before != null && uptime.compareTo(before) < 0;
  }

  private void refills(Sample.OfDevice sample, Map<Condition, Finding> shown) {
    boolean opened =
        shown.containsKey(Condition.MEDIA_OUT) || shown.containsKey(Condition.COVER_OPEN);
    debounces.forEach(
        (condition, debounce) -> {
          if (opened && debounce.needsRefill()) {
            debounce.refill();
          } else if (sample.seen().surelyGone().contains(condition)) {
            debounce.surelyGone();
          }
        });
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

  /**
   * Time has passed: the state may have become too old to count, or a condition too old to bear.
   */
  List<Change> look(Now now) {
    var changes = new ArrayList<Change>();
    for (DeviceView.Raised before : List.copyOf(held.all())) {
      Condition condition = before.condition();
      if (debounces.containsKey(condition) && Ageing.patience(condition) != null) {
        held.hold(condition, null, before.flapping(), now);
        news(condition, before).ifPresent(changes::add);
      }
    }
    if (now.nanos() - staleAtNanos >= 0 && held.get(Condition.STATUS_UNKNOWN) == null) {
      Finding finding = Finding.of(Condition.STATUS_UNKNOWN, "no answer for 3 intervals");
      judge(Condition.STATUS_UNKNOWN, finding, now).ifPresent(changes::add);
    }
    if (!changes.isEmpty()) {
      show(States.of(held.all()), now);
    }
    return changes;
  }

  private void observed(Sample.OfDevice sample, Sources.Verdict verdict, Now now) {
    boolean best = view.source() == null || sources.isBest(sample);
    var hidden = new ArrayList<DeviceView.Hidden>();
    verdict.hidden().forEach((what, by) -> hidden.add(new DeviceView.Hidden(what, by)));
    view =
        new DeviceView(
            view.id(),
            view.kind(),
            view.service(),
            view.state(),
            view.raised(),
            hidden,
            best ? sample.source().words() : view.source(),
            sample.seen().model() == null ? view.model() : sample.seen().model(),
            sample.seen().serial() == null ? view.serial() : sample.seen().serial(),
            best ? Long.valueOf(now.wallMillis()) : view.observedAtMillis(),
            best ? Long.valueOf(now.nanos()) : view.observedNanos(),
            view.sinceMillis());
    // While a fault is seen but not believed yet, the state stays: "ready" would be said against
    // better knowledge.
    boolean undecided =
        held.all().isEmpty() && debounces.values().stream().anyMatch(Debounce::undecided);
    show(undecided ? view.state() : States.of(held.all()), now);
  }

  private void show(DeviceState state, Now now) {
    var raised = new ArrayList<>(held.all());
    raised.sort(States::worstFirst);
    boolean same = state == view.state() && conditions(raised).equals(conditions(view.raised()));
    view =
        new DeviceView(
            view.id(),
            view.kind(),
            view.service(),
            state,
            raised,
            view.hidden(),
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

  /** Whether the configuration replaces the usual rule of a condition. */
  private boolean replaced(Condition condition) {
    // Age and ownership are facts, not samples that could err.
    boolean oursToJudge =
        condition == Condition.STATUS_UNKNOWN || condition == Condition.PORT_IN_USE;
    return !oursToJudge && (settings.raiseAfter() != null || settings.clearAfter() != null);
  }

  private Rule rule(Condition condition) {
    Rule usual = Rule.of(condition);
    if (!replaced(condition)) {
      return usual;
    }
    Integer raiseAfter = settings.raiseAfter();
    Integer clearAfter = settings.clearAfter();
    return Rule.samples(
        raiseAfter == null ? usual.raiseSamples() : raiseAfter,
        clearAfter == null ? usual.clearSamples() : clearAfter);
  }
}
