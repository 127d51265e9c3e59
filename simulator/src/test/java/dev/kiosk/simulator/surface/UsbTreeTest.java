package dev.kiosk.simulator.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.app.Drivers;
import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.time.Time;
import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedDevice;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.device.SimulatedScanner;
import dev.kiosk.simulator.device.UsbPlug;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsbTreeTest {

  private final Path folder;
  private final AtomicLong now = new AtomicLong();
  private final SimulatedScanner scanner =
      new SimulatedScanner(
          new Identity("scanner", "Symbol", "Bar Code Scanner", "S1"), UsbPlug.SHOWS);
  private final SimulatedScanner reader =
      new SimulatedScanner(new Identity("passport", "Access", "Reader", ""), UsbPlug.SHOWS);
  private final Path bus;
  private UsbTree tree;

  UsbTreeTest(@TempDir Path folder) {
    this.folder = folder;
    this.bus = folder.resolve("sys/bus/usb/devices");
  }

  @BeforeEach
  void build() throws Exception {
    Map<UsbPlug, UsbFace> devices = new LinkedHashMap<>();
    devices.put(new UsbPlug(scanner, now::get), face(scanner, "05E0:1900"));
    devices.put(new UsbPlug(reader, now::get), face(reader, "0db5:013b"));
    tree = UsbTree.build(folder.resolve("sys"), devices);
  }

  private static UsbFace face(SimulatedDevice device, String ids) {
    return UsbFace.of(device, UsbIds.parse(ids).orElseThrow(), null);
  }

  private String text(String file) throws IOException {
    String text = Files.readString(bus.resolve(file));
    assertThat(text).endsWith("\n");
    return text.substring(0, text.length() - 1);
  }

  private List<String> listed() throws IOException {
    try (Stream<Path> files = Files.list(bus)) {
      return files.map(each -> String.valueOf(each.getFileName())).sorted().toList();
    }
  }

  @Test
  void showsTheBusAsTheKernelDoes() throws Exception {
    assertThat(listed()).containsExactly("1-0:1.0", "1-1", "1-1:1.0", "1-2", "1-2:1.0", "usb1");
    assertThat(text("1-1/idVendor")).isEqualTo("05e0");
    assertThat(text("1-1/idProduct")).isEqualTo("1900");
    assertThat(text("1-1/manufacturer")).isEqualTo("Symbol");
    assertThat(text("1-1/product")).isEqualTo("Bar Code Scanner");
    assertThat(text("1-1/serial")).isEqualTo("S1");
    assertThat(text("1-1/speed")).isEqualTo("12");
    assertThat(text("1-1/busnum")).isEqualTo("1");
    assertThat(text("1-1/devnum")).isEqualTo("2");
    assertThat(text("1-1/authorized")).isEqualTo("1");
    assertThat(text("1-1/bcdDevice")).isEqualTo("0100");
    assertThat(text("1-1/bDeviceClass")).isEqualTo("00");
    assertThat(text("1-1/power/connected_duration")).isEqualTo("0");
    assertThat(text("1-1/urbnum")).isEqualTo("18");
    assertThat(text("1-1:1.0/bInterfaceClass")).isEqualTo("03");
    assertThat(text("1-1/1-1:1.0/bInterfaceClass")).isEqualTo("03");
    assertThat(text("1-0:1.0/usb1-port1/over_current_count")).isEqualTo("0");
    assertThat(text("1-1/port/over_current_count")).isEqualTo("0");
    assertThat(text("usb1/bDeviceClass")).isEqualTo("09");
    assertThat(text("1-2/devnum")).isEqualTo("3");
    assertThat(bus.resolve("1-2/serial")).doesNotExist();
  }

  @Test
  void linksLeadSomewhereWithinTheTree() throws Exception {
    Path driver = bus.resolve("1-1:1.0/driver").toRealPath();
    assertThat(driver).isEqualTo(folder.toRealPath().resolve("sys/bus/usb/drivers/usbhid"));
    assertThat(bus.resolve("1-1").toRealPath().getParent())
        .isEqualTo(bus.resolve("usb1").toRealPath());
    assertThat(bus.resolve("1-0:1.0/driver").toRealPath()).endsWithRaw(Path.of("drivers/hub"));
    assertThat(bus.resolve("usb1/driver").toRealPath()).endsWithRaw(Path.of("drivers/usb"));
  }

  @Test
  void unpluggedTheDeviceIsGoneAndComesBackUnderTheNextNumber() throws Exception {
    scanner.set(DeviceCondition.DEVICE_ABSENT, true);
    tree.refresh();
    assertThat(listed()).containsExactly("1-0:1.0", "1-2", "1-2:1.0", "usb1");
    assertThat(bus.resolve("usb1/1-1")).doesNotExist();

    scanner.set(DeviceCondition.DEVICE_ABSENT, false);
    tree.refresh();
    assertThat(text("1-1/devnum")).isEqualTo("4");
    assertThat(text("1-1/dev")).isEqualTo("189:3");
  }

  @Test
  void deviceNumbersGrowAndBeginAgainAfterTheHighest() throws Exception {
    for (int number = 4; number <= 127; number++) {
      replug();
      assertThat(text("1-1/devnum")).isEqualTo(Integer.toString(number));
    }
    replug();
    assertThat(text("1-1/devnum")).isEqualTo("2");
  }

  private void replug() throws IOException {
    scanner.set(DeviceCondition.DEVICE_ABSENT, true);
    tree.refresh();
    scanner.set(DeviceCondition.DEVICE_ABSENT, false);
    tree.refresh();
  }

  @Test
  void inAnotherModeItComesBackWithAnotherInterface() throws Exception {
    scanner.set(DeviceCondition.CONFIG_FAULT, true);
    tree.refresh();
    assertThat(text("1-1/devnum")).isEqualTo("4");
    assertThat(text("1-1:1.0/bInterfaceClass")).isEqualTo("ff");
    assertThat(bus.resolve("1-1:1.0/driver")).doesNotExist();
  }

  @Test
  void aPrinterCarriesItsOwnIdAndTheAgentReadsIt() throws Exception {
    tree.close();
    var printer =
        new SimulatedPrinter(new Identity("bagtag", "Zebra", "KR403", "42J1"), UsbPlug.SHOWS);
    UsbIds ids = UsbIds.parse("0a5f:0080").orElseThrow();
    tree =
        UsbTree.build(
            folder.resolve("sys"),
            Map.of(new UsbPlug(printer, now::get), UsbFace.of(printer, ids, null)));
    assertThat(text("1-1:1.0/ieee1284_id")).isEqualTo("MFG:Zebra;MDL:KR403;CLS:PRINTER;SN:42J1;");

    Probe probe =
        new Drivers(Machine.of(folder, Time.system()))
            .create("usb", "usb:0a5f:0080?expect=printer");
    Observation well = probe.observe(Duration.ofSeconds(3));
    assertThat(well.model()).isEqualTo("Zebra KR403");
    assertThat(well.findings()).isEmpty();

    printer.set(DeviceCondition.CONFIG_FAULT, true);
    tree.refresh();
    assertThat(probe.observe(Duration.ofSeconds(3)).findings())
        .extracting(Finding::condition)
        .containsExactly(Condition.CONFIG_FAULT);
  }

  @Test
  void aBlockedDeviceKeepsItsNameAndLosesItsInterface() throws Exception {
    scanner.set(DeviceCondition.DEVICE_PAUSED, true);
    tree.refresh();
    assertThat(text("1-1/authorized")).isEqualTo("0");
    assertThat(text("1-1/devnum")).isEqualTo("2");
    assertThat(bus.resolve("1-1:1.0")).doesNotExist();
    assertThat(bus.resolve("1-1/1-1:1.0")).doesNotExist();

    scanner.set(DeviceCondition.DEVICE_PAUSED, false);
    tree.refresh();
    assertThat(text("1-1/authorized")).isEqualTo("1");
    assertThat(text("1-1:1.0/bInterfaceClass")).isEqualTo("03");
  }

  @Test
  void aDeviceThatIsPluggedInWhileBlockedHasNoInterface() throws Exception {
    scanner.set(DeviceCondition.DEVICE_PAUSED, true);
    replug();
    assertThat(text("1-1/authorized")).isEqualTo("0");
    assertThat(bus.resolve("1-1:1.0")).doesNotExist();
  }

  @Test
  void tooMuchCurrentCountsAtThePortThatStaysWhenTheDeviceGoes() throws Exception {
    scanner.set(DeviceCondition.POWER_FAULT, true);
    tree.refresh();
    assertThat(text("1-0:1.0/usb1-port1/over_current_count")).isEqualTo("1");
    assertThat(text("1-0:1.0/usb1-port2/over_current_count")).isEqualTo("0");
    assertThat(bus.resolve("1-1")).doesNotExist();

    scanner.set(DeviceCondition.POWER_FAULT, false);
    tree.refresh();
    assertThat(text("1-1/port/over_current_count")).isEqualTo("1");
  }

  @Test
  void countersGrowWhileItStaysAndBeginAgainWhenReplugged() throws Exception {
    now.addAndGet(60_000);
    tree.refresh();
    assertThat(text("1-1/power/connected_duration")).isEqualTo("60000");
    assertThat(text("1-1/urbnum")).isEqualTo("30");
    replug();
    assertThat(text("1-1/power/connected_duration")).isEqualTo("0");
  }

  @Test
  void aReaderNeverMeetsHalfADevice() throws Exception {
    var wrong = new AtomicReference<String>();
    var done = new AtomicBoolean();
    var begun = new CountDownLatch(1);
    var reading =
        new Thread(
            () -> {
              while (!done.get()) {
                try {
                  String vendor = text("1-1/idVendor");
                  String number = text("1-1/devnum");
                  begun.countDown();
                  if (!vendor.equals("05e0") || Integer.parseInt(number) < 2) {
                    wrong.set(vendor + " " + number);
                  }
                } catch (NoSuchFileException unplugged) {
                  // Between two files the plug was drawn, as on a real bus.
                } catch (IOException | RuntimeException | AssertionError failed) {
                  wrong.set(failed.toString());
                }
              }
            });
    reading.start();
    assertThat(begun.await(30, TimeUnit.SECONDS)).as("it reads").isTrue();
    for (int i = 0; i < 25; i++) {
      replug();
      now.addAndGet(2_000);
      tree.refresh();
    }
    done.set(true);
    reading.join();
    assertThat(wrong).hasNullValue();
  }

  @Test
  void closingLeavesNothingAndANewOneMayBeBuiltThere() throws Exception {
    tree.close();
    tree.close();
    tree.refresh();
    assertThat(folder.resolve("sys/bus")).doesNotExist();
    UsbTree.build(folder.resolve("sys"), Map.of()).close();
  }

  @Test
  void doesNotTouchAFolderThatHoldsSomethingElse() throws Exception {
    Path mine = Files.createDirectory(folder.resolve("mine"));
    Files.writeString(mine.resolve("thesis.txt"), "years of work");
    assertThatThrownBy(() -> UsbTree.build(mine, Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not empty and not of a simulator's making");
    assertThat(mine.resolve("thesis.txt")).hasContent("years of work");
  }
}
