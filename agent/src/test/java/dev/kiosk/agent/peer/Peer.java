package dev.kiosk.agent.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A program that somebody else wrote, run for a test and ended with it. */
public final class Peer implements AutoCloseable {

  private static final List<String> PATH =
      List.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin");

  private final Process process;
  private final Path log;

  private Peer(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Skips the test, with the reason, unless the program is installed.
   *
   * @param debianPackage where it comes from
   */
  public static void needs(String program, String debianPackage) {
    boolean there =
        PATH.stream().map(Path::of).anyMatch(dir -> Files.isExecutable(dir.resolve(program)));
    Assumptions.assumeTrue(
        there, program + " is not installed here; Debian has it in " + debianPackage);
  }

  /** Skips the test, with the reason, unless it runs as root. */
  public static void needsRoot(String why) {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "this needs root: " + why);
  }

  /** Starts a program; all that it prints goes to a file. */
  public static Peer start(Path log, String... command) throws IOException {
    return start(log, Map.of(), command);
  }

  /** Starts a program with more environment variables. */
  public static Peer start(Path log, Map<String, String> environment, String... command)
      throws IOException {
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    return new Peer(process, log);
  }

  /**
   * Runs a program to its end.
   *
   * @return what it printed
   * @throws AssertionError when it does not end within 30 s or with another code than 0
   */
  public static String run(String... command) throws IOException, InterruptedException {
    Path log = Files.createTempFile("peer", ".log");
    try (Peer peer = start(log, command)) {
      boolean ended = peer.process.waitFor(30, TimeUnit.SECONDS);
      String printed = peer.printed();
      if (!ended || peer.process.exitValue() != 0) {
        throw new AssertionError(
            String.join(" ", command)
                + (ended ? " ended with " + peer.process.exitValue() : " does not end")
                + ":\n"
                + printed);
      }
      return printed;
    } finally {
      Files.deleteIfExists(log);
    }
  }

  /** A port of the loopback that nobody listens on now. */
  public static int freePort() {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return server.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }

  /** Whether it still runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** What it printed so far. */
  public String printed() throws IOException {
    return Files.readString(log, StandardCharsets.ISO_8859_1);
  }

  /** Ends it, and the programs that it started. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(3, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor(3, TimeUnit.SECONDS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
