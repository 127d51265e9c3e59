package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.transport.Holding.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells which program on this machine has a device node open, without touching the device: by the
 * open files of all processes ({@code /proc/PID/fd}, proc(5)), and by the lock files that serial
 * programs leave ({@code /var/lock/LCK..ttyS0} with a process id, Filesystem Hierarchy Standard
 * 3.0, section 5.9).
 *
 * <p>The open files of another user's program are shown to root, and to who has both
 * CAP_DAC_READ_SEARCH (to list them) and CAP_SYS_PTRACE (to read where they lead, proc(5)). Without
 * that right it is not known who has a node, unless a program of the agent's own user or one with a
 * lock file is seen to have it.
 */
public final class Holders {

  /** How udev names a node while it is being made; it is never one to look at. */
  static final String UNFINISHED = ".#";

  private static final String TERMINALS = "/dev/pts/";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
  private static final Pattern LOCK_TEXT = Pattern.compile("\\s*([0-9]{1,10})\\b[\\s\\S]{0,200}");
  private static final List<String> LOCK_FOLDERS = List.of("var/lock", "run/lock");
  private static final int LONGEST_LOCK_BYTES = 256;

  /** Every machine and container has it, so where it is hidden, so are others. */
  private static final String FIRST_PID = "1";

  /** Behind the name in {@code /proc/PID/stat}: the state, and six fields later the flags. */
  private static final Pattern STAT =
      Pattern.compile("(?s).*\\) ([A-Za-z])(?: \\S+){5} (\\d{1,10}) .*");

  /** Of a thread of the kernel's own (PF_KTHREAD, Linux include/linux/sched.h). */
  private static final long KERNEL_THREAD = 0x0020_0000L;

  private static final String ENDED = "ZXx";

  private final Path root;

  /**
   * Reads nothing yet.
   *
   * @param root the file system's root; another folder in tests
   */
  public Holders(Path root) {
    this.root = root;
  }

  /**
   * Who is seen to have a node open, the agent itself included. What cannot be read counts as
   * nobody: to be told to a person, not to be relied on.
   *
   * @param node the node, or a link to it such as one below {@code /dev/serial/by-id}; a path below
   *     the root
   * @return for instance {@code kiosk-app (812)}
   */
  public Optional<String> holder(Path node) {
    return look(node).holder();
  }

  /** What is known of who has a node open, the agent itself included. */
  Holding look(Path node) {
    return look(node, "");
  }

  /** The same, the agent itself left out. */
  Holding lookPastUs(Path node) {
    return look(node, Long.toString(ProcessHandle.current().pid()));
  }

  private Holding look(Path node, String exceptPid) {
    Target target = target(node);
    if (target == null) {
      return Holding.FREE;
    }
    Holding open = byOpenFiles(target, exceptPid);
    return open.kind() == Kind.HELD
        ? open
        : byLockFile(node, target, exceptPid).map(Holding::by).orElse(open);
  }

  /** A node: its own name on this machine, where it really is, and the number of its device. */
  private record Target(String name, Path real, long device) {

    private boolean isTerminal() {
      return name.startsWith(TERMINALS);
    }

    private String terminal() {
      return Pattern.quote(name.substring(TERMINALS.length()));
    }
  }

  private @Nullable Target target(Path node) {
    Path name = node.getFileName();
    if (name == null || name.toString().startsWith(UNFINISHED)) {
      return null;
    }
    try {
      Path real = node.toRealPath();
      Path below = root.toRealPath();
      String inside = real.startsWith(below) ? "/" + below.relativize(real) : real.toString();
      return new Target(inside, real, device(real));
    } catch (IOException noSuchNode) {
      return null;
    }
  }

  private static long device(Path node) throws IOException {
    return ((Number) Files.getAttribute(node, "unix:rdev")).longValue();
  }

