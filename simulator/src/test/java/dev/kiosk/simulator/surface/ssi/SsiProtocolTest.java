package dev.kiosk.simulator.surface.ssi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedScanner;
import dev.kiosk.simulator.surface.Conversation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** By the messages of the guide, which are data here and no code of the agent's. */
class SsiProtocolTest {

  private static final String ASK = "04A30400FF55";

  private final List<String> happened = new ArrayList<>();
  private final SimulatedScanner scanner =
      new SimulatedScanner(
          new Identity("gate", "Symbol Technologies", "DS-9908", "S1"), SsiProtocol.SHOWS);

  @Test
  void theRevisionIsToldInTheFormOfTheGuide() {
    String text = "SIMSSI-001-R00 DS9908 0 0000";
    byte[] answer = ask(ASK).get(0);
    assertThat(HexFormat.of().withUpperCase().formatHex(answer, 0, 4)).isEqualTo("20A40000");
    assertThat(new String(answer, 4, text.length(), StandardCharsets.US_ASCII)).isEqualTo(text);
    assertSealed(answer);
  }

  @Test
  void publishedQuestionsGetTheirAnswersAlsoByteByByte() {
    assertThat(opcodes(ask("04D30400FF25"))).containsExactly(0xD4);
    assertThat(opcodes(ask("04E90408FF07"))).containsExactly(0xD0);
    assertThat(happened).containsExactly("gate a host switched it on");
    Conversation talk = connect(new ArrayList<>());
    List<byte[]> answers = new ArrayList<>();
    for (byte each : HexFormat.of().parseHex(ASK)) {
      answers.addAll(talk.receive(new byte[] {each}, 1));
    }
    assertThat(opcodes(answers)).containsExactly(0xA4);
  }

  @Test
  void whatIsHurtOrUnknownOrDeniedIsRefusedWithItsReason() {
    assertThat(hex(ask("04A30400FF56"))).containsExactly("05D1000001FF29");
    assertThat(hex(ask("04A00400FF58"))).containsExactly("05D1000002FF28");
    scanner.set(DeviceCondition.DEVICE_PAUSED, true);
    assertThat(hex(ask(ASK))).containsExactly("05D1000006FF24");
  }

  @Test
  void aScanIsSentUntilAHostAcknowledgesItAndMarkedWhenSentAgain() {
    scanner.set(DeviceCondition.SCANNING, true);
    var unasked = new ArrayList<byte[]>();
    Conversation talk = connect(unasked);

    List<byte[]> answers = receive(talk, ASK);

    assertThat(opcodes(unasked)).containsExactly(0xF3);
    assertThat(opcodes(answers)).containsExactly(0xF3, 0xA4);
    assertThat(unasked.get(0)[3]).isZero();
    assertThat(answers.get(0)[3]).isEqualTo((byte) 1);
    assertThat(new String(answers.get(0), StandardCharsets.US_ASCII))
        .contains(SsiProtocol.MADE_UP_BARCODE);
    assertSealed(answers.get(0));
    assertThat(receive(talk, "04D00400FF28")).isEmpty();
    assertThat(happened).containsExactly("gate a host acknowledged a scan");
  }

  @Test
  void inAnotherModeItSendsTextAndAnswersNothing() {
    scanner.set(DeviceCondition.CONFIG_FAULT, true);
    assertThat(ask(ASK)).isEmpty();
    scanner.set(DeviceCondition.SCANNING, true);
    var unasked = new ArrayList<byte[]>();
    connect(unasked);
    assertThat(new String(unasked.get(0), StandardCharsets.US_ASCII))
        .isEqualTo(SsiProtocol.MADE_UP_BARCODE + "\r\n");
  }

  @Test
  void theLookAlikeHasNoSourceByte() {
    var protocol = new SsiProtocol(scanner, SsiDialect.LOOK_ALIKE, (id, what) -> {});
    List<byte[]> answers = receive(protocol.connected(bytes -> {}), ASK);
    assertThat(HexFormat.of().withUpperCase().formatHex(answers.get(0), 0, 4))
        .isEqualTo("1FA40053");
  }

  @Test
  void noiseNeverBreaksIt() {
    var random = new Random(5);
    Conversation talk = connect(new ArrayList<>());
    for (int round = 0; round < 20_000; round++) {
      var noise = new byte[1 + random.nextInt(40)];
      random.nextBytes(noise);
      assertThat(talk.receive(noise, noise.length)).doesNotContainNull();
    }
  }

  private List<byte[]> ask(String hex) {
    return receive(connect(new ArrayList<>()), hex);
  }

  private Conversation connect(List<byte[]> unasked) {
    var protocol =
        new SsiProtocol(scanner, SsiDialect.ZEBRA, (id, what) -> happened.add(id + " " + what));
    return protocol.connected(unasked::add);
  }

  private static List<byte[]> receive(Conversation talk, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return talk.receive(bytes, bytes.length);
  }

  private static List<Integer> opcodes(List<byte[]> messages) {
    return messages.stream().map(each -> each[1] & 0xFF).toList();
  }

  private static List<String> hex(List<byte[]> messages) {
    return messages.stream().map(HexFormat.of().withUpperCase()::formatHex).toList();
  }

  /** All bytes before the checksum and the checksum itself add up to nothing. */
  private static void assertSealed(byte[] message) {
    int sum = 0;
    for (int i = 0; i < message.length - 2; i++) {
      sum += message[i] & 0xFF;
    }
    int sent = (message[message.length - 2] & 0xFF) << 8 | (message[message.length - 1] & 0xFF);
    assertThat((sum + sent) & 0xFFFF).isZero();
  }
}
