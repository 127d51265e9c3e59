package dev.kiosk.agent.spool.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.spool.Batch;
import dev.kiosk.agent.spool.Drain;
import dev.kiosk.agent.spool.Gap;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.time.ManualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** A spool on a real disk under a clock moved by hand, and what was put into it. */
final class Held implements AutoCloseable {

  private static final int MOST_ROUNDS = 20_000;

  private Life life;
  private final ManualTime time;
  private final Map<Spool.Place, String> appended = new LinkedHashMap<>();
  private final Set<String> delivered = new HashSet<>();
  private Spool spool;
  private Drain drain;

  private Held(Life life, ManualTime time, Spool spool) {
    this.life = life;
    this.time = time;
    this.spool = spool;
    this.drain = spool.drain();
  }

  static Held open(Life life) throws IOException {
    var time = new ManualTime();
    return new Held(life, time, life.open(time));
  }

  Spool spool() {
    return spool;
  }

  /** A session's drain under the present spool id. */
  private Drain drain() {
    if (!drain.isCurrent()) {
      drain.close();
      drain = spool.drain();
    }
    return drain;
  }

  /** Stops in an orderly way. */
  void stop() throws IOException {
    drain.close();
    spool.close();
  }

  /** Opens again after {@link #stop}; no two lives draw the same spool ids. */
  void start() throws IOException {
    life = life.withSeed(life.seed() + 1);
    spool = life.open(time);
    drain = spool.drain();
  }

  /** Appends an event and lets the spool work. */
  void append(Lane lane, int bytes) {
    String text = "%s %d ".formatted(lane, appended.size()) + "x".repeat(bytes);
    byte[] event = text.getBytes(StandardCharsets.UTF_8);
    appended.put(spool.append(lane, event), Life.hash(event));
    time.pass(Life.FLUSH_INTERVAL);
    work();
  }

  /** Appends readings, and an alert now and then, until it is so. */
  void appendUntil(BooleanSupplier reached) {
    for (int i = 0; !reached.getAsBoolean(); i++) {
      assertThat(i).as("rounds without what was waited for").isLessThan(MOST_ROUNDS);
      append(i % 10 == 9 ? Lane.ALERTS : Lane.READINGS, 1000);
    }
  }

  /** Longer than the spool may wait before it tries a disk again that refused. */
  void waitForRetry() {
    time.pass(Duration.ofSeconds(5));
    work();
  }

  private void work() {
    for (int i = 0; i < MOST_ROUNDS && spool.step(time.nanos()) > 0; i++) {
      // until nothing is left to do
    }
  }

  /** Everything that can be read of a lane, as position and hash. */
  Map<Long, String> readable(Lane lane) {
    return readable(lane, 0);
  }

  private Map<Long, String> readable(Lane lane, long from) {
    var events = new TreeMap<Long, String>();
    for (Batch batch = read(lane, from); !batch.isEmpty(); batch = read(lane, batch.end())) {
      for (int i = 0; i < batch.events().size(); i++) {
        events.put(batch.first() + i, Life.hash(batch.events().get(i)));
      }
    }
    return events;
  }

  private Batch read(Lane lane, long from) {
    return drain().read(lane, from, 512, 1 << 20);
  }

  /** Takes everything that can be read, as a server does that is never away. */
  void deliver() {
    for (Lane lane : Lane.values()) {
      var events = new TreeMap<Long, String>(readable(lane, drain().receipted(lane)));
      if (!events.isEmpty()) {
        delivered.addAll(events.values());
        drain().acknowledge(lane, events.lastKey() + 1);
      }
    }
  }

  /** Everything that was appended is with the server. */
  void assertAllDelivered() {
    assertThat(delivered).containsAll(appended.values());
  }

  /**
   * Every event that was appended and not receipted can be read, or an open gap tells of it. What
   * was appended under another spool id stands at another position by now.
   */
  void assertAllAccountedFor() {
    List<Range> gaps = spool.openGaps().stream().map(Range::of).toList();
    for (Lane lane : Lane.values()) {
      Map<Long, String> readable = readable(lane);
      var moved = new HashSet<String>();
      appended.forEach(
          (place, hash) -> {
            if (place.lane() == lane && !place.spool().equals(spool.id())) {
              moved.add(hash);
            }
          });
      moved.removeAll(delivered);
      assertThat(readable.values()).as("%s that moved", lane).containsAll(moved);
      of(lane)
          .forEach(
              (position, hash) -> {
                boolean told = Range.behind(gaps, lane, position) > position;
                if (position >= spool.receipted(lane) && !told) {
                  assertThat(readable.get(position)).as("%s %d", lane, position).isEqualTo(hash);
                }
              });
    }
    assertThat(spool.takeIncidents()).isEmpty();
  }

  /** The same, and nothing is gone. */
  void assertAllReadable() {
    assertAllAccountedFor();
    assertThat(spool.openGaps()).isEmpty();
  }

  /** How many positions open gaps tell of. */
  long positionsInGaps() {
    return spool.openGaps().stream().mapToLong(Gap::count).sum();
  }

  /** What was appended under the present spool id to a lane, as position and hash. */
  Map<Long, String> of(Lane lane) {
    var found = new TreeMap<Long, String>();
    appended.forEach(
        (place, hash) -> {
          if (place.lane() == lane && place.spool().equals(spool.id())) {
            found.put(place.position(), hash);
          }
        });
    return found;
  }

  /** Where everything was put, under whatever spool id. */
  Set<Spool.Place> places() {
    return appended.keySet();
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (IOException refused) {
      // the disk of the test may be full or gone by now
      System.out.println("closing: " + refused.getMessage());
    }
  }
}
