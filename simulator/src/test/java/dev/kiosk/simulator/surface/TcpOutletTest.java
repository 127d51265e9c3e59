package dev.kiosk.simulator.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.surface.escpos.Dialect;
import dev.kiosk.simulator.surface.escpos.EscPosProtocol;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TcpOutletTest {

  private static final Duration LATE = Duration.ofMillis(300);

  private final SimulatedPrinter printer =
      new SimulatedPrinter(
          new Identity("bagtag", "EPSON", "TM-T88V", "X7B1"), Dialect.EPSON.shows());
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private TcpOutlet server;

  @BeforeEach
  void start() throws IOException {
    server = start(SecondClient.SILENT);
  }

  private void restart(SecondClient secondClient) throws IOException {
    server.close();
    server = start(secondClient);
  }

  private TcpOutlet start(SecondClient secondClient) throws IOException {
    return TcpOutlet.start(
        new TcpPlace("bagtag", "escpos", "tcp://%s", Host.ANY_PORT, secondClient),
        EscPosProtocol.of(printer, Dialect.EPSON, (device, what) -> {}),
        (device, what) -> {},
        (device, direction, bytes) ->
            seen.add("%s %s %s".formatted(device, direction, HexFormat.of().formatHex(bytes))));
  }

  private void network(String mode, @Nullable Integer amount) throws IOException {
    server.network(NetworkFault.of(mode, amount));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aSecondClientHearsNothingUntilTheFirstLeaves() throws Exception {
    try (var first = new Host(server.address());
        var second = new Host(server.address())) {
      assertThat(first.status(1)).isEqualTo("12");
      assertThat(second.send("10 04 01").hearsNothing(100)).isTrue();
      assertThat(first.status(1)).isEqualTo("12");
      first.leave();
      assertThat(second.read(1)).isEqualTo("12");
    }
  }

  @Test
  void aSecondClientIsRefusedAndWelcomeOnceTheFirstHasLeft() throws Exception {
    restart(SecondClient.REFUSED);
    try (var first = new Host(server.address())) {
      assertThat(first.status(1)).isEqualTo("12");
      assertThatThrownBy(() -> new Host(server.address())).isInstanceOf(ConnectException.class);
      assertThat(first.status(1)).isEqualTo("12");
    }
    await()
        .ignoreException(ConnectException.class)
        .untilAsserted(
            () -> {
              try (var next = new Host(server.address())) {
                assertThat(next.status(1)).isEqualTo("12");
              }
            });
  }

  @ParameterizedTest
  @EnumSource(SecondClient.class)
  void refusesAndListensAgainOnTheSamePort(SecondClient secondClient) throws Exception {
    restart(secondClient);
    try (var host = new Host(server.address())) {
      assertThat(host.status(1)).isEqualTo("12");
      network("refuse", null);
      assertThat(host.isCutOff()).isTrue();
    }
    assertThatThrownBy(() -> new Host(server.address())).isInstanceOf(ConnectException.class);
    network("ok", null);
    await()
        .ignoreException(ConnectException.class)
        .untilAsserted(
            () -> {
              try (var host = new Host(server.address())) {
                assertThat(host.status(1)).isEqualTo("12");
              }
            });
  }

  @Test
  void saysSoWhenThePortWasTakenMeanwhileAndGoesOnRefusing() throws Exception {
    network("refuse", null);
    try (var thief = new ServerSocket()) {
      thief.bind(server.address());
      assertThatThrownBy(() -> network("ok", null))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("bagtag cannot listen on 127.0.0.1:");
      assertThat(server.network().mode()).isEqualTo(NetworkFault.Mode.REFUSE);
    }
    network("ok", null);
    try (var host = new Host(server.address())) {
      assertThat(host.status(1)).isEqualTo("12");
    }
  }

  @Test
  void takesEverythingAndNeverAnswersUntilMended() throws Exception {
    network("silent", null);
    try (var host = new Host(server.address())) {
      host.send("1D 61 FF 10 04 01");
      await().until(() -> String.join("", seen).endsWith("100401")); // it has come in
      assertThat(host.hearsNothing(500)).isTrue();
      printer.set(DeviceCondition.COVER_OPEN, true);
      assertThat(host.hearsNothing(500)).isTrue();
      network("ok", null);
      assertThat(host.status(2)).isEqualTo("16");
    }
  }

  @Test
  void answersLate() throws Exception {
    network("slow", (int) LATE.toMillis());
    try (var host = new Host(server.address())) {
      long since = System.nanoTime();
      assertThat(host.send("10 04 01").read(1)).isEqualTo("12");
      assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThanOrEqualTo(LATE);
    }
  }

  @Test
  void answersBytesThatBreakTheFixedBits() throws Exception {
    network("garbage", null);
    try (var host = new Host(server.address())) {
      assertThat(host.probe()).isEqualTo("00 FF 93 00");
    }
  }

  @Test
  void breaksTheConnectionInTheMiddleOfTheAnswers() throws Exception {
    network("drop", null);
    try (var host = new Host(server.address())) {
      assertThat(host.status(1)).isEqualTo("12");
      assertThat(host.status(2)).isEqualTo("12");
      assertThat(host.isCutOff()).isTrue();
    }
    network("drop", 6);
    try (var host = new Host(server.address())) {
      assertThat(host.send("1D 49 43").read(100)).isEqualTo("5F 54 4D 2D 54 38");
    }
    network("half", 0);
    try (var host = new Host(server.address())) {
      assertThat(host.send("10 04 01").isCutOff()).isTrue();
    }
  }

  @Test
  void cutsEachAnswerInHalfAndStaysConnected() throws Exception {
    network("half", null);
    try (var host = new Host(server.address())) {
      assertThat(host.send("1D 49 43 1D 49 43").read(8)).isEqualTo("5F 54 4D 2D 5F 54 4D 2D");
      // Half of one byte is none: what is heard next answers the second question.
      assertThat(host.send("10 04 01 1D 49 43").read(4)).isEqualTo("5F 54 4D 2D");
      network("ok", null);
      assertThat(host.status(1)).isEqualTo("12");
    }
  }

  @Test
  void severalClientsAreServedUntilOneAtATimeIsTheRule() throws Exception {
    restart(SecondClient.SERVED);
    try (var first = new Host(server.address());
        var second = new Host(server.address())) {
      assertThat(first.status(1)).isEqualTo("12");
      assertThat(second.status(1)).isEqualTo("12");
    }
    network("single", null);
    try (var first = new Host(server.address());
        var second = new Host(server.address())) {
      assertThat(first.status(1)).isEqualTo("12");
      assertThat(second.send("10 04 01").hearsNothing(100)).isTrue();
      first.leave();
      assertThat(second.read(1)).isEqualTo("12");
    }
  }

  @Test
  void showsEachByteAsItPassed() throws Exception {
    try (var host = new Host(server.address())) {
      host.status(1);
      network("garbage", null);
      host.status(2);
    }
    await()
        .untilAsserted(
            () ->
                assertThat(seen)
                    .containsExactly(
                        "bagtag FROM_HOST 100401",
                        "bagtag TO_HOST 12",
                        "bagtag FROM_HOST 100402",
                        "bagtag TO_HOST 00"));
  }

  @Test
  void acceptsAndClosesAtOnce() throws Exception {
    try (var host = new Host(server.address())) {
      host.status(1);
      network("close", null);
      assertThat(host.isCutOff()).isTrue();
    }
    for (int i = 0; i < 3; i++) {
      try (var host = new Host(server.address())) {
        assertThat(host.isCutOff()).isTrue();
      }
    }
    network("ok", null);
    try (var host = new Host(server.address())) {
      assertThat(host.status(1)).isEqualTo("12");
    }
  }

  @Test
  void aHostThatReadsNothingIsDropped() throws Exception {
    network("slow", 60_000);
    try (var greedy = new Host(server.address())) {
      for (int i = 0; i < 1_100; i++) {
        try {
          greedy.send("10 04 01");
        } catch (IOException dropped) {
          break;
        }
      }
      assertThat(greedy.isCutOff()).isTrue();
    }
  }

  @Test
  void closesTwiceAndLeavesThePortFree() throws Exception {
    try (var host = new Host(server.address())) {
      host.status(1);
      server.close();
      server.close();
      assertThat(host.isCutOff()).isTrue();
    }
    assertThatCode(this::listenInItsPlace).doesNotThrowAnyException();
  }

  /** The thread that waits for clients may not have noticed anything by then. */
  @Test
  void oneThatWaitsForClientsHasLeftThePortWhenItIsClosed() throws Exception {
    for (int round = 0; round < 100; round++) {
      restart(SecondClient.SERVED);
      try (var host = new Host(server.address())) {
        assertThat(host.status(1)).isEqualTo("12");
        server.close();
      }
      assertThatCode(this::listenInItsPlace).as("round %d", round).doesNotThrowAnyException();
    }
  }

  private void listenInItsPlace() throws IOException {
    try (var next = new ServerSocket()) {
      next.setReuseAddress(true);
      next.bind(server.address());
    }
  }

  @Test
  void unknownFaultsAndAmountsAreNamedWithWhatIsKnown() throws Exception {
    assertThatThrownBy(() -> network("lava", null))
        .hasMessage(
            "\"lava\" is no network fault; known are ok, refuse, silent, slow, garbage, half,"
                + " drop, close, single.");
    assertThatThrownBy(() -> network("slow", 60_001))
        .hasMessage("network slow takes a number from 0 to 60000, not 60001.");
    assertThatThrownBy(() -> network("ok", 3)).hasMessage("network ok takes no number.");
  }
}
