package dev.kiosk.agent.device.usb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsbProbeTest {

  private final Path root;
  private final FakeSysfs sysfs;
  private final HandClock clock = new HandClock();

  UsbProbeTest(@TempDir Path root) throws IOException {
    this.root = root;
    this.sysfs = new FakeSysfs(root);
  }

  @Test
  void aDeviceThatIsPluggedInIsWellAndNamed() throws IOException {
    sysfs
        .plug("1-1.2", "05e0", "1900")
        .attribute("1-1.2", "manufacturer", "Symbol Technologies")
        .attribute("1-1.2", "product", "Bar Code Scanner")
        .attribute("1-1.2", "serial", "S/N:A1B2:C3");

    Observation seen = observe(probe("usb:05E0:1900"));

    assertThat(seen.findings()).isEmpty();
    assertThat(seen.model()).isEqualTo("Symbol Technologies Bar Code Scanner");
    assertThat(seen.serial()).isEqualTo("S/N:A1B2:C3");
    assertThat(seen.source()).isEqualTo("USB 1-1.2");
    assertThat(observe(probe("usb:05e0:1900:S/N:A1B2:C3")).findings()).isEmpty();
    assertThat(observe(probe("usb:1-1.2")).findings()).isEmpty();
  }

  @Test
  void aDeviceThatIsNotThereIsAbsent() throws IOException {
    sysfs.plug("1-1", "05e0", "1900").attribute("1-1", "serial", "A");

    assertThat(conditions(probe("usb:05e0:1701"))).containsExactly(Condition.DEVICE_ABSENT);
    assertThat(conditions(probe("usb:05e0:1900:B"))).containsExactly(Condition.DEVICE_ABSENT);
    assertThat(conditions(probe("usb:1-2"))).containsExactly(Condition.DEVICE_ABSENT);
  }

  @Test
  void aMachineWithoutUsbHasNoDeviceAndSaysWhy() throws IOException {
    Path bare = Files.createDirectories(root.resolve("bare"));
    Files.createDirectories(bare.resolve("sys/bus/pci"));

    Observation seen =
        observe(new UsbProbe(UsbEndpoint.parse("usb:1-1"), bare, clock, UsbProbeTest::nobody));

    assertThat(conditions(seen)).containsExactly(Condition.DEVICE_ABSENT);
    assertThat(seen.findings().get(0).raw()).contains("this machine has no USB");
  }

  @Test
  void withoutSysfsNothingIsKnown() {
    var probe =
        new UsbProbe(
            UsbEndpoint.parse("usb:1-1"), root.resolve("nothing"), clock, UsbProbeTest::nobody);

    Observation seen = observe(probe);

    assertThat(conditions(seen)).containsExactly(Condition.STATUS_UNKNOWN);
    assertThat(seen.unobservable()).contains(Condition.DEVICE_PAUSED);
  }

  @Test
  void aDeviceThatAPolicyBlocksIsPaused() throws IOException {
    sysfs.plug("1-1", "05e0", "1900").attribute("1-1", "authorized", "0");

    assertThat(conditions(probe("usb:05e0:1900"))).containsExactly(Condition.DEVICE_PAUSED);
  }

  @Test
  void anOverCurrentIsShownFromTheMomentTheCounterGrowsForAMinute() throws IOException {
    sysfs.plug("1-1.2", "05e0", "1900").attribute("1-1:1.0/1-1-port2", "over_current_count", "4");
    UsbProbe probe = probe("usb:05e0:1900");
    assertThat(conditions(probe)).isEmpty();

    sysfs.attribute("1-1:1.0/1-1-port2", "over_current_count", "5");
    assertThat(conditions(probe)).containsExactly(Condition.POWER_FAULT);
    clock.advance(Duration.ofSeconds(59));
    assertThat(conditions(probe)).containsExactly(Condition.POWER_FAULT);
    clock.advance(Duration.ofSeconds(2));
    assertThat(conditions(probe)).isEmpty();
  }

  @Test
  void anOverCurrentAtTheRootHubThatCutsTheDeviceOffIsSeenToo() throws IOException {
    sysfs.plug("1-2", "05e0", "1900").attribute("1-0:1.0/usb1-port2", "over_current_count", "0");
    UsbProbe probe = probe("usb:05e0:1900");
    assertThat(conditions(probe)).isEmpty();

    sysfs.unplug("1-2").attribute("1-0:1.0/usb1-port2", "over_current_count", "1");

    assertThat(conditions(probe))
        .containsExactlyInAnyOrder(Condition.DEVICE_ABSENT, Condition.POWER_FAULT);
  }

  @Test
  void aCounterThatStartsAgainIsNoFault() throws IOException {
    sysfs.plug("1-2", "05e0", "1900").attribute("1-0:1.0/usb1-port2", "over_current_count", "9");
    UsbProbe probe = probe("usb:1-2");
    assertThat(conditions(probe)).isEmpty();

    sysfs.attribute("1-0:1.0/usb1-port2", "over_current_count", "0");

    assertThat(conditions(probe)).isEmpty();
  }

  @Test
  void threeReconnectsWithinTenMinutesAreAnUnstableLinkUntilTheyAreOld() throws IOException {
    sysfs.plug("1-1", "05e0", "1900");
    UsbProbe probe = probe("usb:05e0:1900");
    assertThat(conditions(probe)).isEmpty();
    for (int reconnect = 1; reconnect <= 3; reconnect++) {
      assertThat(conditions(probe)).doesNotContain(Condition.LINK_UNSTABLE);
      clock.advance(Duration.ofMinutes(3));
      sysfs.plug("1-1", "05e0", "1900"); // with a new address
      observe(probe);
    }
    assertThat(conditions(probe)).containsExactly(Condition.LINK_UNSTABLE);

    clock.advance(Duration.ofMinutes(5));
    assertThat(conditions(probe)).isEmpty();
  }

  @Test
  void reconnectsThatAreFarApartAreNoSign() throws IOException {
    sysfs.plug("1-1", "05e0", "1900");
    UsbProbe probe = probe("usb:1-1");
    for (int reconnect = 0; reconnect < 10; reconnect++) {
      assertThat(conditions(probe)).isEmpty();
      clock.advance(Duration.ofMinutes(6));
      sysfs.plug("1-1", "05e0", "1900");
    }
  }

  @Test
  void ofTwoEqualDevicesTheFirstIsTakenAndThatIsSaid() throws IOException {
    sysfs.plug("1-3", "05e0", "1900").plug("1-1", "05e0", "1900");

    Observation seen = observe(probe("usb:05e0:1900"));

    assertThat(seen.source()).isEqualTo("USB 1-1");
    assertThat(conditions(seen)).containsExactly(Condition.DEVICE_OK);
    assertThat(seen.findings().get(0).raw()).startsWith("2 devices match").contains("1-1, 1-3");
  }

  @Test
  void filesThatCannotBeReadAreNotThere() throws IOException {
    sysfs
        .plug("1-1", "05e0", "1900")
        .unreadable("1-1", "serial")
        .unreadable("1-1", "devnum")
        .plug("1-2", "05e0", "1701")
        .unreadable("1-2", "idVendor");

    Observation seen = observe(probe("usb:05e0:1900"));
    assertThat(seen.findings()).isEmpty();
    assertThat(seen.serial()).isNull();
    assertThat(conditions(probe("usb:05e0:1701"))).containsExactly(Condition.DEVICE_ABSENT);
  }

  @Test
  void aConnectionThatIsYoungerThanBeforeWasMadeAnew() throws IOException {
    sysfs.plug("1-1", "05e0", "1900").attribute("1-1", "power/connected_duration", "90000");
    UsbProbe probe = probe("usb:05e0:1900");
    assertThat(conditions(probe)).isEmpty();
    for (int reconnect = 1; reconnect <= 3; reconnect++) {
      clock.advance(Duration.ofSeconds(30));
      sysfs.attribute("1-1", "power/connected_duration", "" + (90_000 - reconnect)); // same devnum
      observe(probe);
    }
    assertThat(conditions(probe)).containsExactly(Condition.LINK_UNSTABLE);
  }

  @Test
  void aDeviceInAnotherModeThanConfiguredIsAConfigurationFault() throws IOException {
    sysfs.plug("1-1", "05e0", "1701").attribute("1-1:1.0", "bInterfaceClass", "03");

    Observation seen = observe(probe("usb:05e0:1701?expect=cdc"));
    assertThat(conditions(seen)).containsExactly(Condition.CONFIG_FAULT);
    assertThat(seen.findings().get(0).raw()).isEqualTo("its interfaces are of class 03, not cdc");
    assertThat(conditions(probe("usb:05e0:1701?expect=hid"))).isEmpty();
    assertThat(conditions(probe("usb:05e0:1701"))).isEmpty();

    sysfs
        .attribute("1-1:1.0", "bInterfaceClass", "02")
        .attribute("1-1:1.1", "bInterfaceClass", "0a");
    assertThat(conditions(probe("usb:05e0:1701?expect=cdc"))).isEmpty();
  }

  @Test
  void aDeviceWithoutInterfacesYetIsNotJudgedByThem() throws IOException {
    sysfs.plug("1-1", "05e0", "1701");

    Observation seen = observe(probe("usb:05e0:1701?expect=cdc"));

    assertThat(seen.findings()).isEmpty();
    assertThat(seen.unobservable()).contains(Condition.CONFIG_FAULT);
  }

  @Test
  void noTrafficForLongIsToldOnlyWhereItIsAskedFor() throws IOException {
    sysfs.plug("1-1", "05e0", "1900").attribute("1-1", "urbnum", "71");
    UsbProbe watching = probe("usb:05e0:1900?active=2h");
    UsbProbe not = probe("usb:05e0:1900");
    assertThat(conditions(watching)).isEmpty();
    clock.advance(Duration.ofMinutes(119));
    assertThat(conditions(watching)).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    assertThat(conditions(watching)).containsExactly(Condition.ACTIVITY_STALE);
    assertThat(conditions(not)).isEmpty();

    sysfs.attribute("1-1", "urbnum", "72");
    assertThat(conditions(watching)).isEmpty();
  }

  @Test
  void whatPresenceCanJudgeIsExactlyThis() throws IOException {
    sysfs.plug("1-1", "05e0", "1900").attribute("1-1:1.0", "bInterfaceClass", "03");
    sysfs.attribute("1-1", "urbnum", "71");
    Set<Condition> usual =
        EnumSet.of(
            Condition.DEVICE_OK,
            Condition.DEVICE_ABSENT,
            Condition.LINK_UNSTABLE,
            Condition.DEVICE_PAUSED,
            Condition.STATUS_UNKNOWN);
    assertThat(judged("usb:05e0:1900")).isEqualTo(usual);

    sysfs.attribute("1-0:1.0/usb1-port1", "over_current_count", "0");
    Set<Condition> asked = EnumSet.copyOf(usual);
    asked.addAll(
        EnumSet.of(Condition.POWER_FAULT, Condition.CONFIG_FAULT, Condition.ACTIVITY_STALE));
    assertThat(judged("usb:05e0:1900?expect=hid&active=1h")).isEqualTo(asked);

    assertThat(judged("usb:05e0:0001"))
        .containsExactlyInAnyOrder(
            Condition.DEVICE_ABSENT, Condition.LINK_UNSTABLE, Condition.STATUS_UNKNOWN);
  }

  private Set<Condition> judged(String endpoint) {
    Set<Condition> judged = EnumSet.allOf(Condition.class);
    judged.removeAll(observe(probe(endpoint)).unobservable());
    return judged;
  }

  @Test
  void aPrinterIsNamedByItsOwnId() throws IOException {
    sysfs
        .plug("1-1", "0a5f", "0080")
        .attribute("1-1", "product", "USB Printing Support")
        .attribute("1-1:1.0", "ieee1284_id", "MFG:Zebra;CMD:ZPL;MDL:KR403;SN:42J1;");

    Observation seen = observe(probe("usb:0a5f:0080"));

    assertThat(seen.model()).isEqualTo("Zebra KR403");
    assertThat(seen.serial()).isEqualTo("42J1");
  }

  @Test
  void whoHoldsTheDeviceIsToldAsADetailAndLookedForSeldom() throws IOException {
    sysfs
        .plug("1-1", "05e0", "1701")
        .attribute("1-1", "uevent", "MAJOR=189\nDEVNAME=bus/usb/001/002\nDEVTYPE=usb_device")
        .attribute("1-1:1.0", "bInterfaceClass", "02")
        .attribute("1-1:1.0/tty/ttyACM0", "uevent", "MAJOR=166\nMINOR=0\nDEVNAME=ttyACM0");
    var asked = new AtomicInteger();
    var probe =
        new UsbProbe(
            UsbEndpoint.parse("usb:05e0:1701"),
            root,
            clock,
            node -> {
              asked.incrementAndGet();
              return node.endsWith("dev/ttyACM0") ? Optional.of("kiosk (812)") : Optional.empty();
            });

    for (int look = 0; look < 5; look++) {
      Observation seen = observe(probe);
      assertThat(conditions(seen)).containsExactly(Condition.DEVICE_OK);
      assertThat(seen.findings().get(0).raw()).endsWith("/dev/ttyACM0 is in use by kiosk (812)");
    }
    assertThat(asked).hasValue(2);
    clock.advance(Duration.ofMinutes(11));
    observe(probe);
    assertThat(asked).hasValue(4);
  }

  @Test
  void theUsbOfThisMachineCanBeRead() {
    assertThat(new UsbTree(Path.of("/")).devices()).doesNotContainNull();
  }

  private static Optional<String> nobody(Path node) {
    return Optional.empty();
  }

  private UsbProbe probe(String endpoint) {
    return new UsbProbe(UsbEndpoint.parse(endpoint), root, clock, UsbProbeTest::nobody);
  }

  private static Observation observe(UsbProbe probe) {
    return probe.observe(Duration.ofSeconds(3));
  }

  private static List<Condition> conditions(UsbProbe probe) {
    return conditions(observe(probe));
  }

  private static List<Condition> conditions(Observation observation) {
    return observation.findings().stream().map(Finding::condition).toList();
  }

  private static final class HandClock implements Time {

    private long nanos = -5; // the origin is arbitrary

    void advance(Duration step) {
      nanos += step.toNanos();
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public long wallMillis() {
      return 0;
    }
  }
}
