package dev.kiosk.agent.wire;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Severity;
import dev.kiosk.agent.telemetry.Metric;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Messages with every field drawn from a seed, odd texts and edges of ranges included. */
final class RandomMessages {

  private static final Metric[] METRICS = {Metric.MEMORY, Metric.DISK, Metric.TEMPERATURE};
  private static final String[] PIECES = {
    "a", "\"", "\\", "\u0000", "\u001f", "\u007f", "\u2028", "é", "紙", "🖨", "\ud83d", "\udda8",
    "\r\n", "</"
  };

  private final Random random;

  RandomMessages(long seed) {
    random = new Random(seed);
  }

  Event event() {
    return switch (random.nextInt(6)) {
      case 0 -> new CpuEvent(when(), percent());
      case 1 -> error();
      case 2 -> metric();
      case 3 -> device();
      case 4 -> gap();
      default -> heartbeat();
    };
  }

  String text() {
    int pieces = random.nextInt(8) == 0 ? random.nextInt(2500) : random.nextInt(12);
    var text = new StringBuilder("t");
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private ErrorEvent error() {
    Condition code = pick(Condition.values());
    return new ErrorEvent(
        when(),
        code,
        text(),
        maybe(this::text),
        pick(Severity.values()),
        ErrorEvent.isMoment(code) ? null : random.nextBoolean(),
        maybe(this::text),
        maybe(this::text),
        random.nextBoolean(),
        random.nextBoolean());
  }

  private MetricEvent metric() {
    Metric metric = pick(METRICS);
    double value = metric == Metric.TEMPERATURE ? random.nextGaussian() * 1e5 : percent();
    return new MetricEvent(when(), metric, value);
  }

  private DeviceEvent device() {
    var conditions =
        IntStream.range(0, random.nextInt(60)).mapToObj(i -> pick(Condition.values())).toList();
    return new DeviceEvent(
        when(),
        text(),
        pick(new String[] {"printer", "scanner", "sensor"}),
        pick(DeviceState.values()),
        conditions,
        pick(Condition.values()).cuss(),
        maybe(this::when),
        maybe(this::text),
        maybe(this::text),
        random.nextBoolean());
  }

  private GapEvent gap() {
    return new GapEvent(
        when(),
        pick(WireLane.values()),
        when(),
        1 + when(),
        maybe(this::when),
        maybe(this::when),
        pick(GapReason.values()));
  }

  private Heartbeat heartbeat() {
    return new Heartbeat(when(), when(), random.nextInt(4), when(), when(), when());
  }

  private long when() {
    return random.nextInt(6) == 0 ? 0 : random.nextLong(1L << 52);
  }

  private double percent() {
    return switch (random.nextInt(5)) {
      case 0 -> 0;
      case 1 -> 100;
      case 2 -> Double.MIN_VALUE;
      default -> random.nextDouble() * 100;
    };
  }

  private <T> T pick(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private <T> @Nullable T maybe(Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }
}
