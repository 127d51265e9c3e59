package dev.kiosk.agent.link.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Role;
import org.java_websocket.framing.Framedata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedFrameTest {

  @Test
  void isTheExampleOfTheStandard() { // RFC 6455 section 5.7: a masked text frame with "Hello"
    byte[] hello = "Hello".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer frame = MaskedFrame.of(1, hello, 0x37fa213d);
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("818537fa213d7f9f4d5158");
    assertThat(hello).asString().isEqualTo("Hello"); // is not masked itself
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 127, 1000, 65_535, 65_536, 70_001})
  void theLibraryReadsWhatWasWritten(int length) throws Exception {
    var random = new Random(length);
    byte[] payload = new byte[length];
    for (int i = 0; i < length; i++) {
      payload[i] = (byte) ('a' + random.nextInt(26));
    }
    var server = new Draft_6455();
    server.setParseMode(Role.SERVER);
    for (int i = 0; i < 5; i++) {
      ByteBuffer frame = MaskedFrame.of(1, payload, random.nextInt());
      assertThat(server.translateFrame(frame))
          .singleElement()
          .extracting(Framedata::getPayloadData)
          .isEqualTo(ByteBuffer.wrap(payload));
    }
  }
}
