package dev.kiosk.agent.app;

import dev.kiosk.agent.device.transport.SerialPorts;
import dev.kiosk.agent.device.usb.UsbDevice;
import dev.kiosk.agent.device.usb.UsbTree;
import dev.kiosk.agent.status.Spans;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells in lines what machine this is, for somebody who cannot see it. Whatever is unknown is left
 * out.
 */
final class SystemFacts {

  private static final int LONGEST_BYTES = 16 << 10;

  private final Path root;
  private final StringBuilder text = new StringBuilder();

  private SystemFacts(Path root) {
    this.root = root;
  }

  /**
   * The facts.
   *
   * @param root where {@code /proc}, {@code /sys} and {@code /etc} are found
   * @param folders whose file systems are told
   */
  static String of(Path root, Time time, List<Path> folders) {
    var facts = new SystemFacts(root);
    facts.machine();
    facts.clock(time);
    facts.memory();
    folders.forEach(facts::folder);
    facts.serialPorts();
    facts.usb();
    return facts.text.toString();
  }

  private void machine() {
    line("agent", Version.current());
    line("system", value("etc/os-release", "PRETTY_NAME="));
    line("kernel", read("proc/sys/kernel/osrelease"));
    line("hardware", read("sys/firmware/devicetree/base/model"));
    line("hardware", read("sys/class/dmi/id/product_name"));
    line("processors", Runtime.getRuntime().availableProcessors() + ", " + property("os.arch"));
    line("load", read("proc/loadavg"));
    String uptime = read("proc/uptime");
    if (uptime != null && uptime.matches("[0-9]{1,12}[. ].*")) {
      long seconds = Long.parseLong(uptime.split("[. ]")[0]);
      line("up for", Spans.words(seconds * 1000));
    }
    line("java", property("java.vendor") + " " + property("java.runtime.version"));
    line("user", property("user.name"));
  }

  private void clock(Time time) {
    Instant now = Instant.ofEpochMilli(time.wallMillis());
    line("clock", now + " UTC");
    line(
        "time zone",
        ZoneId.systemDefault() + ", there it is " + now.atZone(ZoneId.systemDefault()));
    boolean told = Files.exists(root.resolve("run/systemd/timesync/synchronized"));
    line("time server", told ? "the clock was set by one" : "not known whether one set the clock");
  }

  private void memory() {
    for (String key : List.of("MemTotal:", "MemAvailable:", "SwapTotal:", "SwapFree:")) {
      String found = value("proc/meminfo", key);
      line("memory", found == null ? null : key + " " + found);
    }
  }

  private void folder(Path folder) {
    Path existing = DataFolders.nearest(folder);
    Mounts.Mount mount = Mounts.read(root).of(existing);
    line("folder", folder + (mount == null ? "" : ": " + mount.words()));
    try {
      FileStore store = Files.getFileStore(existing);
      line(
          "",
          "%s, %s free"
              .formatted(Spans.size(store.getTotalSpace()), Spans.size(store.getUsableSpace())));
      if (Files.exists(folder)) {
        line("", "belongs to " + Files.getOwner(folder));
      } else {
        line("", "does not exist");
      }
    } catch (IOException | UnsupportedOperationException unknown) {
      line("", "cannot be looked at");
    }
  }

  private void serialPorts() {
    for (SerialPorts.Port port : new SerialPorts(root).list()) {
      line("serial port", port.name() + " is " + port.node());
    }
  }

  private void usb() {
    for (UsbDevice device : new UsbTree(root).devices()) {
      String model = device.model();
      line(
          "USB",
          "%s: %s:%s %s%s, interface classes %s"
              .formatted(
                  device.port(),
                  device.vendorId(),
                  device.productId(),
                  model == null ? "" : model,
                  device.serial() == null ? "" : ", serial number " + device.serial(),
                  device.interfaceClasses().stream().sorted().toList()));
    }
  }

  private void line(String name, @Nullable String words) {
    if (words != null && !words.isBlank()) {
      String plain = words.replaceAll("\\p{Cntrl}", " ").strip();
      text.append(String.format(Locale.US, "%-12s %s%n", name, plain));
    }
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  /** What stands behind a word at the beginning of a line. */
  private @Nullable String value(String file, String key) {
    String all = read(file);
    return all == null
        ? null
        : all.lines()
            .filter(line -> line.startsWith(key))
            .map(line -> line.substring(key.length()).strip().replaceAll("^\"|\"$", ""))
            .findFirst()
            .orElse(null);
  }

  private @Nullable String read(String file) {
    try (InputStream in = Files.newInputStream(root.resolve(file))) {
      return new String(in.readNBytes(LONGEST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException none) {
      return null;
    }
  }
}
