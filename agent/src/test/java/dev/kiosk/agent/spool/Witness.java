package dev.kiosk.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.disk.FakeDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * Drives a spool and remembers what it promised, in the simplest way: a list of all events and of
 * what became of them. After any end of the spool it can say whether the promises were kept.
 *
 * <p>Every event's text is different, so that it can be found again under whatever position.
 */
final class Witness {

  final SpoolBench bench;
  private final List<Told> told = new ArrayList<>();
  private final Map<Spool.Place, String> shown = new HashMap<>();
  private final Set<Lost> lost = new HashSet<>();
  private int number;

  /** One event that was handed over. */
  private static final class Told {
    final Spool.Place place;
    final String text;
    boolean accepted;
    boolean receipted;

    /** The run that took it ended before it was accepted: nothing was promised. */
    boolean over;

    /** It stood where a damaged end cannot be told from a write that was cut short. */
    boolean mayBeCutShort;

    Told(Spool.Place place, String text) {
      this.place = place;
      this.text = text;
    }

    Told copy() {
      var copy = new Told(place, text);
      copy.accepted = accepted;
      copy.receipted = receipted;
      copy.over = over || !accepted;
      return copy;
    }
  }

  /** A range that was told to be a gap, under a spool id. */
  private record Lost(UUID spool, Lane lane, long first, long end, LossReason reason) {}

  Witness() {
    this(new SpoolBench());
    bench.maxBytes = 32 << 10;
  }

  private Witness(SpoolBench bench) {
    this.bench = bench;
  }

  /** The same witness, looking at another machine's disk: the same disk after a power cut. */
  Witness on(FakeDisk disk) {
    var there = new SpoolBench(disk, bench.random.nextLong());
    there.maxBytes = bench.maxBytes;
    there.maxAge = bench.maxAge;
    var copy = new Witness(there);
    told.forEach(one -> copy.told.add(one.copy()));
    copy.shown.putAll(shown);
    copy.lost.addAll(lost);
    copy.number = number;
    return copy;
  }

  /** Opens the spool, or opens it again after whatever end. */
  Spool open() throws IOException {
    return bench.open();
  }

  void kill() throws IOException {
    bench.disk.killProcess();
    end();
    open();
  }

  private void end() {
    told.forEach(one -> one.over |= !one.accepted);
  }

  /** An orderly stop, as far as the disk lets it, and a start. */
  void stop() throws IOException {
    boolean orderly = true;
    try {
      bench.drain().close();
      bench.spool().close();
      assertThat(bench.disk.openHandles()).as("files left open").isZero();
    } catch (IOException refusing) {
      bench.disk.killProcess();
      orderly = false;
    }
    if (orderly) {
      told.forEach(one -> one.accepted |= !one.over);
    }
    end();
    open();
  }

  void append(Lane lane, int size) {
    String text = "event " + number++ + " " + "x".repeat(size);
    told.add(new Told(bench.spool().append(lane, SpoolBench.bytes(text)), text));
  }

  /** Lets the spool work. */
  void work() {
    bench.work();
    note();
  }

  /** Lets the flush interval pass, and a refusing disk be tried again. */
  void flush() {
    work();
    bench.time.pass(Duration.ofSeconds(3));
    work();
  }

  /** Notes what the spool promises now. */
  private void note() {
    Spool spool = bench.spool();
    for (Told one : told) {
      boolean here = one.place.spool().equals(spool.id());
      one.accepted |= here && !one.over && spool.isAccepted(one.place);
    }
    for (Gap gap : spool.openGaps()) {
      lost.add(new Lost(spool.id(), gap.lane(), gap.first(), gap.end(), gap.reason()));
    }
    look();
  }

  /** Reads all there is, as a session would that sends everything. */
  void look() {
    look(Lane.ALERTS);
    look(Lane.READINGS);
  }

  /** All events of a lane, by position. */
  private Map<Long, String> look(Lane lane) {
    var events = new LinkedHashMap<Long, String>();
    for (String line : bench.readAll(lane, 0)) {
      int colon = line.indexOf(':');
      long position = Long.parseLong(line.substring(0, colon));
      String text = line.substring(colon + 1);
      events.put(position, text);
      var place = new Spool.Place(bench.spool().id(), lane, position);
      String before = shown.put(place, text);
      assertThat(before == null || before.equals(text))
          .as("position %d of %s named two events: %s and %s", position, lane, before, text)
          .isTrue();
    }
    return events;
  }

  /** The server receipts a part of what it was shown. */
  void receipt(Lane lane, double share) {
    note();
    Drain drain = bench.drain();
    long from = drain.receipted(lane);
    long to = look(lane).keySet().stream().reduce(from, (one, other) -> other + 1);
    long next = from + (long) (share * (to - from));
    Map<Long, String> found = look(lane);
    for (Told one : told) {
      one.receipted |=
          found.entrySet().stream()
              .anyMatch(event -> event.getKey() < next && event.getValue().equals(one.text));
    }
    drain.acknowledge(lane, next);
    note();
  }

