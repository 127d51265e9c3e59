package dev.kiosk.simulator.bench;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process that we started and talk with, a line for a line. It does not outlive us. */
final class Child implements Closeable {

  /** Ticks a second in /proc; 100 on every architecture that Java runs on (see times(2)). */
  private static final double TICKS = 100;

  private static final long END_SECONDS = 10;

  private final Process process;
  private final BufferedReader from;
  private final Writer to;

  private Child(Process process) {
    this.process = process;
    this.from =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.to = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
  }

  /** Talks with a process that was just started. */
  static Child of(Process process) {
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-child"));
    return new Child(process);
  }

  /** Says a line and waits for the answer. */
  String ask(String line) throws IOException {
    tell(line);
    return read();
  }

  /** Says a line. */
  void tell(String line) throws IOException {
    to.write(line + "\n");
    to.flush();
  }

  /** Waits for a line. */
  String read() throws IOException {
    String line = from.readLine();
    if (line == null) {
      throw new IOException("process " + process.pid() + " ended early; its log says why");
    }
    return line;
  }

  /** Processor time since it started, in user and kernel mode, in seconds (proc_pid_stat(5)). */
  double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
  }

  /** Resident memory in MiB (proc_pid_status(5), VmRSS). */
  double residentMebibytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    throw new IOException("process " + process.pid() + " has no resident memory");
  }

  /** How many threads it has (proc_pid_status(5), Threads). */
  int threads() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("Threads:")) {
        return Integer.parseInt(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("process " + process.pid() + " has no threads");
  }

  /** SIGKILL, as from the kernel when memory is short; returns when it is dead. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to end and waits for it. */
  void end() throws IOException {
    try {
      to.close();
      from.transferTo(Writer.nullWriter());
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("process " + process.pid() + " did not end");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is left of it ends at once. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
