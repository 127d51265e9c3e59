package dev.kiosk.agent.peer;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A {@code cupsd} with a configuration, a spool and a socket of its own: {@code run/cups/cups.sock}
 * below its folder, which so plays the root of a machine.
 */
public final class PrivateCups implements AutoCloseable {

  private static final String FILES =
      """
      ServerRoot %1$s/etc
      RequestRoot %1$s/spool
      CacheDir %1$s/cache
      StateDir %1$s/run/cups
      TempDir %1$s/tmp
      ErrorLog %1$s/error.log
      AccessLog %1$s/access.log
      PageLog %1$s/page.log
      SystemGroup root
      """;

  private static final String RULES =
      """
      Listen %s
      Browsing No
      WebInterface No
      DefaultAuthType None
      <Location />
        Allow all
      </Location>
      <Policy default>
        <Limit All>
          Order deny,allow
        </Limit>
      </Policy>
      """;

  private final Peer server;
  private final Path dir;

  private PrivateCups(Peer server, Path dir) {
    this.server = server;
    this.dir = dir;
  }

  /** Starts one in an empty folder, or skips the test. */
  public static PrivateCups start(Path dir) throws IOException {
    Peer.needs("cupsd", "cups-daemon");
    Peer.needs("lpadmin", "cups-client");
    Peer.needsRoot("cupsd runs its backends as another user");
    for (String folder : List.of("etc", "spool", "cache", "run/cups", "tmp")) {
      Files.createDirectories(dir.resolve(folder));
    }
    // The backends run as another user and must get through to the spool.
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx--x--x"));
    Path socket = dir.resolve("run/cups/cups.sock");
    Path rules = Files.writeString(dir.resolve("etc/cupsd.conf"), RULES.formatted(socket));
    Path files = Files.writeString(dir.resolve("etc/cups-files.conf"), FILES.formatted(dir));
    Peer server =
        Peer.start(
            dir.resolve("cupsd.log"),
            "cupsd",
            "-f",
            "-c",
            rules.toString(),
            "-s",
            files.toString());
    await("cupsd listens").atMost(Duration.ofSeconds(30)).until(() -> Files.exists(socket));
    return new PrivateCups(server, dir);
  }

  /**
   * Runs a program of CUPS against it, for instance {@code lpadmin}.
   *
   * @return what it printed
   */
  public String run(String... command) throws IOException, InterruptedException {
    Path log = Files.createTempFile(dir, "client", ".log");
    var socket = Map.of("CUPS_SERVER", dir.resolve("run/cups/cups.sock").toString());
    try (Peer client = Peer.start(log, socket, command)) {
      boolean ended =
          ProcessHandle.of(client.pid())
              .map(
                  each ->
                      each.onExit()
                          .orTimeout(30, TimeUnit.SECONDS)
                          .handle((p, late) -> late == null)
                          .join())
              .orElse(true);
      if (!ended) {
        throw new AssertionError(String.join(" ", command) + " does not end");
      }
      return client.printed();
    }
  }

  /** What it wrote into its log, for a test that failed. */
  public String log() throws IOException {
    try (Stream<String> lines = Files.lines(dir.resolve("error.log"))) {
      return String.join("\n", lines.toList());
    }
  }

  /** Its process id. */
  public long pid() {
    return server.pid();
  }

  @Override
  public void close() {
    server.close();
  }
}
