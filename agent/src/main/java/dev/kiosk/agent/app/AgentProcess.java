package dev.kiosk.agent.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds an agent that runs on this machine, by the command lines of all processes (proc(5)). */
final class AgentProcess {

  private static final String MAIN = Main.class.getName();

  private AgentProcess() {}

  /**
   * The number of a process that runs the service, or empty when none is to be seen.
   *
   * @param root where {@code /proc} is found
   */
  static Optional<String> running(Path root) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(root.resolve("proc"), "[0-9]*")) {
      for (Path process : all) {
        if (isAgent(process)) {
          return Optional.of(String.valueOf(process.getFileName()));
        }
      }
    } catch (IOException | DirectoryIteratorException noProc) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean isAgent(Path process) {
    try {
      String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      List<String> words = Arrays.asList(line.split("\0"));
      return words.indexOf(MAIN) >= 0 && words.indexOf("run") > words.indexOf(MAIN);
    } catch (IOException gone) {
      return false;
    }
  }
}
