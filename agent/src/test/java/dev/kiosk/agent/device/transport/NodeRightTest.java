package dev.kiosk.agent.device.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeRightTest {

  private static final Path NODE = Path.of("/dev/ttyUSB0");

  @TempDir private Path root = Path.of("");

  private static String missing(String group, String permissions) {
    GroupPrincipal groupOfNode = mock();
    when(groupOfNode.getName()).thenReturn(group);
    UserPrincipal owner = mock();
    when(owner.getName()).thenReturn("root");
    PosixFileAttributes of = mock();
    when(of.group()).thenReturn(groupOfNode);
    when(of.owner()).thenReturn(owner);
    when(of.permissions()).thenReturn(PosixFilePermissions.fromString(permissions));
    return NodeRight.missing(NODE, "kiosk-agent", of);
  }

  @Test
  void aGroupThatHasTheRightIsTheOneToJoin() {
    assertThat(missing("dialout", "rw-rw----"))
        .isEqualTo(
            "the agent may not open /dev/ttyUSB0; add the agent's user to its group (usermod -aG"
                + " dialout kiosk-agent) and restart the agent");
  }

  @Test
  void nobodyIsSentToAGroupThatHasNoRightEither() {
    String remedy =
        "the agent may not open /dev/ttyUSB0, only root may; let a rule of udev give it to the group of"
            + " the agent's user (GROUP=\"kiosk-agent\", MODE=\"0660\")";
    assertThat(missing("dialout", "rw-------")).isEqualTo(remedy);
    assertThat(missing("dialout", "rw--w----")).isEqualTo(remedy);
    assertThat(missing("root", "rw-rw----")).isEqualTo(remedy);
  }

  @Test
  void aDevOfItsOwnHidesDevicesWhichIsNotToSayThatTheyAreAbsent() throws IOException {
    mounts("devtmpfs /dev devtmpfs rw,nosuid 0 0", "tmpfs /dev tmpfs ro,nosuid,noexec 0 0");

    TransportException failure = NodeRight.noNode("serial:/dev/ttyS8", "/dev/ttyS8", root);
    assertThat(failure.trouble()).isEqualTo(Trouble.DENIED);
    assertThat(failure.finding().condition()).isEqualTo(Condition.STATUS_UNKNOWN);
    assertThat(failure.finding().next())
        .isEqualTo(
            "The agent is shown no devices, as its unit had none to allow when it started:"
                + " systemctl daemon-reload, and restart the agent.");
  }

  @Test
  void elsewhereWhatIsNotThereIsAbsent() throws IOException {
    assertThat(absent()).isEqualTo(Trouble.ABSENT);
    mounts("proc /proc proc ro 0 0", "devtmpfs /dev devtmpfs rw,nosuid,errors=ro 0 0", "odd");
    assertThat(absent()).isEqualTo(Trouble.ABSENT);
  }

  private Trouble absent() {
    return NodeRight.noNode("serial:/dev/ttyS8", "/dev/ttyS8", root).trouble();
  }

  private void mounts(String... lines) throws IOException {
    Path file = root.resolve("proc/self/mounts");
    Files.createDirectories(root.resolve("proc/self"));
    Files.writeString(file, String.join("\n", lines));
  }
}
