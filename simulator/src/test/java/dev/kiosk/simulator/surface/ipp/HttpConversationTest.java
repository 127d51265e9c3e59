package dev.kiosk.simulator.surface.ipp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.device.Fuzz;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.surface.Conversation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpConversationTest {

  private final AtomicLong nowMillis = new AtomicLong();
  private final List<String> happened = new ArrayList<>();
  private final SimulatedPrinter printer =
      new SimulatedPrinter(new Identity("bagtag", "Custom", "K80", "S1"), IppProtocol.SHOWS);
  private final IppProtocol protocol =
      IppProtocol.of(printer, (device, what) -> happened.add(what), nowMillis::get);

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 4_096})
  void answersEachRequestInWhateverPiecesItComes(int pieceBytes) {
    byte[] two = join(post(question()), post(question()));

    List<String> answers = converse(two, pieceBytes);

    assertThat(answers).hasSize(2).allMatch(each -> each.startsWith("HTTP/1.1 200 OK\r\n"));
    assertThat(answers.get(0)).contains("printer-state-reasons").contains("none");
  }

  @Test
  void tellsOnlyWhatItIsAskedFor() {
    byte[] some =
        request(0x0B, Attribute.keyword("requested-attributes", "printer-alert-description"));
    byte[] all = request(0x0B, Attribute.keyword("requested-attributes", "all"));

    assertThat(converse(post(some), 4_096).get(0)).doesNotContain("media-supported");
    assertThat(converse(post(all), 4_096).get(0))
        .contains("media-supported")
        .doesNotContain("media-col-database");
  }

  @Test
  void takesADocumentInChunksAfterItSaidGoOn() {
    byte[] ipp = join(printJob(), "x".repeat(300_000).getBytes(StandardCharsets.UTF_8));
    byte[] head =
        ascii(
            "POST /ipp/print HTTP/1.1\r\nHost: h:1\r\nContent-Type: application/ipp\r\n"
                + "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
                + Integer.toHexString(ipp.length)
                + "\r\n");

    List<String> answers = converse(join(head, ipp, ascii("\r\n0\r\n\r\n")), 4_096);

    assertThat(answers.get(0)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    assertThat(answers.get(1)).contains("job-id").contains("ipp://h:1/ipp/print/1");
    nowMillis.addAndGet(10_000);
    converse(post(question()), 4_096);
    assertThat(happened).containsExactly("printed job 1 and threw away 300000 bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /ipp/print HTTP/1.1, 405",
    "POST /elsewhere HTTP/1.1, 404",
    "POST /ipp/print HTTP/1.1, 415",
    "POST /ipp/print HTTP/2.0, 400",
    "nonsense, 400"
  })
  void answersOtherRequestsAsAServerDoes(String requestLine, int status) {
    assertThat(converse(ascii(requestLine + "\r\nHost: h\r\n\r\n"), 4_096).get(0))
        .startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void hangsUpWhenAskedTo() {
    Conversation conversation = protocol.connected(unasked -> {});
    byte[] last = ascii("GET /ipp/print HTTP/1.1\r\nConnection: close\r\n\r\n");

    assertThat(conversation.over()).isFalse();
    conversation.receive(last, last.length);
    assertThat(conversation.over()).isTrue();
  }

  @Test
  void noBytesAtAllMakeItThrow() {
    Fuzz.of(post(question()), post(printJob()))
        .feed(
            input -> {
              for (String answer : converse(input, 97)) {
                assertThat(answer).startsWith("HTTP/1.1 ");
              }
            });
  }

  private List<String> converse(byte[] bytes, int pieceBytes) {
    var answers = new ArrayList<String>();
    try (Conversation conversation = protocol.connected(unasked -> {})) {
      for (int at = 0; at < bytes.length && !conversation.over(); at += pieceBytes) {
        byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + pieceBytes));
        conversation
            .receive(piece, piece.length)
            .forEach(each -> answers.add(new String(each, StandardCharsets.ISO_8859_1)));
      }
    }
    return answers;
  }

  private static byte[] post(byte[] ipp) {
    return join(
        ascii(
            "POST /ipp/print HTTP/1.1\r\nHost: h:1\r\nContent-Type: application/ipp\r\n"
                + "Content-Length: "
                + ipp.length
                + "\r\n\r\n"),
        ipp);
  }

  private static byte[] question() {
    return request(0x0B, Attribute.keyword("requested-attributes", "printer-state-reasons"));
  }

  private static byte[] printJob() {
    return request(0x02, Attribute.named("job-name", "x"));
  }

  private static byte[] request(int operation, Attribute last) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {2, 0, 0, (byte) operation, 0, 0, 0, 1, 1});
    Attribute.charset("attributes-charset", "utf-8").writeTo(out);
    Attribute.language("attributes-natural-language", "en").writeTo(out);
    Attribute.uri("printer-uri", "ipp://h:1/ipp/print").writeTo(out);
    last.writeTo(out);
    out.write(3);
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] join(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
