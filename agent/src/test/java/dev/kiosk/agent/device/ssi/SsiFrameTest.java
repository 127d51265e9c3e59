package dev.kiosk.agent.device.ssi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kiosk.agent.device.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SsiFrameTest {

  private static final String REVISION = "PAABSS00-006-R03 NBRIX 5 A1B2";

  @Test
  void theQuestionIsThatOfTheGuide() {
    assertThat(hex(SsiFrame.requestRevision(false))).isEqualTo("04 A3 04 00 FF 55");
    assertThat(hex(SsiFrame.requestRevision(true))).isEqualTo("04 A3 04 01 FF 54");
  }

  @ParameterizedTest
  @CsvSource({
    "04 D0 04 00,FF28",
    "04 D3 04 00,FF25",
    "04 E9 04 08,FF07",
    "0C 80 04 00 00 08 02 00 02 15 02 16,FF37"
  })
  void checksumsAreThoseThatWerePublished(String bytes, String checksum) {
    byte[] frame = bytes(bytes);
    assertThat(SsiFrame.checksum(frame, frame.length)).isEqualTo(Integer.parseInt(checksum, 16));
  }

  @Test
  void aReplyIsReadOnceAllItsChecksHold() throws SsiException {
    SsiFrame frame = SsiFrame.parse(reply(REVISION));

    assertThat(frame.opcode()).isEqualTo(SsiFrame.REPLY_REVISION);
    assertThat(frame.data()).isEqualTo(REVISION.getBytes(StandardCharsets.US_ASCII));
    SsiRevision revision = SsiRevision.parse(frame.data());
    assertThat(revision.software()).isEqualTo("PAABSS00-006-R03");
    assertThat(revision.model()).isEqualTo("NBRIX, firmware PAABSS00-006-R03");
  }

  @Test
  void aSingleWrongBitAnywhereIsNeverReadAsAnAnswer() {
    byte[] good = reply(REVISION);
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] hurt = good.clone();
      hurt[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(refused(hurt).getMessage()).doesNotContain("NBRIX");
    }
  }

  @Test
  void aWrongChecksumOfAScannersMessageIsNoise() {
    byte[] hurt = reply(REVISION);
    hurt[10] ^= 1;
    assertThat(refused(hurt).kind()).isEqualTo(SsiException.Kind.GARBLED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "03",
        "04 A4 00 00",
        "02 A4 FF 5A",
        "04 A4 00 00 FF 58 00",
        "48 45 4C 4C 4F 0D",
        "04 A3 04 00 FF 55"
      })
  void whatIsNoMessageOfAScannerIsForeign(String bytes) {
    assertThat(refused(bytes(bytes)).kind()).isEqualTo(SsiException.Kind.FOREIGN);
  }

  @Test
  void ourOwnQuestionComingBackIsAnEcho() {
    assertThat(refused(SsiFrame.requestRevision(false))).hasMessageContaining("echoes");
  }

  /** Two makers' guides leave the source byte away and disagree on the top bit of the status. */
  @Test
  void framesWithoutASourceByteAreToldApartFromZebras() {
    byte[] withBit = FakeScanner.sealed(bytes("05 A4 80 46 53 00 00"));
    byte[] withoutBit = FakeScanner.sealed(bytes("08 A4 00 46 53 35 38 30 00 00"));
    byte[] digits = FakeScanner.sealed(bytes("05 A4 00 31 32 00 00"));
    byte[] ack = FakeScanner.sealed(bytes("03 D0 00 00 00"));
    byte[] nak = FakeScanner.sealed(bytes("04 D1 00 01 00 00"));
    for (byte[] frame : new byte[][] {withBit, withoutBit, digits, ack, nak}) {
      assertThat(refused(frame)).as(hex(frame)).hasMessageContaining("without a source byte");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "A\u0001B", "caf\u00e9"})
  void aRevisionThatIsNoTextIsRefusedWithoutRepeatingIt(String text) {
    var refused =
        catchThrowableOfType(
            SsiException.class,
            () -> SsiRevision.parse(text.getBytes(StandardCharsets.ISO_8859_1)));
    assertThat(refused.kind()).isEqualTo(SsiException.Kind.FOREIGN);
  }

  @Test
  void aShortOrPaddedRevisionIsReadAsFarAsItGoes() throws SsiException {
    byte[] padded = "CAAABS00-001-R00\0\0\0".getBytes(StandardCharsets.US_ASCII);
    assertThat(SsiRevision.parse(padded).model())
        .isEqualTo("SSI scanner, firmware CAAABS00-001-R00");
  }

  @Test
  void noInputBreaksTheParser() {
    Fuzz.of(
            reply(REVISION),
            FakeScanner.message(SsiFrame.ACK),
            FakeScanner.message(SsiFrame.NAK, (byte) 6),
            FakeScanner.message(SsiFrame.DECODE_DATA, (byte) 3, (byte) 'X'),
            SsiFrame.requestRevision(false))
        .feed(SsiFrameTest::readAll);
  }

  private static void readAll(byte[] input) {
    try {
      SsiFrame frame = SsiFrame.parse(input);
      if (frame.opcode() == SsiFrame.NAK) {
        assertThat(frame.data()).isNotEmpty();
      }
      assertThat(SsiRevision.parse(frame.data()).model()).matches("[ -~]+");
    } catch (SsiException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  private static SsiException refused(byte[] frame) {
    return catchThrowableOfType(SsiException.class, () -> SsiFrame.parse(frame));
  }

  private static byte[] reply(String text) {
    return FakeScanner.message(SsiFrame.REPLY_REVISION, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
