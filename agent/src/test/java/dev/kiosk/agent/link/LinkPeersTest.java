package dev.kiosk.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.link.LinkStatus.State;
import dev.kiosk.agent.link.websocket.RawPeer.Guest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers of every bad kind, over real sockets: what the status says, and how calm the agent is.
 */
@Timeout(120)
class LinkPeersTest {

  private static final String WELCOME = "{\"kind\":\"welcome\",\"lanes\":{}}";
  private static final int MINUTES = 5;

  /**
   * What is expected of the agent.
   *
   * @param words within the last error
   * @param mostAMinute attempts in any minute, the first one too
   * @param connect the deadline for connecting
   */
  private record Expected(State state, String words, int mostAMinute, Duration connect) {
    Expected(State state, String words, int mostAMinute) {
      this(state, words, mostAMinute, Duration.ofSeconds(10));
    }
  }

  private static Arguments peer(String name, PeerBench.Script script, Expected expected) {
    return Arguments.of(Named.of(name, script), expected);
  }

  private static Expected waiting(String words) {
    return new Expected(State.WAITING, words, 25);
  }

  private static void upgraded(Guest guest) throws Exception {
    guest.upgrade(LinkConfig.V1);
    guest.read(); // the hello
  }

  private static PeerBench.Script refusing(String answer) {
    return (guest, bench) -> {
      guest.readRequest();
      guest.write("HTTP/1.1 " + answer + "\r\n\r\n");
    };
  }

  private static PeerBench.Script closing(int code) {
    return (guest, bench) -> {
      upgraded(guest);
      guest.close(code, "");
      guest.awaitEnd();
    };
  }

  static Stream<Arguments> peers() {
    return Stream.of(inTheHandshake(), silences(), inTheSession(), refusals())
        .flatMap(some -> some);
  }

  private static Stream<Arguments> inTheHandshake() {
    return Stream.of(
        peer(
            "accepts and says nothing",
            (guest, bench) -> guest.awaitEnd(),
            new Expected(State.WAITING, "within 100 ms", 25, Duration.ofMillis(100))),
        peer(
            "sends garbage in the handshake",
            (guest, bench) -> guest.write("\u0000\u0001SSH-2.0-garbage\r\n\r\n"),
            waiting("does not speak HTTP")),
        peer(
            "closes in the handshake",
            (guest, bench) -> guest.readRequest(),
            waiting("without answering the upgrade")));
  }

  private static Stream<Arguments> silences() {
    return Stream.of(
        peer(
            "upgrades and never welcomes",
            (guest, bench) -> {
              upgraded(guest);
              bench.nothingMore();
              guest.awaitEnd();
            },
            waiting("no welcome within 10 s")),
        peer(
            "welcomes and is gone without a word (half open)",
            (guest, bench) -> {
              upgraded(guest);
              guest.text(WELCOME);
              guest.read();
              bench.nothingMore();
              guest.awaitEnd();
            },
            waiting("nothing was heard from the server for 25 s")));
  }

  private static Stream<Arguments> inTheSession() {
    return Stream.of(
        peer(
            "closes after the first frame",
            closing(1000),
            waiting("closed by the server with 1000")),
        peer(
            "closes after each frame once it has welcomed",
            (guest, bench) -> {
              upgraded(guest);
              guest.text(WELCOME);
              guest.read();
            },
            waiting("dropped the connection without a close frame")),
        peer(
            "resets after the welcome",
            (guest, bench) -> {
              upgraded(guest);
              guest.text(WELCOME);
              guest.read();
              guest.reset();
            },
            waiting("the connection was lost")),
        peer(
            "answers with frames that are none",
            (guest, bench) -> {
              upgraded(guest);
              guest.frame(0x8f, 3, new byte[3]);
              guest.awaitEnd();
            },
            waiting("1002")),
        peer(
            "welcomes with nonsense",
            (guest, bench) -> {
              upgraded(guest);
              guest.text("{\"kind\":\"welcome\",\"lanes\":{\"alerts\":{\"next\":-1}}}");
              guest.awaitEnd();
            },
            waiting("lanes.alerts.next must be a whole number")),
        peer(
            "floods",
            (guest, bench) -> {
              upgraded(guest);
              guest.text(WELCOME);
              byte[] pong = new byte[0];
              while (true) {
                guest.frame(10, pong);
              }
            },
            waiting("")));
  }

  private static Stream<Arguments> refusals() {
    return Stream.of(
        peer(
            "answers 401",
            refusing("401 Unauthorized"),
            new Expected(State.REJECTED, "refused with HTTP 401; check the token", 12)),
        peer(
            "answers 403",
            refusing("403 Forbidden"),
            new Expected(State.REJECTED, "refused with HTTP 403; check the token", 12)),
        peer(
            "answers 429",
            refusing("429 Too Many Requests"),
            new Expected(State.WAITING, "HTTP 429", 12)),
        peer(
            "answers 503 and asks for a minute",
            refusing("503 Service Unavailable\r\nRetry-After: 60"),
            new Expected(
                State.WAITING, "HTTP 503 Service Unavailable; it asks to come back in 60 s", 2)),
        peer("answers 503", refusing("503 Service Unavailable"), waiting("HTTP 503")),
        peer("closes with 1013", closing(1013), new Expected(State.WAITING, "1013", 12)));
  }

  @ParameterizedTest
  @MethodSource("peers")
  void isToldInTheStatusAndMetWithCalm(PeerBench.Script script, Expected expected)
      throws Exception {
    try (var peer = new PeerBench(script, 1024, expected.connect())) {
      peer.bench.readings(5);
      var words = new ArrayList<String>();
      Map<Long, Integer> inMinute = new TreeMap<>();
      long begin = peer.bench.time.nanos();
      long counted = 0;
      while (peer.bench.time.nanos() - begin < Duration.ofMinutes(MINUTES).toNanos()) {
        peer.pass(Duration.ofMillis(500));
        LinkStatus status = peer.bench.link.status();
        words.add(status.state() + " " + status.lastError());
        long minute = (peer.bench.time.nanos() - begin) / Duration.ofMinutes(1).toNanos();
        inMinute.merge(minute, (int) (peer.attempts() - counted), Integer::sum);
        counted = peer.attempts();
      }
      assertThat(words)
          .as("what the status said")
          .anyMatch(
              said -> said.startsWith(expected.state().name()) && said.contains(expected.words()));
      assertThat(inMinute.values())
          .as("attempts in each minute")
          .allMatch(attempts -> attempts <= expected.mostAMinute());
      assertThat(counted).as("it never gives up").isGreaterThanOrEqualTo(MINUTES - 2);
      assertThat(peer.bench.spool.stats().readings().held()).as("nothing is lost").isEqualTo(5);
    }
  }
}
