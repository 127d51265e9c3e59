package dev.kiosk.agent.host;

import dev.kiosk.agent.telemetry.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * The hottest of the kernel's thermal zones.
 *
 * <p>A zone's {@code temp} is decimal text in thousandths of a degree Celsius (Linux,
 * Documentation/driver-api/thermal/sysfs-api.rst). Not through OSHI, which starts a program for
 * each read on a Raspberry Pi.
 */
final class TemperatureProbe implements HostProbe {

  /** Outside of these a sensor is broken or not connected. */
  private static final long COLDEST_MILLI = -50_000;

  private static final long HOTTEST_MILLI = 200_000;
  private static final int MAX_BYTES = 32;

  private final Path zones;

  TemperatureProbe(Path root) {
    this.zones = root.resolve("sys/class/thermal");
  }

  @Override
  public Metric metric() {
    return Metric.TEMPERATURE;
  }

  @Override
  public OptionalDouble read() {
    OptionalDouble hottest = OptionalDouble.empty();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(zones, "thermal_zone*")) {
      for (Path zone : all) {
        OptionalDouble celsius = celsius(zone.resolve("temp"));
        if (celsius.isPresent() && celsius.getAsDouble() > hottest.orElse(-1e9)) {
          hottest = celsius;
        }
      }
    } catch (IOException | DirectoryIteratorException noZones) {
      return hottest;
    }
    return hottest;
  }

  /** A zone that is switched off or whose sensor is gone gives an error when it is read. */
  private static OptionalDouble celsius(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      var text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII).strip();
      long milli = Long.parseLong(text);
      return milli < COLDEST_MILLI || milli > HOTTEST_MILLI
          ? OptionalDouble.empty()
          : OptionalDouble.of(milli / 1000.0);
    } catch (IOException | NumberFormatException unknown) {
      return OptionalDouble.empty();
    }
  }
}