  /** Another server, or one that lost its store: it wants everything from the beginning. */
  void serverForgets() {
    for (Lane lane : Lane.values()) {
      bench.drain().resume(lane, 0);
    }
    note();
  }

  /** A server that has more than the spool: this is an old image of the disk. */
  void serverIsAhead() {
    bench.drain().resume(Lane.ALERTS, bench.drain().next(Lane.ALERTS) + 7);
    note();
  }

  /** Nothing was damaged, so nothing may be told as damaged. */
  void checkUndamaged() {
    assertThat(bench.spool().takeIncidents())
        .allMatch(incident -> incident.startsWith("The server has"));
    for (Lane lane : Lane.values()) {
      assertThat(bench.spool().stats().of(lane).lost()).doesNotContainKey(LossReason.DAMAGED);
    }
  }

  /** All promises, at any time after an opening. */
  void check() {
    flush(); // events that tell of gaps are alerts too: they are read when they are on disk
    for (Lane lane : Lane.values()) {
      Map<Long, String> found = look(lane);
      for (Told one : told) {
        boolean promised = one.place.lane() == lane && one.accepted && !one.receipted;
        assertThat(!promised || found.containsValue(one.text) || isTold(one))
            .as("%s was accepted at %s and is neither there nor told", name(one), one.place)
            .isTrue();
      }
      assertThat(bench.spool().stats().of(lane).held())
          .as("each position of the %s is an event, receipted, or in a gap", lane)
          .isEqualTo(found.size());
      for (Map.Entry<Long, String> event : found.entrySet()) {
        assertThat(isKnown(event.getValue())).as("%s was invented", event).isTrue();
      }
    }
  }

  /**
   * The promises that hold when the medium itself fails: nothing is invented, and what is gone is
   * told. After a crash a damaged end cannot be told from a write that was cut short.
   *
   * @param cut whether the end of a file is gone: all that was there may be in what the restart
   *     skipped; else the last event only
   */
  void checkDamaged(boolean cut) {
    told.forEach(one -> one.mayBeCutShort = one.accepted && (cut || isLast(one)));
    check();
  }

  /**
   * An event may have had other places: it moves when another spool id takes over. If it was never
   * seen at its present one, only the sums of the ledger tell of it; see {@link #missing()}.
   */
  private boolean isTold(Told one) {
    boolean cutShort = one.mayBeCutShort;
    boolean moved = !one.place.spool().equals(bench.spool().id());
    return (moved && missing() <= ledger(LossReason.FULL) + ledger(LossReason.EXPIRED))
        || isTold(one.place, cutShort)
        || shown.entrySet().stream()
            .anyMatch(seen -> seen.getValue().equals(one.text) && isTold(seen.getKey(), cutShort));
  }

  private boolean isLast(Told one) {
    return told.stream()
        .filter(other -> other.accepted && other.place.lane() == one.place.lane())
        .noneMatch(other -> other.place.position() > one.place.position());
  }

  private boolean isTold(Spool.Place place, boolean cutShort) {
    return lost.stream()
        .anyMatch(
            gap ->
                gap.lane == place.lane()
                    && gap.spool.equals(place.spool())
                    && gap.first <= place.position()
                    && place.position() < gap.end
                    && (cutShort || gap.reason != LossReason.RESTART));
  }

  private boolean isKnown(String text) {
    return text.startsWith("gap ") || told.stream().anyMatch(one -> one.text.equals(text));
  }

  private static String name(Told one) {
    return one.text.strip().substring(0, Math.min(12, one.text.strip().length()));
  }

  /** How many events were lost for a reason, by the ledger. */
  long ledger(LossReason reason) {
    long sum = 0;
    for (Lane lane : Lane.values()) {
      sum += bench.spool().stats().of(lane).lost().getOrDefault(reason, 0L);
    }
    return sum;
  }

  /** How many accepted, unreceipted events are not there any more. */
  long missing() {
    var found = new HashSet<>(look(Lane.ALERTS).values());
    found.addAll(look(Lane.READINGS).values());
    return told.stream()
        .filter(one -> one.accepted && !one.receipted && !found.contains(one.text))
        .count();
  }

  /** The spool still does its work: what is appended now is there after the next start. */
  void checkWorks() throws IOException {
    append(Lane.ALERTS, 20);
    append(Lane.READINGS, 20);
    flush();
    flush();
    assertThat(bench.spool().refusing()).isEmpty();
    Told reading = told.get(told.size() - 1);
    Told alert = told.get(told.size() - 2);
    assertThat(alert.accepted || isTold(alert)).as("a new alert is accepted").isTrue();
    assertThat(reading.accepted || isTold(reading)).as("a new reading is accepted").isTrue();
    stop();
    check();
  }

  static Random random(long seed) {
    return new Random(seed * 0x9E3779B97F4A7C15L);
  }
}
