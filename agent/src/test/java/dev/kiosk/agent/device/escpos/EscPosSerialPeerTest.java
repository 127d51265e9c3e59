package dev.kiosk.agent.device.escpos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.app.Drivers;
import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.device.transport.Holders;
import dev.kiosk.agent.device.transport.PtyPair;
import dev.kiosk.agent.peer.Peer;
import dev.kiosk.agent.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receipt printer at a real terminal of the kernel; socat is the cable. */
class EscPosSerialPeerTest {

  private static final Path ROOT = Path.of("/");
  private static final byte[] PAPER_END = {0x1A, 0x32, 0x12, 0x7E};

  private final Path dir;

  EscPosSerialPeerTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void isInstalled() {
    Peer.needs("socat", "socat");
  }

  @Test
  void paperEndIsSeenOverASerialPort() throws Exception {
    try (PtyPair cable = PtyPair.start(dir)) {
      cable.serve(3, request -> new byte[] {PAPER_END[request[2] - 1]});

      assertThat(conditions(look(cable)))
          .containsExactlyInAnyOrder(Condition.MEDIA_OUT, Condition.MEDIA_LOW);
      assertThat(cable.received()).containsExactly("10 04 01", "10 04 02", "10 04 03", "10 04 04");
    }
  }

  @Test
  void aPrinterThatAnApplicationHasIsInUseAndIsNotAsked() throws Exception {
    try (PtyPair cable = PtyPair.start(dir);
        Peer application =
            Peer.start(dir.resolve("app.log"), "socat", "-u", cable.host() + ",raw", "STDOUT")) {
      cable.serve(3, request -> new byte[] {0x12});
      await().until(() -> new Holders(ROOT).holder(cable.host()).isPresent());

      Observation seen = look(cable);
      assertThat(conditions(seen)).containsExactly(Condition.PORT_IN_USE);
      assertThat(seen.findings().get(0).raw()).contains("socat (" + application.pid() + ")");
      assertThat(cable.received()).isEmpty();
    }
  }

  private static Observation look(PtyPair cable) {
    Machine machine = Machine.of(ROOT, Time.system());
    // Whoever runs the test may not see all programs of this machine; those that matter, it does.
    String endpoint = "serial:" + cable.host() + "?baud=9600&unseen=open";
    Probe probe = new Drivers(machine).create("escpos", endpoint);
    return probe.observe(Duration.ofSeconds(3));
  }

  private static List<Condition> conditions(Observation seen) {
    return seen.findings().stream().map(Finding::condition).toList();
  }
}
