package dev.kiosk.agent.device.transport;

/**
 * One open two-way stream for exchanges longer than a {@link Line} carries, such as HTTP: a TCP
 * connection or a Unix domain socket. For one thread. Every wait ends at the stream's deadline.
 */
public interface ByteStream extends AutoCloseable {

  /**
   * Sends all of a request, waiting for room where the other side is slow to take it.
   *
   * @throws TransportException CLOSED when the other side is gone, SILENT when it takes nothing
   *     before the deadline
   */
  void send(byte[] request) throws TransportException;

  /**
   * Waits for the next byte.
   *
   * @return 0 to 255
   * @throws TransportException CLOSED when none can come any more, SILENT when none came before the
   *     deadline
   */
  int read() throws TransportException;

  /** Gives the connection up at once. May be called again. */
  @Override
  void close();
}
