package dev.kiosk.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.telemetry.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine, or a container, whose {@code /sys} is not there: in a process of its own. */
class WithoutSysTest {

  @TempDir private Path dir = Path.of("");

  /** What the process does: one look with each probe, and a second one at the load. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws InterruptedException {
      Path root = Path.of(args[0]);
      List<HostProbe> probes = HostSensors.open(root, root);
      probes.get(0).read();
      Thread.sleep(100); // some ticks of the kernel's, of which there are a hundred a second
      for (HostProbe probe : probes) {
        System.out.println(probe.metric() + " " + probe.read().isPresent());
      }
    }
  }

  private String run() throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Program.class.getName(), dir.toString()));
    Path log = dir.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(log);
  }

  private void theRestIsRead(String said) {
    assertThat(said)
        .contains(Metric.CPU + " true", Metric.MEMORY + " true", Metric.DISK + " true")
        .contains(Metric.TEMPERATURE + " false")
        .doesNotContain("\tat ", "Exception")
        .hasLineCount(5);
  }

  @Test
  void aMissingSysIsToldAndTheRestIsRead() throws Exception {
    String said = run();
    assertThat(said)
        .contains(
            dir.resolve("sys")
                + " is not there: no temperature is read, and nothing is known of USB devices;"
                + " all else goes on");
    theRestIsRead(said);
  }

  @Test
  void anEmptySysIsToldToo() throws Exception {
    Files.createDirectory(dir.resolve("sys"));
    String said = run();
    assertThat(said).contains(dir.resolve("sys") + " is empty: no temperature is read");
    theRestIsRead(said);
  }

  @Test
  void aSysWithSomethingInItIsNotTalkedOf() throws Exception {
    Files.createDirectories(dir.resolve("sys/bus"));
    assertThat(run()).hasLineCount(4);
  }
}
