package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.transport.TransportException.Trouble;
import dev.kiosk.agent.device.usb.UsbDevice;
import dev.kiosk.agent.device.usb.UsbTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which USB device a printer node belongs to. The node is not the device: CUPS takes the kernel's
 * driver off a printer while it prints, so its node goes, and comes back with another number maybe;
 * and after a plug its number may be that of another printer.
 */
final class PrinterPlace {

  private static final String PRINTER_CLASS = "07";

  private final PrinterNodeEndpoint endpoint;
  private final Path node;
  private final UsbTree tree;
  private final Holders holders;
  private final ControlPipe pipe;
  private final Path root;

  /** The printer that was opened last, and which others were plugged in then. */
  private @Nullable UsbDevice known;

  private List<UsbDevice> others = List.of();

  /**
   * A place that was not looked at yet.
   *
   * @param pipe what is forgotten when the printer is plugged in anew
   */
  PrinterPlace(PrinterNodeEndpoint endpoint, Path root, ControlPipe pipe) {
    this.endpoint = endpoint;
    this.node = NodePath.below(root, endpoint.path());
    this.tree = new UsbTree(root);
    this.holders = new Holders(root);
    this.pipe = pipe;
    this.root = root;
  }

  /**
   * Looks for the node to open: the configured one, or what the same printer has instead meanwhile.
   *
   * @throws TransportException IN_USE when the printer is plugged in and has no node, ABSENT when
   *     it is not plugged in
   */
  Path find() throws TransportException {
    List<UsbDevice> now = tree.devices();
    UsbDevice before = known;
    if (before == null) {
      return findUnknown(now);
    }
    Optional<UsbDevice> same = again(before, now);
    if (same.isEmpty()) {
      pipe.forget();
      return findInstead(now);
    }
    if (!Objects.equals(same.get().address(), before.address())) {
      pipe.forget();
    }
    learn(same.get(), now);
    return printerNode(same.get())
        .orElseThrow(() -> taken("there is no node of its printer now, which is plugged in"));
  }

  /** A node was opened: its device is remembered for the time when it has no node. */
  void opened(Path present) {
    if (known == null) {
      List<UsbDevice> now = tree.devices();
      at(present, now).ifPresent(device -> learn(device, now));
    }
  }

  private void learn(UsbDevice device, List<UsbDevice> now) {
    known = device;
    others = now.stream().filter(PrinterPlace::prints).filter(d -> !d.equals(device)).toList();
  }

  /** The node was never seen, as after a start: any printer that was taken may be it. */
  private Path findUnknown(List<UsbDevice> now) throws TransportException {
    if (!NodeRight.isAbsent(node)) {
      return node;
    }
    pipe.forget();
    for (UsbDevice device : now) {
      if (prints(device) && printerNode(device).isEmpty()) {
        Holding holding = holding(device);
        if (holding.kind() != Holding.Kind.FREE) {
          throw taken("there is no such node now, but a USB printer without one is plugged in");
        }
      }
    }
    throw noDevice();
  }

  /** The printer was unplugged: a new one in its place is taken for its replacement. */
  private Path findInstead(List<UsbDevice> now) throws TransportException {
    if (NodeRight.isAbsent(node)) {
      throw noDevice();
    }
    Optional<UsbDevice> there = at(node, now);
    if (there.isPresent() && others.stream().anyMatch(other -> isSame(there.get(), other))) {
      throw OpenNode.absent(
          endpoint.toString(),
          "its printer is unplugged, and this is now the node of another ("
              + Objects.requireNonNullElse(there.get().model(), there.get().vendorId())
              + " at "
              + there.get().port()
              + "), which was plugged in beside it; start the agent again if that is meant",
          null);
    }
    known = null;
    return node;
  }

  /** The same printer among those that are plugged in now, its old port first. */
  private Optional<UsbDevice> again(UsbDevice before, List<UsbDevice> now) {
    return now.stream()
        .filter(device -> isSame(device, before))
        .filter(
            device ->
                isAtPort(device, before)
                    || others.stream()
                        .noneMatch(other -> isAtPort(device, other) && isSame(device, other)))
        .min(Comparator.comparing(device -> !isAtPort(device, before)));
  }

  private Optional<UsbDevice> at(Path present, List<UsbDevice> now) {
    return now.stream()
        .filter(
            device ->
                tree.nodes(device.port()).stream().anyMatch(each -> isSameNode(each, present)))
        .findFirst();
  }

  private Optional<Path> printerNode(UsbDevice device) {
    return tree.nodes(device.port()).stream()
        .filter(PrinterPlace::isPrinterNode)
        .filter(Files::exists)
        .findFirst();
  }

  /** Print systems that take a printer from the kernel's driver have its node on the bus open. */
  private Holding holding(UsbDevice device) {
    return tree.nodes(device.port()).stream()
        .findFirst()
        .filter(Files::exists)
        .map(holders::look)
        .orElse(Holding.UNKNOWN);
  }

  private TransportException noDevice() {
    return NodeRight.noNode(endpoint.toString(), endpoint.path(), root);
  }

  private TransportException taken(String how) {
    return new TransportException(
        Trouble.IN_USE,
        endpoint + ": " + how + "; a print system has taken it from the kernel's driver",
        null);
  }

  private static boolean prints(UsbDevice device) {
    return device.interfaceClasses().contains(PRINTER_CLASS);
  }

  private static boolean isPrinterNode(Path candidate) {
    return String.valueOf(candidate.getFileName()).startsWith("lp");
  }

  private static boolean isSameNode(Path one, Path other) {
    try {
      return one.equals(other) || Files.isSameFile(one, other);
    } catch (IOException gone) {
      return false;
    }
  }

  private static boolean isAtPort(UsbDevice device, UsbDevice other) {
    return device.port().equals(other.port());
  }

  /** The same model with the same serial number, or at the same port where it has none. */
  private static boolean isSame(UsbDevice device, UsbDevice before) {
    boolean sameModel =
        device.vendorId().equals(before.vendorId())
            && device.productId().equals(before.productId());
    String serial = before.serial();
    return sameModel
        && (serial == null ? isAtPort(device, before) : serial.equals(device.serial()));
  }
}
