package dev.kiosk.agent.app;

import dev.kiosk.agent.log.Log;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * A Unix domain socket of this machine: one line in UTF-8 in, one line out, and the connection is
 * closed. Who may connect is the matter of the file's owner and group, as the kernel checks them.
 *
 * <p>One thread serves all. A connection has two seconds for its line of at most 1 KiB; four are
 * served at once, and further ones wait in the kernel's queue.
 */
final class ControlSocket implements AutoCloseable {

  static final int MOST_BYTES = 1024;
  static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final int MOST_CONNECTIONS = 4;

  /** stat(2), as inode(7) has it. */
  private static final int TYPE_OF_FILE = 0170000;

  private static final int TYPE_SOCKET = 0140000;

  private static final String SOCKET_MODE = "rw-rw----";
  private static final String FOLDER_MODE = "rwxr-x---";
  private static final long PATIENCE_MILLIS = 1000;
  private static final long WAIT_AFTER_FAILURE_NANOS = Duration.ofSeconds(1).toNanos();

  private final Path path;
  private final @Nullable Object fileKey;
  private final ServerSocketChannel channel;
  private final Selector selector;
  private final SelectionKey accepting;
  private final Answers answers;
  private final Time time;
  private final Thread thread;
  private volatile boolean stopping;

  /** Gives the answers. Called from the socket's thread, which may wait for the disk. */
  interface Answers {
    /**
     * The answer to one line.
     *
     * @param user who asks, by the name that the machine knows
     * @return one line without its end
     */
    String answer(String line, String user);
  }

  private record Connection(ByteBuffer received, long deadlineNanos) {}

  private ControlSocket(Path path, ServerSocketChannel channel, Answers answers, Time time)
      throws IOException {
    this.path = path;
    this.fileKey = key(path);
    this.channel = channel;
    this.selector = Selector.open();
    channel.configureBlocking(false);
    this.accepting = channel.register(selector, SelectionKey.OP_ACCEPT);
    this.answers = answers;
    this.time = time;
    this.thread = new Thread(this::run, "control");
    thread.setDaemon(true);
  }

