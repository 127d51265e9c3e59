package dev.kiosk.agent.device.ipp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.device.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswerTest {

  private static final String IPP = "HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        IPP + "Content-Length: 5\r\n\r\nhello",
        IPP + "Connection: Keep-Alive\r\ncontent-LENGTH:5\r\n\r\nhello and the next answer",
        IPP + "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n003;x=y\r\nllo\r\n0\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n" + IPP + "Content-Length: 5\r\n\r\nhello",
        "HTTP/1.0 200\nContent-Type: APPLICATION/IPP; charset=x\nContent-Length: 5\n\nhello"
      })
  void readsToTheLastByteAndNotFurther(String text) throws Exception {
    assertThat(new String(read(text).ipp(), StandardCharsets.UTF_8)).isEqualTo("hello");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "HTTP/1.1 401 Unauthorized, STATUS_UNKNOWN, user name",
    "HTTP/1.1 403 Forbidden, STATUS_UNKNOWN, does not allow",
    "HTTP/1.1 426 Upgrade Required, STATUS_UNKNOWN, encryption",
    "HTTP/1.1 404 Not Found, PROTOCOL_MISMATCH, under this path",
    "HTTP/1.1 301 Moved, PROTOCOL_MISMATCH, HTTP 301",
    "HTTP/1.1 503 Service Unavailable, NOT_RESPONDING, HTTP 503",
    "HTTP/1.1 101 Switching, PROTOCOL_MISMATCH, interim",
    "SSH-2.0-OpenSSH_9.2, PROTOCOL_MISMATCH, does not speak HTTP",
    "HTTP/2 200, PROTOCOL_MISMATCH, does not speak HTTP",
    "HTTP/1.1 2x0 OK, PROTOCOL_MISMATCH, malformed",
    "HTTP/1.1 200 OK, PROTOCOL_MISMATCH, how long it is"
  })
  void saysWhatAnotherAnswerMeans(String statusLine, Condition condition, String words) {
    assertThatThrownBy(() -> read(statusLine + "\r\n\r\n").ipp())
        .isInstanceOfSatisfying(
            IppException.class, refused -> assertThat(refused.condition()).isEqualTo(condition))
        .hasMessageContaining(words);
  }

  @Test
  void refusesAPageForPeople() {
    String page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi";
    assertThatThrownBy(() -> read(page).ipp())
        .hasMessageContaining("not with IPP but with text/html");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        IPP + "Content-Length: 999999999\r\n\r\n",
        IPP + "Content-Length: -1\r\n\r\n",
        IPP + "Content-Length: 12345678901234\r\n\r\n",
        IPP + "Transfer-Encoding: chunked\r\n\r\nFFFFFFF\r\n",
        IPP + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFF\r\n",
        IPP + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n"
      })
  void refusesLengthsThatNoAnswerHas(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(IppException.class);
  }

  @Test
  void refusesHeadersWithoutEnd() {
    assertThatThrownBy(() -> read(IPP + "A: b\r\n".repeat(100))).hasMessageContaining("64 headers");
    assertThatThrownBy(() -> read(IPP + "x".repeat(5_000))).hasMessageContaining("2,048 bytes");
    assertThatThrownBy(() -> read("HTTP/1.1 100 C\r\n\r\n".repeat(9)))
        .hasMessageContaining("interim");
  }

  @Test
  void failsAsItsSourceDoesWhenTheAnswerBreaksOff() {
    assertThatThrownBy(() -> read(IPP + "Content-Length: 9\r\n\r\nhello"))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void noBytesAtAllMakeItThrowAnythingButItsOwn() {
    Fuzz.of(
            (IPP + "Content-Length: 5\r\n\r\nhello").getBytes(StandardCharsets.UTF_8),
            (IPP + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8))
        .feed(
            input -> {
              try {
                assertThat(HttpAnswer.read(source(input)).ipp()).isNotNull();
              } catch (IppException refused) {
                assertThat(refused.getMessage()).isNotBlank();
              } catch (EOFException brokeOff) {
                assertThat(brokeOff).hasMessage("over");
              }
            });
  }

  private static HttpAnswer read(String text) throws IppException, EOFException {
    return HttpAnswer.read(source(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static HttpAnswer.Source<EOFException> source(byte[] bytes) {
    var in = new ByteArrayInputStream(bytes);
    return () -> {
      int value = in.read();
      if (value < 0) {
        throw new EOFException("over");
      }
      return value;
    };
  }
}
