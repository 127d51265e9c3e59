package dev.kiosk.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.JsonSchema;
import dev.kiosk.agent.command.Command;
import dev.kiosk.agent.command.Outcome;
import dev.kiosk.agent.wire.Contract.Golden;
import dev.kiosk.agent.wire.ServerMessage.CommandFrame;
import dev.kiosk.agent.wire.ServerMessage.Ignored;
import dev.kiosk.agent.wire.ServerMessage.ProtocolError;
import dev.kiosk.agent.wire.ServerMessage.Receipt;
import dev.kiosk.agent.wire.ServerMessage.Welcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden frames hold for the schema and for the codec. */
class GoldenFramesTest {

  private static final Contract CONTRACT = new Contract();

  private static final Map<String, Set<Class<?>>> DECODED =
      Map.of(
          "session", Set.of(Welcome.class, Receipt.class),
          "carry-out", Set.of(Command.SetThreshold.class, Command.ClearThreshold.class),
          "nack wrong-host", Set.of(Command.SetThreshold.class, Command.ClearThreshold.class),
          "nack invalid-threshold", Set.of(Command.SetThreshold.class),
          "nack unknown-metric", Set.of(Command.SetThreshold.class),
          "nack malformed", Set.of(Command.Malformed.class),
          "nack unsupported-command", Set.of(Command.Unsupported.class),
          "ignore", Set.of(Ignored.class),
          "protocol-error", Set.of(ProtocolError.class));

  private final Codec codec = new Codec(new Sender("acme", "T1-K017"));

  static List<Golden> all() {
    return CONTRACT.index();
  }

  static List<Golden> fromServer() {
    return all().stream().filter(Golden::fromServer).toList();
  }

  static List<Golden> validFromAgent() {
    return all().stream().filter(golden -> !golden.fromServer() && golden.valid()).toList();
  }

  @Test
  void theIndexNamesEveryFileOnce() throws IOException {
    try (Stream<Path> files = Files.walk(Contract.GOLDEN)) {
      List<String> found =
          files
              .filter(Files::isRegularFile)
              .map(file -> Contract.GOLDEN.relativize(file).toString().replace('\\', '/'))
              .filter(file -> !file.equals("index.json"))
              .toList();
      assertThat(all()).extracting(Golden::file).containsExactlyInAnyOrderElementsOf(found);
    }
  }

  @Test
  void theIndexNamesEveryTreatment() {
    assertThat(fromServer())
        .extracting(Golden::treatment)
        .containsAll(DECODED.keySet())
        .allMatch(DECODED::containsKey);
  }

  @ParameterizedTest
  @MethodSource("all")
  void theSchemaJudgesAsTheIndexSays(Golden golden) {
    if (golden.schemaAccepts() && !golden.valid()) {
      return; // wrong in a way that no schema can tell
    }
    JsonSchema schema = CONTRACT.schema(golden.direction());
    assertThat(CONTRACT.faults(schema, golden.frame()).isEmpty()).isEqualTo(golden.valid());
  }

  @ParameterizedTest
  @MethodSource("fromServer")
  void theCodecTreatsAsTheIndexSays(Golden golden) {
    ServerMessage message = codec.decode(golden.frame());
    Object found = message instanceof CommandFrame frame ? frame.command() : message;
    assertThat(DECODED.get(golden.treatment())).as("%s", found).contains(found.getClass());
  }

  @ParameterizedTest
  @MethodSource("validFromAgent")
  void theCodecWritesTheAgentsFramesByteForByte(Golden golden) {
    assertThat(new GoldenRecords().frames().get(golden.name())).isEqualTo(golden.frame());
  }

  @Test
  void everyGoldenFrameOfTheAgentHasARecord() {
    assertThat(validFromAgent())
        .extracting(Golden::name)
        .containsExactlyInAnyOrderElementsOf(new GoldenRecords().frames().keySet());
  }

  @Test
  void thereIsAGoldenFrameForEveryNackWord() {
    assertThat(new GoldenRecords().frames().keySet())
        .containsAll(
            Stream.of(Outcome.Reason.values()).map(reason -> "nack-" + reason.word()).toList());
  }
}
