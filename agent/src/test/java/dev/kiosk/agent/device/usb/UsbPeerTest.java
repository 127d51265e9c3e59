package dev.kiosk.agent.device.usb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.app.Main;
import dev.kiosk.agent.peer.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real program on a mocked machine: umockdev builds the device tree from a description and puts
 * it in the place of {@code /sys} and {@code /dev}, below the program, so that its own paths hold.
 */
class UsbPeerTest {

  private static final String HUB =
      """
      P: /devices/pci0000:00/0000:00:14.0/usb1
      E: DEVTYPE=usb_device
      E: SUBSYSTEM=usb
      A: idVendor=1d6b\\n
      A: idProduct=0002\\n

      """;

  private static final String SCANNER =
      """
      P: /devices/pci0000:00/0000:00:14.0/usb1/1-2
      N: bus/usb/001/005
      E: DEVNAME=/dev/bus/usb/001/005
      E: DEVTYPE=usb_device
      E: SUBSYSTEM=usb
      A: idVendor=05e0\\n
      A: idProduct=1701\\n
      A: manufacturer=Symbol Technologies\\n
      A: product=Bar Code Scanner\\n
      A: serial=S1\\n
      A: devnum=5\\n
      A: authorized=AUTHORIZED\\n

      P: /devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0
      E: DEVTYPE=usb_interface
      E: SUBSYSTEM=usb
      A: bInterfaceClass=CLASS\\n

      """;

  private static final String WELL = SCANNER.replace("AUTHORIZED", "1").replace("CLASS", "02");

  private final Path dir;

  UsbPeerTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void isInstalled() {
    Peer.needs("umockdev-run", "umockdev");
  }

  @Test
  void aScannerIsSeenThenMissedWhenUnpluggedThenSeenAgain() throws IOException {
    assertThat(probe(HUB + WELL, "usb:05e0:1701"))
        .contains(
            "usb:05e0:1701: ready (asked USB 1-2",
            "model Symbol Technologies Bar Code Scanner",
            "serial number S1");
    assertThat(probe(HUB, "usb:05e0:1701"))
        .contains("usb:05e0:1701: offline", "no USB device matches usb:05e0:1701");
    assertThat(probe(HUB + WELL, "usb:05e0:1701:S1")).contains("usb:05e0:1701:S1: ready");
  }

  @Test
  void aWrongModeAndABlockedDeviceAreTold() throws IOException {
    String keyboard = HUB + SCANNER.replace("AUTHORIZED", "1").replace("CLASS", "03");
    assertThat(probe(keyboard, "usb:1-2?expect=cdc"))
        .contains("CONFIG_FAULT", "its interfaces are of class 03, not cdc");
    String blocked = HUB + SCANNER.replace("AUTHORIZED", "0").replace("CLASS", "02");
    assertThat(probe(blocked, "usb:1-2"))
        .contains("DEVICE_PAUSED", "authorized = 0 in /sys/bus/usb/devices/1-2");
  }

  private String probe(String machine, String endpoint) throws IOException {
    Path description = dir.resolve("machine.umockdev");
    Files.writeString(description, machine);
    List<String> command = new ArrayList<>(List.of("umockdev-run", "-d", description.toString()));
    command.add("--");
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(Main.class.getName(), "probe", "usb", endpoint));
    try (Peer peer = Peer.start(dir.resolve("probe.log"), command.toArray(String[]::new))) {
      await().atMost(Duration.ofSeconds(30)).until(() -> !peer.alive());
      return peer.printed();
    }
  }
}
