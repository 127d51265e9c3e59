package dev.kiosk.simulator.surface;

import dev.kiosk.simulator.device.Happenings;
import dev.kiosk.simulator.device.SimulatedPrinter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * A printer on the network: answers ESC/POS on a TCP port, serves one connection at a time as most
 * receipt printers do, and swallows what it is told to print.
 *
 * <p>Answers DLE EOT 1 to 4 at once, whatever its state; DLE ENQ 1 and 2; and, while online, GS a,
 * GS r and GS I. Everything else gets silence, as from a printer that has no such part. Source:
 * Epson ESC/POS Command Reference.
 */
public final class EscPosServer implements AutoCloseable {

  private static final int BACKLOG = 5;

  /** How long to wait before a port that somebody else took is tried again. */
  private static final long REOPEN_MILLIS = 500;

  private static final long ACCEPT_AGAIN_MILLIS = 50;

  private final SimulatedPrinter printer;
  private final SecondClient secondClient;
  private final Happenings happenings;
  private final EscPosInterpreter interpreter;
  private final InetSocketAddress address;
  private final Object lock = new Object();
  private @Nullable ServerSocket listener;
  private @Nullable EscPosSession session;
  private boolean closed;
  private volatile NetworkFault network = NetworkFault.NONE;

  private EscPosServer(
      SimulatedPrinter printer,
      ServerSocket listener,
      SecondClient secondClient,
      Happenings happenings) {
    this.printer = printer;
    this.secondClient = secondClient;
    this.happenings = happenings;
    this.interpreter = new EscPosInterpreter(printer, happenings);
    this.listener = listener;
    this.address = (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /**
   * Puts a printer on the network.
   *
   * @param listen where; port 0 takes a free one, and the server keeps it
   * @throws IOException if that address cannot be listened on; the message names device and address
   */
  public static EscPosServer start(
      SimulatedPrinter printer,
      InetSocketAddress listen,
      SecondClient secondClient,
      Happenings happenings)
      throws IOException {
    var server = new EscPosServer(printer, listen(printer.id(), listen), secondClient, happenings);
    printer.onChange((condition, on) -> server.printerChanged());
    var thread = new Thread(server::run, "escpos-" + printer.id());
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  /** Where it listens, or would if its network did not refuse. */
  public InetSocketAddress address() {
    return address;
  }

  /** How an agent's configuration names it, for instance {@code tcp://127.0.0.1:9100}. */
  public String endpoint() {
    return "tcp://" + Addresses.text(address);
  }

  /** What its network does now. */
  public NetworkFault network() {
    return network;
  }

  /**
   * Breaks or mends the network; it is so when this returns. A connection that is open goes on
   * under the new rule, except with REFUSE and CLOSE, which end it.
   *
   * @throws IOException if the port, given up for REFUSE, cannot be had again; the network goes on
   *     refusing then
   */
  public void network(NetworkFault fault) throws IOException {
    synchronized (lock) {
      if (closed) {
        return;
      }
      boolean refuse = fault.mode() == NetworkFault.Mode.REFUSE;
      if (refuse) {
        closeListener();
      } else if (listener == null && !refusesSecond()) {
        listener = listen(printer.id(), address);
      }
      network = fault;
      if (session != null && (refuse || fault.mode() == NetworkFault.Mode.CLOSE)) {
        session.close();
      }
      lock.notifyAll();
    }
    happenings.happened(printer.id(), "network " + fault.words());
  }

  private void run() {
    try {
      ServerSocket open = awaitListener();
      while (open != null) {
        try {
          // Waits for a client; closing the listener ends the wait with an exception.
          serve(open.accept());
        } catch (IOException noClient) {
          pause();
        }
        open = awaitListener();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The open listener, opened again if need be; null when the server is closed. */
  private @Nullable ServerSocket awaitListener() throws InterruptedException {
    synchronized (lock) {
      while (!closed) {
        if (listener != null) {
          return listener;
        }
        if (network.mode() == NetworkFault.Mode.REFUSE) {
          lock.wait();
          continue;
        }
        try {
          listener = listen(printer.id(), address);
        } catch (IOException taken) {
          lock.wait(REOPEN_MILLIS);
        }
      }
      return null;
    }
  }

  private void serve(Socket socket) throws IOException {
    var served = new EscPosSession(socket, interpreter, this::network);
    interpreter.connected();
    synchronized (lock) {
      NetworkFault.Mode mode = network.mode();
      if (closed || mode == NetworkFault.Mode.CLOSE || mode == NetworkFault.Mode.REFUSE) {
        socket.close();
        return;
      }
      session = served;
      if (secondClient == SecondClient.REFUSED) {
        closeListener();
      }
    }
    served.serve("escpos-" + printer.id());
    synchronized (lock) {
      session = null;
    }
  }

  /** Whether the listener is closed because a client is being served. */
  private boolean refusesSecond() {
    return secondClient == SecondClient.REFUSED && session != null;
  }

  private void printerChanged() {
    var answers = interpreter.printerChanged();
    synchronized (lock) {
      // With nobody connected the answers are lost, as on a real line.
      if (session != null) {
        session.send(answers);
      }
    }
  }

  private static ServerSocket listen(String device, InetSocketAddress address) throws IOException {
    var opened = new ServerSocket();
    try {
      // The port is closed and opened again while connections of the last opening linger.
      opened.setReuseAddress(true);
      opened.bind(address, BACKLOG);
      return opened;
    } catch (IOException failed) {
      opened.close();
      throw new IOException(
          "%s cannot listen on %s: %s."
              .formatted(device, Addresses.text(address), failed.getMessage()),
          failed);
    }
  }

  private void closeListener() {
    if (listener != null) {
      try {
        listener.close();
      } catch (IOException alreadyGone) {
        // Closing is all that was wanted.
      }
      listener = null;
    }
  }

  /** Keeps an accept that fails at once (no file handles left) from burning the processor. */
  private void pause() throws InterruptedException {
    boolean failing;
    synchronized (lock) {
      failing = listener != null && !closed;
    }
    if (failing) {
      Thread.sleep(ACCEPT_AGAIN_MILLIS);
    }
  }

  /** Takes the printer off the network. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      closeListener();
      if (session != null) {
        session.close();
      }
      lock.notifyAll();
    }
  }
}
