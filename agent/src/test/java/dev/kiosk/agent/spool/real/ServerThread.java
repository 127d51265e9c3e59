package dev.kiosk.agent.spool.real;

import dev.kiosk.agent.spool.Batch;
import dev.kiosk.agent.spool.Drain;
import dev.kiosk.agent.spool.Gap;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.Spool;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Empties the spool as a session does, gaps ahead of their turn, and receipts in random steps as
 * its server does; goes away now and then. The server moves what it wants next over gaps that it
 * knows of, and over nothing else; to pass gaps when reading is the spool's business.
 */
final class ServerThread {

  private static final long TICK_NANOS = 1_000_000;

  private final Spool spool;
  private final Told told;
  private final Random random;
  private final List<Range> gaps = new ArrayList<>();
  private final Map<Lane, Long> receipted = new EnumMap<>(Lane.class);
  private final Map<Lane, Long> cursor = new EnumMap<>(Lane.class);
  private final Thread thread = new Thread(this::run, "server");
  private volatile boolean stopping;
  private Drain drain;

  ServerThread(Spool spool, Told told, String[] args) {
    this.spool = spool;
    this.told = told;
    this.random = new Random(Long.parseLong(args[2]) + 1);
    this.drain = spool.drain();
    receipted.put(Lane.ALERTS, Long.parseLong(args[4]));
    receipted.put(Lane.READINGS, Long.parseLong(args[5]));
    for (String known : List.of(args).subList(6, args.length)) {
      gaps.add(Range.parse(known));
    }
    // Which of the last receipts came before a power cut is only known by the spool itself.
    receipted.replaceAll((lane, next) -> Math.max(next, drain.receipted(lane)));
  }

  /** Begins a session: the server says what it has. */
  void greet() {
    for (Lane lane : Lane.values()) {
      long next = Range.behind(gaps, lane, of(receipted, lane));
      tellReceipt(lane, next);
      cursor.put(lane, next);
      if (drain.resume(lane, next) != Drain.Resume.READY && drain.isCurrent()) {
        told.line("! the spool renews itself: %s is unknown to it up to %d".formatted(lane, next));
      }
    }
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns when the spool is let alone. */
  void stop() throws InterruptedException {
    stopping = true;
    thread.join();
    drain.close();
  }

  private void run() {
    while (!stopping) {
      if (random.nextInt(150) == 0) {
        drain.close();
        LockSupport.parkNanos(random.nextInt(200) * TICK_NANOS);
        comeBack(); // what was sent and not receipted is sent again
      } else if (!drain.isCurrent()) {
        drain.close();
        comeBack();
      }
      takeGaps();
      for (Lane lane : Lane.values()) {
        take(lane);
      }
      if (random.nextInt(4) == 0) {
        receipt(random.nextBoolean() ? Lane.ALERTS : Lane.READINGS);
      }
      LockSupport.parkNanos(TICK_NANOS);
    }
  }

  private void comeBack() {
    UUID before = drain.id();
    drain = spool.drain();
    if (!drain.id().equals(before)) { // of which the server never heard
      told.line("N " + drain.id());
      receipted.replaceAll((lane, next) -> 0L);
      gaps.clear();
    }
    greet();
  }

  private void takeGaps() {
    for (Gap gap : drain.openGaps()) {
      if (gap.announcedAt() >= 0 && !gaps.contains(Range.of(gap))) {
        Batch batch = drain.read(Lane.ALERTS, gap.announcedAt(), 1, 1);
        if (batch.first() == gap.announcedAt()) { // else its event is not on disk yet
          sent(batch);
        }
      }
    }
  }

  private void take(Lane lane) {
    long at = of(cursor, lane);
    Batch batch = drain.read(lane, at, 64, 128 << 10);
    if (!batch.isEmpty() && isToldBefore(batch, at)) {
      sent(batch);
      cursor.put(lane, batch.end());
      drain.inFlight(lane, of(receipted, lane), of(cursor, lane));
    }
  }

  /** Whether the server knows why nothing came from a position up to the batch. */
  private boolean isToldBefore(Batch batch, long at) {
    if (Range.behind(gaps, batch.lane(), at) >= batch.first()) {
      return true;
    }
    var soon = new ArrayList<>(gaps);
    drain.openGaps().forEach(gap -> soon.add(Range.of(gap)));
    if (Range.behind(soon, batch.lane(), at) < batch.first() && drain.isCurrent()) {
      told.line("! no gap tells of %s %d to %d".formatted(batch.lane(), at, batch.first()));
    }
    return false;
  }

  private void sent(Batch batch) {
    var lines = new StringBuilder();
    for (int i = 0; i < batch.events().size(); i++) {
      byte[] event = batch.events().get(i);
      lines.append("S %s %d %s\n".formatted(batch.lane(), batch.first() + i, Life.hash(event)));
      if (Life.tellsOfGap(event)) {
        String words = new String(event, StandardCharsets.UTF_8).substring("gap ".length());
        gaps.add(Range.parse(words));
        lines.append("G %s\n".formatted(words));
      }
    }
    told.lines(lines);
  }

  private void receipt(Lane lane) {
    long from = of(receipted, lane);
    long next = from + random.nextLong(of(cursor, lane) - from + 1);
    next = Range.behind(gaps, lane, next);
    tellReceipt(lane, next);
    drain.acknowledge(lane, next);
    cursor.merge(lane, next, Math::max);
    drain.inFlight(lane, next, of(cursor, lane));
  }

  /** Before the spool hears of it. */
  private void tellReceipt(Lane lane, long next) {
    if (next > of(receipted, lane)) {
      told.line("K %s %d".formatted(lane, next));
      receipted.put(lane, next);
    }
  }

  private static long of(Map<Lane, Long> positions, Lane lane) {
    return positions.getOrDefault(lane, 0L);
  }
}
