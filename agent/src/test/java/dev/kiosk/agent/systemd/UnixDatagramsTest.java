package dev.kiosk.agent.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixDatagramsTest {

  @TempDir private Path dir = Path.of("");

  private static String abstractName() {
    return "@kiosk-agent-test-" + ProcessHandle.current().pid();
  }

  private static UnixDatagrams opened(String name) throws IOException {
    var datagrams = new UnixDatagrams(name);
    datagrams.open();
    return datagrams;
  }

  @Test
  void whatIsSentArrivesAtAPathAndAtAnAbstractName() throws Exception {
    for (String name : new String[] {dir.resolve("notify").toString(), abstractName()}) {
      try (NotifySocket manager = NotifySocket.at(name)) {
        UnixDatagrams to = opened(name);
        assertThat(to.send("READY=1")).isTrue();
        assertThat(to.send("STATUS=32 °C\nWATCHDOG=1")).isTrue();
        assertThat(manager.told()).containsExactly("READY=1", "STATUS=32 °C\nWATCHDOG=1");
      }
    }
  }

  @Test
  void aManagerThatDoesNotListenIsNotWaitedFor() throws Exception {
    try (NotifySocket manager = NotifySocket.at(abstractName())) {
      UnixDatagrams to = opened(abstractName());
      int taken = 0;
      while (taken < 100_000 && to.send("WATCHDOG=1")) {
        taken++;
      }
      assertThat(taken).isLessThan(100_000);
      assertThat(manager.told()).hasSize(taken);
      assertThat(to.send("WATCHDOG=1")).isTrue();
    }
  }

  @Test
  void aManagerThatWasStartedAnewIsReached() throws Exception {
    Path path = dir.resolve("notify");
    UnixDatagrams to = opened(path.toString());
    assertThatThrownBy(() -> to.send("READY=1"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No such file");
    for (int i = 0; i < 2; i++) {
      try (NotifySocket manager = NotifySocket.at(path.toString())) {
        assertThat(to.send("READY=1")).isTrue();
        assertThat(manager.told()).containsExactly("READY=1");
      }
      assertThatThrownBy(() -> to.send("READY=1"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("refused");
      Files.delete(path);
    }
  }

  /** By proc(5), the second since the boot; the clock leaves out the time asleep. */
  @Test
  void itsClockIsTheKernelsMonotonicOne() throws Exception {
    UnixDatagrams to = opened("@nobody");
    String uptime = Files.readString(Path.of("/proc/uptime"), StandardCharsets.US_ASCII);
    long bootMicros = (long) (Double.parseDouble(uptime.split(" ")[0]) * 1e6);
    long nanosMicros = dev.kiosk.agent.time.Time.system().nanos() / 1000; // HotSpot's on Linux
    assertThat(to.monotonicMicros()).isBetween(nanosMicros, nanosMicros + 60_000_000);
    assertThat(to.monotonicMicros()).isLessThan(bootMicros + 60_000_000);
  }
}
