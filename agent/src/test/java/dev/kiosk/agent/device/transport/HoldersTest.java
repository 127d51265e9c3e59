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
    process(812, "kiosk-app");
  }

  @Test
  void aPortThatNobodyHasIsFree() {
    assertThat(holders.holder(port)).isEmpty();
    assertThat(holders.holder(root.resolve("dev/ttyNONE"))).isEmpty();
    assertThat(new Holders(root.resolve("no-proc")).holder(port)).isEmpty();
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

  private void lock(String path, String content) throws IOException {
    Path lock = root.resolve(path);
    Files.createDirectories(lock.getParent());
    Files.writeString(lock, content);
  }
}
