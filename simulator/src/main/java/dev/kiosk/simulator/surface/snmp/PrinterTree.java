package dev.kiosk.simulator.surface.snmp;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedDevice;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.Variable;

/**
 * All that a printer tells by SNMP, made anew from its conditions for each question: the system
 * group (RFC 3418), HOST-RESOURCES-MIB (RFC 2790) and Printer MIB (RFC 3805). Safe for many
 * threads.
 */
final class PrinterTree {

  /** The hrDeviceIndex of the printer. */
  private static final int PRINTER = 1;

  private static final int RUNNING = 2;
  private static final int WARNING = 3;
  private static final int DOWN = 5;

  private static final int OTHER = 1;
  private static final int IDLE = 3;
  private static final int PRINTING = 4;
  private static final int WARMUP = 5;

  private static final int PERCENT = 19;
  private static final int UTF_8 = 106;
  private static final int PAGES_AT_FIRST = 1_000;

  /** What stops a printer without having a sign of its own in these tables. */
  private static final Set<DeviceCondition> STOPS_UNSEEN =
      Set.of(DeviceCondition.POWER_FAULT, DeviceCondition.CONFIG_FAULT);

  private final SimulatedDevice device;
  private final LongSupplier nowMillis;
  private final long startMillis;
  private final AlertTable alerts = new AlertTable();

  private PrinterTree(SimulatedDevice device, LongSupplier nowMillis) {
    this.device = device;
    this.nowMillis = nowMillis;
    this.startMillis = nowMillis.getAsLong();
  }

  /**
   * The tables of a printer that is switched on now.
   *
   * @param nowMillis a monotonic clock in milliseconds
   */
  static PrinterTree of(SimulatedDevice device, LongSupplier nowMillis) {
    var tree = new PrinterTree(device, nowMillis);
    device.onChange((condition, on) -> tree.alerts.changed(condition, on, tree.ticks()));
    device.conditions().forEach(each -> tree.alerts.changed(each, true, 0));
    return tree;
  }

  private long ticks() {
    return (nowMillis.getAsLong() - startMillis) / 10;
  }

  /** All objects with their values, in the order in which a walk finds them. */
  NavigableMap<OID, Variable> objects() {
    Set<DeviceCondition> conditions = device.conditions();
    var objects = new Objects();
    addSystem(objects);
    addHost(objects, conditions);
    addGeneral(objects);
    addParts(objects, conditions);
    addSupplies(objects, conditions);
    addRest(objects, conditions);
    addAlerts(objects);
    return objects.all;
  }

  private void addSystem(Objects objects) {
    Identity identity = device.identity();
    var system = objects.below("1.3.6.1.2.1.1");
    system.text("1.0", identity.manufacturer() + " " + identity.product());
    system.put("2.0", new OID("0.0"));
    system.put("3.0", new TimeTicks(ticks()));
    system.text("4.0", "");
    system.text("5.0", identity.id());
    system.text("6.0", "simulated");
    system.number("7.0", 72);
  }

  private void addHost(Objects objects, Set<DeviceCondition> conditions) {
    Identity identity = device.identity();
    var host = objects.below("1.3.6.1.2.1.25");
    host.put("1.1.0", new TimeTicks(ticks()));
    var row = objects.below("1.3.6.1.2.1.25.3.2.1");
    row.number("1." + PRINTER, PRINTER);
    row.put("2." + PRINTER, new OID("1.3.6.1.2.1.25.3.1.5"));
    row.text("3." + PRINTER, identity.manufacturer() + " " + identity.product());
    row.put("4." + PRINTER, new OID("0.0"));
    row.number("5." + PRINTER, deviceStatus(conditions));
    row.put("6." + PRINTER, new Counter32(alerts.criticalEvents()));
    var printer = objects.below("1.3.6.1.2.1.25.3.5.1");
    printer.number("1." + PRINTER, printerStatus(conditions));
    printer.put("2." + PRINTER, new OctetString(errorState(conditions)));
  }

