package dev.kiosk.simulator.surface.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.peer.Peer;
import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedScanner;
import dev.kiosk.simulator.surface.NetworkFault;
import dev.kiosk.simulator.surface.Traffic;
import dev.kiosk.simulator.surface.ssi.SsiDialect;
import dev.kiosk.simulator.surface.ssi.SsiProtocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scanner at a serial port, asked by socat with the bytes of the guide. */
class PtyOutletPeerTest {

  private static final byte[] ASK = HexFormat.of().parseHex("04A30400FF55");
  private static final String WELL = "SIMSSI-001-R00 DS9908 0 0000";

  private final Path dir;
  private final SimulatedScanner scanner;
  private final PtyOutlet outlet;
  private final Path link;

  PtyOutletPeerTest(@TempDir Path dir) throws IOException {
    this.dir = dir;
    Set<DeviceCondition> possible = EnumSet.copyOf(SsiProtocol.SHOWS);
    possible.addAll(PtyOutlet.GONE);
    var identity = new Identity("gate", "Symbol Technologies", "DS9908", "S 1");
    this.scanner = new SimulatedScanner(identity, possible);
    SerialPlace place = SerialPlace.byId(dir.resolve("dev"), "ssi", scanner);
    this.link = place.link();
    this.outlet =
        PtyOutlet.start(
            place,
            new SsiProtocol(scanner, SsiDialect.ZEBRA, (id, what) -> {}),
            (id, what) -> {},
            Traffic.UNSEEN);
  }

  @BeforeEach
  void isInstalled() {
    Peer.needs("socat", "socat");
  }

  @AfterEach
  void stop() {
    outlet.close();
    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void itHasTheNameThatUdevWouldGiveIt() {
    assertThat(dir.relativize(link))
        .hasToString("dev/serial/by-id/usb-Symbol_Technologies_DS9908_S_1-if00");
    assertThat(outlet.endpoint()).isEqualTo("serial:" + link + "?baud=9600&unseen=open");
  }

  @Test
  void itAnswersHostAfterHost() throws Exception {
    ask(WELL);
    ask(WELL);
    scanner.set(DeviceCondition.DEVICE_PAUSED, true);
    String refusal = text("05D1000006FF24");
    assertThat(ask(refusal)).isEqualTo(refusal);
  }

  @Test
  void unpluggedItIsGoneAndComesBackAtAnotherTerminal() throws Exception {
    assertThat(link.toRealPath().toString()).startsWith("/dev/pts/");
    scanner.set(DeviceCondition.DEVICE_ABSENT, true);
    await().until(() -> !Files.exists(link, LinkOption.NOFOLLOW_LINKS));
    scanner.set(DeviceCondition.DEVICE_ABSENT, false);
    await().until(() -> Files.exists(link));
    ask(WELL);
  }

  @Test
  void theLineCanBeBroken() throws Exception {
    outlet.network(NetworkFault.of("silent", null));
    assertThat(askInVain()).isEmpty();
    outlet.network(NetworkFault.of("half", null));
    assertThat(ask("SIMSSI")).doesNotContain(WELL);
    outlet.network(NetworkFault.NONE);
    ask(WELL);
  }

  /** Whoever looks who holds the port finds nobody while no host is there. */
  @Test
  void theSimulatorDoesNotHoldThePortItself() throws IOException {
    Path terminal = link.toRealPath();
    try (var open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path each : open) {
        assertThat(target(each)).isNotEqualTo(terminal.toString());
      }
    }
  }

  private static String target(Path fd) {
    try {
      return Files.readSymbolicLink(fd).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  /** Its thread may not have run at all by then; the name must not outlive the device. */
  @Test
  void closedAtOnceItLeavesNoNameBehind() throws IOException {
    for (int round = 0; round < 200; round++) {
      SerialPlace place = SerialPlace.byId(dir.resolve("brief"), "ssi", scanner);
      PtyOutlet.start(
              place,
              new SsiProtocol(scanner, SsiDialect.ZEBRA, (id, what) -> {}),
              (id, what) -> {},
              Traffic.UNSEEN)
          .close();
      assertThat(Files.exists(place.link(), LinkOption.NOFOLLOW_LINKS)).isFalse();
    }
  }

  /** What comes after the question, as soon as this is in it. */
  private String ask(String awaited) throws IOException {
    Path answer = dir.resolve("answer");
    try (Peer socat = askingFor("30", answer)) {
      await("an answer with " + awaited)
          .failFast("socat ended", () -> !socat.alive())
          .until(() -> read(answer).contains(awaited));
    }
    return read(answer);
  }

  /** All that comes within half a second after the question. */
  private String askInVain() throws IOException {
    Path answer = dir.resolve("answer");
    try (Peer socat = askingFor("0.5", answer)) {
      await().until(() -> !socat.alive());
    }
    return read(answer);
  }

  /** Reads the file with the question to its end, waits so many seconds for more, and ends. */
  private Peer askingFor(String seconds, Path answer) throws IOException {
    Path question = dir.resolve("question");
    Files.write(question, ASK);
    Files.deleteIfExists(answer);
    Files.createFile(answer);
    return Peer.start(
        dir.resolve("socat.log"),
        "socat",
        "-t" + seconds,
        "OPEN:" + question + ",rdonly!!OPEN:" + answer + ",wronly",
        "FILE:" + link + ",raw,echo=0");
  }

  private static String read(Path answer) throws IOException {
    return Files.readString(answer, StandardCharsets.ISO_8859_1);
  }

  private static String text(String hex) {
    return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
  }
}
