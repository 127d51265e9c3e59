package dev.kiosk.simulator.surface.ssi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.app.Drivers;
import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.peer.Peer;
import dev.kiosk.agent.time.Time;
import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedScanner;
import dev.kiosk.simulator.surface.Traffic;
import dev.kiosk.simulator.surface.serial.PtyOutlet;
import dev.kiosk.simulator.surface.serial.SerialPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's driver asks the simulated scanner at its serial port, alone and beside socat. */
class SsiSerialPeerTest {

  private final Path dir;
  private final List<String> happened = new CopyOnWriteArrayList<>();
  private final SimulatedScanner scanner;
  private final SerialPlace place;
  private final PtyOutlet outlet;
  private final Probe probe;

  SsiSerialPeerTest(@TempDir Path dir) throws IOException {
    this.dir = dir;
    Set<DeviceCondition> possible = EnumSet.copyOf(SsiProtocol.SHOWS);
    possible.addAll(PtyOutlet.GONE);
    this.scanner =
        new SimulatedScanner(new Identity("gate", "Symbol Technologies", "DS9908", "S1"), possible);
    this.place = SerialPlace.byId(dir.resolve("dev"), "ssi", scanner);
    this.outlet =
        PtyOutlet.start(
            place,
            new SsiProtocol(scanner, SsiDialect.ZEBRA, (id, what) -> happened.add(what)),
            (id, what) -> {},
            Traffic.UNSEEN);
    this.probe =
        new Drivers(Machine.of(Path.of("/"), Time.system())).create("ssi", outlet.endpoint());
  }

  @AfterEach
  void stop() {
    outlet.close();
  }

  @Test
  void aScannerAtASerialPortTellsWhatItIsAndItsScansAreLeftAlone() {
    assertThat(observe().model()).isEqualTo("DS9908, firmware SIMSSI-001-R00");

    scanner.set(DeviceCondition.SCANNING, true);
    Observation seen = observe();

    assertThat(seen.model()).isEqualTo("DS9908, firmware SIMSSI-001-R00");
    assertThat(seen.toString()).doesNotContain("NOBODY");
    assertThat(happened).isEmpty();
  }

  @Test
  void whileAnotherProgramHasThePortItIsNotTouched() throws IOException {
    Peer.needs("socat", "socat");
    try (Peer application =
        Peer.start(
            dir.resolve("socat.log"),
            "socat",
            "-u",
            "FILE:" + place.link() + ",raw,echo=0",
            "CREATE:" + dir.resolve("scans"))) {
      await().until(() -> Files.exists(dir.resolve("scans")));
      Observation seen = observe();
      assertThat(conditions(seen)).containsExactly(Condition.PORT_IN_USE);
      assertThat(seen.findings().get(0).raw()).contains("socat");
      assertThat(application.alive()).isTrue();
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> conditions(observe()).isEmpty());
  }

  @Test
  void unpluggedItIsAbsentAndAskedAgainWhenItIsBack() {
    scanner.set(DeviceCondition.DEVICE_ABSENT, true);
    await().until(() -> !Files.exists(place.link(), LinkOption.NOFOLLOW_LINKS));
    assertThat(conditions(observe())).containsExactly(Condition.DEVICE_ABSENT);
    scanner.set(DeviceCondition.DEVICE_ABSENT, false);
    await().until(() -> Files.exists(place.link()));
    assertThat(observe().findings()).isEmpty();
  }

  private Observation observe() {
    return probe.observe(Duration.ofSeconds(3));
  }

  private static List<Condition> conditions(Observation seen) {
    return seen.findings().stream().map(Finding::condition).toList();
  }
}