  /**
   * Listens. The folder is made where it is missing, for its owner and group; the file appears with
   * its permissions already set. One that an agent left behind is replaced.
   *
   * @throws IOException when the file cannot be made, something else has that name, or another
   *     agent listens there
   */
  static ControlSocket listen(Path path, Answers answers, Time time) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      var mode = PosixFilePermissions.fromString(FOLDER_MODE);
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(mode));
    }
    if (folder != null && !Files.isWritable(folder)) {
      throw new AccessDeniedException(folder.toString());
    }
    refuseWhatLives(path);
    Path beside = path.resolveSibling(path.getFileName() + ".new");
    refuseWhatLives(beside);
    Files.deleteIfExists(beside);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(beside), MOST_CONNECTIONS);
      Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString(SOCKET_MODE));
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
      var socket = new ControlSocket(path, channel, answers, time);
      socket.thread.start();
      return socket;
    } catch (IOException failure) {
      channel.close();
      Files.deleteIfExists(beside);
      throw failure;
    }
  }

  /** Only a socket at which nobody listens any more may be replaced. */
  private static void refuseWhatLives(Path path) throws IOException {
    try {
      int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      if ((mode & TYPE_OF_FILE) != TYPE_SOCKET) { // /dev/null, for instance
        throw new FileAlreadyExistsException(path.toString(), null, "it is there and is no socket");
      }
    } catch (NoSuchFileException free) {
      return;
    }
    try (SocketChannel living = connect(path)) {
      throw new IOException("another agent listens at " + living.getRemoteAddress());
    } catch (ConnectException dead) {
      Log.debug("{} was left behind and is replaced", path);
    } catch (SocketException busy) {
      throw new IOException("another agent listens there, and does not answer", busy);
    }
  }

  /**
   * Connects without waiting: where an agent hangs and its queue is full, that would be for ever.
   *
   * @return a channel that does not block
   * @throws ConnectException when nobody listens there any more
   * @throws SocketException when somebody may, but cannot be asked: the queue is full, or the
   *     file's permissions forbid it
   */
  static SocketChannel connect(Path path) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of(path));
      return channel;
    } catch (IOException refused) {
      channel.close();
      throw refused;
    }
  }

  private static @Nullable Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  /** Where it listens. */
  Path path() {
    return path;
  }

  private void run() {
    boolean told = false;
    while (!stopping) {
      try {
        serve();
      } catch (ClosedSelectorException closed) {
        return;
      } catch (IOException | RuntimeException failure) { // a broken request must not end it
        if (!told && !stopping) {
          Log.error(failure, "The control socket met an unexpected error and goes on");
        }
        told = true;
        LockSupport.parkNanos(this, WAIT_AFTER_FAILURE_NANOS);
      }
    }
  }

  private void serve() throws IOException {
    selector.select(waitMillis());
    var ready = java.util.List.copyOf(selector.selectedKeys());
    selector.selectedKeys().clear();
    for (SelectionKey key : ready) {
      if (key.isValid() && key.isAcceptable()) {
        accept();
      } else if (key.isValid() && key.attachment() instanceof Connection connection) {
        read(key, connection);
      }
    }
    long now = time.nanos();
    for (SelectionKey key : java.util.List.copyOf(selector.keys())) {
      if (key.isValid()
          && key.attachment() instanceof Connection connection
          && now - connection.deadlineNanos() >= 0) {
        String words = "no line came within " + DEADLINE.toSeconds() + " s";
        reply(key, ServiceControl.refusal(words));
      }
    }
    boolean full =
        selector.keys().stream().filter(SelectionKey::isValid).count() > MOST_CONNECTIONS;
    accepting.interestOps(full ? 0 : SelectionKey.OP_ACCEPT);
  }

  /** Until the first deadline; 0, which is for ever, when nobody is connected. */
  private long waitMillis() {
    long now = time.nanos();
    return selector.keys().stream()
        .map(SelectionKey::attachment)
        .filter(Connection.class::isInstance)
        .mapToLong(of -> Math.max(1, (((Connection) of).deadlineNanos() - now) / 1_000_000 + 1))
        .min()
        .orElse(0);
  }

  private void accept() throws IOException {
    SocketChannel client = channel.accept();
    if (client != null) {
      client.configureBlocking(false);
      long deadline = time.nanos() + DEADLINE.toNanos();
      var connection = new Connection(ByteBuffer.allocate(MOST_BYTES), deadline);
      client.register(selector, SelectionKey.OP_READ, connection);
    }
  }

  private void read(SelectionKey key, Connection connection) {
    SocketChannel client = (SocketChannel) key.channel();
    ByteBuffer received = connection.received();
    int count;
    try {
      count = client.read(received);
    } catch (IOException gone) {
      close(key);
      return;
    }
    int end = 0;
    while (end < received.position() && received.get(end) != '\n') {
      end++;
    }
    boolean whole = end < received.position() || (count < 0 && end > 0);
    if (whole) {
      reply(key, answer(client, received, end));
    } else if (count < 0) {
      close(key);
    } else if (!received.hasRemaining()) {
      reply(
          key, ServiceControl.refusal("a request is one line of at most " + MOST_BYTES + " bytes"));
    }
  }

  private String answer(SocketChannel client, ByteBuffer received, int end) {
    try {
      var bytes = received.duplicate().flip().limit(end);
      String line = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      String user = client.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
      return answers.answer(line.stripTrailing(), user);
    } catch (CharacterCodingException noText) {
      return ServiceControl.refusal("the line is no text in UTF-8");
    } catch (IOException | RuntimeException failure) {
      Log.error(failure, "A request to the control socket could not be answered");
      return ServiceControl.refusal("the agent met an unexpected error; its log tells more");
    }
  }

  /** An answer is far smaller than what the kernel holds for a connection, so it never waits. */
  private static void reply(SelectionKey key, String answer) {
    try {
      var bytes = ByteBuffer.wrap((answer + "\n").getBytes(StandardCharsets.UTF_8));
      ((SocketChannel) key.channel()).write(bytes);
    } catch (IOException gone) {
      Log.debug("Nobody waited for the answer ({})", gone.getMessage());
    }
    close(key);
  }

  private static void close(SelectionKey key) {
    key.cancel();
    try {
      key.channel().close();
    } catch (IOException gone) {
      Log.debug("A connection did not close in order ({})", gone.getMessage());
    }
  }

  /** Stops listening, and removes the file if it is still this socket's. */
  @Override
  public void close() {
    stopping = true;
    selector.wakeup();
    LockSupport.unpark(thread);
    try {
      thread.join(PATIENCE_MILLIS);
      selector.keys().forEach(ControlSocket::close);
      selector.close();
      if (fileKey != null && fileKey.equals(key(path))) {
        Files.deleteIfExists(path);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (IOException | ClosedSelectorException gone) {
      Log.debug("The control socket was gone already ({})", gone.getMessage());
    }
  }
}
