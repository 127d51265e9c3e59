package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kiosk.agent.config.ConfigException;
import dev.kiosk.agent.config.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrossChecksTest {

  private static final String DISK = "29 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw\n";

  @TempDir private Path root = Path.of("");
  private Path data = Path.of("");

  @BeforeEach
  void folders() throws IOException {
    data = Files.createDirectories(root.toRealPath().resolve("data"));
    mounts(DISK);
  }

  private void mounts(String text) throws IOException {
    Files.createDirectories(root.resolve("proc/self"));
    Files.writeString(root.resolve("proc/self/mountinfo"), text);
  }

  private String least() {
    return """
        [kiosk]
        tenant_id = "acme"
        host = "T1-K017"
        state_dir = "%s"
        [server]
        url = "wss://fleet.example.com/ws/agent"
        """
        .formatted(data.resolve("state"));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = CrossChecksTest.class.getResourceAsStream("/config/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Path file(String text) throws IOException {
    return Files.writeString(root.resolve("agent.toml"), text);
  }

  private List<String> notes(String text) throws ConfigException, IOException {
    return texts("", ConfigReader.check(file(text), root).notes());
  }

  private List<String> texts(String before, List<Problem> problems) {
    return problems.stream().map(each -> before + each.text().replace(root + "/", "")).toList();
  }

  @Test
  void whatDoesNotGoTogetherIsToldWithBothPlaces() throws IOException, ConfigException {
    mounts("29 1 0:26 / / rw,relatime - tmpfs tmpfs rw,size=99%\n");
    Files.createDirectories(root.resolve("dev/serial/by-id"));
    Files.createFile(root.resolve("dev/ttyACM0"));
    Files.createSymbolicLink(
        root.resolve("dev/serial/by-id/usb-Zebra-if00"), Path.of("../../ttyACM0"));
    Path file = file(resource("crossed.toml"));
    ConfigReader.Held held = ConfigReader.held(file, root);
    ConfigException wrong =
        catchThrowableOfType(ConfigException.class, () -> ConfigReader.check(file, root));
    CrossChecks.check(held);
    SharedPorts.check(held, root);
    DataFolders.of(root).check(held);
    String told =
        Stream.concat(
                texts("", wrong.problems()).stream(), texts("note: ", held.root().notes()).stream())
            .collect(Collectors.joining("\n", "", "\n"));
    assertThat(told).isEqualTo(resource("crossed.txt"));
  }

  @Test
  void devicesThatAreApartAreNoReasonToSpeak() throws ConfigException, IOException {
    String devices =
        """
        [[device]]
        id = "a"
        kind = "printer"
        driver = "escpos"
        endpoint = "tcp://10.0.0.7:9100"
        [[device.source]]
        driver = "snmp"
        endpoint = "snmp://10.0.0.7"
        [[device.source]]
        driver = "ipp"
        endpoint = "ipp://10.0.0.7"
        [[device]]
        id = "b"
        kind = "printer"
        driver = "escpos"
        endpoint = "tcp://10.0.0.7:9101"
        [[device.source]]
        driver = "usb"
        endpoint = "usb:1-1.2"
        """;
    assertThat(notes(least() + devices)).isEmpty();
  }

  @Test
  void aLimitByDefaultIsNoMistakeOfTheFile() throws ConfigException, IOException {
    assertThat(notes(least() + "[sample]\ncpu = \"off\"\n")).isEmpty();
  }

  @Test
  void aSpoolInMemoryIsTold() throws ConfigException, IOException {
    mounts(DISK + "40 29 0:30 / " + data + " rw - tmpfs none rw\n");
    assertThat(notes(least()))
        .singleElement()
        .asString()
        .startsWith("agent.toml:4:1: kiosk.state_dir: ")
        .contains("is in memory (tmpfs on " + data.toString().replace(root + "/", ""))
        .endsWith("choose a folder on a disk");
  }

  @Test
  void whereOnlyTheSpoolIsInMemoryItsOwnKeyIsTold() throws ConfigException, IOException {
    Path spool = Files.createDirectories(data.resolve("state/spool"));
    mounts(DISK + "40 29 0:30 / " + spool + " rw - ramfs none rw\n");
    assertThat(notes(least() + "[spool]\n"))
        .singleElement()
        .asString()
        .startsWith("agent.toml:7:1: spool.dir: ");
  }

  @Test
  void anOverlayIsAsLastingAsItsUpperFolder() throws ConfigException, IOException {
    String overlay = " rw - overlay overlay rw,lowerdir=/l,upperdir=%s/up,workdir=%s/work\n";
    String on = "41 29 0:31 / " + data + overlay;
    Path media = root.toRealPath().resolve("media");
    mounts(DISK + on.formatted("/upper", "/upper"));
    assertThat(notes(least())).isEmpty();
    mounts(DISK + "39 29 0:29 / " + media + " rw - tmpfs t rw\n" + on.formatted(media, media));
    assertThat(notes(least())).singleElement().asString().contains("is in memory (overlay on ");
    mounts("29 1 0:3 / / rw - overlay overlay rw,upperdir=/upper/data\n");
    assertThat(notes(least()))
        .singleElement()
        .asString()
        .contains("is on an overlay (overlay on /");
  }

  @Test
  void aReadOnlyFileSystemIsTold() throws ConfigException, IOException {
    mounts("29 1 179:2 / / ro,noatime - ext4 /dev/mmcblk0p2 rw\n");
    assertThat(notes(least()))
        .singleElement()
        .asString()
        .contains("is on a read-only file system (ext4 on /, from /dev/mmcblk0p2, read-only)");
  }

  @Test
  void aMountPointWithABlankIsReadAndALaterMountHidesAnEarlier() {
    Mounts mounts =
        Mounts.parse(
            DISK
                + "40 29 0:3 / /my\\040disk rw - xfs /dev/a rw\n"
                + "junk\n"
                + "41 29 0:3 / /my\\040disk rw master:1 propagate_from:2 - tmpfs b rw\n");
    assertThat(mounts.of(Path.of("/my disk/x"))).extracting(Mounts.Mount::kind).isEqualTo("tmpfs");
    assertThat(mounts.of(Path.of("/my disks"))).extracting(Mounts.Mount::kind).isEqualTo("ext4");
  }

  private List<String> looked(String text, DataFolders.Space space, String user)
      throws ConfigException, IOException {
    ConfigReader.Held held = ConfigReader.held(file(text), root);
    new DataFolders(Mounts.read(root), at -> space, user).check(held);
    return texts("", held.root().notes());
  }

  @Test
  void aSpoolLargerThanItsDiskIsTold() throws ConfigException, IOException {
    String text = least() + "[spool]\nmax_size = \"64MiB\"\n";
    assertThat(looked(text, new DataFolders.Space(32 << 20, 30 << 20), "nobody"))
        .singleElement()
        .asString()
        .startsWith("agent.toml:8:1: spool.max_size: 64 MiB is more than the whole file system");
    assertThat(looked(text, new DataFolders.Space(1L << 40, 5 << 20), "nobody"))
        .singleElement()
        .asString()
        .contains("the spool may grow by 64 MiB more, and ", "has only 5 MiB free");
    Path spool = Files.createDirectories(data.resolve("state/spool"));
    Files.write(spool.resolve("alerts-0.segment"), new byte[60 << 20]);
    assertThat(looked(text, new DataFolders.Space(1L << 40, 5 << 20), "nobody")).isEmpty();
  }

  @Test
  void aFolderThatIsAFileIsAMistake() throws IOException {
    Files.createFile(data.resolve("state"));
    ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> notes(least()));
    assertThat(texts("", wrong.problems()))
        .first()
        .asString()
        .startsWith("agent.toml:4:1: kiosk.state_dir: ")
        .endsWith("is a file; expected a folder, or nothing yet");
  }
}
