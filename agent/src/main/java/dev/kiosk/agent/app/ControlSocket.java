package dev.kiosk.agent.app;

import dev.kiosk.agent.door.Door;
import dev.kiosk.agent.door.DoorRules;
import dev.kiosk.agent.door.Doors;
import dev.kiosk.agent.door.Visit;
import dev.kiosk.agent.door.Visitor;
import dev.kiosk.agent.log.Log;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
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
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * A Unix domain socket of this machine: one line in UTF-8 in, one line out, and the connection is
 * closed. Who may connect is the matter of the file's owner and group, as the kernel checks them.
 *
 * <p>A connection has two seconds for its line of at most 1 KiB; four are served at once, and
 * further ones wait in the kernel's queue. Answers are given one after another.
 */
final class ControlSocket implements AutoCloseable, Visitor {

  static final int MOST_BYTES = 1024;
  static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final int MOST_CONNECTIONS = 4;

  /** It is answered when it has been written to the disk, which may be slow. */
  static final Duration ANSWERING = Duration.ofSeconds(10);

  private static final DoorRules RULES =
      new DoorRules("control", MOST_CONNECTIONS, DEADLINE, ANSWERING);

  /** stat(2), as inode(7) has it. */
  private static final int TYPE_OF_FILE = 0170000;

  private static final int TYPE_SOCKET = 0140000;

  private static final String SOCKET_MODE = "rw-rw----";
  private static final String FOLDER_MODE = "rwxr-x---";
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Path path;
  private final @Nullable Object fileKey;
  private final Answers answers;
  private final Door door;

  /** Gives the answers. Called one after another, from any thread; it may wait for the disk. */
  interface Answers {
    /**
     * The answer to one line.
     *
     * @param user who asks, by the name that the machine knows
     * @return one line without its end
     */
    String answer(String line, String user);
  }

  private ControlSocket(Path path, ServerSocketChannel channel, Answers answers, Doors doors)
      throws IOException {
    this.path = path;
    this.fileKey = key(path);
    this.answers = answers;
    this.door = doors.open(channel, RULES, this);
  }

  /**
   * Listens. The folder is made where it is missing, for its owner and group; the file appears with
   * its permissions already set. One that an agent left behind is replaced.
   *
   * @throws IOException when the file cannot be made, something else has that name, or another
   *     agent listens there
   */
  static ControlSocket listen(Path path, Answers answers, Doors doors) throws IOException {
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
      return new ControlSocket(path, channel, answers, doors);
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

  @Override
  public void receive(Visit visit) throws IOException {
    ByteBuffer received = ByteBuffer.allocate(MOST_BYTES);
    int end = 0;
    boolean whole = false;
    boolean over = false;
    while (!whole && !over && received.hasRemaining()) {
      over = visit.channel().read(received) < 0;
      while (end < received.position() && received.get(end) != '\n') {
        end++;
      }
      whole = end < received.position();
    }
    visit.asked();
    String answer = null;
    if (whole) {
      answer = answer(visit.channel(), received, end);
    } else if (visit.late()) {
      answer = ServiceControl.refusal("no line came within " + DEADLINE.toSeconds() + " s");
    } else if (!over) {
      answer = ServiceControl.refusal("a request is one line of at most " + MOST_BYTES + " bytes");
    } else if (end > 0) {
      answer = answer(visit.channel(), received, end);
    }
    if (answer != null) {
      visit.send((answer + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private synchronized String answer(SocketChannel client, ByteBuffer received, int end) {
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

  /** Stops listening, and removes the file if it is still this socket's. */
  @Override
  public void close() {
    if (!door.close(PATIENCE)) {
      Log.debug("A request to the control socket is still being answered");
    }
    try {
      if (fileKey != null && fileKey.equals(key(path))) {
        Files.deleteIfExists(path);
      }
    } catch (IOException gone) {
      Log.debug("The control socket was gone already ({})", gone.getMessage());
    }
  }
}
