package dev.kiosk.simulator.surface.serial;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Happenings;
import dev.kiosk.simulator.device.SimulatedDevice;
import dev.kiosk.simulator.surface.BrokenAnswers;
import dev.kiosk.simulator.surface.Conversation;
import dev.kiosk.simulator.surface.NetworkFault;
import dev.kiosk.simulator.surface.Outlet;
import dev.kiosk.simulator.surface.Protocol;
import dev.kiosk.simulator.surface.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A device at a serial port: a pseudo terminal with a name that stays, as udev makes one below
 * {@code /dev/serial/by-id}. While the device is absent or without power, name and terminal are
 * gone; when it comes back the name leads to another terminal.
 */
public final class PtyOutlet implements Outlet {

  /** The conditions that take the device from its port, beside those of its protocol. */
  public static final Set<DeviceCondition> GONE =
      Collections.unmodifiableSet(
          EnumSet.of(DeviceCondition.DEVICE_ABSENT, DeviceCondition.POWER_FAULT));

  private static final Set<NetworkFault.Mode> FAULTS =
      Collections.unmodifiableSet(
          EnumSet.of(
              NetworkFault.Mode.OK,
              NetworkFault.Mode.SILENT,
              NetworkFault.Mode.SLOW,
              NetworkFault.Mode.GARBAGE,
              NetworkFault.Mode.HALF));

  private static final int LOOK_MILLIS = 20;
  private static final int UNASKED_MESSAGES = 64;

  private final SimulatedDevice device;
  private final SerialPlace place;
  private final Protocol protocol;
  private final Happenings happenings;
  private final Traffic traffic;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Queue<byte[]> unasked = new ArrayBlockingQueue<>(UNASKED_MESSAGES);
  private final Thread thread;

  /** Of the thread that serves it; before that, of whoever starts it. */
  private @Nullable Pty plugged;

  private volatile NetworkFault network = NetworkFault.NONE;

  private PtyOutlet(SerialPlace place, Protocol protocol, Happenings happenings, Traffic traffic) {
    this.device = place.device();
    this.place = place;
    this.protocol = protocol;
    this.happenings = happenings;
    this.traffic = traffic;
    this.thread = new Thread(this::run, place.driver() + "-" + device.id() + "-tty");
    thread.setDaemon(true);
  }

  /**
   * Connects a device to its port.
   *
   * @throws IOException if there is no pseudo terminal to be had, or its name cannot be made
   */
  public static PtyOutlet start(
      SerialPlace place, Protocol protocol, Happenings happenings, Traffic traffic)
      throws IOException {
    var outlet = new PtyOutlet(place, protocol, happenings, traffic);
    if (!outlet.isGone()) {
      outlet.plugged = outlet.plug();
    }
    outlet.thread.start();
    return outlet;
  }

  @Override
  public String driver() {
    return place.driver();
  }

  @Override
  public String endpoint() {
    // No program of another user has a port that we play, so an agent need not see them all.
    return "serial:" + place.link() + "?baud=9600&unseen=open";
  }

  @Override
  public NetworkFault network() {
    return network;
  }

  @Override
  public Set<NetworkFault.Mode> faults() {
    return FAULTS;
  }

  @Override
  public void network(NetworkFault fault) {
    network = fault;
    happenings.happened(device.id(), "line " + fault.words());
  }

  private boolean isGone() {
    return device.conditions().stream().anyMatch(GONE::contains);
  }

  private void run() {
    try {
      while (closed.getCount() > 0) {
        Pty pty = plugged;
        if (pty != null) {
          serve(pty);
          unplug(pty);
        } else if (isGone()) {
          closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } else {
          plugAgain();
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      // Closed before the loop began, or just after it plugged in: the name goes all the same.
      Pty left = plugged;
      if (left != null) {
        unplug(left);
      }
    }
  }

  private void plugAgain() throws InterruptedException {
    try {
      plugged = plug();
    } catch (IOException failed) {
      happenings.happened(device.id(), failed.getMessage() + "; it is tried again");
      closed.await(1, TimeUnit.SECONDS);
    }
  }

  private Pty plug() throws IOException {
    Pty pty = Pty.open();
    try {
      Path folder = place.link().toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      // A link that an earlier run left behind is replaced; a file of somebody else is not.
      if (Files.isSymbolicLink(place.link())) {
        Files.delete(place.link());
      }
      Files.createSymbolicLink(place.link(), Path.of(pty.node()));
      return pty;
    } catch (IOException failed) {
      pty.close();
      throw new IOException(
          "%s cannot be given the name %s: %s".formatted(device.id(), place.link(), failed),
          failed);
    }
  }

  private void unplug(Pty pty) {
    plugged = null;
    pty.close();
    try {
      if (Files.isSymbolicLink(place.link())) {
        Files.delete(place.link());
      }
    } catch (IOException failed) {
      happenings.happened(device.id(), place.link() + " cannot be removed: " + failed);
    }
  }

  /** Serves host after host, until the device is gone. */
  private void serve(Pty pty) throws InterruptedException {
    while (closed.getCount() > 0 && !isGone()) {
      if (pty.await(LOOK_MILLIS) == Pty.State.NO_HOST) {
        closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } else {
        serveHost(pty);
      }
    }
  }

  private void serveHost(Pty pty) throws InterruptedException {
    var broken = new BrokenAnswers();
    unasked.clear();
    try (Conversation conversation = protocol.connected(unasked::offer)) {
      Pty.State state = Pty.State.QUIET;
      while (closed.getCount() > 0 && !isGone() && state != Pty.State.NO_HOST) {
        for (byte[] each = unasked.poll(); each != null; each = unasked.poll()) {
          send(pty, each, broken);
        }
        if (state == Pty.State.READABLE) {
          byte[] data = pty.read();
          if (data.length > 0) {
            traffic.bytes(device.id(), Traffic.Direction.FROM_HOST, data);
            for (byte[] each : conversation.receive(data, data.length)) {
              send(pty, each, broken);
            }
          }
        }
        state = pty.await(LOOK_MILLIS);
      }
    }
  }

  private void send(Pty pty, byte[] answer, BrokenAnswers broken) throws InterruptedException {
    NetworkFault fault = network;
    if (fault.mode() == NetworkFault.Mode.SLOW) {
      closed.await(fault.amount(), TimeUnit.MILLISECONDS);
    }
    byte[] bytes = broken.of(answer, fault);
    if (bytes.length > 0) {
      pty.write(bytes);
      traffic.bytes(device.id(), Traffic.Direction.TO_HOST, bytes);
    }
  }

  /** Unplugs the device for good. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(2));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
