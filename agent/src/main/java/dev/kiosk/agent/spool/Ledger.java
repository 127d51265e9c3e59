package dev.kiosk.agent.spool;

import dev.kiosk.agent.disk.CheckedText;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.disk.SmallFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The loss ledger: the gaps that the server does not know of yet, those that it knows while events
 * before them still wait, and the sums of all that was lost since the spool began. Guarded by the
 * spool's lock; the file is {@link CheckedText}, replaced whole.
 *
 * <pre>
 * kiosk-spool-ledger 1
 * lost LANE REASON COUNT AT                                  sums, and the wall clock of the last; for restart
 *                                                            the number of restarts
 * gap LANE FIRST COUNT REASON FROM|- TO|- ANNOUNCED|-        open gaps
 * known LANE FIRST COUNT REASON FROM|- TO|- ANNOUNCED|-      gaps that the server knows of
 * </pre>
 */
final class Ledger {

  static final String FILE_NAME = "ledger";
  private static final String TITLE = "kiosk-spool-ledger 1";
  private static final int MOST_BYTES = 4 << 20;

  private final List<Gap> open = new ArrayList<>();
  private final List<Gap> known = new ArrayList<>();
  private final Map<Lane, Map<LossReason, Loss>> lost = new EnumMap<>(Lane.class);
  private List<Gap> onDisk = List.of();
  private boolean dirty;

  Ledger() {
    for (Lane lane : Lane.values()) {
      lost.put(lane, new EnumMap<>(LossReason.class));
    }
  }

  Ledger copy() {
    var copy = new Ledger();
    copy.open.addAll(open);
    copy.known.addAll(known);
    copy.countAll(this);
    return copy;
  }

  /** Open gaps in the order of lane and position. */
  List<Gap> open() {
    return List.copyOf(open);
  }

  /** All gaps, whether the server knows of them or not, in the order of lane and position. */
  List<Gap> all() {
    var all = new ArrayList<>(open);
    all.addAll(known);
    all.sort(Ledger::inOrder);
    return all;
  }

  boolean dirty() {
    return dirty;
  }

  /** Wants to be saved once more: that it can be read does not say that it is durable. */
  void distrust() {
    dirty |= !all().isEmpty() || lost.values().stream().anyMatch(sums -> !sums.isEmpty());
    onDisk = List.of();
  }

  /** All of this ledger is on disk now, unless it was changed since it was encoded. */
  void saved(List<Gap> gaps) {
    onDisk = List.copyOf(gaps);
    dirty &= !gaps.equals(all());
  }

  /**
   * The first position of a gap that is not on disk. A receipt beyond it must not be kept on disk
   * before the gap is, or a crash would forget why the events are gone.
   */
  long firstUnsaved(Lane lane) {
    for (Gap gap : all()) {
      if (gap.lane() == lane && onDisk.stream().noneMatch(saved -> saved.covers(gap))) {
        return gap.first();
      }
    }
    return Long.MAX_VALUE;
  }

  /**
   * What was lost for one reason.
   *
   * @param count events; for {@link LossReason#RESTART} the number of restarts
   * @param lastMillis wall clock at which it was found last, milliseconds since the Unix epoch
   */
  record Loss(long count, long lastMillis) {}

  /** What was lost, by reason. */
  Map<LossReason, Loss> lost(Lane lane) {
    return new EnumMap<>(sums(lane));
  }

  void countLost(Lane lane, LossReason reason, Loss more) {
    sums(lane)
        .merge(reason, more, (one, other) -> new Loss(one.count + other.count, other.lastMillis));
    dirty = true;
  }

  /** Adds the sums of another ledger. */
  void countAll(Ledger other) {
    other.lost.forEach(
        (lane, sums) -> sums.forEach((reason, loss) -> countLost(lane, reason, loss)));
  }

  /** Whether the event at that position tells of an open gap. */
  boolean isAnnouncedAt(Lane lane, long position) {
    return lane == Lane.ALERTS && open.stream().anyMatch(gap -> gap.announcedAt() == position);
  }

  /**
   * Adds a range, merged with the neighbours of the same reason and with whatever it overlaps,
   * whether they were announced or not: the one that is returned is announced in place of them all,
   * so that a server that is away for months finds one gap and not thousands.
   *
   * @return the gap to announce
   */
  Gap add(Gap added) {
    Gap merged = added;
    for (int i = 0; i < open.size(); ) {
      Gap other = open.get(i);
      boolean overlaps = other.first() < merged.end() && merged.first() < other.end();
      boolean touches = other.first() <= merged.end() && merged.first() <= other.end();
      boolean joins = touches && other.reason() == merged.reason();
      if (other.lane() == merged.lane() && (overlaps || joins)) {
        long first = Math.min(other.first(), merged.first());
        long end = Math.max(other.end(), merged.end());
        Gap.Span span = Gap.Span.over(other.span(), merged.span());
        merged = Gap.of(merged.lane(), first, end, merged.reason()).during(span);
        open.remove(i);
        i = 0; // the wider range may touch what was passed already
      } else {
        i++;
      }
    }
    put(merged);
    return merged;
  }

  /** Puts a gap in place of the one with the same lane and first position. */
  void put(Gap gap) {
    open.removeIf(other -> other.lane() == gap.lane() && other.first() == gap.first());
    open.add(gap);
    open.sort(Ledger::inOrder);
    dirty = true;
  }

