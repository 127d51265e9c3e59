package dev.kiosk.agent.device.zpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.RefusingPort;
import dev.kiosk.agent.device.transport.Dialers;
import dev.kiosk.agent.device.transport.TransportException;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TakenTest {

  private final TransportException refused;
  private final Taken taken = new Taken();
  private long nanos = 7;

  TakenTest(@TempDir Path root) throws IOException {
    Machine machine = Machine.of(root, Time.system());
    try (RefusingPort port = RefusingPort.take()) {
      var dialer = Dialers.of("tcp://127.0.0.1:" + port.number(), 9100, machine);
      long soonNanos = machine.time().nanos() + Duration.ofSeconds(2).toNanos();
      refused =
          catchThrowableOfType(
              TransportException.class, () -> dialer.dial(Duration.ofSeconds(1), soonNanos));
    }
  }

  @Test
  void aPortThatStaysTakenIsAskedLessAndLessButEveryFiveMinutes() {
    for (int seconds : new int[] {10, 20, 40, 80, 160, 300, 300}) {
      taken.foundSo(refused, nanos);
      nanos += Duration.ofSeconds(seconds).toNanos() - 1;
      assertThat(taken.stillAt(nanos)).isSameAs(refused);
      nanos++;
      assertThat(taken.stillAt(nanos)).isNull();
    }
  }

  @Test
  void onceFreeItIsAskedAtOnceAndTheNextTimeCountsAsTheFirst() {
    assertThat(taken.stillAt(nanos)).isNull();
    taken.foundSo(refused, nanos);
    taken.foundSo(refused, nanos);
    taken.over();
    assertThat(taken.stillAt(nanos)).isNull();
    taken.foundSo(refused, nanos);
    assertThat(taken.stillAt(nanos + Duration.ofSeconds(10).toNanos())).isNull();
  }
}
