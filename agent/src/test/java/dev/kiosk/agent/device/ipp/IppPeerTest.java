package dev.kiosk.agent.device.ipp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Authority;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.RefusingPort;
import dev.kiosk.agent.peer.EvePrinter;
import dev.kiosk.agent.peer.Peer;
import dev.kiosk.agent.peer.PrivateCups;
import dev.kiosk.agent.time.Time;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The driver against printers and queues that are not ours: CUPS. */
@Timeout(90)
class IppPeerTest {

  private static final Duration ENOUGH = Duration.ofSeconds(5);

  @TempDir private Path dir = Path.of("");

  @Test
  void readsTheStatesOfIppeveprinter() throws Exception {
    String jam = "echo 'STATE: +media-jam-error,cover-open-error' >&2";
    try (EvePrinter printer = EvePrinter.start(dir, jam)) {
      var probe = new IppProbe(IppEndpoint.parse("ipp://localhost:" + printer.port()), machine());

      Observation well = probe.observe(ENOUGH);
      assertThat(well.findings()).isEmpty();
      assertThat(well.model()).isEqualTo("Acme Kiosk 80");
      assertThat(well.uptime()).isLessThan(Duration.ofMinutes(5));

      printer.paper(0, 25);
      assertThat(conditions(probe.observe(ENOUGH))).containsExactly(Condition.MEDIA_OUT);
      printer.paper(10, 25);
      assertThat(conditions(probe.observe(ENOUGH))).containsExactly(Condition.MEDIA_LOW);
      printer.paper(250, 25);
      assertThat(conditions(probe.observe(ENOUGH))).isEmpty();

      Path document = Files.writeString(dir.resolve("document"), "%PDF-1.4\n");
      Peer.needs("ipptool", "cups-ipp-utils");
      Peer.run(
          "ipptool",
          "-t",
          "-f",
          document.toString(),
          "ipp://localhost:" + printer.port() + "/ipp/print",
          "print-job.test");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  conditions(probe.observe(ENOUGH))
                      .containsAll(List.of(Condition.MEDIA_JAM, Condition.COVER_OPEN)));
    }
  }

  @Test
  void aPrinterThatHangsDoesNotAnswer() throws Exception {
    Peer.needs("kill", "procps");
    try (EvePrinter printer = EvePrinter.start(dir, "exit 0")) {
      var probe = new IppProbe(IppEndpoint.parse("ipp://localhost:" + printer.port()), machine());
      Peer.run("kill", "-STOP", Long.toString(printer.pid()));
      try {
        assertThat(conditions(probe.observe(Duration.ofMillis(500))))
            .containsExactly(Condition.NOT_RESPONDING);
      } finally {
        Peer.run("kill", "-CONT", Long.toString(printer.pid()));
      }
      assertThat(probe.observe(ENOUGH).findings()).isEmpty();
    }
  }

  @Test
  void readsQueuesThroughTheSocketOfCups() throws Exception {
    try (PrivateCups cups = PrivateCups.start(dir);
        RefusingPort port = RefusingPort.take()) {
      assertThat(CupsQueues.list(machine())).isEmpty();
      String nobody = "ipp://localhost:" + port.number() + "/ipp/print";
      cups.run("lpadmin", "-p", "dead", "-E", "-v", nobody, "-m", "raw");
      var probe = new IppProbe(IppEndpoint.parse("cups:dead"), machine());

      Observation idle = probe.observe(ENOUGH);
      assertThat(conditions(idle)).as("%s", idle).containsExactly(Condition.STATUS_UNKNOWN);
      assertThat(idle.authority()).isEqualTo(Authority.QUEUE);
      assertThat(idle.uptime()).isNull();
      assertThat(idle.unobservable()).contains(Condition.MEDIA_OUT, Condition.LINK_DOWN);

      assertThat(CupsQueues.list(machine()))
          .singleElement()
          .satisfies(
              queue -> {
                assertThat(queue.name()).isEqualTo("dead");
                assertThat(queue.deviceUri()).isEqualTo(nobody);
                assertThat(queue.likely()).isEqualTo(CupsQueue.Likely.IPP_PRINTER);
              });

      Path document = Files.writeString(dir.resolve("document"), "hello\n");
      cups.run("lp", "-d", "dead", "-o", "raw", document.toString());
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> conditions(probe.observe(ENOUGH)).contains(Condition.LINK_DOWN));

      cups.run("cancel", "-a", "dead");
      cups.run("cupsdisable", "dead");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> conditions(probe.observe(ENOUGH)).contains(Condition.DEVICE_PAUSED));

      Observation other = new IppProbe(IppEndpoint.parse("cups:daed"), machine()).observe(ENOUGH);
      assertThat(other.findings())
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.condition()).isEqualTo(Condition.STATUS_UNKNOWN);
                assertThat(finding.raw()).endsWith("no queue \"daed\"; it has dead");
              });
    }
  }

  private Machine machine() {
    return Machine.of(dir, Time.system());
  }

  private static List<Condition> conditions(Observation seen) {
    return seen.findings().stream().map(Finding::condition).toList();
  }
}
