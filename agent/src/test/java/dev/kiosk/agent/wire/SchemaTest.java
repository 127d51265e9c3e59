package dev.kiosk.agent.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import dev.kiosk.agent.command.Outcome.Ack;
import dev.kiosk.agent.command.Outcome.Nack;
import dev.kiosk.agent.command.Outcome.Reason;
import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Severity;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Unit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the codec writes keeps to the schema that ships. */
class SchemaTest {

  private final Contract contract = new Contract();
  private final JsonSchema schema = contract.schema("agent-to-server");
  private final JsonNode definitions = contract.schemaText("agent-to-server").path("$defs");
  private final Codec codec = new Codec(new Sender("acme", "T1-K017"));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyEventOfTheCodecIsValid(long seed) {
    var messages = new RandomMessages(seed);
    Set<Class<?>> seen = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      Event event = messages.event();
      seen.add(event.getClass());
      assertValid(frameOf(event));
    }
    assertThat(seen).containsExactlyInAnyOrder(Event.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 7})
  void everyReplyOfTheCodecIsValid(long seed) {
    var random = new Random(seed);
    var messages = new RandomMessages(seed);
    for (int i = 0; i < 50; i++) {
      for (Reason reason : Reason.values()) {
        assertValid(codec.reply("c" + i, new Nack(reason, messages.text())));
      }
      assertValid(codec.reply("c" + i, new Ack(random.nextGaussian() * 100)));
    }
    assertValid(codec.reply("c", new Ack(null)));
    assertValid(codec.reply("c", new Ack(Double.MIN_VALUE)));
    assertValid(codec.reply("c", new Ack(Double.MAX_VALUE)));
  }

  @Test
  void listsOfTheSchemaAreThoseOfTheCode() {
    assertThat(list("KnownConditionCode")).isEqualTo(names(Condition.values(), Condition::name));
    assertThat(list("MomentCode"))
        .isEqualTo(
            Arrays.stream(Condition.values())
                .filter(ErrorEvent::isMoment)
                .map(Condition::name)
                .toList());
    assertThat(list("Severity")).isEqualTo(names(Severity.values(), Severity::wireName));
    assertThat(list("DeviceState")).isEqualTo(names(DeviceState.values(), DeviceState::wireName));
    assertThat(list("GapReason")).isEqualTo(names(GapReason.values(), GapReason::wireName));
    assertThat(list("Lane")).isEqualTo(names(WireLane.values(), WireLane::wireName));
    assertThat(list("KnownUnit")).isEqualTo(names(Unit.values(), Unit::wireName));
    assertThat(list("KnownNackWord")).isEqualTo(names(Reason.values(), Reason::word));
    List<String> metrics = names(Metric.values(), Metric::wireName);
    assertThat(values(contract.schemaText("server-to-agent").at("/$defs/KnownLimitName/enum")))
        .isEqualTo(metrics);
    assertThat(list("KnownMetricName"))
        .isEqualTo(metrics.stream().filter(name -> !name.equals("cpu")).toList());
  }

  /** Spooled events travel in batches, live ones alone. */
  private byte[] frameOf(Event event) {
    byte[] encoded = codec.encode(event);
    WireLane lane = event.spooledIn();
    boolean live = event instanceof DeviceEvent device && device.live();
    return lane == null || live ? encoded : codec.batch(lane, 7, List.of(encoded));
  }

  private void assertValid(byte[] frame) {
    String text = new String(frame, UTF_8);
    assertThat(contract.faults(schema, text)).as("%s", text).isEmpty();
  }

  private List<String> list(String definition) {
    return values(definitions.path(definition).path("enum"));
  }

  private static List<String> values(JsonNode array) {
    return array.valueStream().map(JsonNode::textValue).toList();
  }

  private static <T> List<String> names(T[] values, Function<T, String> name) {
    return Arrays.stream(values).map(name).toList();
  }
}
