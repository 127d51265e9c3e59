package dev.kiosk.simulator.hub.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Notices that files have changed and then kept still, so that one which is being written is not
 * read in the middle. It is looked at from time to time, and asks nothing of the file system but
 * times, sizes and inodes: links that are switched over count as a change too.
 */
final class FileWatch {

  private final List<Path> files;
  private List<String> taken;
  private List<String> lastSeen;

  /** Watches from how the files are now. */
  FileWatch(List<Path> files) {
    this.files = List.copyOf(files);
    this.taken = stamps();
    this.lastSeen = taken;
  }

  /** Whether they are other than when this was last true, and the same as at the last look. */
  synchronized boolean hasChanged() {
    List<String> now = stamps();
    boolean still = now.equals(lastSeen);
    lastSeen = now;
    if (!still || now.equals(taken)) {
      return false;
    }
    taken = now;
    return true;
  }

  private List<String> stamps() {
    List<String> stamps = new ArrayList<>();
    for (Path file : files) {
      try {
        var seen = Files.readAttributes(file, BasicFileAttributes.class);
        stamps.add(seen.lastModifiedTime() + " " + seen.size() + " " + seen.fileKey());
      } catch (IOException unreadable) {
        stamps.add(unreadable.getClass().getName());
      }
    }
    return stamps;
  }
}
