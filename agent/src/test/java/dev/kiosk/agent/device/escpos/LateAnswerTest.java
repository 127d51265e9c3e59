package dev.kiosk.agent.device.escpos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.transport.Dialer;
import dev.kiosk.agent.device.transport.Line;
import dev.kiosk.agent.time.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers do not name their questions: one of an earlier look must not be taken for one of this.
 */
class LateAnswerTest {

  /** Offline, for a reason that the next answers would name. */
  private static final int[] ERROR = {0x1A, 0x52, 0x1A, 0x12};

  private final ManualTime time = new ManualTime();
  private final Machine machine;
  private final TreeMap<Long, Integer> coming = new TreeMap<>();
  private final List<Integer> asked = new ArrayList<>();
  private Duration delay = Duration.ofMillis(2);
  private int[] answers = ERROR;

  LateAnswerTest(@TempDir Path root) {
    this.machine = Machine.of(root, time);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 49})
  void oneThatComesBeforeTheLineIsQuietIsThrownAway(int afterMillis) {
    comes(Duration.ofMillis(afterMillis), 0x7E);

    assertThat(conditions(look())).containsExactly(Condition.CUTTER_FAULT);
    assertThat(asked).containsExactly(1, 2, 3, 4);
  }

  /** Each answer is taken for that to the next question then, so that one is left over. */
  @ParameterizedTest
  @CsvSource({"51, 2", "51, 40", "60, 200", "52, 400"})
  void oneThatComesInPlaceOfTheFirstRefusesTheWholeLook(int afterMillis, int delayMillis) {
    delay = Duration.ofMillis(delayMillis);
    comes(Duration.ofMillis(afterMillis), 0x12);
    Observation seen = look();

    assertThat(conditions(seen)).containsExactly(Condition.PROTOCOL_MISMATCH);
    assertThat(seen.unobservable()).contains(Condition.MEDIA_OUT, Condition.CUTTER_FAULT);
  }

  @Test
  void anAutomaticStatusBehindTheLastAnswerChangesNothing() {
    comes(Duration.ofMillis(50 + 4 * 2 + 5), 0x18);
    comes(Duration.ofMillis(50 + 4 * 2 + 6), 0x08);
    comes(Duration.ofMillis(50 + 4 * 2 + 7), 0x00);
    comes(Duration.ofMillis(50 + 4 * 2 + 8), 0x00);

    assertThat(conditions(look())).containsExactly(Condition.CUTTER_FAULT);
  }

  @Test
  void aPrinterThatNeverStopsSendingIsAMismatchAndIsNotAsked() {
    for (int i = 0; i < 3_000; i++) {
      comes(Duration.ofMillis(i), 0x12);
    }

    assertThat(conditions(look())).containsExactly(Condition.PROTOCOL_MISMATCH);
    assertThat(asked).isEmpty();
  }

  @Test
  void waitingForQuietCostsAPrinterThatAnswersATenthOfASecond() {
    long beganNanos = time.nanos();
    look();

    assertThat(Duration.ofNanos(time.nanos() - beganNanos)).isEqualTo(Duration.ofMillis(108));
  }

  @Test
  void aSlowPrinterIsGivenFreeInTimeAllTheSame() {
    delay = Duration.ofMillis(499);
    answers = new int[] {0x12, 0x12, 0x12, 0x12};
    long beganNanos = time.nanos();

    assertThat(conditions(look())).isEmpty();
    assertThat(Duration.ofNanos(time.nanos() - beganNanos)).isLessThan(Duration.ofSeconds(3));
  }

  private void comes(Duration after, int value) {
    coming.put(time.nanos() + after.toNanos(), value);
  }

  private Observation look() {
    return new EscPosProbe(new ScriptedDialer(), new EpsonLanguage(), machine)
        .observe(Duration.ofSeconds(3));
  }

  private static List<Condition> conditions(Observation seen) {
    return seen.findings().stream().map(Finding::condition).toList();
  }

  private final class ScriptedDialer implements Dialer {

    @Override
    public String endpoint() {
      return "scripted";
    }

    @Override
    public Line dial(Duration connect, long deadlineNanos) {
      return new ScriptedLine(deadlineNanos);
    }
  }

  /** Lets the clock jump to the next byte, or to the end of the wait for one. */
  private final class ScriptedLine implements Line {

    private final long deadlineNanos;

    ScriptedLine(long deadlineNanos) {
      this.deadlineNanos = deadlineNanos;
    }

    @Override
    public byte[] drain() {
      var due = new ArrayList<>(coming.headMap(time.nanos(), true).values());
      coming.headMap(time.nanos(), true).clear();
      var bytes = new byte[due.size()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = due.get(i).byteValue();
      }
      return bytes;
    }

    @Override
    public void send(byte... request) {
      asked.add((int) request[2]);
      comes(delay, answers[request[2] - 1]);
    }

    @Override
    public int read(long untilNanos) {
      return readIfAny(untilNanos).orElseThrow(() -> new AssertionError("no answer in time"));
    }

    @Override
    public OptionalInt readIfAny(long untilNanos) {
      long lastNanos = Math.min(untilNanos, deadlineNanos);
      if (coming.isEmpty() || coming.firstKey() > lastNanos) {
        time.passTo(lastNanos);
        return OptionalInt.empty();
      }
      time.passTo(coming.firstKey());
      return OptionalInt.of(coming.pollFirstEntry().getValue());
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
