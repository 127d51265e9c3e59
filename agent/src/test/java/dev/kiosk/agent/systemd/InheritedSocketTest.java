package dev.kiosk.agent.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real start script, the real perl, and a process in the agent's place. */
class InheritedSocketTest {

  @TempDir private Path home = Path.of("");

  /** Stands in for the agent. */
  static final class Program {

    private Program() {}

    public static void main(String[] arguments) throws Exception {
      Asked asked = Asked.by(Map.copyOf(System.getenv()), "1");
      var socket = new InheritedSocket(Time.system());
      System.out.println("connected: " + (asked != null && asked.connected()));
      try {
        socket.open();
      } catch (IOException unusable) {
        System.out.println(unusable.getMessage());
        return;
      }
      System.out.println(String.join(" ", arguments));
      System.out.println(socket.send("READY=1") && socket.send("STATUS=32 °C\nWATCHDOG=1"));
      int taken = 2;
      while (taken < 100_000 && socket.send("WATCHDOG=1")) {
        taken++;
      }
      System.out.println(taken);
      long before = Time.system().nanos() / 1000;
      System.out.println(socket.monotonicMicros() - before < 60_000_000);
    }
  }

  private List<String> start(String name, String script) throws Exception {
    Path bin = Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("VERSION"), "1 test\n");
    Files.copy(Path.of("../systemd/kiosk-agent-start"), bin.resolve("kiosk-agent-start"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var program = Program.class.getName();
    String start =
        "#!/bin/sh\nexec '%s' -Dfile.encoding=UTF-8 -cp '%s' '%s' \"$@\"\n"
            .formatted(java, System.getProperty("java.class.path"), program);
    Files.writeString(bin.resolve("kiosk-agent"), start);
    assertThat(bin.resolve("kiosk-agent").toFile().setExecutable(true)).isTrue();
    var builder = new ProcessBuilder("sh", bin.resolve(script).toString(), "--config", "a b");
    builder.environment().put("NOTIFY_SOCKET", name);
    builder.environment().put("STATE_DIRECTORY", home.resolve("state").toString());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    if (script.equals("kiosk-agent")) {
      builder.environment().put("KIOSK_NOTIFY_STDIN", "1");
    }
    Path out = home.resolve("out");
    Process process =
        builder
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readAllLines(out);
  }

  @Test
  void theManagerIsToldThroughStandardInput() throws Exception {
    var names = List.of(home.resolve("notify").toString(), "@kiosk-inherited-" + home.hashCode());
    for (String name : names) {
      try (NotifySocket manager = NotifySocket.at(name)) {
        var lines = new ArrayList<>(start(name, "kiosk-agent-start"));
        int taken = Integer.parseInt(lines.remove(3));
        assertThat(lines).containsExactly("connected: true", "run --config a b", "true", "true");
        assertThat(taken).isBetween(2, 99_999); // nobody waits for a manager that does not listen
        assertThat(manager.told()).hasSize(taken).startsWith("READY=1", "STATUS=32 °C\nWATCHDOG=1");
      }
      Files.delete(home.resolve("bin/kiosk-agent-start"));
    }
  }

  @Test
  void whereNobodyListensTheAgentStartsWithoutTheSocket() throws Exception {
    assertThat(start("/nobody/listens", "kiosk-agent-start"))
        .containsExactly(
            "connected: false",
            "standard input is /dev/null, no socket as KIOSK_NOTIFY_STDIN says; start the agent with kiosk-agent-start, or without this variable");
  }

  @Test
  void aStandardInputThatIsNoSocketIsSaid() throws Exception {
    assertThat(start("@n", "kiosk-agent").get(1))
        .startsWith("standard input is /dev/null, no socket");
  }
}
