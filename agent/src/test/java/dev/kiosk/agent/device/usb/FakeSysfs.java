package dev.kiosk.agent.device.usb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A folder that looks like the part of sysfs which the kernel fills for the USB. */
public final class FakeSysfs {

  private final Path devices;
  private int nextAddress = 2;

  /** An empty USB below that root. */
  public FakeSysfs(Path root) throws IOException {
    this.devices = Files.createDirectories(root.resolve("sys/bus/usb/devices"));
    attribute("usb1", "idVendor", "1d6b");
    attribute("usb1", "idProduct", "0002");
  }

  /** Plugs a device in: a port, vendor, product. The kernel gives it the next address. */
  public FakeSysfs plug(String port, String vendor, String product) throws IOException {
    attribute(port, "idVendor", vendor);
    attribute(port, "idProduct", product);
    attribute(port, "authorized", "1");
    attribute(port, "devnum", Integer.toString(nextAddress));
    nextAddress++;
    return this;
  }

  /** Writes one attribute of a device, an interface or a hub's port. */
  public FakeSysfs attribute(String folder, String name, String text) throws IOException {
    Path file = devices.resolve(folder).resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text + "\n");
    return this;
  }

  /** Makes an attribute one that cannot be read as a file. */
  public FakeSysfs unreadable(String folder, String name) throws IOException {
    Files.deleteIfExists(devices.resolve(folder).resolve(name));
    Files.createDirectories(devices.resolve(folder).resolve(name));
    return this;
  }

  /** Pulls a device out. */
  public FakeSysfs unplug(String port) throws IOException {
    try (var files = Files.newDirectoryStream(devices.resolve(port))) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(devices.resolve(port));
    return this;
  }
}
