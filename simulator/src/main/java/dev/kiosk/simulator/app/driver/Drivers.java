package dev.kiosk.simulator.app.driver;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The table of drivers. */
public final class Drivers {

  private static final List<Driver> ALL =
      List.of(
          new EscPosDriver(),
          new ZplDriver(),
          new ZplJsonDriver(),
          new IppDriver(),
          new SnmpDriver(),
          new SsiDriver(),
          new UsbDriver());

  private Drivers() {}

  /** The driver of that name. */
  public static Optional<Driver> named(String name) {
    return ALL.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** The names of all, for people: {@code "escpos" or "usb"}. */
  public static String names() {
    return Section.alternatives(ALL.stream().map(Driver::name).collect(Collectors.toList()));
  }
}
