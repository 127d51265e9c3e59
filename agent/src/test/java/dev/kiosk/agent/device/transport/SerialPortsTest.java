package dev.kiosk.agent.device.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.device.transport.SerialPorts.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerialPortsTest {

  private final Path root;

  SerialPortsTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void aMachineWithoutSerialPortsHasNone() {
    assertThat(new SerialPorts(root).list()).isEmpty();
  }

  @Test
  void eachPortIsToldOnceByIdAndElseByPath() throws IOException {
    link("by-id/usb-FTDI_A1-if00-port0", "ttyUSB0");
    link("by-path/pci-0000:00:14.0-usb-0:2:1.0-port0", "ttyUSB0");
    link("by-path/pci-0000:00:14.0-usb-0:3:1.0", "ttyACM0");

    assertThat(new SerialPorts(root).list())
        .containsExactly(
            new Port("/dev/serial/by-id/usb-FTDI_A1-if00-port0", "/dev/ttyUSB0"),
            new Port("/dev/serial/by-path/pci-0000:00:14.0-usb-0:3:1.0", "/dev/ttyACM0"));
  }

  @Test
  void namesInTheMakingAndLinksThatLeadNowhereAreLeftOut() throws IOException {
    link("by-id/.#usb-FTDI_A1-if00-port0", "ttyUSB0");
    link("by-id/usb-GONE-if00", "ttyUSB1");
    Files.delete(root.resolve("dev/ttyUSB1"));

    assertThat(new SerialPorts(root).list()).isEmpty();
  }

  @Test
  void aPortSuggestsItsEndpoint() throws IOException {
    link("by-id/usb-FTDI_A1-if00-port0", "ttyUSB0");

    assertThat(new SerialPorts(root).list().get(0).endpoint())
        .isEqualTo("serial:/dev/serial/by-id/usb-FTDI_A1-if00-port0?baud=9600");
  }

  private void link(String name, String node) throws IOException {
    Path link = root.resolve("dev/serial").resolve(name);
    Files.createDirectories(link.getParent());
    Path target = root.resolve("dev").resolve(node);
    if (!Files.exists(target)) {
      Files.createFile(target);
    }
    Files.createSymbolicLink(link, target);
  }
}
