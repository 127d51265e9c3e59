package dev.kiosk.agent.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kiosk.agent.command.Outcome.Ack;
import dev.kiosk.agent.command.Outcome.Nack;
import dev.kiosk.agent.command.Outcome.Reason;
import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Severity;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Reading;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {

  private final Contract contract = new Contract();
  private final Codec codec = new Codec(new Sender("acme", "T1-K017"));

  @ParameterizedTest
  @CsvSource({
    "37.5, 37.5",
    "37.0, 37",
    "0.005, 0.01",
    "0.004, 0",
    "-0.0, 0",
    "-0.001, 0",
    "99.999, 100",
    "12.3456, 12.35",
    "-40.25, -40.25",
    "9999999.994, 9999999.99",
    "0.07, 0.07"
  })
  void numbersHaveAtMostTwoDecimalsAndNoExponent(double value, String written) {
    assertThat(text(codec.encode(new MetricEvent(1, Metric.TEMPERATURE, value))))
        .contains("\"value\":" + written + ",\"unit\":\"celsius\"");
  }

  @ParameterizedTest
  @ValueSource(doubles = {85, 85.125, 0.1, -12.75, 1e-9, 1e300, 99.99999999999999})
  void theLimitThatWasReplacedIsWrittenExactly(double previous) {
    String frame = text(codec.reply("c", new Ack(previous)));
    assertThat(contract.json(frame).path("previous").doubleValue()).isEqualTo(previous);
  }

  @Test
  void readingsBecomeTheirOwnTypeOfEvent() {
    assertThat(Event.of(new Reading(Metric.CPU, 12, 5))).isEqualTo(new CpuEvent(5, 12));
    assertThat(Event.of(new Reading(Metric.DISK, 12, 5)))
        .isEqualTo(new MetricEvent(5, Metric.DISK, 12));
  }

  @Test
  void whateverADeviceSaysTheFrameIsUtf8AndOneObject() throws CharacterCodingException {
    var messages = new RandomMessages(99);
    for (int i = 0; i < 2000; i++) {
      byte[] frame = codec.encode(messages.event());
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(frame)).toString();
      assertThat(text).doesNotContain("\n", "\r", "\u0000");
      assertThat(contract.json(text).isObject()).isTrue();
      assertThat(frame).hasSizeLessThanOrEqualTo(Codec.MAX_EVENT_BYTES);
    }
  }

  @Test
  void theLongestEventStaysWithinTheBound() {
    String controls = "\u0001".repeat(5000);
    String name = "\u0001".repeat(Sender.MAX_CHARS);
    var longest = new Codec(new Sender(name, name));
    assertThat(longest.encode(error(controls, controls)))
        .hasSizeBetween(15_000, Codec.MAX_EVENT_BYTES);
    var device =
        new DeviceEvent(
            Long.MAX_VALUE,
            controls,
            controls,
            DeviceState.UNKNOWN,
            List.of(Condition.values()),
            controls,
            Long.MAX_VALUE,
            controls,
            controls,
            true);
    assertThat(longest.encode(device)).hasSizeLessThan(Codec.MAX_EVENT_BYTES);
  }

  @Test
  void longTextIsCutBetweenCharactersAndSaysSo() {
    ErrorEvent event = error("x" + "🖨".repeat(600), null);
    assertThat(event.message()).endsWith("🖨…").hasSizeBetween(1023, 1024);
    assertThat(error("y".repeat(1024), null).message()).isEqualTo("y".repeat(1024));
  }

  @Test
  void unpairedSurrogatesBecomeReplacementCharacters() {
    assertThat(error("a\udda8b\ud83d", "\ud83d\ud83d\udda8").message()).isEqualTo("a\ufffdb\ufffd");
    String frame = text(codec.reply("c", new Nack(Reason.MALFORMED, "kind \ud83d")));
    assertThat(frame).contains("malformed: kind \ufffd\"");
  }

  @Test
  void batchesHoldTheEventsAsTheyWereEncoded() {
    byte[] first = codec.encode(new CpuEvent(1, 2));
    byte[] second = codec.encode(new CpuEvent(3, 4));
    assertThat(text(codec.batch(WireLane.READINGS, 88, List.of(first, second))))
        .isEqualTo(
            "{\"kind\":\"batch\",\"lane\":\"readings\",\"first\":88,\"events\":[%s,%s]}"
                .formatted(text(first), text(second)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.batch(WireLane.READINGS, 0, List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.batch(WireLane.READINGS, -1, List.of(first)));
  }

  @Test
  void onlyCpuAndErrorMayTravelOverThePlainContract() {
    var messages = new RandomMessages(7);
    List<String> plain = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Event event = messages.event();
      if (Codec.isPlain(codec.encode(event))) {
        plain.add(event.type());
      }
    }
    assertThat(plain).containsOnly("cpu", "error");
    assertThat(Codec.isPlain(new byte[0])).isFalse();
    assertThat(Codec.isPlain("{\"type\":\"cpu".getBytes(UTF_8))).isFalse();
  }

  @Test
  void eventsKnowTheLaneTheyAreSpooledIn() {
    assertThat(new CpuEvent(1, 2).spooledIn()).isEqualTo(WireLane.READINGS);
    assertThat(new MetricEvent(1, Metric.DISK, 2).spooledIn()).isEqualTo(WireLane.READINGS);
    assertThat(error("m", null).spooledIn()).isEqualTo(WireLane.ALERTS);
    var gap = new GapEvent(1, WireLane.READINGS, 0, 1, null, null, GapReason.FULL);
    assertThat(gap.spooledIn()).isEqualTo(WireLane.ALERTS);
    assertThat(new Heartbeat(1, 1, 0, 0, 0, 0).spooledIn()).isNull();
  }

  @Test
  void numbersOutsideTheirRangeAreRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CpuEvent(1, 100.1))
        .withMessage("pct must be within 0..100, was 100.1");
    assertThatIllegalArgumentException().isThrownBy(() -> new CpuEvent(1, Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> new CpuEvent(-1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new MetricEvent(1, Metric.CPU, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new MetricEvent(1, Metric.DISK, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MetricEvent(1, Metric.TEMPERATURE, Double.POSITIVE_INFINITY));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GapEvent(1, WireLane.ALERTS, 0, 0, null, null, GapReason.FULL))
        .withMessage("count must be at least 1, was 0");
    assertThatIllegalArgumentException().isThrownBy(() -> new Heartbeat(1, 1, 4, 0, 0, 0));
  }

  @Test
  void momentsHaveNoActiveAndAllOthersHaveOne() {
    assertThat(ErrorEvent.moment(1, Condition.CLOCK_STEP, "m").active()).isNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ErrorEvent.moment(1, Condition.MEDIA_OUT, "m"))
        .withMessage("MEDIA_OUT begins and ends, and needs active");
  }

  @Test
  void namesThatCouldNotBeToldApartInAFrameAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Sender("", "h"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Sender("t", "h".repeat(256)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Sender("t", "h\ud83d"));
    var sender = new Sender("t", "h");
    assertThatIllegalArgumentException().isThrownBy(() -> new Hello(sender, "1", "spool", 0, 0, 0));
  }

  private static ErrorEvent error(String message, @Nullable String raw) {
    return new ErrorEvent(
        1,
        Condition.MEDIA_OUT,
        message,
        raw == null ? null : "d" + raw,
        Severity.ERROR,
        true,
        raw,
        raw,
        true,
        true);
  }

  private static String text(byte[] frame) {
    return new String(frame, UTF_8);
  }
}
