package dev.kiosk.agent.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs a main class in a process of its own, on our class path. */
public final class ChildJvm {

  /** The options are taken from the script itself, so that they are the ones of today. */
  private static final Path START_SCRIPT = Path.of("src", "dist", "bin", "kiosk-agent");

  private final List<String> options;

  private ChildJvm(List<String> options) {
    this.options = options;
  }

  /**
   * With the options that the agent's start script gives it.
   *
   * @param module the folder of the agent's module
   */
  public static ChildJvm ofAgent(Path module) throws IOException {
    Path script = module.resolve(START_SCRIPT);
    try (Stream<String> lines = Files.lines(script)) {
      List<String> options =
          lines
              .filter(line -> !line.startsWith("#"))
              .flatMap(line -> Stream.of(line.trim().split(" ")))
              .filter(word -> word.startsWith("-X"))
              .toList();
      if (options.isEmpty()) {
        throw new IOException(script + " starts the agent without any -X option");
      }
      return new ChildJvm(options);
    }
  }

  /** Other options than the agent's; none for a machine as it comes. */
  public static ChildJvm plain(String... options) {
    return new ChildJvm(List.of(options));
  }

  /** The options, with blanks between. */
  public String options() {
    return String.join(" ", options);
  }

  /** Runs it to its end; what it prints goes where ours goes. */
  public void run(Class<?> main, String... arguments) throws IOException, InterruptedException {
    end(command(main, arguments).inheritIO().start());
  }

  /** Runs it to its end and returns what it printed. */
  public String output(Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    Process process =
        command(main, arguments).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    end(process);
    return output;
  }

  /**
   * Starts it; its standard input and output are ours to talk by.
   *
   * @param log what it says on standard error is appended there
   */
  public Process start(Path log, Class<?> main, String... arguments) throws IOException {
    return command(main, arguments)
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private ProcessBuilder command(Class<?> main, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private static void end(Process process) throws IOException, InterruptedException {
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException("a measuring process ended with status " + status);
    }
  }
}
