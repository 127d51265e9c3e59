package dev.kiosk.agent.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The file systems of this machine, as {@code /proc/self/mountinfo} tells them (proc(5)). */
final class Mounts {

  private static final Set<String> MEMORY = Set.of("tmpfs", "ramfs", "rootfs", "devtmpfs");
  private static final Pattern MEMORY_DEVICE = Pattern.compile("/dev/(ram|zram)[0-9]+");
  private static final Pattern UPPER = Pattern.compile("(?:^|,)upperdir=([^,]+)");
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

  /** Device and inode numbers, root, mount point, options, optional fields, kind, source, more. */
  private static final Pattern LINE =
      Pattern.compile("\\S+ \\S+ \\S+ \\S+ (\\S+) (\\S+)(?: \\S+)*? - (\\S+) (\\S+) ?(\\S*)");

  private final List<Mount> mounts;

  private Mounts(List<Mount> mounts) {
    this.mounts = mounts;
  }

  /**
   * One file system where it is mounted.
   *
   * @param kind for instance {@code ext4}
   * @param source for instance {@code /dev/mmcblk0p2}
   * @param options of this mount
   * @param more options of the file system
   */
  record Mount(Path point, String kind, String source, String options, String more) {

    boolean readOnly() {
      return Stream.of(options, more).anyMatch(all -> ("," + all + ",").contains(",ro,"));
    }

    /** For people: {@code ext4 on /, from /dev/mmcblk0p2}. */
    String words() {
      return kind + " on " + point + ", from " + source + (readOnly() ? ", read-only" : "");
    }
  }

  /** What becomes of what is written at a place when the power is cut. */
  enum Keeps {
    /** It stays. */
    YES,
    /** It is in memory, and gone. */
    NO,
    /** An overlay whose upper folder is not to be seen from here. */
    UNKNOWN
  }

  /**
   * The mounts that there are now; none where they cannot be read.
   *
   * @param system where {@code /proc} is found
   */
  static Mounts read(Path system) {
    try {
      Path file = system.resolve("proc/self/mountinfo");
      return parse(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException unknown) {
      return new Mounts(List.of());
    }
  }

  static Mounts parse(String text) {
    var mounts = new ArrayList<Mount>();
    for (String line : text.lines().toList()) {
      Matcher fields = LINE.matcher(line);
      if (fields.matches()) {
        mounts.add(
            new Mount(
                Path.of(plain(fields.group(1))),
                fields.group(3),
                plain(fields.group(4)),
                fields.group(2),
                plain(fields.group(5))));
      }
    }
    return new Mounts(mounts);
  }

  /** Blanks and their like are written as a backslash and three octal digits. */
  private static String plain(String field) {
    return OCTAL
        .matcher(field)
        .replaceAll(
            code ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(code.group(1), 8))));
  }

  /**
   * The mount that a place is on; null when nothing is known. Of two at one point the later hides.
   */
  @Nullable Mount of(Path place) {
    Mount nearest = null;
    for (Mount mount : mounts) {
      if (place.startsWith(mount.point())
          && (nearest == null || mount.point().getNameCount() >= nearest.point().getNameCount())) {
        nearest = mount;
      }
    }
    return nearest;
  }

  /** Whether what is written to a mount is still there after a power cut. */
  Keeps keeps(Mount mount) {
    if (MEMORY.contains(mount.kind()) || MEMORY_DEVICE.matcher(mount.source()).matches()) {
      return Keeps.NO;
    }
    if (!mount.kind().equals("overlay")) {
      return Keeps.YES;
    }
    Matcher upper = UPPER.matcher(mount.more());
    Mount below = upper.find() ? of(Path.of(upper.group(1))) : null;
    return below == null || below.kind().equals("overlay") ? Keeps.UNKNOWN : keeps(below);
  }
}