  private static boolean stopped(Set<DeviceCondition> conditions) {
    return conditions.stream()
        .anyMatch(
            each ->
                STOPS_UNSEEN.contains(each) || Sign.of(each).filter(Sign::critical).isPresent());
  }

  private static int deviceStatus(Set<DeviceCondition> conditions) {
    if (stopped(conditions)) {
      return DOWN;
    }
    boolean warns =
        conditions.stream().anyMatch(each -> Sign.of(each).filter(Sign::alerts).isPresent());
    return warns ? WARNING : RUNNING;
  }

  private static int printerStatus(Set<DeviceCondition> conditions) {
    if (conditions.contains(DeviceCondition.DEVICE_STARTING)) {
      return WARMUP;
    }
    if (stopped(conditions)) {
      return OTHER;
    }
    return conditions.contains(DeviceCondition.DEVICE_BUSY) ? PRINTING : IDLE;
  }

  private static byte[] errorState(Set<DeviceCondition> conditions) {
    var octets = new byte[2];
    for (DeviceCondition each : conditions) {
      int bit = Sign.of(each).map(Sign::bit).orElse(-1);
      if (bit >= 0) {
        octets[bit / 8] |= (byte) (0x80 >> bit % 8);
      }
    }
    return octets;
  }

  private void addGeneral(Objects objects) {
    var general = objects.below("1.3.6.1.2.1.43.5.1.1");
    general.put("1." + PRINTER, new Counter32(1)); // changes of the configuration
    general.number("2." + PRINTER, 1); // localization
    general.number("3." + PRINTER, 3); // not being reset
    general.text("16." + PRINTER, device.identity().product());
    general.text("17." + PRINTER, device.identity().serial());
    general.put("18." + PRINTER, new Counter32(alerts.criticalEvents()));
    general.put("19." + PRINTER, new Counter32(alerts.allEvents()));
    var localization = objects.below("1.3.6.1.2.1.43.7.1.1");
    localization.text("2.1.1", "en");
    localization.text("3.1.1", "");
    localization.number("4.1.1", UTF_8);
  }

  private static void addParts(Objects objects, Set<DeviceCondition> conditions) {
    var cover = objects.below("1.3.6.1.2.1.43.6.1.1");
    cover.text("2.1.1", "Cover");
    cover.number("3.1.1", conditions.contains(DeviceCondition.COVER_OPEN) ? 3 : 4);
    var roll = objects.below("1.3.6.1.2.1.43.8.2.1");
    roll.number("2.1.1", 4); // continuous roll
    roll.number("8.1.1", PERCENT);
    roll.number("9.1.1", 100);
    roll.number("10.1.1", level(conditions, DeviceCondition.MEDIA_OUT, DeviceCondition.MEDIA_LOW));
    roll.number("11.1.1", conditions.contains(DeviceCondition.MEDIA_OUT) ? 1 + 16 : 0);
    roll.text("12.1.1", "thermal 80 mm");
    roll.text("13.1.1", "Roll");
    var bin = objects.below("1.3.6.1.2.1.43.9.2.1");
    bin.number("2.1.1", 2); // unremovable bin
    bin.number("3.1.1", PERCENT);
    bin.number("4.1.1", 100);
    bin.number(
        "5.1.1", level(conditions, DeviceCondition.OUTPUT_FULL, DeviceCondition.OUTPUT_NEAR_FULL));
    bin.number("6.1.1", conditions.contains(DeviceCondition.OUTPUT_FULL) ? 1 + 16 : 0);
    bin.text("7.1.1", "Bin");
  }