  private Holding byOpenFiles(Target target, String exceptPid) {
    boolean allSeen = firstIsShown();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(root.resolve("proc"))) {
      for (Path process : all) {
        String pid = String.valueOf(process.getFileName());
        if (NUMBER.matcher(pid).matches() && !pid.equals(exceptPid)) {
          Kind seen = holds(process, target);
          if (seen == Kind.HELD) {
            return Holding.by(named(pid));
          }
          allSeen &= seen == Kind.FREE;
        }
      }
    } catch (IOException | DirectoryIteratorException noProc) {
      return Holding.UNKNOWN;
    }
    return allSeen ? Holding.FREE : Holding.UNKNOWN;
  }

  private static Kind holds(Path process, Target target) {
    boolean allSeen = true;
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path each : open) {
        switch (isOf(each, target)) {
          case HELD -> {
            return playsTheDevice(process, target) ? Kind.FREE : Kind.HELD;
          }
          case UNKNOWN -> allSeen = false;
          case FREE -> {}
        }
      }
    } catch (IOException | DirectoryIteratorException goneOrNotOurs) {
      allSeen = false;
    }
    return allSeen || hasNoFiles(process) ? Kind.FREE : Kind.UNKNOWN;
  }

  /** Whether a process is gone, has ended, or is a thread of the kernel: none has open files. */
  private static boolean hasNoFiles(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
      Matcher fields = STAT.matcher(stat);
      return fields.matches()
          && (ENDED.contains(fields.group(1))
              || (Long.parseLong(fields.group(2)) & KERNEL_THREAD) != 0);
    } catch (IOException goneOrNotOurs) {
      return Files.notExists(process);
    }
  }

  /**
   * Whether a program has the other side of a pseudo terminal, and so is the device, or the cable
   * to it, and not the one who uses it: socat and the programs of serial device servers keep both
   * sides open.
   */
  private static boolean playsTheDevice(Path process, Target target) {
    if (!target.isTerminal()) {
      return false;
    }
    Pattern otherSide = Pattern.compile("(?m)^tty-index:\\s+" + target.terminal() + "$");
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path each : open) {
        if (Files.readSymbolicLink(each).endsWith("ptmx")) {
          Path info = process.resolve("fdinfo").resolve(each.getFileName());
          if (otherSide.matcher(Files.readString(info, StandardCharsets.ISO_8859_1)).find()) {
            return true;
          }
        }
      }
    } catch (IOException | DirectoryIteratorException goneOrNotOurs) {
      return false;
    }
    return false;
  }

  /** Whether an open file is the node. Files that are no devices are told by their name alone. */
  private static Kind isOf(Path open, Target target) {
    try {
      return isTheNode(open, target) ? Kind.HELD : Kind.FREE;
    } catch (NoSuchFileException closedMeanwhile) {
      return Kind.FREE;
    } catch (IOException notOurs) {
      return Kind.UNKNOWN;
    }
  }

  private static boolean isTheNode(Path open, Target target) throws IOException {
    String name = Files.readSymbolicLink(open).toString();
    if (name.equals(target.real().toString()) || name.equals(target.name())) {
      // Each container has terminals of its own by the same names and numbers.
      return !target.isTerminal() || Files.isSameFile(open, target.real());
    }
    // In a container the same device may have another name. Never look at anything but devices:
    // a file of a network file system that does not answer would hold us up.
    return name.startsWith("/dev/")
        && !name.startsWith(TERMINALS)
        && !target.isTerminal()
        && target.device() != 0
        && device(open) == target.device();
  }

  private Optional<String> byLockFile(Path node, Target target, String exceptPid) {
    for (String folder : LOCK_FOLDERS) {
      for (Path name : List.of(node.getFileName(), target.real().getFileName())) {
        Path lock = root.resolve(folder).resolve("LCK.." + name);
        String pid = readLock(lock);
        // A program that ended without tidying up holds nothing.
        if (pid != null && !pid.equals(exceptPid) && mayRun(pid)) {
          return Optional.of(named(pid));
        }
      }
    }
    return Optional.empty();
  }

  /** The process id in a lock file, as text or as the four bytes of older programs, or null. */
  private static @Nullable String readLock(Path lock) {
    try (var in = Files.newInputStream(lock)) {
      byte[] content = in.readNBytes(LONGEST_LOCK_BYTES);
      Matcher text = LOCK_TEXT.matcher(new String(content, StandardCharsets.ISO_8859_1));
      if (text.matches()) {
        return text.group(1);
      }
      if (content.length == Integer.BYTES) {
        int pid = 0;
        for (int i = Integer.BYTES - 1; i >= 0; i--) {
          pid = (pid << 8) | (content[i] & 0xFF); // kiosks are little-endian
        }
        return Integer.toUnsignedString(pid);
      }
      return null;
    } catch (IOException none) {
      return null;
    }
  }

  private boolean mayRun(String pid) {
    return Files.exists(proc(pid)) || !firstIsShown();
  }

  private boolean firstIsShown() {
    return Files.exists(proc(FIRST_PID));
  }

  private Path proc(String pid) {
    return root.resolve("proc").resolve(pid);
  }

  private String named(String pid) {
    try {
      String name = Files.readString(proc(pid).resolve("comm"), StandardCharsets.ISO_8859_1);
      return name.strip() + " (" + pid + ")";
    } catch (IOException unnamed) {
      return "process " + pid;
    }
  }
}
