package dev.kiosk.agent.device.snmp;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.snmp4j.TransportMapping;
import org.snmp4j.TransportStateReference;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.transport.TransportListener;

/**
 * Stands where the protocol engine has its socket: keeps what it wants to send until the asking
 * thread takes it. So there is no thread that listens, and no socket between two looks.
 */
final class Wire implements TransportMapping<UdpAddress> {

  /** The largest datagram that the protocol lets us name; larger answers are cut by the agent. */
  private static final int LARGEST = 65_507;

  private final Queue<byte[]> outgoing = new ArrayDeque<>();

  /** What the engine wants to send next, or null when it has nothing to say. */
  byte @Nullable [] next() {
    return outgoing.poll();
  }

  @Override
  public void sendMessage(
      UdpAddress address,
      byte[] message,
      TransportStateReference state,
      long timeoutMillis,
      int maxRetries)
      throws IOException {
    outgoing.add(message.clone());
  }

  @Override
  public Class<? extends Address> getSupportedAddressClass() {
    return UdpAddress.class;
  }

  @Override
  public UdpAddress getListenAddress() {
    return new UdpAddress(0);
  }

  @Override
  public void addTransportListener(TransportListener listener) {
    // what arrives is handed to the engine by the thread that asked
  }

  @Override
  public void removeTransportListener(TransportListener listener) {
    // there is none
  }

  @Override
  public void close() {
    outgoing.clear();
  }

  @Override
  public void listen() {
    // nobody listens here
  }

  @Override
  public boolean isListening() {
    return true;
  }

  @Override
  public int getMaxInboundMessageSize() {
    return LARGEST;
  }
}