  private static void addSupplies(Objects objects, Set<DeviceCondition> conditions) {
    var supplies = objects.below("1.3.6.1.2.1.43.11.1.1");
    supplies.number("2.1.1", 1);
    supplies.number("2.1.2", 1);
    supplies.number("3.1.1", 0);
    supplies.number("3.1.2", 0);
    supplies.number("4.1.1", 3); // is consumed
    supplies.number("4.1.2", 4); // is filled
    supplies.number("5.1.1", 7); // ink ribbon
    supplies.number("5.1.2", 4); // waste
    supplies.text("6.1.1", "Ribbon");
    supplies.text("6.1.2", "Waste box");
    supplies.number("7.1.1", PERCENT);
    supplies.number("7.1.2", PERCENT);
    supplies.number("8.1.1", 100);
    supplies.number("8.1.2", 100);
    supplies.number(
        "9.1.1", level(conditions, DeviceCondition.SUPPLY_OUT, DeviceCondition.SUPPLY_LOW));
    supplies.number("9.1.2", conditions.contains(DeviceCondition.WASTE_FULL) ? 0 : 90);
  }

  private void addRest(Objects objects, Set<DeviceCondition> conditions) {
    var marker = objects.below("1.3.6.1.2.1.43.10.2.1");
    marker.number("3.1.1", 7); // counts impressions
    marker.put("4.1.1", new Counter32(PAGES_AT_FIRST + ticks() / 6_000));
    marker.put("5.1.1", new Counter32(ticks() / 6_000));
    marker.number("15.1.1", conditions.contains(DeviceCondition.PRINTHEAD_FAULT) ? 3 + 16 : 0);
    var path = objects.below("1.3.6.1.2.1.43.13.4.1");
    path.number("11.1.1", conditions.contains(DeviceCondition.MEDIA_JAM) ? 1 + 16 : 0);
    var channel = objects.below("1.3.6.1.2.1.43.14.1.1");
    channel.number("2.1.1", 11); // port 9100
    channel.number("6.1.1", stopped(conditions) ? 4 : 3);
    var console = objects.below("1.3.6.1.2.1.43.16.5.1");
    console.text("2.1.1", panel());
  }

  /** What the panel shows: the first that stops the printer, or else the last that warns. */
  private String panel() {
    String words = "Ready";
    for (AlertTable.Row row : alerts.rows()) {
      words = row.sign().words();
      if (row.sign().critical()) {
        break;
      }
    }
    return words;
  }

  private void addAlerts(Objects objects) {
    for (AlertTable.Row row : alerts.rows()) {
      Sign sign = row.sign();
      var alert = objects.below("1.3.6.1.2.1.43.18.1.1");
      String index = "." + PRINTER + "." + row.index();
      alert.number("1" + index, row.index());
      alert.number("2" + index, sign.critical() ? 3 : 4);
      alert.number("3" + index, sign == Sign.BROKEN || sign == Sign.HEAD ? 5 : 3);
      alert.number("4" + index, sign.group());
      alert.number("5" + index, 1);
      alert.number("6" + index, -2);
      alert.number("7" + index, sign.code());
      alert.text("8" + index, sign.words());
      alert.put("9" + index, new TimeTicks(row.ticks()));
    }
  }

  private static int level(
      Set<DeviceCondition> conditions, DeviceCondition none, DeviceCondition little) {
    if (conditions.contains(none)) {
      return 0;
    }
    return conditions.contains(little) ? 8 : 80;
  }

  /** Objects in the making. */
  private static final class Objects {

    private final NavigableMap<OID, Variable> all;
    private final String prefix;

    private Objects() {
      this(new TreeMap<>(), "");
    }

    private Objects(NavigableMap<OID, Variable> all, String prefix) {
      this.all = all;
      this.prefix = prefix;
    }

    private Objects below(String branch) {
      return new Objects(all, branch + ".");
    }

    private void put(String rest, Variable value) {
      all.put(new OID(prefix + rest), value);
    }

    private void number(String rest, int value) {
      put(rest, new Integer32(value));
    }

    private void text(String rest, String value) {
      put(rest, new OctetString(value.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
