package dev.kiosk.agent.recorder;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.sampler.Sample;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the sources of one device say together. For each condition the source with the most
 * authority of those that can judge it, and whose last word is not too old, decides; of two with
 * the same, the one that shows a fault.
 *
 * <p>What a source says of the way to it ({@link Condition#isAboutTheWayThere}) counts only while
 * no source with more authority sees the device itself: a print queue that is down does not make a
 * printer unreachable that has just answered. That its port is in use, or that it knows nothing,
 * counts only while no other source sees the device at all; and that it knows nothing does not
 * count either while another finds the port in use, for then the device is in good hands.
 */
final class Sources {

  /** Older than this many intervals in force, a source's word does not count any more. */
  static final int STALE_INTERVALS = 3;

  /** What the presence of a device on its bus tells; seeing no more than that is not seeing it. */
  private static final Set<Condition> PRESENCE =
      EnumSet.of(
          Condition.POWER_FAULT,
          Condition.DEVICE_PAUSED,
          Condition.CONFIG_FAULT,
          Condition.ACTIVITY_STALE,
          Condition.DEVICE_OK,
          Condition.DEVICE_BUSY,
          Condition.DEVICE_STARTING);

  /** These say that a source knows nothing, not that something is wrong. */
  private static final Set<Condition> KNOWS_NOTHING =
      EnumSet.of(Condition.PORT_IN_USE, Condition.STATUS_UNKNOWN);

  /** Hidden while a cause is shown: they are what the cause looks like from outside. */
  private static final Set<Condition> SYMPTOMS =
      EnumSet.of(Condition.DEVICE_OFFLINE, Condition.DEVICE_PAUSED, Condition.RECOVERABLE_FAULT);

  private static final List<Condition> CAUSES =
      List.of(
          Condition.COVER_OPEN,
          Condition.MEDIA_OUT,
          Condition.MEDIA_JAM,
          Condition.CUTTER_FAULT,
          Condition.HARDWARE_FAULT);

  private static final Set<Condition> MEDIA =
      EnumSet.of(
          Condition.MEDIA_LOW,
          Condition.MEDIA_OUT,
          Condition.MEDIA_JAM,
          Condition.MEDIA_FEED_FAULT,
          Condition.MEDIA_NOT_TAKEN,
          Condition.MEDIA_MISMATCH);

  private final Sample.@Nullable OfDevice[] last;
  private final long awaitedUntilNanos;

  /**
   * Sources of which none has spoken yet.
   *
   * @param awaitedUntilNanos until then a source that has not spoken may still do so
   */
  Sources(int count, long awaitedUntilNanos) {
    this.last = new Sample.OfDevice[count];
    this.awaitedUntilNanos = awaitedUntilNanos;
  }

  /**
   * What holds by all sources together, as far as the one that has just spoken decides it.
   *
   * @param shown the conditions that are shown, with what shows each
   * @param hidden conditions that are shown too and that the other one explains
   * @param undecided conditions that this sample says nothing about: they stay what they were
   */
  record Verdict(
      Map<Condition, Finding> shown, Map<Condition, Condition> hidden, Set<Condition> undecided) {}

  /** Takes what a source said. */
  Verdict take(Sample.OfDevice sample) {
    last[sample.source().index()] = sample;
    List<Sample.OfDevice> fresh = fresh(sample.takenNanos());
    Map<Condition, Finding> shown = new EnumMap<>(Condition.class);
    Set<Condition> undecided = EnumSet.noneOf(Condition.class);
    for (Condition condition : Condition.values()) {
      Sample.OfDevice decider =
          condition.isAboutTheWayThere()
              ? onTheWay(condition, fresh, sample)
              : onTheDevice(condition, fresh);
      Finding finding = decider == null ? null : finding(decider, condition);
      if (finding != null && condition != Condition.DEVICE_OK) {
        shown.put(condition, finding);
      }
      if (decider == null || !same(decider, sample)) {
        undecided.add(condition); // its own source judges it, at that source's pace
      }
    }
    return explained(shown, undecided);
  }

  private static Verdict explained(Map<Condition, Finding> shown, Set<Condition> undecided) {
    var hidden = new EnumMap<Condition, Condition>(Condition.class);
    CAUSES.stream()
        .filter(shown::containsKey)
        .findFirst()
        .ifPresent(
            cause ->
                SYMPTOMS.stream()
                    .filter(symptom -> shown.remove(symptom) != null)
                    .forEach(symptom -> hidden.put(symptom, cause)));
    if (shown.containsKey(Condition.COVER_OPEN)) {
      // With the cover open the sensors see no paper path: what they say of it counts for nothing.
      MEDIA.stream()
          .filter(media -> shown.remove(media) != null)
          .forEach(media -> hidden.put(media, Condition.COVER_OPEN));
      undecided.addAll(MEDIA);
    }
    if (shown.containsKey(Condition.MEDIA_OUT)) {
      if (shown.remove(Condition.MEDIA_LOW) != null) {
        hidden.put(Condition.MEDIA_LOW, Condition.MEDIA_OUT);
      }
      undecided.add(Condition.MEDIA_LOW); // an empty roll is not a full one
    }
    return new Verdict(shown, hidden, undecided);
  }

  private static Sample.@Nullable OfDevice onTheDevice(
      Condition condition, List<Sample.OfDevice> fresh) {
    Sample.OfDevice best = null;
    for (Sample.OfDevice each : fresh) {
      if (each.seen().unobservable().contains(condition)) {
        continue;
      }
      int more = best == null ? 1 : each.source().authority() - best.source().authority();
      boolean fault = more == 0 && best != null && finding(best, condition) == null;
      if (more > 0 || (fault && finding(each, condition) != null)) {
        best = each;
      }
    }
    return best;
  }

  private Sample.@Nullable OfDevice onTheWay(
      Condition condition, List<Sample.OfDevice> fresh, Sample.OfDevice now) {
    for (Sample.OfDevice each : fresh) {
      if (finding(each, condition) != null && counts(each, condition, fresh)) {
        return each;
      }
    }
    // A source whose own word does not count ends nothing that another could end.
    boolean saysNo =
        finding(now, condition) == null && !now.seen().unobservable().contains(condition);
    return saysNo ? now : null;
  }

  private boolean counts(Sample.OfDevice source, Condition condition, List<Sample.OfDevice> fresh) {
    if (KNOWS_NOTHING.contains(condition)) {
      boolean unknown = condition == Condition.STATUS_UNKNOWN;
      return fresh.stream()
              .filter(each -> !same(each, source))
              .noneMatch(each -> sees(each) || (unknown && findsPortInUse(each)))
          && !awaited(source.takenNanos());
    }
    int authority = source.source().authority();
    return fresh.stream().noneMatch(each -> each.source().authority() > authority && sees(each));
  }

  private static boolean findsPortInUse(Sample.OfDevice source) {
    return finding(source, Condition.PORT_IN_USE) != null;
  }

  /** Whether it saw the device itself, not only its way there or its presence. */
  private static boolean sees(Sample.OfDevice source) {
    boolean heard =
        source.seen().findings().stream()
            .map(Finding::condition)
            .noneMatch(shown -> shown.isAboutTheWayThere() && shown != Condition.LINK_UNSTABLE);
    if (!heard) {
      return false;
    }
    Set<Condition> judged = EnumSet.allOf(Condition.class);
    judged.removeAll(source.seen().unobservable());
    judged.removeAll(PRESENCE);
    judged.removeIf(Condition::isAboutTheWayThere);
    return !judged.isEmpty();
  }

  private boolean awaited(long nowNanos) {
    if (nowNanos - awaitedUntilNanos >= 0) {
      return false;
    }
    for (Sample.OfDevice each : last) {
      if (each == null) {
        return true;
      }
    }
    return false;
  }

  private List<Sample.OfDevice> fresh(long nowNanos) {
    var fresh = new ArrayList<Sample.OfDevice>();
    for (Sample.OfDevice each : last) {
      if (each != null && nowNanos - staleAt(each) < 0) {
        fresh.add(each);
      }
    }
    return fresh;
  }

  /**
   * Whether all sources are heard now, and none of them can judge a condition: what an earlier run
   * was told of it, nobody will ever take back.
   */
  boolean nobodyJudges(Condition condition, long nowNanos) {
    List<Sample.OfDevice> fresh = fresh(nowNanos);
    return fresh.size() == last.length
        && fresh.stream().noneMatch(Sources::isCutOff)
        && fresh.stream().allMatch(each -> each.seen().unobservable().contains(condition));
  }

  /** Whether something stands between us and the source, so that it cannot say what it knows. */
  private static boolean isCutOff(Sample.OfDevice source) {
    return source.seen().findings().stream()
        .map(Finding::condition)
        .anyMatch(shown -> shown.isAboutTheWayThere() && shown != Condition.STATUS_UNKNOWN);
  }

  /** When the last word of the last source becomes too old; null before the first. */
  @Nullable Long staleAtNanos() {
    Long latest = null;
    for (Sample.OfDevice each : last) {
      if (each != null && (latest == null || staleAt(each) - latest > 0)) {
        latest = staleAt(each);
      }
    }
    return latest;
  }

  /** Whether that source, or one with as much authority, is the best that sees the device now. */
  boolean isBest(Sample.OfDevice sample) {
    return fresh(sample.takenNanos()).stream()
        .noneMatch(
            each ->
                !same(each, sample)
                    && sees(each)
                    && (!sees(sample) || each.source().authority() > sample.source().authority()));
  }

  private static boolean same(Sample.OfDevice one, Sample.OfDevice other) {
    return one.source().index() == other.source().index();
  }

  private static long staleAt(Sample.OfDevice sample) {
    return sample.takenNanos() + STALE_INTERVALS * sample.intervalNanos();
  }

  private static @Nullable Finding finding(Sample.OfDevice sample, Condition condition) {
    for (Finding finding : sample.seen().findings()) {
      if (finding.condition() == condition) {
        return finding;
      }
    }
    return null;
  }
}
