package dev.kiosk.agent.app;

import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.device.ShownEndpoint;
import dev.kiosk.agent.device.escpos.EscPosProbe;
import dev.kiosk.agent.device.gpio.GpioEndpoint;
import dev.kiosk.agent.device.gpio.GpioProbe;
import dev.kiosk.agent.device.ipp.IppEndpoint;
import dev.kiosk.agent.device.ipp.IppProbe;
import dev.kiosk.agent.device.snmp.SnmpProbe;
import dev.kiosk.agent.device.ssi.SsiProbe;
import dev.kiosk.agent.device.transport.Holders;
import dev.kiosk.agent.device.usb.UsbEndpoint;
import dev.kiosk.agent.device.usb.UsbProbe;
import dev.kiosk.agent.device.zpl.ZplProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The drivers by their names in the configuration. */
public final class Drivers {

  /**
   * One driver.
   *
   * @param endpoints the forms of endpoints that it takes
   * @param factory makes the probe of an endpoint; an IllegalArgumentException says in one sentence
   *     what is wrong with it
   */
  private record Driver(
      String name, String endpoints, BiFunction<String, Machine, Probe> factory) {}

  private static final String SSI_FORMS = "serial:/dev/ttyACM0?baud=9600 or tcp://host:port";

  private static final int HELP_COLUMNS = 79;
  private static final String HELP_INDENT = "      ";

  private static final List<Driver> ALL =
      List.of(
          new Driver("escpos", EscPosProbe.FORMS, EscPosProbe::of),
          new Driver("zpl", ZplProbe.FORMS, ZplProbe::of),
          new Driver(
              "ipp",
              IppEndpoint.FORMS,
              (endpoint, machine) -> new IppProbe(IppEndpoint.parse(endpoint), machine)),
          new Driver("snmp", SnmpProbe.FORMS, SnmpProbe::of),
          new Driver(
              "usb",
              UsbEndpoint.FORMS,
              (endpoint, machine) ->
                  new UsbProbe(
                      UsbEndpoint.parse(endpoint),
                      machine.root(),
                      machine.time(),
                      new Holders(machine.root())::holder)),
          new Driver("ssi", SSI_FORMS, SsiProbe::of),
          new Driver("gpio", GpioEndpoint.FORMS, GpioProbe::of));

  /** The names of all drivers, for error messages. */
  public static final String KNOWN =
      ALL.stream().map(Driver::name).collect(Collectors.joining(", "));

  private final Machine machine;

  /** Each driver and, below it, the endpoints that it takes, in lines for help texts. */
  static List<String> forms() {
    var lines = new ArrayList<String>();
    for (Driver driver : ALL) {
      lines.add("  " + driver.name());
      var line = new StringBuilder();
      for (String word : driver.endpoints().split(" ")) {
        if (!line.isEmpty()
            && HELP_INDENT.length() + line.length() + 1 + word.length() > HELP_COLUMNS) {
          lines.add(HELP_INDENT + line);
          line.setLength(0);
        }
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
      lines.add(HELP_INDENT + line);
    }
    return lines;
  }

  /** Whether there is a driver of that name. */
  public static boolean isKnown(String driver) {
    return ALL.stream().anyMatch(each -> each.name().equals(driver));
  }

  /** Drivers for one machine. */
  public Drivers(Machine machine) {
    this.machine = machine;
  }

  /**
   * The probe for a device. Nothing is opened or asked yet.
   *
   * @throws IllegalArgumentException with one sentence: what was wrong, what was expected
   */
  public Probe create(String driver, String endpoint) {
    return ALL.stream()
        .filter(each -> each.name().equals(driver))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "driver \""
                        + ShownEndpoint.of(driver) // the two may have been exchanged
                        + "\" is not known; the drivers are "
                        + KNOWN))
        .factory()
        .apply(endpoint, machine);
  }
}
