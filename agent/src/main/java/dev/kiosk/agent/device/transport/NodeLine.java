package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** One open device node. What is special to its kind, the subclasses add. For one thread. */
abstract class NodeLine implements Line {

  /** More than this unasked, and the other side is not a device that waits for questions. */
  private static final int MOST_UNASKED_BYTES = 16 * 1024;

  private final Place place;
  private final OpenNode node;
  private final Machine machine;
  private final Watch watch;
  private boolean closed;

  /** What it is called, and where it is. */
  record Place(String endpoint, Path node) {}

  /** When it was opened, and when all must be over. */
  record Watch(long openedNanos, long deadlineNanos) {}

  NodeLine(Place place, OpenNode node, Machine machine, Watch watch) {
    this.place = place;
    this.node = node;
    this.machine = machine;
    this.watch = watch;
  }

  /** The open node. */
  final OpenNode node() {
    return node;
  }

  @Override
  public byte[] drain() throws TransportException {
    var unasked = new ByteArrayOutputStream();
    var buffer = new byte[1_024];
    for (int count = take(buffer); count > 0; count = take(buffer)) {
      unasked.write(buffer, 0, count);
      machine.tap().received(Arrays.copyOf(buffer, count));
      if (unasked.size() >= MOST_UNASKED_BYTES) {
        throw new TransportException(
            Trouble.GARBAGE,
            place.endpoint() + ": it sends without end and without being asked",
            null);
      }
    }
    return unasked.toByteArray();
  }

  @Override
  public void send(byte... request) throws TransportException {
    if (request.length > LONGEST_REQUEST_BYTES) {
      throw new IllegalArgumentException(
          "a request of " + request.length + " bytes; at most " + LONGEST_REQUEST_BYTES);
    }
    byte[] rest = request;
    while (rest.length > 0) {
      int count = node.write(rest);
      if (count == OpenNode.GONE) {
        throw closed();
      }
      rest = Arrays.copyOfRange(rest, count, rest.length);
      if (rest.length > 0) {
        long leftNanos = watch.deadlineNanos() - machine.time().nanos();
        if (leftNanos <= 0) {
          throw silent("it takes no bytes");
        }
        node.awaitRoom(TcpLine.millis(leftNanos));
      }
    }
    machine.tap().sent(request);
  }

  @Override
  public int read(long untilNanos) throws TransportException {
    OptionalInt value = readIfAny(untilNanos);
    if (value.isEmpty()) {
      throw silent("no answer in time");
    }
    return value.getAsInt();
  }

  @Override
  public OptionalInt readIfAny(long untilNanos) throws TransportException {
    var one = new byte[1];
    boolean hungUp = false;
    while (true) {
      if (take(one) > 0) {
        machine.tap().received(one.clone());
        return OptionalInt.of(one[0] & 0xFF);
      }
      if (hungUp) {
        throw closed();
      }
      long nowNanos = machine.time().nanos();
      long leftNanos = Math.min(untilNanos - nowNanos, watch.deadlineNanos() - nowNanos);
      if (leftNanos <= 0) {
        return OptionalInt.empty();
      }
      hungUp = !node.awaitInput(TcpLine.millis(leftNanos));
    }
  }

  private int take(byte[] into) throws TransportException {
    int count = node.read(into);
    if (count == OpenNode.GONE) {
      throw closed();
    }
    return count;
  }

  /** Gives the device back as it was found. Nothing can be asked any more. */
  abstract void giveBack();

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      giveBack();
      node.close();
      machine.held().closed(place.endpoint(), machine.time().nanos() - watch.openedNanos());
    }
  }

  private TransportException closed() {
    return new TransportException(
        Trouble.CLOSED, place.endpoint() + ": it was there and is gone", null);
  }

  /** What is known of other programs that have it open now. */
  final Holding others() {
    return new Holders(machine.root()).lookPastUs(place.node());
  }

  private TransportException silent(String what) {
    Optional<String> other = others().holder();
    if (other.isPresent()) {
      return new TransportException(
          Trouble.IN_USE,
          place.endpoint() + ": " + what + " while it is also open in " + other.get(),
          null);
    }
    return new TransportException(Trouble.SILENT, place.endpoint() + ": open, but " + what, null);
  }
}
