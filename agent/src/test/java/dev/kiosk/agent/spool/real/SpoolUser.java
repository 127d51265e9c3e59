package dev.kiosk.agent.spool.real;

import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.time.Loop;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * The program that is ended: appends alerts and readings to a spool until then, has a server read
 * and receipt them, and tells on standard output what holds. Each line is written after it holds.
 *
 * <pre>
 * B                          about to open
 * O ID                       opened, and greeted by the server
 * A POSITION HASH            this alert is accepted
 * R POSITION HASH            this reading is accepted, and older than the flush interval
 * S LANE POSITION HASH       the server was sent this event
 * K LANE NEXT                the server has all before: written before the spool hears of it
 * N ID                       the server goes on under another spool id: what follows is meant there
 * G LANE FIRST END REASON    the server knows of this gap
 * T COUNT                    so many were appended
 * F REASON                   the disk refuses
 * C                          stopped in order; what was appended is accepted, and told of before
 * ! SENTENCE                 an incident; none is expected
 * </pre>
 *
 * <p>A byte on standard input asks for an orderly stop.
 *
 * <p>Arguments: folder, bound in bytes, seed, {@code served} or {@code alone}, the server's next
 * alert and next reading, then the gaps that it knows of.
 */
public final class SpoolUser {

  private static final long TICK_NANOS = 500_000;
  private static final int TELL_EVERY = 100;
  private static final int MOST_OUTSTANDING = 4096;
  private static final int MOST_OUTSTANDING_BYTES = 1 << 20;

  private final Spool spool;
  private final Told told;
  private final Random random;
  private final long seed;
  private final Time time = Time.system();
  private final ArrayDeque<Appended> outstanding = new ArrayDeque<>();
  private long outstandingBytes;
  private long count;
  private String refusing = "";

  private SpoolUser(Spool spool, Told told, long seed) {
    this.spool = spool;
    this.told = told;
    this.seed = seed;
    this.random = new Random(seed);
  }

  private record Appended(Spool.Place place, String hash, int bytes, long atNanos) {

    String accepted() {
      String lane = place.lane() == Lane.ALERTS ? "A" : "R";
      return "%s %d %s\n".formatted(lane, place.position(), hash);
    }
  }

  /** Runs until it is killed. */
  public static void main(String[] args) throws Exception {
    var told = new Told(System.out);
    var life = new Life(Path.of(args[0]), Long.parseLong(args[1]), Long.parseLong(args[2]));
    told.line("B");
    Spool spool = life.open();
    var server = new ServerThread(spool, told, args);
    server.greet();
    told.line("O " + spool.id());
    var loop =
        new Loop("spool", spool, Time.system(), failure -> told.line("! step threw " + failure));
    spool.onWork(loop::wake, () -> {});
    loop.start();
    if (args[3].equals("served")) {
      server.start();
    }
    var user = new SpoolUser(spool, told, life.seed());
    user.run();
    server.stop();
    loop.close();
    user.stop();
    new CountDownLatch(1).await(); // the end is the test's business
  }

  private void run() throws IOException {
    while (System.in.available() == 0) {
      if (outstandingBytes < MOST_OUTSTANDING_BYTES || !spool.refusing().isEmpty()) {
        append();
      }
      tellAccepted();
      tellTrouble();
      LockSupport.parkNanos(TICK_NANOS);
    }
  }

  private void stop() throws IOException {
    spool.close();
    var lines = new StringBuilder();
    outstanding.forEach(one -> lines.append(one.accepted()));
    told.lines(lines);
    told.line("C");
  }

  private void append() {
    for (int i = random.nextInt(6); i > 0; i--) {
      append(Lane.READINGS);
    }
    if (random.nextInt(6) == 0) {
      append(Lane.ALERTS);
    }
  }

  private void append(Lane lane) {
    int length = random.nextInt(25) == 0 ? 30_000 : 40 + random.nextInt(100);
    var text = new StringBuilder("%s %d of %d ".formatted(lane, count++, seed));
    while (text.length() < length) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    byte[] event = text.toString().getBytes(StandardCharsets.UTF_8);
    Spool.Place place = spool.append(lane, event);
    outstanding.add(new Appended(place, Life.hash(event), event.length, time.nanos()));
    outstandingBytes += event.length;
    if (count % TELL_EVERY == 0) {
      told.line("T " + count);
    }
    while (outstanding.size() > MOST_OUTSTANDING) { // the disk refuses: nothing is said of it
      outstandingBytes -= outstanding.remove().bytes;
    }
  }

  private void tellAccepted() {
    long old = time.nanos() - Life.FLUSH_INTERVAL.toNanos();
    var lines = new StringBuilder();
    outstanding.removeIf(
        one -> {
          boolean due = one.place.lane() == Lane.ALERTS || one.atNanos - old < 0;
          if (!due || !isAccepted(one.place)) {
            return false;
          }
          outstandingBytes -= one.bytes;
          lines.append(one.accepted());
          return true;
        });
    told.lines(lines);
  }

  /**
   * Of an id that was left nothing is told: what counts as accepted there may be in memory only.
   */
  private boolean isAccepted(Spool.Place place) {
    return spool.isAccepted(place) && spool.id().equals(place.spool());
  }

  private void tellTrouble() {
    for (String incident : spool.takeIncidents()) {
      told.line("! " + incident);
    }
    String now = spool.refusing();
    if (!now.equals(refusing)) {
      refusing = now;
      told.line("F " + now);
    }
  }
}
