package dev.kiosk.agent.spool.real;

import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.time.Time;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process of {@link SpoolUser}, and the lines that came from it so far. */
final class Victim implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  /** What a JVM that died by SIGKILL leaves: 128 + 9. */
  private static final int KILLED = 137;

  private final Process process;
  private final Thread reader;
  private final List<String> lines = new ArrayList<>();
  private final Time time = Time.system();
  private boolean ended;

  private Victim(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "victim");
    reader.setDaemon(true);
  }

  /**
   * Begins a life.
   *
   * @param served whether a server reads and receipts
   */
  static Victim start(Life life, boolean served, Facts facts) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx160m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SpoolUser.class.getName());
    command.add(life.dir().toString());
    command.add(Long.toString(life.maxBytes()));
    command.add(Long.toString(life.seed()));
    command.add(served ? "served" : "alone");
    command.add(Long.toString(facts.receipted(Lane.ALERTS)));
    command.add(Long.toString(facts.receipted(Lane.READINGS)));
    facts.gaps().stream().distinct().forEach(gap -> command.add(gap.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("JAVA_TOOL_OPTIONS"); // it would be told of on the first line
    var victim = new Victim(builder.start());
    victim.reader.start();
    return victim;
  }

  private void read() {
    try (BufferedReader in = process.inputReader()) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        synchronized (lines) {
          lines.add(line);
          lines.notifyAll();
        }
      }
    } catch (IOException failure) {
      synchronized (lines) {
        lines.add("! the lines ended: " + failure);
      }
    } finally {
      synchronized (lines) {
        ended = true;
        lines.notifyAll();
      }
    }
  }

  /** Waits until a line begins so. */
  void await(String start) throws InterruptedException {
    await("a line " + start, said -> said.stream().anyMatch(line -> line.startsWith(start)));
  }

  /** Waits until one more line begins so than now. */
  void awaitAnother(String start) throws InterruptedException {
    long now = count(said(), start);
    await("another line " + start, said -> count(said, start) > now);
  }

  private static long count(List<String> said, String start) {
    return said.stream().filter(line -> line.startsWith(start)).count();
  }

  /** Waits until so many lines have come. */
  void await(int count) throws InterruptedException {
    await(count + " lines", said -> said.size() >= count);
  }

  private void await(String what, Predicate<List<String>> enough) throws InterruptedException {
    long deadline = time.nanos() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (lines) {
      while (!enough.test(lines)) {
        if (ended || time.nanos() - deadline > 0) {
          throw new AssertionError(
              "waited for %s; the program %s and said %s"
                  .formatted(what, ended ? "ended" : "runs", tail()));
        }
        lines.wait(100); // every line wakes it sooner
      }
    }
  }

  private List<String> tail() {
    return lines.subList(Math.max(0, lines.size() - 20), lines.size());
  }

  /** What it has said so far. */
  List<String> said() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** Asks for an orderly stop, and does not wait for it. */
  void askToStop() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /**
   * SIGKILL. Waits until the process is gone.
   *
   * @return all that it said
   */
  List<String> kill() throws InterruptedException {
    process.toHandle().destroyForcibly(); // unlike the process's own method it leaves the pipe open
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the process " + process.pid() + " does not die");
    }
    reader.join();
    if (process.exitValue() != KILLED) {
      throw new AssertionError(
          "ended by itself with %d: %s".formatted(process.exitValue(), tail()));
    }
    return said();
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
    process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }
}
