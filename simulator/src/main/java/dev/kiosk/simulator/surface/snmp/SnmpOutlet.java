package dev.kiosk.simulator.surface.snmp;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Happenings;
import dev.kiosk.simulator.device.SimulatedDevice;
import dev.kiosk.simulator.surface.Addresses;
import dev.kiosk.simulator.surface.BrokenAnswers;
import dev.kiosk.simulator.surface.NetworkFault;
import dev.kiosk.simulator.surface.Outlet;
import dev.kiosk.simulator.surface.Traffic;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A printer's SNMP agent on a UDP port. It is read only, answers one question after the other, and
 * shows the faults of {@link NetworkFault} that datagrams can have: there is no connection that
 * could be closed or be the only one, and DROP lets so many bytes out in all.
 */
public final class SnmpOutlet implements Outlet {

  /** How the configuration names it. */
  public static final String DRIVER = "snmp";

  /** The conditions that it can show. */
  public static final Set<DeviceCondition> SHOWS = Collections.unmodifiableSet(Sign.conditions());

  private static final Set<NetworkFault.Mode> FAULTS =
      EnumSet.complementOf(EnumSet.of(NetworkFault.Mode.CLOSE, NetworkFault.Mode.SINGLE));

  private static final int LARGEST = 65_507;

  private final SimulatedDevice device;
  private final SnmpPlace place;
  private final AgentEngine engine;
  private final Happenings happenings;
  private final Traffic traffic;
  private final InetSocketAddress address;
  private final Object lock = new Object();
  private @Nullable DatagramSocket socket;
  private boolean receiving;
  private boolean closed;
  private NetworkFault network = NetworkFault.NONE;
  private BrokenAnswers broken = new BrokenAnswers();
  private CountDownLatch changed = new CountDownLatch(1);

  private SnmpOutlet(
      SimulatedDevice device,
      SnmpPlace place,
      AgentEngine engine,
      Around around,
      DatagramSocket socket) {
    this.device = device;
    this.place = place;
    this.engine = engine;
    this.happenings = around.happenings();
    this.traffic = around.traffic();
    this.socket = socket;
    this.address = (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /**
   * What is around an agent.
   *
   * @param nowMillis a monotonic clock in milliseconds
   * @param happenings told when the network breaks or is mended
   * @param traffic shown every datagram
   */
  public record Around(LongSupplier nowMillis, Happenings happenings, Traffic traffic) {}

  /**
   * Switches a printer's agent on.
   *
   * @throws IOException if that address cannot be had; the message names device and address
   */
  public static SnmpOutlet start(SimulatedDevice device, SnmpPlace place, Around around)
      throws IOException {
    DatagramSocket socket = bind(device.id(), place.listen());
    PrinterTree tree = PrinterTree.of(device, around.nowMillis());
    AgentEngine engine =
        AgentEngine.of(device.id(), place, new Responder(tree::objects, place.community()));
    var outlet = new SnmpOutlet(device, place, engine, around, socket);
    var thread = new Thread(outlet::run, DRIVER + "-" + device.id());
    thread.setDaemon(true);
    thread.start();
    return outlet;
  }

  private static DatagramSocket bind(String device, InetSocketAddress address) throws IOException {
    try {
      return new DatagramSocket(address);
    } catch (IOException failed) {
      throw new IOException(
          "%s cannot listen on %s: %s."
              .formatted(device, Addresses.text(address), failed.getMessage()),
          failed);
    }
  }

  /** Where it listens, or would if its network did not refuse. */
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public String driver() {
    return DRIVER;
  }

  /** As an agent's configuration names it, with the community: nothing here is secret. */
  @Override
  public String endpoint() {
    return "snmp://%s?community=%s".formatted(Addresses.text(address), place.community());
  }

  @Override
  public NetworkFault network() {
    synchronized (lock) {
      return network;
    }
  }

  @Override
  public Set<NetworkFault.Mode> faults() {
    return FAULTS;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException if the port, given up for REFUSE, cannot be had again; the network goes on
   *     refusing then
   */
  @Override
  public void network(NetworkFault fault) throws IOException {
    synchronized (lock) {
      if (closed) {
        return;
      }
      if (fault.mode() == NetworkFault.Mode.REFUSE) {
        closeSocket(); // the kernel answers for it: port unreachable
      } else if (socket == null) {
        socket = bind(device.id(), address);
      }
      network = fault;
      broken = new BrokenAnswers();
      changed.countDown();
      changed = new CountDownLatch(1);
      lock.notifyAll();
    }
    happenings.happened(device.id(), "network " + fault.words());
  }

  private void run() {
    var packet = new DatagramPacket(new byte[LARGEST], LARGEST);
    try {
      for (DatagramSocket open = awaitSocket(); open != null; open = awaitSocket()) {
        try {
          packet.setLength(LARGEST);
          receive(open, packet);
          serve(open, packet);
        } catch (IOException closedMeanwhile) {
          // the next round waits until there is a socket again
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The open socket, as soon as there is one; null when the outlet is closed. */
  private @Nullable DatagramSocket awaitSocket() throws InterruptedException {
    synchronized (lock) {
      while (!closed && socket == null) {
        lock.wait();
      }
      receiving = !closed;
      return closed ? null : socket;
    }
  }

  /** Waits for a question; closing the socket ends the wait with an exception. */
  private void receive(DatagramSocket open, DatagramPacket packet) throws IOException {
    try {
      open.receive(packet);
    } finally {
      synchronized (lock) {
        receiving = false;
        lock.notifyAll();
      }
    }
  }

  private void serve(DatagramSocket open, DatagramPacket packet)
      throws IOException, InterruptedException {
    byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
    var host = (InetSocketAddress) packet.getSocketAddress();
    traffic.bytes(device.id(), Traffic.Direction.FROM_HOST, question);
    for (byte[] answer : engine.answers(question, host)) {
      byte[] bytes = broken(answer);
      if (bytes.length > 0) {
        open.send(new DatagramPacket(bytes, bytes.length, host));
        traffic.bytes(device.id(), Traffic.Direction.TO_HOST, bytes);
      }
    }
  }

  /** What the network leaves of an answer, after the time that it takes. */
  private byte[] broken(byte[] answer) throws InterruptedException {
    CountDownLatch change;
    int waitMillis;
    synchronized (lock) {
      change = changed;
      waitMillis = network.mode() == NetworkFault.Mode.SLOW ? network.amount() : 0;
    }
    boolean early = change.await(waitMillis, TimeUnit.MILLISECONDS); // by another fault, or the end
    synchronized (lock) {
      return early && closed ? new byte[0] : broken.of(answer, network);
    }
  }

  /** The kernel gives the port free only when nobody waits on it any more. */
  private void closeSocket() {
    if (socket == null) {
      return;
    }
    socket.close();
    socket = null;
    try {
      while (receiving) {
        lock.wait();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes the agent off the network. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      changed.countDown();
      closeSocket();
      lock.notifyAll();
    }
  }
}
