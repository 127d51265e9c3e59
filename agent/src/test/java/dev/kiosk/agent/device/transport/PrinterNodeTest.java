package dev.kiosk.agent.device.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kiosk.agent.device.Fuzz;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import dev.kiosk.agent.device.usb.FakeSysfs;
import dev.kiosk.agent.peer.Peer;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrinterNodeTest {

  private static final String ID = "MFG:EPSON;MDL:TM-T88V;";

  private final Path root;
  private final Time time = Time.system();

  PrinterNodeTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void aFileOfAnotherKindHasNeitherStatusLinesNorDeviceId() throws Exception {
    Path node = node();
    try (Line line = dial()) {
      line.send((byte) 0x10, (byte) 0x04, (byte) 0x01);
      assertThat(line.portStatus()).isEmpty();
      assertThat(line.deviceId()).isEmpty();
    }
    assertThat(node).hasBinaryContent(new byte[] {0x10, 0x04, 0x01});
  }

  @Test
  void aTerminalHasNeitherEither() throws Exception {
    Peer.needs("socat", "socat");
    try (PtyPair cable = PtyPair.start(root);
        Line line = dial(Path.of("/"), "usb:" + cable.host())) {
      assertThat(line.portStatus()).isEmpty();
      assertThat(line.deviceId()).isEmpty();
    }
  }

  @Test
  void aReadNeverBlocksForEver() throws Exception {
    node();
    try (Line line = dial()) {
      long startNanos = time.nanos();
      TransportException silent =
          catchThrowableOfType(
              TransportException.class,
              () -> line.read(startNanos + Duration.ofMillis(200).toNanos()));
      assertThat(silent.trouble()).isEqualTo(Trouble.SILENT);
      assertThat(Duration.ofNanos(time.nanos() - startNanos)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void aPrinterThatIsNotThereIsAbsent() {
    TransportException absent = catchThrowableOfType(TransportException.class, this::dial);

    assertThat(absent).hasMessage("usb:/dev/usb/lp0: there is no device /dev/usb/lp0");
    assertThat(absent.trouble()).isEqualTo(Trouble.ABSENT);
  }

  @Test
  void aPrinterThatAProgramHasIsInUse() throws IOException {
    node();
    Files.createDirectories(root.resolve("proc/31/fd"));
    Files.writeString(root.resolve("proc/31/comm"), "usb\n");
    Files.createSymbolicLink(root.resolve("proc/31/fd/4"), Path.of("/dev/usb/lp0"));
    TransportException held = catchThrowableOfType(TransportException.class, this::dial);

    assertThat(held).hasMessage("usb:/dev/usb/lp0: it is in use by usb (31)");
    assertThat(held.trouble()).isEqualTo(Trouble.IN_USE);
  }

  /** CUPS takes the kernel's driver off a printer while it prints. */
  @Test
  void aPrinterWhoseNodeGoesWhileItIsPluggedInIsInUse() throws Exception {
    Path node = node();
    FakeSysfs usb = printer(new FakeSysfs(root), "1-1", "A1");
    usb.attribute("1-1:1.0/usbmisc/lp0", "uevent", "DEVNAME=usb/lp0");
    Dialer dialer = Dialers.of("usb:/dev/usb/lp0", 9100, Machine.of(root, time));
    open(dialer).close();

    Files.delete(node);
    usb.unplug("1-1:1.0/usbmisc/lp0");
    TransportException taken = catchThrowableOfType(TransportException.class, () -> open(dialer));
    assertThat(taken).hasMessageContaining("a print system has taken it");
    assertThat(taken.trouble()).isEqualTo(Trouble.IN_USE);

    Files.createFile(root.resolve("dev/usb/lp1"));
    usb.attribute("1-1:1.0/usbmisc/lp1", "uevent", "DEVNAME=usb/lp1");
    assertTalksTo("dev/usb/lp1", dialer);
  }

  @Test
  void aPrinterThatIsPulledOutIsAbsentThoughAnotherStays() throws Exception {
    Path node = node();
    FakeSysfs usb = printer(printer(new FakeSysfs(root), "1-1", "A1"), "1-2", "B2");
    usb.attribute("1-1:1.0/usbmisc/lp0", "uevent", "DEVNAME=usb/lp0");
    Dialer dialer = Dialers.of("usb:/dev/usb/lp0", 9100, Machine.of(root, time));
    open(dialer).close();

    Files.delete(node);
    usb.unplug("1-1");
    TransportException absent = catchThrowableOfType(TransportException.class, () -> open(dialer));
    assertThat(absent.trouble()).isEqualTo(Trouble.ABSENT);
  }

  /** After a start in the middle of a job the node was never seen. */
  @Test
  void whereTheNodeWasNeverSeenAnyPrinterWithoutOneMayBeIt() throws Exception {
    printer(new FakeSysfs(root), "1-1", "A1");
    assertThat(catchThrowableOfType(TransportException.class, this::dial).trouble())
        .isEqualTo(Trouble.IN_USE);
  }

  /** Who takes a printer from the kernel's driver has its node on the bus open all the time. */
  @Test
  void whereTheNodeWasNeverSeenAPrinterThatNobodyTookIsAnother() throws Exception {
    FakeSysfs usb = printer(new FakeSysfs(root), "1-1", "A1");
    usb.attribute("1-1", "uevent", "DEVNAME=bus/usb/001/002");
    Files.createDirectories(root.resolve("dev/bus/usb/001"));
    Files.createFile(root.resolve("dev/bus/usb/001/002"));
    Files.createDirectories(root.resolve("proc/1/fd"));
    TransportException absent = catchThrowableOfType(TransportException.class, this::dial);
    assertThat(absent).hasMessage("usb:/dev/usb/lp0: there is no device /dev/usb/lp0");
    assertThat(absent.trouble()).isEqualTo(Trouble.ABSENT);

    Files.createSymbolicLink(root.resolve("proc/1/fd/9"), Path.of("/dev/bus/usb/001/002"));
    assertThat(catchThrowableOfType(TransportException.class, this::dial).trouble())
        .isEqualTo(Trouble.IN_USE);
  }

  @Test
  void aPrinterIsFollowedThoughItsOldNumberIsThatOfAnotherNow() throws Exception {
    FakeSysfs usb = twoPrinters();
    Dialer dialer = Dialers.of("usb:/dev/usb/lp0", 9100, Machine.of(root, time));
    open(dialer).close();

    number(usb, "1-1", "lp1");
    number(usb, "1-2", "lp0");
    assertTalksTo("dev/usb/lp1", dialer);
    assertThat(root.resolve("dev/usb/lp0")).isEmptyFile();
  }

  @Test
  void aPrinterThatATakerHasIsInUseThoughItsOldNumberIsThatOfAnotherNow() throws Exception {
    FakeSysfs usb = twoPrinters();
    Dialer dialer = Dialers.of("usb:/dev/usb/lp0", 9100, Machine.of(root, time));
    open(dialer).close();

    usb.unplug("1-1:1.0/usbmisc/lp");
    number(usb, "1-2", "lp0");
    TransportException taken = catchThrowableOfType(TransportException.class, () -> open(dialer));
    assertThat(taken).hasMessageContaining("a print system has taken it");
    assertThat(taken.trouble()).isEqualTo(Trouble.IN_USE);
  }

  @Test
  void aPrinterThatIsPulledOutIsAbsentThoughItsNumberIsThatOfAnotherNow() throws Exception {
    FakeSysfs usb = twoPrinters();
    Dialer dialer = Dialers.of("usb:/dev/usb/lp0", 9100, Machine.of(root, time));
    open(dialer).close();

    usb.unplug("1-1");
    number(usb, "1-2", "lp0");
    for (int look = 0; look < 2; look++) {
      TransportException gone = catchThrowableOfType(TransportException.class, () -> open(dialer));
      assertThat(gone).hasMessageContaining("this is now the node of another (04b8 at 1-2)");
      assertThat(gone.trouble()).isEqualTo(Trouble.ABSENT);
    }

    printer(usb, "1-1", "A1");
    number(usb, "1-1", "lp1");
    assertTalksTo("dev/usb/lp1", dialer);
  }

  @Test
  void aPrinterInThePlaceOfOneThatWasPulledOutIsItsReplacement() throws Exception {
    FakeSysfs usb = twoPrinters();
    Dialer dialer = Dialers.of("usb:/dev/usb/lp0", 9100, Machine.of(root, time));
    open(dialer).close();

    usb.unplug("1-1");
    printer(usb, "1-1", "C3");
    open(dialer).close();

    number(usb, "1-1", "lp1");
    number(usb, "1-2", "lp0");
    assertTalksTo("dev/usb/lp1", dialer);
  }

  /** A1 at 1-1, whose node is lp0, and B2 at 1-2, whose node is lp1. */
  private FakeSysfs twoPrinters() throws IOException {
    node();
    Files.createFile(root.resolve("dev/usb/lp1"));
    FakeSysfs usb = printer(printer(new FakeSysfs(root), "1-1", "A1"), "1-2", "B2");
    number(usb, "1-1", "lp0");
    number(usb, "1-2", "lp1");
    return usb;
  }

  private static void number(FakeSysfs usb, String port, String name) throws IOException {
    usb.attribute(port + ":1.0/usbmisc/lp", "uevent", "DEVNAME=usb/" + name);
  }

  private static FakeSysfs printer(FakeSysfs usb, String port, String serial) throws IOException {
    return usb.plug(port, "04b8", "0202")
        .attribute(port, "serial", serial)
        .attribute(port + ":1.0", "bInterfaceClass", "07");
  }

  private void assertTalksTo(String node, Dialer dialer) throws Exception {
    try (Line line = open(dialer)) {
      line.send((byte) 0x10);
    }
    assertThat(root.resolve(node)).hasBinaryContent(new byte[] {0x10});
  }

  private Line open(Dialer dialer) throws TransportException {
    return dialer.dial(Duration.ofSeconds(1), time.nanos() + Duration.ofSeconds(20).toNanos());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"usb:/", "usb:/dev/../lp0", "usb:/dev/usb/lp0?baud=9600", "usb:/dev/.#lp0"})
  void aWrongEndpointIsExplainedInOneSentence(String text) {
    assertThatThrownBy(() -> Dialers.of(text, 9100, Machine.of(root, time)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"")
        .hasMessageContaining("usb:/dev/usb/lp0");
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 22, 0, 1, 2, 0x1800, 0xFFFF})
  void aWrongLengthOfTheDeviceIdNeverReachesBeyondIt(int told) {
    var wire = new byte[1_024];
    wire[0] = (byte) (told >> 8);
    wire[1] = (byte) told;
    byte[] text = ID.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(text, 0, wire, 2, text.length);

    assertThat(PrinterNodeLine.text(wire)).isEqualTo(told == 22 ? ID.substring(0, 20) : ID);
  }

  @Test
  void noBytesOfADeviceIdMakeItThrow() {
    Fuzz.of(("\0\u0018" + ID).getBytes(StandardCharsets.ISO_8859_1))
        .feed(
            wire ->
                assertThat(PrinterNodeLine.text(wire))
                    .hasSizeLessThanOrEqualTo(Math.max(0, wire.length - 2)));
  }

  private Path node() throws IOException {
    Files.createDirectories(root.resolve("dev/usb"));
    return Files.createFile(root.resolve("dev/usb/lp0"));
  }

  private Line dial() throws TransportException {
    return dial(root, "usb:/dev/usb/lp0");
  }

  private Line dial(Path machine, String endpoint) throws TransportException {
    long deadlineNanos = time.nanos() + Duration.ofSeconds(20).toNanos();
    return Dialers.of(endpoint, 9100, Machine.of(machine, time))
        .dial(Duration.ofSeconds(1), deadlineNanos);
  }
}
