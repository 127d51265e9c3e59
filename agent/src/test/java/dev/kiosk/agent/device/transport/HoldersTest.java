package dev.kiosk.agent.device.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a machine that is a folder. With real processes and terminals: {@link SerialPeerTest}. */
class HoldersTest {

  private final Path root;
  private final Path port;
  private final Holders holders;

  HoldersTest(@TempDir Path root) {
    this.root = root;
    this.port = root.resolve("dev/ttyUSB0");
    this.holders = new Holders(root);
  }

  @BeforeEach
  void thereIsAPort() throws IOException {
    Files.createDirectories(root.resolve("dev/serial/by-id"));
    Files.createFile(port);
    Files.createSymbolicLink(byId("usb-FTDI"), port);
    process(1, "systemd");
    process(812, "kiosk-app");
  }

  @Test
  void aPortThatNobodyHasIsFree() {
    assertThat(holders.holder(port)).isEmpty();
    assertThat(holders.holder(root.resolve("dev/ttyNONE"))).isEmpty();
    assertThat(new Holders(root.resolve("no-proc")).holder(port)).isEmpty();
    assertThat(holders.look(port)).isEqualTo(Holding.FREE);
    assertThat(holders.look(root.resolve("dev/ttyNONE"))).isEqualTo(Holding.FREE);
  }

  @Test
  void aProgramWhoseOpenFilesAreNotShownMayHaveThePort() throws IOException {
    hidden(900, "900 (kiosk (app)) S 1 900 900 0 -1 4194560 0 0");

    assertThat(holders.look(port)).isEqualTo(Holding.UNKNOWN);
    assertThat(holders.holder(port)).isEmpty();
  }

  @Test
  void anOpenFileThatIsNotShownMayBeThePort() throws IOException {
    Files.createFile(root.resolve("proc/812/fd/3"));

    assertThat(holders.look(port)).isEqualTo(Holding.UNKNOWN);
  }

  @Test
  void whoIsSeenToHaveItCountsMoreThanWhoIsNotShown() throws IOException {
    hidden(70, "70 (dbus-daemon) S 1 70 70 0 -1 4194560 0 0");
    hidden(9000, "9000 (cron) S 1 9000 9000 0 -1 4194560 0 0");
    Files.createSymbolicLink(root.resolve("proc/812/fd/3"), Path.of("/dev/ttyUSB0"));

    assertThat(holders.look(port)).isEqualTo(Holding.by("kiosk-app (812)"));
  }

  @Test
  void whoIsNotShownButLeftALockFileIsNamed() throws IOException {
    hidden(900, "900 (kiosk-app) S 1 900 900 0 -1 4194560 0 0");
    lock("run/lock/LCK..ttyUSB0", "900\n");

    assertThat(holders.look(port)).isEqualTo(Holding.by("process 900"));
  }

  /** The kernel's own threads and programs that have ended have no open files at all. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "900 (kthreadd) S 0 0 0 0 -1 2129984 0 0",
        "900 (kworker/0:1) I 2 0 0 0 -1 69238880 0 0",
        "900 (sh) Z 1 900 900 0 -1 4194308 0 0"
      })
  void whatHasNoOpenFilesNeedNotShowThem(String stat) throws IOException {
    hidden(900, stat);

    assertThat(holders.look(port)).isEqualTo(Holding.FREE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "900", "900 (x", "900 (x) S", "900 (x) S 1 900 900 0 -1 many 0"})
  void aProcessThatMakesNoSenseMayHaveThePort(String stat) throws IOException {
    hidden(900, stat);

    assertThat(holders.look(port)).isEqualTo(Holding.UNKNOWN);
  }

  /** As with hidepid=2, or ProtectProc=invisible of systemd. */
  @Test
  void whereOtherProcessesAreHiddenAnyOfThemMayHaveThePort() throws IOException {
    Files.delete(root.resolve("proc/1/comm"));
    Files.delete(root.resolve("proc/1/fd"));
    Files.delete(root.resolve("proc/1"));
    assertThat(holders.look(port)).isEqualTo(Holding.UNKNOWN);

    lock("run/lock/LCK..ttyUSB0", "900\n");
    assertThat(holders.look(port)).isEqualTo(Holding.by("process 900"));
  }

  @Test
  void withoutProcessesToLookAtNothingIsKnown() throws IOException {
    Path empty = Files.createDirectories(root.resolve("no-proc/dev"));
    Path there = Files.createFile(empty.resolve("ttyUSB0"));

    assertThat(new Holders(root.resolve("no-proc")).look(there)).isEqualTo(Holding.UNKNOWN);
  }

  @Test
  void whoHasItOpenIsNamedAlsoWhenAskedByALink() throws IOException {
    Files.createSymbolicLink(root.resolve("proc/812/fd/3"), Path.of("/dev/ttyUSB0"));

    assertThat(holders.holder(port)).contains("kiosk-app (812)");
    assertThat(holders.holder(byId("usb-FTDI"))).contains("kiosk-app (812)");
  }

  @Test
  void anotherPortIsNotThisOne() throws IOException {
    Files.createSymbolicLink(root.resolve("proc/812/fd/3"), Path.of("/dev/ttyUSB01"));
    Files.createSymbolicLink(root.resolve("proc/812/fd/4"), Path.of("socket:[77]"));

    assertThat(holders.holder(port)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"       812\n", "812", "812 kiosk-app root\n", ",\u0003\u0000\u0000"})
  void aLockFileOfALivingProgramHoldsThePort(String content) throws IOException {
    lock("var/lock/LCK..ttyUSB0", content);

    assertThat(holders.holder(byId("usb-FTDI"))).contains("kiosk-app (812)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"813\n", "", "nobody", "99999999999999999999", "-1", "\u0000"})
  void aLockFileThatWasLeftBehindOrMakesNoSenseHoldsNothing(String content) throws IOException {
    lock("run/lock/LCK..ttyUSB0", content);

    assertThat(holders.holder(port)).isEmpty();
  }

  @Test
  void aNameThatIsStillBeingMadeIsNotLookedAt() throws IOException {
    Files.createSymbolicLink(byId(".#usb-FTDI"), port);
    Files.createSymbolicLink(root.resolve("proc/812/fd/3"), Path.of("/dev/ttyUSB0"));

    assertThat(holders.holder(byId(".#usb-FTDI"))).isEmpty();
  }

  @Test
  void aProcessWithoutANameIsToldByItsNumber() throws IOException {
    Files.createDirectories(root.resolve("proc/900/fd"));
    Files.createSymbolicLink(root.resolve("proc/900/fd/0"), port);

    assertThat(holders.holder(port)).contains("process 900");
  }

  private Path byId(String name) {
    return root.resolve("dev/serial/by-id").resolve(name);
  }

  private void process(int pid, String name) throws IOException {
    Path process = root.resolve("proc/" + pid);
    Files.createDirectories(process.resolve("fd"));
    Files.writeString(process.resolve("comm"), name + "\n");
  }

  /** A process whose folder of open files cannot be listed. To root everything is, but no file. */
  private void hidden(int pid, String stat) throws IOException {
    Path process = Files.createDirectories(root.resolve("proc/" + pid));
    Files.createFile(process.resolve("fd"));
    Files.writeString(process.resolve("stat"), stat + "\n");
  }

  private void lock(String path, String content) throws IOException {
    Path lock = root.resolve(path);
    Files.createDirectories(lock.getParent());
    Files.writeString(lock, content);
  }
}
