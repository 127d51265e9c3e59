package dev.kiosk.simulator.app.driver;

import dev.kiosk.simulator.device.Happenings;
import dev.kiosk.simulator.device.SimulatedDevice;
import dev.kiosk.simulator.device.UsbPlug;
import dev.kiosk.simulator.surface.UsbFace;
import dev.kiosk.simulator.surface.UsbTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The USB bus of one simulator: collects what is plugged in, then shows it and keeps it fresh. */
public final class UsbBus implements AutoCloseable {

  /** How often devices that change by themselves are looked at. */
  private static final long REFRESH_MILLIS = 200;

  private final @Nullable Path sysDir;
  private final LongSupplier nowMillis;
  private final Happenings happenings;
  private final Map<UsbPlug, UsbFace> plugs = new LinkedHashMap<>();
  private @Nullable UsbTree tree;
  private @Nullable ScheduledExecutorService timer;
  private @Nullable String failure;

  /**
   * A bus with nothing on it.
   *
   * @param sysDir what plays {@code /sys}; null if nothing will be plugged in
   * @param nowMillis a monotonic clock in milliseconds
   */
  public UsbBus(@Nullable Path sysDir, LongSupplier nowMillis, Happenings happenings) {
    this.sysDir = sysDir;
    this.nowMillis = nowMillis;
    this.happenings = happenings;
  }

  /** Plugs a device into the next port. Before {@link #show()}. */
  void plug(SimulatedDevice device, UsbFace face) {
    plugs.put(new UsbPlug(device, nowMillis), face);
  }

  /**
   * Makes the files. From now on they follow each change at once, and what changes by itself within
   * a fraction of a second. Does nothing if nothing is plugged in.
   *
   * @throws IOException if the folder cannot be written, or holds files of somebody else
   */
  public void show() throws IOException {
    if (plugs.isEmpty() || sysDir == null) {
      return;
    }
    UsbTree built = UsbTree.build(sysDir, plugs);
    tree = built;
    plugs.keySet().forEach(each -> each.device().onChange((condition, on) -> refresh(built)));
    timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              var thread = new Thread(work, "usb-tree");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        timer.scheduleWithFixedDelay(
            () -> refresh(built), REFRESH_MILLIS, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void refresh(UsbTree shown) {
    try {
      shown.refresh();
      failure = null;
    } catch (IOException failed) {
      String sentence = "the files of the USB bus cannot be written, trying again: " + failed;
      if (!sentence.equals(failure)) {
        failure = sentence;
        happenings.happened("usb", sentence);
      }
    }
  }

  /** Removes the files. */
  @Override
  public void close() throws IOException {
    if (timer != null) {
      timer.shutdownNow();
    }
    if (tree != null) {
      tree.close();
    }
  }
}
