package dev.kiosk.agent.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.command.Command;
import dev.kiosk.agent.command.Command.ClearThreshold;
import dev.kiosk.agent.command.Command.Malformed;
import dev.kiosk.agent.command.Command.SetThreshold;
import dev.kiosk.agent.command.Command.Unsupported;
import dev.kiosk.agent.command.Outcome;
import dev.kiosk.agent.wire.ServerMessage.CommandFrame;
import dev.kiosk.agent.wire.ServerMessage.Ignored;
import dev.kiosk.agent.wire.ServerMessage.ProtocolError;
import dev.kiosk.agent.wire.ServerMessage.Receipt;
import dev.kiosk.agent.wire.ServerMessage.Welcome;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodeTest {

  private static final String PLAIN =
      "{\"kind\":\"set-threshold\",\"host\":\"T1-K017\",\"pct\":85,\"cid\":\"3f0c\"}";

  private final Codec codec = new Codec(new Sender("acme", "T1-K017"));

  @Test
  void commandsCarryWhatTheFrameSays() {
    assertThat(command(PLAIN)).isEqualTo(new SetThreshold("3f0c", "T1-K017", "cpu", 85));
    assertThat(command(PLAIN.replace("85", "140.5")))
        .isEqualTo(new SetThreshold("3f0c", "T1-K017", "cpu", 140.5));
    assertThat(
            command(
                "{\"kind\":\"clear-threshold\",\"host\":\"x\",\"metric\":\"moon\",\"cid\":\"1\"}"))
        .isEqualTo(new ClearThreshold("1", "x", "moon"));
    assertThat(command("{\"kind\":\"reboot\",\"cid\":\"1\"}"))
        .isEqualTo(new Unsupported("1", "reboot"));
  }

  @Test
  void theSessionsMessagesCarryTheirPositions() {
    assertThat(codec.decode("{\"kind\":\"welcome\",\"lanes\":{\"readings\":{\"next\":88001}}}"))
        .isEqualTo(new Welcome(0, 88001));
    assertThat(codec.decode("{\"kind\":\"receipt\",\"lane\":\"alerts\",\"next\":1043.0}"))
        .isEqualTo(new Receipt(WireLane.ALERTS, 1043));
    assertThat(
            codec.decode("{\"kind\":\"receipt\",\"lane\":\"readings\",\"next\":9007199254740991}"))
        .isEqualTo(new Receipt(WireLane.READINGS, 9_007_199_254_740_991L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"pct\":85 | \"pct\":\"secret\" | pct must be a finite number, was a string of 6 characters",
        "\"pct\":85 | \"pct\":1e400 | pct must be a finite number, was Infinity",
        "\"pct\":85 | \"pct\":[85] | pct must be a finite number, was an array",
        "\"pct\":85 | \"p\":85 | pct must be a finite number, was missing",
        "\"T1-K017\" | 17 | host must be a string of 1 to 255 characters, was 17",
        "\"T1-K017\" | \"\" | host must be a string of 1 to 255 characters, was an empty string",
        "\"pct\":85 | \"metric\":null | metric must be a string of 1 to 64 characters, was null"
      })
  void aMalformedCommandNamesTheFieldAndWhatWasExpected(String from, String to, String problem) {
    assertThat(command(PLAIN.replace(from, to))).isEqualTo(new Malformed("3f0c", problem));
  }

  @Test
  void textsOfTheServerAreBounded() {
    String longName = "n".repeat(5000);
    assertThat(command(PLAIN.replace("set-threshold", longName)))
        .isInstanceOfSatisfying(
            Unsupported.class, found -> assertThat(found.kind()).hasSize(64).endsWith("…"));
    assertThat(command(PLAIN.replace("T1-K017", longName))).isInstanceOf(Malformed.class);
    assertThat(codec.decode("{\"kind\":\"receipt\",\"lane\":\"" + longName + "\",\"next\":1}"))
        .isInstanceOfSatisfying(
            ProtocolError.class, found -> assertThat(found.why()).hasSizeLessThan(120));
    assertThat(
            codec.decode(
                "{\"kind\":\"welcome\",\"lanes\":{\"readings\":{\"next\":"
                    + "9".repeat(999)
                    + "}}}"))
        .isInstanceOfSatisfying(
            ProtocolError.class, found -> assertThat(found.why()).hasSizeLessThan(120));
  }

  @Test
  void theReasonToIgnoreNeverQuotesTheServer() {
    for (String text : List.of("s3cret", "{\"s3cret\":s3cret}", "{\"kind\":{\"s3cret\":1}}")) {
      assertThat(codec.decode(text))
          .isInstanceOfSatisfying(
              Ignored.class, found -> assertThat(found.why()).doesNotContain("s3cret"));
    }
  }

  @Test
  void framesAreMeasuredInBytes() {
    String head = PLAIN.substring(0, PLAIN.length() - 1) + ",\"note\":\"";
    int room = 65_536 - head.length() - 2;
    String fits = head + "é".repeat(room / 2) + "x".repeat(room % 2) + "\"}";
    assertThat(codec.decode(fits)).isInstanceOf(CommandFrame.class);
    assertThat(codec.decode(fits.replaceFirst("é", "éx"))).isInstanceOf(Ignored.class);
    assertThat(codec.decode(fits.replaceFirst("éé", "🖨")))
        .as("four bytes in place of four")
        .isInstanceOf(CommandFrame.class);
  }

  @Test
  void aCidComesBackAsItWas() {
    String cid = "\"\\\u0007 ключ 🔑 " + "🔑".repeat(100);
    String escaped = cid.replace("\\", "\\\\").replace("\"", "\\\"").replace("\u0007", "\\u0007");
    Command command = command(PLAIN.replace("3f0c", escaped));
    assertThat(command.cid()).isEqualTo(cid);
    byte[] reply = codec.reply(command.cid(), new Outcome.Ack(null));
    String text = new String(reply, UTF_8);
    assertThat(new Contract().json(text).path("cid").textValue()).isEqualTo(cid);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void noTextMakesTheCodecThrow(long seed) {
    var mutations = new Mutations(new Random(seed));
    int understood = 0;
    for (int i = 0; i < 2500; i++) {
      String text = mutations.next();
      ServerMessage message = codec.decode(text);
      assertThat(message).as("%s", text).isNotNull();
      understood += message instanceof Ignored ? 0 : 1;
    }
    assertThat(understood).as("mutations that still mean something").isGreaterThan(100);
  }

  private Command command(String text) {
    ServerMessage message = codec.decode(text);
    assertThat(message).isInstanceOf(CommandFrame.class);
    return ((CommandFrame) message).command();
  }
}
