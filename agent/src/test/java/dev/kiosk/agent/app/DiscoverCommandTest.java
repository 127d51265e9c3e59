package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.ipp.CupsQueue;
import dev.kiosk.agent.device.usb.FakeSysfs;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DiscoverCommandTest {

  private final Path root;

  DiscoverCommandTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void printersAndScannersAreListedAndOtherDevicesAreNot() throws IOException {
    new FakeSysfs(root)
        .plug("1-1", "05e0", "1900")
        .attribute("1-1", "product", "DS457")
        .plug("1-2", "1234", "0001")
        .attribute("1-2:1.0", "bInterfaceClass", "07")
        .plug("1-3", "046d", "c31c");

    assertThat(run())
        .contains("scanner  DS457 (USB port 1-1)")
        .contains("driver usb, endpoint usb:05e0:1900")
        .contains("printer  1234:0001 (USB port 1-2)")
        .doesNotContain("046d");
  }

  @Test
  void theConfigurationCanBePastedWhateverTheDeviceCallsItself() throws IOException {
    new FakeSysfs(root)
        .plug("1-1", "05e0", "1900")
        .attribute("1-1", "serial", "A\"\\1")
        .attribute("1-1", "product", "two\nlines")
        .plug("1-2", "05e0", "1900")
        .attribute("1-2", "serial", "B")
        .plug("2-1", "0dd4", "0237")
        .plug("2-2", "0dd4", "0237");

    JsonNode devices = new TomlMapper().readTree(run("--toml")).path("device");

    assertThat(devices.findValuesAsText("endpoint"))
        .containsExactly("usb:05e0:1900:A\"\\1", "usb:05e0:1900:B", "usb:2-1", "usb:2-2");
    assertThat(devices.findValuesAsText("id"))
        .containsExactly("scanner-1", "scanner-2", "printer-1", "printer-2");
    assertThat(devices.findValuesAsText("driver")).containsOnly("usb");
    var drivers = new Drivers(Machine.of(root, Time.system()));
    for (String endpoint : devices.findValuesAsText("endpoint")) {
      Observation seen = drivers.create("usb", endpoint).observe(Duration.ofSeconds(1));
      assertThat(seen.findings()).isEmpty();
    }
  }

  @Test
  void whenThereIsNoneItSaysSoAndWhereItCouldNotLook() throws IOException {
    new FakeSysfs(root);

    assertThat(run().lines())
        .containsExactly(
            "No scanner or printer was found; network printers are not searched for.",
            "Print queues: CUPS is not running here.");
    assertThat(run("--toml").lines()).allMatch(line -> line.startsWith("# "));
  }

  @Test
  void aMachineWithoutUsbIsToldApart() throws IOException {
    assertThat(run()).contains("USB: " + root.resolve("sys/bus/usb/devices") + " cannot be read.");
    Files.createDirectories(root.resolve("sys/bus"));
    assertThat(run()).contains("USB: this machine has none");
  }

  @Test
  void serialPortsAreSuggestedByTheMakerInTheirNames() throws IOException {
    new FakeSysfs(root);
    Path byId = Files.createDirectories(root.resolve("dev/serial/by-id"));
    for (String name :
        List.of(
            "usb-Symbol_Technologies_Bar_Code_Scanner_S1-if00",
            "usb-EPSON_TM-T88V_J7K2-if00",
            "usb-FTDI_FT232R_USB_UART_A1-if00-port0")) {
      Path node = Files.createFile(root.resolve("dev/tty" + name.length()));
      Files.createSymbolicLink(byId.resolve(name), node);
    }

    String text = run("--toml");
    JsonNode devices = new TomlMapper().readTree(text).path("device");
    assertThat(devices.findValuesAsText("driver")).containsExactly("escpos", "ssi");
    assertThat(devices.findValuesAsText("endpoint").get(1))
        .startsWith("serial:/dev/serial/by-id/usb-Symbol_");
    assertThat(text)
        .contains("# Serial port serial:/dev/serial/by-id/usb-FTDI_")
        .contains("its name does not tell what is behind it");
  }

  @Test
  void aQueueIsSuggestedAsTheWayToItsPrinter() throws IOException {
    var suggestions = new Suggestions();
    suggestions.addQueues(
        List.of(
            new CupsQueue("office", "ipp://10.0.0.9/ipp/print", "HP LaserJet"),
            new CupsQueue("receipt", "socket://10.0.0.7:9100", null),
            new CupsQueue("local", "usb://EPSON/TM-T20?serial=1", "EPSON TM-T20"),
            new CupsQueue("paper", "file:///dev/null", null)));
    var text = new StringBuilder();
    suggestions.all().forEach(one -> one.toml().forEach(line -> text.append(line).append('\n')));
    JsonNode devices = new TomlMapper().readTree(text.toString()).path("device");

    assertThat(devices.findValuesAsText("endpoint"))
        .containsExactly(
            "ipp://10.0.0.9:631/ipp/print",
            "cups:office",
            "tcp://10.0.0.7:9100",
            "cups:receipt",
            "cups:local");
    assertThat(devices.findValuesAsText("driver"))
        .containsExactly("ipp", "ipp", "escpos", "ipp", "ipp");
    assertThat(suggestions.all().get(1).lines())
        .contains("         also driver ipp, endpoint cups:receipt");
  }

  private String run(String... options) {
    var out = new StringWriter();
    var line =
        new CommandLine(new DiscoverCommand(Time.system())).setOut(new PrintWriter(out, true));
    String[] arguments = Arrays.copyOf(options, options.length + 1);
    arguments[options.length] = "--root=" + root;
    assertThat(line.execute(arguments)).isZero();
    return out.toString();
  }
}
