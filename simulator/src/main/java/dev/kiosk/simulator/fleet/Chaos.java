package dev.kiosk.simulator.fleet;

import dev.kiosk.agent.time.Time;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Lets faults happen to kiosks: which, when and to whom is drawn from a seed. None of them outlasts
 * its end, so that afterwards a fleet comes to rest.
 */
final class Chaos {

  private static final double NANOS_A_MINUTE = 60e9;
  private static final Duration OFF = Duration.ofSeconds(1);

  private final SplittableRandom random;
  private final Members members;
  private final Time time;
  private final double perMinute;
  private final long endNanos;
  private final Map<Fault, Integer> happened = new EnumMap<>(Fault.class);
  private long nextNanos;

  /** What can happen to a kiosk. */
  enum Fault {
    /** The connection breaks without a close frame. */
    CUT("cut", 0),
    /** The process hangs for a while, its sockets stay: a silent kiosk. */
    FROZEN("frozen", 2),
    /** It reads a frame each 0.2 to 2 s. */
    SLOW_READER("slow reader", 2),
    /** Nothing goes through any more, and neither side is told. */
    HALF_OPEN("half open", 35),
    /** Killed, and started again with its spool. */
    KILLED("killed", 2),
    /** Another machine takes its place: the spool is gone. */
    REPLACED("replaced", 2),
    /** Stopped and started in order. */
    RESTARTED("restarted", 2),
    /** The wall clock jumps by up to an hour. */
    CLOCK_STEP("clock step", 0);

    private final String words;
    private final int leastSeconds;

    Fault(String words, int leastSeconds) {
      this.words = words;
      this.leastSeconds = leastSeconds;
    }
  }

  /** Who can be struck. */
  interface Members {
    /** How many. */
    int count();

    /** One of them. */
    Kiosk kiosk(int number);

    /** Has something done by the thread that steps it. */
    void have(Kiosk kiosk, Crew.Deed deed);
  }

  /**
   * Faults that begin now.
   *
   * @param end no fault lasts longer than until then
   */
  Chaos(FleetConfig config, Members members, Time time, Duration end) {
    this.random = new SplittableRandom(config.seed());
    this.members = members;
    this.time = time;
    this.perMinute = config.faultsPerMinute();
    this.endNanos = time.nanos() + end.toNanos();
    this.nextNanos = time.nanos();
    plan();
  }

  private void plan() {
    nextNanos += (long) (-Math.log(1 - random.nextDouble()) * NANOS_A_MINUTE / perMinute);
  }

  /** Lets happen what is due. */
  void step() {
    long now = time.nanos();
    while (perMinute > 0 && now - nextNanos >= 0) {
      Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
      Kiosk kiosk = members.kiosk(random.nextInt(members.count()));
      double size = random.nextDouble(); // always drawn, so that the next one is the same
      Duration left = Duration.ofNanos(endNanos - nextNanos);
      if (left.toSeconds() >= fault.leastSeconds && !left.isNegative()) {
        happened.merge(fault, 1, Integer::sum);
        strike(fault, kiosk, new Strength(size, left));
      }
      plan();
    }
  }

  /** How hard and for how long at the most. */
  private record Strength(double size, Duration left) {

    Duration seconds(int least, int most) {
      Duration drawn = Duration.ofMillis((long) (1000 * (least + size * (most - least))));
      return drawn.compareTo(left) < 0 ? drawn : left;
    }
  }

  private void strike(Fault fault, Kiosk kiosk, Strength strength) {
    FleetConnection connection = kiosk.line().current();
    switch (fault) {
      case FROZEN -> members.have(kiosk, of -> of.freeze(strength.seconds(2, 90)));
      case KILLED -> members.have(kiosk, of -> of.kill(OFF));
      case REPLACED -> members.have(kiosk, of -> of.replace(OFF));
      case RESTARTED -> members.have(kiosk, of -> of.restart(OFF));
      case CLOCK_STEP -> kiosk.time().step((long) ((strength.size() - 0.5) * 7_200_000));
      default -> {
        if (connection != null) {
          harm(fault, kiosk, connection, strength);
        }
      }
    }
  }

  private void harm(Fault fault, Kiosk kiosk, FleetConnection connection, Strength strength) {
    if (fault == Fault.CUT) {
      connection.cut();
    } else if (fault == Fault.HALF_OPEN) {
      connection.sever(strength.seconds(30, 70));
    } else {
      connection.readSlowly((int) (200 + strength.size() * 1800));
      kiosk.line().later(strength.seconds(2, 40), () -> connection.readSlowly(0));
    }
  }

  /** How often each happened. */
  String words() {
    return happened.entrySet().stream()
        .map(fault -> fault.getValue() + " " + fault.getKey().words)
        .collect(Collectors.joining(", "));
  }
}
