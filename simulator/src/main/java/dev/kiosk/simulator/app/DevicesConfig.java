package dev.kiosk.simulator.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which devices to simulate.
 *
 * @param control where the control interface listens; loopback
 * @param sysDir what plays {@code /sys} for the USB devices; null if there are none
 * @param devices the devices, in the order in which they are shown and take their USB ports
 */
public record DevicesConfig(
    InetSocketAddress control, @Nullable Path sysDir, List<DeviceConfig> devices) {

  /** Where the control interface is unless the configuration says otherwise. */
  public static final String USUAL_CONTROL = "127.0.0.1:9320";

  /** Copies the list. */
  public DevicesConfig {
    devices = List.copyOf(devices);
  }

  /**
   * Reads a configuration file.
   *
   * @throws ConfigException if the file cannot be read or has mistakes; it tells all of them
   */
  public static DevicesConfig load(Path file) throws ConfigException {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException missing) {
      throw new ConfigException(List.of(file + " does not exist"));
    } catch (IOException failed) {
      throw new ConfigException(List.of("%s cannot be read: %s".formatted(file, failed)));
    }
    return parse(file.toString(), text);
  }

  /**
   * Reads the text of a configuration.
   *
   * @param name of the file, for messages
   * @throws ConfigException if it has mistakes; it tells all of them
   */
  public static DevicesConfig parse(String name, String text) throws ConfigException {
    return new DevicesConfigReader(name).read(text);
  }
}
