package dev.kiosk.simulator.spine;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** One of the built programs, running. Its output goes to a file. */
final class Program implements AutoCloseable {

  static final Path SIMULATOR = Path.of("target/dist/bin/kiosk-simulator").toAbsolutePath();
  static final Path AGENT =
      Path.of("../agent/target/dist/bin/kiosk-agent").toAbsolutePath().normalize();

  private final Process process;
  private final Path log;

  private Program(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static Program start(Path log, Path program, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new Program(process, log);
  }

  /** Waits until it has printed the text. */
  Program awaitOutput(String text) {
    return awaitOutputs(text, 1);
  }

  /** Waits until the text stands so often in the log, which programs with the same log share. */
  Program awaitOutputs(String text, int times) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .failFast("it ended: " + log, () -> !process.isAlive())
        .until(() -> output().split(Pattern.quote(text), -1).length > times);
    return this;
  }

  String output() throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** SIGTERM; returns how long it took to end. */
  Duration stop() throws InterruptedException {
    var time = dev.kiosk.agent.time.Time.system();
    long start = time.nanos();
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return Duration.ofNanos(time.nanos() - start);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
