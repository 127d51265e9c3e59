package dev.kiosk.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** On Linux the host is measured without OSHI: in a process whose JVM lists what it loads. */
class WithoutOshiTest {

  @TempDir private Path dir = Path.of("");

  @Test
  @EnabledOnOs(OS.LINUX)
  void noClassOfOshiIsLoaded() throws IOException, InterruptedException {
    Path loaded = dir.resolve("loaded");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + loaded,
                "-cp",
                System.getProperty("java.class.path"),
                WithoutSysTest.Program.class.getName(),
                "/")
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("said").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(Files.readString(dir.resolve("said"))).contains("CPU true", "MEMORY true");
    List<String> classes = Files.readAllLines(loaded);
    assertThat(classes).anyMatch(line -> line.contains(" " + ProcStat.class.getName() + " "));
    assertThat(classes).noneMatch(line -> line.contains(" oshi."));
  }
}
