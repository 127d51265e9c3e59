package dev.kiosk.simulator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kiosk.simulator.app.driver.Drivers;
import dev.kiosk.simulator.app.driver.EscPosPlan;
import dev.kiosk.simulator.app.driver.OutletPlan;
import dev.kiosk.simulator.app.driver.SsiPlan;
import dev.kiosk.simulator.app.driver.UsbPlan;
import dev.kiosk.simulator.app.driver.ZplJsonPlan;
import dev.kiosk.simulator.app.driver.ZplPlan;
import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.surface.SecondClient;
import dev.kiosk.simulator.surface.UsbIds;
import dev.kiosk.simulator.surface.UsbInterface;
import dev.kiosk.simulator.surface.escpos.Dialect;
import dev.kiosk.simulator.surface.ssi.SsiDialect;
import dev.kiosk.simulator.surface.zpl.ZplManner;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevicesConfigTest {

  private static List<String> problemsOf(String text) {
    return catchThrowableOfType(
            ConfigException.class, () -> DevicesConfig.parse("devices.toml", text))
        .problems();
  }

  @Test
  void theExampleThatShipsIsValidAsItStands() throws Exception {
    DevicesConfig config = DevicesConfig.load(Path.of("src/dist/conf/devices.toml"));
    assertThat(config.control().getPort()).isEqualTo(9320);
    assertThat(config.devices())
        .extracting(each -> each.identity().id())
        .containsExactly("bagtag", "receipt", "label", "document", "scanner");
    assertThat(config.devices())
        .flatExtracting(DeviceConfig::outlets)
        .extracting(OutletPlan::driver)
        .as("each driver once at least")
        .contains("escpos", "snmp", "zpl", "zpl-json", "ipp", "usb", "ssi");
  }

  @Test
  void readsEveryKey() throws Exception {
    DevicesConfig config =
        DevicesConfig.parse(
            "devices.toml",
            """
            sys_dir = "run/sys"
            [control]
            listen = "127.0.0.1:0"
            [[device]]
            id = "bagtag"
            kind = "printer"
            driver = "escpos"
            listen = "127.0.0.1:9107"
            second_client = "refused"
            dialect = "custom"
            manufacturer = "M"
            product = "P"
            serial = "S"
            [[device]]
            id = "scanner"
            kind = "scanner"
            driver = "usb"
            usb = "05E0:1900"
            serial = "S2"
            """);
    assertThat(config.sysDir()).isEqualTo(Path.of("run/sys"));
    assertThat(config.control().getPort()).isZero();
    DeviceConfig bagtag = config.devices().get(0);
    assertThat(bagtag.identity()).isEqualTo(new Identity("bagtag", "M", "P", "S"));
    assertThat(bagtag.outlets())
        .singleElement()
        .isInstanceOfSatisfying(
            EscPosPlan.class,
            plan -> {
              assertThat(plan.listen().getPort()).isEqualTo(9107);
              assertThat(plan.secondClient()).isEqualTo(SecondClient.REFUSED);
              assertThat(plan.dialect()).isEqualTo(Dialect.CUSTOM);
            });
    DeviceConfig scanner = config.devices().get(1);
    assertThat(scanner.identity().serial()).isEqualTo("S2");
    assertThat(scanner.outlets())
        .containsExactly(new UsbPlan(UsbIds.parse("05e0:1900").orElseThrow()));
  }

  @ParameterizedTest
  @CsvSource({"epson, EPSON, TM-T88V", "custom, CUSTOM, VKP80", "ttp, Zebra, TTP 2030"})
  void aPrinterIsOfTheMakerWhoseDialectItSpeaks(String dialect, String maker, String model)
      throws Exception {
    DevicesConfig config =
        DevicesConfig.parse(
            "devices.toml",
            """
            [[device]]
            id = "bagtag"
            driver = "escpos"
            dialect = "%s"
            """
                .formatted(dialect));

    assertThat(config.devices().get(0).identity())
        .isEqualTo(new Identity("bagtag", maker, model, "SIM00001"));
  }

  @Test
  void tellsAllMistakesAtOnceByKey() {
    assertThat(
            problemsOf(
                """
                colour = "red"
                [control]
                listen = "0.0.0.0:9320"
                [[device]]
                id = "bag tag"
                driver = "escpos"
                kind = "scanner"
                listen = "9100"
                second_client = "maybe"
                usb = "05e0:1900"
                [[device]]
                id = "scanner"
                driver = "usb"
                usb = "5e0:1900"
                serial = 7
                [[device]]
                id = "scanner"
                driver = "fax"
                """))
        .containsExactly(
            "devices.toml: colour is not known here; known are control, device, sys_dir",
            "devices.toml: control.listen must be a loopback address, was \"0.0.0.0:9320\"",
            "devices.toml: device[1].id must be letters, digits, dot, hyphen or underscore, was \"bag"
                + " tag\"",
            "devices.toml: device[1].usb is not known here; known are dialect, driver, id, kind,"
                + " listen, manufacturer, outlet, product, second_client, serial",
            "devices.toml: device[1].kind must be \"printer\" with driver escpos, was \"scanner\"",
            "devices.toml: device[1].listen must be ADDRESS:PORT, for instance \"127.0.0.1:9100\", was"
                + " \"9100\"",
            "devices.toml: device[1].second_client must be \"silent\" or \"refused\", was \"maybe\"",
            "devices.toml: device[2].usb must be vendor:product, for instance \"05e0:1900\", was"
                + " \"5e0:1900\"",
            "devices.toml: device[2].serial must be text in quotes, was 7",
            "devices.toml: device[3].id \"scanner\" is taken by a device above",
            "devices.toml: device[3].driver must be " + Drivers.names() + ", was \"fax\"");
  }

  @Test
  void oneDeviceMayHaveSeveralOutlets() throws Exception {
    DevicesConfig config =
        DevicesConfig.parse(
            "devices.toml",
            """
            sys_dir = "run/sys"
            [[device]]
            id = "bagtag"
            driver = "escpos"
            [[device.outlet]]
            driver = "usb"
            usb = "04b8:0e03"
            [[device]]
            id = "scanner"
            driver = "usb"
            usb = "05e0:1900"
            """);
    DeviceConfig bagtag = config.devices().get(0);
    assertThat(bagtag.kind()).isEqualTo("printer");
    assertThat(bagtag.outlets()).extracting(each -> each.driver()).containsExactly("escpos", "usb");
    assertThat(bagtag.device().possible())
        .contains(DeviceCondition.MEDIA_OUT, DeviceCondition.DEVICE_ABSENT);
    assertThat(config.devices().get(1).outlets()).hasSize(1);
  }

  @Test
  void aLabelPrinterMayHaveItsSettingsChannelBesideItsPrintPort() throws Exception {
    DevicesConfig config =
        DevicesConfig.parse(
            "devices.toml",
            """
            [[device]]
            id = "bagtag"
            driver = "zpl"
            second_client = "served"
            ribbon = false
            silent_on_fault = true
            [[device.outlet]]
            driver = "zpl-json"
            listen = "127.0.0.1:9207"
            """);
    DeviceConfig bagtag = config.devices().get(0);
    assertThat(bagtag.outlets().get(0))
        .isInstanceOfSatisfying(
            ZplPlan.class,
            plan -> {
              assertThat(plan.secondClient()).isEqualTo(SecondClient.SERVED);
              assertThat(plan.manner()).isEqualTo(new ZplManner(false, false, true));
              assertThat(plan.shows()).doesNotContain(DeviceCondition.SUPPLY_OUT);
            });
    assertThat(bagtag.outlets().get(1))
        .isInstanceOfSatisfying(
            ZplJsonPlan.class, plan -> assertThat(plan.listen().getPort()).isEqualTo(9207));
  }

  @Test
  void mistakesInFurtherOutletsAreToldByTheirPlace() {
    assertThat(
            problemsOf(
                """
                sys_dir = "run/sys"
                [[device]]
                id = "scanner"
                driver = "usb"
                usb = "05e0:1900"
                [[device.outlet]]
                driver = "escpos"
                serial = "S"
                [[device.outlet]]
                [[device]]
                id = "other"
                driver = "usb"
                usb = "05e0:1900"
                outlet = 3
                """))
        .containsExactly(
            "devices.toml: device[1].outlet[1].serial is not known here; known are dialect, driver,"
                + " listen, second_client",
            "devices.toml: device[1].outlet[1].driver escpos can show \"printer\", not a scanner",
            "devices.toml: device[1].outlet[2].driver must be " + Drivers.names() + ", was \"\"",
            "devices.toml: device[2].outlet must be a list of tables, each [[device.outlet]]");
  }

  @Test
  void aScannerMaySpeakSsiAtASerialPortOrOnTheNetwork() throws Exception {
    DevicesConfig config =
        DevicesConfig.parse(
            "devices.toml",
            """
            sys_dir = "run/sys"
            [[device]]
            id = "gate"
            driver = "ssi"
            dev_dir = "run/dev"
            [[device.outlet]]
            driver = "ssi"
            listen = "127.0.0.1:0"
            dialect = "look-alike"
            [[device.outlet]]
            driver = "usb"
            usb = "05e0:1701"
            interface = "cdc"
            """);
    DeviceConfig gate = config.devices().get(0);
    assertThat(gate.kind()).isEqualTo("scanner");
    assertThat(gate.outlets().subList(0, 2))
        .containsExactly(
            SsiPlan.serial(Path.of("run/dev"), SsiDialect.ZEBRA),
            SsiPlan.tcp(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), SsiDialect.LOOK_ALIKE));
    assertThat(gate.outlets().get(2))
        .isEqualTo(new UsbPlan(UsbIds.parse("05e0:1701").orElseThrow(), UsbInterface.CDC));
    assertThat(gate.device().possible())
        .contains(DeviceCondition.SCANNING, DeviceCondition.DEVICE_ABSENT);
    assertThat(
            problemsOf(
                """
                [[device]]
                id = "gate"
                driver = "ssi"
                dev_dir = "run/dev"
                listen = "127.0.0.1:0"
                """))
        .containsExactly(
            "devices.toml: device[1].dev_dir cannot stand beside listen; a further"
                + " [[device.outlet]] can");
  }

  @Test
  void usbDevicesNeedAFolder() {
    assertThat(problemsOf("[[device]]\nid = \"s\"\ndriver = \"usb\"\nusb = \"05e0:1900\"\n"))
        .containsExactly(
            "devices.toml: sys_dir is needed for the USB devices: a folder that plays /sys");
  }

  @Test
  void aSimulatorWithoutDevicesIsAMistake() {
    assertThat(problemsOf(""))
        .containsExactly("devices.toml: device at least one [[device]] is needed");
  }

  @Test
  void aBrokenFileIsToldWithItsLine() {
    assertThat(problemsOf("[control]\nlisten = nonsense\n"))
        .singleElement()
        .asString()
        .startsWith("devices.toml, line 2: is not TOML: ");
  }

  @Test
  void aMissingFileIsToldByName() {
    assertThat(
            catchThrowableOfType(
                ConfigException.class, () -> DevicesConfig.load(Path.of("no/such.toml"))))
        .hasMessage("no/such.toml does not exist");
  }
}
