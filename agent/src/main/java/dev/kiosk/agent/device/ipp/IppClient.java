package dev.kiosk.agent.device.ipp;

import dev.kiosk.agent.condition.PlainText;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Wiretap;
import dev.kiosk.agent.device.transport.ByteStream;
import dev.kiosk.agent.device.transport.StreamDialer;
import dev.kiosk.agent.device.transport.TransportException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Asks one server, over a connection of its own for each request (RFC 8010, section 4: HTTP POST).
 * For one thread at a time.
 */
final class IppClient {

  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** A screen of attributes is enough for an engineer. */
  private static final int MOST_MEANINGS = 40;

  private final IppEndpoint endpoint;
  private final StreamDialer dialer;
  private final Wiretap tap;
  private int version = IppRequest.VERSION_2_0;
  private int requestId;

  IppClient(IppEndpoint endpoint, Machine machine) {
    this.endpoint = endpoint;
    this.dialer =
        endpoint.tcp() == null
            ? StreamDialer.unix(endpoint.text(), endpoint.socketFile(machine.root()), machine)
            : StreamDialer.tcp(endpoint.text(), endpoint.tcp(), machine);
    this.tap = machine.tap();
  }

  /**
   * The answer to a request, whatever its status. A printer that does not understand IPP 2.0 is
   * asked in 1.1, from then on.
   *
   * @param path where it is posted
   * @param deadlineNanos when all must be over
   * @throws IppException when what came is no IPP answer, or not the one to this request
   * @throws TransportException when nothing came
   */
  IppMessage ask(IppRequest request, String path, long deadlineNanos)
      throws IppException, TransportException {
    IppMessage answer = exchange(request, path, deadlineNanos);
    boolean tooNew =
        answer.status() == IppMessage.VERSION_NOT_SUPPORTED
            || answer.status() == IppMessage.BAD_REQUEST;
    if (tooNew && version != IppRequest.VERSION_1_1) {
      version = IppRequest.VERSION_1_1;
      answer = exchange(request, path, deadlineNanos);
    }
    return answer;
  }

  /**
   * Lets only an answer pass that carried the request out.
   *
   * @throws IppException that says what a printer with such an answer is reported to be
   */
  static IppMessage demandSuccess(IppMessage answer) throws IppException {
    if (answer.isSuccess()) {
      return answer;
    }
    String words = "IPP status " + answer.statusWords() + statusMessage(answer);
    switch (answer.status()) {
      case 0x0401, 0x0402, 0x0403 ->
          throw IppException.unknown("it does not let this kiosk ask: " + words);
      case IppMessage.NOT_FOUND -> throw IppException.unknown("there is no such printer: " + words);
      case IppMessage.OPERATION_NOT_SUPPORTED, IppMessage.VERSION_NOT_SUPPORTED ->
          throw IppException.mismatch("it cannot be asked for its state: " + words);
      default -> {
        if (answer.status() >= 0x0500 && answer.status() < 0x0600) {
          throw IppException.notResponding("it answers that it cannot answer now: " + words);
        }
        throw IppException.mismatch("it does not understand the question: " + words);
      }
    }
  }

  private static String statusMessage(IppMessage answer) {
    return IppGroup.together(Tag.OPERATION_GROUP, answer.groups())
        .text("status-message")
        .map(text -> ", \"" + PlainText.of(text) + "\"")
        .orElse("");
  }

  private IppMessage exchange(IppRequest request, String path, long deadlineNanos)
      throws IppException, TransportException {
    requestId = requestId == Integer.MAX_VALUE ? 1 : requestId + 1;
    byte[] body = request.encode(version, requestId);
    try (ByteStream stream = dialer.dial(CONNECT, deadlineNanos)) {
      stream.send(post(path, body));
      tap.means(() -> "HTTP POST " + path + ", " + request.words(version));
      HttpAnswer http = HttpAnswer.read(stream::read);
      tap.means(() -> "HTTP " + http.status() + ", " + http.size() + " bytes");
      IppMessage answer = IppMessage.decode(http.ipp());
      explain(answer);
      if (answer.requestId() != requestId) {
        throw IppException.mismatch("the answer is one to another request");
      }
      return answer;
    }
  }

  private byte[] post(String path, byte[] body) {
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: "
            + endpoint.hostHeader()
            + "\r\nUser-Agent: kiosk-agent\r\nContent-Type: application/ipp\r\nContent-Length: "
            + body.length
            + "\r\nConnection: close\r\n\r\n";
    byte[] first = head.getBytes(StandardCharsets.US_ASCII);
    var all = new byte[first.length + body.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(body, 0, all, first.length, body.length);
    return all;
  }

  private static String words(List<IppValue> values) {
    return String.join(", ", values.stream().map(IppValue::words).toList());
  }

  private void explain(IppMessage answer) {
    tap.means(() -> "IPP status " + answer.statusWords() + statusMessage(answer));
    int count = 0;
    for (IppGroup group : answer.groups()) {
      if (group.tag() == Tag.OPERATION_GROUP) {
        continue;
      }
      for (Map.Entry<String, List<IppValue>> each : group.attributes().entrySet()) {
        if (count++ < MOST_MEANINGS) {
          tap.means(() -> PlainText.of(each.getKey() + " = " + words(each.getValue())));
        }
      }
    }
  }
}