  /** The alerts before {@code next} are receipted: the server knows of the gaps they told of. */
  void closeAnnouncedBefore(long next) {
    for (Gap gap : open()) {
      if (gap.announcedAt() >= 0 && gap.announcedAt() < next) {
        open.remove(gap);
        known.add(gap);
        dirty = true;
      }
    }
  }

  /**
   * The server has all of the lane before a position, and no crash can make us forget it: gaps
   * there matter to nobody any more.
   */
  void forgetKnownBefore(Lane lane, long receipted) {
    known.removeIf(gap -> gap.lane() == lane && gap.end() <= receipted);
  }

  /**
   * The server lost what it knew.
   *
   * @return the gaps to announce again
   */
  List<Gap> reopenKnown() {
    var again = new ArrayList<Gap>();
    for (Gap gap : List.copyOf(known)) {
      again.add(gap.announced(-1));
    }
    known.clear();
    again.forEach(this::put);
    return again;
  }

  /** The gap that holds the position, whether the server knows of it or not. */
  @Nullable Gap at(Lane lane, long position) {
    for (Gap gap : open) {
      if (gap.lane() == lane && gap.contains(position)) {
        return gap;
      }
    }
    for (Gap gap : known) {
      if (gap.lane() == lane && gap.contains(position)) {
        return gap;
      }
    }
    return null;
  }

  /** Where the next gap behind a position begins; beyond all positions when there is none. */
  long nextGap(Lane lane, long position) {
    for (Gap gap : all()) {
      if (gap.lane() == lane && gap.first() > position) {
        return gap.first();
      }
    }
    return Long.MAX_VALUE;
  }

  /** The position behind all gaps of the lane and all events that tell of gaps. */
  long end(Lane lane) {
    long end = 0;
    for (Gap gap : all()) {
      end = gap.lane() == lane ? Math.max(end, gap.end()) : end;
      end = lane == Lane.ALERTS ? Math.max(end, gap.announcedAt() + 1) : end;
    }
    return end;
  }

  byte[] encode() {
    var lines = new ArrayList<String>();
    lost.forEach(
        (lane, sums) ->
            sums.forEach(
                (reason, loss) ->
                    lines.add(
                        "lost %s %s %d %d"
                            .formatted(
                                lane.wireName(), reason.wireName(), loss.count, loss.lastMillis))));
    open.forEach(gap -> lines.add("gap " + text(gap)));
    known.forEach(gap -> lines.add("known " + text(gap)));
    return CheckedText.encode(TITLE, lines);
  }

  private static String text(Gap gap) {
    Gap.Span span = gap.span();
    return "%s %d %d %s %s %s %s"
        .formatted(
            gap.lane().wireName(),
            gap.first(),
            gap.count(),
            gap.reason().wireName(),
            span == null ? "-" : Long.toString(span.fromMillis()),
            span == null ? "-" : Long.toString(span.toMillis()),
            gap.announcedAt() < 0 ? "-" : Long.toString(gap.announcedAt()));
  }

  /**
   * Reads the ledger of a spool's folder.
   *
   * @return null when the file is damaged or absurdly large; an empty ledger when there is none
   */
  static @Nullable Ledger read(Disk disk, Path dir) throws IOException {
    Path file = dir.resolve(FILE_NAME);
    if (disk.exists(file) && disk.size(file) > MOST_BYTES) {
      return null;
    }
    byte[] bytes = SmallFile.read(disk, file, MOST_BYTES);
    return bytes == null ? new Ledger() : decode(bytes);
  }

  static @Nullable Ledger decode(byte[] bytes) {
    List<String> lines = CheckedText.decode(TITLE, bytes);
    if (lines == null) {
      return null;
    }
    var ledger = new Ledger();
    try {
      lines.forEach(line -> ledger.line(line.split(" ")));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException malformed) {
      return null; // the CRC was right, so a later version wrote it
    }
    ledger.saved(ledger.all());
    ledger.dirty = false;
    return ledger;
  }

  private void line(String[] words) {
    Lane lane = Lane.valueOf(words[1].toUpperCase(Locale.ROOT));
    if (words[0].equals("lost")) {
      var loss = new Loss(Long.parseLong(words[3]), Long.parseLong(words[4]));
      countLost(lane, reason(words[2]), loss);
    } else {
      Gap.Span span =
          words[5].equals("-")
              ? null
              : new Gap.Span(Long.parseLong(words[5]), Long.parseLong(words[6]));
      long announcedAt = words[7].equals("-") ? -1 : Long.parseLong(words[7]);
      long first = Long.parseLong(words[2]);
      var gap = new Gap(lane, first, Long.parseLong(words[3]), reason(words[4]), span, announcedAt);
      if (words[0].equals("known")) {
        known.add(gap);
      } else {
        put(gap);
      }
    }
  }

  private static LossReason reason(String word) {
    return LossReason.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private Map<LossReason, Loss> sums(Lane lane) {
    return lost.computeIfAbsent(lane, key -> new EnumMap<>(LossReason.class));
  }

  private static int inOrder(Gap one, Gap other) {
    int byLane = one.lane().compareTo(other.lane());
    return byLane != 0 ? byLane : Long.compare(one.first(), other.first());
  }
}
