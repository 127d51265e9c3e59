package dev.kiosk.agent.device.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a machine that is a folder, whose port is a file. With real ones: {@link SerialPeerTest}. */
class SerialDialerTest {

  private final Path root;
  private final Time time = Time.system();

  SerialDialerTest(@TempDir Path root) {
    this.root = root;
  }

  @BeforeEach
  void thereIsAPortThatOnlyAHiddenProgramMayHave() throws IOException {
    Files.createDirectories(root.resolve("dev"));
    Files.createFile(root.resolve("dev/ttyS7"));
    Files.createDirectories(root.resolve("proc/1"));
    Files.createFile(root.resolve("proc/1/fd"));
  }

  @Test
  void aPortThatMayBeHeldIsLeftAloneAndTheRemedyIsTold() {
    TransportException left = failure("serial:/dev/ttyS7");

    assertThat(left)
        .hasMessage(
            "serial:/dev/ttyS7?baud=9600: it is left alone, as a program whose open files the agent"
                + " may not see could have it; give the agent CAP_SYS_PTRACE and"
                + " CAP_DAC_READ_SEARCH, or set unseen=open if no such program uses this port");
    assertThat(left.trouble()).isEqualTo(Trouble.DENIED);
    assertThat(left.condition()).isEqualTo(Condition.STATUS_UNKNOWN);
  }

  @Test
  void aPortThatIsNotThereIsAbsentWhoeverIsHidden() {
    assertThat(failure("serial:/dev/ttyS8").trouble()).isEqualTo(Trouble.ABSENT);
  }

  @Test
  void aPortThatOnlySeenProgramsUseIsOpenedIfTheyAreSaidToBeAll() {
    assertThat(failure("serial:/dev/ttyS7?unseen=open"))
        .hasMessageContaining("is not a serial port that works");
  }

  @Test
  void aProgramThatIsSeenToHaveThePortKeepsItWhateverIsSaidOfTheOthers() throws IOException {
    Files.createDirectories(root.resolve("proc/812/fd"));
    Files.createSymbolicLink(root.resolve("proc/812/fd/3"), Path.of("/dev/ttyS7"));

    assertThat(failure("serial:/dev/ttyS7?unseen=open"))
        .hasMessageContaining("it is in use by process 812")
        .returns(Trouble.IN_USE, TransportException::trouble);
  }

  @Test
  void aProgramThatOpensThePortJustBeforeTheAgentFindsItUntouched() throws IOException {
    Files.createDirectories(root.resolve("proc/812/fd"));
    var opening = new HookedTime(() -> opens(812));

    TransportException found = failure("serial:/dev/ttyS7?unseen=open", opening);

    assertThat(found)
        .hasMessageContaining("it is in use by process 812")
        .returns(Trouble.IN_USE, TransportException::trouble);
  }

  private void opens(int pid) {
    try {
      Path file = root.resolve("proc/" + pid + "/fd/3");
      Files.deleteIfExists(file);
      Files.createSymbolicLink(file, Path.of("/dev/ttyS7"));
    } catch (IOException noRoom) {
      throw new UncheckedIOException(noRoom);
    }
  }

  private TransportException failure(String endpoint) {
    return failure(endpoint, time);
  }

  private TransportException failure(String endpoint, Time clock) {
    long deadlineNanos = time.nanos() + Duration.ofSeconds(20).toNanos();
    Dialer dialer = Dialers.of(endpoint, 9100, Machine.of(root, clock));
    return catchThrowableOfType(
        TransportException.class, () -> dialer.dial(Duration.ofSeconds(1), deadlineNanos));
  }

  /**
   * The port is found free, the clock is read, the port is opened: in between, something happens.
   */
  private record HookedTime(Runnable happens) implements Time {

    @Override
    public long nanos() {
      happens.run();
      return 0;
    }

    @Override
    public long wallMillis() {
      return 0;
    }
  }
}
