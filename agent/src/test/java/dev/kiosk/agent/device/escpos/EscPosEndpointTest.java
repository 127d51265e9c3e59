package dev.kiosk.agent.device.escpos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.escpos.EscPosEndpoint.Dialect;
import dev.kiosk.agent.time.Time;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscPosEndpointTest {

  @ParameterizedTest
  @CsvSource({
    "tcp://10.0.0.7, tcp://10.0.0.7, EPSON",
    "tcp://10.0.0.7:9100?dialect=custom, tcp://10.0.0.7:9100, CUSTOM",
    "serial:/dev/ttyS0?baud=1200&dialect=ttp&parity=odd, serial:/dev/ttyS0?baud=1200&parity=odd, TTP",
    "serial:/dev/ttyS0?dialect=epson&baud=1200, serial:/dev/ttyS0?baud=1200, EPSON"
  })
  void theDialectIsTakenOutAndTheRestIsTheLine(String text, String line, Dialect dialect) {
    assertThat(EscPosEndpoint.parse(text)).isEqualTo(new EscPosEndpoint(line, dialect));
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://10.0.0.7?dialect=star, 'dialect is \"star\"; expected epson, custom, ttp'",
    "tcp://10.0.0.7?dialect=ttp&dialect=ttp, the option dialect is given twice",
    "tcp://10.0.0.7?baud=9600, tcp://10.0.0.7?baud=9600",
    "serial:/dev/ttyS0?dialect=ttp&speed=9600, \"speed=9600\" is no option",
    "smb://printer, tcp://host:port"
  })
  void whatIsWrongIsSaidInOneSentence(String text, String said) {
    Machine machine = Machine.of(Path.of("/"), Time.system());
    assertThatThrownBy(() -> EscPosProbe.of(text, machine))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said)
        .message()
        .hasLineCount(1);
  }

  @Test
  void theDialectIsNoPartOfWhatMustNotBeAskedTwice() {
    Machine machine = Machine.of(Path.of("/"), Time.system());
    assertThat(EscPosProbe.of("serial:/dev/ttyS0?baud=1200&dialect=ttp", machine).endpoint())
        .isEqualTo(
            EscPosProbe.of("serial:/dev/ttyS0?dialect=custom&baud=1200", machine).endpoint());
  }
}
