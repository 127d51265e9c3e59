package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.usb.UsbDevice;
import dev.kiosk.agent.device.usb.UsbTree;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which USB device a printer node belongs to. The node is not the device: CUPS takes the kernel's
 * driver off a printer while it prints, so its node goes, and comes back with another number maybe.
 */
final class PrinterPlace {

  private static final String PRINTER_CLASS = "07";

  private final UsbTree tree;
  private final Path node;
  private @Nullable UsbDevice known;
  private boolean learned;

  /** A place that was not looked at yet. */
  PrinterPlace(Path root, Path node) {
    this.tree = new UsbTree(root);
    this.node = node;
  }

  /** The node to open: the configured one, or what the same printer has instead meanwhile. */
  Path present() {
    if (Files.exists(node)) {
      return node;
    }
    learned = false; // what comes back under this name may be another printer
    UsbDevice before = known;
    if (before == null) {
      return node;
    }
    return tree.devices().stream()
        .filter(device -> isSame(device, before))
        .flatMap(device -> tree.nodes(device.port()).stream())
        .filter(PrinterPlace::isPrinterNode)
        .filter(Files::exists)
        .findFirst()
        .orElse(node);
  }

  /** A node was opened: its device is remembered for the time when it has no node. */
  void opened(Path present) {
    if (learned || !present.equals(node)) {
      return;
    }
    learned = true;
    known =
        tree.devices().stream()
            .filter(device -> tree.nodes(device.port()).contains(present))
            .findFirst()
            .orElse(null);
  }

  /**
   * Whether the printer is plugged in although it has no node. Where the node was never seen, any
   * printer without one may be it.
   */
  boolean isPluggedIn() {
    UsbDevice before = known;
    return tree.devices().stream()
        .anyMatch(device -> before == null ? mayBeIt(device) : isSame(device, before));
  }

  private boolean mayBeIt(UsbDevice device) {
    return device.interfaceClasses().contains(PRINTER_CLASS)
        && tree.nodes(device.port()).stream().noneMatch(PrinterPlace::isPrinterNode);
  }

  private static boolean isPrinterNode(Path candidate) {
    return String.valueOf(candidate.getFileName()).startsWith("lp");
  }

  /** The same model with the same serial number, or at the same port where it has none. */
  private static boolean isSame(UsbDevice device, UsbDevice before) {
    boolean sameModel =
        device.vendorId().equals(before.vendorId())
            && device.productId().equals(before.productId());
    String serial = before.serial();
    return sameModel
        && (serial == null ? device.port().equals(before.port()) : serial.equals(device.serial()));
  }
}
