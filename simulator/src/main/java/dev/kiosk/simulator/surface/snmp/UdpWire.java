package dev.kiosk.simulator.surface.snmp;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.snmp4j.TransportMapping;
import org.snmp4j.TransportStateReference;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.transport.TransportListener;

/** Keeps what the protocol engine wants to send, until the outlet's thread takes it. */
final class UdpWire implements TransportMapping<UdpAddress> {

  private static final int LARGEST = 65_507;

  private final Queue<byte[]> outgoing = new ArrayDeque<>();

  /** What is to be sent next, or null when there is nothing. */
  byte @Nullable [] next() {
    return outgoing.poll();
  }

  @Override
  public void sendMessage(
      UdpAddress address,
      byte[] message,
      TransportStateReference state,
      long timeoutMillis,
      int maxRetries) {
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
    // datagrams are handed to the engine by the outlet
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
    // the outlet does
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
