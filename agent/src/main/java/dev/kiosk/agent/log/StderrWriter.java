package dev.kiosk.agent.log;

import dev.kiosk.agent.time.Time;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;
import org.tinylog.core.LogEntryValue;
import org.tinylog.writers.Writer;

/**
 * Writes the log to standard error. Where the journal of systemd reads it, each line begins with
 * its priority, {@code <3>} to {@code <7>} (sd-daemon(3)), and the journal adds the time; else with
 * the time of day and the level. A line that is repeated is counted, see {@link Repeats}.
 *
 * <p>tinylog makes one from its configuration, {@code writer = stderr}. From any thread.
 */
public final class StderrWriter implements Writer {

  private static final Duration SPAN = Duration.ofSeconds(60);

  /** Longer ones are cut: a device or a server must not fill the journal with one line. */
  private static final int MOST_CHARS = 4000;

  private final Supplier<PrintStream> out;
  private final boolean journal;
  private final Time time;
  private final Repeats repeats;
  private boolean awaited;
  private boolean closed;

  /**
   * As tinylog makes it.
   *
   * @param properties not needed
   */
  public StderrWriter(Map<String, String> properties) {
    this(() -> System.err, Journal.takesStderr(), Time.system(), SPAN);
  }

  StderrWriter(Supplier<PrintStream> out, boolean journal, Time time, Duration span) {
    this.out = out;
    this.journal = journal;
    this.time = time;
    this.repeats = new Repeats(span);
  }

  @Override
  public Collection<LogEntryValue> getRequiredLogEntryValues() {
    return EnumSet.of(LogEntryValue.LEVEL, LogEntryValue.MESSAGE, LogEntryValue.EXCEPTION);
  }

  @Override
  public synchronized void write(LogEntry entry) {
    var line = new Repeats.Line(priority(entry.getLevel()), text(entry));
    if (closed) { // what comes while the process ends is written as it is
      print(line);
      return;
    }
    repeats.take(line, time.nanos()).forEach(this::print);
    if (repeats.dueInNanos(time.nanos()) >= 0 && !awaited) {
      awaited = true;
      var waiter = new Thread(this::awaitCount, "log");
      waiter.setDaemon(true);
      waiter.start();
    }
  }

  /** Lives while there are repeats that nobody was told of. */
  private synchronized void awaitCount() {
    try {
      long left = repeats.dueInNanos(time.nanos());
      while (left > 0) {
        wait(left / 1_000_000 + 1);
        left = repeats.dueInNanos(time.nanos());
      }
      flush();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      awaited = false;
    }
  }

  /** Tells of repeats now. */
  @Override
  public synchronized void flush() {
    Repeats.Line count = repeats.count(time.nanos());
    if (count != null) {
      print(count);
    }
  }

  /** Tells of repeats; lines that still come are written, each of them. */
  @Override
  public synchronized void close() {
    flush();
    closed = true;
    notifyAll();
  }

  private static int priority(Level level) {
    return switch (level) {
      case ERROR -> Journal.ERROR;
      case WARN -> Journal.WARNING;
      case INFO -> Journal.INFO;
      default -> Journal.DEBUG;
    };
  }

  private static String word(int priority) {
    return switch (priority) {
      case Journal.ERROR -> "error";
      case Journal.WARNING -> "warning";
      case Journal.INFO -> "info";
      default -> "debug";
    };
  }

  private static String text(LogEntry entry) {
    String message = entry.getMessage() == null ? "" : entry.getMessage();
    String text = printable(message);
    Throwable failure = entry.getException();
    if (failure == null) {
      return text;
    }
    return text.isEmpty() ? trace(failure) : text + "\n" + trace(failure);
  }

  /** One line that moves no cursor and forges no other line. */
  private static String printable(String message) {
    String cut = message.length() <= MOST_CHARS ? message : message.substring(0, MOST_CHARS) + " …";
    return cut.replaceAll("[\\p{Cc}\\p{Cf}]+", " ").strip();
  }

  private static String trace(Throwable failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString()
        .lines()
        .filter(line -> !line.contains("at java.base/jdk.internal."))
        .map(line -> (line.startsWith("\t") ? "  " : "") + printable(line))
        .collect(Collectors.joining("\n"));
  }

  private void print(Repeats.Line line) {
    String text =
        journal
            ? Journal.marked(line.priority(), line.text())
            : clock() + " " + word(line.priority()) + ": " + line.text();
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8); // whatever the locale says
    PrintStream stream = out.get();
    stream.write(bytes, 0, bytes.length);
    stream.flush();
  }

  /** The zone is looked up here, because in a journal, which has its own clock, none is needed. */
  private String clock() {
    var now = Instant.ofEpochMilli(time.wallMillis()).atZone(ZoneId.systemDefault());
    return two(now.getHour()) + ":" + two(now.getMinute()) + ":" + two(now.getSecond());
  }

  private static String two(int number) {
    return (number < 10 ? "0" : "") + number;
  }
}
