package dev.kiosk.simulator.hub.command;

import dev.kiosk.simulator.hub.HubTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.tinylog.Logger;

/**
 * The lines of one hub, in {@code audit.jsonl}. The file is written anew when it has become much
 * longer than what it says. Used by one thread at a time, but for {@link #sync}.
 */
final class FileLedger implements Ledger {

  /** How many lines are more than what they say before the file is written anew. */
  private static final int SLACK_LINES = 20_000;

  /**
   * A disk that takes longer for a line, or for those that are waited for in a row, is behind.
   * Commands must be answered within 5 s.
   */
  private static final long PATIENCE_MILLIS = 2_000;

  private final Journal journal;
  private Reader reader = Nobody.READS;
  private long lines;
  private long linesAfterRewrite;

  /** Stands for the reader before there is one. */
  private enum Nobody implements Reader {
    READS;

    @Override
    public void line(long position, String line) {}

    @Override
    public List<String> kept() {
      return List.of();
    }
  }

  private FileLedger(Journal journal) {
    this.journal = journal;
  }

  /** The file of a data folder, which is made when it is absent. */
  static FileLedger in(Path dataDir, HubTime time) throws IOException {
    var thread = Executors.newSingleThreadExecutor(FileLedger::thread);
    return in(dataDir, new Backlog(thread, time, PATIENCE_MILLIS));
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "hub-audit");
    thread.setDaemon(true); // it may hang with its disk
    return thread;
  }

  static FileLedger in(Path dataDir, Backlog disk) throws IOException {
    Files.createDirectories(dataDir);
    return new FileLedger(Journal.open(dataDir.resolve("audit.jsonl"), disk));
  }

  @Override
  public void open(Reader given) throws IOException {
    reader = given;
    for (String line : journal.lines()) {
      lines++;
      reader.line(lines, line);
    }
    rewriteIfLong();
  }

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public CompletableFuture<Long> add(Subject subject, String line) {
    try {
      journal.add(line);
    } catch (IOException disk) {
      return CompletableFuture.failedFuture(disk);
    }
    return added(line);
  }

  @Override
  public CompletableFuture<Long> note(Subject subject, String line) {
    try {
      journal.note(line);
    } catch (IOException disk) {
      return CompletableFuture.failedFuture(disk);
    }
    return added(line);
  }

  private CompletableFuture<Long> added(String line) {
    lines++;
    long position = lines;
    reader.line(position, line);
    rewriteIfLong();
    return CompletableFuture.completedFuture(position);
  }

  private void rewriteIfLong() {
    if (lines < 2 * linesAfterRewrite + SLACK_LINES) {
      return;
    }
    try {
      List<String> kept = reader.kept();
      journal.rewrite(kept);
      lines = kept.size();
    } catch (IOException disk) {
      Logger.warn("audit.jsonl cannot be written anew, and goes on growing: {}", disk.toString());
    }
    linesAfterRewrite = lines; // after a failure, not again at each line
  }

  @Override
  public long behindMillis() {
    return journal.behindMillis();
  }

  @Override
  public void sync() throws IOException {
    journal.sync();
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
