package dev.kiosk.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UsbPlugTest {

  private final AtomicLong now = new AtomicLong(1_000);
  private final SimulatedScanner scanner =
      new SimulatedScanner(new Identity("scanner", "Maker", "Model", "1"), UsbPlug.SHOWS);
  private final UsbPlug plug = new UsbPlug(scanner, now::get);

  @Test
  void isEnumeratedOnceAndCountsHowLongAgo() {
    assertThat(plug.link()).isEqualTo(new UsbLink(true, true, 1, 0, false, 0));
    now.addAndGet(4_000);
    assertThat(plug.link()).isEqualTo(new UsbLink(true, true, 1, 4_000, false, 0));
  }

  @Test
  void unpluggedItIsGoneAndComesBackAsANewEnumeration() {
    plug.link();
    scanner.set(DeviceCondition.DEVICE_ABSENT, true);
    assertThat(plug.link()).isEqualTo(new UsbLink(false, true, 1, 0, false, 0));
    scanner.set(DeviceCondition.DEVICE_ABSENT, false);
    assertThat(plug.link()).isEqualTo(new UsbLink(true, true, 2, 0, false, 0));
  }

  @Test
  void anUnstableLinkBreaksOncePerPeriod() {
    plug.link();
    scanner.set(DeviceCondition.LINK_UNSTABLE, true);
    for (int second = 0; second < 20; second++) {
      assertThat(plug.link().present()).as("second %d", second).isEqualTo(second % 5 != 0);
      now.addAndGet(1_000);
    }
    assertThat(plug.link().enumerations()).isEqualTo(5);
  }

  @Test
  void tooMuchCurrentTripsThePortAgainAndAgainAndLeavesTheDeviceWithoutPower() {
    plug.link();
    scanner.set(DeviceCondition.POWER_FAULT, true);
    assertThat(plug.link()).isEqualTo(new UsbLink(false, true, 1, 0, false, 1));
    assertThat(plug.link().overCurrents()).isEqualTo(1);
    now.addAndGet(UsbPlug.POWER_RETRY_MILLIS);
    assertThat(plug.link().overCurrents()).isEqualTo(2);

    scanner.set(DeviceCondition.POWER_FAULT, false);
    assertThat(plug.link()).isEqualTo(new UsbLink(true, true, 2, 0, false, 2));
  }

  @Test
  void anUnpluggedDeviceDrawsNoCurrent() {
    scanner.set(DeviceCondition.DEVICE_ABSENT, true);
    scanner.set(DeviceCondition.POWER_FAULT, true);
    assertThat(plug.link().overCurrents()).isZero();
  }

  @Test
  void aBlockedDeviceStaysOnTheBus() {
    scanner.set(DeviceCondition.DEVICE_PAUSED, true);
    assertThat(plug.link()).isEqualTo(new UsbLink(true, false, 1, 0, false, 0));
  }

  @Test
  void anotherModeMakesItLeaveTheBusAndComeBackAsAnother() {
    assertThat(plug.link().otherMode()).isFalse();
    scanner.set(DeviceCondition.CONFIG_FAULT, true);
    now.addAndGet(1_000);
    assertThat(plug.link()).isEqualTo(new UsbLink(true, true, 2, 0, true, 0));
    now.addAndGet(1_000);
    assertThat(plug.link()).isEqualTo(new UsbLink(true, true, 2, 1_000, true, 0));
  }
}
