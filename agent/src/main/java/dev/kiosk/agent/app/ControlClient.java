package dev.kiosk.agent.app;

import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Asks the agent of this machine at its {@link ControlSocket}. */
final class ControlClient {

  private static final Duration DEADLINE = ControlSocket.ANSWERING;

  /** Until the next try where the queue is full. */
  private static final long BUSY_NANOS = Duration.ofMillis(50).toNanos();

  private static final int MOST_BYTES = 4096;

  private ControlClient() {}

  /** This user may not ask. */
  static final class NotAllowedException extends IOException {
    private static final long serialVersionUID = 1L;

    NotAllowedException(String message, IOException cause) {
      super(message, cause);
    }
  }

  /**
   * Asks once.
   *
   * @return the answer, without the end of its line
   * @throws NotAllowedException when the file's permissions forbid it
   * @throws IOException when no agent answers; the message is one line and says what to do
   */
  static String ask(Path socket, String line, Time time) throws IOException {
    long end = time.nanos() + DEADLINE.toNanos();
    try (SocketChannel channel = connect(socket, time, end);
        Selector selector = Selector.open()) {
      channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
      channel.register(selector, SelectionKey.OP_READ);
      var received = ByteBuffer.allocate(MOST_BYTES);
      while (received.hasRemaining()) {
        selector.select(Math.max(1, (end - time.nanos()) / 1_000_000));
        selector.selectedKeys().clear();
        if (channel.read(received) < 0 || time.nanos() - end >= 0) {
          break;
        }
      }
      String answer = new String(received.array(), 0, received.position(), StandardCharsets.UTF_8);
      if (!answer.endsWith("\n")) {
        throw new IOException(noAnswer(socket));
      }
      return answer.stripTrailing();
    }
  }

  private static String noAnswer(Path socket) {
    return "the agent at %s gave no answer within %d s; its log may tell why"
        .formatted(socket, DEADLINE.toSeconds());
  }

  private static SocketChannel connect(Path socket, Time time, long end) throws IOException {
    while (true) {
      try {
        return ControlSocket.connect(socket);
      } catch (ConnectException absent) {
        throw explained(socket, absent);
      } catch (SocketException busy) {
        if (!Files.isWritable(socket)) {
          throw explained(socket, busy);
        }
        if (time.nanos() - end >= 0) {
          throw new IOException(noAnswer(socket), busy);
        }
        LockSupport.parkNanos(BUSY_NANOS);
      } catch (IOException refused) {
        throw explained(socket, refused);
      }
    }
  }

  /** The kernel's own words come in the language of the machine, so the file is asked instead. */
  private static IOException explained(Path socket, IOException refused) {
    try {
      Files.readAttributes(socket, BasicFileAttributes.class);
      if (!Files.isWritable(socket)) {
        return notAllowed(socket, refused);
      }
    } catch (AccessDeniedException denied) {
      return notAllowed(socket, refused);
    } catch (NoSuchFileException absent) {
      return noAgent(socket, "there is no such socket", refused);
    } catch (IOException unreadable) {
      return noAgent(socket, Messages.reason(unreadable), refused);
    }
    return noAgent(socket, "nobody listens there", refused);
  }

  private static IOException notAllowed(Path socket, IOException refused) {
    return new NotAllowedException(
        "this user may not use %s; run it with sudo, or as a member of the agent's group"
            .formatted(socket),
        refused);
  }

  private static IOException noAgent(Path socket, String why, IOException refused) {
    return new IOException(
        "no agent at %s (%s); is it running? Try: systemctl status kiosk-agent"
            .formatted(socket, why),
        refused);
  }
}
