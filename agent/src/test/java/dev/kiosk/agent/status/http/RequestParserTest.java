package dev.kiosk.agent.status.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParserTest {

  private static final String HOST = "Host: localhost\r\n";

  /** Of a whole head; fails when it is complete before its last byte, or not then. */
  private static Request parse(String text) throws BadRequestException {
    var parser = new RequestParser();
    byte[] bytes = text.getBytes(ISO_8859_1);
    for (int i = 0; i < bytes.length; i++) {
      assertThat(parser.take(bytes[i]))
          .as("after %d bytes", i + 1)
          .isEqualTo(i == bytes.length - 1);
    }
    return Objects.requireNonNull(parser.request());
  }

  private static Request get(String target) throws BadRequestException {
    return parse("GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n");
  }

  private static void refused(int code, String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOfSatisfying(
            BadRequestException.class, bad -> assertThat(bad.answer().code()).isEqualTo(code));
  }

  @Test
  void aRequestHasMethodPathAndFields() throws BadRequestException {
    Request request =
        parse(
            "GET /status?a=b HTTP/1.1\r\nhOST:localhost:9310\r\nX: \t a b\t \r\nx:c\r\nY:\r\n\r\n");
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.path()).isEqualTo("/status");
    assertThat(request.host()).isEqualTo("localhost:9310");
    assertThat(request.hasItsHost()).isTrue();
    assertThat(request.all("x")).containsExactly("a b", "c");
    assertThat(request.first("x")).isEqualTo("a b");
    assertThat(request.first("y")).isEmpty();
    assertThat(request.first("z")).isNull();
    assertThat(request.hasBody()).isFalse();
    assertThat(request.isHead()).isFalse();
  }

  @Test
  void emptyLinesBeforeARequestArePassedOver() throws BadRequestException {
    assertThat(parse("\r\n\r\nHEAD / HTTP/1.1\r\n\r\n").isHead()).isTrue();
  }

  @Test
  void aFieldMayHaveTextOfAnyCharacterSet() throws BadRequestException {
    assertThat(parse("GET / HTTP/1.1\r\nX: \u00e4\u00ff\r\n\r\n").first("x"))
        .isEqualTo("\u00e4\u00ff");
  }

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "//, //",
    "/%73tatus, /status",
    "/%2fx%2F, //x/",
    "/a%00b%20c?%zz, '/a\0b c'",
    "/../etc, /../etc",
    "/a|b, /a|b",
    "/?/x, /",
    "http://localhost/status?x, /status",
    "HTTP://localhost, /",
    "http://localhost?x, /"
  })
  void aPathIsDecodedAndHasNoQuery(String target, String path) throws BadRequestException {
    assertThat(get(target).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "http://a/x, a",
    "http://a:80?x, a:80",
    "http://user@a/, user@a",
    "http://[::1]:80/, [::1]:80",
    "http:///x, ''"
  })
  void theHostOfATargetIsTheOneThatCounts(String target, String host) throws BadRequestException {
    assertThat(get(target).host()).isEqualTo(host);
    assertThat(get(target).hasItsHost()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "*",
        "localhost:80",
        "https://localhost/",
        "ftp://x/",
        "/a#b",
        "/\u00e4",
        "/%",
        "/%4",
        "/%g0",
        "/%0x",
        "/a b",
        "/a\tb",
        "http:/x",
        "h"
      })
  void whatIsNoTargetIsRefused(String target) {
    refused(400, "GET " + target + " HTTP/1.1\r\n");
  }

  @Test
  void methodsThatAreForNoPathHaveTheirTargets() throws BadRequestException {
    assertThat(parse("OPTIONS * HTTP/1.1\r\n\r\n").path()).isEmpty();
    assertThat(parse("CONNECT localhost:80 HTTP/1.1\r\n\r\n").path()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1.1, Host: a, true",
    "1.1, Host:, true",
    "1.1, X: a, false",
    "1.1, 'Host: a\r\nhost: a', false",
    "1.0, X: a, true",
    "1.0, 'Host: a\r\nHost: b', false",
    "1.9, X: a, false"
  })
  void aHostIsNamedOnce(String version, String fields, boolean named) throws BadRequestException {
    assertThat(parse("GET / HTTP/" + version + "\r\n" + fields + "\r\n\r\n").hasItsHost())
        .isEqualTo(named);
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Length: 5, true",
    "Content-Length: 0, false",
    "Transfer-Encoding: chunked, true",
    "'Transfer-Encoding: chunked\r\nContent-Length: 0', true",
    "X: y, false"
  })
  void aBodyIsFoundByItsFields(String fields, boolean body) throws BadRequestException {
    assertThat(parse("POST / HTTP/1.1\r\n" + fields + "\r\n\r\n").hasBody()).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET\r\n",
        "GET /\r\n",
        "GET / \r\n",
        " GET / HTTP/1.1\r\n",
        "GET  HTTP/1.1\r\n",
        "GET  / HTTP/1.1\r\n",
        "GET /  HTTP/1.1\r\n",
        "GET / HTTP/1.1 \r\n",
        "GET\t/\tHTTP/1.1\r\n",
        "G(T / HTTP/1.1\r\n",
        "G\u00e4T / HTTP/1.1\r\n",
        "GET / http/1.1\r\n",
        "GET / HTTP/1\r\n",
        "GET / HTTP/11\r\n",
        "GET / HTTP/1.10\r\n",
        "GET / HTTP/1,1\r\n",
        "GET / HTTP/x.1\r\n",
        "GET / HTTP/1.x\r\n",
        "GET / ICY/1.1x\r\n",
        "GET / HTTP/1.1\n",
        "GET / HTTP/1.1\rX",
        "GET / HTTP/1.1\r\r",
        "GET / HTTP/1.1\r\nHost: a\n",
        "GET / HTTP/1.1\r\n Host: a\r\n",
        "GET / HTTP/1.1\r\nHost : a\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n b\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\tb\r\n",
        "GET / HTTP/1.1\r\n: a\r\n",
        "GET / HTTP/1.1\r\nHost\r\n",
        "GET / HTTP/1.1\r\nHo st: a\r\n",
        "GET / HTTP/1.1\r\nX: a\u0000",
        "GET / HTTP/1.1\r\nX: a\u007f",
        "\u0016\u0003",
        "\n",
        "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length:\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: +1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 1, 1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"
      })
  void whatIsMalformedIsRefusedAtItsFirstWrongByte(String text) {
    refused(400, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PRI * HTTP/2.0\r\n", "GET / HTTP/0.9\r\n", "GET / HTTP/3.0\r\n"})
  void otherVersionsAreRefused(String text) {
    refused(505, text);
  }

  @Test
  void aLineHasABound() throws BadRequestException {
    String longest = "/" + "x".repeat(RequestParser.MOST_LINE - "GET / HTTP/1.1".length());
    assertThat(get(longest).path()).isEqualTo(longest);
    refused(414, "GET /" + "x".repeat(RequestParser.MOST_LINE - "GET /".length() + 1));
  }

  @Test
  void theHeadHasABound() throws BadRequestException {
    String begin = "GET / HTTP/1.1\r\nX: ";
    String end = "\r\n\r\n";
    int room = RequestParser.MOST_BYTES - begin.length() - end.length();
    assertThat(parse(begin + "x".repeat(room) + end).first("x")).hasSize(room);
    refused(431, begin + "x".repeat(room + end.length() + 1));
    refused(431, begin + "x".repeat(room) + "\r\nY:\r\n");
    refused(431, "\r\n".repeat(RequestParser.MOST_BYTES / 2 + 1));
  }

  @Test
  void theFieldsHaveABound() throws BadRequestException {
    String begin = "GET / HTTP/1.1\r\n";
    String most = "X: y\r\n".repeat(RequestParser.MOST_FIELDS);
    assertThat(parse(begin + most + "\r\n").all("x")).hasSize(RequestParser.MOST_FIELDS);
    refused(431, begin + most + "X: y\r\n");
  }

  @Test
  void itIsKnownWhetherAnythingHasCome() throws BadRequestException {
    var parser = new RequestParser();
    assertThat(parser.begun()).isFalse();
    assertThat(parser.take((byte) 'G')).isFalse();
    assertThat(parser.begun()).isTrue();
    assertThat(parser.request()).isNull();
  }
}
